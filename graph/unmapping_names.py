"""Names the things of a plan as the cells of its workbook do, and puts them in the order of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from ontology import Model, Shape, SheetModel
from ontology.namespaces import ID, OA, PLAN

from .known import PLAN_ID, Known, Outline
from .plan_names import plan_id
from .workbook import INFO

#: A place in the workbook, or beyond it: compared part by part.
Rank = tuple[int | str, ...]

_BEYOND = 1_000_000


@dataclass(frozen=True)
class Thing:
    """A thing of a plan that has a row: its sheet, and the shape that describes it."""

    iri: URIRef
    thing_id: str
    cls: URIRef
    sheet: SheetModel
    shape: Shape


@dataclass(frozen=True)
class PlanNames:
    """What the things of one plan are called in its own workbook."""

    triples: Graph
    plan: URIRef
    model: Model
    known: Known

    @cached_property
    def things(self) -> dict[URIRef, Thing]:
        """The things that have rows, by sheet and order, the plan itself first."""
        found = {thing.iri: thing for thing in sorted(self._things(), key=self._place)}
        own = self._plan_thing()
        return ({own.iri: own} if own else {}) | found

    @cached_property
    def outline(self) -> Outline:
        """The plan as others refer to it."""
        own = self.things[self.plan]
        things = {thing.thing_id: thing.cls for thing in self.things.values() if thing.iri != self.plan}
        return Outline(own.thing_id, self.plan, own.cls, things)

    def text(self, node: Node) -> str | None:
        """Return how a cell refers to a thing: `A1`, `kemi:kirjasto`, or nothing where no cell can."""
        thing = self.things.get(URIRef(str(node)))
        if thing is None:
            return self._abroad.get(URIRef(str(node))) or _by_address(node)
        hidden = thing.iri == self.plan and thing.thing_id in self.outline.things
        return None if hidden else thing.thing_id

    def rank(self, node: Node) -> Rank:
        """Return where a thing stands among others: its own row, then those of other plans by ID."""
        place = self._places.get(URIRef(str(node)))
        return (place, "") if place is not None else (_BEYOND, _by_number(self.text(node) or str(node)))

    def lines(self, node: Node) -> tuple[Rank, str] | None:
        """Return the place of a passage and how a cell writes it: `34-35`, or `T1!34-35` with its source."""
        source = self.things.get(URIRef(str(self.triples.value(node, OA.hasSource, any=True))))
        ends = [self.triples.value(node, end, any=True) for end in (PLAN.firstLine, PLAN.lastLine)]
        numbers = [int(str(end)) for end in ends if str(end).isdecimal()]
        if source is None or source.cls != PLAN.Source or len(numbers) < len(ends):
            return None
        prefix = "" if self._only_source else f"{source.thing_id}!"
        written = "-".join(str(number) for number in sorted(set(numbers)))
        return (self._places[source.iri], *numbers), prefix + written

    def with_strangers(self) -> Known:
        """Return what is known together with the things of other plans that the triples alone name."""
        strangers: dict[str, dict[str, URIRef]] = {}
        for node in {*self.triples.objects(), *self.triples.subjects()} - self.things.keys():
            name = _by_address(node) if isinstance(node, URIRef) and node not in self._abroad else None
            if name:
                other, _, thing_id = name.partition(":")
                strangers.setdefault(other, {})[thing_id] = RDFS.Resource
        return self.known.with_outlines(self._with_things(key, found) for key, found in strangers.items())

    def _with_things(self, key: str, found: dict[str, URIRef]) -> Outline:
        known = self.known.plans.get(key)
        if known is None:
            return Outline(key, URIRef(f"{ID}{key}"), PLAN.Plan, found)
        return Outline(key, known.iri, known.cls, {**found, **known.things})

    @cached_property
    def _abroad(self) -> dict[URIRef, str]:
        found: dict[URIRef, str] = {}
        for key, outline in self.known.plans.items():
            if outline.iri == self.plan:
                continue
            if key not in self.outline.things and key != self.outline.plan_id:
                found[outline.iri] = key
            found |= {outline.iri_of(thing_id): f"{key}:{thing_id}" for thing_id in outline.things}
        return found

    @cached_property
    def _places(self) -> dict[URIRef, int]:
        return {iri: place for place, iri in enumerate(self.things)}

    @cached_property
    def _only_source(self) -> bool:
        return sum(thing.cls == PLAN.Source for thing in self.things.values()) == 1

    def _place(self, thing: Thing) -> Rank:
        order = self.triples.value(thing.iri, PLAN.order, any=True)
        written = str(order) if order is not None else ""
        return (
            thing.sheet.order,
            int(written) if written.isdecimal() else _BEYOND,
            _by_number(thing.thing_id),
        )

    def _plan_thing(self) -> Thing | None:
        sheet, plan = self.model.sheets[INFO], self.plan
        for cls in self.triples.objects(plan, RDF.type):
            shape = sheet.shape_of(URIRef(str(cls)))
            if shape is not None:
                return Thing(plan, plan_id(plan), URIRef(str(cls)), sheet, shape)
        return None

    def _things(self) -> Iterator[Thing]:
        homes = self._homes
        for node, cls in sorted(self.triples.subject_objects(RDF.type)):
            thing_id = str(node).removeprefix(f"{self.plan}/")
            home = homes.get(URIRef(str(cls)))
            if home is not None and thing_id != str(node) and PLAN_ID.fullmatch(thing_id):
                yield Thing(URIRef(str(node)), thing_id, URIRef(str(cls)), *home)

    @cached_property
    def _homes(self) -> dict[URIRef, tuple[SheetModel, Shape]]:
        return {
            cls: (sheet, shape)
            for sheet in self.model.sheets.values()
            for shape in sheet.shapes
            for cls in shape.classes
            if sheet.id_prefix and (not sheet.kinds or cls in sheet.kinds.values())
        }


def _by_address(node: Node) -> str | None:
    """Return `plan:ID` of a thing of a plan that is not known, by its address alone."""
    other, _, thing_id = str(node).removeprefix(str(ID)).partition("/")
    told = str(node).startswith(str(ID)) and PLAN_ID.fullmatch(other) and PLAN_ID.fullmatch(thing_id)
    return f"{other}:{thing_id}" if told else None


def _by_number(thing_id: str) -> str:
    """Return an ID so that the alphabet puts A2 before A10; of two that differ in zeros alone, both."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(12), thing_id) + f" {thing_id}"
