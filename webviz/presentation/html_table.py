"""A table of a scene as a page writes it: cells over the right columns, rows under their headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.drawing.text_measure import clean

from .html_things import live
from .scene import Grid, GridCell, GridRow


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
    width = len(grid.heads)
    heads = tuple(_cell(head, anchors, 1, "") for head in grid.heads)
    parts: list[tuple[Cell | None, list[Row]]] = [(None, [])]
    for row in grid.rows:
        if row.is_group:
            parts.append((_cell(row.cells[0], anchors, width, "") if row.cells else None, []))
        elif row.cells:
            parts[-1][1].append(Row(_cells(row, grid, anchors), row.is_gap))
    kept = tuple(Part(head, tuple(rows)) for head, rows in parts if rows or head)
    shaded = any(cell.shade for row in grid.rows for cell in row.cells) or any(
        row.is_gap for row in grid.rows
    )
    return Table(heads, kept, shaded and is_picture, is_picture, sum(len(part.rows) for part in kept))


def _cells(row: GridRow, grid: Grid, anchors: Mapping[tuple[str, str], str]) -> tuple[Cell, ...]:
    """Return the cells of a row; the last of a short one stands over the columns that are left."""
    width, given = len(grid.heads), row.cells[: max(len(grid.heads), 1)]
    made = []
    for place, cell in enumerate(given):
        is_last = place == len(given) - 1
        head = clean(grid.heads[place].text) if place < width else ""
        made.append(_cell(cell, anchors, max(1, width - place) if is_last else 1, head))
    return tuple(made)


def _cell(cell: GridCell, anchors: Mapping[tuple[str, str], str], span: int, head: str) -> Cell:
    text = clean(cell.text)
    anchor = anchors.get((cell.kind, text), "")
    url = f"#{anchor}" if anchor else live(cell.url)
    return Cell(text, url, cell.kind, cell.lang, cell.shade, cell.number, span, head)
