"""Finds the row of headers in a sheet that has a caption above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .headers import Headings
from .workbook import Row, Sheet

_WITHIN = 10
_AT_LEAST = 2


def below_caption(sheet: Sheet, headings: Headings) -> Sheet:
    """Return a sheet that begins with its headers.

    Where the first row holds no known header, and one of the ten first rows holds at least two, that row
    holds the headers; `Sheet.caption` keeps what stands above. Rows keep their numbers.
    """
    if headings.found:
        return sheet
    for number, row in enumerate(sheet.rows):
        if row.number >= sheet.header_row + _WITHIN:
            break
        cells = _by_position(sheet, row)
        if len({h.key for h in map(headings.meaning, cells.values()) if h}) >= _AT_LEAST:
            return _from_row(sheet, number, cells)
    return sheet


def _by_position(sheet: Sheet, row: Row) -> dict[int, str]:
    placed = {sheet.positions[header]: text for header, text in row.cells.items()}
    return dict(sorted((placed | dict(row.strays)).items()))


def _from_row(sheet: Sheet, number: int, cells: Mapping[int, str]) -> Sheet:
    headers = tuple(cells.get(place, "") for place in range(1, max(cells) + 1))
    # Of two headers that are alike the first has the cells; those of the other are kept beside.
    positions = {header: place for place, header in reversed(list(cells.items()))}
    rows = []
    for row in sheet.rows[number + 1 :]:
        placed = _by_position(sheet, row)
        own = {place for place in placed if positions.get(cells.get(place, "")) == place}
        found = {cells[place]: text for place, text in placed.items() if place in own}
        strays = {place: text for place, text in placed.items() if place not in own}
        rows.append(Row(row.number, found, strays))
    above = (
        *sheet.headers,
        *(text for row in sheet.rows[:number] for text in _by_position(sheet, row).values()),
    )
    return replace(
        sheet,
        headers=headers,
        rows=tuple(rows),
        header_row=sheet.rows[number].number,
        positions=positions,
        caption=" ".join(filter(None, above)),
    )
