"""A layered picture that is too much for one slide, as several that belong together.

The fullest column is shared out, in its order, and each part keeps what is tied to its things; the
things in focus stand in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from graph.drawing import Box, Tie
from graph.drawing.layered_grid import BETWEEN

from ..scene import Layered
from .fitting import Fitted


def parts_of(content: Layered, lay_out: Callable[[Layered], Fitted]) -> list[Layered]:
    """Return parts of a picture that fit, as few as can be; together they show all of its boxes."""
    found: list[Layered] = []
    for part in _parted(content, lay_out):
        both = _together(content, found[-1], part) if found else part
        if found and lay_out(both).fits():
            found[-1] = both
        else:
            found.append(part)
    return found


def _together(content: Layered, one: Layered, other: Layered) -> Layered:
    return _only(content, {box.id for box in (*one.boxes, *other.boxes)})


def _parted(content: Layered, lay_out: Callable[[Layered], Fitted]) -> list[Layered]:
    drawn = lay_out(content)
    if drawn.fits():
        return [content]
    halves = _side_by_side(content) if drawn.is_too_wide else []
    if halves:
        return [part for half in halves for part in _parted(half, lay_out)]
    ways = _ways(content, drawn)
    if not ways:
        return [content]
    likely = [parts for slides, parts in ways if slides == len(parts)]
    for found in likely[:_TRIES]:
        if all(lay_out(part).fits() for part in found):
            return found
    return [part for half in ways[0][1] for part in _parted(half, lay_out)]


#: How many ways to part a picture are tried out before the parts of the best one are parted again.
_TRIES = 2
#: Into how many parts a column is shared out at most before another one is.
_MOST_PARTS = 8


def _ways(content: Layered, drawn: Fitted) -> list[tuple[int, list[Layered]]]:
    """Return the ways to share out one column, with how many slides they may need, the fewest first."""
    highs = {placed.box.id: placed.high + BETWEEN for placed in drawn.layout.boxes}
    room = drawn.area.high / drawn.scale - drawn.layout.top + BETWEEN
    found: list[tuple[int, float, int, list[Layered]]] = []
    for column in sorted({box.column for box in content.boxes}):
        shared = [box for box in _in_order(drawn) if box.column == column and not box.centre]
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
    near = _neighbours(content.ties)
    reached = [_reached([box.id for box in chunk], near, stops) for chunk in chunks]
    everywhere = {box.id for box in content.boxes if box.centre}
    loose = {box.id for box in content.boxes} - set().union(*reached) - everywhere
    reached[-1] |= loose
    return [_only(content, found | everywhere) for found in reached]


def _neighbours(ties: Iterable[Tie]) -> dict[str, set[str]]:
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


def _only(content: Layered, names: set[str]) -> Layered:
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
    return [_only(content, {box.id for box in content.boxes if box.column in side}) for side in sides]
