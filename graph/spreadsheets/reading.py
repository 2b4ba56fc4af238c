"""Finds and reads workbooks, whatever kind of file they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from ..errors import Place, SourceError
from ..i18n import mark
from ..workbook import Sheet, Workbook
from . import csv_folder, ods, xls_reading
from .grids import Grid, sheet_of
from .package import readable
from .suffixes import WITH_MACROS, XLSX


def _read_xlsx(file: Path) -> Iterator[Grid]:
    from .xlsx_reading import read_grids

    return read_grids(file)


_READERS: Mapping[str, Callable[[Path], Iterator[Grid]]] = {
    XLSX: _read_xlsx,
    WITH_MACROS: _read_xlsx,
    ods.SUFFIX: ods.read_grids,
    ods.FLAT: ods.read_flat_grids,
    xls_reading.SUFFIX: xls_reading.read_grids,
}
#: Files that a person may take for a sheet of a folder, and that are not read there.
_LIKE_SHEETS = {".tsv", ".tab", ".xlsb", ".numbers", *_READERS}


def is_workbook(path: Path) -> bool:
    """Whether a path is a spreadsheet, or a folder that holds sheets of its own."""
    if path.is_file():
        return path.suffix.casefold() in _READERS
    return path.is_dir() and any(_is_sheet(file) for file in path.iterdir())


def find_workbooks(path: Path) -> list[Path]:
    """Return the workbooks at or below a path, in the order of their names.

    A spreadsheet in a folder that holds sheets is none of its own.

    Raises
    ------
    SourceError
        Nothing is there, or nothing there is a workbook.
    """
    with readable(path):
        if not path.exists():
            message = mark("{path}: no such file or folder")
            raise SourceError(message, Place(file=path), path=path)
        found = list(filter(is_workbook, [path])) if path.is_file() else list(_below(path))
    if not found:
        raise _no_workbook(path)
    return found


def read_workbook(path: Path) -> Workbook:
    """Read a spreadsheet file, or a folder of CSV files.

    Raises
    ------
    SourceError
        A file cannot be read, or has no headers; the message names file and line. Or two sheets have
        one name.
    """
    with readable(path):
        files = [] if path.is_file() else _files(path)
    if not files:
        # A sheet without a cell, as programs add them, is none.
        return Workbook(path, _by_name(path, (sheet_of(g) for g in _reader(path)(path) if g.rows)))
    sheets = (sheet_of(csv_folder.read_grid(file)) for file in files if _is_sheet(file))
    unread = tuple(file for file in files if file.suffix.casefold() in _LIKE_SHEETS)
    return Workbook(path, _by_name(path, sheets), unread)


def read_grids(file: Path) -> list[Grid]:
    """Read the sheets of any spreadsheet or CSV file as they stand, for those that know their own headers.

    Raises
    ------
    SourceError
        The file cannot be read; the message names it, and the place as far as it is known.
    """
    if _is_sheet(file):
        return [csv_folder.read_grid(file)]
    return list(_reader(file)(file))


def _reader(file: Path) -> Callable[[Path], Iterator[Grid]]:
    reader = _READERS.get(file.suffix.casefold())
    if reader is None or not file.is_file():
        raise _no_workbook(file)
    return reader


def _is_sheet(file: Path) -> bool:
    return file.suffix.casefold() == csv_folder.SUFFIX


def _files(folder: Path) -> list[Path]:
    """Return the files of a folder without those that spreadsheet programs keep beside an open one."""
    return sorted(
        file for file in folder.iterdir() if file.is_file() and not file.name.startswith((".", "~"))
    )


def _no_workbook(path: Path) -> SourceError:
    message = mark(
        "{path}: no workbook here; expected a folder with info.csv and other sheets, or one of: {kinds}"
    )
    if path.is_file() and _is_sheet(path):
        message = mark("{path}: one sheet is no workbook; give the folder that it stands in")
    return SourceError(message, Place(file=path), path=path, kinds=", ".join(_READERS))


def _by_name(path: Path, read: Iterable[Sheet]) -> dict[str, Sheet]:
    sheets: dict[str, Sheet] = {}
    seen: dict[str, Sheet] = {}
    for sheet in read:
        first = seen.setdefault(sheet.name.casefold(), sheet)
        if first is not sheet:
            message = mark("{path}: {first} and {second} are one sheet; take one of them away")
            names = [s.title if sheet.file == path else s.file.name for s in (first, sheet)]
            values = {"first": names[0], "second": names[1]}
            raise SourceError(message, Place(sheet.file, sheet.name), path=path, **values)
        sheets[sheet.name] = sheet
    return sheets


def _below(path: Path) -> Iterator[Path]:
    for folder in (path, *sorted(below for below in path.rglob("*") if below.is_dir())):
        if is_workbook(folder):
            yield folder
        else:
            yield from filter(is_workbook, _files(folder))
