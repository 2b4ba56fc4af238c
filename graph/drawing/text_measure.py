"""How wide a text is drawn, and how it breaks into lines: the same on every machine, without its fonts.

The widths are those of the widest of the typefaces that users have (`tools/make_font_widths.py`), so
that a text is never wider than measured.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from .syllables import syllables

#: The typefaces in which a text may be shown that was measured here.
FONTS = "Noto Sans, Segoe UI, Arial, Liberation Sans, DejaVu Sans, sans-serif"
_FACTS = Path(__file__).with_name("font_widths.json")
#: Of what was not measured: wide letters and emoji, and all others.
_WIDE, _OTHER = 1.4, 1.1
#: Texts of so many letters are met again and again: how they break is kept for a while.
_OFTEN = 200
#: Hyphens that are only shown where a line breaks, and marks that turn what follows round.
_NEVER_SHOWN = frozenset("\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BREAKS_AFTER = frozenset("-\N{HYPHEN}\N{EN DASH}\N{EM DASH}/")
#: A long word begins on a line of which more than this share would else stay empty.
_MOST_EMPTY, _LONG_WORD = 0.4, 10


@lru_cache(maxsize=1)
def _facts() -> tuple[dict[str, float], dict[str, float]]:
    rows = json.loads(_FACTS.read_text("utf-8"))
    return {chr(c): plain / 1000 for c, plain, _ in rows}, {chr(c): bold / 1000 for c, _, bold in rows}


@lru_cache(maxsize=4096)
def _unmeasured(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
        return 0.0
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0xFFFF else _OTHER


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is at most, in the unit of its size."""
    widths = _facts()[bold]
    return size * sum(widths[c] if c in widths else _unmeasured(c) for c in text)


def clean(text: str) -> str:
    """Return a text with single spaces, without letters that no drawing may hold or that turn others."""
    if text.isprintable():  # then it holds none of either
        return " ".join(text.split())
    kept = (" " if unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} else c for c in text)
    return " ".join("".join(c for c in kept if c not in _NEVER_SHOWN).split())


def wrapped(
    text: str, width: float, size: float, *, bold: bool = False, lang: str = "fi", most: int = 0
) -> list[str]:
    """Return the lines of a text, none wider than `width`; long words break at their syllables.

    Where more than `most` lines would be needed, the last of these ends in an ellipsis.
    """
    broken = _wrapped if len(text) <= _OFTEN else _wrapped.__wrapped__
    return list(broken(text, width, size, bold=bold, lang=lang, most=most))


@lru_cache(maxsize=4096)
def _wrapped(text: str, width: float, size: float, *, bold: bool, lang: str, most: int) -> tuple[str, ...]:
    lines: list[str] = []
    left = clean(text)
    while left:
        if most and len(lines) == most - 1:
            return *lines, shortened(left, width, size, bold=bold)
        line, left = _line(left, width, size, bold=bold, lang=lang)
        lines.append(line)
    return tuple(lines)


def shortened(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return a text that is no wider than `width`, with an ellipsis where it had to be cut."""
    kept = text[: _fitting(text, width, size, bold=bold)]
    if kept == text:
        return text
    kept = text[: _fitting(text, width - width_of("…", size, bold=bold), size, bold=bold)]
    return kept.rstrip(" ,;:-–") + "…"


def _fitting(text: str, width: float, size: float, *, bold: bool) -> int:
    """Return how many letters of a text fit."""
    widths, used = _facts()[bold], 0.0
    for place, letter in enumerate(text):
        used += size * (widths[letter] if letter in widths else _unmeasured(letter))
        if used > width:
            return place
    return len(text)


def _line(text: str, width: float, size: float, *, bold: bool, lang: str) -> tuple[str, str]:
    """Return the first line of a text, and what is left of it."""
    fits = _fitting(text, width, size, bold=bold)
    if fits == len(text):
        return text, ""
    end = max((place for place in _ends(text, fits)), default=0)
    cut = _in_word(text, end, width, size, bold=bold, lang=lang)
    if cut:
        return text[:cut] + "-", text[cut:]
    end = end or max(fits, 1)
    return text[:end].rstrip(), text[end:].lstrip()


def _ends(text: str, fits: int) -> Iterator[int]:
    """Yield after how many letters a line may end between words."""
    for place in range(1, fits + 1):
        before, after = text[place - 1], text[place]
        # Neither "3/9" nor what begins with a hyphen is broken.
        is_whole = (before == "/" and after.isdigit()) or text[max(place - 2, 0)] == " "
        if after == " " or (place > 1 and before in _BREAKS_AFTER and not is_whole):
            yield place


def _in_word(text: str, end: int, width: float, size: float, *, bold: bool, lang: str) -> int:
    """Return after how many letters to break the next word, or nothing if it goes on the next line."""
    start = end + (text[end : end + 1] == " ")
    word = text[start:].partition(" ")[0][:200]
    used = width_of(text[:start], size, bold=bold)
    empty = width - used
    too_long = width_of(word, size, bold=bold) > width
    if not too_long and (len(word) < _LONG_WORD or empty < _MOST_EMPTY * width):
        return 0
    room = empty - width_of("-", size, bold=bold)
    found = [place for place in syllables(word, lang) if width_of(word[:place], size, bold=bold) <= room]
    return start + found[-1] if found else 0
