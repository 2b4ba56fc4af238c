"""The first sheet of a spreadsheet: one page on how to fill in the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ontology.model import SheetGroup

from ..findings import Severity
from ..i18n import mark
from . import xlsx_look as look
from .xlsx_layout import Tab
from .xlsx_words import Words

_NAME, _TEXT = 2, 3
_WIDTHS = {"A": 3, "B": 34, "C": 96}
_LINE = 16.0
#: As many letters of running text fit into a width of 1, which is that of a digit.
_LETTERS = 1.12

_STEPS = (
    (mark("Rows"), mark("One thing on each row. The grey IDs are there already; leave them as they are.")),
    (
        mark("Several values"),
        mark("Put a semicolon between them: P1 Exercise; P2 Meals. What counts is the ID, the first word."),
    ),
    (mark("Menus"), mark("A cell with a menu shows what fits there, also what you write on other sheets.")),
    (
        mark("Dates"),
        mark("Write 3.10.2022 or 2022-10-03, or in a column of years the year alone: 2026."),
    ),
    (
        mark("More columns"),
        mark("Press + above the columns to see the rest. Point at a header, and it tells its meaning."),
    ),
    (
        mark("Check"),
        mark("planweave check {file} names the sheet, row and column of all that is unclear."),
    ),
)


def guide(page: Worksheet, tabs: Sequence[Tab], words: Words, title: str, file: str) -> None:
    """Fill in the sheet: where to begin, how to write, what colours mean, which other sheets there are."""
    page.sheet_view.showGridLines = False
    page.sheet_view.showRowColHeaders = False
    for letter, width in _WIDTHS.items():
        page.column_dimensions[letter].width = width
    writer = _Writer(page, words)
    writer.head(title)
    first = [tab for tab in tabs if tab.in_front]
    behind = [tab for tab in tabs if not tab.in_front]
    writer.section(mark("Begin here"))
    for tab in first:
        writer.link(tab)
    writer.section(mark("How to write"))
    for name, text in _STEPS:
        writer.line(words.say(name), words.say(text, file=file) if "{file}" in text else words.say(text))
    writer.colours()
    if behind:
        writer.section(mark("All other sheets are optional"))
        for group, members in _grouped(behind, words):
            writer.group(group, members)
    _print(page, writer.row)


def _grouped(tabs: Sequence[Tab], words: Words) -> Iterator[tuple[SheetGroup, list[Tab]]]:
    for group in words.model.groups:
        members = [tab for tab in tabs if tab.model is not None and tab.model.group == group.name]
        if members:
            yield group, members


@dataclass
class _Writer:
    """Writes line after line."""

    page: Worksheet
    words: Words
    row: int = field(default=1)

    def head(self, title: str) -> None:
        self._put(_NAME, title, look.Look(look.font(look.ACCENT_DARK, 20, bold=True), None, _PLAIN))
        self.page.row_dimensions[self.row].height = 32
        self.row += 1
        text = self.words.say(
            mark(
                "A plan as a workbook. Fill in the sheets below in any order; "
                "priorities, actions and bodies are enough to begin."
            )
        )
        self._put(_NAME, text, look.Look(look.font(look.SOFT), None, _PLAIN))
        self.row += 1

    def section(self, message: str) -> None:
        self.page.row_dimensions[self.row].height = 9
        self.row += 1
        line = Border(bottom=Side(style="medium", color=look.ACCENT))
        heading = look.Look(look.font(look.ACCENT_DARK, 13, bold=True), None, _PLAIN, line)
        self._put(_NAME, self.words.say(message), heading)
        self._put(_TEXT, "", heading)
        self.page.row_dimensions[self.row].height = 22
        self.row += 1

    def line(self, name: str, text: str) -> None:
        self._put(_NAME, name, look.Look(look.font(bold=True), None, _WRAPPED))
        self._put(_TEXT, text, look.Look(look.font(), None, _WRAPPED))
        self._height(text, _WIDTHS["C"])
        self.row += 1

    def link(self, tab: Tab) -> None:
        text = self.words.pick(tab.model.descriptions) if tab.model else ""
        self._put(_NAME, tab.title, look.Look(look.font(look.ACCENT, bold=True), None, _WRAPPED))
        self._target(_NAME, tab)
        self._put(_TEXT, text, look.Look(look.font(), None, _WRAPPED))
        self._height(text, _WIDTHS["C"])
        self.row += 1

    def group(self, group: SheetGroup, tabs: Sequence[Tab]) -> None:
        name = self.words.pick(group.names, group.name)
        self._put(_NAME, name, look.Look(look.font(look.SOFT, 10, bold=True), None, _LOW))
        self.page.row_dimensions[self.row].height = 20
        self.row += 1
        for tab in tabs:
            text = self.words.pick(tab.model.descriptions) if tab.model else ""
            self._put(_NAME, tab.title, look.Look(look.font(look.ACCENT, 10), None, _WRAPPED))
            self._target(_NAME, tab)
            self._put(_TEXT, text, look.Look(look.font(look.SOFT, 10), None, _WRAPPED))
            self._height(text, _WIDTHS["C"] * 1.08)
            self.row += 1

    def colours(self) -> None:
        self.section(mark("What the colours mean"))
        required = look.Look(look.font(look.WHITE, bold=True), look.fill(look.ACCENT), _SWATCH)
        other = look.header_look(None, folded=False)
        example = look.Look(look.font(look.FAINT, italic=True), look.fill(look.GROUND), _SWATCH)
        word = self.words.pick(self.words.front.example)
        self._swatch(self.words.say(mark("Dark header")), mark("Fill this in on every row."), required)
        light = look.Look(other.font, other.fill, _SWATCH)
        self._swatch(self.words.say(mark("Light header")), mark("Fill this in where it is known."), light)
        self._swatch(f"{word}: …", mark("An example; it is not read, and may be deleted."), example)
        for severity, text in _TOLD.items():
            name, colour = look.SEVERITIES[severity]
            self._swatch(self.words.say(name).capitalize(), text, _found(colour))
        self._swatch(
            self.words.say(mark("Grey tab")), mark("A sheet that is optional."), _found(look.OPTIONAL)
        )

    def _swatch(self, name: str, text: str, how: look.Look) -> None:
        self._put(_NAME, name, how)
        self._put(_TEXT, self.words.say(text), look.Look(look.font(), None, _WRAPPED))
        self.row += 1

    def _put(self, column: int, text: str, how: look.Look) -> None:
        cell = self.page.cell(self.row, column)
        if text:
            cell.value = text
            cell.data_type = "s"
        how.put(cell)

    def _target(self, column: int, tab: Tab) -> None:
        cell = self.page.cell(self.row, column)
        place = f"{quote_sheetname(tab.title)}!A1"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place, display=tab.title)

    def _height(self, text: str, width: float) -> None:
        lines = 1 + int(len(text) // (width * _LETTERS))
        if lines > 1:
            self.page.row_dimensions[self.row].height = lines * _LINE


_PLAIN = Alignment(vertical="center")
_LOW = Alignment(vertical="bottom")
_WRAPPED = Alignment(vertical="top", wrap_text=True, indent=1)
_SWATCH = Alignment(vertical="center", indent=1)
_TOLD = {
    Severity.ERROR: mark("Correct this before the plan is added."),
    Severity.WARNING: mark("Look at this; it may be a mistake."),
    Severity.NOTE: mark("Advice only."),
}


def _found(colour: str) -> look.Look:
    return look.Look(look.font(bold=True), look.fill(colour), _SWATCH)


def _print(page: Worksheet, last: int) -> None:
    page.print_area = f"A1:C{last}"
    page.page_setup.orientation = "portrait"
    page.page_setup.paperSize = "9"
    page.page_setup.fitToHeight = 1
    page.print_options.horizontalCentered = True
    page.page_margins.top = page.page_margins.bottom = 0.5
