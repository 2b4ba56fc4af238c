"""A layered picture that is too much for one slide, as several that belong together.

The fullest column is shared out, in its order, and each part keeps what is tied to its things; the
things in focus stand in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from graph.drawing import Box, Tie

from ..scene import Layered
from .fitting import Fitted


def parts_of(content: Layered, lay_out: Callable[[Layered], Fitted]) -> list[Layered]:
    """Return parts of a picture that fit, in its order; together they show all of its boxes."""
    drawn = lay_out(content)
    if drawn.fits():
        return [content]
    halves = _side_by_side(content) if drawn.is_too_wide else []
    if halves:
        return [part for half in halves for part in parts_of(half, lay_out)]
    column = _fullest(content)
    if column is None:
        return [content]
    shared = [box for box in _in_order(drawn) if box.column == column and not box.centre]
    least = 2 if drawn.is_too_wide else max(2, min(int(drawn.high / drawn.area.high + 0.4), len(shared)))
    for count in range(least, min(len(shared), least + _TRIES) + 1):
        found = _shared_out(content, column, shared, count)
        if all(lay_out(part).fits() for part in found):
            return found
    return [part for half in _shared_out(content, column, shared, 2) for part in parts_of(half, lay_out)]


def _in_order(drawn: Fitted) -> list[Box]:
    return [placed.box for placed in sorted(drawn.layout.boxes, key=lambda placed: (placed.x, placed.y))]


#: How many more parts are tried before another column is shared out too.
_TRIES = 2


def _fullest(content: Layered) -> int | None:
    """Return the column with the most text, if there is one of which a part can be shown."""
    weights: dict[int, list[int]] = {}
    for box in content.boxes:
        if not box.centre:
            weights.setdefault(box.column, []).append(40 + min(len(box.text), 150))
    several = {column: sum(each) for column, each in weights.items() if len(each) > 1}
    return max(several, key=lambda column: several[column]) if several else None


def _shared_out(content: Layered, column: int, shared: Sequence[Box], count: int) -> list[Layered]:
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
