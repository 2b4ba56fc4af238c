"""Writes a workbook as a folder of CSV files, which diffs well."""

from __future__ import annotations

import csv
from pathlib import Path

from ontology import Model

from ..workbook import Workbook


def write_folder(workbook: Workbook, folder: Path, model: Model) -> None:
    """Write each sheet as a UTF-8 file with commas and line feeds."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, sheet in workbook.sheets.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(sheet.headers)
            writer.writerows([row.cells.get(header, "") for header in sheet.headers] for row in sheet.rows)
