"""Gathers the rows that come out of a foreign table, sheet by sheet, and gives them IDs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import URIRef

from ontology import Column, Form, Model

from ..headers import ID, plain
from ..slugs import slug
from ..workbook import Row, Sheet, Workbook
from .table_cells import TITLE


@dataclass
class Thing:
    """A row in the making: its cells by header.

    `own` says that a row of the table was about it, and `raw` holds that row as written, by column.
    """

    sheet: str
    id: str
    cells: dict[str, list[str]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    source: str = ""
    own: bool = False
    raw: dict[int, str] = field(default_factory=dict)
    above: Thing | None = None

    def put(self, header: str, text: str) -> None:
        """Add a value to a cell, once."""
        values = self.cells.setdefault(header, [])
        if text not in values:
            values.append(text)


@dataclass
class Rows:
    """All rows in the making, in the order in which they were met; no two have one ID."""

    model: Model
    texts: str
    parents: Mapping[str, str]
    always: Mapping[str, str]
    things: list[Thing] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    _reserved: set[str] = field(default_factory=set)
    _named: dict[tuple[str, str], Thing] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def new(self, sheet: str, wanted: str = "", above: Thing | None = None) -> Thing:
        """Return a new row of a sheet, by the wanted ID if it is free, below another where there is one."""
        thing = Thing(sheet, self._free(wanted) if wanted else self._next(sheet), above=above)
        self.ids.add(thing.id.casefold())
        self.things.append(thing)
        for key, value in self.always.items():
            if key.startswith(f"{sheet}."):
                thing.put(key.removeprefix(f"{sheet}."), value)
        return thing

    def reserve(self, sheet: str, codes: Iterable[str]) -> None:
        """Keep IDs free for rows that come with their own codes."""
        prefix = self.model.sheets[sheet].id_prefix
        self._reserved |= {f"{prefix}{code}".casefold() for code in codes}

    def ensure_title(self, thing: Thing) -> None:
        """Give a row without a title its ID as one, where its sheet must have a title."""
        column = self.column(thing.sheet, TITLE)
        if column is not None and column.required and not any(h.startswith(f"{TITLE}.") for h in thing.cells):
            self.title(thing, thing.id)

    def title(self, thing: Thing, text: str) -> None:
        """Give a row its title."""
        thing.put(f"{TITLE}.{self.texts}", " ".join(text.split()))

    def named(self, sheet: str, name: str) -> Thing:
        """Return the row of that name, case and accents forgiven; the first time it is made."""
        key = (sheet, plain(name) or name)
        if key not in self._named:
            self._named[key] = self.new(sheet, slug(name))
            self.title(self._named[key], name)
        return self._named[key]

    def link(self, thing: Thing) -> bool:
        """Write into a row what stands above it; whether that can be said."""
        said = [self._link(thing, key) for key in self.parents.get(thing.sheet, "").split()]
        return any(said) or thing.above is None

    def _link(self, thing: Thing, key: str) -> bool:
        column = self.column(thing.sheet, key)
        above = thing.above
        while above is not None and column is not None and not self.accepts(column, above):
            above = above.above
        if above is None or column is None:
            return False
        thing.put(key, above.id)
        return above is thing.above

    def parent(self, sheet: str) -> Column | None:
        """Return the first column by which the rows of a sheet refer to what they stand under."""
        return self.column(sheet, (self.parents.get(sheet, "").split() or [""])[0])

    def accepts(self, column: Column, thing: Thing) -> bool:
        """Whether a column may refer to a row."""
        return column.form is Form.REFERENCE and (
            not column.classes or bool(set(column.classes) & set(self.classes(thing.sheet)))
        )

    def classes(self, sheet: str) -> list[URIRef]:
        """Return the classes of the rows of a sheet."""
        return [cls for shape in self.model.sheets[sheet].shapes for cls in shape.classes]

    def column(self, sheet: str, key: str) -> Column | None:
        """Return a column of a sheet."""
        return next((c for c in self.model.sheets[sheet].columns if c.key == key), None)

    def note(self, thing: Thing, text: str) -> None:
        """Add a text to the note of a row, or to its description where it has no note."""
        keys = [key for key in ("note", "description") if self.column(thing.sheet, key)]
        thing.put(f"{keys[0]}.{self.texts}", text)

    def workbook(self, path: Path) -> Workbook:
        """Return the rows as a workbook, sheets and columns in the order of the model."""
        sheets: dict[str, Sheet] = {}
        for name, sheet in self.model.sheets.items():
            things = [thing for thing in self.things if thing.sheet == name]
            if things:
                used = {header for thing in things for header in thing.cells}
                kind = [sheet.kind_column] if sheet.kind_column else []
                order = [ID, *kind, *(h for column in sheet.columns for h in column.headers)]
                headers = tuple(h for h in order if h == ID or h in used)
                rows = tuple(Row(n, self._cells(thing)) for n, thing in enumerate(things, 2))
                sheets[name] = Sheet(name, path, headers, rows)
        return Workbook(path, sheets)

    def _cells(self, thing: Thing) -> dict[str, str]:
        found = {ID: thing.id}
        for header, values in thing.cells.items():
            column = self.column(thing.sheet, header)
            sign = f"{column.separator} " if column is not None and column.separator else "\n"
            found[header] = sign.join(values)
        return found

    def _next(self, sheet: str) -> str:
        prefix = self.model.sheets[sheet].id_prefix
        while True:
            self._counts[sheet] = self._counts.get(sheet, 0) + 1
            found = f"{prefix}{self._counts[sheet]}"
            if found.casefold() not in self.ids and found.casefold() not in self._reserved:
                return found

    def _free(self, wanted: str) -> str:
        found, number = wanted, 1
        while found.casefold() in self.ids:
            number += 1
            found = f"{wanted}-{number}"
        return found


def spans(lines: Sequence[int]) -> list[str]:
    """Return numbers as spans.

    >>> spans([4, 5, 6, 9])
    ['4-6', '9']
    """
    found: list[list[int]] = []
    for line in sorted(set(lines)):
        if found and found[-1][1] == line - 1:
            found[-1][1] = line
        else:
            found.append([line, line])
    return [f"{first}-{last}" if last > first else str(first) for first, last in found]
