"""What stands on a slide, as its XML: text, shapes and lines, each with words for those who do not see."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from graph.drawing.text_measure import clean

from .colours import Paint
from .measures import Area, emu

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
#: How many letters are told of a thing; its page tells all.
_LONGEST = 300
#: After what a line may be broken where no space stands.
_BREAKS = ("-", "/", "\N{HYPHEN}", "\N{EN DASH}", "\N{EM DASH}")


@dataclass(frozen=True)
class Text:
    """Lines of text, and how they look; `size` in points, `align` one of l, ctr, r, `anchor` of t, ctr, b."""

    lines: Sequence[str]
    size: float
    paint: Paint
    lang: str
    bold: bool = False
    align: str = "l"
    anchor: str = "t"
    #: What stands below the lines, in another colour.
    note: Sequence[str] = ()
    note_paint: Paint | None = None
    #: What was broken into lines; it tells which breaks stand within words.
    whole: str = ""

    def joined(self) -> str:
        """Return the text in one line; what was broken at a syllable is whole again."""
        return self.whole or joined([*self.lines, *self.note])


@dataclass(frozen=True)
class Mark:
    """What all shapes have: a number, a name, and what they say; those that say nothing decorate."""

    number: int
    name: str
    descr: str = ""
    #: The relation of the slide that leads to an address, and what it is called.
    link: str = ""

    def xml(self) -> str:
        """Return the properties of a shape that is not drawn."""
        link = f'<a:hlinkClick r:id="{self.link}" tooltip={attr(self.descr)}/>' if self.link else ""
        descr = f" descr={attr(self.descr)}" if self.descr else ""
        inner = link if self.descr else _DECORATIVE
        return f'<p:cNvPr id="{self.number}" name={attr(self.name)}{descr}>{inner}</p:cNvPr>'


def attr(text: str) -> str:
    """Return a text as the value of an attribute, in quotation marks and not too long."""
    cleaned = clean(text)
    return quoteattr(f"{cleaned[:_LONGEST]}…" if len(cleaned) > _LONGEST else cleaned)


def locale(lang: str) -> str:
    """Return how Office names a language.

    >>> locale("sv")
    'sv-FI'
    """
    return _LOCALES.get(lang, lang if lang.replace("-", "").isalnum() else "fi-FI")


def joined(lines: Iterable[str]) -> str:
    """Return broken lines as one.

    >>> joined(["Kaupungin", "hyvinvointi-", "suunnitelma"])
    'Kaupungin hyvinvointisuunnitelma'
    """
    found = ""
    for line in lines:
        if found.endswith("-") and len(found) > 1 and found[-2] != " " and line[:1].islower():
            found = found[:-1] + line
        else:
            found = f"{found} {line}".strip()
    return found


def text_box(mark: Mark, area: Area, text: Text, ground: Paint | None = None) -> str:
    """Return a text that stands alone; with `ground` it covers what is behind it."""
    fill = ground.fill if ground else "<a:noFill/>"
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr>{mark.xml()}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{_place(area)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}<a:ln><a:noFill/></a:ln>'
        f"</p:spPr>{_body(text)}</p:sp>"
    )


def shape(
    mark: Mark,
    area: Area,
    preset: str,
    *,
    fill: Paint,
    stroke: Paint | None = None,
    text: Text | None = None,
    inside: float = 0.0,
    stroke_wide: float = 1.25,
    rounding: float = 0.0,
) -> str:
    """Return a native shape, with a text in it where it has one; `rounding` in points."""
    side = max(min(area.wide, area.high), 0.1)
    round_by = min(50000, round(rounding / side * 100000))
    adjust = f'<a:gd name="adj" fmla="val {round_by}"/>' if rounding else ""
    line = f'<a:ln w="{emu(stroke_wide)}">{stroke.fill}</a:ln>' if stroke else "<a:ln><a:noFill/></a:ln>"
    shown = text or Text((), 12, fill, "fi")
    return (
        f"<p:sp {NAMESPACES}><p:nvSpPr>{mark.xml()}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{_place(area)}"
        f'<a:prstGeom prst="{preset}"><a:avLst>{adjust}</a:avLst></a:prstGeom>{fill.fill}{line}</p:spPr>'
        f"{_body(shown, inside)}</p:sp>"
    )


@dataclass(frozen=True)
class End:
    """An end of a line: its place, and the shape and site that it is glued to."""

    x: float
    y: float
    number: int = 0
    site: int = 0


def line(
    mark: Mark,
    start: End,
    end: End,
    paint: Paint,
    *,
    preset: str = "straightConnector1",
    adjust: Sequence[float] = (),
    dashed: bool = False,
    arrow: bool = False,
    wide: float = 1.25,
) -> str:
    """Return a connector from `start` to `end`; `adjust` are where it bends, in shares of its size."""
    glue = "".join(
        f'<a:{tag} id="{point.number}" idx="{point.site}"/>'
        for tag, point in (("stCxn", start), ("endCxn", end))
        if point.number
    )
    names = ["adj1", "adj2", "adj3"]
    values = "".join(
        f'<a:gd name="{name}" fmla="val {round(value * 100000)}"/>'
        for name, value in zip(names, adjust, strict=False)
    )
    flip = (' flipH="1"' if end.x < start.x else "") + (' flipV="1"' if end.y < start.y else "")
    area = Area(min(start.x, end.x), min(start.y, end.y), abs(end.x - start.x), abs(end.y - start.y))
    dash = '<a:prstDash val="dash"/>' if dashed else ""
    tail = '<a:tailEnd type="triangle" w="med" len="med"/>' if arrow else ""
    return (
        f"<p:cxnSp {NAMESPACES}><p:nvCxnSpPr>{mark.xml()}<p:cNvCxnSpPr>{glue}</p:cNvCxnSpPr><p:nvPr/>"
        f"</p:nvCxnSpPr>"
        f'<p:spPr>{_place(area, flip)}<a:prstGeom prst="{preset}"><a:avLst>{values}</a:avLst></a:prstGeom>'
        f'<a:ln w="{emu(wide)}">{paint.fill}{dash}<a:round/>{tail}</a:ln></p:spPr></p:cxnSp>'
    )


def _place(area: Area, flip: str = "") -> str:
    return (
        f'<a:xfrm{flip}><a:off x="{emu(area.x)}" y="{emu(area.y)}"/>'
        f'<a:ext cx="{max(0, emu(area.wide))}" cy="{max(0, emu(area.high))}"/></a:xfrm>'
    )


def _body(text: Text, inside: float = 0.0) -> str:
    sides = f'lIns="{emu(inside)}" tIns="0" rIns="{emu(inside)}" bIns="0"'
    below = replace(text, lines=text.note, note=(), whole="", bold=False, paint=text.note_paint or text.paint)
    paragraphs = paragraph(text) + (paragraph(below) if text.note else "")
    return (
        f'<p:txBody><a:bodyPr wrap="square" {sides} rtlCol="0" anchor="{text.anchor}"><a:noAutofit/>'
        f"</a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody>"
    )


def paragraph(text: Text) -> str:
    """Return lines as one paragraph: it breaks within words where they say so, else as Office does."""
    bold = ' b="1"' if text.bold else ' b="0"'
    look = f'lang="{locale(text.lang)}" sz="{round(text.size * 100)}"{bold}'
    empty = not any(text.lines)
    end = f'<a:endParaRPr lang="{locale(text.lang)}" sz="{round(text.size * 100)}"/>' if empty else ""
    looks = f"<a:rPr {look}>{text.paint.fill}</a:rPr>"
    between = f"</a:t></a:r><a:br>{looks}</a:br><a:r>{looks}<a:t>"
    inner = between.join(escape(clean(part)) for part in _pieces(text.lines, clean(text.whole)))
    run = "" if empty else f"<a:r>{looks}<a:t>{inner}</a:t></a:r>"
    direction = ' rtl="1"' if _is_from_right(text.lines) else ""
    spacing = '<a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
    after = '<a:spcAft><a:spcPts val="0"/></a:spcAft><a:buNone/>'
    look = f'marL="0" indent="0" algn="{text.align}"{direction}'
    return f"<a:p><a:pPr {look}>{spacing}{after}</a:pPr>{run}{end}</a:p>"


def _pieces(lines: Sequence[str], whole: str) -> list[str]:
    """Return what stands between breaks within words; other lines are broken by Office, where it likes."""
    found: list[str] = []
    place, in_word = 0, False
    for line in lines:
        if not found or in_word:
            found.append(line)
        else:
            found[-1] = f"{found[-1]} {line}"
        place += len(line) - (not whole.startswith(line, place))
        in_word = whole[place : place + 1] != " " if whole else line.endswith(_BREAKS)
        place += whole[place : place + 1] == " "
    return found


def _is_from_right(lines: Iterable[str]) -> bool:
    """Whether the first letter with a direction is read from the right."""
    ways = (unicodedata.bidirectional(letter) for line in lines for letter in line)
    return next((way in {"R", "AL"} for way in ways if way in {"L", "R", "AL"}), False)
