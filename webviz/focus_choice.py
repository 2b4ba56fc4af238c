"""Which of the things around a focus a picture shows: at most about nine of a kind, those that tell most.

From the focus outwards, step by step: a thing is shown only with what it hangs on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rdflib import URIRef

from graph import Network
from graph.network import NetworkThing
from graph.table import short

#: How many things of a kind are shown unless all of them are asked for.
MOST = 9
#: Of a kind that is opened; what is more stands in the list.
MOST_OPENED = 300


@dataclass
class Choice:
    """The things shown, in the plan's order within each kind, and how many of each kind there are."""

    shown: dict[URIRef, NetworkThing] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def of_kind(self, kind: str) -> list[NetworkThing]:
        """Return the things of a kind that are shown, in the order of their IDs."""
        return sorted((t for t in self.shown.values() if t.kind == kind), key=place)


def place(thing: NetworkThing) -> tuple[tuple[int, int | str], ...]:
    """Return where a thing stands among others: A2 before A10."""
    parts = re.split(r"(\d+)", short(thing.iri))
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts)


def choose(
    network: Network,
    focus: Sequence[NetworkThing],
    kinds: Iterable[str],
    *,
    hidden: Sequence[str] = (),
    opened: Sequence[str] = (),
) -> Choice:
    """Return what to show: the focus, then of each kind in order what is linked to it, and so on.

    Of more than `MOST` things of a kind, those with the most links to what is shown already come first,
    then those that stand first in the plan.
    """
    choice = Choice({thing.iri: thing for thing in focus})
    for thing in focus:
        choice.counts[thing.kind] = choice.counts.get(thing.kind, 0) + 1
    near = _neighbours(network)
    left = {t.iri: t for t in network.things if t.iri not in choice.shown and t.kind not in hidden}
    before = set(choice.shown)
    order = list(kinds)
    while before:
        found = {
            iri: left.pop(iri) for iri in [n for n in left if not near.get(n, frozenset()).isdisjoint(before)]
        }
        links = {iri: len(near[iri] & choice.shown.keys()) for iri in found}
        before = set()
        for kind in order:
            some = [thing for thing in found.values() if thing.kind == kind]
            some.sort(key=lambda thing: (-links[thing.iri], place(thing)))
            before |= _take(choice, kind, some, MOST_OPENED if kind in opened else MOST)
    return choice


def _take(choice: Choice, kind: str, things: Sequence[NetworkThing], most: int) -> set[URIRef]:
    """Show as many things of a kind as there is room for; return them."""
    room = max(0, most - len(choice.of_kind(kind)))
    choice.counts[kind] = choice.counts.get(kind, 0) + len(things)
    choice.shown |= {thing.iri: thing for thing in things[:room]}
    return {thing.iri for thing in things[:room]}


def _neighbours(network: Network) -> Mapping[URIRef, set[URIRef]]:
    near: dict[URIRef, set[URIRef]] = {}
    for link in network.links:
        near.setdefault(link.source, set()).add(link.target)
        near.setdefault(link.target, set()).add(link.source)
    return near
