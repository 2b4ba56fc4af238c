"""Tables of scenes: an answer as one, and any of them in words."""

from __future__ import annotations

from rdflib import URIRef

from graph import Table
from graph.i18n import mark
from graph.table import Cell, short

from .. import current
from ..presentation import Grid, GridCell, GridRow
from ..state import State
from ..words import number, said
from .addresses import around
from .titles import cut

_MORE = mark("And {number} more rows; the table has all of them.")
#: How many lines a description has, and how many letters of a text.
_MOST_LINES, _LONGEST = 60, 160


def grid_of(table: Table, state: State) -> Grid:
    """Return an answer as a table of words."""
    lang = current.lang()
    heads = tuple(GridCell(column.names.get(lang) or column.key) for column in table.columns)
    return Grid(heads, tuple(GridRow(tuple(cell_of(cell, state) for cell in row)) for row in table.rows))


def cell_of(cell: Cell, state: State) -> GridCell:
    """Return a cell of an answer in words, with the address of what it stands for."""
    plain, text = cell.plain, said(cell)
    is_number = isinstance(plain, int | float) and not isinstance(plain, bool)
    name = short(cell.term) if isinstance(cell.term, URIRef) else ""
    is_thing = ":" in name and name != str(cell.term)
    return GridCell(
        text.text,
        float(plain) if is_number and plain is not None else None,
        url=around(name, state) if is_thing else "",
        lang=text.lang,
    )


def described(first: str, grid: Grid) -> str:
    """Return a table in words: a sentence, then a line for each row, with what stands in its cells."""
    rows = [row for row in grid.rows if not row.is_group]
    lines = [_line(grid, row) for row in rows[:_MOST_LINES]]
    more = len(rows) - len(lines)
    rest = [current.word(_MORE, number=number(more))] if more else []
    return "\n".join([f"{first}.", *lines, *rest])


def _line(grid: Grid, row: GridRow) -> str:
    head, *cells = row.cells
    if row.is_gap:
        told = [cell.text for cell in cells]
    else:
        pairs = zip(grid.heads[1:], cells, strict=False)
        told = [f"{name.text} {cut(cell.text, _LONGEST)}" for name, cell in pairs if cell.text]
    return f"{cut(head.text, _LONGEST)}: {'; '.join(told)}." if told else f"{cut(head.text, _LONGEST)}."
