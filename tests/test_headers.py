"""Which column a header means."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import ShapeError
from graph.headers import Headings, plain
from graph.workbook import Row, Sheet
from ontology import load_model
from ontology.namespaces import PLAN


def headings(sheet: str, *headers: str, lang: str = "fi") -> Headings:
    model = load_model()
    return Headings(Sheet(sheet, Path(f"{sheet}.csv"), headers, ()), model.sheets[sheet], model, lang)


@pytest.mark.parametrize(
    "header", ["responsible", "Vastuutaho", "Ansvarig instans", "RESPONSIBLE BODY", "vastuu-taho"]
)
def test_a_column_is_known_by_key_and_by_name_in_any_language(header: str) -> None:
    column = headings("actions", header).found[header].column
    assert column is not None
    assert column.key == "responsible"


@pytest.mark.parametrize("header", ["title.sv", "Nimi.sv", "namn sv", "Title (sv)"])
def test_a_text_column_carries_its_language(header: str) -> None:
    found = headings("actions", header).found[header]
    assert found.column is not None
    assert (found.column.key, found.lang) == ("title", "sv")


def test_every_header_of_every_sheet_is_found_again() -> None:
    """By its own key each column is found, whatever the names of others are."""
    for name, sheet in load_model().sheets.items():
        for column in sheet.columns:
            for header in column.headers:
                found = headings(name, header).found[header]
                assert found.column is not None, header
                assert found.column.key == column.key


def test_an_unknown_header_gets_the_nearest_key() -> None:
    found = headings("actions", "responsable", "titel.fi", "qwertyuiop")
    assert found.unknown == ["responsable", "titel.fi", "qwertyuiop"]
    assert [found.suggestion(header) for header in found.unknown] == ["responsible", "title.fi", ""]


def test_cells_are_taken_by_role_and_by_key() -> None:
    found = headings("actions", "Tunnus", "Vastuutaho")
    row = Row(2, {"Tunnus": "A1", "Vastuutaho": "kemi:kirjasto"})
    assert found.cell(row, "id") == "A1"
    assert found.value(row, "responsible") == "kemi:kirjasto"
    assert found.value(row, "partner") == ""


def test_a_row_has_the_class_of_its_kind() -> None:
    found = headings("bodies", "kind")
    assert found.kind(Row(2, {"kind": "unit"})) is not None
    assert found.kind(Row(2, {"kind": "Unit"})) == found.kind(Row(2, {"kind": "unit"}))
    assert found.kind(Row(2, {"kind": "spaceship"})) is None
    assert headings("actions").kind(Row(2, {})) == PLAN.Action


def test_the_links_sheet_has_ends_and_no_id() -> None:
    known = headings("links").known
    assert {"from", "relation", "to", "mista", "koppling"} <= known.keys()
    assert "id" not in known


def test_plain_forgives_case_accents_and_punctuation() -> None:
    assert plain("  Määrä-aika ") == plain("maaraaika")


def test_no_two_columns_of_a_sheet_have_one_name() -> None:
    for name in load_model().sheets:
        assert headings(name).known


def test_two_columns_of_one_name_are_refused() -> None:
    model = load_model()
    sheet = model.sheets["actions"]
    (shape, *others) = sheet.shapes
    first, second, *rest = shape.columns
    twin = replace(second, names=first.names)
    shapes = (replace(shape, columns=(first, twin, *rest)), *others)
    found = Headings(Sheet("actions", Path("actions.csv"), (), ()), replace(sheet, shapes=shapes), model)
    with pytest.raises(ShapeError, match="the sheet actions has two columns of the name"):
        _ = found.known


@pytest.mark.parametrize(
    "header", ["Nimi (suomeksi)", "Name (Finnish)", "namn, finska", "NIMI FI", "Title in Finnish"]
)
def test_a_language_may_be_named_in_words(header: str) -> None:
    assert headings("actions", header, lang="sv").found[header].key == "title.fi"


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_a_text_without_a_language_is_in_that_of_the_plan(lang: str) -> None:
    for header in ("Nimi", "Namn", "title"):
        assert headings("actions", header, lang=lang).found[header].key == f"title.{lang}"


def test_what_stands_in_brackets_is_forgiven_but_for_a_language() -> None:
    found = headings("actions", "Toteuttaa", "Vastuutaho (kuka?)", "Valmiusaste", "Nimi (norjaksi)")
    assert [found.found[header].key for header in found.sheet.headers[:3]] == [
        "implements",
        "responsible",
        "completion",
    ]
    assert found.unknown == ["Nimi (norjaksi)"], (
        "a language that nobody reads is not taken for the plan's own"
    )


def test_a_near_miss_is_suggested_in_the_words_of_its_language() -> None:
    found = headings("actions", "Vastutaho", "Ansvarig instanz", "responsable")
    assert [found.suggestion(header) for header in found.unknown] == [
        "Vastuutaho",
        "Ansvarig instans",
        "responsible",
    ]


def test_a_role_or_key_leads_to_the_header_of_the_file() -> None:
    found = headings("actions", "Tunnus", "Vastuutaho", "Nimi")
    assert [found.header_of(key) for key in ("id", "responsible", "title.fi", "year")] == [
        "Tunnus",
        "Vastuutaho",
        "Nimi",
        "",
    ]
    assert found.names_of("year")["sv"] == "År"
