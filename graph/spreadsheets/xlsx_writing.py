"""Writes a workbook as an `.xlsx` file for people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from ontology import Model

from ..workbook import Workbook

if TYPE_CHECKING:
    from .writing import Mark

SUFFIX = ".xlsx"


def write_xlsx(workbook: Workbook, file: Path, model: Model, lang: str, marks: Sequence[Mark] = ()) -> None:
    """Write the sheets in the order of the model, each row in its line."""
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for name, sheet in workbook.sheets.items():
        written = book.create_sheet(name)
        for column, header in enumerate(sheet.headers, 1):
            written.cell(1, column, header)
            for row in sheet.rows:
                written.cell(row.number, column, row.cells.get(header))
    book.save(file)
