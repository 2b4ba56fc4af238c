"""The columns of a layered picture: boxes as high as their texts, and places where ties pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .closeness import BETWEEN, CLOSENESS, Closeness
from .layered_things import Box, Column, Tie
from .text_measure import width_of, wrapped

#: Around the picture and within boxes.
PAD, INSIDE = 14.0, 9.0
_WIDEST, _USUAL = 250.0, 200.0
_MOST_LINES_OF_CENTRE = 9
#: How much room a tie takes that passes a column.
_PASSING = 10.0
#: With which others a tie passes columns: whether from the left, the common end, and what they are alike in.
_Way = tuple[bool, int, str, bool, bool]
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
    between: float = BETWEEN
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

    between: float
    left: float = 0.0
    right: float = 0.0
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
    close: Closeness
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
    columns: Sequence[Column],
    boxes: Sequence[Box],
    ties: Sequence[Tie],
    *,
    width: float | None,
    size: float,
    closeness: Sequence[Closeness] = CLOSENESS,
) -> Grid:
    """Return the columns that have boxes, with the parts of the ties between, no closer than they need be."""
    for close in closeness:
        grid = _grid(columns, boxes, ties, width, size, close)
        if width is None or grid.width <= width:
            break
    return grid


def _grid(
    columns: Sequence[Column],
    boxes: Sequence[Box],
    ties: Sequence[Tie],
    width: float | None,
    size: float,
    close: Closeness,
) -> Grid:
    used = sorted({box.column for box in boxes})
    number = {column: place for place, column in enumerate(used)}
    layers: list[list[Node]] = [[] for _ in used]
    nodes: dict[str, Node] = {}
    for box in boxes:
        if box.id not in nodes:
            nodes[box.id] = node = Node(number[box.column], box, between=close.between)
            layers[node.layer].append(node)
    grid = Grid([columns[column] for column in used], layers, [Gap(close.gap) for _ in used], [], size, close)
    drawn = [t for t in ties if t.source in nodes and t.target in nodes and t.source != t.target]
    shared = _shared(drawn, nodes)
    passing: dict[tuple[_Way, int], Node] = {}
    for tie in drawn:
        ends = _from_left(nodes, tie)
        grid.ties.append(list(_segments(grid, tie, ends, shared[tie], passing)))
    _say_once(grid)
    for gap in grid.gaps:
        _choose_in(gap, size, close)
    _measure(grid, width)
    return grid


def _from_left(nodes: Mapping[str, Node], tie: Tie) -> tuple[Node, Node]:
    """Return the ends of a tie, the left one first."""
    one, other = sorted((nodes[tie.source], nodes[tie.target]), key=lambda node: node.layer)
    return one, other


def _shared(ties: Sequence[Tie], nodes: Mapping[str, Node]) -> dict[Tie, _Way]:
    """Return for each tie with which others it passes columns: those alike that have an end in common."""
    ways: dict[Tie, tuple[_Way, _Way]] = {}
    for tie in ties:
        one, other = _from_left(nodes, tie)
        alike = (tie.words, tie.named, nodes[tie.source] is one)
        ways[tie] = ((True, id(one), *alike), (False, id(other), *alike))
    counts = Counter(way for both in ways.values() for way in both)
    return {tie: max(both, key=lambda way: (counts[way], way[0])) for tie, both in ways.items()}


def _segments(
    grid: Grid, tie: Tie, ends: tuple[Node, Node], way: _Way, passing: dict[tuple[_Way, int], Node]
) -> Iterator[Segment]:
    """Yield the parts of a tie, from left to right, with places where it passes columns between."""
    one, last = ends
    backwards = last.box is not None and last.box.id == tie.source and last.layer > one.layer
    while True:
        other = last
        if other.layer - one.layer > 1:
            place = (way, one.layer + 1)
            if place not in passing:
                passing[place] = Node(one.layer + 1)
                grid.layers[one.layer + 1].append(passing[place])
            other = passing[place]
        # The words stand where the tie is together with others.
        speaks = one is ends[0] if way[0] else other is last
        segment = Segment(tie, one.layer, one, other, backwards, speaks)
        one.right.append(segment)
        (other.right if segment.loops else other.left).append(segment)
        grid.gaps[one.layer].segments.append(segment)
        yield segment
        if other is last:
            return
        one = other


def _say_once(grid: Grid) -> None:
    """Let ties over several columns speak where they end, if all that ends or speaks there says the same."""
    whole = {id(part): parts for parts in grid.ties for part in parts}
    for gap in grid.gaps:
        ending = [s for s in gap.segments if s.other.box]
        speaking = [s for s in gap.segments if s.speaks and not s.other.box]
        texts = {(s.tie.text, s.backwards, s.loops) for s in (*ending, *speaking)}
        if len(texts) == 1 and not any(s.loops for s in ending):
            for segment in ending:
                for part in whole[id(segment)]:
                    part.speaks = part is segment


def _choose_in(gap: Gap, size: float, close: Closeness) -> None:
    speaking = [segment for segment in gap.segments if segment.speaks]
    # A tie that only passes has its words elsewhere.
    texts = {(s.tie.text, s.backwards, s.loops) for s in speaking}
    common = len(texts) == 1 and not speaking[0].loops
    if common:
        text, *_ = next(iter(texts))
        gap.words = tuple(wrapped(text, close.word, size, most=close.words))
    at_left = _meeting(speaking, left=True) < _meeting(speaking, left=False)
    loops = [segment for segment in speaking if segment.loops]
    loops_at_source = _meeting(loops, left=True) <= _meeting(loops, left=False)
    for segment in speaking:
        words = segment.tie.sure if common else segment.tie.words
        segment.word = tuple(wrapped(words, close.word, size, most=close.words))
        segment.at_left = loops_at_source if segment.loops else at_left
        if segment.word and (segment.at_left or segment.loops):
            gap.left = max(gap.left, _word_room(segment, size))
        elif segment.word:
            gap.right = max(gap.right, _word_room(segment, size))


def _word_room(segment: Segment, size: float) -> float:
    return max(width_of(line, size) for line in segment.word) + INSIDE


def _meeting(segments: Sequence[Segment], *, left: bool) -> tuple[int, int]:
    """Return how many different words meet at most at one end of segments, and how many there are."""
    words: dict[int, set[tuple[str, bool]]] = {}
    for segment in segments:
        end = segment.one if left else segment.other
        words.setdefault(id(end), set()).add((segment.tie.words, segment.tie.named))
    counts = [len(each) for each in words.values()]
    return max(counts, default=0), sum(counts)


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
    grid.box_wide = min(max(room, grid.close.box), _WIDEST)
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
        most = max(grid.close.lines, _MOST_LINES_OF_CENTRE if bold else 0)
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
