"""How the text of a cell breaks: within words only where one is wider than its column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from graph.drawing.text_measure import clean, shortened, width_of, wrapped

#: Where lines of text break that are no paragraph of their own.
BREAK = "\v"


@lru_cache(maxsize=8192)
def wide(text: str, bold: bool) -> float:
    """Return how wide a text is, in sizes of it."""
    return width_of(text, 1.0, bold=bold)


@lru_cache(maxsize=8192)
def wide_word(text: str, bold: bool) -> float:
    """Return how wide the widest word of a text is, in sizes of it."""
    return max((wide(word, bold) for word in clean(text).split()), default=0.0)


@lru_cache(maxsize=8192)
def broken(
    text: str, room: float, size: float, bold: bool, lang: str, most: int, hard: bool = False
) -> tuple[str, int, bool]:
    """Return a text with breaks in words wider than `room`, the number of its lines, and whether it is cut.

    No more than `most` lines are left of it. Where breaks are `hard`, each line ends in one. Lengths are in
    points.
    """
    lines: list[str] = []
    breaks: list[str] = []
    for word in clean(text).split():
        whole = wide(word, bold) * size <= room
        pieces = [word] if whole else wrapped(word, room, size, bold=bold, lang=lang)
        for place, piece in enumerate(pieces):
            joined = f"{lines[-1]} {piece}" if lines else piece
            if lines and not place and wide(joined, bold) * size <= room:
                lines[-1] = joined
                continue
            breaks += [BREAK if place or hard else " "] if lines else []
            lines.append(piece)
    if len(lines) <= most:
        return _rejoined(lines, breaks), max(len(lines), 1), False
    room -= width_of("…", size, bold=bold)
    last = shortened(f"{lines[most - 1]} {lines[most]}", room, size, bold=bold)
    lines = [*lines[: most - 1], last if last.endswith("…") else f"{last}…"]
    return _rejoined(lines, breaks), most, True


def _rejoined(lines: Sequence[str], breaks: Sequence[str]) -> str:
    text = lines[0] if lines else ""
    for (_, line), between in zip(pairwise(lines), breaks, strict=False):
        text += between + line
    return text
