"""A folder of CSV files as a workbook: each file is a sheet, its first row holds headers.

UTF-8, with or without a byte order mark; comma, semicolon or tab, or what a line such as `sep=;` above
the headers says.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from ..errors import Place, SourceError
from ..i18n import mark
from .grids import Grid
from .neutral import as_written

SUFFIX = ".csv"
_SEPARATOR = re.compile(r"sep=([,;|\t])\s*", re.IGNORECASE)


def read_grid(file: Path) -> Grid:
    """Read one CSV file.

    Raises
    ------
    SourceError
        It is not UTF-8, or is no CSV; the message names file and line.
    """
    text = _decode(file)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        records = [(number, [as_written(cell) for cell in record]) for number, record in enumerate(reader, 1)]
    except csv.Error as error:
        place = Place(file=file, sheet=file.stem, line=reader.line_num)
        message = mark("{file}, line {line}: not CSV ({reason})")
        values = {"file": file.name, "line": reader.line_num, "reason": error}
        raise SourceError(message, place, **values) from error
    if _SEPARATOR.fullmatch(text.split("\n", 1)[0]):
        records = records[1:]
    return Grid(file.stem, file.stem, file, records)


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
