"""A table of a scene as a page writes it: cells over the right columns, rows under their headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.drawing.text_measure import clean

from .html_things import live
from .scene import Grid, GridCell, GridRow

_PLAIN = frozenset("".join(map(chr, range(32, 0x250))) + "–—’‘”“…•€")


@dataclass(frozen=True)
class Cell:
    """A cell with what it leads to, and the name of its column."""

    text: str
    url: str
    kind: str
    lang: str
    shade: int
    number: float | None
    span: int
    head: str
    #: Of the thing in the picture that it names, and whether no cell above names it.
    anchor: str = ""
    is_first: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether its text needs no bounds for letters that run the other way."""
        return self.text.isascii() or all(letter in _PLAIN for letter in self.text)


@dataclass(frozen=True)
class Row:
    """A row; a gap says in words why it has no numbers."""

    cells: tuple[Cell, ...]
    is_gap: bool


@dataclass(frozen=True)
class Part:
    """Rows under one heading, or under none."""

    head: Cell | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """A table; `is_matrix` where its cells are counts that are shaded."""

    heads: tuple[Cell, ...]
    parts: tuple[Part, ...]
    is_matrix: bool
    is_picture: bool
    count: int


def table_of(grid: Grid, anchors: Mapping[tuple[str, str], str], *, is_picture: bool = False) -> Table:
    """Return a table; cells that name a thing of the picture, by kind and text, lead to it."""
    maker = _Cells(grid, anchors)
    heads = tuple(maker.cell(head, 1, "") for head in grid.heads)
    parts: list[tuple[Cell | None, list[Row]]] = [(None, [])]
    for row in grid.rows:
        if row.is_group:
            parts.append((maker.cell(row.cells[0], maker.width, "") if row.cells else None, []))
        elif row.cells:
            parts[-1][1].append(Row(maker.row(row), row.is_gap))
    kept = tuple(Part(head, tuple(rows)) for head, rows in parts if rows or head)
    shaded = any(row.is_gap or any(cell.shade for cell in row.cells) for row in grid.rows)
    return Table(heads, kept, shaded and is_picture, is_picture, sum(len(part.rows) for part in kept))


class _Cells:
    def __init__(self, grid: Grid, anchors: Mapping[tuple[str, str], str]) -> None:
        self.grid, self.anchors, self.width = grid, anchors, len(grid.heads)
        self._met: set[str] = set()

    def row(self, row: GridRow) -> tuple[Cell, ...]:
        """Return the cells of a row; the last of a short one stands over the columns that are left."""
        given = row.cells[: max(self.width, 1)]
        made = []
        for place, cell in enumerate(given):
            is_last = place == len(given) - 1
            head = clean(self.grid.heads[place].text) if place < self.width else ""
            made.append(self.cell(cell, max(1, self.width - place) if is_last else 1, head))
        return tuple(made)

    def cell(self, cell: GridCell, span: int, head: str) -> Cell:
        text = clean(cell.text)
        anchor = self.anchors.get((cell.kind, text), "")
        is_first = bool(anchor) and anchor not in self._met
        self._met.add(anchor)
        url = live(cell.url)
        return Cell(text, url, cell.kind, cell.lang, cell.shade, cell.number, span, head, anchor, is_first)
