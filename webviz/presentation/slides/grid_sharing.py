"""How room is shared among columns and slides. Lengths are in points."""

from __future__ import annotations

from collections.abc import Sequence

from ..scene import GridRow

#: How much higher the rows of a slide may be at the next try to have as many on each.
_STEP = 4.0


def evenly(widths: Sequence[float], room: float) -> list[list[int]]:
    """Return the places of widths in as few parts as fit, about as many in each.

    >>> evenly([10, 10, 10], 20)
    [[0, 1], [2]]
    """
    parts = _parted(widths, room, max(len(widths), 1))
    for count in range(len(parts), len(widths) + 1):
        parts = _parted(widths, room, -(-len(widths) // count))
        if len(parts) <= count:
            break
    return parts


def _parted(widths: Sequence[float], room: float, most: int) -> list[list[int]]:
    """Return the places of widths in parts that fit, none with more than `most`."""
    parts: list[list[int]] = [[]]
    used = 0.0
    for place, wide in enumerate(widths):
        if parts[-1] and (used + wide > room or len(parts[-1]) >= most):
            parts.append([])
            used = 0.0
        parts[-1].append(place)
        used += wide
    return parts


def filled(least: Sequence[float], wished: Sequence[float], room: float) -> list[float] | None:
    """Return widths between two that fill a room; nothing where even the narrower are too wide."""
    free, lacking = room - sum(least), sum(wished) - sum(least)
    if free < 0 or lacking <= 0:
        return None
    share = min(free / lacking, 1.0)
    return [low + (high - low) * share for low, high in zip(least, wished, strict=True)]


def shared(wished: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Return widths that fill a room: what is narrow keeps its width, what is wide gives way.

    >>> [round(wide) for wide in shared([100, 20, 200], [10, 10, 10], 220)]
    [100, 20, 100]
    """
    low, high = 0.0, max(wished)
    for _ in range(40):
        middle = (low + high) / 2
        if sum(_between(middle, *both) for both in zip(least, wished, strict=True)) > room:
            high = middle
        else:
            low = middle
    found = [_between(low, *both) for both in zip(least, wished, strict=True)]
    # Where even the least of all is too much, all give way alike.
    over = sum(found) / room if room > 0 else 1.0
    return [wide / over for wide in found] if over > 1 else found


def _between(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)


def pages(rows: Sequence[GridRow], highs: Sequence[float], room: float) -> list[list[int]]:
    """Return which rows stand on a slide together: on as few as there can be, and about as many on each."""
    found = _packed(rows, highs, room)
    target = sum(highs) / len(found)
    while target < room:
        even = _packed(rows, highs, target)
        if len(even) == len(found) and all(sum(highs[n] for n in page) <= room for page in even):
            return even
        target += _STEP
    return found


def _packed(rows: Sequence[GridRow], highs: Sequence[float], room: float) -> list[list[int]]:
    """Return rows in parts that fit; a heading stands with a row below it, and again above what follows."""
    found: list[list[int]] = [[]]
    used, heading = 0.0, -1
    for place, row in enumerate(rows):
        follows = row.is_group and place + 1 < len(rows)
        needed = highs[place] + (highs[place + 1] if follows else 0.0)
        if found[-1] and used + needed > room:
            again = [heading] if heading >= 0 and not row.is_group else []
            found.append(again)
            used = sum(highs[n] for n in again)
        heading = place if row.is_group else heading
        found[-1].append(place)
        used += highs[place]
    return found
