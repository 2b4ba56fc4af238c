"""The cells of an answer as lines of a report: labels with their language, numbers and dates as written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal
from rdflib import XSD, Literal

from ontology import Label
from ontology.namespaces import CONCEPT

from ..i18n import mark, translate
from ..table import Cell, Table
from .report_model import Line, Run, TableBlock, line

_YES, _NO = mark("yes"), mark("no")
Cells = tuple[Cell, ...]
#: A row of which each cell may hold several values.
Folded = tuple[Cells, ...]


def label_run(label: Label, lang: str, *, strong: bool = False) -> Run:
    """Return a label as a run, marked with its language where that is another than the report's."""
    other = label.lang if label.lang and label.lang != lang else ""
    return Run(label.text, lang=other, strong=strong)


def cell_run(cell: Cell, lang: str, *, strong: bool = False) -> Run:
    """Return what a cell shows."""
    if cell.label is not None and cell.label.text:
        return label_run(cell.label, lang, strong=strong)
    term = cell.term
    if isinstance(term, Literal) and term.language:
        return label_run(Label(str(term), term.language), lang, strong=strong)
    return Run(_text(cell, lang), strong=strong)


def _text(cell: Cell, lang: str) -> str:
    term = cell.term
    if not isinstance(term, Literal):
        return cell.text
    if term.datatype == XSD.boolean:
        word = _YES if str(term) == "true" else _NO
        return translate(word, lang)
    if isinstance(term.value, date):
        return day(term.value, lang)
    if is_number(cell):
        return str(format_decimal(float(term), format="#,##0.##", locale=lang))
    return cell.text


def day(value: date, lang: str) -> str:
    """Return a day as it is written in a language.

    >>> day(date(2026, 11, 24), "fi")
    '24.11.2026'
    """
    return (
        f"{value.day}.{value.month}.{value.year}"
        if lang != "en"
        else str(format_date(value, "long", "en_GB"))
    )


def is_number(cell: Cell) -> bool:
    """Whether a cell holds a number: no year, and no code of digits."""
    term = cell.term
    return (
        isinstance(term, Literal) and term.datatype in {XSD.integer, XSD.decimal} and term.value is not None
    )


def folded(table: Table, *heads: int) -> list[Folded]:
    """Return the rows of a table, those that differ in one column alone as one with several values there.

    What a row then says is each value of a cell with each of the others. Rows with numbers stay apart, and
    so do those that differ in the columns `heads`, which name them.
    """
    rows: list[Folded] = [tuple((cell,) for cell in row) for row in table.rows]
    for place in reversed(range(len(table.columns))):
        if place not in heads:
            rows = _joined(rows, place)
    return rows


def _joined(rows: Sequence[Folded], place: int) -> list[Folded]:
    """Put together the rows behind each other that are alike in all columns but one."""
    joined: list[Folded] = []
    for row in rows:
        before = joined[-1] if joined else None
        if before is not None and _is_like(before, row, place):
            joined[-1] = (*before[:place], before[place] + row[place], *before[place + 1 :])
        else:
            joined.append(row)
    return joined


def _is_like(before: Folded, after: Folded, place: int) -> bool:
    if any(is_number(cell) for cells in after for cell in cells):
        return False
    pairs = enumerate(zip(before, after, strict=True))
    return all(_terms(a) == _terms(b) for at, (a, b) in pairs if at != place)


def _terms(cells: Iterable[Cell]) -> list[object]:
    return [cell.term for cell in cells]


def table_block(
    table: Table, rows: Sequence[Folded], lang: str, caption: str, *, head: int = 0, known: object = None
) -> TableBlock:
    """Return rows as a table of a report; columns that say nothing, or only what is `known`, are left out."""
    shown = [
        place
        for place in range(len(table.columns))
        if any(cell.term is not None and cell.term != known for row in rows for cell in row[place])
    ]
    numbers = {
        place
        for place, column in enumerate(shown)
        if all(is_number(cell) or cell.term is None for row in rows for cell in row[column])
    }
    lines = [row_lines(row, lang) for row in rows]
    return TableBlock(
        caption,
        tuple(column_name(table, place, lang) for place in shown),
        tuple(tuple(row[place] for place in shown) for row in lines),
        head=shown.index(head) if head in shown else 0,
        numbers=frozenset(numbers),
    )


def grouped_block(
    table: Table, rows: Sequence[Folded], lang: str, caption: str, *, head: int, nothing: str
) -> TableBlock:
    """Return rows below headings made of the columns up to `head`; a row without more says `nothing`."""
    written: list[tuple[tuple[Line, ...], ...]] = []
    headings: set[int] = set()
    before: tuple[tuple[Line, ...], ...] = ()
    for row in rows:
        lines = row_lines(row, lang)
        above, below = tuple(lines[: head + 1]), lines[head + 1 :]
        if above != before:
            headings.add(len(written))
            written.append(((_heading(above),),))
            before = above
        written.append(tuple(below) if any(below) else (((Run(nothing),),), *((),) * (len(below) - 1)))
    names = tuple(column_name(table, place, lang) for place in range(head + 1, len(table.columns)))
    return TableBlock(caption, names, tuple(written), headings=frozenset(headings))


def _heading(above: Sequence[tuple[Line, ...]]) -> Line:
    """Return the cells above some rows as one line, the last of them as what matters."""
    *first, last = [one for lines in above for one in lines]
    runs = [run for one in first for run in (*one, Run(": "))]
    return line(*runs, *(Run(run.text, run.lang, strong=True) for run in last))


def column_name(table: Table, place: int, lang: str) -> Line:
    """Return the name of a column in the language of the report."""
    column = table.columns[place]
    return (Run(column.names.get(lang) or column.key),)


def row_lines(row: Folded, lang: str) -> list[tuple[Line, ...]]:
    """Return the cells of a row as lines; things of one name are told apart by their IDs."""
    named: dict[str, set[str]] = {}
    things = (cell for cells in row for cell in cells if cell.iri and not cell.iri.startswith(str(CONCEPT)))
    for cell in things:
        named.setdefault(cell.text, set()).add(str(cell.iri))
    unclear = {text for text, found in named.items() if len(found) > 1}
    return [_lines(cells, lang, unclear) for cells in row]


def _lines(cells: Cells, lang: str, unclear: Collection[str]) -> tuple[Line, ...]:
    lines = []
    for cell in cells:
        run = cell_run(cell, lang)
        code = f" ({str(cell.plain).rpartition(':')[2]})" if cell.text in unclear else ""
        if run.text:
            lines.append(line(run, code))
    return tuple(dict.fromkeys(lines))
