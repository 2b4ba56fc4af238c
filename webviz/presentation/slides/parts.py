"""A layered picture that is too much for one slide, as several that belong together.

The fullest column is shared out, in its order, and each part keeps what is tied to its things; the
things in focus stand in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from graph.drawing import Box, Tie
from graph.drawing.closeness import BETWEEN
from graph.drawing.layered_grid import INSIDE, LEADING

from ..scene import Layered
from .fitting import Fitted


def parts_of(content: Layered, lay_out: Callable[[Layered], Fitted]) -> Iterator[Layered]:
    """Yield parts of a picture that fit, as few as can be; together they show all of its boxes."""
    before: Layered | None = None
    drawn = lay_out(content)
    seen: set[Box | Tie] = set()
    for part in _parted(content, lay_out, drawn):
        shown: set[Box | Tie] = {*part.boxes, *part.ties}
        if seen and shown <= seen:
            continue
        seen |= shown
        both = _together(content, before, part) if before else part
        if before is None or (_may_fit(both, drawn) and lay_out(both).fits()):
            before = both
        else:
            yield before
            before = part
    if before:
        yield before


def _together(content: Layered, one: Layered, other: Layered) -> Layered:
    return only(content, {box.id for box in (*one.boxes, *other.boxes)})


def _parted(content: Layered, lay_out: Callable[[Layered], Fitted], known: Fitted) -> Iterator[Layered]:
    """Yield parts that fit; `known` is a larger picture, whose measures tell what need not be laid out."""
    drawn = lay_out(content) if _may_fit(content, known) or known.is_too_wide else known
    if drawn is not known and drawn.fits():
        yield content
        return
    alone = _components(content, drawn)
    if len(alone) > 1:
        for part in alone:
            yield from _parted(part, lay_out, drawn)
        return
    halves = _side_by_side(content) if drawn.is_too_wide else []
    ways = [] if halves else _ways(content, drawn)
    likely = [parts for slides, parts in ways if slides == len(parts)][:1]
    if likely and all(lay_out(part).fits() for part in likely[0]):
        yield from likely[0]
        return
    # Fewer columns are wider, so that their texts need fewer lines.
    least = halves or (ways[0][1] if ways else _side_by_side(content))
    if not least:
        yield content
    for part in least:
        yield from _parted(part, lay_out, drawn)


#: By how much a picture may be higher than its room as far as is known, and fit once it is laid out.
_SLACK = 1.15


def _may_fit(content: Layered, known: Fitted) -> bool:
    return _highest(content, _highs(known)) <= _room(known) * _SLACK


def _highs(drawn: Fitted) -> dict[str, float]:
    """Return how high each box is by its text; those with many ties may be higher."""
    leading = drawn.layout.size * LEADING
    lines = {placed.box.id: len(placed.lines) + bool(placed.note) for placed in drawn.layout.boxes}
    return {name: number * leading + 2 * INSIDE - 4 + BETWEEN for name, number in lines.items()}


def _room(drawn: Fitted) -> float:
    return drawn.area.high / drawn.scale - drawn.layout.top + BETWEEN


#: Into how many parts a column is shared out at most before another one is.
_MOST_PARTS = 8


def _components(content: Layered, drawn: Fitted) -> list[Layered]:
    """Return what hangs together without the focus, each with it: from the left, and from the top."""
    focus = {box.id for box in content.boxes if box.centre}
    if not focus:
        return []
    names = {box.id for box in content.boxes} - focus
    near, left, found = neighbours(content.ties), set(names), []
    for box in _in_order(drawn):
        if box.id in left:
            together = _reached([box.id], near, focus) & names
            left -= together
            found.append(only(content, together | focus))
    return found


def _ways(content: Layered, drawn: Fitted) -> list[tuple[int, list[Layered]]]:
    """Return the ways to share out one column, with how many slides they may need, the fewest first."""
    highs, room, names = _highs(drawn), _room(drawn), {box.id for box in content.boxes}
    order = [box for box in _in_order(drawn) if box.id in names and not box.centre]
    found: list[tuple[int, float, int, list[Layered]]] = []
    for column in sorted({box.column for box in content.boxes}):
        shared = [box for box in order if box.column == column]
        for count in range(2, min(len(shared), _MOST_PARTS) + 1):
            parts = _shared_out(content, column, shared, count)
            highest = [_highest(part, highs) for part in parts]
            slides = sum(max(1, -int(-high // room)) for high in highest)
            found.append((slides, max(highest), column, parts))
    return [(slides, parts) for slides, _, _, parts in sorted(found, key=lambda way: way[:3])]


def _highest(part: Layered, highs: Mapping[str, float]) -> float:
    """Return how high the highest column of a part is."""
    columns: dict[int, float] = {}
    for box in part.boxes:
        columns[box.column] = columns.get(box.column, 0.0) + highs[box.id]
    return max(columns.values(), default=0.0)


def _in_order(drawn: Fitted) -> list[Box]:
    return [placed.box for placed in sorted(drawn.layout.boxes, key=lambda placed: (placed.x, placed.y))]


def _shared_out(content: Layered, column: int, shared: Sequence[Box], count: int) -> list[Layered]:
    """Return parts of a picture, each with its share of a column and what is tied to that."""
    ends = [round(len(shared) * part / count) for part in range(count + 1)]
    chunks = [shared[ends[part] : ends[part + 1]] for part in range(count)]
    # What ties lead to without passing the focus, or others of the column.
    stops = {box.id for box in content.boxes if box.column == column or box.centre}
    near = neighbours(content.ties)
    reached = [_reached([box.id for box in chunk], near, stops) for chunk in chunks]
    everywhere = {box.id for box in content.boxes if box.centre}
    loose = {box.id for box in content.boxes} - set().union(*reached) - everywhere
    reached[-1] |= loose
    return [only(content, found | everywhere) for found in reached]


def neighbours(ties: Iterable[Tie]) -> dict[str, set[str]]:
    """Return the boxes to which each is tied."""
    near: dict[str, set[str]] = {}
    for tie in ties:
        near.setdefault(tie.source, set()).add(tie.target)
        near.setdefault(tie.target, set()).add(tie.source)
    return near


def _reached(begin: Sequence[str], near: dict[str, set[str]], stops: set[str]) -> set[str]:
    found, left = set(begin), list(begin)
    while left:
        for other in near.get(left.pop(), set()) - found - stops:
            found.add(other)
            left.append(other)
    return found


def only(content: Layered, names: set[str]) -> Layered:
    """Return a picture of these boxes and of the ties between them."""
    boxes = tuple(box for box in content.boxes if box.id in names)
    ties = tuple(tie for tie in content.ties if tie.source in names and tie.target in names)
    return Layered(content.columns, boxes, ties)


def _side_by_side(content: Layered) -> list[Layered]:
    """Return the left and the right columns of a picture; that in focus, or the middle one, is in both."""
    used = sorted({box.column for box in content.boxes})
    inner = used[1:-1]
    if not inner:
        return []
    in_focus = [column for column in inner if any(b.centre for b in content.boxes if b.column == column)]
    middle = min(in_focus or inner, key=lambda column: abs(used.index(column) - (len(used) - 1) / 2))
    sides = ({c for c in used if c <= middle}, {c for c in used if c >= middle})
    return [only(content, {box.id for box in content.boxes if box.column in side}) for side in sides]
