"""Cuts a big workbook into parts of consecutive rows, so that one after the other is mapped and checked.

What a row means is told by the row itself and the outline of the workbook, but for the links of
properties that a sheet may write from either end: `Ends` tells the parts of those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import PROV, Graph, URIRef

from ontology import Column, Model

from .cells import Rejected, split
from .headers import Headings
from .known import Outline, numbered
from .links import Relation
from .references import References
from .workbook import INFO, Row

#: How many cells a part holds: some 50,000 triples, which take 100 MB while they are checked.
CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row with its place in the order of its sheet, its ID, and whether the ID was filled in."""

    order: int
    row: Row
    thing_id: str
    filled: bool


@dataclass(frozen=True)
class Run:
    """Consecutive rows of one sheet; `first` where they begin it."""

    headings: Headings
    rows: tuple[Numbered, ...]
    first: bool


@dataclass(frozen=True)
class Part:
    """Consecutive rows of a workbook, sheet after sheet."""

    number: int
    runs: tuple[Run, ...]


def parts_of(headings: Iterable[Headings], cells: int) -> list[Part]:
    """Cut the sheets into parts of so many cells, or of one row where that has more; 0 cuts nothing."""
    cut: list[list[Run]] = [[]]
    room = cells
    for found in headings:
        rows, start = _rows(found), 0
        for end, one in enumerate(rows):
            if cells and room <= 0:
                cut[-1].append(Run(found, tuple(rows[start:end]), start == 0))
                cut.append([])
                start, room = end, cells
            room -= len(one.row.cells)
        cut[-1].append(Run(found, tuple(rows[start:]), start == 0))
    return [Part(number, tuple(runs)) for number, runs in enumerate(cut)]


def _rows(headings: Headings) -> list[Numbered]:
    if headings.sheet_model.name == INFO:
        return [Numbered(order, row, "", False) for order, row in enumerate(headings.sheet.rows, 1)]
    return [
        Numbered(order, row, thing_id, filled)
        for order, (row, thing_id, filled) in enumerate(numbered(headings), 1)
    ]


@dataclass
class Ends:
    """The links of properties that sheets write from either end, and the part that each is at home in."""

    outline: Outline
    homes: dict[Relation, int] = field(default_factory=dict)
    #: Records without passages of their own, by the thing in another part whose passages they rest on.
    late: list[tuple[URIRef, URIRef]] = field(default_factory=list)
    _passages: dict[URIRef, list[URIRef]] = field(default_factory=dict)
    _parts: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: Iterable[Part], references: References, model: Model) -> Ends:
        """Read the cells of such columns in all parts."""
        ends = cls(references.own)
        both = both_ways(model)
        for part in parts:
            for run in part.runs:
                for one in run.rows if run.headings.sheet_model.id_prefix else ():
                    ends._parts.setdefault(one.thing_id, part.number)
                columns = {h: g.column for h, g in run.headings.found.items() if g.column}
                asked = {h: c for h, c in columns.items() if c.linked and c.predicate in both}
                for one in run.rows if asked and run.headings.sheet_model.id_prefix else ():
                    ends._read(one, asked, references, part.number)
        return ends

    def _read(self, one: Numbered, asked: Mapping[str, Column], references: References, part: int) -> None:
        for header in asked.keys() & one.row.cells.keys():
            column = asked[header]
            for text in split(one.row.cells[header], column.separator):
                value = references.read(text)
                if not isinstance(value, Rejected):
                    self.homes.setdefault(relation_of(self.outline.iri_of(one.thing_id), column, value), part)

    def part_of(self, thing: URIRef) -> int | None:
        """Return the part that holds the row of a thing, or nothing where there is no such row."""
        plan, _, thing_id = thing.partition(f"{self.outline.iri}/")
        return None if plan else self._parts.get(thing_id)

    def note_passages(self, data: Graph, part: int) -> None:
        """Keep the passages of the things of a part that links of other parts may rest on."""
        for thing in {relation.subject for relation in self.homes if self.part_of(relation.subject) == part}:
            found = [URIRef(str(passage)) for passage in data.objects(thing, PROV.wasDerivedFrom)]
            if found:
                self._passages[thing] = found

    def late_triples(self) -> Iterator[tuple[URIRef, URIRef, URIRef]]:
        """Yield what late records rest on, when all parts are mapped."""
        for record, thing in self.late:
            for passage in self._passages.get(thing, ()):
                yield record, PROV.wasDerivedFrom, passage

    def beside(self, part: int) -> list[Relation]:
        """Return the links of the things of a part that are at home in another."""
        return self._beside.get(part, [])

    @cached_property
    def _beside(self) -> dict[int, list[Relation]]:
        found: dict[int, list[Relation]] = {}
        for relation, home in self.homes.items():
            ends = {self.part_of(relation.subject), self.part_of(relation.object)}
            for part in ends - {None, home}:
                found.setdefault(part or 0, []).append(relation)
        return found


def both_ways(model: Model) -> set[URIRef]:
    """Return the properties that some column writes from their other end."""
    return {c.predicate for sheet in model.sheets.values() for c in sheet.columns if c.inverse}


def relation_of(thing: URIRef, column: Column, value: URIRef) -> Relation:
    """Return what a cell says of the thing of its row, in the order that its column gives the two."""
    ends = (value, thing) if column.inverse else (thing, value)
    return Relation(ends[0], column.predicate, ends[1])
