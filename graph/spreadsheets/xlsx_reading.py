"""Reads `.xlsx` files into grids."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl

from .grids import Grid

SUFFIX = ".xlsx"


def read_grids(file: Path) -> list[Grid]:
    """Return every sheet of a file, formulas as text."""
    book = openpyxl.load_workbook(file, read_only=True, data_only=False)
    try:
        return [
            Grid(
                sheet.title,
                sheet.title,
                file,
                [(n, [_text(v) for v in row]) for n, row in enumerate(sheet.iter_rows(values_only=True), 1)],
            )
            for sheet in book.worksheets
        ]
    finally:
        book.close()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
