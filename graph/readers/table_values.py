"""Puts the cells of a foreign row into a row of ours; what does not fit goes into its note."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from rdflib import XSD

from ontology import Column, Form

from ..findings import Severity
from ..headers import ID
from ..i18n import mark
from .table_cells import TITLE, fitted, mapped_value, split
from .table_headers import lowest
from .table_mapping import ColumnMapping
from .table_rows import Rows, Thing


class Finder(Protocol):
    """Takes a finding at a cell of the foreign table."""

    def __call__(
        self, severity: Severity, message: str, row: int | None, place: str, **values: object
    ) -> None:
        """Take it."""


@dataclass(frozen=True)
class _Cell:
    """A foreign cell: the row that it belongs to, how its column is mapped, its header and place."""

    thing: Thing
    mapping: ColumnMapping
    header: str
    at: tuple[int, str]


@dataclass(frozen=True)
class Values:
    """Knows what may stand in which column."""

    rows: Rows
    find: Finder

    def put(self, thing: Thing, column: ColumnMapping, text: str, header: str, at: tuple[int, str]) -> None:
        """Carry one cell over."""
        sheet, _, key = column.to.rpartition(".")
        cell = _Cell(thing, column, lowest(header), at)
        if column.to == ID:
            if not thing.id.casefold().endswith(text.casefold()):
                self._note(cell, text)
        elif not sheet and not column.values and self.rows.column(thing.sheet, key) is None:
            self._note(cell, text)
        else:
            for part in split(text, column.split):
                self._put_part(cell, sheet, key, part)

    def _put_part(self, cell: _Cell, sheet: str, key: str, part: str) -> None:
        to, value = _by_map(key, part, cell.mapping)
        if value is None:
            return
        fits = self._beside(cell, sheet, to, value) if sheet else self._own(cell, to, value)
        if not fits:
            self._note(cell, part)

    def _note(self, cell: _Cell, text: str) -> None:
        self.rows.note(cell.thing, f"{cell.header}: {text}")

    def _own(self, cell: _Cell, key: str, text: str) -> bool:
        """Put a value into a column of the row itself; whether it fits."""
        column = self.rows.column(cell.thing.sheet, key)
        if column is None:
            return False
        if column.form is Form.TEXT:
            return self._text(cell, column, text)
        value = self._name(cell, column, text) if column.form is Form.REFERENCE else None
        if column.form is not Form.REFERENCE:
            value = self._fitted(column, text, cell.at)
        if value is None or self._is_taken(cell, column, value):
            return False
        cell.thing.put(key, value)
        # A year says less than the day that it was read from.
        return column.datatype != XSD.gYear or text == value

    def _text(self, cell: _Cell, column: Column, text: str) -> bool:
        header = f"{column.key}.{self.rows.texts}"
        if column.key == TITLE and header in cell.thing.cells:
            return False
        if column.key == TITLE:
            self.rows.title(cell.thing, text)
        else:
            cell.thing.put(header, f"{cell.header}: {text}" if cell.mapping.label else text)
        return True

    def _is_taken(self, cell: _Cell, column: Column, value: str) -> bool:
        """Whether a column that holds one value holds another already."""
        held = cell.thing.cells.get(column.key, [])
        if column.separator or not held or held == [value]:
            return False
        message = mark("“{found}”: {column} holds {first} already; it went into the note")
        self.find(Severity.WARNING, message, *cell.at, found=value, column=column.key, first=held[0])
        return True

    def _name(self, cell: _Cell, column: Column, text: str) -> str | None:
        """Return the ID of the row of that name, made where the mapping says so."""
        make = cell.mapping.make
        if make and (not column.classes or set(column.classes) & set(self.rows.classes(make))):
            return self.rows.named(make, text).id
        if text.casefold() in self.rows.ids:
            return text
        message = mark("“{found}” is no row here; `make` in the mapping makes rows of names")
        self.find(Severity.WARNING, message, *cell.at, found=text)
        return None

    def _beside(self, cell: _Cell, sheet: str, key: str, text: str) -> bool:
        """Make a row of another sheet for a value, which refers to the row; whether it can."""
        above = self.rows.parent(sheet)
        column = self.rows.column(sheet, key)
        if above is None or column is None or not self.rows.accepts(above, cell.thing):
            return False
        value = text if column.form is Form.TEXT else self._fitted(column, text, cell.at)
        if value is None:
            return False
        beside = self.rows.new(sheet, above=cell.thing)
        beside.lines, beside.source = [cell.at[0]], cell.thing.source
        if column.key != TITLE:
            self.rows.title(beside, cell.header)
            beside.put(f"{key}.{self.rows.texts}" if column.form is Form.TEXT else key, value)
        else:
            self.rows.title(beside, text)
        return True

    def _fitted(self, column: Column, text: str, at: tuple[int, str]) -> str | None:
        value = fitted(text, column, self.rows.model)
        if value is None:
            message = mark("“{found}” does not fit into {column}; it went into the note")
            self.find(Severity.WARNING, message, *at, found=text, column=column.key)
        return value


def _by_map(key: str, text: str, mapping: ColumnMapping) -> tuple[str, str | None]:
    """Return the column and the value that the mapping gives to a value; none where it is to be dropped."""
    value = mapped_value(text, mapping.values)
    if value is None:
        return key, text
    to, sign, rest = value.partition(":")
    return (to, rest) if sign else (key, value or None)
