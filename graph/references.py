"""Reads a reference to a thing: `ID`, `PLAN:ID`, the ID of a plan itself, `ID title`, or a title alone.

What is read otherwise than it is written (another case, a title in the place of an ID) is told; what
could be two things is read as none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import RDFS, URIRef

from ontology import Model
from ontology.namespaces import PLAN

from . import cells
from .cells import Rejected
from .errors import nearest
from .i18n import mark
from .known import Known, Outline
from .menu_titles import menu_title

#: Told how a reference was read that is not written as an ID: a message and its values.
Tell = Callable[[str, dict[str, object]], None]

# Comparing a slip of the pen with very many IDs takes longer than reading the sheet.
_COMPARED = 5000


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


@dataclass(frozen=True)
class References:
    """What a cell of one workbook may refer to: its own things, and those of known plans."""

    own: Outline
    known: Known
    model: Model
    _near: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def read(self, text: str, classes: Sequence[URIRef] = (), tell: Tell | None = None) -> URIRef | Rejected:
        """Return the IRI of the thing, or why there is none; text after a space is a title.

        Parameters
        ----------
        text
            One value of a cell.
        classes
            The classes that its column expects; a title is looked for among their things.
        tell
            Told how a value was understood that is no ID as it stands.
        """
        if cells.is_formula(text):
            return cells.formula(text)
        if text in self.own.things:
            return self.own.iri_of(text)
        word, *title = text.split()
        word = word.rstrip(",")
        found = self._by_id(word)
        second = next((part for part in title if self._is_id(part.strip(",./()"))), "")
        if found is not None and second and not self._is_title(found, " ".join(title)):
            # Nothing that a person wrote is dropped: a second ID is no part of a title.
            message = mark("“{found}” holds a second ID, {second}; separate IDs by a semicolon")
            return Rejected(message, {"found": text, "second": second.strip(",./()")})
        return found or self._otherwise(text, word, classes, tell)

    def _by_id(self, word: str) -> URIRef | None:
        plan_id, _, thing_id = word.rpartition(":")
        if plan_id:
            plan = self._plan(plan_id)
            return plan.iri_of(thing_id) if plan and thing_id in plan.things else None
        if word in self.own.things:
            return self.own.iri_of(word)
        plan = self._plan(word)
        return plan.iri if plan else None

    def _plan(self, plan_id: str) -> Outline | None:
        return self.own if plan_id == self.own.plan_id else self.known.plans.get(plan_id)

    def _is_id(self, word: str) -> bool:
        plan_id, _, thing_id = word.rpartition(":")
        return self._plan(plan_id) is not None if plan_id else thing_id in self.own.things

    def _is_title(self, thing: URIRef, title: str) -> bool:
        return any(iri == thing for _, iri in self._titles.get(_folded(title), ()))

    def _otherwise(
        self, text: str, word: str, classes: Sequence[URIRef], tell: Tell | None
    ) -> URIRef | Rejected:
        """Read what is no ID as it stands: an ID in other case, or the title of one thing."""
        plan_id, _, _ = word.rpartition(":")
        titled = dict(self._titled(text, classes))
        alike = titled or dict(self._folded_ids.get(word.casefold(), ()))
        if not alike and plan_id and self._plan(plan_id) is None:
            message = mark("“{found}”: no plan or register {plan} is stored or given; add it too")
            return Rejected(message, {"found": word, "plan": plan_id})
        if len(alike) > 1:
            message = mark("“{found}” may be any of: {choices}; write the ID")
            return Rejected(message, {"found": text, "choices": ", ".join(alike)})
        for thing_id, iri in alike.items():
            if tell is not None:
                message = (
                    mark("“{found}” is read as {thing}")
                    if titled
                    else mark("“{found}” is read as the ID {thing}")
                )
                tell(message, {"found": text if titled else word, "thing": thing_id})
            return iri
        return self._no_such(word if " " not in text else text, word)

    def _titled(self, text: str, classes: Sequence[URIRef]) -> Iterable[tuple[str, URIRef]]:
        expected = self._below(classes)
        for thing_id, iri in self._titles.get(_folded(text), ()):
            if not expected or self._classes.get(iri) in expected:
                yield thing_id, iri

    def _below(self, classes: Sequence[URIRef]) -> set[URIRef]:
        graph = self.model.graph
        return {URIRef(str(c)) for cls in classes for c in graph.transitive_subjects(RDFS.subClassOf, cls)}

    @cached_property
    def _outlines(self) -> list[Outline]:
        others = (outline for outline in self.known.plans.values() if outline.plan_id != self.own.plan_id)
        return [self.own, *others]

    @cached_property
    def _classes(self) -> dict[URIRef, URIRef]:
        return {**self.known.classes, **{self.own.iri_of(key): cls for key, cls in self.own.things.items()}}

    @cached_property
    def _titles(self) -> dict[str, list[tuple[str, URIRef]]]:
        found: dict[str, list[tuple[str, URIRef]]] = {}
        for outline in self._outlines:
            for title, thing_id in outline.titles():
                for key in {_folded(title), _folded(menu_title(title))}:
                    found.setdefault(key, []).append((self._id(outline, thing_id), outline.iri_of(thing_id)))
        return found

    @cached_property
    def _folded_ids(self) -> dict[str, list[tuple[str, URIRef]]]:
        found: dict[str, list[tuple[str, URIRef]]] = {}
        for outline in self._outlines:
            for thing_id in outline.things:
                name = self._id(outline, thing_id)
                found.setdefault(name.casefold(), []).append((name, outline.iri_of(thing_id)))
        return found

    def _id(self, outline: Outline, thing_id: str) -> str:
        return thing_id if outline is self.own else f"{outline.plan_id}:{thing_id}"

    def _no_such(self, found: str, word: str) -> Rejected:
        plan_id = word.rpartition(":")[0] or self.own.plan_id
        if found not in self._near:
            by_title = self._nearest_title(found) if " " in found else ""
            self._near[found] = by_title or self._nearest(word) or self._nearest_title(found)
        near = self._near[found]
        message = (
            mark("no “{found}” in {plan}; did you mean {near}?") if near else mark("no “{found}” in {plan}")
        )
        return Rejected(message, {"found": found, "plan": plan_id, "near": near})

    def _nearest(self, word: str) -> str:
        """Return the ID that is most like a word: of its own plan, else of a register, as it is written."""
        plan_id, _, thing_id = word.rpartition(":")
        plan = self._plan(plan_id) if plan_id else None
        registers = (o for o in self._outlines[1:] if o.cls == PLAN.Register)
        outlines = [plan] if plan else [self.own, *registers]
        for outline in outlines:
            if thing_id in outline.things:
                return self._id(outline, thing_id)
        for outline in outlines:
            near = nearest(thing_id, outline.things if len(outline.things) <= _COMPARED else ())
            if near:
                return self._id(outline, near)
        return ""

    def _nearest_title(self, text: str) -> str:
        """Return the ID of the thing whose title is most like a text."""
        near = nearest(_folded(text), self._titles if len(self._titles) <= _COMPARED else ())
        return self._titles[near][0][0] if near else ""
