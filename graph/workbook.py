"""A workbook: the few sheets in which a plan is written, as a folder of CSV files.

Each file is a sheet; its first row holds headers. UTF-8, with or without a byte order mark;
comma, semicolon or tab, or what a line such as `sep=;` above the headers says.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .errors import Place, SourceError
from .i18n import mark

INFO = "info"

_SUFFIX = ".csv"
#: Files that a person may take for a sheet, and that are not read.
_LIKE_SHEETS = {".tsv", ".tab", ".xls", ".xlsx", ".xlsm", ".ods", ".numbers"}
_SEPARATOR = re.compile(r"sep=([,;|\t])\s*", re.IGNORECASE)

# Spreadsheets export some line breaks as such; XML and terminals cannot hold them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Row:
    """A row as written: `number` counts from 1 with the header as row 1.

    `strays` are the cells of columns without a header, by the number of the column.
    """

    number: int
    cells: Mapping[str, str]
    strays: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A sheet as written, its empty rows left out."""

    name: str
    file: Path
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Workbook:
    """The sheets of one plan or register, by name; `unread` are files that only look like sheets."""

    path: Path
    sheets: Mapping[str, Sheet]
    unread: tuple[Path, ...] = ()


def is_workbook(path: Path) -> bool:
    """Whether a folder holds sheets of its own."""
    return path.is_dir() and any(file.suffix.casefold() == _SUFFIX for file in path.iterdir())


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
    found = [folder for folder in _folders(path) if is_workbook(folder)]
    if not found:
        message = mark("{path}: no workbook here; expected a folder with info.csv and other sheets")
        raise SourceError(message, Place(file=path), path=path)
    return found


def read_workbook(path: Path) -> Workbook:
    """Read a folder of CSV files.

    Raises
    ------
    SourceError
        A file is not UTF-8, or is no CSV, or has no headers; the message names file and line. Or two
        files are one sheet.
    """
    files = sorted(file for file in path.iterdir() if file.is_file())
    sheets: dict[str, Sheet] = {}
    for file in files:
        if file.suffix.casefold() == _SUFFIX:
            if file.stem in sheets:
                message = mark("{path}: {first} and {second} are one sheet; take one of them away")
                names = {"first": sheets[file.stem].file.name, "second": file.name}
                raise SourceError(message, Place(file, file.stem), path=path, **names)
            sheets[file.stem] = _read_sheet(file)
    # What a spreadsheet program keeps beside an open file begins with a dot or a tilde.
    named = (file for file in files if not file.name.startswith((".", "~")))
    return Workbook(path, sheets, tuple(f for f in named if f.suffix.casefold() in _LIKE_SHEETS))


def _folders(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield path
        yield from sorted(folder for folder in path.rglob("*") if folder.is_dir())


def _decode(file: Path) -> str:
    data = file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        place = Place(file=file, sheet=file.stem, line=line)
        byte = f"0x{data[error.start]:02X}"
        message = mark("{file}, line {line}: not UTF-8 (byte {byte}); save the sheet as CSV UTF-8")
        raise SourceError(message, place, file=file.name, line=line, byte=byte) from error


def _delimiter(text: str) -> str:
    header = text.split("\n", 1)[0]
    said = _SEPARATOR.fullmatch(header)
    return said[1] if said else max(",;\t", key=header.count)


def _read_sheet(file: Path) -> Sheet:
    text = _decode(file)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        records = list(enumerate(reader, 1))
    except csv.Error as error:
        place = Place(file=file, sheet=file.stem, line=reader.line_num)
        message = mark("{file}, line {line}: not CSV ({reason})")
        values = {"file": file.name, "line": reader.line_num, "reason": error}
        raise SourceError(message, place, **values) from error
    if _SEPARATOR.fullmatch(text.split("\n", 1)[0]):
        records = records[1:]
    headers = tuple(cell.strip() for cell in records[0][1]) if records else ()
    rows = [row for row in (_row(n, headers, record) for n, record in records[1:]) if row.cells or row.strays]
    if rows and not any(headers):
        row = records[0][0]
        message = mark("{file}: row {row} is empty, and must hold the headers")
        raise SourceError(message, Place(file, file.stem, row), file=file.name, row=row)
    return Sheet(file.stem, file, headers, tuple(rows))


def _row(number: int, headers: tuple[str, ...], record: list[str]) -> Row:
    cells: dict[str, str] = {}
    strays: dict[int, str] = {}
    for position, cell in enumerate(record):
        header = headers[position] if position < len(headers) else ""
        text = _CONTROLS.sub(" ", cell.replace("\N{NO-BREAK SPACE}", " ")).strip()
        if text and header:
            cells[header] = text
        elif text:
            strays[position + 1] = text
    return Row(number, cells, strays)
