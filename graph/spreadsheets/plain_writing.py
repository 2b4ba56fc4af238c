"""Writes plain tables as an `.xlsx` file for other programs: headers and rows, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..neutral import neutral
from .gathering import LONGEST

Value = str | int | float | None
#: Sheets by name: the headers, and rows of as many cells.
Tables = Mapping[str, tuple[Sequence[str], Iterable[Sequence[Value]]]]

_NARROW, _WIDE = 8, 60
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
#: What no cell of an `.xlsx` file can hold.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def sheet_name(title: str) -> str:
    """Return a title as spreadsheets allow the name of a sheet.

    >>> sheet_name("Who/what?")
    'Who what'
    """
    return _NOT_IN_NAMES.sub(" ", title)[:_LONGEST_NAME].strip()


def tables_as_bytes(tables: Tables, *, for_people: bool = False) -> bytes:
    """Return tables as the content of an `.xlsx` file, each on a sheet of its own.

    Text stays text, also where it looks like a formula; numbers stay numbers. The same tables give
    the same bytes. `for_people` makes columns as wide as their text, headers bold, and long text wrap.
    """
    from openpyxl import Workbook

    from .xlsx_saving import as_bytes

    ready = {name: (headers, list(rows)) for name, (headers, rows) in tables.items()}
    book = Workbook(write_only=True)
    for name, (headers, rows) in ready.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        if for_people:
            _widen(sheet, headers, rows)
        sheet.append([_cell(sheet, header, bold=for_people) for header in headers])
        for row in rows:
            sheet.append([_cell(sheet, value, wrapped=for_people) for value in row])
    return as_bytes(book)


def _widen(sheet: Any, headers: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:  # noqa: ANN401
    """Make each column as wide as its longest text, within what a screen shows; before any row is there."""
    from openpyxl.utils import get_column_letter

    for place, header in enumerate(headers):
        texts = [header, *("" if row[place] is None else str(row[place]) for row in rows)]
        wide = max(len(line) for text in texts for line in (text.splitlines() or [""]))
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(max(wide, _NARROW), _WIDE) + 2


def _cell(
    sheet: Any,  # noqa: ANN401 - openpyxl has no common type for them
    value: Value,
    *,
    bold: bool = False,
    wrapped: bool = False,
) -> Any:  # noqa: ANN401
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    text = FORBIDDEN.sub("", value)[:LONGEST]
    if not text:
        return None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = neutral(text) != text
    if bold:
        cell.font = Font(bold=True)
    if wrapped:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
