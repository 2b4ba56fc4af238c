"""Answers as tables: for people, for spreadsheets, for other programs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, Literal

from graph import PlanGraph
from graph.neutral import neutral
from graph.table import Cell, Table, TableColumn, number_text, short
from ontology import Label
from ontology.namespaces import CONCEPT, ID

NAMES = {"fi": "Nimi", "sv": "Namn", "en": "Name"}
TABLE = Table(
    "x",
    (TableColumn("body", NAMES), TableColumn("count", {"fi": "Määrä"})),
    (
        (Cell(ID["kemi/kirjasto"], Label("Kirjasto", "fi")), Cell(Literal(3))),
        (Cell(None), Cell(Literal("2.50", datatype=XSD.decimal))),
    ),
)


def test_csv_has_a_header_and_the_id_of_every_thing() -> None:
    assert TABLE.csv("fi") == "Nimi (ID),Nimi,Määrä\nkemi:kirjasto,Kirjasto,3\n,,2.5\n"
    assert TABLE.csv("sv").startswith("Namn (ID),Namn,count\n")


def test_records_have_the_value_by_key_and_the_label_beside_it() -> None:
    assert TABLE.records() == [
        {"body": "kemi:kirjasto", "bodyLabel": "Kirjasto", "count": 3},
        {"body": None, "count": 2.5},
    ]


def test_named_rows_give_cells_by_key() -> None:
    assert TABLE.named_rows()[0]["body"].text == "Kirjasto"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\tx", "\r=1"])
def test_a_text_that_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "-5", "+3.5", "Kirjasto", "a=b"])
def test_other_texts_and_numbers_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])), min_size=1, max_size=5))
def test_any_texts_make_csv_that_reads_back(texts: list[str]) -> None:
    columns = (TableColumn("a", {}), TableColumn("b", {}))
    table = Table("x", columns, tuple((Cell(Literal(text)), Cell(Literal("."))) for text in texts))
    rows = list(csv.reader(io.StringIO(table.csv("fi"), newline="")))
    assert rows == [["a", "b"], *([neutral(text), "."] for text in texts)]


def test_short_forms() -> None:
    assert short(ID["kemi/kirjasto"]) == "kemi:kirjasto"
    assert short(ID["kemi"]) == "kemi"
    assert short(CONCEPT["field/sport"]) == str(CONCEPT["field/sport"])


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("2.50", "2.5"),
        ("3.00", "3"),
        ("0.333333", "0.33"),
        ("7", "7"),
        ("0.0049", "0.0049"),
        ("-0.00126", "-0.0013"),
        ("12.3456", "12.35"),
        ("0.0", "0"),
    ],
)
def test_numbers_have_no_needless_decimals(number: str, text: str) -> None:
    assert number_text(Literal(number, datatype=XSD.decimal)) == text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12.3456", "12.3456"),
        ("0.0049", "0.0049"),
        ("1234567890123456789.5", "1234567890123456789.5"),
        ("3.00", "3"),
        ("-0.0", "0"),
    ],
)
def test_csv_for_other_programs_has_all_digits(written: str, expected: str) -> None:
    cell = Cell(Literal(written, datatype=XSD.decimal))
    assert Table("x", (TableColumn("n", {}),), ((cell,),)).csv("en") == f"n\n{expected}\n"
    whole = Cell(Literal("1234567890123456789", datatype=XSD.integer))
    assert whole.plain == int(whole.whole) == 1234567890123456789


def test_cells_of_the_store_are_labelled_in_the_language_asked_for(kemi: PlanGraph) -> None:
    columns = [TableColumn("x", NAMES)]
    for lang, label in {"fi": "Kirjasto", "sv": "Biblioteket", "en": "Library"}.items():
        ((cell,),) = kemi.table("x", columns, [(ID["kemi/kirjasto"],)], lang).rows
        assert (cell.text, cell.plain) == (label, "kemi:kirjasto")
