"""How things hang together: the shortest ways from one to another, and what joins three of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise
from math import prod
from typing import NamedTuple

#: How many of the shortest ways are told.
MOST = 5
#: With what each thing is linked.
Near = Mapping[str, Set[str]]
#: What a step costs beside its length; of ways of one length, those that cost least are told first.
Cost = Callable[[str, str], tuple[int, ...]]


class Step(NamedTuple):
    """One step of a way."""

    source: str
    target: str


@dataclass(frozen=True, order=True)
class Way:
    """A way from one thing to another, by the things on it, and what it costs beside its length."""

    cost: tuple[int, ...]
    names: tuple[str, ...]

    @property
    def steps(self) -> list[Step]:
        """The steps of the way; none from a thing to itself."""
        return [Step(one, other) for one, other in pairwise(self.names)]


@dataclass(frozen=True)
class Ways:
    """The shortest ways: the best of them in their order, and how many there are in all."""

    ways: tuple[Way, ...]
    count: int

    @property
    def length(self) -> int:
        """How many steps each of them has."""
        return len(self.ways[0].names) - 1 if self.ways else 0


def near_of(links: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return with what each thing is linked, in any direction."""
    near: dict[str, set[str]] = defaultdict(set)
    for one, other in links:
        near[one].add(other)
        near[other].add(one)
    return dict(near)


def distances(
    near: Near, start: str, closed: Collection[str] = (), end: str = "", most: int | None = None
) -> dict[str, int]:
    """Return how many steps each thing is away that can be reached; no way leads through what is closed.

    What is farther away than `end`, or than so many steps, may be left out. Found in breadth first
    (Moore 1959, "The shortest path through a maze").
    """
    found = {start: 0}
    front, steps = [start], 0
    while front and end not in found and (most is None or steps < most):
        steps += 1
        reached: list[str] = []
        for name in front:
            if name != start and name in closed:
                continue
            for other in near.get(name, ()):
                if other not in found:
                    found[other] = steps
                    reached.append(other)
        front = reached
    return found


def shortest_ways(
    near: Near,
    start: str,
    end: str,
    closed: Collection[str] = (),
    most: int = MOST,
    cost: Cost = lambda _one, _other: (),
) -> Ways:
    """Return the shortest ways from one thing to another.

    Parameters
    ----------
    near
        With what each thing is linked.
    start, end
        The things; both may be closed to others.
    closed
        Things that are no stepping stones: no way leads through them.
    most
        How many ways are told at most: those that cost least, then in the order of the names on them.
    cost
        What each step costs beside its length: as many numbers for every step, none less than zero.
    """
    before = distances(near, start, closed, end)
    if end not in before:
        return Ways((), 0)
    length = before[end]
    after = distances(near, end, closed, start, length)
    on_way = sorted(
        (at, name)
        for name, at in before.items()
        if at + after.get(name, length + 1) == length and (name in (start, end) or name not in closed)
    )
    best, counts = {start: [Way((), (start,))]}, {start: 1}
    for at, name in on_way[1:]:
        earlier = [other for other in near[name] if other in best and before[other] == at - 1]
        best[name] = nsmallest(most, _continued(best, earlier, name, cost))
        counts[name] = sum(counts[other] for other in earlier)
    return Ways(tuple(best[end]), counts[end])


def _continued(
    best: Mapping[str, Sequence[Way]], earlier: Iterable[str], name: str, cost: Cost
) -> Iterator[Way]:
    for other in earlier:
        more = cost(other, name)
        for way in best[other]:
            costs = tuple(map(sum, zip(way.cost, more, strict=True))) if way.cost else more
            yield Way(costs, (*way.names, name))


def shortest_paths(
    links: Iterable[tuple[str, str]],
    start: str,
    end: str,
    closed: Collection[str] = (),
    most: int = MOST,
) -> list[list[Step]]:
    """Return the shortest ways along links in any direction, in the order of the names on them.

    There is none where there is no way, and one without a step from a thing to itself.
    """
    return [way.steps for way in shortest_ways(near_of(links), start, end, closed, most).ways]


def meeting_points(
    near: Near, ends: Sequence[str], closed: Collection[str] = ()
) -> tuple[dict[str, int], int]:
    """Return where ways from all ends meet with the fewest steps, and how many steps these are.

    With each such thing comes in how many ways all ends are joined there. For three ends, the ways to
    such a thing are a smallest tree that joins them: any such tree has one thing at most from which it
    goes three ways.
    """
    barred = set(closed) - set(ends)
    reached = [distances(near, end, barred) for end in ends]
    common = set(reached[0]).intersection(*reached[1:]) - barred
    totals = {name: sum(found[name] for found in reached) for name in common}
    least = min(totals.values(), default=0)
    points = sorted(name for name, total in totals.items() if total == least)
    counts = [_counts(near, found, points, barred) for found in reached]
    return {name: prod(count[name] for count in counts) for name in points}, least


def _counts(
    near: Near, reached: Mapping[str, int], points: Collection[str], closed: Collection[str]
) -> dict[str, int]:
    """Return how many shortest ways lead to these things, and to those before them."""
    most = max((reached[name] for name in points), default=0)
    counts: dict[str, int] = {}
    for name, at in sorted(reached.items(), key=lambda found: found[1]):
        if at > most:
            break
        before = (x for x in near.get(name, ()) if reached.get(x) == at - 1 and x not in closed)
        counts[name] = sum(counts[x] for x in before) if at else 1
    return counts
