"""Saves a spreadsheet: the same workbook gives the same bytes, and a file is there whole or not at all."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook as Book

from ..errors import Place, SourceError
from ..i18n import mark
from ..whole_files import write_whole

#: The earliest time that a ZIP file can hold.
_TIME = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
#: Rows keep the height that fits their text, and yet grow when more is typed.
_FIXED_HEIGHT = re.compile(rb'(<row [^>]*?) customHeight="1"')
_SHEETS = "xl/worksheets/sheet"
_TIMES = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")


def save(book: Book, file: Path) -> None:
    """Write a book to a file.

    Raises
    ------
    SourceError
        The file cannot be written, because another program has it open or the folder is missing.
    """
    data = as_bytes(book)
    try:
        write_whole(file, data)
    except OSError as error:
        message = mark("{file}: cannot be written ({reason}); is it open in another program?")
        raise SourceError(message, Place(file), file=file, reason=error.strerror or error) from error


def as_bytes(book: Book) -> bytes:
    """Return the file without the times at which it was made."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with (
        zipfile.ZipFile(raw) as source,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, _mended(name, data))
    return fixed.getvalue()


def _mended(name: str, data: bytes) -> bytes:
    if name == _CORE:
        return _TIMES.sub(b"", data)
    return _FIXED_HEIGHT.sub(rb"\1", data) if name.startswith(_SHEETS) else data
