"""A table as its slides show it: rows, cells and their measures, in points."""

from __future__ import annotations

from dataclasses import dataclass

from ..scene import GridCell


@dataclass(frozen=True)
class Fitted:
    """The text of a cell as it is written, over `span` columns, and the number of its lines."""

    cell: GridCell
    text: str
    lines: int
    span: int = 1
    #: Whether it is written upwards.
    turned: bool = False


@dataclass(frozen=True)
class Line:
    """A row on a slide."""

    cells: tuple[Fitted, ...]
    high: float
    is_group: bool = False
    is_gap: bool = False


@dataclass(frozen=True)
class Page:
    """A table on one slide: which columns and rows of the whole, and how large all is."""

    size: float
    columns: tuple[int, ...]
    widths: tuple[float, ...]
    head: Line
    lines: tuple[Line, ...]
    #: The places of columns that hold numbers.
    numbers: frozenset[int] = frozenset()

    @property
    def wide(self) -> float:
        """How wide the table is."""
        return sum(self.widths)

    @property
    def high(self) -> float:
        """How high the table is, with its heads."""
        return self.head.high + sum(line.high for line in self.lines)


@dataclass(frozen=True)
class Fit:
    """All slides of a table, and how many of its rows they show."""

    pages: tuple[Page, ...]
    shown: int
    rows: int
    #: Whether a text is longer than its cell.
    cut: bool = False
