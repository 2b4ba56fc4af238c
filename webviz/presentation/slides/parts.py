"""A layered picture that is too much for one slide, as several that belong together.

The fullest column is shared out, in its order, and each part keeps what is tied to its things; the
things in focus stand in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from graph.drawing import Box, Tie

from ..scene import Layered


def parts_of(content: Layered, fits: Callable[[Layered], bool]) -> list[Layered]:
    """Return parts of a picture that fit, in its order; together they show all of its boxes."""
    if fits(content):
        return [content]
    column = _fullest(content)
    if column is None:
        halves = _side_by_side(content)
        return [part for half in halves for part in parts_of(half, fits)] if halves else [content]
    shared = [box for box in content.boxes if box.column == column and not box.centre]
    for count in range(2, len(shared) + 1):
        found = _shared_out(content, column, shared, count)
        if all(fits(part) for part in found):
            return found
        if count >= _MOST_AT_ONCE:
            break
    return [part for half in _shared_out(content, column, shared, 2) for part in parts_of(half, fits)]


#: Into how many parts a column is shared out before another one is.
_MOST_AT_ONCE = 4


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
    """Return the left and the right columns of a picture, with the middle one in both."""
    used = sorted({box.column for box in content.boxes})
    if len(used) < 3:
        return []
    middle = used[len(used) // 2]
    sides = ({c for c in used if c <= middle}, {c for c in used if c >= middle})
    return [_only(content, {box.id for box in content.boxes if box.column in side}) for side in sides]
