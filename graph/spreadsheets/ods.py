"""Reads OpenDocument spreadsheets into grids: `.ods`, and `.fods`, which is the same XML in one file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from ..errors import Place, SourceError
from ..i18n import mark
from .grids import Grid
from .ods_cells import OdsCells
from .package import MEGABYTE, MOST_UNPACKED, kind_of, opened, readable, refuse_entities, refuse_password
from .package import refuse_kind as refuse
from .xml_stream import DeclaredEntitiesError, read_xml, require_no_entities

SUFFIX = ".ods"
#: The same as one file of XML.
FLAT = ".fods"
_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"


def read_grids(file: Path) -> Iterator[Grid]:
    """Yield every sheet of an `.ods` file, hidden ones too, formulas as text.

    Raises
    ------
    SourceError
        It is no such file, is protected or damaged, or holds more than fits.
    """
    with opened(file) as archive:
        if _MANIFEST in archive.namelist() and b"encryption-data" in archive.read(_MANIFEST):
            raise refuse_password(file)
        with archive.open(_CONTENT) as source:
            yield from _grids(file, source)


def read_flat_grids(file: Path) -> Iterator[Grid]:
    """Yield every sheet of a `.fods` file.

    Raises
    ------
    SourceError
        It is no such file, is damaged, or holds more than fits.
    """
    with readable(file), file.open("rb") as source:
        size = file.stat().st_size
        if size > MOST_UNPACKED:
            message = mark("{file}: unpacks to {found} MB; no more than {most} MB are read")
            values = {"found": size // MEGABYTE, "most": MOST_UNPACKED // MEGABYTE}
            raise SourceError(message, Place(file), file=file.name, **values)
        head = source.read(1024)
        if kind_of(head) or b"<" not in head:
            raise refuse(file, kind_of(head))
        source.seek(0)
        try:
            require_no_entities(source)
        except DeclaredEntitiesError as error:
            raise refuse_entities(file, file.name) from error
        source.seek(0)
        yield from _grids(file, source)


def _grids(file: Path, source: IO[bytes]) -> Iterator[Grid]:
    cells = OdsCells(file)
    with readable(file, cells.place):
        read_xml(source, cells)
    if not cells.grids:
        raise refuse(file, "")
    yield from cells.grids
