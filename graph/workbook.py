"""A workbook: the few sheets in which a plan is written, as values.

How files become these values and back is told in `graph.spreadsheets`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

INFO = "info"


@dataclass(frozen=True)
class Row:
    """A row as written: `number` is its line in the sheet, counted from 1.

    `strays` are the cells of columns without a header of their own, by the number of the column: it has
    none, or one that stands further left already.
    """

    number: int
    cells: Mapping[str, str]
    strays: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A sheet as written, its empty rows left out.

    `title` is the name that the file gives it, `header_row` the line of its headers, and `positions`
    the column of each header, counted from 1; empty where nothing was read from a file. `caption` is
    what stands above the headers, `ready` the IDs of rows that hold nothing else and are left out.
    """

    name: str
    file: Path
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str = ""
    header_row: int = 1
    positions: Mapping[str, int] = field(default_factory=dict)
    caption: str = ""
    ready: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Workbook:
    """The sheets of one plan or register, by name; `unread` are files that only look like sheets."""

    path: Path
    sheets: Mapping[str, Sheet]
    unread: tuple[Path, ...] = ()


@lru_cache(maxsize=1024)
def letters(position: int) -> str:
    """Return how a spreadsheet names a column, by its number from 1.

    >>> letters(4), letters(28), letters(16384)
    ('D', 'AB', 'XFD')
    """
    before, last = divmod(position - 1, 26)
    return (letters(before) if before else "") + chr(ord("A") + last)
