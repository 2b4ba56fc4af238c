"""A folder of CSV files as a workbook: each file is a sheet, its first row holds headers.

UTF-8, UTF-16 with a byte order mark, or Windows-1252; comma, semicolon or tab, as the headers have it or
as a line such as `sep=;` above them says.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from ..errors import Place, SourceError
from ..i18n import mark
from ..neutral import as_written
from .gathering import LONGEST, Gathered
from .grids import Grid
from .package import kind_of, readable

SUFFIX = ".csv"
_SEPARATOR = re.compile(r"sep=([,;|\t])\s*", re.IGNORECASE)
_SIGNS = ",;\t"
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# Letters of two and three bytes: what has some of them is UTF-8 with a fault, not Windows-1252.
_UTF8_LETTERS = re.compile(rb"[\xc2-\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]")


def read_grid(file: Path) -> Grid:
    """Read one CSV file.

    Raises
    ------
    SourceError
        It is no text, or no CSV, or a cell is too long; the message names file and line.
    """
    with readable(file):
        text = _decode(file, file.read_bytes())
    said = _SEPARATOR.fullmatch(text.split("\n", 1)[0])
    gathered = Gathered(file, file.stem)
    # The sheet is refused with its cell where one is too long, not where the module csv stops.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + LONGEST))
    for number, record in _records(file, text, said[1] if said else _delimiter(text)):
        if said and number == 1:
            continue
        gathered.add(number, [as_written(cell) for cell in record])
        if not gathered.rows:
            gathered.rows.append((number, []))
    return gathered.grid()


def _records(file: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from enumerate(reader, 1)
    except csv.Error as error:
        place = Place(file=file, sheet=file.stem, line=reader.line_num)
        message = mark("{file}, line {line}: not CSV ({reason})")
        values = {"file": file.name, "line": reader.line_num, "reason": error}
        raise SourceError(message, place, **values) from error


def _decode(file: Path, data: bytes) -> str:
    encoding = next((name for start, name in _MARKS.items() if data.startswith(start)), "utf-8")
    kind = kind_of(data[:1024])
    if kind:
        message = mark("{file}: the content is {kind}; save the sheet as CSV UTF-8")
        raise SourceError(message, Place(file, file.stem), file=file.name, kind=kind)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text = _windows(file, data, error)
    if "\0" in text:
        raise _no_text(file, data, data.find(b"\0"))
    return text


def _windows(file: Path, data: bytes, error: UnicodeDecodeError) -> str:
    if _UTF8_LETTERS.search(data) or error.encoding != "utf-8":
        raise _no_text(file, data, error.start) from error
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as second:
        raise _no_text(file, data, second.start) from second


def _no_text(file: Path, data: bytes, at: int) -> SourceError:
    line = data[:at].count(b"\n") + 1
    message = mark("{file}, line {line}: not UTF-8 (byte {byte}); save the sheet as CSV UTF-8")
    values = {"file": file.name, "line": line, "byte": f"0x{data[at]:02X}"}
    return SourceError(message, Place(file=file, sheet=file.stem, line=line), **values)


def _delimiter(text: str) -> str:
    """Return the sign that stands most often between the headers, outside their quotes."""
    header = re.sub(r'"[^"]*"', "", text[:100_000]).lstrip("\r\n").split("\n", 1)[0]
    return max(_SIGNS, key=header.count)
