"""What strokes and signs of a picture mean, in lines below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from ontology import DisplayKind

from .strokes import DASHES, NAMED, READING, SIGN_WIDE, SOFT, WHITE, sign, write
from .text_measure import width_of, wrapped

_STROKE, _AFTER, _BETWEEN = 30.0, 8.0, 24.0


@dataclass(frozen=True)
class Entry:
    """Words after a stroke (`named` or `reading`), the sign of a kind, or a colour with its letter."""

    words: str
    stroke: str = ""
    kind: str = ""
    colour: str = ""
    letter: str = ""

    @property
    def before(self) -> float:
        """How much room the stroke or sign takes before the words."""
        if self.stroke:
            return _STROKE + _AFTER
        return SIGN_WIDE + _AFTER if self.kind or self.colour else 0.0


@dataclass(frozen=True)
class Stood:
    """An entry with its place: `x`, the base line of its first line, and how wide it is."""

    entry: Entry
    lines: tuple[str, ...]
    x: float
    y: float
    wide: float


def stood(
    entries: Iterable[Entry], left: float, right: float, *, size: float, leading: float, lang: str = ""
) -> Iterator[Stood]:
    """Yield entries side by side, on a new line where there is no room; with a language, they are wrapped."""
    x, y, below = left, leading, 0.0
    for entry in entries:
        lines: tuple[str, ...] = (entry.words,)
        if lang:
            lines = tuple(wrapped(entry.words, right - left - entry.before, size, lang=lang)) or ("",)
        wide = entry.before + max(width_of(line, size) for line in lines)
        if x > left and x + wide > right:
            x, y, below = left, y + leading * 1.2 + below, 0.0
        yield Stood(entry, lines, x, y, wide)
        x += wide + _BETWEEN
        below = max(below, (len(lines) - 1) * leading)


def draw_legend(
    parent: Element, found: Iterable[Stood], top: float, leading: float, kinds: Mapping[str, DisplayKind]
) -> None:
    """Draw a legend; `top` is what its base lines are measured from."""
    for each in found:
        x, y = each.x, top + each.y - 4
        if each.entry.stroke:
            ends = [f"{end:.1f}" for end in (x, x + _STROKE, y - 4)]
            line = SubElement(parent, "path", {"d": f"M{ends[0]} {ends[2]}H{ends[1]}", "fill": "none"})
            named = each.entry.stroke == "named"
            line.attrib |= {"stroke": NAMED if named else READING, "stroke-width": "1.6"}
            if not named:
                line.set("stroke-dasharray", DASHES)
        elif each.entry.kind in kinds:
            sign(parent, kinds[each.entry.kind], x, y - 12)
        elif each.entry.colour:
            _swatch(parent, each.entry, x, y - 5)
        text = write(parent, each.lines, x + each.entry.before, y, leading)
        text.attrib |= {"class": "legend", "fill": SOFT}


def _swatch(parent: Element, entry: Entry, x: float, middle: float) -> None:
    """Draw a disc of a colour, with the letter that stands on things of it."""
    half = SIGN_WIDE / 2
    disc = {"cx": f"{x + half:.1f}", "cy": f"{middle:.1f}", "r": f"{half:g}", "fill": entry.colour}
    SubElement(parent, "circle", disc)
    if entry.letter:
        text = write(parent, [entry.letter], x + half, middle + 3.6, 0)
        text.attrib |= {"text-anchor": "middle", "fill": WHITE, "font-weight": "700", "font-size": "10"}
