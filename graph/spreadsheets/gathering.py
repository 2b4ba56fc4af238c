"""Gathers the cells of a sheet into a grid, whatever kind of file they come from, within what fits."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import Place, SourceError
from ..i18n import mark
from ..workbook import letters
from .grids import Grid

#: As many characters as a cell may hold in Excel; more could not be written into one again.
LONGEST = 32_767
#: As many cells as a sheet may span, empty ones before a value counted: 1.5 million rows of 20 columns.
MOST_CELLS = 30_000_000
_MOST_SEEN = 20_000


@dataclass(frozen=True)
class Merge:
    """A range of cells that looks like one: its first and last row, and its first column, from 1."""

    first: int
    last: int
    column: int


@dataclass
class Gathered:
    """The rows of one sheet while it is read; rows and columns are counted from 1."""

    file: Path
    title: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    _size: int = 0
    _seen: dict[str, str] = field(default_factory=dict)

    def add(self, number: int, cells: list[str]) -> None:
        """Take a row; one without a value is left out.

        Raises
        ------
        SourceError
            A cell is too long, or the sheet too large.
        """
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            return
        if len(max(cells, key=len)) > LONGEST:
            self._refuse_long(number, cells)
        self.take_room(number, len(cells))
        self.rows.append((number, self._once(cells)))

    def take_room(self, number: int, cells: int) -> None:
        """Count cells of a row before they are made.

        Raises
        ------
        SourceError
            They are more than a sheet may hold.
        """
        self._size += cells
        if self._size > MOST_CELLS:
            message = mark("{file}, {sheet}, row {row}: the sheet is too large; {most} cells can be read")
            values = {"file": self.file.name, "sheet": self.title, "row": number, "most": MOST_CELLS}
            raise SourceError(message, Place(self.file, self.title, number), **values)

    def _once(self, cells: list[str]) -> list[str]:
        """Keep texts that come again, such as codes and years, only once."""
        seen = self._seen
        if len(seen) < _MOST_SEEN:
            seen.update(zip(cells, cells, strict=True))
        return [seen.get(cell, cell) for cell in cells]

    def place(self) -> Place:
        """Return how far reading came."""
        return Place(self.file, self.title, self.rows[-1][0] if self.rows else None)

    def grid(self, merges: Iterable[Merge] = ()) -> Grid:
        """Return the rows in their order, each cell of a column that is merged over rows filled in."""
        self.rows.sort(key=_number)
        for merge in _apart(merges):
            self._fill(merge)
        return Grid(self.title, self.title, self.file, self.rows)

    def _fill(self, merge: Merge) -> None:
        """Write the first cell of a range into the rows below it that hold anything; headers stay."""
        at = bisect_left(self.rows, merge.first, key=_number)
        if at in (0, len(self.rows)) or self.rows[at][0] != merge.first:
            return
        place = merge.column - 1
        text = self.rows[at][1][place] if place < len(self.rows[at][1]) else ""
        end = bisect_left(self.rows, merge.last + 1, key=_number) if text else at
        for number, cells in self.rows[at + 1 : end]:
            missing = merge.column - len(cells)
            if missing > 0:
                self.take_room(number, missing)
                cells.extend([""] * missing)
            cells[place] = cells[place] or text

    def _refuse_long(self, number: int, cells: list[str]) -> None:
        position, text = next((n, text) for n, text in enumerate(cells, 1) if len(text) > LONGEST)
        message = mark(
            "{file}, {sheet}, row {row}, column {column}: {found} characters in one cell; at most {most} fit"
        )
        values = {"found": len(text), "most": LONGEST, "row": number, "column": letters(position)}
        place = Place(self.file, self.title, number, letters(position))
        raise SourceError(message, place, file=self.file.name, sheet=self.title, **values)


def _number(row: tuple[int, list[str]]) -> int:
    return row[0]


def _apart(merges: Iterable[Merge]) -> Iterable[Merge]:
    """Yield the ranges over several rows; one that runs into another of its column is no range."""
    ends: dict[int, int] = {}
    for merge in sorted(merges, key=lambda merge: merge.first):
        if merge.last > merge.first > ends.get(merge.column, 0):
            ends[merge.column] = merge.last
            yield merge
