"""Merges two versions of a workbook that both began as a third: what either changed is in the result.

Rows are matched by their IDs, links by their ends, the plan itself is one row. A cell that only one
side changed has that change, a cell of several values has what both made of the list. What both changed
and not alike is a conflict: the cell keeps what is in mine, and a mark tells the rest.

A row without an ID is the row of BASE that it is written like; any other is new. Rows that both sides
added under one new ID, and not alike, are both kept: that of theirs gets the next free ID, and all that
refers to it in theirs follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ontology import Model

from .errors import Place, SourceError
from .findings import Severity
from .former import with_sheets_of_today
from .i18n import mark, translate
from .known import outline
from .merge_ids import renumbered
from .merge_sheets import CELL, MINE, THEIRS, Conflict, Counts, SheetMerge, ordered
from .merge_tables import Meaning, Table, tables_of
from .recognised import recognised
from .spreadsheets import Mark
from .workbook import INFO, Sheet, Workbook

__all__ = ["MINE", "THEIRS", "Conflict", "Merged", "merge"]


@dataclass(frozen=True)
class Merged:
    """The merged workbook, its conflicts by sheet and row, and the number of changes of each side."""

    workbook: Workbook
    conflicts: tuple[Conflict, ...]
    from_mine: int
    from_theirs: int
    #: The side that every conflict was settled for, empty where a person has to.
    preferred: str = ""

    @property
    def open(self) -> bool:
        """Whether a person has to settle something."""
        return bool(self.conflicts) and not self.preferred

    def marks(self, lang: str) -> tuple[Mark, ...]:
        """Return the cells to colour, each with what the other side says."""
        if not self.open:
            return ()
        return tuple(
            Mark(c.sheet, c.row, c.header, Severity.WARNING, translate(c.message, lang, **_values(c)))
            for c in self.conflicts
        )

    def lines(self, lang: str, sheets: Mapping[str, str] = {}) -> list[str]:
        """Return each conflict as one line: sheet (by its name for people), row and column, the values."""
        return [_line(conflict, lang, sheets) for conflict in self.conflicts]


def _line(conflict: Conflict, lang: str, sheets: Mapping[str, str]) -> str:
    sheet = sheets.get(conflict.sheet, conflict.sheet)
    place = ":".join(part for part in (sheet, str(conflict.row), conflict.header) if part)
    message = conflict.message
    if message == CELL:
        message = mark("mine “{mine}”, theirs “{theirs}”, base “{base}”")
    return " ".join(f"{place}: {translate(message, lang, **_values(conflict))}".split())


def _values(conflict: Conflict) -> dict[str, Any]:
    return {"mine": conflict.mine, "theirs": conflict.theirs, "base": conflict.base}


def merge(base: Workbook, mine: Workbook, theirs: Workbook, model: Model, prefer: str = "") -> Merged:
    """Merge what `mine` and `theirs` made of `base`.

    Parameters
    ----------
    base, mine, theirs
        Three versions of the workbook of one plan.
    model
        What the shapes say.
    prefer
        `mine` or `theirs`: the side that is taken in every conflict; empty marks them.

    Raises
    ------
    SourceError
        They are not of one plan, the info sheet of one is missing, or a cell has no header.
    """
    books = [with_sheets_of_today(recognised(b, model), model) for b in (base, mine, theirs)]
    meaning = Meaning(model, _plan_of(books, model))
    of_base = tables_of(books[0], meaning)
    of_mine, of_theirs = (tables_of(book, meaning, of_base) for book in books[1:])
    of_theirs, conflicts = renumbered(of_base, of_mine, of_theirs, meaning)
    counts = Counts()
    sheets: dict[str, Sheet] = {}
    found: list[Conflict] = []
    for name in ordered(list(of_base), list(of_mine), list(of_theirs), {*of_base, *of_mine, *of_theirs}):
        three = [_table(name, tables) for tables in (of_base, of_mine, of_theirs)]
        numbers = [(key, conflict) for key, conflict in conflicts if conflict.sheet == name]
        merger = SheetMerge(name, three[0], three[1], three[2], meaning, prefer, counts, numbers)
        sheet, met = merger.merged()
        found += met
        gone = name in of_base and not (name in of_mine and name in of_theirs)
        if sheet.rows or not gone:
            sheets[name] = sheet
    merged = Workbook(books[1].path, sheets, books[1].unread)
    return Merged(merged, tuple(found), counts.mine, counts.theirs, prefer)


def _table(name: str, tables: Mapping[str, Table]) -> Table:
    return tables.get(name) or Table(Sheet(name, Path(name), (), ()))


def _plan_of(books: list[Workbook], model: Model) -> str:
    outlines = [outline(book, model) for book in books]
    first = outlines[0].plan_id
    for book, other in zip(books[1:], outlines[1:], strict=True):
        if other.plan_id != first:
            message = mark(
                "{path}: is the plan {plan}, and {base} is the plan {first}; merge versions of one plan"
            )
            values = {"plan": other.plan_id, "base": books[0].path, "first": first}
            raise SourceError(message, Place(book.path, INFO, 2), path=book.path, **values)
    return first
