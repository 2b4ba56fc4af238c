"""The frame that every picture has as a file: the title and the scope on top, what it rests on below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from ontology import DisplayKind

from .layered_grid import LEADING, PAD
from .legend import Entry, Stood, draw_legend, stood
from .strokes import LINK, SOFT, WHITE, Pen, as_text, root_of, said_apart, write
from .text_measure import clean, wrapped

#: The sizes of text: of the picture, and of title, scope and notes.
SIZE, TITLE, SCOPE, NOTE = 13.0, 22.0, 14.0, 12.0
#: How wide a layered picture or a table may be before its columns make it wider, and a frame is at least.
WIDE, NARROWEST = 1228.0, 640.0

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

#: Draws a picture, with its top left corner at 0, 0.
Draw = Callable[[Element, Pen], None]


@dataclass(frozen=True)
class Frame:
    """What stands around a picture."""

    lang: str
    title: str
    #: What is told to those who do not see the picture.
    desc: str
    #: What it is about, the basis and the scope, in one line.
    scope: str = ""
    legend: tuple[Entry, ...] = ()
    #: What is left out, and which state it shows.
    notes: tuple[str, ...] = ()
    address: str = ""


def framed(
    frame: Frame,
    size: tuple[float, float],
    draw: Draw,
    kinds: Mapping[str, DisplayKind],
    *,
    bare: bool = False,
    transparent: bool = False,
    width: int | None = None,
) -> bytes:
    """Return a picture as an SVG file that needs no other.

    Parameters
    ----------
    frame
        What stands around the picture.
    size
        How wide and high the picture itself is, in pixels.
    draw
        Draws the picture.
    kinds
        How the legend shows each kind.
    bare
        Whether title, scope and address are left to those who take the picture.
    transparent
        Whether there is no white ground, neither of the picture nor behind its words.
    width
        How wide the file says that it is, in pixels; as wide as it was drawn, if nothing.
    """
    pen = Pen(frame.lang, SIZE, SIZE * LEADING, transparent=transparent)
    wide = max(size[0], NARROWEST)
    body = SubElement(Element("svg"), "g")
    top = 0.0 if bare else _head(body, frame, wide)
    picture = SubElement(body, "g", {"transform": f"translate(0 {top:.1f})"} if top else {})
    draw(picture, pen)
    below = _below(body, frame, wide, top + size[1], kinds, bare=bare)
    leads = next(body.iter("a"), None) is not None
    root = root_of(wide, below, frame.lang, SIZE, role="group" if leads else "img")
    root.set("xml:lang", frame.lang)
    if width:
        root.attrib |= {"width": str(width), "height": f"{width * round(below) / round(wide):.0f}"}
    SubElement(root, "title").text = clean(frame.title)
    SubElement(root, "desc").text = "\n".join(filter(None, map(clean, frame.desc.splitlines())))
    if not transparent:
        SubElement(root, "rect", {"width": f"{wide:.0f}", "height": f"{below:.0f}", "fill": WHITE})
    root.extend(body)
    return f"{_DECLARATION}{as_text(root)}\n".encode()


def _head(parent: Element, frame: Frame, wide: float) -> float:
    """Write the title and the scope; return where they end."""
    y, room = PAD + TITLE * 0.9, wide - 2 * PAD
    lines = wrapped(frame.title, room, TITLE, bold=True, lang=frame.lang, most=3)
    if lines:
        text = write(parent, lines, PAD, y, TITLE * LEADING)
        text.attrib |= {"class": "title", "font-size": f"{TITLE:g}", "font-weight": "700"}
        said_apart(text, lines)
        y += len(lines) * TITLE * LEADING
    return _paragraph(parent, frame.scope, y, wide, frame.lang, SCOPE, "scope") + 2


def _paragraph(
    parent: Element, words: str, y: float, wide: float, lang: str, size: float, name: str
) -> float:
    """Write a soft paragraph whose first base line is at `y`; return where that of the next one is."""
    lines = wrapped(words, wide - 2 * PAD, size, lang=lang, most=6)
    if not lines:
        return y
    text = write(parent, lines, PAD, y, size * LEADING)
    text.attrib |= {"class": name, "font-size": f"{size:g}", "fill": SOFT}
    said_apart(text, lines)
    return y + len(lines) * size * LEADING


def _below(
    parent: Element,
    frame: Frame,
    wide: float,
    top: float,
    kinds: Mapping[str, DisplayKind],
    *,
    bare: bool,
) -> float:
    """Draw the legend and write the notes; return where all ends."""
    found: list[Stood] = list(
        stood(frame.legend, PAD, wide - PAD, size=SIZE, leading=SIZE * LEADING, lang=frame.lang)
    )
    draw_legend(parent, found, top, SIZE * LEADING, kinds)
    y = top
    if found:
        y += max(each.y + (len(each.lines) - 1) * SIZE * LEADING for each in found) + 4
    y += NOTE * LEADING + 2
    for note in frame.notes:
        y = _paragraph(parent, note, y, wide, frame.lang, NOTE, "note")
    if frame.address and not bare:
        link = SubElement(parent, "a", {"href": frame.address})
        before = y
        y = _paragraph(link, frame.address, y, wide, frame.lang, NOTE, "address")
        if y > before:
            link[-1].set("fill", LINK)
    return y - NOTE * LEADING + PAD
