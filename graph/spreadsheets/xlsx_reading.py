"""Reads `.xlsx` and `.xlsm` files into grids; macros, charts and links in them are passed by."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl

from ..errors import Place, SourceError
from ..i18n import mark
from .gathering import Gathered
from .grids import Grid
from .package import opened, readable
from .xlsx_cells import BookValues, SheetCells, unescaped
from .xml_stream import first_element, read_xml


def read_grids(file: Path) -> Iterator[Grid]:
    """Yield every sheet of a file, hidden ones too, formulas as text.

    Raises
    ------
    SourceError
        It is no such file, is protected or damaged, or holds more than fits.
    """
    with opened(file) as archive, readable(file):
        yield from _grids(file, archive)


def _grids(file: Path, archive: ZipFile) -> Iterator[Grid]:
    with warnings.catch_warnings(), file.open("rb") as source:
        # What openpyxl would lose when it writes the file again is of no concern here.
        warnings.simplefilter("ignore")
        # What else openpyxl knows of a book it keeps to itself, so that its types do not tell; its own
        # rows are slow where a sheet has far-off cells, and have no merged ranges.
        book: Any = openpyxl.load_workbook(source, read_only=True, keep_links=False)
    sheets = [(sheet.title, sheet._worksheet_path) for sheet in book.worksheets]
    if not sheets:
        message = mark("{file}: no sheet can be read; save it as an Excel workbook (.xlsx)")
        raise SourceError(message, Place(file), file=file.name)
    strings = [unescaped(text) for text in book.worksheets[0]._shared_strings]
    values = BookValues(strings, book._date_formats, book._timedelta_formats, book.epoch)
    del book
    for title, part in sheets:
        if _is_sheet(archive, part):
            yield _grid(Gathered(file, title), archive, part, values)


def _is_sheet(archive: ZipFile, part: str) -> bool:
    """Whether a part has cells that a person wrote, not macros; one that cannot be read tells so itself."""
    with archive.open(part) as source:
        name = first_element(source)
    return not name or name.endswith(" worksheet")


def _grid(gathered: Gathered, archive: ZipFile, part: str, values: BookValues) -> Grid:
    cells = SheetCells(values, gathered)
    with readable(gathered.file, gathered.place), archive.open(part) as source:
        read_xml(source, cells)
    return gathered.grid(cells.merges)
