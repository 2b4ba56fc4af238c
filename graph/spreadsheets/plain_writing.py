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

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def tables_as_bytes(tables: Tables) -> bytes:
    """Return tables as the content of an `.xlsx` file, each on a sheet of its own.

    Text stays text, also where it looks like a formula; numbers stay numbers. The same tables give
    the same bytes.
    """
    from openpyxl import Workbook

    from .xlsx_saving import as_bytes

    ready = {name: (headers, list(rows)) for name, (headers, rows) in tables.items()}
    book = Workbook(write_only=True)
    for name, (headers, rows) in ready.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.append([_cell(sheet, header) for header in headers])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    return as_bytes(book)


def _cell(sheet: Any, value: Value) -> Any:  # noqa: ANN401 - openpyxl has no common type for them
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    text = _FORBIDDEN.sub("", value)[:LONGEST]
    if not text:
        return None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = neutral(text) != text
    return cell
