"""A layered picture with fewer boxes, so that it fits on one slide: those that are tied most stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from graph.drawing import Box
from graph.drawing.closeness import DENSE
from graph.drawing.layered_grid import INSIDE, LEADING

from ..scene import Layered
from .fitting import Fitted
from .parts import neighbours, only

#: How many boxes a column has at most where a reader did not ask for all of them.
_UNASKED = 9
#: The shares of the height of a slide that are tried in turn: ties that pass boxes need room, too.
_SHARES = (1.0, 0.93, 0.86, 0.79, 0.72, 0.65, 0.58, 0.5, 0.42, 0.34)


def fewer(content: Layered, lay_out: Callable[[Layered], Fitted]) -> Layered | None:
    """Return the picture with as many boxes in each column as fit on a slide.

    Nothing where all must be seen: on ways between several things, and where a reader opened a column.
    """
    focus = {box.column for box in content.boxes if box.centre}
    columns = _by_column(content)
    if len(focus) != 1 or max(map(len, columns.values())) > _UNASKED:
        return None
    order = sorted(columns, key=lambda column: min(abs(column - other) for other in focus))
    while (drawn := lay_out(content)).is_too_wide and len(order) > 1:
        gone = order.pop()
        content = only(content, {box.id for box in content.boxes if box.column != gone})
    for share in _SHARES:
        part = only(content, set(_most_tied(content, order, drawn, share)))
        if lay_out(part).fits():
            return _filled(content, part, order, lay_out)
    return None


def counted(content: Layered) -> Layered:
    """Return the picture with heads that say how many of all are shown, where that is not all."""
    columns = []
    for at, column in enumerate(content.columns):
        shown, title = sum(box.column == at for box in content.boxes), column.title
        if shown < column.count:
            title = re.sub(rf"\((?:\d+/)?({column.count})\)$", rf"({shown}/\1)", title)
        columns.append(replace(column, title=title, more="", more_url=""))
    return replace(content, columns=tuple(columns))


def _filled(
    content: Layered, part: Layered, order: Sequence[int], lay_out: Callable[[Layered], Fitted]
) -> Layered:
    """Return a part with more boxes of each column, one by one, while they fit."""
    near, columns = neighbours(content.ties), _by_column(content)
    for column in order:
        kept = {box.id for box in part.boxes}
        tied = {box.id: len(near.get(box.id, set()) & kept) for box in columns[column] if box.id not in kept}
        for name in sorted(filter(tied.get, tied), key=lambda name: -tied[name]):
            more = only(content, {box.id for box in part.boxes} | {name})
            if not lay_out(more).fits():
                break
            part = more
    return part


def _by_column(content: Layered) -> dict[int, list[Box]]:
    found: dict[int, list[Box]] = {}
    for box in content.boxes:
        found.setdefault(box.column, []).append(box)
    return found


def _most_tied(content: Layered, order: list[int], drawn: Fitted, share: float) -> Iterator[str]:
    """Yield the boxes of each column for which there is room, chosen from what is in focus outwards."""
    leading, between = drawn.layout.size * LEADING, DENSE[-1].between
    highs = {
        placed.box.id: (len(placed.lines) + bool(placed.note)) * leading + 2 * INSIDE - 4 + between
        for placed in drawn.layout.boxes
    }
    room = share * (drawn.area.high / drawn.scale - drawn.layout.top) + between
    near, columns = neighbours(content.ties), _by_column(content)
    kept: set[str] = set()
    for column in order:
        left = room
        ranks = {box.id: len(near.get(box.id, set()) & kept) for box in columns[column]}
        for box in sorted(columns[column], key=lambda box: (not box.centre, -ranks[box.id])):
            left -= highs[box.id]
            if box.centre or (left >= 0 and (ranks[box.id] or column == order[0])):
                kept.add(box.id)
                yield box.id
