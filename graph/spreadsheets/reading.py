"""Finds and reads workbooks, whatever kind of file they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..errors import Place, SourceError
from ..i18n import mark
from ..workbook import Sheet, Workbook
from . import csv_folder, xlsx_reading
from .grids import Grid, sheet_of

#: Files that a person may take for a sheet of a folder, and that are not read there.
_LIKE_SHEETS = {".tsv", ".tab", ".xls", ".xlsx", ".xlsm", ".ods", ".numbers"}
_READERS = {xlsx_reading.SUFFIX: xlsx_reading.read_grids}


def is_workbook(path: Path) -> bool:
    """Whether a path is a spreadsheet, or a folder that holds sheets of its own."""
    if path.is_file():
        return path.suffix.casefold() in _READERS
    return path.is_dir() and any(file.suffix.casefold() == csv_folder.SUFFIX for file in path.iterdir())


def find_workbooks(path: Path) -> list[Path]:
    """Return the workbooks at or below a path, in the order of their names.

    Raises
    ------
    SourceError
        Nothing is there, or nothing there is a workbook.
    """
    if not path.exists():
        message = mark("{path}: no such file or folder")
        raise SourceError(message, Place(file=path), path=path)
    found = [folder for folder in _places(path) if is_workbook(folder)]
    if not found:
        message = mark("{path}: no workbook here; expected a folder with info.csv and other sheets")
        raise SourceError(message, Place(file=path), path=path)
    return found


def read_workbook(path: Path) -> Workbook:
    """Read a spreadsheet file, or a folder of CSV files.

    Raises
    ------
    SourceError
        A file cannot be read, or has no headers; the message names file and line. Or two sheets have
        one name.
    """
    if path.is_file():
        return Workbook(
            path, _by_name(path, [sheet_of(grid) for grid in _READERS[path.suffix.casefold()](path)])
        )
    files = sorted(file for file in path.iterdir() if file.is_file())
    sheets = [sheet_of(csv_folder.read_grid(f)) for f in files if f.suffix.casefold() == csv_folder.SUFFIX]
    # What a spreadsheet program keeps beside an open file begins with a dot or a tilde.
    named = (file for file in files if not file.name.startswith((".", "~")))
    return Workbook(
        path, _by_name(path, sheets), tuple(f for f in named if f.suffix.casefold() in _LIKE_SHEETS)
    )


def read_grids(file: Path) -> list[Grid]:
    """Read the sheets of any spreadsheet or CSV file as they stand, for those that know their own headers."""
    if file.suffix.casefold() == csv_folder.SUFFIX:
        return [csv_folder.read_grid(file)]
    return _READERS[file.suffix.casefold()](file)


def _by_name(path: Path, read: list[Sheet]) -> dict[str, Sheet]:
    sheets: dict[str, Sheet] = {}
    for sheet in read:
        if sheet.name in sheets:
            message = mark("{path}: {first} and {second} are one sheet; take one of them away")
            names = {"first": sheets[sheet.name].file.name, "second": sheet.file.name}
            raise SourceError(message, Place(sheet.file, sheet.name), path=path, **names)
        sheets[sheet.name] = sheet
    return sheets


def _places(path: Path) -> Iterator[Path]:
    yield path
    if path.is_dir():
        yield from sorted(path for path in path.rglob("*") if path.is_dir())
