"""Merges one sheet of three workbooks: its columns, its rows, and each row cell by cell."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from .headers import ID, Heading, Headings
from .i18n import mark
from .known import numbered
from .merge_tables import Entry, Key, Meaning, Table, separator_of
from .workbook import Row, Sheet

Part = TypeVar("Part", bound=Hashable)
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Conflict:
    """What both changed, and not alike: at a cell, or without a header at the whole row.

    `row` is the line in the merged sheet, `message` what the comment of the cell says, with `mine`,
    `theirs`, `base` as its values; they are empty where there is nothing.
    """

    sheet: str
    header: str
    message: str
    mine: str = ""
    theirs: str = ""
    base: str = ""
    row: int = 0


#: What the comments of cells say.
CELL = mark("THEIRS: {theirs}\nBASE: {base}")
DELETED_IN_MINE = mark("deleted in MINE, and changed in THEIRS")
DELETED_IN_THEIRS = mark("deleted in THEIRS, and changed in MINE")
RENUMBERED = mark("MINE and THEIRS added different rows as {mine}; that of THEIRS is {theirs} now")


@dataclass
class Counts:
    """How many changes came from each side: cells, added rows, deleted rows."""

    mine: int = 0
    theirs: int = 0

    def add(self, *, mine: bool, theirs: bool) -> None:
        """Count a change that one side or both made."""
        self.mine += mine
        self.theirs += theirs


def ordered(
    base: Iterable[Part], mine: Sequence[Part], theirs: Sequence[Part], kept: Collection[Part]
) -> list[Part]:
    """Return what is kept in the order of whoever changed it; what the other added follows its neighbour.

    >>> ordered("abc", "axbc", "aybcz", set("abcxyz"))
    ['a', 'x', 'y', 'b', 'c', 'z']
    """
    places = {part: place for place, part in enumerate(base)}
    first, second = mine, theirs
    if _in_order(mine, places) and not _in_order(theirs, places):
        first, second = theirs, mine
    skeleton = [part for part in first if part in kept]
    here, there = set(skeleton), set(second)
    after: dict[Part | None, list[Part]] = {None: []}
    neighbour: Part | None = None
    for part in second:
        if part in here:
            neighbour = part
        elif part in kept:
            after.setdefault(neighbour, []).append(part)
    result: list[Part] = []
    waiting = after[None]
    for part in skeleton:
        if part in there:
            result += waiting
            waiting = after.get(part, [])
        result.append(part)
    return result + waiting


def _in_order(parts: Iterable[Part], places: Mapping[Part, int]) -> bool:
    found = [places[part] for part in parts if part in places]
    return found == sorted(found)


@dataclass
class SheetMerge:
    """One sheet in three versions, of which some may be empty."""

    name: str
    base: Table
    mine: Table
    theirs: Table
    meaning: Meaning
    prefer: str
    counts: Counts
    found: list[tuple[Key, Conflict]] = field(default_factory=list)

    @property
    def headings(self) -> dict[str, Heading]:
        """What each column means."""
        return {**self.base.headings, **self.theirs.headings, **self.mine.headings}

    def merged(self) -> tuple[Sheet, list[Conflict]]:
        """Return the merged sheet and its conflicts."""
        keys = {*self.base.entries, *self.mine.entries, *self.theirs.entries}
        found = {key: entry for key in keys if (entry := self._row(key)) is not None}
        entries = {key: found[key] for key in self._ordered_rows(found)}
        headers = self._headers(entries.values())
        sheet = self._sheet(headers, entries)
        if self._shifts(sheet, entries):
            entries = {k: replace(e, cells={ID: e.thing, **e.cells}) for k, e in entries.items()}
            sheet = self._sheet({ID: ID, **headers} if ID not in headers else headers, entries)
        rows = {key: row.number for key, row in zip(entries, sheet.rows, strict=True)}
        return sheet, [
            replace(c, row=rows[key], header=headers.get(c.header, c.header))
            for key, c in sorted(self.found, key=lambda pair: rows.get(pair[0], 0))
            if key in rows
        ]

    def _ordered_rows(self, kept: Collection[Key]) -> list[Key]:
        return ordered(list(self.base.entries), list(self.mine.entries), list(self.theirs.entries), kept)

    # ---- rows

    def _row(self, key: Key) -> Entry | None:
        base, mine, theirs = (table.entries.get(key) for table in (self.base, self.mine, self.theirs))
        if base is None:
            return self._added(key, mine, theirs)
        if mine is not None and theirs is not None:
            return replace(mine, cells=self._cells(key, base, mine, theirs))
        left = mine or theirs
        if left is None or self._alike(left, base):
            self.counts.add(mine=mine is None, theirs=theirs is None)
            return None
        return self._deleted_and_changed(key, left, MINE if mine is None else THEIRS)

    def _added(self, key: Key, mine: Entry | None, theirs: Entry | None) -> Entry | None:
        self.counts.add(mine=mine is not None, theirs=theirs is not None)
        if mine is None or theirs is None:
            return mine or theirs
        return replace(mine, cells=self._cells(key, Entry({}), mine, theirs, count=False))

    def _deleted_and_changed(self, key: Key, left: Entry, deleted_in: str) -> Entry | None:
        message = DELETED_IN_MINE if deleted_in == MINE else DELETED_IN_THEIRS
        words = " | ".join(left.cells.values())
        if deleted_in == MINE:
            self.found.append((key, Conflict(self.name, "", message, theirs=words)))
        else:
            self.found.append((key, Conflict(self.name, "", message, mine=words)))
        return None if self.prefer == deleted_in else left

    def _alike(self, one: Entry, other: Entry) -> bool:
        keys = {*one.cells, *other.cells} - {ID}
        return all(self._says(one, key) == self._says(other, key) for key in keys)

    def _says(self, entry: Entry, key: str) -> tuple[str, ...]:
        return self.meaning.says(entry.cells.get(key, ""), self.headings.get(key))

    # ---- cells

    def _cells(
        self, row: Key, base: Entry, mine: Entry, theirs: Entry, *, count: bool = True
    ) -> dict[str, str]:
        result: dict[str, str] = {}
        for key in dict.fromkeys((*mine.cells, *theirs.cells, *base.cells)):
            said = [self._says(entry, key) for entry in (base, mine, theirs)]
            if count:
                self.counts.add(mine=said[1] != said[0], theirs=said[2] != said[0])
            text = self._cell(row, key, [entry.cells.get(key, "") for entry in (base, mine, theirs)], said)
            if text:
                result[key] = text
        return result

    def _cell(self, row: Key, key: str, texts: Sequence[str], said: Sequence[tuple[str, ...]]) -> str:
        base, mine, theirs = texts
        if said[1] == said[2]:
            # The same in other words: whoever changed the words.
            return theirs if mine == base else mine
        if said[1] == said[0]:
            return theirs
        if said[2] == said[0]:
            return mine
        column = heading.column if (heading := self.headings.get(key)) else None
        if column is not None and separator_of(column):
            return self._values(f"{separator_of(column)} ", heading, texts, said)
        self.found.append((row, Conflict(self.name, key, CELL, mine, theirs, base)))
        return theirs if self.prefer == THEIRS else mine

    def _values(
        self,
        separator: str,
        heading: Heading | None,
        texts: Sequence[str],
        said: Sequence[tuple[str, ...]],
    ) -> str:
        """Merge a list of values: without what one side took away, with what either added, in order."""
        base, mine, theirs = map(set, said)
        kept = ((mine | theirs) - base) | (base & mine & theirs)
        parts: dict[str, str] = {}
        for text in reversed(texts):
            parts |= {self.meaning.same(p, heading): p for p in self.meaning.parts(text, heading)}
        return separator.join(parts[word] for word in ordered(said[0], said[1], said[2], kept))

    # ---- the sheet

    def _headers(self, entries: Iterable[Entry]) -> dict[str, str]:
        """Return the header of each column: those of mine, and those that theirs added."""
        used = {key for entry in entries for key in entry.cells}
        names = {**self.base.headers, **self.theirs.headers, **self.mine.headers}
        both = self.mine.headers.keys() & self.theirs.headers.keys()
        new = (self.mine.headers.keys() | self.theirs.headers.keys()) - self.base.headers.keys()
        keys = ordered(
            list(self.base.headers), list(self.mine.headers), list(self.theirs.headers), used | both | new
        )
        result: dict[str, str] = {}
        for key in keys:
            result[key] = names[key] if names[key] not in result.values() else key
        return result

    def _sheet(self, headers: Mapping[str, str], entries: Mapping[Key, Entry]) -> Sheet:
        rows = tuple(
            Row(number, {headers[key]: text for key, text in entry.cells.items()})
            for number, entry in enumerate(entries.values(), 2)
        )
        sheet = self.mine.sheet if self.mine.sheet.headers else self.theirs.sheet
        names = tuple(headers.values())
        positions = {name: place for place, name in enumerate(names, 1)}
        return replace(sheet, headers=names, rows=rows, header_row=1, positions=positions)

    def _shifts(self, sheet: Sheet, entries: Mapping[Key, Entry]) -> bool:
        """Whether a row without an ID would be read under another than before."""
        if not any(entry.unnamed for entry in entries.values()):
            return False
        headings = Headings(sheet, self.meaning.model.sheets[self.name], self.meaning.model)
        things = [thing for _, thing, _ in numbered(headings)]
        return things != [entry.thing for entry in entries.values()]
