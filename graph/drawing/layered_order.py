"""The order of boxes in their columns, so that few ties cross.

Columns are sorted by where their neighbours stand, to and fro, then neighbours in a column change places
as long as that helps. The order that was given is kept where nothing is gained.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Sequence

from .layered_grid import Grid, Node, Segment

_SWEEPS, _PATIENCE, _EXCHANGES = 16, 4, 8
#: Where there are more ties than this, parts of ties counted, it has to be quick: less is tried.
_FEW_TIES, _FEW_SWEEPS = 240, 5
#: Changing places is tried in columns with at most so many ties on both sides.
_MOST_TIES = 600

Order = list[list[Node]]
Places = dict[Node, int]
_Middle = Callable[[Sequence[int]], float]


def ordered(grid: Grid) -> int:
    """Order the boxes of each column; return how many pairs of ties cross."""
    crossing = [[s for s in gap.segments if not s.loops] for gap in grid.gaps]
    best = [list(layer) for layer in grid.layers]
    fewest = crossings(crossing, best)
    few = sum(map(len, crossing)) <= _FEW_TIES
    for middle in (_mean, _median) if few else (_mean,):
        for backwards in (False, True):
            if not fewest:
                break
            sweeps = _SWEEPS if few else _FEW_SWEEPS
            found, count = _improved(crossing, grid.layers, middle, sweeps, backwards=backwards)
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


def _improved(
    segments: Sequence[Sequence[Segment]], layers: Order, middle: _Middle, sweeps: int, *, backwards: bool
) -> tuple[Order, int]:
    """Sweep to and fro until nothing is gained any more; every other time neighbours alike change places."""
    best, fewest, waited = layers, crossings(segments, layers), 0
    for sweep in range(sweeps):
        layers = [list(layer) for layer in layers]
        _sweep(layers, middle, backwards=backwards ^ bool(sweep % 2))
        _exchange(layers, alike=sweep % 4 > 1)
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


def _sweep(layers: Order, middle: _Middle, *, backwards: bool) -> None:
    """Sort each column by where the neighbours on one side stand."""
    places = _places(layers)
    turns = range(len(layers) - 2, -1, -1) if backwards else range(1, len(layers))
    for turn in turns:
        layer = layers[turn]
        # A box without neighbours keeps its share of the height.
        share = len(layers[turn + 1 if backwards else turn - 1]) / max(1, len(layer))
        keys = {
            node: middle(sorted(places[other] for other in _neighbours(node, right=backwards)))
            if (node.right if backwards else node.left)
            else places[node] * share
            for node in layer
        }
        layer.sort(key=keys.__getitem__)
        places |= {node: place for place, node in enumerate(layer)}


def _mean(near: Sequence[int]) -> float:
    return sum(near) / len(near) if near else 0.0


def _median(near: Sequence[int]) -> float:
    """Return the median; of an even number the middle is nearer to the side where they stand closer."""
    if len(near) < 3 or len(near) % 2:
        return (near[(len(near) - 1) // 2] + near[len(near) // 2]) / 2 if near else 0.0
    low, high = near[len(near) // 2 - 1], near[len(near) // 2]
    left, right = low - near[0], near[-1] - high
    return (low * right + high * left) / (left + right) if left + right else (low + high) / 2


def _exchange(layers: Order, *, alike: bool) -> None:
    """Let neighbours in a column change places while fewer ties cross then; once also where as many do."""
    places = _places(layers)
    for turn in range(_EXCHANGES):
        gained = 0
        for layer in layers:
            if sum(len(node.left) + len(node.right) for node in layer) <= _MOST_TIES:
                gained += _exchange_in(layer, places, alike=alike and not turn)
        if not gained and (turn or not alike):
            return


def _exchange_in(layer: list[Node], places: Places, *, alike: bool) -> int:
    near = [
        [sorted(places[n] for n in _neighbours(node, right=right)) for right in (False, True)]
        for node in layer
    ]
    gained = 0
    for place in range(len(layer) - 1):
        pairs = list(zip(near[place], near[place + 1], strict=True))
        if not alike and all(not one or not other or one[-1] <= other[0] for one, other in pairs):
            continue
        gain = sum(_crossed(one, other) - _crossed(other, one) for one, other in pairs)
        if gain > 0 or (alike and not gain):
            layer[place], layer[place + 1] = layer[place + 1], layer[place]
            near[place], near[place + 1] = near[place + 1], near[place]
            places[layer[place]], places[layer[place + 1]] = place, place + 1
            gained += gain
    return gained


def _crossed(upper: Sequence[int], lower: Sequence[int]) -> int:
    """Return how many ties of two boxes cross where one stands above the other."""
    if not upper or not lower or upper[-1] <= lower[0]:
        return 0
    return sum(bisect_left(lower, place) for place in upper)
