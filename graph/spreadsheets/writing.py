"""Writes workbooks: `.xlsx`, or a folder of CSV."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from ontology import Model

from ..findings import Severity
from ..workbook import Workbook
from . import csv_writing
from .suffixes import XLSX


@dataclass(frozen=True)
class Mark:
    """A cell to colour and comment: by sheet, line and header; without a header the whole row."""

    sheet: str
    row: int
    header: str
    severity: Severity
    text: str


def write_workbook(
    workbook: Workbook,
    path: Path,
    model: Model,
    lang: str = "en",
    marks: Iterable[Mark] = (),
    front: Collection[str] = (),
) -> None:
    """Write a workbook by the suffix of its path: `.xlsx` in a language, else a folder of CSV.

    Rows and headers stand where the workbook has them; of the sheets without content those named in
    `front` stand with the others. A file is there whole or not at all; a folder
    must be new or empty, or hold a workbook of which the same sheets are written again.
    """
    if path.suffix.casefold() == XLSX:
        from .xlsx_writing import write_xlsx

        write_xlsx(workbook, path, model, lang, tuple(marks), front)
    else:
        csv_writing.write_folder(workbook, path, model)
