"""A workbook as the merge sees it: rows by what they are about, cells by what their column means.

A row is about the thing of its ID; in the Links sheet about a link; in a sheet without either about its
own words. Cells are compared by what they say: a date in two notations is one date, `P1.1` and
`P1.1 Title` are one reference, a list is its values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from rdflib import Literal, URIRef

from ontology import Column, Form, Model

from . import cells
from .errors import Place, SourceError
from .headers import FROM, ID, KIND, RELATION, TO, Heading, Headings, plain
from .i18n import mark
from .known import numbered
from .link_sheet import LINKS
from .workbook import INFO, Row, Sheet, Workbook

#: What a row is about; rows of two files with one key are one row.
Key = tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """A row: its cells by column, and the ID that it is read with, empty in a sheet without IDs."""

    cells: Mapping[str, str]
    thing: str = ""

    @property
    def unnamed(self) -> bool:
        """Whether the ID was filled in and is written nowhere."""
        return bool(self.thing) and not self.cells.get(ID)


@dataclass(frozen=True)
class Table:
    """A sheet: the header of each column by its key, and its rows by theirs, both in order."""

    sheet: Sheet
    headers: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, Heading] = field(default_factory=dict)
    entries: Mapping[Key, Entry] = field(default_factory=dict)


@dataclass(frozen=True)
class Meaning:
    """What the cells of one plan say, for comparing them."""

    model: Model
    plan_id: str

    def parts(self, text: str, heading: Heading | None) -> list[str]:
        """Return the values that stand in a cell, as written."""
        column = heading.column if heading else None
        if column is None or not separator_of(column):
            return [text] if text else []
        return cells.split(text, separator_of(column))

    def same(self, part: str, heading: Heading | None) -> str:
        """Return what a value says, the same for every way to write it."""
        if heading is None:
            return part
        if heading.role:
            return self._of_role(part, heading.role)
        column = heading.column
        if column is None or column.form in (Form.TEXT, Form.PASSAGES):
            return part
        if column.form is Form.REFERENCE:
            return self.reference(part)
        return self._concept(part, column.scheme) if column.scheme else _value(part, column)

    def says(self, text: str, heading: Heading | None) -> tuple[str, ...]:
        """Return what a whole cell says."""
        return tuple(self.same(part, heading) for part in self.parts(text, heading))

    def reference(self, text: str) -> str:
        """Return the ID of a reference: without a title, and without the plan where that is its own."""
        word = (text.split() or [""])[0].rstrip(",")
        return word.removeprefix(f"{self.plan_id}:")

    def _of_role(self, part: str, role: str) -> str:
        if role in (FROM, TO):
            return self.reference(part)
        if role == RELATION:
            return self._relations.get(plain(part), part)
        return plain(part) if role == KIND else part

    def _concept(self, part: str, scheme: URIRef) -> str:
        if scheme not in self._concepts:
            self._concepts[scheme] = {
                name.casefold(): notation
                for notation, concept in self.model.schemes.get(scheme, {}).items()
                for name in (*self.model.labels(concept).values(), notation)
            }
        return self._concepts[scheme].get(part.casefold(), part)

    @cached_property
    def _concepts(self) -> dict[URIRef, dict[str, str]]:
        return {}

    @cached_property
    def _relations(self) -> dict[str, str]:
        """The key of each linked column by its names; a name of several columns says itself only."""
        found: dict[str, set[str]] = {}
        for sheet in self.model.sheets.values():
            for column in (c for c in sheet.columns if c.linked):
                for name in (column.key, *column.names.values()):
                    found.setdefault(plain(name), set()).add(column.key)
        return {name: next(iter(keys)) for name, keys in found.items() if len(keys) == 1}


def _value(part: str, column: Column) -> str:
    found = cells.literal(part, column)
    return str(found) if isinstance(found, Literal) else part


def separator_of(column: Column) -> str:
    """Return the sign between the values of a column, empty where it holds one."""
    return ";" if column.form is Form.PASSAGES else column.separator


def tables_of(
    workbook: Workbook, meaning: Meaning, base: Mapping[str, Table] | None = None
) -> dict[str, Table]:
    """Return the sheets of a workbook as tables.

    Rows without an ID are those of `base` that they are written like; the others are new.

    Raises
    ------
    SourceError
        A cell stands in a column without a header, or with one that another has too: nobody could say where
        it belongs in the result.
    """
    return {
        name: _table(name, sheet, meaning, (base or {}).get(name)) for name, sheet in workbook.sheets.items()
    }


def _table(name: str, sheet: Sheet, meaning: Meaning, base: Table | None) -> Table:
    _require_headers(sheet)
    sheet_model = meaning.model.sheets.get(name)
    if sheet_model is None:
        table = Table(sheet, {header: header for header in sheet.headers if header})
        return replace(table, entries=_keyed((_cells(row, table) for row in sheet.rows), _own_words))
    headings = Headings(sheet, sheet_model, meaning.model)
    table = _columns(sheet, headings)
    if sheet_model.id_prefix and name != INFO:
        return replace(table, entries=_by_id(headings, table, base))
    rows = (_cells(row, table) for row in sheet.rows)
    if name == INFO:
        return replace(table, entries=_keyed(rows, lambda _: (INFO,)))
    if name == LINKS:
        return replace(table, entries=_keyed(rows, lambda row: _link(row, meaning)))
    return replace(table, entries=_keyed(rows, _own_words))


def _require_headers(sheet: Sheet) -> None:
    for row in sheet.rows:
        for number, found in row.strays.items():
            message = mark(
                "{file}, row {row}: “{found}” stands in a column without a header; give the column one first"
            )
            header = sheet.headers[number - 1] if number <= len(sheet.headers) else ""
            if header:
                message = mark(
                    "{file}, row {row}: “{found}” stands in a second column {header}; give it another header"
                )
            place = Place(sheet.file, sheet.name, row.number, f"#{number}")
            values = {"row": row.number, "found": found, "header": header}
            raise SourceError(message, place, file=sheet.file.name, **values)


def _columns(sheet: Sheet, headings: Headings) -> Table:
    """Return what each header means; a second one of the same meaning stands for itself."""
    headers: dict[str, str] = {}
    known: dict[str, Heading] = {}
    for header in filter(None, sheet.headers):
        heading = headings.found.get(header)
        # A column that went away is not read under the name of another.
        key = heading.key if heading and (heading.column or heading.role) else ""
        if heading is not None and key and key not in headers:
            headers[key], known[key] = header, heading
        else:
            headers[f"={header}"] = header
    return Table(sheet, headers, known)


def _cells(row: Row, table: Table) -> dict[str, str]:
    return {key: text for key, header in table.headers.items() if (text := row.cells.get(header, "").strip())}


def _own_words(row: Mapping[str, str]) -> Key:
    return tuple(part for pair in sorted(row.items()) for part in pair)


def _link(row: Mapping[str, str], meaning: Meaning) -> Key:
    return tuple(meaning.same(row.get(role, ""), Heading(role)) for role in (FROM, RELATION, TO))


def _keyed(rows: Iterable[dict[str, str]], key_of: Callable[[dict[str, str]], Key]) -> dict[Key, Entry]:
    seen: Counter[Key] = Counter()
    found: dict[Key, Entry] = {}
    for row in rows:
        key = key_of(row)
        seen[key] += 1
        found[_nth(key, seen[key])] = Entry(row)
    return found


def _nth(key: Key, number: int) -> Key:
    return key if number == 1 else (*key, f"#{number}")


def _by_id(headings: Headings, table: Table, base: Table | None) -> dict[Key, Entry]:
    entries = [Entry(_cells(row, table), thing) for row, thing, _ in numbered(headings)]
    if base is not None:
        entries = _recognised(entries, table, base)
    seen: Counter[str] = Counter()
    found: dict[Key, Entry] = {}
    for entry in entries:
        seen[entry.thing] += 1
        found[_nth((entry.thing,), seen[entry.thing])] = entry
    return found


def _recognised(entries: list[Entry], table: Table, base: Table) -> list[Entry]:
    """Give rows without an ID those of the rows of `base` that they are; the rest is new, under free IDs."""
    written = {entry.thing for entry in entries if not entry.unnamed}
    unclaimed = {e.thing: e for e in base.entries.values() if e.unnamed and e.thing not in written}
    found: dict[int, str] = {}
    for like in (_whole, _named(table, base)):
        alike: dict[object, list[str]] = {}
        for thing, entry in unclaimed.items():
            alike.setdefault(like(entry), []).append(thing)
        for place, entry in enumerate(entries):
            things = alike.get(like(entry)) if entry.unnamed and place not in found and like(entry) else None
            if things:
                found[place] = things.pop(0)
                del unclaimed[found[place]]
    taken = written | set(found.values()) | {entry.thing for entry in base.entries.values()}
    result: list[Entry] = []
    for place, entry in enumerate(entries):
        thing = found.get(place, entry.thing)
        if entry.unnamed and place not in found and thing in taken:
            thing = free_id(thing, taken)
        taken.add(thing)
        result.append(replace(entry, thing=thing))
    return result


def _whole(entry: Entry) -> object:
    return tuple(sorted(entry.cells.items()))


def _named(table: Table, base: Table) -> Callable[[Entry], object]:
    """Tell rows by their texts in the first column of texts, which is their name."""
    headings = {**base.headings, **table.headings}
    texts = [h.column for h in headings.values() if h.column and h.column.form is Form.TEXT]
    first = min(texts, key=lambda column: column.order, default=None)
    keys = [
        key for key, h in headings.items() if first is not None and h.column and h.column.key == first.key
    ]
    return lambda entry: tuple((key, entry.cells[key]) for key in sorted(keys) if key in entry.cells)


def free_id(thing: str, taken: Container[str]) -> str:
    """Return the next ID like one that is not taken.

    >>> free_id("A1.09", {"A1.09", "A1.10"}), free_id("kirjasto", {"kirjasto"})
    ('A1.11', 'kirjasto-2')
    """
    stem = thing.rstrip("0123456789")
    digits = thing[len(stem) :]
    if not digits:
        stem, digits = f"{thing}-", "1"
    number = int(digits) + 1
    while f"{stem}{number:0{len(digits)}}" in taken:
        number += 1
    return f"{stem}{number:0{len(digits)}}"
