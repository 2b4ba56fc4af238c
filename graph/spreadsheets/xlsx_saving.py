"""Saves a spreadsheet: the same workbook gives the same bytes, and a file is there whole or not at all."""

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

from openpyxl import Workbook as Book

from ..errors import Place, SourceError
from ..i18n import mark

#: The earliest time that a ZIP file can hold.
_TIME = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_TIMES = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")


def save(book: Book, file: Path) -> None:
    """Write a book to a file.

    Raises
    ------
    SourceError
        The file cannot be written, because another program has it open or the folder is missing.
    """
    data = _bytes(book)
    try:
        _replace(file, data)
    except OSError as error:
        message = mark("{file}: cannot be written ({reason}); is it open in another program?")
        raise SourceError(message, Place(file), file=file, reason=error.strerror or error) from error


def _bytes(book: Book) -> bytes:
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
            target.writestr(entry, _TIMES.sub(b"", data) if name == _CORE else data)
    return fixed.getvalue()


def _replace(file: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.stem}-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        _open_to_all(Path(name), file)
        Path(name).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _open_to_all(temporary: Path, file: Path) -> None:
    """Give the new file the rights of the one that it replaces, else those of any new file."""
    if file.exists():
        temporary.chmod(file.stat().st_mode & 0o777)
        return
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(0o666 & ~mask)
