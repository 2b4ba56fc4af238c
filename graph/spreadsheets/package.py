"""Opens a spreadsheet file with care: what it is by its content, and that it cannot blow up when unpacked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from ..errors import Place, PlanweaveError, SourceError
from ..i18n import mark
from .xml_stream import DeclaredEntitiesError, require_no_entities

MEGABYTE = 1_000_000
MOST_UNPACKED = 500 * MEGABYTE
MOST_PARTS = 5_000
#: No part beyond a size may unpack to more times itself: sheets of long, alike rows reach about 100.
MOST_TIMES = 250
_WORTH_A_LOOK = 10 * MEGABYTE

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_HEADS = {_OLE: "XLS", _ZIP: "ZIP", b"%PDF": "PDF", b"PK\x05\x06": "ZIP", b"{\\rtf": "RTF"}
_WEB_PAGE = re.compile(rb"<!doctype html|<(?:html|table|head|body)\b", re.IGNORECASE)
#: What a zip file is, by a part that it holds.
_PARTS = {
    "xl/workbook.bin": "XLSB",
    "word/document.xml": "DOCX",
    "ppt/presentation.xml": "PPTX",
    "[Content_Types].xml": "XLSX",
}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_LOCKED = 0x1


def kind_of(head: bytes) -> str:
    r"""Return what a file is by its first bytes, as its format is called; empty where they do not tell.

    >>> kind_of(b"%PDF-1.7"), kind_of(b"\n<html>"), kind_of(b"id;title")
    ('PDF', 'HTML', '')
    """
    found = next((kind for start, kind in _HEADS.items() if head.startswith(start)), "")
    return "HTML" if not found and _WEB_PAGE.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")) else found


@contextmanager
def readable(file: Path, where: Callable[[], Place] | None = None) -> Iterator[None]:
    """Tell whatever a damaged file makes a library say as one line; `where` says how far reading came.

    Raises
    ------
    SourceError
        Anything went wrong within.
    """
    try:
        yield
    except PlanweaveError:
        raise
    except PermissionError as error:
        message = mark("{file}: no permission to read it; is it open in another program?")
        raise SourceError(message, Place(file), file=file.name) from error
    except Exception as error:
        place = where() if where else Place(file)
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:120]
        message = mark("{file}: damaged or cut off ({reason}); save it again in a spreadsheet program")
        if place.sheet:
            message = mark("{file}, {sheet}, after row {row}: damaged ({reason}); save the file again")
        values = {"file": file.name, "sheet": place.sheet, "row": place.row or 0, "reason": reason}
        raise SourceError(message, place, **values) from error


@contextmanager
def opened(file: Path) -> Iterator[ZipFile]:
    """Open a spreadsheet that is a zip file, once it is known to be safe.

    Raises
    ------
    SourceError
        It is another kind of file, protected, damaged, or unpacks to more than any spreadsheet does.
    """
    with readable(file):
        with file.open("rb") as source:
            head = source.read(1024)
        _require_zip(file, head)
        archive = ZipFile(file)
        with archive:
            _require_kind(file, archive)
            _require_sound(file, archive.infolist())
            for part in archive.infolist():
                _require_no_entities(file, archive, part)
            yield archive


def refuse_kind(file: Path, kind: str) -> SourceError:
    """Return the error of a file that is of another kind than its name says."""
    expected = file.suffix[1:].upper()
    message = mark("{file}: no {expected} file by its content")
    if kind:
        message = mark("{file}: by its content a {kind} file, and {expected} is expected; save it as such")
    return SourceError(message, Place(file), file=file.name, kind=kind, expected=expected)


def refuse_password(file: Path) -> SourceError:
    """Return the error of a file that only opens with a password."""
    return SourceError(
        mark("{file}: is protected by a password; save it without"), Place(file), file=file.name
    )


def _require_zip(file: Path, head: bytes) -> None:
    kind = kind_of(head)
    if kind == "XLS" and _ENCRYPTED in file.read_bytes():
        raise refuse_password(file)
    if kind != "ZIP":
        raise refuse_kind(file, kind)


def _require_kind(file: Path, archive: ZipFile) -> None:
    names = set(archive.namelist())
    kind = next((kind for part, kind in _PARTS.items() if part in names), "ZIP")
    if "mimetype" in names and archive.getinfo("mimetype").file_size < len(_OPEN_DOCUMENT) + 100:
        text = archive.read("mimetype").decode("ascii", "replace")
        _, known, rest = text.strip().partition(_OPEN_DOCUMENT)
        kind = ("ODS" if rest.startswith("spreadsheet") else "ODT") if known else kind
    expected = "ODS" if file.suffix.casefold() == ".ods" else "XLSX"
    if kind != expected:
        raise refuse_kind(file, kind)


def _require_sound(file: Path, parts: list[ZipInfo]) -> None:
    if any(part.flag_bits & _LOCKED for part in parts):
        raise refuse_password(file)
    if len(parts) > MOST_PARTS:
        message = mark("{file}: holds {found} parts; no more than {most} are read")
        raise SourceError(message, Place(file), file=file.name, found=len(parts), most=MOST_PARTS)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        message = mark("{file}: unpacks to {found} MB; no more than {most} MB are read")
        values = {"found": unpacked // MEGABYTE, "most": MOST_UNPACKED // MEGABYTE}
        raise SourceError(message, Place(file), file=file.name, **values)
    names: set[str] = set()
    for part in parts:
        _require_sound_part(file, part, names)
        names.add(part.filename)


def _require_sound_part(file: Path, part: ZipInfo, names: set[str]) -> None:
    times = part.file_size // max(part.compress_size, 1)
    if part.file_size > _WORTH_A_LOOK and times > MOST_TIMES:
        message = mark("{file}: its part {part} unpacks to {found} times its size, as no spreadsheet does")
        raise SourceError(message, Place(file), file=file.name, part=part.filename, found=times)
    path = PurePosixPath(part.filename.replace("\\", "/"))
    if ".." in path.parts or path.is_absolute() or part.filename in names:
        message = mark("{file}: its part {part} stands there twice, or leads out of the file")
        raise SourceError(message, Place(file), file=file.name, part=part.filename)


def _require_no_entities(file: Path, archive: ZipFile, part: ZipInfo) -> None:
    try:
        with archive.open(part) as source:
            require_no_entities(source)
    except DeclaredEntitiesError as error:
        raise refuse_entities(file, part.filename) from error


def refuse_entities(file: Path, part: str) -> SourceError:
    """Return the error of XML that declares a document type, with which entities could grow."""
    message = mark("{file}: its part {part} declares a document type, as no spreadsheet does")
    return SourceError(message, Place(file), file=file.name, part=part)
