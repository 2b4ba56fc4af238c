"""Marks cells in a copy of an `.xlsx` file, and lists the marks on a sheet in front."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ..findings import Severity
from ..spots import Spot
from ..whole_files import written_whole
from . import xlsx_look as look

_AUTHOR = "Planweave"
# Told apart without colour too: the word stands in every comment and in the list.
_FILLS = {severity: look.fill(colour) for severity, (_, colour) in look.SEVERITIES.items()}
_WEIGHTS = list(Severity)
_HEAD = look.fill(look.ACCENT_DARK)
_LINE = Border(bottom=Side("thin", color=look.LINE))
_WIDTHS = (12, 20, 8, 26, 32, 80)
_FONT, _ROW, _MOST_LINES = "Calibri", 15, 12
_COMMENT_WIDTH, _COMMENT_LINE, _COMMENT_LETTERS = 340, 18, 46


@dataclass(frozen=True)
class Remark:
    """What is said of a cell, with the word of its severity."""

    spot: Spot
    severity: Severity
    word: str
    text: str


@dataclass(frozen=True)
class Words:
    """The name of the sheet that lists the remarks, and its headers."""

    title: str
    headers: tuple[str, ...]


def write_annotated(source: Path, target: Path, remarks: Sequence[Remark], words: Words) -> None:
    """Write a copy of a file with remarks; the copy is there whole or not at all."""
    book = openpyxl.load_workbook(source)
    _remove_list(book, words)
    by_cell: dict[tuple[str, str], list[Remark]] = {}
    for remark in remarks:
        if remark.spot.sheet in book.sheetnames:
            by_cell.setdefault((remark.spot.sheet, _address(remark.spot)), []).append(remark)
    for (sheet, address), those in by_cell.items():
        _mark(book[sheet][address], those)
    _list(book, remarks, words)
    with written_whole(target) as written:
        book.save(written)


def _remove_list(book: Workbook, words: Words) -> None:
    """Remove the list of an earlier copy; a sheet of a person's own that only has its name gets another."""
    if words.title not in book.sheetnames:
        return
    sheet = book[words.title]
    if (
        isinstance(sheet, Worksheet)
        and tuple(c.value for c in sheet[1][: len(words.headers)]) == words.headers
    ):
        del book[words.title]
    else:
        sheet.title = f"{words.title} 2"


def _address(spot: Spot) -> str:
    return spot.cell or f"A{spot.row or 1}"


def _mark(cell: Cell, remarks: Iterable[Remark]) -> None:
    worst = min((remark.severity for remark in remarks), key=_WEIGHTS.index)
    cell.fill = copy(_FILLS[worst])
    own = cell.comment.text if cell.comment else ""
    lines = [line for r in remarks if (line := f"{_capital(r.word)}: {r.text}") not in own]
    text = "\n".join([*([own] if own else []), *lines])
    height = sum(1 + len(line) // _COMMENT_LETTERS for line in text.split("\n")) + 1
    comment = Comment(text, cell.comment.author if cell.comment else _AUTHOR)
    comment.width, comment.height = _COMMENT_WIDTH, height * _COMMENT_LINE
    cell.comment = comment


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _list(book: Workbook, remarks: Sequence[Remark], words: Words) -> None:
    sheet = book.create_sheet(words.title, 0)
    for column, (header, width) in enumerate(zip(words.headers, _WIDTHS, strict=True), 1):
        head = sheet.cell(1, column, header)
        head.font, head.fill = Font(_FONT, 11, bold=True, color=look.WHITE), copy(_HEAD)
        head.alignment = Alignment(vertical="center")
        sheet.column_dimensions[head.column_letter].width = width
    for number, remark in enumerate(remarks, 2):
        spot = remark.spot
        address = _address(spot) if spot.sheet in book.sheetnames else ""
        cell = address or spot.cell
        values = (remark.word, spot.sheet, cell, spot.header, spot.found, remark.text)
        for column, value in enumerate(values, 1):
            _write(sheet, number, column, value)
        lines = max(-(-len(value) // wide) for value, wide in zip(values, _WIDTHS, strict=True))
        sheet.row_dimensions[number].height = _ROW * min(max(lines, 1), _MOST_LINES)
        sheet.cell(number, 1).fill = copy(_FILLS[remark.severity])
        if address:
            _link(sheet, number, spot.sheet, address)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:F{len(remarks) + 1}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0


def _write(sheet: Worksheet, row: int, column: int, value: str) -> None:
    cell = sheet.cell(row, column, value or None)
    if value:
        # A formula that is told of stays text.
        cell.data_type = "s"
    cell.font = Font(_FONT, 11)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = _LINE


def _link(sheet: Worksheet, row: int, title: str, address: str) -> None:
    quoted = title.replace("'", "''")
    for column in (2, 3):
        cell = sheet.cell(row, column)
        if cell.value:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{address}")
            cell.font = Font(_FONT, 11, color=look.ACCENT, underline="single")
