"""Titles of the things of the example town, for references that a reader understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rdflib import Graph

from ontology import Form, Model, load_model

from .example_rows import TOWN
from .headers import ID, Headings
from .spreadsheets import find_workbooks, read_workbook
from .workbook import Row


@dataclass(frozen=True)
class TownThing:
    """A thing of the town: its sheet, its place among the rows of that sheet, its titles by language."""

    sheet: str
    number: int
    titles: Mapping[str, str]


def town_things() -> Mapping[str, TownThing]:
    """Return the things of the town by their IDs."""
    return _town_things(load_model().graph)


@lru_cache(maxsize=2)
def _town_things(source: Graph) -> Mapping[str, TownThing]:
    model: Model = load_model()
    assert model.graph is source
    found: dict[str, TownThing] = {}
    numbers: dict[str, int] = {}
    for book in (read_workbook(folder) for folder in find_workbooks(TOWN)):
        for name, sheet in book.sheets.items():
            headings = Headings(sheet, model.sheets[name], model)
            for row in sheet.rows if model.sheets[name].id_prefix else ():
                numbers[name] = numbers.get(name, 0) + 1
                thing = TownThing(name, numbers[name], _titles(row, headings))
                found.setdefault(headings.cell(row, ID), thing)
    return found


def _titles(row: Row, headings: Headings) -> Mapping[str, str]:
    """Return the first text of a row by language."""
    texts = [c for c in headings.sheet_model.columns if c.form is Form.TEXT]
    first = texts[0] if texts else None
    texts_of = {text: h.lang for text, h in headings.found.items() if h.lang and h.column == first}
    return {lang: row.cells[text] for text, lang in texts_of.items() if text in row.cells}
