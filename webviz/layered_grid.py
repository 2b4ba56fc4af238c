"""The columns of a layered picture: boxes as high as their texts, and places where ties pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .layered_things import Box, Column, Tie
from .text_measure import width_of, wrapped

#: Around the picture and within boxes; between boxes; between columns at least, without words.
PAD, INSIDE, BETWEEN, GAP = 14.0, 10.0, 14.0, 56.0
_NARROWEST, _WIDEST, _USUAL = 148.0, 250.0, 200.0
_WIDEST_WORD = 128.0
_MOST_LINES, _MOST_LINES_OF_CENTRE = 5, 9
#: How much room a tie takes that passes a column.
_PASSING = 10.0
#: From one line of text to the next, in sizes.
LEADING = 1.3


@dataclass(eq=False)
class Node:
    """A box, or the place where a tie passes a column."""

    layer: int
    box: Box | None = None
    lines: tuple[str, ...] = ()
    note: str = ""
    high: float = _PASSING
    #: The middle of its height.
    y: float = 0.0
    left: list[Segment] = field(default_factory=list)
    right: list[Segment] = field(default_factory=list)


@dataclass(eq=False)
class Segment:
    """The part of a tie in one gap; where both ends are on the left, it leads back to its column."""

    tie: Tie
    gap: int
    one: Node
    other: Node
    #: Whether the relation is read from right to left.
    backwards: bool = False
    #: Whether the words of the tie stand here, and at which end of it; empty where they hold for the gap.
    speaks: bool = False
    word: tuple[str, ...] = ()
    at_left: bool = True

    @property
    def loops(self) -> bool:
        """Whether the segment leads back to its column."""
        return self.one.layer == self.other.layer

    @property
    def spoken(self) -> Node:
        """The end at which the words stand."""
        return self.one if self.at_left else self.other


@dataclass(eq=False)
class Gap:
    """Between two columns: room for words on its left and right, and what holds for all its ties."""

    left: float = 0.0
    right: float = 0.0
    between: float = GAP
    words: tuple[str, ...] = ()
    segments: list[Segment] = field(default_factory=list)

    @property
    def wide(self) -> float:
        """How wide the gap is."""
        return self.left + self.between + self.right


@dataclass(eq=False)
class Grid:
    """All that is known of a picture while it is made."""

    columns: list[Column]
    layers: list[list[Node]]
    gaps: list[Gap]
    #: The segments of each tie, from left to right.
    ties: list[list[Segment]]
    size: float
    box_wide: float = 0.0
    #: The left edge of each column, where the boxes begin, and how wide all is.
    lefts: list[float] = field(default_factory=list)
    top: float = PAD
    width: float = 0.0

    @property
    def leading(self) -> float:
        """From one line of text to the next."""
        return self.size * LEADING


def grid_of(
    columns: Sequence[Column], boxes: Sequence[Box], ties: Sequence[Tie], *, width: float | None, size: float
) -> Grid:
    """Return the columns that have boxes, with the parts of the ties between them."""
    used = sorted({box.column for box in boxes})
    number = {column: place for place, column in enumerate(used)}
    layers: list[list[Node]] = [[] for _ in used]
    nodes: dict[str, Node] = {}
    for box in boxes:
        if box.id not in nodes:
            nodes[box.id] = node = Node(number[box.column], box)
            layers[node.layer].append(node)
    grid = Grid([columns[column] for column in used], layers, [Gap() for _ in used], [], size)
    for tie in ties:
        if tie.source in nodes and tie.target in nodes and tie.source != tie.target:
            grid.ties.append(list(_segments(grid, tie, nodes[tie.source], nodes[tie.target])))
    _choose_words(grid)
    _measure(grid, width)
    return grid


def _segments(grid: Grid, tie: Tie, source: Node, target: Node) -> Iterator[Segment]:
    """Yield the parts of a tie, from left to right, with places where it passes columns between."""
    one, last = sorted((source, target), key=lambda node: node.layer)
    backwards = source.layer > target.layer
    while True:
        other = last
        if other.layer - one.layer > 1:
            other = Node(one.layer + 1)
            grid.layers[other.layer].append(other)
        segment = Segment(tie, one.layer, one, other, backwards)
        one.right.append(segment)
        (other.right if segment.loops else other.left).append(segment)
        grid.gaps[one.layer].segments.append(segment)
        yield segment
        if other is last:
            return
        one = other


def _choose_words(grid: Grid) -> None:
    """Say once what holds for all ties of a gap; else at the end where fewer words meet."""
    for parts in grid.ties:
        # Where a tie passes columns, its words stand at the end that has fewer ties.
        first, last = parts[0], parts[-1]
        speaking = first if len(first.one.right) <= len(last.other.left) else last
        speaking.speaks = True
    for gap in grid.gaps:
        _choose_in(gap, grid.size)


def _choose_in(gap: Gap, size: float) -> None:
    speaking = [segment for segment in gap.segments if segment.speaks]
    texts = {(s.tie.text, s.backwards) for s in gap.segments}
    common = len(texts) == 1 and bool(speaking) and not any(s.loops for s in gap.segments)
    if common:
        text, _ = next(iter(texts))
        gap.words = tuple(wrapped(text, _WIDEST_WORD, size, most=3))
    at_left = _meeting(speaking, left=True) < _meeting(speaking, left=False)
    for segment in speaking:
        words = segment.tie.sure if common else segment.tie.words
        segment.word = tuple(wrapped(words, _WIDEST_WORD, size, most=3))
        segment.at_left = at_left or segment.loops
        if segment.word and segment.at_left:
            gap.left = max(gap.left, _word_room(segment, size))
        elif segment.word:
            gap.right = max(gap.right, _word_room(segment, size))


def _word_room(segment: Segment, size: float) -> float:
    return max(width_of(line, size) for line in segment.word) + INSIDE


def _meeting(segments: Sequence[Segment], *, left: bool) -> int:
    """Return how many different words meet at most at one end of segments."""
    words: dict[int, set[str]] = {}
    for segment in segments:
        words.setdefault(id(segment.one if left else segment.other), set()).add(segment.tie.words)
    return max(map(len, words.values()), default=0)


def _measure(grid: Grid, width: float | None) -> None:
    """Give columns and boxes their sizes."""
    for gap in grid.gaps:
        head = max((width_of(line, grid.size) for line in gap.words), default=0.0) + 2 * INSIDE
        gap.between += max(0.0, head - gap.wide)
    # Beyond the last column there is only room for ties that lead back to it.
    loops = bool(grid.gaps) and any(s.loops for s in grid.gaps[-1].segments)
    inner = sum(gap.wide for gap in grid.gaps[:-1]) + (grid.gaps[-1].wide if loops else 0.0)
    count = max(1, len(grid.layers))
    room = (width - 2 * PAD - inner) / count if width else _USUAL
    grid.box_wide = min(max(room, _NARROWEST), _WIDEST)
    left = PAD
    for gap in grid.gaps:
        grid.lefts.append(left)
        left += grid.box_wide + gap.wide
    grid.width = 2 * PAD + inner + grid.box_wide * count
    for layer in grid.layers:
        for node in layer:
            _measure_box(grid, node)


def _measure_box(grid: Grid, node: Node) -> None:
    text = 0.0
    if node.box:
        room, bold = grid.box_wide - 2 * INSIDE, node.box.centre
        most = _MOST_LINES_OF_CENTRE if bold else _MOST_LINES
        lang = node.box.lang or "fi"
        node.lines = tuple(wrapped(node.box.text, room, grid.size, bold=bold, lang=lang, most=most)) or ("",)
        note = wrapped(node.box.note, room, grid.size, most=1)
        node.note = note[0] if note else ""
        text = (len(node.lines) + bool(node.note)) * grid.leading + 2 * INSIDE - 4
    sides = (bundles(node, right=False), bundles(node, right=True))
    words = max(sum(bundle_height(grid, bundle) for bundle in side) for side in sides)
    node.high = max(text, words, _PASSING)


def bundles(node: Node, *, right: bool) -> list[list[Segment]]:
    """Return the segments on one side of a node, together those that need only one word."""
    found: dict[tuple[tuple[str, ...], bool], list[Segment]] = {}
    for segment in node.right if right else node.left:
        word = segment.word if segment.spoken is node else ()
        found.setdefault((word, bool(word) and segment.tie.named), []).append(segment)
    return list(found.values())


def bundle_height(grid: Grid, bundle: Sequence[Segment]) -> float:
    """Return how much of a side a bundle needs for its word."""
    lines = max((len(s.word) for s in bundle), default=0)
    return lines * grid.leading + 4 if lines else 6.0
