"""Reads a reference to a thing: `ID`, `PLAN:ID`, the ID of a plan itself, or `ID title`."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import URIRef

from .cells import Rejected
from .errors import nearest
from .i18n import mark
from .known import Known, Outline


@dataclass(frozen=True)
class References:
    """What a cell of one workbook may refer to: its own things, and those of known plans."""

    own: Outline
    known: Known

    def read(self, text: str) -> URIRef | Rejected:
        """Return the IRI of the thing, or why there is none; text after a space is a title."""
        word, *title = text.split()
        second = next((part for n, part in enumerate(title) if self._is_second(part, word, title[:n])), "")
        if second:
            # Nothing that a person wrote is dropped: a second ID is no part of a title.
            message = mark("“{found}” holds a second ID, {second}; separate IDs by a semicolon")
            return Rejected(message, {"found": text, "second": second.strip(",./()")})
        word = word.rstrip(",")
        plan_id, _, thing_id = word.rpartition(":")
        return self._across(word, plan_id, thing_id) if plan_id else self._within(word)

    def _is_second(self, part: str, first: str, before: list[str]) -> bool:
        """Whether a word after an ID is another ID; within a title a plain word may be like one."""
        bare = part.strip(",./()")
        in_title = bare.isalpha() and any(word[:1].isupper() for word in before)
        return bare != first and self._is_id(bare) and not in_title

    def _is_id(self, word: str) -> bool:
        plan_id, _, thing_id = word.rpartition(":")
        if plan_id:
            return plan_id == self.own.plan_id or plan_id in self.known.plans
        return thing_id in self.own.things

    def _within(self, word: str) -> URIRef | Rejected:
        if word in self.own.things:
            return self.own.iri_of(word)
        if word == self.own.plan_id:
            return self.own.iri
        if word in self.known.plans:
            return self.known.plans[word].iri
        return self._no_such(word, self.own)

    def _across(self, word: str, plan_id: str, thing_id: str) -> URIRef | Rejected:
        plan = self.own if plan_id == self.own.plan_id else self.known.plans.get(plan_id)
        if plan is None:
            message = mark("“{found}”: no plan or register {plan} is stored or given; add it too")
            return Rejected(message, {"found": word, "plan": plan_id})
        return plan.iri_of(thing_id) if thing_id in plan.things else self._no_such(word, plan)

    def _no_such(self, word: str, plan: Outline) -> Rejected:
        near = nearest(word.rpartition(":")[2], plan.things)
        message = (
            mark("no “{found}” in {plan}; did you mean {near}?") if near else mark("no “{found}” in {plan}")
        )
        return Rejected(message, {"found": word, "plan": plan.plan_id, "near": near})
