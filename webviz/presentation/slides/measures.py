"""Places on a slide: rectangles in points, and what of a slide is free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: Of Office's own unit (EMU) in a point.
EMU = 12700


@dataclass(frozen=True)
class Area:
    """A rectangle: its top left corner and its size, in points."""

    x: float
    y: float
    wide: float
    high: float

    @property
    def right(self) -> float:
        """Where it ends on the right."""
        return self.x + self.wide

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.high

    @property
    def size(self) -> float:
        """How much it holds; nothing where it is inside out."""
        return max(0.0, self.wide) * max(0.0, self.high)

    def overlaps(self, other: Area, by: float = 0.0) -> bool:
        """Whether two areas have more than `by` in common in both directions."""
        wide = min(self.right, other.right) - max(self.x, other.x)
        high = min(self.bottom, other.bottom) - max(self.y, other.y)
        return wide > by and high > by

    def is_inside(self, other: Area, by: float = 0.01) -> bool:
        """Whether it lies in another, but for `by`."""
        across = other.x - by <= self.x and self.right <= other.right + by
        return across and other.y - by <= self.y and self.bottom <= other.bottom + by

    def within(self, other: Area) -> Area:
        """Return the part of it that lies in another."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        return Area(x, y, min(self.right, other.right) - x, min(self.bottom, other.bottom) - y)

    def without_top(self, high: float) -> Area:
        """Return what is left below a strip of that height."""
        return Area(self.x, self.y + high, self.wide, self.high - high)

    def without_bottom(self, high: float) -> Area:
        """Return what is left above a strip of that height."""
        return Area(self.x, self.y, self.wide, self.high - high)


def emu(points: float) -> int:
    """Return points in Office's own unit, whole.

    >>> emu(1.5)
    19050
    """
    return round(points * EMU)


def largest_beside(whole: Area, taken: Area) -> Area:
    """Return the largest part of an area below, above, right or left of what is taken."""
    free = (
        Area(whole.x, taken.bottom, whole.wide, whole.bottom - taken.bottom),
        Area(whole.x, whole.y, whole.wide, taken.y - whole.y),
        Area(taken.right, whole.y, whole.right - taken.right, whole.high),
        Area(whole.x, whole.y, taken.x - whole.x, whole.high),
    )
    return max(free, key=lambda area: area.size)


def is_free(area: Area, taken: Iterable[Area]) -> bool:
    """Whether an area overlaps none of those."""
    x, y, right, bottom = area.x, area.y, area.x + area.wide, area.y + area.high
    if right <= x or bottom <= y:
        return True
    for other in taken:
        left, top = other.x, other.y
        if left < right and top < bottom:
            end, foot = left + other.wide, top + other.high
            if end > x and foot > y and end > left and foot > top:
                return False
    return True
