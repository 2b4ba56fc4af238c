"""Findings as they are told: in order, many alike as one, in the words of the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph.adding import check_workbooks
from graph.cli import planweave
from graph.errors import Place
from graph.findings import Finding, Severity, together
from graph.spots import Spot, Spots, letters
from graph.workbook import Row, Sheet, Workbook
from ontology import load_model

Make = Callable[..., Path]


def finding(row: int, found: str = "x", column: str = "year", message: str = "“{found}” is wrong") -> Finding:
    return Finding(Severity.ERROR, message, Place(None, "actions", row, column), {"found": found})


def test_fifty_alike_are_told_as_one_with_their_rows() -> None:
    rows = [*range(2, 52), 60]
    told = together([finding(row, found=str(row)) for row in rows])
    assert [(alike.first.place.row, alike.ranges) for alike in told] == [(2, "3–51, 60")]


def test_few_alike_stay_apart_as_what_each_found_is_of_use() -> None:
    told = together([finding(row, found=str(row)) for row in (2, 3, 4)])
    assert [alike.first.text() for alike in told] == ["“2” is wrong", "“3” is wrong", "“4” is wrong"]


def test_only_what_says_the_same_of_one_column_is_put_together() -> None:
    one = [finding(row) for row in (2, 3, 5, 6)]
    other = [finding(row, column="page") for row in (2, 3, 5)]
    warned = [finding(row, message="“{found}” is doubtful") for row in (2, 3, 5)]
    told = together([*one, *other, *warned])
    assert [(alike.first.place.column, alike.ranges) for alike in told if alike.rows] == [("year", "3, 5–6")]
    assert len(told) == 1 + len(other) + len(warned)


def test_what_was_expected_is_told_apart() -> None:
    values = {"found": "x", "expected": {"fi": "vuosi", "en": "a year"}}
    one = Finding(Severity.ERROR, "“{found}” is not {expected}", Place(), values)
    assert (one.expected("fi"), one.expected("sv")) == ("vuosi", "a year")
    assert finding(2).expected() == ""


@pytest.mark.parametrize(
    ("position", "expected"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")]
)
def test_columns_have_the_letters_of_spreadsheet_programs(position: int, expected: str) -> None:
    assert letters(position) == expected


@pytest.fixture
def spots() -> Spots:
    headers = ("Tunnus", "", "Vuosi")
    positions = {"Tunnus": 1, "Vuosi": 3}
    row = Row(4, {"Tunnus": "A1", "Vuosi": "23"}, {7: "ylimääräinen"})
    sheet = Sheet("actions", Path("plan.xlsx"), headers, (row,), "Toimenpiteet", 3, positions)
    return Spots(Workbook(Path("plan.xlsx"), {"actions": sheet}), load_model(), "fi")


@pytest.mark.parametrize(
    ("place", "expected", "cell"),
    [
        (Place(None, "actions", 4, "Vuosi"), Spot("Toimenpiteet", 4, "Vuosi", 3, "23"), "C4"),
        (Place(None, "actions", 4, "year"), Spot("Toimenpiteet", 4, "Vuosi", 3, "23"), "C4"),
        (Place(None, "actions", 4, "id"), Spot("Toimenpiteet", 4, "Tunnus", 1, "A1"), "A4"),
        (Place(None, "actions", 3, "Vuosi"), Spot("Toimenpiteet", 3, "Vuosi", 3, "Vuosi"), "C3"),
        (Place(None, "actions", 4, "responsible"), Spot("Toimenpiteet", 4, "Vastuutaho"), ""),
        (Place(None, "actions", 4, "#7"), Spot("Toimenpiteet", 4, "#7", 7, "ylimääräinen"), "G4"),
        (Place(None, "actions", 4), Spot("Toimenpiteet", 4), ""),
        (Place(Path("x.ods")), Spot("x.ods"), ""),
    ],
)
def test_a_place_is_told_in_the_words_of_the_file(
    spots: Spots, place: Place, expected: Spot, cell: str
) -> None:
    assert spots.of(place) == expected
    assert spots.of(place).cell == cell


def test_a_place_is_one_text_with_its_cell_where_that_is_wanted(spots: Spots) -> None:
    spot = spots.of(Place(None, "actions", 4, "year"))
    assert spot.text(with_cell=True) == "Toimenpiteet:4:Vuosi (C4)"
    assert spot.text(with_cell=False) == "Toimenpiteet:4:Vuosi"


def test_a_missing_column_is_one_finding_at_the_headers(make_workbook: Make) -> None:
    folder = make_workbook(actions=[{"id": f"A{n}", "year": "2023"} for n in range(1, 6)])
    ((_, report),) = check_workbooks([folder])
    assert [found.line() for found in report.findings] == [
        "actions:1:title.fi: there is no column Name, and every row needs it"
    ]


def test_a_missing_kind_is_one_finding_and_an_empty_one_is_at_its_cell(make_workbook: Make) -> None:
    body = {"title.fi": "x", "field": "sport"}
    missing = make_workbook("a", bodies=[{"id": "B1", **body}, {"id": "B2", **body}])
    rows = [{"id": "B1", "kind": "", **body}, {"id": "B2", "kind": "unit", **body}]
    for folder, where in ((missing, "bodies:1:kind"), (make_workbook("b", bodies=rows), "bodies:2:kind")):
        ((_, report),) = check_workbooks([folder])
        (found,) = report.findings
        assert found.where() == where
        assert "Yksikkö (unit)" in found.text("fi")


def test_a_sheet_without_a_single_known_header_is_one_finding(make_workbook: Make) -> None:
    ((_, report),) = check_workbooks([make_workbook(actions=[{"x": "1", "y": "2"}, {"x": "3", "y": "4"}])])
    (found,) = report.findings
    assert found.where() == "actions:1"
    assert found.text("sv").endswith("till exempel Namn, Beskrivning, Strategiskt mål")


def test_a_required_cell_that_cannot_be_read_is_not_called_empty_too(make_workbook: Make) -> None:
    money = [{"id": "M1", "kind": "grant", "title.fi": "x", "currency": "EUR", "amount": "paljon"}]
    ((_, report),) = check_workbooks([make_workbook(money=money)])
    assert [found.text() for found in report.findings] == ["“paljon” is not a number"]


def test_check_tells_alike_as_one_and_lists_each_of_them(runner: CliRunner, make_workbook: Make) -> None:
    rows = [{"id": f"A{n}", "title.fi": "x", "year": "23"} for n in range(1, 10)]
    folder = str(make_workbook(actions=rows))
    lines = runner.invoke(planweave, ["--lang", "fi", "check", folder]).stdout.splitlines()
    told = "tiny/actions:2:year: virhe: ”23” ei ole vuosi, kuten 2023 (ja 8 muuta samanlaista: rivit 3–10)"
    assert told in lines
    listed = json.loads(runner.invoke(planweave, ["check", folder, "-f", "json"]).stdout)
    errors = [one for one in listed if one["severity"] == "error"]
    assert [one["cell"] for one in errors] == [f"C{n}" for n in range(2, 11)]
    assert (errors[0]["found"], errors[0]["expected"]) == ("23", "a year such as 2023")
