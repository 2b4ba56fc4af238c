"""Writes plain tables as an `.xlsx` file for other programs: headers and rows, nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..neutral import neutral
from .gathering import LONGEST

Value = str | int | float | None
#: Sheets by name: the headers, and rows of as many cells.
Tables = Mapping[str, tuple[Sequence[str], Iterable[Sequence[Value]]]]

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WHEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def tables_as_bytes(tables: Tables) -> bytes:
    """Return tables as the content of an `.xlsx` file, each on a sheet of its own.

    Text stays text, also where it looks like a formula; numbers stay numbers. The same tables give
    the same bytes.
    """
    from openpyxl import Workbook

    ready = {name: (headers, list(rows)) for name, (headers, rows) in tables.items()}
    book = Workbook(write_only=True)
    for name, (headers, rows) in ready.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.append([_cell(sheet, header) for header in headers])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    made = io.BytesIO()
    book.save(made)
    return _without_time(made)


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


def _without_time(made: io.BytesIO) -> bytes:
    """Return a workbook without the time at which it was written."""
    result = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = _WHEN.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(entry))
            new.writestr(zipfile.ZipInfo(entry, _FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return result.getvalue()
