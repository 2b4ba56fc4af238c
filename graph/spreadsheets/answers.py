"""Writes answers as an `.xlsx` file for people: a sheet of contents with links, then a sheet for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..neutral import neutral
from .gathering import LONGEST
from .plain_writing import FORBIDDEN, Value, sheet_name

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDEST, _NARROWEST = 60, 12


@dataclass(frozen=True)
class Page:
    """A sheet: its title, lines above the table, the headers, and rows of as many values."""

    title: str
    about: Sequence[str]
    headers: Sequence[str]
    rows: Sequence[Sequence[Value]]


def pages_as_bytes(front: Page, pages: Sequence[Page], title: str, lang: str) -> bytes:
    """Return a spreadsheet: `front`, of which each row leads to the page in its place, then the pages.

    Text stays text, also where it looks like a formula; numbers stay numbers.
    """
    from openpyxl import Workbook

    from .xlsx_saving import as_bytes

    book = Workbook()
    first = book.active
    assert first is not None
    names = _names([front.title, *(page.title for page in pages)])
    first.title = names[0]
    begin = _fill(first, front)
    for place, (name, page) in enumerate(zip(names[1:], pages, strict=True)):
        sheet = book.create_sheet(name)
        _fill(sheet, page)
        _lead(first, begin + place, 2, name)
    book.properties.title, book.properties.creator, book.properties.language = title, "", lang
    return as_bytes(book)


def _names(titles: Sequence[str]) -> list[str]:
    """Return a name for each sheet, as spreadsheets allow them; all but the first are numbered."""
    numbered = [titles[0], *(f"{place} {title}" for place, title in enumerate(titles[1:], 1))]
    return [sheet_name(name) for name in numbered]


def _fill(sheet: Worksheet, page: Page) -> int:
    """Write a page, and return the first row of its table."""
    from openpyxl.styles import Alignment, Font, PatternFill

    for number, text in enumerate(page.about, 1):
        cell = sheet.cell(number, 1)
        _put(sheet, number, 1, text)
        cell.font = Font(bold=number == 1, size=14 if number == 1 else 11)
    head = len(page.about) + 2
    for place, name in enumerate(page.headers, 1):
        _put(sheet, head, place, name)
        cell = sheet.cell(head, place)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="EEF3F6")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(page.rows, head + 1):
        for place, value in enumerate(row, 1):
            _put(sheet, number, place, value)
            sheet.cell(number, place).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = f"A{head + 1}"
    _print(sheet, page, head)
    return head + 1


def _print(sheet: Worksheet, page: Page, head: int) -> None:
    """Give the columns their widths, and the page its way onto paper."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for place, name in enumerate(page.headers):
        longest = max((len(str(row[place] or "")) for row in page.rows), default=0)
        wide = min(max(longest, len(name), _NARROWEST), _WIDEST)
        sheet.column_dimensions[get_column_letter(place + 1)].width = wide + 2
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.print_title_rows = f"{head}:{head}"
    if page.rows and page.headers:
        last = f"{get_column_letter(len(page.headers))}{head + len(page.rows)}"
        sheet.auto_filter.ref = f"A{head}:{last}"


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    cell = sheet.cell(row, column)
    if not isinstance(value, str):
        cell.value = value
        return
    text = FORBIDDEN.sub("", value)[:LONGEST]
    if text:
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = neutral(text) != text


def _lead(sheet: Worksheet, row: int, column: int, name: str) -> None:
    """Let a cell lead to a sheet."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell = sheet.cell(row, column)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!A1", display=str(cell.value or ""))
    cell.font = Font(underline="single", color="14506A")
