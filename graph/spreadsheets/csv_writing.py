"""Writes a workbook as a folder of CSV files, which diffs well."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from ontology import Model

from ..errors import Place, SourceError
from ..i18n import mark
from ..neutral import neutral
from ..workbook import Sheet, Workbook
from . import csv_folder

# What a name of a file cannot hold on one system or another.
_NO_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*]|^[.\s]|[.\s]$')
_SIGNS = re.compile(r"[;\t]")


def write_folder(workbook: Workbook, folder: Path, model: Model, *, overwrite: bool = False) -> None:
    """Write each sheet as a UTF-8 file with commas and line feeds; reading the folder gives the same.

    Rows and headers stand where the sheet has them. Each file is there whole or not at all, and none is
    touched before all could be written. Cells that a spreadsheet would run are written as text.

    Parameters
    ----------
    workbook
        The sheets to write.
    folder
        Where to write; made where there is none.
    model
        Which sheets there are.
    overwrite
        Whether sheets that the folder has and the workbook has not may be removed. Files that are no sheets
        of a plan always stay.

    Raises
    ------
    SourceError
        The folder is a file; it holds sheets of another workbook, and may not be overwritten; or the name
        of a sheet is no name of a file.
    """
    texts = {_file(folder, name): _text(sheet) for name, sheet in workbook.sheets.items()}
    if folder.exists() and not folder.is_dir():
        message = mark("{path}: is a file, and the workbook needs a folder")
        raise SourceError(message, Place(folder), path=folder)
    stale = sorted(set(_sheets_in(folder, model)) - texts.keys())
    if stale and not overwrite:
        message = mark("{path}: holds sheets that the new workbook does not have: {sheets}")
        raise SourceError(message, Place(folder), path=folder, sheets=", ".join(f.name for f in stale))
    folder.mkdir(parents=True, exist_ok=True)
    _write(texts)
    for file in stale:
        file.unlink()


def _file(folder: Path, name: str) -> Path:
    if not name or _NO_NAME.search(name):
        message = mark("“{name}” cannot be the name of a file; give the sheet another name")
        raise SourceError(message, Place(folder, name), name=name)
    return folder / f"{name}{csv_folder.SUFFIX}"


def _sheets_in(folder: Path, model: Model) -> Iterator[Path]:
    """Yield the sheets of a plan that a folder holds; a name that went away is one of a sheet too."""
    names = {*model.sheets, *model.former_sheets}
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.suffix.casefold() == csv_folder.SUFFIX and file.stem in names and file.is_file():
            yield file


def _write(texts: Mapping[Path, str]) -> None:
    """Write all files beside their places, then put each in its place."""
    with ExitStack() as clean_up:
        written = {file: _beside(file, text, clean_up) for file, text in texts.items()}
        for file, beside in written.items():
            beside.replace(file)


def _beside(file: Path, text: str, clean_up: ExitStack) -> Path:
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    clean_up.callback(beside.unlink, missing_ok=True)
    with beside.open("w", encoding="utf-8", newline="") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    return beside


def _text(sheet: Sheet) -> str:
    target = io.StringIO(newline="")
    # The sign between cells is guessed from the headers, and none within quotes is counted.
    odd = any(_SIGNS.search(header) for header in sheet.headers)
    headers = csv.writer(target, lineterminator="\n", quoting=csv.QUOTE_ALL if odd else csv.QUOTE_MINIMAL)
    headers.writerow([neutral(header) for header in sheet.headers])
    rows = csv.writer(target, lineterminator="\n")
    rows.writerows([neutral(cell) for cell in record] for record in _records(sheet))
    return target.getvalue()


def _records(sheet: Sheet) -> Iterable[list[str]]:
    """Yield each row in its line below the headers, with empty ones between."""
    first = {header: place for place, header in reversed(list(enumerate(sheet.headers))) if header}
    line = sheet.header_row
    for row in sheet.rows:
        while (line := line + 1) < row.number:
            yield []
        width = max((len(sheet.headers), *row.strays))
        cells = [""] * width
        for header, place in first.items():
            cells[place] = row.cells.get(header, "")
        for place, cell in row.strays.items():
            cells[place - 1] = cell
        yield cells
