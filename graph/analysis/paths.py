"""How two things hang together: all shortest ways from one to the other, and what may lie on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice, pairwise
from typing import NamedTuple

#: How many of the shortest ways are told.
MOST = 5


class Step(NamedTuple):
    """One step of a way."""

    source: str
    target: str


def shortest_paths(
    links: Iterable[tuple[str, str]],
    start: str,
    end: str,
    closed: Collection[str] = (),
    most: int = MOST,
) -> list[list[Step]]:
    """Return the shortest ways from one thing to another, along links in any direction.

    Parameters
    ----------
    links
        The two ends of each link.
    start, end
        The things; both may be closed to others.
    closed
        Things that are no stepping stones: no way leads through them.
    most
        How many ways are told at most, in the order of the names on them.

    Returns
    -------
    list of list of Step
        Each way is as long as the others, in steps; none where there is no way, and one without a step
        from a thing to itself. Found in breadth first (Moore 1959, "The shortest path through a maze").
    """
    near: dict[str, set[str]] = defaultdict(set)
    for one, other in links:
        near[one].add(other)
        near[other].add(one)
    before = _before(near, start, end, closed)
    return [_steps(names) for names in islice(_ways(before, start, end), most)]


def _before(near: dict[str, set[str]], start: str, end: str, closed: Collection[str]) -> dict[str, list[str]]:
    """Return from where each thing is reached on shortest ways, up to the distance of the end."""
    before: dict[str, list[str]] = {start: []}
    front = [start]
    while front and end not in before:
        reached: dict[str, list[str]] = defaultdict(list)
        for name in front:
            if name == start or name not in closed:
                for other in near[name] - before.keys():
                    reached[other].append(name)
        before |= reached
        front = sorted(reached)
    return before


def _ways(before: dict[str, list[str]], start: str, end: str) -> Iterator[list[str]]:
    if end == start:
        yield [start]
    for name in sorted(before.get(end, ())):
        for way in _ways(before, start, name):
            yield [*way, end]


def _steps(names: list[str]) -> list[Step]:
    return [Step(one, other) for one, other in pairwise(names)]
