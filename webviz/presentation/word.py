"""A picture as a Word file: title, scope, the picture with its text, its links as a table, sources."""

from __future__ import annotations

from graph.evaluation.report_docx import write_docx
from graph.evaluation.report_model import (
    Block,
    Bullets,
    Document,
    Figure,
    Line,
    Paragraph,
    Run,
    TableBlock,
    line,
)
from graph.i18n import mark

from .scene import Grid, GridCell, GridRow, Scene
from .svg import svg
from .told import told

#: How many rows the table has, and letters a cell and the text of a picture.
_MOST_ROWS, _MOST_LETTERS, _LONGEST = 500, 500, 2000
_SOURCES, _ROWS = mark("What this is based on"), mark("{shown} rows of {all} are shown.")


def docx(scene: Scene) -> bytes:
    """Return a picture as the bytes of a `.docx` file."""
    blocks: list[Block] = [Paragraph(line(scene.scope), "lead")] if scene.scope else []
    if not isinstance(scene.content, Grid):
        said = " ".join(scene.desc.split()) or scene.title
        blocks.append(Figure(svg(scene).decode("utf-8"), said[:_LONGEST], scene.called or scene.title))
    grid = scene.content if isinstance(scene.content, Grid) else scene.listed
    if grid is not None and grid.rows:
        blocks += _table(grid, scene)
    blocks += [Paragraph(line(text), "note") for text in (scene.left_out,) if text]
    if scene.sources:
        blocks.append(Paragraph(line(Run(told(_SOURCES, scene.lang), strong=True))))
        blocks.append(Bullets(tuple(line(source) for source in scene.sources)))
    if scene.stamp.said:
        blocks.append(Paragraph(line(Run(scene.stamp.said, link=scene.stamp.address)), "note"))
    return write_docx(Document(scene.lang, scene.title, tuple(blocks), "", ()))


def _table(grid: Grid, scene: Scene) -> list[Block]:
    columns = len(grid.heads)
    rows = tuple(_row(row, columns, scene.lang) for row in grid.rows[:_MOST_ROWS])
    headings = frozenset(place for place, row in enumerate(grid.rows[:_MOST_ROWS]) if row.is_group)
    heads = tuple(_line(head, scene.lang) for head in grid.heads)
    made: list[Block] = [
        TableBlock(scene.called or scene.title, heads, rows, numbers=_numbers(grid), headings=headings)
    ]
    if len(grid.rows) > _MOST_ROWS:
        made.append(Paragraph(line(told(_ROWS, scene.lang, shown=_MOST_ROWS, all=len(grid.rows))), "note"))
    return made


def _row(row: GridRow, columns: int, lang: str) -> tuple[tuple[Line, ...], ...]:
    if row.is_group:
        return ((_line(row.cells[0], lang),),)
    cells = [*row.cells, *[GridCell("")] * columns][:columns]
    return tuple((_line(cell, lang),) if cell.text else () for cell in cells)


def _line(cell: GridCell, lang: str) -> Line:
    own = cell.lang if cell.lang != lang else ""
    return line(Run(cell.text[:_MOST_LETTERS], own, link=cell.url))


def _numbers(grid: Grid) -> frozenset[int]:
    """Return the places of the columns that hold numbers alone."""
    rows = [row.cells for row in grid.rows if len(row.cells) == len(grid.heads)]
    return frozenset(
        n
        for n in range(len(grid.heads))
        if rows and all(cells[n].number is not None or not cells[n].text for cells in rows)
    )
