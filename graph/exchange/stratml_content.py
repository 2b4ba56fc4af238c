"""What StratML can hold of a plan: its goals, what stands under them, who takes part, and the values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import RDFS, Literal, URIRef

from ontology import pick

from .. import program
from ..described import Described
from ..numbers import whole_of
from ..plan_graph import PlanGraph
from ..terms import Row
from .alignment import Alignment, stratml_alignment


@dataclass
class Level:
    """A goal, or what stands under one or measures it."""

    iri: URIRef
    cls: URIRef
    order: int
    above: list[URIRef] = field(default_factory=list)


@dataclass(frozen=True)
class Content:
    """A plan as StratML sees it."""

    plans: PlanGraph
    plan: URIRef
    lang: str
    alignment: Alignment = field(default_factory=stratml_alignment)

    def rows(self, name: str, things: Iterable[object]) -> Iterator[Row]:
        """Answer a query of the program for things."""
        return program.rows(self.plans.store, name, things)

    # ---- what there is

    @cached_property
    def things(self) -> dict[URIRef, URIRef]:
        """The things of the plan and its owners, in their order, with their classes."""
        rows = self.rows("stratml-things", [self.plan])
        return {URIRef(str(thing)): URIRef(str(cls)) for thing, cls, *_ in rows}

    @cached_property
    def owners(self) -> list[URIRef]:
        """Whose plan it is."""
        rows = self.rows("stratml-things", [self.plan])
        return list(dict.fromkeys(URIRef(str(row[0])) for row in rows if str(row[-1]) == "true"))

    def of(self, element: str) -> list[URIRef]:
        """Return the things of the plan that an element stands for."""
        wanted = self.alignment.of(element)
        return [thing for thing, cls in self.things.items() if cls in wanted]

    @cached_property
    def levels(self) -> dict[URIRef, Level]:
        """The levels of the plan, and those of other plans that they stand under."""
        found: dict[URIRef, Level] = {}
        asked: set[URIRef] = set()
        wanted = set(self.things)
        while wanted:
            asked |= wanted
            for thing, cls, order, above in self.rows("stratml-levels", wanted):
                place = whole_of(order)
                iri = URIRef(str(thing))
                level = found.setdefault(iri, Level(iri, URIRef(str(cls)), place))
                if isinstance(above, URIRef):
                    level.above.append(above)
            wanted = {above for level in found.values() for above in level.above} - asked
        return dict(sorted(found.items(), key=lambda entry: self._place(entry[1])))

    def _place(self, level: Level) -> tuple[bool, int, int, str]:
        sheet = self.plans.model.sheet_of(level.cls)
        return level.iri not in self.things, sheet.order if sheet else 0, level.order, level.iri

    # ---- what is said

    @cached_property
    def statements(self) -> dict[URIRef, dict[URIRef, list[object]]]:
        """All that is said of the plan, its things and the goals above them."""
        results = (result for years in self.results.values() for year in years.values() for result in year)
        found = self._stated({self.plan, *self.things, *self.levels, *results})
        parts = {
            value for value in self._values(found.get(self.plan, {})) if value.startswith(f"{self.plan}/")
        }
        return {**self._stated(parts), **found}

    def _stated(self, things: Iterable[URIRef]) -> dict[URIRef, dict[URIRef, list[object]]]:
        found: dict[URIRef, dict[URIRef, list[object]]] = {}
        for thing, prop, value in self.rows("statements", things):
            said = found.setdefault(URIRef(str(thing)), {})
            said.setdefault(URIRef(str(prop)), []).append(value)
        return found

    @staticmethod
    def _values(said: Mapping[URIRef, Sequence[object]]) -> list[URIRef]:
        return [value for values in said.values() for value in values if isinstance(value, URIRef)]

    def said(self, thing: URIRef, element: str) -> list[object]:
        """Return the values of the properties that an element stands for."""
        known = self.statements.get(thing, {})
        return [value for term in self.alignment.of(element) for value in known.get(term, ())]

    def text(self, thing: URIRef, element: str) -> str:
        """Return the text of such a property in the reader's language."""
        texts = [value for value in self.said(thing, element) if isinstance(value, Literal)]
        return pick({value.language or "": str(value) for value in texts}, self.lang).text

    def value_of_plan(self, element: str) -> str:
        """Return a value of the plan or of one of its parts, as its period."""
        parts = [
            part for part in self.statements if part.startswith(f"{self.plan}/") and part not in self.things
        ]
        found = (str(value) for thing in (self.plan, *sorted(parts)) for value in self.said(thing, element))
        return next(found, "")

    # ---- names

    @cached_property
    def described(self) -> dict[URIRef, Described]:
        """Names and classes of all that is named."""
        wanted = {self.plan, *self.things, *self.levels}
        wanted |= {who for parts in self.roles.values() for who in parts}
        wanted |= {value for said in self.statements.values() for value in self._values(said)}
        return self.plans.describe(wanted, self.lang)

    def name(self, thing: object) -> str:
        """Return the name of a thing, a class or a concept."""
        found = self.described.get(URIRef(str(thing)))
        return found.label.text if found else ""

    def class_name(self, cls: object) -> str:
        """Return what a class of ours is called."""
        return pick(self.plans.model.labels(URIRef(str(cls))), self.lang).text

    def names(self, thing: URIRef, element: str) -> str:
        """Return the names of what such a property leads to."""
        return ", ".join(self.name(value) for value in self.said(thing, element))

    # ---- who takes part, and what was measured

    @cached_property
    def roles(self) -> dict[URIRef, dict[URIRef, dict[URIRef, dict[str, str]]]]:
        """Who takes part in each thing: by which properties, and in which words of the plan."""
        found: dict[URIRef, dict[URIRef, dict[URIRef, dict[str, str]]]] = {}
        for thing, prop, who, words in self.rows("stratml-roles", self.levels):
            parts = found.setdefault(URIRef(str(thing)), {}).setdefault(URIRef(str(who)), {})
            said = parts.setdefault(URIRef(str(prop)), {})
            if isinstance(words, Literal):
                said[words.language or ""] = str(words)
        return found

    def kind_of_stakeholder(self, who: URIRef) -> str:
        """Return which type of stakeholder somebody is: by class, by what that is under, or by kind."""
        cls = self.described[who].cls if who in self.described else None
        if cls is None:
            return ""
        model = self.plans.model
        classes = set(model.graph.transitive_objects(cls, RDFS.subClassOf))
        for term, value in self.alignment.terms.get("Stakeholder", ()):
            kind = model.kind_of(term)
            if term in classes or (kind is not None and kind == model.kind_of(cls)):
                return value
        return ""

    @cached_property
    def results(self) -> dict[URIRef, dict[str, dict[URIRef, list[Row]]]]:
        """The results of each indicator by year, and within a year by what they are."""
        found: dict[URIRef, dict[str, dict[URIRef, list[Row]]]] = {}
        for row in self.rows("stratml-values", self.of("PerformanceIndicator")):
            years = found.setdefault(URIRef(str(row[0])), {})
            year = "" if row[-1] is None else str(row[-1])
            years.setdefault(year, {}).setdefault(URIRef(str(row[1])), []).append(row[2:-1])
        return found
