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


def folded(table: Table, head: int = 0) -> list[Folded]:
    """Return the rows of a table, those that differ in one column alone as one with several values there.

    Rows with numbers stay apart, and so do those that differ in the column `head`, which names them.
    """
    rows: list[Folded] = []
    for row in table.rows:
        cells: Folded = tuple((cell,) for cell in row)
        joined = _joined(rows[-1], cells, head) if rows else None
        if joined is not None:
            rows[-1] = joined
        else:
            rows.append(cells)
    return rows


def _joined(before: Folded, after: Folded, head: int) -> Folded | None:
    """Return two rows as one, or nothing where they are to stay apart."""
    unlike = [place for place, (a, b) in enumerate(zip(before, after, strict=True)) if _terms(a) != _terms(b)]
    if len(unlike) != 1 or unlike[0] == head or any(is_number(cell) for cells in after for cell in cells):
        return None
    several = [place for place, cells in enumerate(before) if len(cells) > 1]
    if several and several != unlike:
        return None
    place = unlike[0]
    return (*before[:place], before[place] + after[place], *before[place + 1 :])


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
    return TableBlock(
        caption,
        tuple(column_name(table, place, lang) for place in shown),
        tuple(tuple(shown_row[place] for place in shown) for shown_row in (row_lines(r, lang) for r in rows)),
        head=shown.index(head) if head in shown else 0,
        numbers=frozenset(numbers),
    )


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
