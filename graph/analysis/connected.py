"""How two or three things are connected: what they share, the ways between them, and else what is nearest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise, product

from .ground import Ground
from .paths import Cost, Step, Way, distances, meeting_points, shortest_ways

#: How many connections are told, and how many things that are nearest.
MOST, MOST_NEAREST = 60, 8
#: The fewest and the most things that are connected.
FEWEST_ENDS, MOST_ENDS = 2, 3
#: In how many things three meet at most, and how many ways lead from each to there.
_POINTS, _ARMS = 16, 4


@dataclass(frozen=True)
class Connection:
    """One way between two things, or ways from three to a thing where they meet."""

    ways: tuple[Way, ...]
    #: Where three things meet; empty for two.
    point: str = ""

    @property
    def steps(self) -> list[Step]:
        """All steps, each once."""
        return [*dict.fromkeys(step for way in self.ways for step in way.steps)]

    @property
    def between(self) -> list[str]:
        """The things that are stepping stones on it, in the order in which they are passed."""
        ends = {way.names[0] for way in self.ways}
        if not self.point:
            ends.add(self.ways[0].names[-1])
        return [*dict.fromkeys(name for way in self.ways for name in way.names if name not in ends)]

    @property
    def cost(self) -> tuple[int, ...]:
        """How much parallel work is on it, and how many of its steps no source names."""
        return tuple(map(sum, zip(*(way.cost for way in self.ways if way.cost), strict=True)))


@dataclass(frozen=True)
class Shared:
    """Things of one kind that all ends share; none where they share none of that kind."""

    kind: str
    things: tuple[str, ...]


@dataclass(frozen=True)
class Nearest:
    """A thing that is near to each end where no way leads, and how many steps it is from each."""

    name: str
    steps: tuple[int, ...]


@dataclass(frozen=True)
class Group:
    """Connections that lead through the same bodies."""

    bodies: tuple[str, ...]
    connections: tuple[Connection, ...]


@dataclass(frozen=True)
class Answer:
    """How things are connected.

    Attributes
    ----------
    ends
        The two or three things.
    shared
        What they share, by grade of co-operation, the closest first.
    connections
        The shortest connections, those with the least parallel work and fewest readings first.
    count, length
        How many of the shortest ones there are in all, and how many steps each has.
    opening
        Where there is none: the kinds that would have to be stepping stones for one.
    nearest
        Where there is none: things that are nearest to all ends, whatever leads to them.
    """

    ends: tuple[str, ...]
    shared: tuple[Shared, ...]
    connections: tuple[Connection, ...]
    count: int
    length: int
    opening: tuple[str, ...] = ()
    nearest: tuple[Nearest, ...] = ()


def connected(ground: Ground, ends: Sequence[str], hidden: Collection[str], most: int = MOST) -> Answer:
    """Return how two or three things are connected; things of hidden kinds are no stepping stones."""
    barred = ground.barred(hidden)
    found, count = _connections(ground, ends, barred, most)
    shared = tuple(_shared(ground, ends))
    if found:
        return Answer(tuple(ends), shared, tuple(found), count, len(found[0].steps))
    opening = _opening(ground, ends, hidden)
    return Answer(tuple(ends), shared, (), 0, 0, opening, tuple(_nearest(ground, ends)))


def grouped(ground: Ground, connections: Iterable[Connection], kind: str) -> list[Group]:
    """Return connections by the things of a kind on them, the group of the best connection first."""
    found: dict[tuple[str, ...], list[Connection]] = {}
    for one in connections:
        through = tuple(name for name in one.between if ground.kinds.get(name, "") == kind)
        found.setdefault(through, []).append(one)
    return [Group(bodies, tuple(of)) for bodies, of in found.items()]


# ---- ways


def _connections(
    ground: Ground, ends: Sequence[str], barred: Collection[str], most: int
) -> tuple[list[Connection], int]:
    if len(ends) == FEWEST_ENDS:
        ways = shortest_ways(ground.near, ends[0], ends[1], barred, most, _cost(ground, ends))
        return [Connection((way,)) for way in ways.ways if way.steps], ways.count
    return _joined(ground, ends, barred, most)


def _joined(
    ground: Ground, ends: Sequence[str], barred: Collection[str], most: int
) -> tuple[list[Connection], int]:
    """Return what joins three things: for each thing in which ways from all meet, the best such ways."""
    points, _ = meeting_points(ground.near, ends, barred)
    open_ends = set(barred) - set(ends)
    # Where many meet, those are looked at first that are no parallel work.
    first = sorted(points, key=lambda name: (_is_parallel(ground, name), name))[:_POINTS]
    found: list[Connection] = []
    for point in first:
        cost = _cost(ground, (*ends, point))
        arms = [shortest_ways(ground.near, end, point, open_ends, _ARMS, cost) for end in ends]
        found += (Connection(ways, point) for ways in product(*(arm.ways for arm in arms)))

    def order(one: Connection) -> tuple[object, ...]:
        parallel = one.point not in ends and _is_parallel(ground, one.point)
        return (one.cost[0] + parallel, *one.cost[1:], one.point, one.ways)

    return nsmallest(most, found, key=order), sum(points.values())


def _cost(ground: Ground, ends: Collection[str]) -> Cost:
    """Return what a step costs: whether it leads to parallel work only, and whether it is a reading."""

    def cost(one: str, other: str) -> tuple[int, ...]:
        parallel = other not in ends and _is_parallel(ground, other)
        return int(parallel), int(not ground.named(one, other))

    return cost


def _is_parallel(ground: Ground, name: str) -> bool:
    kind = ground.kind(name)
    return kind is not None and kind.parallel


# ---- what is shared


def _shared(ground: Ground, ends: Sequence[str]) -> Iterable[Shared]:
    """Yield what ends share, for each kind by which there is a grade of co-operation, the closest first.

    An end has a thing that it is linked with; an aim also where one of its actions is.
    """
    graded = sorted((kind for kind in ground.every_kind if kind.grade), key=lambda kind: kind.grade)
    present = {kind for kind, names in ground.by_kind.items() if names}
    for kind in graded:
        if kind.name in present:
            own = [_own(ground, end, kind.name, graded[0].name, through=kind.parallel) for end in ends]
            yield Shared(kind.name, tuple(sorted(own[0].intersection(*own[1:]) - set(ends))))


def _own(ground: Ground, end: str, kind: str, closest: str, *, through: bool) -> set[str]:
    direct = ground.near.get(end, set())
    acts = [name for name in direct if ground.kinds.get(name, "") == closest] if through else []
    near = direct.union(*(ground.near[name] for name in acts))
    return {name for name in near if ground.kinds.get(name, "") == kind and name not in ground.closed}


# ---- what is nearest where there is no way


def _opening(ground: Ground, ends: Sequence[str], hidden: Collection[str]) -> tuple[str, ...]:
    """Return the fewest hidden kinds without which there would be a connection."""
    barred = ground.barred(())
    needed: set[str] = set()
    for one, other in pairwise(ends):

        def cost(_: str, name: str, last: str = other) -> tuple[int, ...]:
            return (int(name != last and ground.kinds.get(name, "") in hidden),)

        ways = shortest_ways(ground.near, one, other, barred, 1, cost).ways
        if not ways:
            return ()
        needed |= {kind for name in ways[0].names[1:-1] if (kind := ground.kinds.get(name, "")) in hidden}
    return tuple(kind.name for kind in ground.every_kind if kind.name in needed)


def _nearest(ground: Ground, ends: Sequence[str]) -> list[Nearest]:
    """Return the things to which all ends come closest, through any kind; the most even ones first.

    What leads to everything is left out here too: all is near through it.
    """
    reached = [distances(ground.near, end, ground.closed) for end in ends]
    common = set(reached[0]).intersection(*reached[1:]) - set(ends) - ground.closed
    found = [Nearest(name, tuple(one[name] for one in reached)) for name in common]
    found.sort(key=lambda one: (sum(one.steps), max(one.steps), one.name))
    return found[:MOST_NEAREST]
