"""What charts are drawn with: shapes and texts of SVG, measured without a font.

No style attribute and no script is written, so that a chart may stand in a page with a strict content
security policy, and nothing is fetched: the reader's own sans-serif font is used.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import blake2s
from html import escape

from ..drawing.strokes import ACCENT, INK, SOFT, WHITE
from ..drawing.strokes import SHADES as GROUNDS

WIDTH = 760
FONT = "Segoe UI, Noto Sans, Helvetica, Arial, sans-serif"
#: What ties things to each other.
TIE = "#768494"
#: From few to many, and the ink that is read on each.
SHADES = GROUNDS[1:]
#: Fills of series, each with a pattern of its own, so that none is told by its colour alone.
FILLS = (ACCENT, "#b3541e", "#2a7f62", "#6b3fa0", "#8a2252", "#44546a")
_PATTERNS = (
    "",
    "M-2 10 10 -2M-2 2 2 -2M6 10 10 6",
    "M2 2h2v2h-2z",
    "M0 4h8M4 0v8",
    "M0 4h8",
    "M4 0v8",
)
SIZE, SMALL, LINE_HEIGHT = 13.0, 12.0, 16.0

_NARROW, _THIN, _BROAD = set("iljI.,:;'|!·"), set('ftr()[]{}/\\-" ’'), set("mwMW@%—&…")
#: Stands before identifiers until they are made; no label holds it.
_OWN = "\x01"
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def width_of(text: str, size: float = SIZE) -> float:
    """Return about how wide a text is in a sans-serif font, rather too wide than too narrow.

    >>> width_of("mm", 10) > width_of("ii", 10) > 0
    True
    """
    return sum(map(_em, text)) * size


def _em(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    widths = ((_NARROW, 0.31), (_THIN, 0.42), (_BROAD, 0.97))
    found = next((wide for letters, wide in widths if letter in letters), None)
    if found is not None:
        return found
    if letter.isascii() or unicodedata.category(letter) in {"Ll", "Lu"}:
        return 0.73 if letter.isupper() else 0.6
    return 1.3


def clean(text: str) -> str:
    """Compose accents, join lines, and leave out what XML cannot hold."""
    return " ".join(_NOT_XML.sub(" ", unicodedata.normalize("NFC", text)).split())


def wrapped(text: str, width: float, most: int = 3, size: float = SIZE) -> list[str]:
    """Break a text into at most so many lines of a width; a longer word is broken, what is left is cut."""
    lines = [""]
    for word in _words(clean(text), width, size):
        if lines[-1] and width_of(f"{lines[-1]} {word}", size) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(f"{lines[most - 1]} {lines[most]}", width, size)]
    return lines


def _words(text: str, width: float, size: float) -> Iterable[str]:
    for word in text.split():
        part = ""
        for letter in word:
            if part and width_of(f"{part}{letter}-", size) > width and width_of(word, size) > width:
                yield f"{part}-"
                part = ""
            part += letter
        yield part


def _cut(text: str, width: float, size: float) -> str:
    while text and width_of(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


class Sheet:
    """Collects the shapes of a chart, from the top down; lengths are in pixels of a chart 760 wide."""

    def __init__(self) -> None:
        """Begin an empty sheet."""
        self.parts: list[str] = []
        self._used: set[int] = set()

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str = ACCENT, **more: object
    ) -> None:
        """Draw a rectangle."""
        size = f'width="{_n(max(width, 0))}" height="{_n(max(height, 0))}"'
        self.parts.append(f'<rect x="{_n(x)}" y="{_n(y)}" {size} fill="{fill}"{_more(more)}/>')

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = SOFT) -> None:
        """Draw a line one pixel wide."""
        ends = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
        self.parts.append(f'<line {ends} stroke="{colour}"/>')

    def path(self, d: str, **more: object) -> None:
        """Draw a path."""
        self.parts.append(f'<path d="{d}"{_more(more)}/>')

    def circle(self, x: float, y: float, r: float, fill: str = ACCENT) -> None:
        """Draw a disc with a white rim."""
        self.parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}" fill="{fill}" stroke="{WHITE}"/>')

    def text(self, x: float, y: float, text: str, anchor: str = "start", **more: object) -> None:
        """Write a line of text; `y` is its base line, `anchor` is start, middle or end."""
        where = "" if anchor == "start" else f' text-anchor="{anchor}"'
        written = escape(clean(text))
        self.parts.append(f'<text x="{_n(x)}" y="{_n(y)}"{where}{_more(more)}>{written}</text>')

    def texts(self, x: float, middle: float, lines: Sequence[str], anchor: str = "start") -> None:
        """Write lines of text around a middle."""
        top = middle - (len(lines) - 1) * LINE_HEIGHT / 2 + SIZE * 0.35
        for place, line in enumerate(lines):
            self.text(x, top + place * LINE_HEIGHT, line, anchor)

    def note(self, y: float, text: str) -> float:
        """Write a soft sentence over the whole width; return where it ends."""
        for line in wrapped(text, WIDTH - 2, 4, SMALL):
            y += LINE_HEIGHT
            self.text(0, y - 4, line, fill=SOFT, font_size=SMALL)
        return y

    def fill(self, series: int) -> str:
        """Return the fill of a series, whose pattern is then part of the chart."""
        place = series % len(FILLS)
        self._used.add(place)
        return f"url(#{_OWN}p{place})" if _PATTERNS[place] else FILLS[place]

    def legend(self, y: float, names: Sequence[str]) -> float:
        """Draw what the fills of series mean; return where it ends."""
        x = 0.0
        for place, name in enumerate(names):
            said = wrapped(name, 320, 1)[0]
            wide = 26 + width_of(said) + 18
            if x and x + wide > WIDTH:
                x, y = 0.0, y + 22
            self.rect(x, y + 3, 18, 14, self.fill(place), stroke=INK)
            self.text(x + 25, y + 15, said)
            x += wide
        return y + 26

    def svg(self, title: str, alt: str, height: float) -> str:
        """Return the chart as a file of its own that says what it shows."""
        said = f'<title id="{_OWN}t">{escape(clean(title))}</title>'
        said += f'<desc id="{_OWN}d">{escape(clean(alt))}</desc>'
        body = f"{said}{self._defs()}{''.join(self.parts)}"
        mark = "c" + blake2s(body.encode("utf-8", "replace"), digest_size=5).hexdigest()
        box = f'viewBox="0 0 {WIDTH} {_n(height)}" width="{WIDTH}" height="{_n(height)}"'
        head = f'xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-labelledby="{_OWN}t {_OWN}d"'
        font = f'font-family="{FONT}" font-size="{_n(SIZE)}" fill="{INK}"'
        ground = f'<rect width="{WIDTH}" height="{_n(height)}" fill="{WHITE}"/>'
        body = body.replace("</desc>", f"</desc>{ground}", 1)
        return f"<svg {head} {font}>{body}</svg>\n".replace(_OWN, f"{mark}-")

    def _defs(self) -> str:
        made = "".join(
            f'<pattern id="{_OWN}p{place}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{FILLS[place]}"/>'
            f'<path d="{_PATTERNS[place]}" stroke="{WHITE}" stroke-width="1.4" fill="none"/></pattern>'
            for place in sorted(self._used)
            if _PATTERNS[place]
        )
        return f"<defs>{made}</defs>" if made else ""


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _more(values: dict[str, object]) -> str:
    return "".join(f' {key.replace("_", "-")}="{value}"' for key, value in values.items())
