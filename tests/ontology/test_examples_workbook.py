"""The example town uses every sheet, column and kind of row, and has nothing wrong in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import cells
from graph.adding import check_workbooks
from graph.findings import Report
from graph.headers import KIND, Headings
from graph.spreadsheets import find_workbooks, read_workbook
from ontology import LANGUAGES, Column, Form, load_model

from .conftest import EXAMPLES

TOWN = EXAMPLES / "town"
MOST_ROWS = 15


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    """What a check says of each workbook."""
    return [report for _, report in check_workbooks([TOWN])]


def sheets() -> Iterator[Headings]:
    """Return every sheet of the town against its description in the shapes."""
    model = load_model()
    for folder in find_workbooks(TOWN):
        for name, sheet in read_workbook(folder).sheets.items():
            yield Headings(sheet, model.sheets[name], model)


def filled() -> set[tuple[str, str]]:
    """Return the sheets and columns that have a value somewhere; a text by its language."""
    found: set[tuple[str, str]] = set()
    for headings in sheets():
        for header, heading in headings.found.items():
            if heading.column and any(header in row.cells for row in headings.sheet.rows):
                key = f"{heading.column.key}.{heading.lang}" if heading.lang else heading.column.key
                found.add((headings.sheet_model.name, key))
    return found


def test_a_check_finds_no_error_and_no_warning(reports: list[Report]) -> None:
    found = [
        f"{report.path.name}/{f.line()}" for report in reports for f in (*report.errors, *report.warnings)
    ]
    assert found == []


def test_every_sheet_and_column_is_used() -> None:
    wanted = {
        (name, header)
        for name, sheet in load_model().sheets.items()
        for column in sheet.columns
        if not column.link_only
        for header in column.headers
    }
    assert wanted - filled() == set()


def test_a_link_that_stands_only_on_the_links_sheet_is_used() -> None:
    wanted = {c.key for sheet in load_model().sheets.values() for c in sheet.columns if c.link_only}
    relations = {h.cell(row, "relation") for h in sheets() for row in h.sheet.rows}
    assert wanted - relations == set()


def test_every_kind_of_row_is_used() -> None:
    wanted = {(name, kind) for name, sheet in load_model().sheets.items() for kind in sheet.kinds}
    found = {(h.sheet_model.name, h.cell(row, KIND)) for h in sheets() for row in h.sheet.rows}
    assert wanted - found == set()


def test_every_text_stands_in_all_languages() -> None:
    missing = [
        (str(headings.sheet.file.relative_to(TOWN)), row.number, column.key)
        for headings in sheets()
        for row in headings.sheet.rows
        for column in headings.sheet_model.columns
        if column.form is Form.TEXT
        and len({lang for lang in LANGUAGES if f"{column.key}.{lang}" in row.cells})
        not in (0, len(LANGUAGES))
    ]
    assert missing == []


@pytest.mark.parametrize("folder", find_workbooks(TOWN), ids=lambda folder: folder.name)
def test_a_sheet_is_short_enough_to_be_read(folder: Path) -> None:
    long = {
        n: len(sheet.rows) for n, sheet in read_workbook(folder).sheets.items() if len(sheet.rows) > MOST_ROWS
    }
    assert long == {}


def town_ids() -> set[str]:
    books = map(read_workbook, find_workbooks(TOWN))
    rows = [(book.path.name, row) for book in books for sheet in book.sheets.values() for row in sheet.rows]
    own = {row.cells["id"] for _, row in rows if "id" in row.cells}
    return own | {f"{plan}:{row.cells['id']}" for plan, row in rows if "id" in row.cells}


def unreadable(column: Column, ids: set[str]) -> list[str]:
    """Return what of the examples of a column could not stand in a cell of the town."""
    values = [part for text in column.examples.get("", ()) for part in cells.split(text, column.separator)]
    if column.form is Form.TEXT:
        return [lang for lang in LANGUAGES if column.examples and not column.examples.get(lang)]
    if column.form is Form.CONCEPT and column.scheme is not None:
        return [value for value in values if value not in load_model().schemes[column.scheme]]
    if column.form is Form.REFERENCE:
        return [value for value in values if value not in ids]
    if column.form is Form.PASSAGES:
        return [value for value in values if isinstance(next(cells.spans(value)), cells.Rejected)]
    return [value for value in values if isinstance(cells.literal(value, column), cells.Rejected)]


def test_the_examples_of_a_column_can_stand_in_a_cell_of_the_town() -> None:
    ids = town_ids()
    found = {
        (name, column.key): wrong
        for name, sheet in load_model().sheets.items()
        for column in sheet.columns
        if (wrong := unreadable(column, ids))
    }
    assert found == {}


def test_every_column_has_an_example_but_for_texts_that_all_sheets_share() -> None:
    bare = {c.key for sheet in load_model().sheets.values() for c in sheet.columns if not c.examples}
    assert bare <= {"title", "alias", "description"}
