"""How a spreadsheet looks: colours, fonts, widths and formats, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from rdflib import XSD

from ontology import Column, Form

from ..findings import Severity
from ..headers import ID, KIND, Heading
from ..i18n import mark

if TYPE_CHECKING:
    from openpyxl.styles.styleable import StyleableObject

INK, SOFT, FAINT = "1B2430", "4D5966", "6B7682"
LINE, GROUND, ACCENT, ACCENT_DARK, WHITE = "D9DFE6", "F3F6F8", "1F6F8B", "14506A", "FFFFFF"
#: The tab of a sheet that nobody has to fill in.
OPTIONAL = "B8C1CA"
FONT = "Calibri"

#: What a finding is called and coloured; never the colour alone.
SEVERITIES = {
    Severity.ERROR: (mark("error"), "F6CFC7"),
    Severity.WARNING: (mark("warning"), "FBE6AE"),
    Severity.NOTE: (mark("note"), "D6E8F2"),
}

_DATES = {"fi": "d.m.yyyy", "sv": "d.m.yyyy", "en": "d mmm yyyy"}
_WIDTHS = {Form.TEXT: 34.0, Form.REFERENCE: 26.0, Form.CONCEPT: 21.0, Form.PASSAGES: 16.0, Form.LITERAL: 18.0}
_NARROW = 12.0
_ID_WIDTH, _KIND_WIDTH, _TITLE_WIDTH, _OTHER_WIDTH = 8.0, 17.0, 44.0, 20.0
_LONGEST_ID = 22.0
_NUMBERS = {XSD.date, XSD.gYear, XSD.integer, XSD.decimal, XSD.boolean}

_THIN = Side(style="thin", color=LINE)


@dataclass(frozen=True)
class Look:
    """The look of a cell."""

    font: Font
    fill: PatternFill | None = None
    alignment: Alignment | None = None
    border: Border | None = None
    number_format: str = "General"

    def put(self, target: StyleableObject) -> None:
        """Give a cell, or a column, this look."""
        target.font = self.font
        target.alignment = self.alignment or TOP
        target.number_format = self.number_format
        if self.fill is not None:
            target.fill = self.fill
        if self.border is not None:
            target.border = self.border


TOP = Alignment(vertical="top", wrap_text=True)
_MIDDLE = Alignment(vertical="center", wrap_text=True)
_ROW_LINE = Border(bottom=_THIN)


def font(colour: str = INK, size: float = 11, *, bold: bool = False, italic: bool = False) -> Font:
    """Return a font of ours."""
    return Font(name=FONT, size=size, bold=bold, italic=italic, color=colour)


def fill(colour: str) -> PatternFill:
    """Return a plain fill."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def header_look(heading: Heading | None, *, folded: bool) -> Look:
    """Return the look of a header: those to be filled in dark, the rest light, IDs grey."""
    line = Border(bottom=Side(style="medium", color=ACCENT), right=_THIN)
    if heading is not None and heading.role == ID:
        return Look(font(FAINT, 10), fill(GROUND), _MIDDLE, line)
    required = heading is not None and (
        heading.role == KIND or (heading.column is not None and heading.column.required)
    )
    if required and not folded:
        return Look(font(WHITE, bold=True), fill(ACCENT), _MIDDLE, line)
    return Look(font(ACCENT_DARK, bold=True), fill("E4EEF2"), _MIDDLE, line)


def cell_look(heading: Heading | None, lang: str) -> Look:
    """Return the look of the cells of a column."""
    if heading is not None and heading.role == ID:
        return Look(font(FAINT, 10), fill(GROUND), TOP, _ROW_LINE)
    column = heading.column if heading else None
    number_format = number_format_of(column, lang) if column else "General"
    left = Alignment(vertical="top", wrap_text=True, horizontal="left")
    return Look(font(), None, left, _ROW_LINE, number_format)


def example_look(heading: Heading | None, lang: str) -> Look:
    """Return the look of an example row."""
    plain = cell_look(heading, lang)
    return Look(font(FAINT, italic=True), fill(GROUND), plain.alignment, _ROW_LINE, plain.number_format)


def number_format_of(column: Column, lang: str) -> str:
    """Return the format of real dates and numbers in a column."""
    if column.datatype == XSD.date:
        return _DATES.get(lang, _DATES["en"])
    return "General"


def width(heading: Heading | None, *, first_text: bool, longest: int = 0) -> float:
    """Return the width of a column in characters; `longest` is its longest cell."""
    if heading is None:
        return _OTHER_WIDTH
    if heading.role == ID:
        return min(max(_ID_WIDTH, longest + 1.5), _LONGEST_ID)
    if heading.column is None:
        return _KIND_WIDTH
    if first_text:
        return _TITLE_WIDTH
    if heading.column.datatype in _NUMBERS:
        return _NARROW
    return _WIDTHS[heading.column.form]
