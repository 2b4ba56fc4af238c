"""A table of a slide as PowerPoint's own, with its head, its first column, shades and links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from graph.drawing.text_measure import clean

from .colours import Paint, contrast, theme_paint
from .grid_fit import ABOVE, BESIDE_NUMBERS, SIDE, Fitted, Line, Page
from .grid_text import BREAK
from .marks import NAMESPACES, locale
from .measures import Area, emu

_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"
#: The style of the table that draws nothing by itself.
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
#: Lets a link have the colour of its text, and not that of links in the theme.
_OWN_COLOUR = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr val="tx" '
    'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor"/></a:ext></a:extLst>'
)
#: How much of the lightness of the hue is kept and added, in percent, from few to many.
_TINTS = ((15, 85), (30, 70), (45, 55), (60, 40))
_WHITE, _BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)
_SIDES = ("L", "R", "T", "B")
_HAIR, _THICK = 0.75, 1.5


#: The hue of shades and bars where the theme has it; else its first accent.
_HUE = "1F6F8B"


@dataclass(frozen=True)
class Look:
    """The colours of a table: text, the ground, lines, the ground of a gap, and shades from few to many."""

    ink: Paint
    ground: Paint
    line: Paint
    gap: Paint
    shades: tuple[Paint, ...]

    def on(self, ground: Paint | None) -> Paint:
        """Return the colour in which a text is read best on a ground."""
        if ground is None:
            return self.ink
        return max((self.ink, self.ground), key=lambda paint: contrast(paint.rgb, ground.rgb))


def hue_of(scheme: Mapping[str, str]) -> int:
    """Return the number of the accent that shades and bars take."""
    places = (place for place in range(1, 7) if scheme.get(f"accent{place}", "").upper() == _HUE)
    return next(places, 1)


def look_of(ink: Paint, ground: Paint, scheme: Mapping[str, str], hue: str) -> Look:
    """Return the colours of tables in a theme; `hue` is the name of the accent that shades are made of."""
    shades = tuple(theme_paint(hue, scheme, *tint) for tint in _TINTS)
    is_dark = contrast(ground.rgb, _WHITE) > contrast(ground.rgb, _BLACK)
    tints = ((50, 0), (25, 0)) if is_dark else ((25, 75), (10, 90))
    soft = [theme_paint("tx2", scheme, *tint) for tint in tints]
    return Look(ink, ground, soft[0], soft[1], shades)


def table_xml(
    page: Page, place: Area, look: Look, *, head: str, lang: str, link: Callable[[str], str], centred: bool
) -> str:
    """Return a table as the frame of a slide.

    Parameters
    ----------
    page
        What of the table stands on this slide.
    place
        Where it begins.
    look
        Its colours.
    head
        Its number, name and what it says, as XML.
    lang
        The language of the slide.
    link
        Gives the relation of the slide that leads to an address.
    centred
        Whether numbers stand in the middle of their cells, as in a matrix, or below each other on the right.
    """
    writer = _Writer(page, look, lang, link, "ctr" if centred else "r")
    columns = "".join(f'<a:gridCol w="{emu(wide)}"/>' for wide in page.widths)
    rows = writer.head() + "".join(map(writer.line, page.lines))
    size = f'<a:ext cx="{sum(map(emu, page.widths))}" cy="{emu(page.high)}"/>'
    return (
        f"<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr>{head}<p:cNvGraphicFramePr>"
        '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f'<p:xfrm><a:off x="{emu(place.x)}" y="{emu(place.y)}"/>{size}</p:xfrm>'
        f'<a:graphic><a:graphicData uri="{_URI}"><a:tbl><a:tblPr firstRow="1" firstCol="1">'
        f"<a:tableStyleId>{_PLAIN}</a:tableStyleId></a:tblPr><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>"
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )


def named(number: int, name: str, descr: str) -> str:
    """Return the number, the name and the words of a frame, which may be long."""
    said = f"name={quoteattr(clean(name)[:80])} descr={quoteattr(clean(descr))}"
    return f'<p:cNvPr id="{number}" {said}/>'


class _Writer:
    def __init__(self, page: Page, look: Look, lang: str, link: Callable[[str], str], numbers: str) -> None:
        self.page, self.look, self.lang, self.link, self.numbers = page, look, lang, link, numbers

    def head(self) -> str:
        cells = "".join(
            self._cell(
                cell,
                bold=True,
                align="l" if cell.turned else self._align(place),
                anchor="ctr" if cell.turned else "b",
                below=(self.look.ink, _THICK),
            )
            for place, cell in enumerate(self.page.head.cells)
        )
        return f'<a:tr h="{emu(self.page.head.high)}">{cells}</a:tr>'

    def line(self, line: Line) -> str:
        found, place = "", 0
        for cell in line.cells:
            ground = self._ground(line, cell, place)
            found += self._cell(
                cell,
                bold=line.is_group or (place > 0 and cell.cell.shade > 0),
                align=self._align(place) if cell.span == 1 else "l",
                ground=ground,
                below=(self.look.ink if line.is_group else self.look.line, _HAIR),
            )
            place += cell.span
        return f'<a:tr h="{emu(line.high)}">{found}</a:tr>'

    def _ground(self, line: Line, cell: Fitted, place: int) -> Paint | None:
        if line.is_gap and place:
            return self.look.gap
        shade = min(cell.cell.shade, len(self.look.shades))
        return self.look.shades[shade - 1] if shade > 0 else None

    def _align(self, place: int) -> str:
        return self.numbers if self.page.columns[place] in self.page.numbers else "l"

    def _cell(
        self,
        cell: Fitted,
        *,
        bold: bool,
        align: str,
        below: tuple[Paint, float],
        ground: Paint | None = None,
        anchor: str = "ctr",
    ) -> str:
        span = f' gridSpan="{cell.span}"' if cell.span > 1 else ""
        more = '<a:tc hMerge="1"><a:txBody><a:bodyPr/><a:lstStyle/><a:p/></a:txBody><a:tcPr/></a:tc>'
        fill = ground.fill if ground else "<a:noFill/>"
        none = "".join(f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>' for side in _SIDES[:3])
        line = f'<a:lnB w="{emu(below[1])}">{below[0].fill}</a:lnB>'
        side = SIDE if align == "l" else BESIDE_NUMBERS
        room = f'marL="{emu(side)}" marR="{emu(side)}" marT="{emu(ABOVE)}" marB="{emu(ABOVE)}"'
        if cell.turned:
            room = f'marL="{emu(1)}" marR="{emu(1)}" marT="{emu(SIDE)}" marB="{emu(SIDE)}" vert="vert270"'
        text = self._text(cell, bold=bold, align=align, paint=self.look.on(ground))
        return (
            f"<a:tc{span}><a:txBody><a:bodyPr/><a:lstStyle/>{text}</a:txBody>"
            f'<a:tcPr {room} anchor="{anchor}">{none}{line}{fill}</a:tcPr></a:tc>{more * (cell.span - 1)}'
        )

    def _text(self, cell: Fitted, *, bold: bool, align: str, paint: Paint) -> str:
        size = round(self.page.size * 100)
        own = f'lang="{locale(cell.cell.lang or self.lang)}" sz="{size}" b="{int(bold)}"'
        link = (
            f'<a:hlinkClick r:id="{self.link(cell.cell.url)}">{_OWN_COLOUR}</a:hlinkClick>'
            if cell.cell.url
            else ""
        )
        runs = "<a:br/>".join(
            f"<a:r><a:rPr {own}>{paint.fill}{link}</a:rPr><a:t>{escape(part)}</a:t></a:r>"
            for part in cell.text.split(BREAK)
            if part
        ).replace("<a:br/>", f"<a:br><a:rPr {own}/></a:br>")
        end = "" if runs else f'<a:endParaRPr lang="{locale(self.lang)}" sz="{size}"/>'
        return f'<a:p><a:pPr algn="{align}"/>{runs}{end}</a:p>'
