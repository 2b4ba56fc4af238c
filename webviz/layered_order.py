"""The order of boxes in their columns, so that few ties cross.

Columns are sorted by where their neighbours stand, to and fro, then neighbours in a column change places
as long as that helps. The order that was given is kept where nothing is gained.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Sequence

from .layered_grid import Grid, Node, Segment

_SWEEPS, _PATIENCE, _EXCHANGES = 16, 4, 8
#: Changing places is tried in columns with at most so many ties on both sides.
_MOST_TIES = 600

Order = list[list[Node]]
Places = dict[Node, int]


def ordered(grid: Grid) -> int:
    """Order the boxes of each column; return how many pairs of ties cross."""
    crossing = [[s for s in gap.segments if not s.loops] for gap in grid.gaps]
    best = [list(layer) for layer in grid.layers]
    fewest = crossings(crossing, best)
    for start in (False, True):
        if not fewest:
            break
        found, count = _improved(crossing, [list(layer) for layer in grid.layers], backwards=start)
        if count < fewest:
            best, fewest = found, count
    grid.layers[:] = best
    return fewest


def crossings(segments: Sequence[Sequence[Segment]], layers: Sequence[Sequence[Node]]) -> int:
    """Return how many pairs of ties cross in an order."""
    places = _places(layers)
    total = 0
    for gap in segments:
        ends = sorted((places[s.one], places[s.other]) for s in gap)
        seen: list[int] = []
        for _, end in ends:
            total += len(seen) - bisect_right(seen, end)
            insort(seen, end)
    return total


def _improved(segments: Sequence[Sequence[Segment]], layers: Order, *, backwards: bool) -> tuple[Order, int]:
    best, fewest, waited = layers, crossings(segments, layers), 0
    for sweep in range(_SWEEPS):
        layers = [list(layer) for layer in layers]
        _sweep(layers, backwards=backwards ^ bool(sweep % 2))
        _exchange(layers)
        count = crossings(segments, layers)
        waited = 0 if count < fewest else waited + 1
        if count < fewest:
            best, fewest = layers, count
        if not fewest or waited == _PATIENCE:
            break
    return best, fewest


def _places(layers: Sequence[Sequence[Node]]) -> Places:
    return {node: place for layer in layers for place, node in enumerate(layer)}


def _neighbours(node: Node, *, right: bool) -> list[Node]:
    if right:
        return [s.other for s in node.right if not s.loops]
    return [s.one for s in node.left]


def _sweep(layers: Order, *, backwards: bool) -> None:
    """Sort each column by the mean place of the neighbours on one side."""
    places = _places(layers)
    turns = range(len(layers) - 2, -1, -1) if backwards else range(1, len(layers))
    for turn in turns:
        layer = layers[turn]
        # A box without neighbours keeps its share of the height.
        share = len(layers[turn + 1 if backwards else turn - 1]) / max(1, len(layer))
        key = _mean_place(places, share, right=backwards)
        layer.sort(key=key)
        places |= {node: place for place, node in enumerate(layer)}


def _mean_place(places: Places, share: float, *, right: bool) -> Callable[[Node], float]:
    def key(node: Node) -> float:
        near = [places[other] for other in _neighbours(node, right=right)]
        return sum(near) / len(near) if near else places[node] * share

    return key


def _exchange(layers: Order) -> None:
    """Let neighbours in a column change places while fewer ties cross then."""
    places = _places(layers)
    for _ in range(_EXCHANGES):
        gained = 0
        for layer in layers:
            if sum(len(node.left) + len(node.right) for node in layer) <= _MOST_TIES:
                gained += _exchange_in(layer, places)
        if not gained:
            return


def _exchange_in(layer: list[Node], places: Places) -> int:
    near = {
        node: [sorted(places[n] for n in _neighbours(node, right=right)) for right in (False, True)]
        for node in layer
    }
    gained = 0
    for place in range(len(layer) - 1):
        upper, lower = layer[place], layer[place + 1]
        pairs = list(zip(near[upper], near[lower], strict=True))
        gain = sum(_crossed(one, other) - _crossed(other, one) for one, other in pairs)
        if gain > 0:
            layer[place], layer[place + 1] = lower, upper
            places[upper], places[lower] = place + 1, place
            gained += gain
    return gained


def _crossed(upper: Sequence[int], lower: Sequence[int]) -> int:
    """Return how many ties of two boxes cross where one stands above the other."""
    return sum(bisect_left(lower, place) for place in upper)
