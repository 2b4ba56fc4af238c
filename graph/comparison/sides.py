"""One of the two plans that are compared: its triples, its things, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rdflib import Literal, URIRef
from rdflib.term import Node

from ontology import Label, Model, pick

from .. import program
from ..difference_columns import Columns
from ..findings import Finding
from ..plan_names import plan_id
from ..store import Store
from ..terms import to_rdflib

Fact = tuple[str, str, Node]


@dataclass(frozen=True)
class Side:
    """A plan as it is compared.

    `name` is what the user called it, and `stored` whether its things stand in the store that pages show:
    those of a file or of an earlier revision do not.
    """

    plan: URIRef
    name: str
    store: Store
    model: Model
    facts: Sequence[Fact]
    stored: bool = True
    #: What of a foreign file was left out when it was read, and so is not compared.
    notes: Sequence[Finding] = ()

    @property
    def plan_id(self) -> str:
        """The ID of the plan."""
        return plan_id(self.plan)

    @cached_property
    def things(self) -> Mapping[str, URIRef]:
        """The things of the plan, itself included, with their classes."""
        return Columns(self.model).things(self.facts)

    @cached_property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """What the things are called, by language."""
        names = Columns(self.model).label_predicates
        found: dict[str, dict[str, str]] = {}
        for subject, predicate, value in self.facts:
            if predicate in names and subject in self.things:
                found.setdefault(subject, {})[getattr(value, "language", None) or ""] = str(value)
        return found

    @cached_property
    def related(self) -> frozenset[tuple[str, str]]:
        """How the plan says that it is related to others: each time the kind of relation, and the other."""
        rows = program.rows(self.store, "related-plans", [self.plan], [self.plan])
        return frozenset((str(how), str(other)) for _, how, other in rows)

    def local(self, thing: str) -> str:
        """Return the ID of a thing within the plan; empty for the plan itself."""
        return thing.removeprefix(str(self.plan)).removeprefix("/")

    def sheet(self, thing: str) -> str:
        """Return the name of the sheet that a thing stands on."""
        return self._sheets.get(self.things[thing], "")

    @cached_property
    def _sheets(self) -> Mapping[URIRef, str]:
        """The name of the sheet of each class."""
        return {cls: sheet.name for cls, sheet in Columns(self.model).sheets.items()}

    def label(self, thing: str, lang: str) -> Label:
        """Return `ID Name` of a thing."""
        named = pick(self.labels.get(thing, {}), lang, fallback="")
        text = f"{self.local(thing)} {named.text}".strip() or self.plan_id
        return Label(text, named.lang)

    def term(self, thing: str) -> URIRef | Literal:
        """Return what a cell about a thing holds: its IRI where it can be shown."""
        return URIRef(thing) if self.stored else Literal(self.local(thing) or self.plan_id)


def side_of(
    store: Store,
    model: Model,
    plan: URIRef,
    name: str = "",
    *,
    stored: bool = True,
    notes: Sequence[Finding] = (),
) -> Side:
    """Return a plan of a store as a side of a comparison."""
    facts = [(s, p, node) for s, p, o in store.facts(plan) if (node := to_rdflib(o)) is not None]
    return Side(plan, name or plan_id(plan), store, model, facts, stored, notes)
