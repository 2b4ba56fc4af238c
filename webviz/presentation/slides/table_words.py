"""What is said of tables and charts beside them: in their texts for those who do not see, and in notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.drawing.text_measure import clean
from graph.i18n import mark

from ..scene import Grid, GridCell, GridRow
from ..told import told
from .grid_pages import Fit, Line, Page
from .grid_text import BREAK

#: How long a text for those who do not see may be, and a name in it.
LONGEST, _NAME = 2000, 120
_TABLE = mark("Table with {rows} rows and {columns} columns. Columns: {heads}.")
_PART = mark("Rows on this slide: {names}.")
_CUT_ROWS = mark("{shown} rows of {all} are shown.")
_CUT_TEXTS = mark("Very long texts are cut.")
_NO_ROWS = mark("There are no rows.")


def shorter(text: str, most: int = _NAME) -> str:
    """Return a text of so many letters at most, in one line."""
    cleaned = clean(text[: most * 3].replace("-" + BREAK, "").replace(BREAK, " "))
    return cleaned if len(cleaned) <= most else f"{cleaned[: most - 1]}…"


def of_table(grid: Grid, page: Page, lang: str) -> str:
    """Return what a table on a slide holds: its columns, and each of its rows with what is in it."""
    heads = [shorter(grid.heads[n].text) for n in page.columns]
    rows = sum(not row.is_group for row in grid.rows)
    said = told(_TABLE, lang, rows=rows, columns=len(grid.heads), heads="; ".join(filter(None, heads)))
    if not rows:
        return f"{said} {told(_NO_ROWS, lang)}"
    names = _within(LONGEST - len(said) - 60, (_of_line(line, heads) for line in page.lines))
    return f"{said} {told(_PART, lang, names='; '.join(names))}"


def _of_line(line: Line, heads: Sequence[str]) -> str:
    """Return a row in words: its head, and what stands under which column."""
    first, *others = [shorter(cell.cell.text) for cell in line.cells] or [""]
    if len(line.cells) < len(heads):
        beside = ", ".join(filter(None, others))
    else:
        beside = ", ".join(f"{head} {text}" for head, text in zip(heads[1:], others, strict=False) if text)
    return f"{first}: {beside}" if beside else first


def _within(most: int, texts: Iterable[str]) -> list[str]:
    found: list[str] = []
    for text in texts:
        most -= len(text) + 2
        if most < 0:
            return [*found, "…"]
        found.append(text)
    return found


def left_out(fitted: Fit, lang: str) -> str:
    """Return what of a table its slides do not show, or nothing."""
    said = []
    if fitted.shown < fitted.rows:
        said.append(told(_CUT_ROWS, lang, shown=fitted.shown, all=fitted.rows))
    if fitted.cut:
        said.append(told(_CUT_TEXTS, lang))
    return " ".join(said)


def nothing(lang: str, columns: int) -> GridRow:
    """Return the row of a table that has none."""
    cell = GridCell(told(_NO_ROWS, lang))
    return GridRow((GridCell(""), cell) if columns > 1 else (cell,))
