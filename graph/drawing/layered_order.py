"""The order of boxes in their columns, so that few ties cross.

Columns are sorted by where their neighbours stand, to and fro, then neighbours in a column change places
as long as that helps. The order that was given is kept where nothing is gained.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .layered_grid import Grid

_SWEEPS, _PATIENCE, _EXCHANGES = 16, 4, 8
#: Where there are more ties than this, parts of ties counted, it has to be quick: less is tried.
_FEW_TIES, _FEW_SWEEPS = 240, 5
#: Changing places is tried in columns with at most so many ties on both sides.
_MOST_TIES = 600

#: The nodes of each column from top to bottom, by their numbers.
Order = tuple[tuple[int, ...], ...]
_Middle = Callable[[Sequence[int]], float]
_Sides = tuple[Sequence[int], Sequence[int]]


@dataclass(frozen=True)
class _Ties:
    """What is tied to what, by numbers: ends in each gap, and of each node its neighbours on both sides."""

    gaps: tuple[tuple[tuple[int, int], ...], ...]
    left: tuple[tuple[int, ...], ...]
    right: tuple[tuple[int, ...], ...]
    #: Whether there is anything on the right of a node, ties that lead back to its column counted.
    leads: tuple[bool, ...]
    #: How many ends of ties each node has.
    ends: tuple[int, ...]
    #: The neighbours of each node on either side, each once.
    around: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, grid: Grid) -> tuple[_Ties, Order]:
        """Return the ties of a picture, and the order that it has."""
        nodes = [node for layer in grid.layers for node in layer]
        number = {id(node): place for place, node in enumerate(nodes)}
        gaps = tuple(
            tuple((number[id(s.one)], number[id(s.other)]) for s in gap.segments if not s.loops)
            for gap in grid.gaps
        )
        left = tuple(tuple(number[id(s.one)] for s in node.left) for node in nodes)
        right = tuple(tuple(number[id(s.other)] for s in node.right if not s.loops) for node in nodes)
        leads = tuple(bool(node.right) for node in nodes)
        ends = tuple(len(node.left) + len(node.right) for node in nodes)
        order = tuple(tuple(number[id(node)] for node in layer) for layer in grid.layers)
        around = tuple(tuple({*before, *behind}) for before, behind in zip(left, right, strict=True))
        return cls(gaps, left, right, leads, ends, around), order


def ordered(grid: Grid) -> int:
    """Order the boxes of each column; return how many pairs of ties cross."""
    ties, order = _Ties.of(grid)
    nodes = [node for layer in grid.layers for node in layer]
    best, fewest = _best(ties, order)
    grid.layers[:] = [[nodes[number] for number in layer] for layer in best]
    return fewest


@lru_cache(maxsize=128)
def _best(ties: _Ties, order: Order) -> tuple[Order, int]:
    """Return the order found, and how many ties cross in it.

    It is kept for a while: a page, its files and its other languages have the same boxes and ties.
    """
    best, fewest = order, _crossings(ties, order)
    few = sum(map(len, ties.gaps)) <= _FEW_TIES
    search = _Search(ties)
    for middle in (_mean, _median) if few else (_mean,):
        for backwards in (False, True):
            if not fewest:
                break
            sweeps = _SWEEPS if few else _FEW_SWEEPS
            found, count = search.improved(order, middle, sweeps, backwards=backwards)
            if count < fewest:
                best, fewest = found, count
    return best, fewest


def _places(ties: _Ties, order: Order) -> list[int]:
    """Return the place of each node in its column."""
    places = [0] * len(ties.ends)
    for layer in order:
        for place, node in enumerate(layer):
            places[node] = place
    return places


def _crossings(ties: _Ties, order: Order) -> int:
    """Return how many pairs of ties cross in an order."""
    places = _places(ties, order)
    total = 0
    for gap in ties.gaps:
        seen: list[int] = []
        for _, end in sorted([(places[one], places[other]) for one, other in gap]):
            total += len(seen) - bisect_right(seen, end)
            insort(seen, end)
    return total


class _Search:
    """Looks for an order; what was found from an order once is known when it is met again."""

    def __init__(self, ties: _Ties) -> None:
        self.ties = ties
        self._exchanged: dict[tuple[Order, bool], tuple[Order, int]] = {}

    def improved(self, order: Order, middle: _Middle, sweeps: int, *, backwards: bool) -> tuple[Order, int]:
        """Sweep to and fro until nothing is gained; every other time neighbours alike change places."""
        best, fewest, waited = order, _crossings(self.ties, order), 0
        for sweep in range(sweeps):
            order = self._swept(order, middle, backwards=backwards ^ bool(sweep % 2))
            order, count = self._with_exchanges(order, alike=sweep % 4 > 1)
            waited = 0 if count < fewest else waited + 1
            if count < fewest:
                best, fewest = order, count
            if not fewest or waited == _PATIENCE:
                break
        return best, fewest

    def _with_exchanges(self, order: Order, *, alike: bool) -> tuple[Order, int]:
        known = (order, alike)
        if known not in self._exchanged:
            made = _Exchange(self.ties, order).made(alike=alike)
            self._exchanged[known] = made, _crossings(self.ties, made)
        return self._exchanged[known]

    def _swept(self, order: Order, middle: _Middle, *, backwards: bool) -> Order:
        """Sort each column by where the neighbours on one side stand."""
        places = _places(self.ties, order)
        layers = list(order)
        near = self.ties.right if backwards else self.ties.left
        turns = range(len(layers) - 2, -1, -1) if backwards else range(1, len(layers))
        for turn in turns:
            layer = layers[turn]
            # A box without neighbours keeps its share of the height.
            share = len(layers[turn + 1 if backwards else turn - 1]) / max(1, len(layer))
            keys = {
                node: middle(sorted([places[other] for other in near[node]]))
                if (self.ties.leads[node] if backwards else near[node])
                else places[node] * share
                for node in layer
            }
            layers[turn] = tuple(sorted(layer, key=keys.__getitem__))
            for place, node in enumerate(layers[turn]):
                places[node] = place
        return tuple(layers)


def _mean(near: Sequence[int]) -> float:
    return sum(near) / len(near) if near else 0.0


def _median(near: Sequence[int]) -> float:
    """Return the median; of an even number the middle is nearer to the side where they stand closer."""
    if len(near) < 3 or len(near) % 2:
        return (near[(len(near) - 1) // 2] + near[len(near) // 2]) / 2 if near else 0.0
    low, high = near[len(near) // 2 - 1], near[len(near) // 2]
    left, right = low - near[0], near[-1] - high
    return (low * right + high * left) / (left + right) if left + right else (low + high) / 2


class _Exchange:
    """Lets neighbours in a column change places while fewer ties cross then."""

    def __init__(self, ties: _Ties, order: Order) -> None:
        self.ties = ties
        self.layers = [list(layer) for layer in order]
        self.places = _places(ties, order)
        #: Of each node: where its neighbours stand, or nothing if that is to be found anew.
        self._near: list[_Sides | None] = [None] * len(self.places)
        #: Of each node: where its neighbours and those of the one above it stood, and what a change of
        #: places of the two would gain then.
        self._known: list[tuple[_Sides, _Sides, int] | None] = [None] * len(self.places)
        #: The columns in which a change of places may gain something.
        self._open = set(range(len(order)))

    def made(self, *, alike: bool) -> Order:
        """Return the order that is gained; `alike` changes places once also where as many ties cross."""
        ends = self.ties.ends
        weights = [sum([ends[node] for node in layer]) for layer in self.layers]
        fit = [number for number, weight in enumerate(weights) if weight <= _MOST_TIES]
        for turn in range(_EXCHANGES):
            swaps_alike = alike and not turn
            gained = sum([self._within(n, alike=swaps_alike) for n in fit if n in self._open])
            if not gained and (turn or not alike):
                break
        return tuple(tuple(layer) for layer in self.layers)

    def _within(self, number: int, *, alike: bool) -> int:
        """Let neighbours of one column change places from top to bottom; return what is gained."""
        gained, layer, near, known = 0, self.layers[number], self._near, self._known
        self._open.discard(number)
        upper = layer[0]
        above = near[upper] or self._sides(upper)
        for place in range(1, len(layer)):
            lower = layer[place]
            below = near[lower] or self._sides(lower)
            told = known[lower]
            if told is not None and told[0] is above and told[1] is below:
                gain = told[2]
            else:
                gain = _gain(above, below)
                known[lower] = above, below, gain
            if gain > 0 or (alike and not gain):
                layer[place - 1], layer[place] = lower, upper
                self.places[lower], self.places[upper] = place - 1, place
                self._forget(number, upper, lower)
                gained += gain
            else:
                upper, above = lower, below
        return gained

    def _sides(self, node: int) -> _Sides:
        places = self.places
        left = [places[n] for n in self.ties.left[node]]
        right = [places[n] for n in self.ties.right[node]]
        left.sort()
        right.sort()
        near = self._near[node] = left, right
        return near

    def _forget(self, number: int, upper: int, lower: int) -> None:
        """Forget where the neighbours of two nodes of a column stood that changed places."""
        near, around = self._near, self.ties.around
        for beside in around[upper]:
            near[beside] = None
        for beside in around[lower]:
            near[beside] = None
        self._open |= {number - 1, number, number + 1}


def _gain(upper: _Sides, lower: _Sides) -> int:
    """Return how many fewer ties cross where two boxes, one above the other, change places.

    Of what is lost by it only the sign is told where no ties cross now.
    """
    (left, right), (left_below, right_below) = upper, lower
    on_left, on_right = bool(left and left_below), bool(right and right_below)
    gain = 0
    if on_left and left[-1] > left_below[0]:
        gain = sum([bisect_left(left_below, place) for place in left])
    if on_right and right[-1] > right_below[0]:
        gain += sum([bisect_left(right_below, place) for place in right])
    worse_left = on_left and left_below[-1] > left[0]
    worse_right = on_right and right_below[-1] > right[0]
    if not gain:
        return -1 if worse_left or worse_right else 0
    if worse_left:
        gain -= sum([bisect_left(left, place) for place in left_below])
    if worse_right:
        gain -= sum([bisect_left(right, place) for place in right_below])
    return gain
