"""A plan as a pattern: its triples, written again under other names."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from rdflib import RDF, SKOS

from ontology.namespaces import CONCEPT, ID, PLAN

Line = tuple[str, str, str]
_QUAD = re.compile(r"(<[^>]*>) (<[^>]*>) (.*) <([^>]*)> \.$")
_TYPE, _LABEL = f"<{RDF.type}>", f"<{SKOS.prefLabel}>"
_ENDS = _SUBJECT, _PREDICATE, _OBJECT = f"<{RDF.subject}>", f"<{RDF.predicate}>", f"<{RDF.object}>"
_ORDER = f"<{PLAN.order}>"
_NUMBER = re.compile(r'"(\d+)"')
_RIGHTS = "<http://purl.org/dc/terms/accessRights>"
_INTERNAL = f"<{CONCEPT}visibility/internal>"
#: Of the things that are cut away where a plan is to be smaller, and of which a few are internal.
_MANY = {f"<{PLAN.Action}>", f"<{PLAN.Indicator}>"}
_INTERNAL_SHARE = 0.02
_QUARTERS = ("Etelä", "Pohjoinen", "Itäinen", "Läntinen", "Keskusta", "Satama", "Asema")


@dataclass(frozen=True)
class Pattern:
    """The triples of one graph as texts, and those of the register that its bodies come from."""

    town: str
    end: str
    first: tuple[Line, ...]
    bodies: tuple[tuple[str, ...], ...]

    def graph(self, name: str) -> str:
        """Return the IRI of the graph for a town."""
        return f"{ID}{name}{self.end}"

    def size(self, copies: int) -> int:
        """Return about how many triples so many copies are."""
        return len(self.first) + (copies - 1) * len(self.further)

    @property
    def own(self) -> str:
        """What the IRIs of its own things begin with."""
        return f"<{ID}{self.town}{self.end}/"

    @cached_property
    def further(self) -> tuple[Line, ...]:
        """The triples of each copy but the first: those about its own things alone."""
        beyond = {thing for thing, _, _ in self.first if not thing.startswith(self.own)}
        return without(self.first, {s for s, p, o in self.first if p == _SUBJECT and o in beyond}, beyond)

    def reduced(self, share: float, gone: set[str]) -> tuple[Pattern, set[str]]:
        """Return a pattern of a share of its actions and indicators, and the things that went."""
        kinds = {s for s, p, o in self.first if p == _TYPE and o in _MANY}
        records = [s for s, p, o in self.first if p == _SUBJECT and o not in kinds]
        many = [*sorted(kinds), *records]
        dropped = {thing for n, thing in enumerate(many) if int((n + 1) * share) == int(n * share)}
        kept = without(self.first, dropped | gone)
        left = {s for s, _, _ in kept}
        return Pattern(self.town, self.end, kept, self.bodies), {s for s, _, _ in self.first} - left

    def lines(self, town: str, name: str, copy: int, chance: random.Random) -> Iterator[str]:
        """Yield one copy as N-Triples."""
        names = _Names(self, town, name, copy, chance)
        for s, p, o in self.further if copy else self.first:
            value = names.label(o) if p == _LABEL else names.order(o) if p == _ORDER else names[o]
            yield f"{names[s]} {p} {value} .\n"
            if o in _MANY and p == _TYPE and chance.random() < _INTERNAL_SHARE:
                yield f"{names[s]} {_RIGHTS} {_INTERNAL} .\n"


class _Names(dict[str, str]):
    """What stands in a copy for each term of the pattern."""

    def __init__(self, pattern: Pattern, town: str, name: str, copy: int, chance: random.Random) -> None:
        super().__init__()
        self._own, self._copy = pattern.own, copy
        self._base, self._here = f"<{ID}{pattern.town}", f"<{ID}{name}"
        self._old, self._town = pattern.town.title(), town
        self._place = f" ({chance.choice(_QUARTERS)} {copy})" if copy else ""
        if copy:
            for kind in pattern.bodies:
                other = list(kind)
                chance.shuffle(other)
                self.update((body, self._made(new)) for body, new in zip(kind, other, strict=True))

    def __missing__(self, term: str) -> str:
        self[term] = made = self._made(term)
        return made

    def _made(self, term: str) -> str:
        if term.startswith('"'):
            return term.replace(self._old, self._town)
        if not term.startswith(self._base):
            return term
        if self._copy and term.startswith(self._own):
            head, slash, tail = term.removeprefix(self._own)[:-1].partition("/")
            end = f"{head}/{tail}-{self._copy}" if head == "link" else f"{head}-{self._copy}{slash}{tail}"
            term = f"{self._own}{end}>"
        return self._here + term.removeprefix(self._base)

    def label(self, term: str) -> str:
        """Return a name, with the part of the town that the copy is about."""
        text, quote, end = self[term].rpartition('"')
        return f"{text}{self._place}{quote}{end}"

    def order(self, term: str) -> str:
        """Return a place in the order, after those of the copies before."""
        return _NUMBER.sub(lambda found: f'"{int(found[1]) + 1000 * self._copy}"', term)


def without(lines: Iterable[Line], dropped: set[str], subjects: Iterable[str] = ()) -> tuple[Line, ...]:
    """Return lines without things, their links, and what only they referred to; some only as subjects."""
    every = list(lines)
    gone, apart = set(dropped), set(subjects)
    referred, said = {o for _, _, o in every}, _said(every)
    while True:
        gone |= {s for s, p, o in every if p == _SUBJECT and o in gone}
        every = [line for line in every if line[0] not in gone | apart and line[2] not in gone]
        lost = said - _said(every)
        every = [line for line in every if line not in lost]
        now = {o for _, _, o in every}
        orphans = {s for s, _, _ in every if s in referred and s not in now}
        if not orphans:
            return tuple(every)
        gone |= orphans


def _said(lines: Iterable[Line]) -> set[Line]:
    """Return the links that records are about."""
    ends: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for s, p, o in lines:
        if p in _ENDS:
            ends[s][p] = o
    return {(one[_SUBJECT], one[_PREDICATE], one[_OBJECT]) for one in ends.values() if len(one) == len(_ENDS)}


def read_patterns(quads: bytes, town: str, ends: Iterable[str]) -> dict[str, Pattern]:
    """Return the pattern of each graph of a town, the register (without an end) first."""
    graphs: defaultdict[str, list[Line]] = defaultdict(list)
    for line in quads.decode().splitlines():
        found = _QUAD.match(line)
        assert found, line
        graphs[found[4]].append((found[1], found[2], found[3]))
    bodies = _by_kind(graphs[f"{ID}{town}"], f"<{ID}{town}/")
    return {end: Pattern(town, end, tuple(graphs[f"{ID}{town}{end}"]), bodies) for end in ends}


def _by_kind(lines: Iterable[Line], own: str) -> tuple[tuple[str, ...], ...]:
    kinds: dict[str, list[str]] = {}
    for s, p, o in lines:
        if p == _TYPE and s.startswith(own) and not s.startswith(f"{own}link/"):
            kinds.setdefault(o, []).append(s)
    return tuple(map(tuple, kinds.values()))
