"""Reading OpenDocument and old Excel files: the same conversions, and far-off cells cost nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import SourceError
from graph.spreadsheets import read_workbook
from graph.spreadsheets.reading import read_grids

from .spreadsheet_files import columns, ods_table, ods_xml, only_sheet, write_ods

HEADER = "<table:table-row><table:table-cell><text:p>h</text:p></table:table-cell></table:table-row>"
CELLS = {
    "a text": ('office:value-type="string"><text:p> Kävely</text:p>', "Kävely"),
    "two lines": ('office:value-type="string"><text:p>yksi</text:p><text:p>kaksi</text:p>', "yksi\nkaksi"),
    "spans and blanks": (
        'office:value-type="string"><text:p>a<text:span>b</text:span><text:s text:c="2"/>c</text:p>',
        "ab  c",
    ),
    "a whole number": ('office:value-type="float" office:value="3"><text:p>3,00 €</text:p>', "3"),
    "a number with noise": ('office:value-type="float" office:value="0.30000000000000004">', "0.3"),
    "a sum of money": ('office:value-type="currency" office:value="62000">', "62000"),
    "a share": ('office:value-type="percentage" office:value="0.25"><text:p>25 %</text:p>', "0.25"),
    "a date": (
        'office:value-type="date" office:date-value="2022-10-03"><text:p>3.10.</text:p>',
        "2022-10-03",
    ),
    "midnight": ('office:value-type="date" office:date-value="2022-10-03T00:00:00">', "2022-10-03"),
    "a date and time": (
        'office:value-type="date" office:date-value="2022-10-03T14:30:00">',
        "2022-10-03T14:30",
    ),
    "a time": ('office:value-type="time" office:time-value="PT08H05M00S">', "08:05"),
    "true": ('office:value-type="boolean" office:boolean-value="true"><text:p>TOSI</text:p>', "yes"),
    "false": ('office:value-type="boolean" office:boolean-value="false">', "no"),
    "an error": ('office:value-type="string"><text:p>#REF!</text:p>', "#REF!"),
    "a formula": (
        'table:formula="of:=HYPERLINK(&quot;x&quot;)" office:value-type="string">',
        '=HYPERLINK("x")',
    ),
    "a formula over cells": ('table:formula="of:=SUM([.B2:.B$9];[.C2])">', "=SUM(B2:B$9;C2)"),
    "yes as a formula": ('table:formula="of:=TRUE()" office:value-type="boolean">', "yes"),
    "with a comment": (
        'office:value-type="string"><office:annotation><text:p>no</text:p></office:annotation><text:p>x</text:p>',
        "x",
    ),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_value_is_read_as_a_person_would_have_written_it(tmp_path: Path, name: str) -> None:
    cell, expected = CELLS[name]
    row = f"<table:table-row><table:table-cell {cell}</table:table-cell></table:table-row>"
    file = write_ods(tmp_path / "p.ods", f'<table:table table:name="s">{HEADER}{row}</table:table>')
    assert columns(file) == {"h": [expected]}


def test_what_is_repeated_is_repeated_and_what_is_empty_costs_nothing(tmp_path: Path) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>x</text:p>'
        '</table:table-cell><table:table-cell table:number-columns-repeated="16382"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048571"><table:table-cell/></table:table-row>'
    )
    (grid,) = read_grids(
        write_ods(tmp_path / "p.ods", f'<table:table table:name="s">{HEADER}{rows}</table:table>')
    )
    assert grid.rows == [(1, ["h"]), (4, ["x", "x"]), (5, ["x", "x"])]


def test_a_value_repeated_without_end_is_refused(tmp_path: Path) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>'
        "</table:table-row>"
    )
    file = write_ods(tmp_path / "p.ods", f'<table:table table:name="s">{rows}</table:table>')
    with pytest.raises(SourceError, match=r"p\.ods, s, row \d+: the sheet is too large"):
        read_workbook(file)


def test_what_is_merged_over_rows_stands_in_each_of_them(tmp_path: Path) -> None:
    merged = (
        "<table:table-row><table:table-cell><text:p>A1</text:p></table:table-cell>"
        '<table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="1"><text:p>P1</text:p>'
        "</table:table-cell></table:table-row>"
        "<table:table-row><table:table-cell><text:p>A2</text:p></table:table-cell><table:covered-table-cell/>"
        "</table:table-row>"
    )
    header = ods_table([["id", "priority"]]).removesuffix("</table:table>")
    file = write_ods(tmp_path / "p.ods", f"{header}{merged}</table:table>")
    assert columns(file) == {"id": ["A1", "A2"], "priority": ["P1", "P1"]}


def test_copies_of_sheets_of_other_files_are_passed_by(tmp_path: Path) -> None:
    copy = ods_table([["h"]], "copy").replace(
        "<table:table-row>", "<table:table-source/><table:table-row>", 1
    )
    file = write_ods(tmp_path / "p.ods", ods_table([["h"], ["x"]], "own") + copy)
    assert list(read_workbook(file).sheets) == ["own"]


def test_one_file_of_xml_is_read_as_the_same(tmp_path: Path) -> None:
    text = ods_xml(ods_table([["h"], ["Kävely"]]), "document")
    (tmp_path / "p.fods").write_text(text, encoding="utf-8")
    assert columns(tmp_path / "p.fods") == {"h": ["Kävely"]}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("cut off", ods_xml(ods_table([["h"]]))[:-30], "damaged"),
        ("no sheet", ods_xml(""), "the content is no FODS"),
        ("not XML", "id;title", "the content is no FODS"),
        ("entities", '<!DOCTYPE x [<!ENTITY a "b">]>' + ods_xml(""), "declares a document type"),
    ],
)
def test_xml_that_is_no_spreadsheet_is_told(tmp_path: Path, name: str, text: str, expected: str) -> None:
    file = tmp_path / "p.fods"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=rf"^p\.fods.*: .*{expected}"):
        read_workbook(file)


def test_rows_below_empty_ones_keep_their_numbers(tmp_path: Path) -> None:
    sheet = only_sheet(write_ods(tmp_path / "p.ods", ods_table([[], [], ["h"], [], ["x"]])))
    assert (sheet.header_row, [row.number for row in sheet.rows]) == (3, [5])
