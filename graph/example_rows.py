"""Rows of the example town: for every class the one that tells most, as an example of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rdflib import Graph, URIRef

from ontology import Model, load_model
from ontology.files import FOLDER

from .headers import ID, Headings
from .known import outline
from .spreadsheets import find_workbooks, read_workbook
from .workbook import Row, Workbook

TOWN = FOLDER / "examples" / "town"


@dataclass(frozen=True)
class TownRow:
    """A row of the town: its ID, the headings that its sheet has in the town, and its cells by heading."""

    id: str
    headers: frozenset[str]
    cells: Mapping[str, str]


def town_rows() -> Mapping[URIRef, TownRow]:
    """Return the fullest row of every class, references within the town without the ID of a plan."""
    return _town_rows(load_model().graph)


@lru_cache(maxsize=2)
def _town_rows(source: Graph) -> Mapping[URIRef, TownRow]:
    model = load_model()
    assert model.graph is source
    books = [read_workbook(folder) for folder in find_workbooks(TOWN)]
    plans = [outline(book, model).plan_id for book in books]
    headers = {name: frozenset(_headers(books, model, name)) for name in model.sheets}
    fullest: dict[URIRef, TownRow] = {}
    for cls, row in (pair for book in books for pair in _rows(book, model, plans, headers)):
        if cls not in fullest or len(row.cells) > len(fullest[cls].cells):
            fullest[cls] = row
    return fullest


def _headers(books: list[Workbook], model: Model, name: str) -> Iterator[str]:
    """Yield every heading that a sheet has in any workbook of the town."""
    for book in books:
        if name in book.sheets:
            headings = Headings(book.sheets[name], model.sheets[name], model)
            yield from (heading.key for heading in headings.found.values())


def _rows(
    book: Workbook, model: Model, plans: list[str], headers: Mapping[str, frozenset[str]]
) -> Iterator[tuple[URIRef, TownRow]]:
    for name, sheet in book.sheets.items():
        headings = Headings(sheet, model.sheets[name], model)
        for row in sheet.rows:
            cls = headings.kind(row)
            if cls is not None:
                yield cls, TownRow(headings.cell(row, ID), headers[name], _cells(row, headings, plans))


def _cells(row: Row, headings: Headings, plans: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for header, text in row.cells.items():
        heading = headings.found.get(header)
        if heading is not None:
            found[heading.key] = re.sub(rf"\b(?:{'|'.join(map(re.escape, plans))}):(?=\w)", "", text)
    return found
