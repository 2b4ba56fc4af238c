"""How high each box stands: near what it is tied to, in its order, and apart from the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from .layered_grid import PAD, Grid, Node

_SWEEPS = 6
_NEAR_PASSING, _BETWEEN_PASSING = 8.0, 4.0
#: What a picture is about is seen without scrolling: it stands no lower than this from the top.
_LOWEST_CENTRE = 480.0


def placed(grid: Grid, height: float | None = None) -> None:
    """Give every box its height, the topmost below the heads of the columns, all in `height` if they fit."""
    for layer in grid.layers:
        _place(layer, [0.0] * len(layer))
    for _ in range(_SWEEPS):
        _sweep(grid.layers, lambda node: _middle(node, left=True, right=False))
        _sweep(grid.layers[::-1], lambda node: _middle(node, left=False, right=True))
    _sweep(grid.layers, lambda node: _middle(node, left=True, right=True))
    nodes = [node for layer in grid.layers for node in layer]
    top = min((node.y - node.high / 2 for node in nodes), default=0.0)
    for layer in grid.layers:
        if any(node.box and node.box.centre for node in layer):
            _place(layer, [_raised(node, top) for node in layer])
    top = min((node.y - node.high / 2 for node in nodes), default=0.0)
    for node in nodes:
        node.y += grid.top - top
    if height is not None:
        for layer in grid.layers:
            _keep_inside(layer, grid.top, height - PAD)


def _keep_inside(layer: Sequence[Node], top: float, bottom: float) -> None:
    """Move the boxes of a column that stand below the bottom up, and those above them as far as needed."""
    offsets = list(_offsets(layer))
    for node, offset in zip(layer, offsets, strict=True):
        lowest = bottom - layer[-1].high / 2 - (offsets[-1] - offset)
        node.y = max(min(node.y, lowest), top + layer[0].high / 2 + offset)


def _offsets(layer: Sequence[Node]) -> Iterator[float]:
    """Yield how far the middle of each box stands at least below that of the first."""
    offset = 0.0
    for place, node in enumerate(layer):
        offset += _apart(layer[place - 1], node) if place else 0.0
        yield offset


def _raised(node: Node, top: float) -> float:
    return min(node.y, top + _LOWEST_CENTRE) if node.box and node.box.centre else node.y


def _sweep(layers: Sequence[list[Node]], wanted: Callable[[Node], float]) -> None:
    for layer in layers:
        _place(layer, [wanted(node) for node in layer])


def _middle(node: Node, *, left: bool, right: bool) -> float:
    """Return the mean height of the neighbours; of a box without any its own."""
    near = [s.one.y for s in node.left] if left else []
    near += [s.other.y for s in node.right if not s.loops] if right else []
    return sum(near) / len(near) if near else node.y


def _apart(upper: Node, lower: Node) -> float:
    """Return how far the middles of two neighbours in a column stand apart at least."""
    between = (_BETWEEN_PASSING, _NEAR_PASSING, upper.between)[bool(upper.box) + bool(lower.box)]
    return (upper.high + lower.high) / 2 + between


def _place(layer: list[Node], wanted: Sequence[float]) -> None:
    """Place a column as near to the wanted heights as it can stand (least squares, in its order)."""
    offsets = list(_offsets(layer))
    blocks: list[tuple[float, int]] = []  # mean of what is wanted, how many
    for want, shift in zip(wanted, offsets, strict=True):
        mean, count = want - shift, 1
        while blocks and blocks[-1][0] >= mean:
            before, many = blocks.pop()
            mean, count = (mean * count + before * many) / (count + many), count + many
        blocks.append((mean, count))
    heights = [mean for mean, count in blocks for _ in range(count)]
    for node, height, shift in zip(layer, heights, offsets, strict=True):
        node.y = height + shift
