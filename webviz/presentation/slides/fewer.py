"""A layered picture with fewer boxes, so that it fits on one slide: those that are tied most stay."""

from __future__ import annotations

from collections.abc import Callable

from graph.drawing import Box

from ..scene import Layered
from .fitting import Fitted
from .parts import neighbours, only

#: The share of the boxes that one slide must show; of fewer, several slides tell more.
_LEAST_SHARE = 0.6


def fewer(content: Layered, lay_out: Callable[[Layered], Fitted]) -> Layered | None:
    """Return the picture with as many boxes in each column as fit, or nothing where too many would go."""
    fullest = max((len(boxes) for boxes in _by_column(content).values()), default=0)
    for most in range(fullest, 1, -1):
        part = _most_tied(content, most)
        if len(part.boxes) < _LEAST_SHARE * len(content.boxes):
            return None
        if lay_out(part).fits():
            return part
    return None


def _by_column(content: Layered) -> dict[int, list[Box]]:
    found: dict[int, list[Box]] = {}
    for box in content.boxes:
        found.setdefault(box.column, []).append(box)
    return found


def _most_tied(content: Layered, most: int) -> Layered:
    """Return a picture of at most so many boxes in a column, chosen from what is in focus outwards."""
    near = neighbours(content.ties)
    columns = _by_column(content)
    focus = {box.column for box in content.boxes if box.centre} or set(list(columns)[:1])
    kept = {box.id for box in content.boxes if box.centre}
    for column in sorted(columns, key=lambda column: min(abs(column - other) for other in focus)):
        ties = {box.id: near.get(box.id, set()) for box in columns[column]}
        ranks = {name: (-len(others & kept), -len(others)) for name, others in ties.items()}
        order = sorted(columns[column], key=lambda box: (not box.centre, *ranks[box.id]))
        kept |= {box.id for box in order[:most]}
    return only(content, kept)
