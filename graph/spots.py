"""Where a finding stands in the words of its file: the names of sheet and column, and the cell as D7."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ontology import Model

from .errors import Place
from .headers import Headings
from .workbook import Row, Sheet, Workbook, letters


@dataclass(frozen=True)
class Spot:
    """A place in a file; what is not known is empty, and `position` is the number of the column or 0."""

    sheet: str
    row: int | None = None
    header: str = ""
    position: int = 0
    found: str = ""

    @property
    def cell(self) -> str:
        """The cell as spreadsheet programs call it, such as D7."""
        return f"{letters(self.position)}{self.row}" if self.row and self.position else ""

    def text(self, *, with_cell: bool) -> str:
        """Return the place as `sheet:row:column`, with the cell in brackets where that is wanted."""
        parts = [self.sheet, str(self.row) if self.row else "", self.header]
        cell = f" ({self.cell})" if with_cell and self.cell else ""
        return ":".join(part for part in parts if part) + cell


@dataclass(frozen=True)
class Spots:
    """The places of one workbook, in a language where the file has no word of its own."""

    workbook: Workbook | None
    model: Model
    lang: str = "en"

    def of(self, place: Place) -> Spot:
        """Return where a place is."""
        sheet = self._sheets.get(place.sheet)
        if sheet is None:
            return Spot(place.sheet or (place.file.name if place.file else ""), place.row, place.column)
        title = sheet.title or sheet.name
        if not place.column:
            return Spot(title, place.row)
        if place.column.startswith("#") and place.column[1:].isdigit() and place.row:
            return self._stray(sheet, title, place)
        headings = self._headings.get(place.sheet)
        header = place.column if place.column in sheet.headers else ""
        header = header or (headings.header_of(place.column) if headings else "")
        if not header:
            return Spot(title, place.row, self._name(headings, place.column))
        return Spot(title, place.row, header, self._position(sheet, header), self._found(place, header))

    def _stray(self, sheet: Sheet, title: str, place: Place) -> Spot:
        position = int(place.column[1:])
        row = self._rows[sheet.name].get(place.row or 0)
        return Spot(title, place.row, place.column, position, row.strays.get(position, "") if row else "")

    def _position(self, sheet: Sheet, header: str) -> int:
        return sheet.positions.get(header) or list(sheet.headers).index(header) + 1

    def _found(self, place: Place, header: str) -> str:
        sheet = self._sheets[place.sheet]
        if place.row == sheet.header_row:
            return header
        row = self._rows[sheet.name].get(place.row or 0)
        return row.cells.get(header, "") if row else ""

    def _name(self, headings: Headings | None, key: str) -> str:
        names = headings.names_of(key) if headings else {}
        return names.get(self.lang) or names.get("en") or key

    @cached_property
    def _sheets(self) -> Mapping[str, Sheet]:
        sheets = self.workbook.sheets if self.workbook else {}
        return {sheet.name: sheet for sheet in sheets.values()} | dict(sheets)

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[int, Row]]:
        return {sheet.name: {row.number: row for row in sheet.rows} for sheet in self._sheets.values()}

    @cached_property
    def _headings(self) -> Mapping[str, Headings]:
        models = self.model.sheets
        now = {name: self.model.former_sheets.get(name, name) for name in self._sheets}
        return {
            name: Headings(sheet, models[now[name]], self.model)
            for name, sheet in self._sheets.items()
            if now[name] in models
        }
