"""The ways of ties through the gaps between columns, and the words beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .layered_grid import INSIDE, PAD, Grid, Node, Segment, bundle_height, bundles
from .layered_things import Box, Column, Tie
from .text_measure import wrapped

#: For the sign of the kind before the title of a column.
SIGN = 20.0
_AIR = 12.0
_WORD_FROM_BOX = 7.0
_WIDEST_SHARE = 12.0
#: How far a tie leads out that comes back to its column, at least and by its length.
_SMALLEST_LOOP, _LOOP_SHARE = 18.0, 0.12


@dataclass(frozen=True)
class Placed:
    """A box with its place and the lines of its text."""

    box: Box
    x: float
    y: float
    wide: float
    high: float
    lines: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Word:
    """Words on lines; `x` is their start, end or middle as `anchor` says, `y` the first base line."""

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str
    named: bool = True


@dataclass(frozen=True)
class Routed:
    """A tie: where it starts on the left, its steps from there, and where its relation points.

    A step is a point to which a straight line leads, or three of a Bézier curve. The words stand with
    the first of the ties for which they hold.
    """

    tie: Tie
    start: tuple[float, float]
    steps: tuple[tuple[float, ...], ...]
    #: Where the target is reached, and whether from its left or right side.
    tip: tuple[float, float]
    from_left: bool
    word: Word | None = None


@dataclass(frozen=True)
class Head:
    """The head of a column: `y` is the first base line, `more` stands below the title."""

    column: Column
    x: float
    y: float
    wide: float
    lines: tuple[str, ...]
    more: tuple[str, ...] = ()


Ports = dict[tuple[int, bool], tuple[float, bool]]


def heads(grid: Grid) -> list[Head]:
    """Return the heads of the columns, and let the boxes begin below them."""
    found, first = [], PAD + grid.size
    for column, left in zip(grid.columns, grid.lefts, strict=True):
        room = grid.box_wide - (SIGN if column.kind else 0.0)
        lines = tuple(wrapped(column.title, room, grid.size, bold=True, most=grid.close.titles))
        more = tuple(wrapped(column.more, grid.box_wide, grid.size, most=2))
        found.append(Head(column, left, first, grid.box_wide, lines, more))
    most = max((len(head.lines) + len(head.more) for head in found), default=0)
    words = max((len(gap.words) for gap in grid.gaps), default=0)
    grid.top = PAD + max(most, words) * grid.leading + _AIR
    return found


def routed(grid: Grid) -> tuple[tuple[Placed, ...], tuple[Routed, ...], tuple[Word, ...]]:
    """Return the boxes, the ways of the ties, and the words that stand above gaps."""
    drawn = tuple(_placed(grid, node) for layer in grid.layers for node in layer if node.box)
    ports = _ports(grid)
    ties = tuple(_way(grid, parts, ports) for parts in grid.ties)
    words = []
    for gap, left in zip(grid.gaps, grid.lefts, strict=True):
        if gap.words:
            middle = left + grid.box_wide + gap.wide / 2
            words.append(Word(gap.words, middle, PAD + grid.size, "middle"))
    return drawn, ties, tuple(words)


def _placed(grid: Grid, node: Node) -> Placed:
    assert node.box
    x = grid.lefts[node.layer]
    return Placed(node.box, x, node.y - node.high / 2, grid.box_wide, node.high, node.lines, node.note)


def _ports(grid: Grid) -> Ports:
    """Return at which height each segment meets its two ends, and whether its word stands there."""
    found: Ports = {}
    for layer in grid.layers:
        for node in layer:
            for right in (False, True):
                found |= _ports_of(grid, node, right=right)
            if not node.box:
                _straighten(node, found)
    return found


def _ports_of(grid: Grid, node: Node, *, right: bool) -> Ports:
    """Return the ports on one side of a box, one below the other in the order of their other ends."""
    groups = sorted(bundles(node, right=right), key=lambda group: _mean_of_others(node, group))
    heights = [bundle_height(grid, group) for group in groups]
    free = max(0.0, node.high - sum(heights)) / max(1, len(groups))
    air = min(free, _WIDEST_SHARE)
    top = node.y - (sum(heights) + air * len(groups)) / 2
    found: Ports = {}
    for group, height in zip(groups, heights, strict=True):
        has_word = any(s.word and s.spoken is node for s in group)
        y = top + air / 2 + (height - 2 if has_word else height / 2)
        for place, segment in enumerate(group):
            # A tie within a column has both ends on the same side.
            found[id(segment), segment.one is node] = (y, has_word and not place)
        top += height + air
    return found


def _mean_of_others(node: Node, group: list[Segment]) -> float:
    return sum((s.other if s.one is node else s.one).y for s in group) / len(group)


def _straighten(node: Node, ports: Ports) -> None:
    """Let ties pass a column on one height: that at which their words stand, if they do."""
    ends = [(id(s), False) for s in node.left] + [(id(s), True) for s in node.right]
    y = next((ports[end][0] for end in ends if ports[end][1]), ports[ends[0]][0])
    for end in ends:
        ports[end] = (y, ports[end][1])


def _way(grid: Grid, parts: list[Segment], ports: Ports) -> Routed:
    steps: list[tuple[float, ...]] = []
    for segment in parts:
        steps += _loop(grid, segment, ports) if segment.loops else _through(grid, segment, ports)
    first, last = parts[0], parts[-1]
    start = (_right_edge(grid, first.one), ports[id(first), True][0])
    end = (steps[-1][-2], steps[-1][-1])
    to_start = first.one.box is not None and first.one.box.id == first.tie.target
    tip = start if to_start else end
    word = next((w for s in parts for w in _words(grid, s, ports)), None)
    return Routed(first.tie, start, tuple(steps), tip, not to_start and not last.loops, word)


def _right_edge(grid: Grid, node: Node) -> float:
    return grid.lefts[node.layer] + grid.box_wide


def _through(grid: Grid, segment: Segment, ports: Ports) -> Iterator[tuple[float, ...]]:
    """Yield the steps across a gap, and across the column behind it where the tie passes that."""
    gap = grid.gaps[segment.gap]
    here, there = _right_edge(grid, segment.one) + gap.left, grid.lefts[segment.other.layer] - gap.right
    y, end = ports[id(segment), True][0], ports[id(segment), False][0]
    middle = (here + there) / 2
    yield (here, y)
    yield (middle, y, middle, end, there, end)
    yield (grid.lefts[segment.other.layer], end)
    if not segment.other.box:
        yield (_right_edge(grid, segment.other), end)


def _loop(grid: Grid, segment: Segment, ports: Ports) -> Iterator[tuple[float, ...]]:
    """Yield the steps of a tie that leads back to its column."""
    edge = _right_edge(grid, segment.one)
    turn = edge + grid.gaps[segment.gap].left
    y, end = ports[id(segment), True][0], ports[id(segment), False][0]
    out = min(_SMALLEST_LOOP + _LOOP_SHARE * abs(end - y), grid.close.gap - INSIDE) * 4 / 3
    yield (turn, y)
    yield (turn + out, y, turn + out, end, turn, end)
    yield (edge, end)


def _words(grid: Grid, segment: Segment, ports: Ports) -> Iterator[Word]:
    """Yield the words of a segment if they stand with it: above the tie, beside the box."""
    for at_one in (True, False):
        y, has_word = ports[id(segment), at_one]
        node = segment.one if at_one else segment.other
        if not (has_word and segment.word and segment.spoken is node):
            continue
        on_right = at_one or segment.loops
        x = _right_edge(grid, node) + _WORD_FROM_BOX if on_right else grid.lefts[node.layer] - _WORD_FROM_BOX
        first = y - 4 - (len(segment.word) - 1) * grid.leading
        yield Word(segment.word, x, first, "start" if on_right else "end", segment.tie.named)
