"""One plan told in the names of another: matched things under one IRI, so that both can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rdflib import RDF, URIRef

from .sides import Fact, Side

_LINK = "link"
_ENDS = (str(RDF.subject), str(RDF.predicate), str(RDF.object))
Relation = tuple[str, ...]


@dataclass(frozen=True)
class Renaming:
    """Brings the triples of a plan to the names of another one.

    Matched things, with what is part of them, get the name of their match; what has no match keeps its own.
    Records of one link are one record, whatever they are called.
    """

    before: Side
    after: Side
    forward: Mapping[str, str]

    def facts(self) -> list[Fact]:
        """Return the triples of the plan before in the names of the plan after."""
        names: dict[str, str] = {}
        made: dict[str, URIRef] = {}
        result: list[Fact] = []
        for subject, predicate, value in self.before.facts:
            if subject not in names:
                names[subject] = self._name(subject)
            if isinstance(value, URIRef):
                text = str(value)
                if text not in made:
                    made[text] = URIRef(self._name(text))
                value = made[text]  # noqa: PLW2901
            result.append((names[subject], predicate, value))
        return result

    def _name(self, text: str) -> str:
        plan = str(self.before.plan)
        if text in self.forward:
            return self.forward[text]
        if text in self._records:
            return self._records[text]
        if not text.startswith(f"{plan}/") or text in self.before.things:
            return text
        first, _, rest = text[len(plan) + 1 :].partition("/")
        owner = f"{plan}/{first}"
        if owner in self.before.things:
            return f"{self.forward.get(owner, owner)}/{rest}"
        # The record of a link that is only here must not be taken for one that is only there.
        only_here = "-" if first == _LINK else ""
        return f"{self.after.plan}/{first}/{only_here}{rest}" if rest else f"{self.after.plan}/{first}"

    @cached_property
    def _records(self) -> Mapping[str, str]:
        """The records of the plan before, by the name of the record of the same link in the plan after."""
        there: dict[Relation, list[str]] = {}
        for record, relation in _relations(self.after):
            there.setdefault(relation, []).append(record)
        found: dict[str, str] = {}
        for record, relation in _relations(self.before):
            known = there.get(tuple(self.forward.get(end, end) for end in relation), [])
            if known:
                found[record] = known.pop(known.index(record) if record in known else 0)
        return found


def _relations(side: Side) -> Iterator[tuple[str, Relation]]:
    ends: dict[str, list[str]] = {}
    start = f"{side.plan}/{_LINK}/"
    for subject, predicate, value in side.facts:
        if predicate in _ENDS and subject.startswith(start):
            ends.setdefault(subject, [""] * len(_ENDS))[_ENDS.index(predicate)] = str(value)
    for record in sorted(ends):
        yield record, tuple(ends[record])
