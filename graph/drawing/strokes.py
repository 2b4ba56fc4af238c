"""What all pictures are drawn with: colours, the signs of kinds, lines of text and lines between things."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from ontology import DisplayKind

from .text_measure import FONTS

INK, SOFT, ACCENT, LINK, WHITE, RULE = "#1b2430", "#4d5966", "#1f6f8b", "#14506a", "#ffffff", "#d9dfe6"
NAMED, READING = "#5f6f7e", "#8a6a24"
DASHES = "6 4"
#: Grounds from none to dark, and the ink that is read on each.
SHADES = ((WHITE, INK), ("#dcebf1", INK), ("#b5d4e0", INK), ("#86b9cc", INK), (ACCENT, WHITE))
#: The signs of the kinds, 14 pixels wide and high; what is missing here is a circle.
SIGNS = {
    "square": "M1 1h12v12H1z",
    "diamond": "M7 0l7 7-7 7-7-7z",
    "triangle": "M7 1l7 12H0z",
    "triangleDown": "M7 13L0 1h14z",
    "star": "M7 0l2 5 5 .3-4 3.4 1.4 5L7 11l-4.4 2.7 1.4-5-4-3.4 5-.3z",
    "hexagon": "M3.5 1h7L14 7l-3.5 6h-7L0 7z",
}
CIRCLE = "M.5 7a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0z"
SIGN_WIDE = 14.0


@dataclass(frozen=True)
class Pen:
    """How a picture is written: its language, the size of its text, whether it leads anywhere, its ground."""

    lang: str
    size: float
    leading: float
    links: bool = True
    #: Whether nothing is white that only hides what is behind it.
    transparent: bool = False


def root_of(width: float, height: float, lang: str, size: float, **more: str) -> Element:
    """Return an empty `<svg>` element of a width and height in pixels."""
    return Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            **more,
            "lang": lang,
            "width": f"{width:.0f}",
            "height": f"{height:.0f}",
            "viewBox": f"0 0 {width:.0f} {height:.0f}",
            "font-family": FONTS,
            "font-size": f"{size:g}",
            "fill": INK,
        },
    )


def write(parent: Element, lines: Sequence[str], x: float, y: float, leading: float) -> Element:
    """Write lines of text; `y` is the base line of the first."""
    text = SubElement(parent, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}"})
    for place, line in enumerate(lines):
        part = SubElement(text, "tspan", {"x": f"{x:.1f}", "y": f"{y + place * leading:.1f}"})
        part.text = line
    return text


def halo(text: Element, pen: Pen, width: str = "4") -> None:
    """Let a text stand on a white rim, where the picture has a ground."""
    if not pen.transparent:
        text.attrib |= {"stroke": WHITE, "stroke-width": width, "paint-order": "stroke"}
        text.set("stroke-linejoin", "round")


def linked(parent: Element, url: str, name: str, pen: Pen) -> Element:
    """Return a group that leads to an address, where there is one and the picture leads anywhere."""
    if not (pen.links and url):
        return SubElement(parent, "g")
    return SubElement(parent, "a", {"href": url, "aria-label": name})


def sign(parent: Element, kind: DisplayKind, x: float, y: float) -> Element:
    """Draw the sign of a kind; `x` and `y` are its top left corner."""
    drawn = SubElement(parent, "path", {"d": SIGNS.get(kind.symbol, CIRCLE), "fill": kind.colour})
    drawn.set("transform", f"translate({x:.1f} {y:.1f})")
    return drawn


def said_apart(text: Element, lines: Sequence[str]) -> None:
    """Let those who hear or copy a text of several lines find its words apart, and its halves together."""
    for part, line in zip(text, lines, strict=True):
        part.tail = "" if line.endswith("-") else " "


_IN_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_IN_VALUE = _IN_TEXT | {ord('"'): "&quot;", ord("\r"): "&#13;", ord("\n"): "&#10;", ord("\t"): "&#09;"}
_SPECIAL = re.compile('[&<>"\r\n\t]')


def as_text(root: Element) -> str:
    """Return an element as XML, as `ElementTree.tostring` does where no name has a namespace, but faster."""
    parts: list[str] = []
    _write(root, parts.append)
    return "".join(parts)


def _write(element: Element, write: Callable[[str], None]) -> None:
    tag, text = element.tag, element.text
    values = "".join(
        [f' {k}="{v.translate(_IN_VALUE) if _SPECIAL.search(v) else v}"' for k, v in element.items()]
    )
    if text or len(element):
        write(f"<{tag}{values}>{_shown(text)}")
        for child in element:
            _write(child, write)
        write(f"</{tag}>{_shown(element.tail)}")
    else:
        write(f"<{tag}{values} />{_shown(element.tail)}")


def _shown(text: str | None) -> str:
    return text.translate(_IN_TEXT) if text and _SPECIAL.search(text) else text or ""
