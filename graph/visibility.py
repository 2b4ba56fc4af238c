"""What is internal: the things that a planner marked so, and all that goes with them.

What goes with what is said by `queries/program/internal.rq`. A thing is also internal where its address
is below that of one that is: a nested node, or whatever an internal plan holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import URIRef

from ontology.namespaces import CONCEPT

from . import program
from .store import Store
from .terms import Row

#: The code that a planner chooses under *visibility*.
INTERNAL = CONCEPT["visibility/internal"]


@dataclass(frozen=True)
class Hidden:
    """The addresses of what is internal."""

    names: frozenset[str] = frozenset()

    def __contains__(self, iri: object) -> bool:
        """Whether an address is internal, or below one that is."""
        name = str(iri)
        if name in self.names:
            return True
        end = name.rfind("/", self._shortest)
        while end >= 0:
            if name[:end] in self.names:
                return True
            end = name.rfind("/", self._shortest, end)
        return False

    def __or__(self, other: Hidden) -> Hidden:
        """Return what is internal in one or the other."""
        return Hidden(self.names | other.names)

    @cached_property
    def _shortest(self) -> int:
        return min(map(len, self.names), default=0)


def is_marked(store: Store) -> bool:
    """Whether anything in a store is marked internal."""
    return store.ask(program.text("marked"))


def hidden(store: Store) -> Hidden:
    """Return what is internal in a store."""
    spread = _Spread()
    asked: set[str] = {str(INTERNAL)}
    while asked:
        asked = spread.take(program.rows(store, "internal", asked))
    return Hidden(frozenset(spread.found))


@dataclass
class _Spread:
    """What was found to be internal so far, and on what else things depend that are not yet."""

    found: set[str] = field(default_factory=set)
    others: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def take(self, rows: Iterable[Row]) -> set[str]:
        """Take an answer, and return what is internal because of it."""
        new: set[str] = set()
        for thing, by, other in rows:
            if not isinstance(thing, URIRef) or str(thing) in self.found:
                continue
            if by is None:
                new.add(str(thing))
            else:
                self.others.setdefault((str(thing), str(by)), set()).add(str(other))
        self.found |= new
        while late := self._left_alone():
            self.found |= late
            new |= late
        return new

    def _left_alone(self) -> set[str]:
        """Return the things of which all that one property leads to is internal."""
        left = {key for key, needed in self.others.items() if needed <= self.found}
        for key in left:
            del self.others[key]
        return {thing for thing, _ in left} - self.found


def kept_back(store: Store, what: Hidden) -> frozenset[str]:
    """Return those of the internal things that a planner counts: rows, plans and registers."""
    return frozenset(str(row[0]) for row in program.rows(store, "kept-back", what.names))
