"""Reading `.xlsx` files: values as a person would have written them, and nothing lost."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as Book
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from graph.errors import SourceError
from graph.spreadsheets import read_workbook
from graph.spreadsheets.reading import read_grids

from .spreadsheet_files import columns, only_sheet, with_part, write_xlsx, xlsx_of

VALUES: dict[str, tuple[Any, str]] = {
    "a text": (" Kävely\u00a0", "Kävely"),
    "a whole number": (2025, "2025"),
    "a whole number kept as a float": (3.0, "3"),
    "a number with the noise of its binary form": (0.1 + 0.2, "0.3"),
    "a large number": (1e20, "100000000000000000000"),
    "a date": (date(2022, 10, 3), "2022-10-03"),
    "a date kept with the time of midnight": (datetime(2022, 10, 3), "2022-10-03"),
    "a date and time": (datetime(2022, 10, 3, 14, 30), "2022-10-03T14:30"),
    "a time": (time(8, 5), "08:05"),
    "a duration": (timedelta(hours=26, minutes=30), "26:30"),
    "true": (True, "yes"),
    "false": (False, "no"),
    "an error": ("#REF!", "#REF!"),
    "a number as text": ("007", "007"),
    "rich text": (CellRichText("Kävely ", TextBlock(InlineFont(b=True), "ja"), " uinti"), "Kävely ja uinti"),
    "several lines": ("yksi\nkaksi", "yksi\nkaksi"),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_read_as_a_person_would_have_written_it(tmp_path: Path, name: str) -> None:
    value, expected = VALUES[name]
    assert columns(write_xlsx(tmp_path / "p.xlsx", {"s": [["h"], [value]]})) == {"h": [expected]}


FORMULAS: dict[str, tuple[Any, str]] = {
    "a link": ('=HYPERLINK("https://x.example")', '=HYPERLINK("https://x.example")'),
    "a command": ("=cmd|'/C calc'!A0", "=cmd|'/C calc'!A0"),
    "a sum": ("=SUM(B1:B9)", "=SUM(B1:B9)"),
    "over an area": (ArrayFormula("A2:A4", "=B2:B4*2"), "=B2:B4*2"),
    "a table of what if": (DataTableFormula(ref="A2:A4", r1="B1", dt2D=False), "=TABLE(B1)"),
    "yes as some programs keep it": ("=TRUE()", "yes"),
    "of itself": ("=A2", "=A2"),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_is_kept_as_text(tmp_path: Path, name: str) -> None:
    value, expected = FORMULAS[name]

    def change(sheet: Worksheet) -> None:
        sheet["A2"] = value

    assert columns(write_xlsx(tmp_path / "p.xlsx", {"s": [["h"]]}, change)) == {"h": [expected]}


def test_a_formula_that_is_written_once_for_several_cells_is_told_for_each(tmp_path: Path) -> None:
    first = '<row r="2"><c r="A2"><f t="shared" ref="A2:A4" si="0">B2*2</f><v>4</v></c></row>'
    second = '<row r="3"><c r="A3"><f t="shared" si="0"/><v>6</v></c></row>'
    lost = '<row r="4"><c r="A4"><f t="shared" si="9"/><v>8</v></c></row>'
    header = '<row r="1"><c r="A1" t="str"><v>h</v></c></row>'
    assert columns(xlsx_of(tmp_path / "p.xlsx", header + first + second + lost)) == {
        "h": ["=B2*2", "=B3*2", "8"]
    }


PRIORITIES = [["id", "priority", "note"], ["A1", "P1", "x"], ["A2", None, None], ["A3"], [None], ["A5", "P2"]]


@pytest.mark.parametrize(
    ("merged", "expected"),
    [
        ("B2:B4", ["P1", "P1", "P1", "P2"]),
        ("B2:C4", ["P1", "P1", "P1", "P2"]),
        ("B2:C2", ["P1", "", "", "P2"]),
        ("B1:B4", ["P1", "", "", "P2"]),
        ("B2:B1048576", ["P1", "P1", "P1", "P2"]),
    ],
)
def test_what_is_merged_over_rows_stands_in_each_of_them(
    tmp_path: Path, merged: str, expected: list[str]
) -> None:
    def change(sheet: Worksheet) -> None:
        # As a person sees it: merging through openpyxl would empty the other cells of the range.
        sheet.merged_cells.add(merged)

    file = write_xlsx(tmp_path / "p.xlsx", {"actions": PRIORITIES}, change)
    assert columns(file)["priority"] == expected
    assert columns(file)["id"] == ["A1", "A2", "A3", "A5"]


def test_hidden_rows_columns_and_sheets_are_read_as_any_other(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["A"].hidden = True
        assert sheet.parent is not None
        sheet.parent["b"].sheet_state = "hidden"
        sheet.parent["c"].sheet_state = "veryHidden"

    rows = [["h"], ["x"]]
    book = read_workbook(write_xlsx(tmp_path / "p.xlsx", {"a": rows, "b": rows, "c": rows}, change))
    assert {name: [dict(row.cells) for row in sheet.rows] for name, sheet in book.sheets.items()} == {
        name: [{"h": "x"}] for name in "abc"
    }


def test_sheets_of_charts_are_passed_by_and_macros_are_left_alone(tmp_path: Path) -> None:
    book = Book()
    book.active.title = "actions"  # type: ignore[union-attr]
    book["actions"]["A1"] = "h"
    book.create_chartsheet("picture").add_chart(BarChart())
    book.save(tmp_path / "p.xlsm")
    assert list(read_workbook(tmp_path / "p.xlsm").sheets) == ["actions"]


def test_rows_keep_their_numbers_below_empty_ones(tmp_path: Path) -> None:
    sheet = only_sheet(write_xlsx(tmp_path / "p.xlsx", {"a": [[], [], [None, "h"], [], [None, "x"], ["y"]]}))
    assert (sheet.header_row, dict(sheet.positions)) == (3, {"h": 2})
    assert [(row.number, dict(row.cells), dict(row.strays)) for row in sheet.rows] == [
        (5, {"h": "x"}, {}),
        (6, {}, {1: "y"}),
    ]


def test_headers_that_stand_too_low_are_told(tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "p.xlsx", {"actions": [*[[]] * 20, ["h"], ["x"]]})
    with pytest.raises(SourceError, match=r"p\.xlsx, actions: the first 20 rows are empty") as caught:
        read_workbook(file)
    assert (caught.value.place.sheet, caught.value.place.row) == ("actions", 21)


def test_far_off_cells_and_false_dimensions_cost_nothing(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"/></row>'
    data = '<row r="1"><c r="A1" t="str"><v>h</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
    file = xlsx_of(tmp_path / "p.xlsx", data + far)
    (grid,) = read_grids(file)
    assert grid.rows == [(1, ["h"]), (2, ["1"])]
    xlsx_of(file, data + far.replace('s="0"/></row>', "><v>2</v></c></row>"))
    assert only_sheet(file).rows[1].strays == {16384: "2"}


def test_cells_and_rows_without_an_address_follow_each_other(tmp_path: Path) -> None:
    data = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c t='b'><v>1</v></c></row>"
    (grid,) = read_grids(xlsx_of(tmp_path / "p.xlsx", data))
    assert grid.rows == [(1, ["1", "", "3"]), (3, ["yes"])]


def test_rows_and_cells_in_disorder_come_into_order(tmp_path: Path) -> None:
    data = (
        '<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c></row>'
    )
    (grid,) = read_grids(xlsx_of(tmp_path / "p.xlsx", data))
    assert grid.rows == [(1, ["1", "2"]), (3, ["3"])]


def test_control_signs_are_blanks_and_hints_of_pronunciation_no_text(tmp_path: Path) -> None:
    text = "<is><r><t>yksi_x000D_\nkaksi_x1_</t></r><rPh sb='0' eb='1'><t>ääni</t></rPh></is>"
    data = (
        f'<row r="1"><c r="A1" t="str"><v>h</v></c></row><row r="2"><c r="A2" t="inlineStr">{text}</c></row>'
    )
    assert columns(xlsx_of(tmp_path / "p.xlsx", data)) == {"h": ["yksi \nkaksi_x1_"]}


def test_two_sheets_of_one_name_but_for_case_are_told(tmp_path: Path) -> None:
    book = tmp_path / "p.xlsx"
    write_xlsx(book, {"actions": [["h"]], "bodies": [["h"]]})
    with zipfile.ZipFile(book) as parts:
        text = parts.read("xl/workbook.xml").decode().replace('name="bodies"', 'name="Actions"')
    with pytest.raises(SourceError, match="actions and Actions are one sheet"):
        read_workbook(with_part(book, "xl/workbook.xml", text))


def test_sheets_without_a_cell_are_none(tmp_path: Path) -> None:
    assert list(read_workbook(write_xlsx(tmp_path / "p.xlsx", {"a": [["h"]], "Taul2": []})).sheets) == ["a"]


CELL = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="="), max_size=20),
    st.integers(-(10**14), 10**14),
    st.dates(date(1900, 3, 1)),
)


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(st.lists(CELL, max_size=5), max_size=5))
def test_what_openpyxl_writes_is_read_back(
    rows: list[list[Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    (grid,) = read_grids(write_xlsx(tmp_path_factory.mktemp("xlsx") / "p.xlsx", {"s": rows}))
    read = {(number, place): text for number, cells in grid.rows for place, text in enumerate(cells) if text}
    assert read == {
        (number, place): str(value)
        for number, cells in enumerate(rows, 1)
        for place, value in enumerate(cells)
        if value != ""
    }
