"""Puts the cells of a foreign row into the row of ours; what does not fit goes into its note, with a finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from rdflib import XSD

from ontology import Column, Form

from ..findings import Severity
from ..i18n import mark
from .table_cells import as_date, fitted, mapped_value, split
from .table_headers import lowest
from .table_mapping import ColumnMapping
from .table_rows import Rows, Thing


class Finder(Protocol):
    """Takes a finding at a cell of the foreign table."""

    def __call__(
        self, severity: Severity, message: str, row: int | None, column: str, **values: object
    ) -> None:
        """Take it."""


@dataclass(frozen=True)
class Values:
    """Knows what may stand in which column."""

    rows: Rows
    find: Finder

    def put(self, thing: Thing, column: ColumnMapping, text: str, header: str, at: tuple[int, str]) -> None:
        """Carry one cell over."""
        if column.to == "id":
            if column.to and thing.id.casefold().endswith(text.casefold()):
                return
            self._note(thing, text, header)
            return
        sheet, _, key = column.to.rpartition(".")
        for part in split(text, column.split):
            to, value = _by_map(key, part, column)
            if value is None:
                continue
            if not (
                self._beside(thing, sheet, to, value, header, at)
                if sheet
                else self._own(thing, to, value, column, header, at)
            ):
                self._note(thing, part, header)

    def _note(self, thing: Thing, text: str, header: str) -> None:
        self.rows.note(thing, f"{lowest(header)}: {text}")

    def _own(
        self, thing: Thing, key: str, text: str, mapping: ColumnMapping, header: str, at: tuple[int, str]
    ) -> bool:
        """Put a value into a column of the row itself; whether it fits."""
        column = self.rows.column(thing.sheet, key)
        if column is None:
            return False
        if column.form is Form.REFERENCE:
            return self._refer(thing, column, mapping, text, at)
        value = self._fitted(column, text, at)
        if value is None:
            return False
        if column.form is Form.TEXT:
            shown = f"{lowest(header)}: {text}" if mapping.label else value
            thing.put(f"{key}.{self.rows.texts}", shown)
            return True
        if thing.cells.get(key) and not column.separator and thing.cells[key] != [value]:
            message = mark("“{found}”: {column} holds {first} already; it went into the note")
            self.find(Severity.WARNING, message, *at, found=text, column=key, first=thing.cells[key][0])
            return False
        thing.put(key, value)
        # A year says less than the day that it was read from.
        return column.datatype != XSD.gYear or not as_date(text)

    def _refer(
        self, thing: Thing, column: Column, mapping: ColumnMapping, text: str, at: tuple[int, str]
    ) -> bool:
        if mapping.make:
            named = self.rows.named(mapping.make, text)
            if self.rows.accepts(column, named):
                thing.put(column.key, named.id)
                return True
        if any(other.id == text for other in self.rows.things):
            thing.put(column.key, text)
            return True
        message = mark("“{found}” is no row here; `make` in the mapping makes rows of names")
        self.find(Severity.WARNING, message, *at, found=text)
        return False

    def _beside(
        self, thing: Thing, sheet: str, key: str, text: str, header: str, at: tuple[int, str]
    ) -> bool:
        """Make a row of another sheet for a value, which refers to the row; whether it can."""
        above = self.rows.column(sheet, self.rows.parents.get(sheet, ""))
        column = self.rows.column(sheet, key)
        if above is None or column is None or not self.rows.accepts(above, thing):
            return False
        value = self._fitted(column, text, at)
        if value is None:
            return False
        beside = self.rows.new(sheet, above=thing)
        beside.lines, beside.source = [at[0]], thing.source or self._source()
        if column.form is not Form.TEXT:
            self.rows.title(beside, lowest(header))
        beside.put(f"{key}.{self.rows.texts}" if column.form is Form.TEXT else key, value)
        return True

    def _source(self) -> str:
        return next(thing.id for thing in reversed(self.rows.things) if thing.sheet == "sources")

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
