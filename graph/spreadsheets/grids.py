"""A grid: a sheet as its file holds it, before anybody says which row holds the headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Place, SourceError
from ..i18n import mark
from ..workbook import Row, Sheet

# Spreadsheets export some line breaks as such; XML and terminals cannot hold them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_HEADERS_WITHIN = 20


@dataclass(frozen=True)
class Grid:
    """The rows of a sheet from that of its headers on, each with its line and its cells from column A on.

    `name` is the key of the sheet (the stem of a CSV file), `title` its name as written. Rows without a
    value are left out, but for the first of a CSV file.
    """

    name: str
    title: str
    file: Path
    rows: Sequence[tuple[int, Sequence[str]]]


def clean(cell: str) -> str:
    r"""Return a cell without blanks around it and without what no file can hold.

    >>> clean(" Kävely\u00a0ja  pyöräily\x0b ")
    'Kävely ja  pyöräily'
    """
    if cell.isprintable():
        return cell.strip()
    return _CONTROLS.sub(" ", cell.replace("\N{NO-BREAK SPACE}", " ")).strip()


def sheet_of(grid: Grid) -> Sheet:
    """Read the first row of a grid as headers, and the rest as rows.

    Raises
    ------
    SourceError
        The first row is empty, and others are not; or the first that holds anything stands too low.
    """
    header_row, cells = grid.rows[0] if grid.rows else (1, ())
    headers = tuple(clean(cell) for cell in cells)
    names = _names(headers)
    rows = [row for row in (_row(n, names, record) for n, record in grid.rows[1:]) if row]
    if rows and not any(headers):
        message = mark("{file}: row {row} is empty, and must hold the headers")
        place = Place(grid.file, grid.name, header_row)
        raise SourceError(message, place, file=grid.file.name, row=header_row)
    if header_row > _HEADERS_WITHIN:
        message = mark(
            "{file}, {sheet}: the first {most} rows are empty, and one of them must hold the headers"
        )
        values = {"file": grid.file.name, "sheet": grid.title, "most": _HEADERS_WITHIN}
        raise SourceError(message, Place(grid.file, grid.name, header_row), **values)
    positions = {header: place for place, header in reversed(list(enumerate(headers, 1))) if header}
    return Sheet(grid.name, grid.file, headers, tuple(rows), grid.title, header_row, positions)


def _names(headers: Sequence[str]) -> list[str]:
    """Return the headers, without those that stand there a second time: their cells would hide others."""
    first = {header: place for place, header in reversed(list(enumerate(headers)))}
    return [header if first[header] == place else "" for place, header in enumerate(headers)]


def _row(number: int, headers: Sequence[str], record: Sequence[str]) -> Row | None:
    cells: dict[str, str] = {}
    strays: dict[int, str] = {}
    width = len(headers)
    for position, cell in enumerate(record):
        text = clean(cell) if cell else ""
        if not text:
            continue
        header = headers[position] if position < width else ""
        if header:
            cells[header] = text
        else:
            strays[position + 1] = text
    return Row(number, cells, strays) if cells or strays else None
