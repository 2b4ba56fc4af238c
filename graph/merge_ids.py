"""New IDs that both sides of a merge gave to different rows: those of theirs get the next free ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ontology import Form

from .headers import FROM, ID, TO, Heading
from .link_sheet import LINKS
from .merge_sheets import RENUMBERED, Conflict
from .merge_tables import Entry, Key, Meaning, Table, free_id, separator_of

Tables = Mapping[str, Table]


def renumbered(
    base: Tables, mine: Tables, theirs: Tables, meaning: Meaning
) -> tuple[dict[str, Table], list[tuple[Key, Conflict]]]:
    """Return theirs without new IDs that are another row's in mine, and the conflicts, by row.

    Where nobody wrote the ID, as it was only filled in, there is nothing to settle.
    """
    old = set(_things(base))
    of_mine = {thing: at for thing, at in _things(mine).items() if thing not in old}
    of_theirs = {thing: at for thing, at in _things(theirs).items() if thing not in old}
    taken = {*old, *of_mine, *of_theirs}
    new: dict[str, str] = {}
    conflicts: list[tuple[Key, Conflict]] = []
    for thing in (thing for thing in of_mine if thing in of_theirs):
        (here, own), (there, other) = of_mine[thing], of_theirs[thing]
        if here == there and _alike(own, other, mine[here], theirs[there], meaning):
            continue
        new[thing] = free_id(thing, taken)
        taken.add(new[thing])
        if not (own.unnamed or other.unnamed):
            conflict = Conflict(there, ID, RENUMBERED, mine=thing, theirs=new[thing])
            conflicts.append(((new[thing],), conflict))
    if not new:
        return dict(theirs), []
    return {name: _Renaming(new, meaning).table(name, table) for name, table in theirs.items()}, conflicts


def _things(tables: Tables) -> dict[str, tuple[str, Entry]]:
    """Return the rows with IDs, each with its sheet."""
    return {e.thing: (name, e) for name, table in tables.items() for e in table.entries.values() if e.thing}


def _alike(own: Entry, other: Entry, mine: Table, theirs: Table, meaning: Meaning) -> bool:
    keys = {*own.cells, *other.cells} - {ID}
    headings = {**mine.headings, **theirs.headings}

    def says(entry: Entry, key: str) -> tuple[str, ...]:
        return meaning.says(entry.cells.get(key, ""), headings.get(key))

    return all(says(own, key) == says(other, key) for key in keys)


@dataclass(frozen=True)
class _Renaming:
    """Gives things of one workbook other IDs, wherever they are told."""

    new: Mapping[str, str]
    meaning: Meaning

    def table(self, name: str, table: Table) -> Table:
        """Return a sheet with the new IDs; rows that tell none stay the same objects."""
        told = {key: h for key, h in table.headings.items() if self._tells(h)}
        entries: dict[Key, Entry] = {}
        for key, entry in table.entries.items():
            cells = {k: self._cell(text, told[k]) if k in told else text for k, text in entry.cells.items()}
            thing = self.new.get(entry.thing, entry.thing)
            entries[self._key(key, name, entry)] = replace(entry, cells=cells, thing=thing)
        return replace(table, entries=entries)

    def _key(self, key: Key, name: str, entry: Entry) -> Key:
        """Return what a row is about: a link is known by its ends, another row by its ID."""
        told = (0, 2) if name == LINKS else (0,) if entry.thing else ()
        return tuple(self.new.get(part, part) if at in told else part for at, part in enumerate(key))

    def _tells(self, heading: Heading) -> bool:
        if heading.role:
            return heading.role in (ID, FROM, TO)
        return heading.column is not None and heading.column.form in (Form.REFERENCE, Form.PASSAGES)

    def _cell(self, text: str, heading: Heading) -> str:
        column = heading.column
        if column is None or not separator_of(column):
            return self._part(text)
        parts = self.meaning.parts(text, heading)
        renamed = [self._lines(part) if column.form is Form.PASSAGES else self._part(part) for part in parts]
        return text if renamed == parts else f"{separator_of(column)} ".join(renamed)

    def _part(self, text: str) -> str:
        thing = self.meaning.reference(text)
        if thing not in self.new:
            return text
        word = text.split(maxsplit=1)[0]
        before, _, after = word.rpartition(thing)
        return text.replace(word, f"{before}{self.new[thing]}{after}", 1)

    def _lines(self, text: str) -> str:
        source, sign, lines = text.partition("!")
        return f"{self.new.get(source, source)}{sign}{lines}" if sign else text
