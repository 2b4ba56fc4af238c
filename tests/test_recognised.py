"""Sheets as people name them become those of the model; nothing that a person wrote is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import SourceError
from graph.headers import Headings
from graph.known import numbered
from graph.recognised import recognised
from graph.workbook import Row, Sheet, Workbook
from ontology import load_model
from ontology.front import front

MODEL = load_model()


def book(*titles: str, headers: tuple[str, ...] = ("id", "title.fi"), rows: tuple[Row, ...] = ()) -> Workbook:
    file = Path("x.xlsx")
    return Workbook(file, {title: Sheet(title, file, headers, rows, title) for title in titles})


@pytest.mark.parametrize(
    "title", ["Toimenpiteet", "ACTIONS", "Åtgärder", "atgarder", " toimenpiteet", "actions"]
)
def test_a_tab_has_its_name_in_any_language(title: str) -> None:
    found = recognised(book(title), MODEL).sheets
    assert list(found) == ["actions"]
    assert (found["actions"].name, found["actions"].title) == ("actions", title)


def test_every_name_of_a_sheet_leads_to_it_alone() -> None:
    tabs = front(MODEL.graph).sheets
    for name, sheet in MODEL.sheets.items():
        for text in (*sheet.names.values(), *tabs[name].tab_names.values()):
            assert list(recognised(book(text), MODEL).sheets) == [name]


def test_guide_lists_and_empty_sheets_are_left_out() -> None:
    found = recognised(book("Ohje", "Luettelot", "Anvisning", "actions"), MODEL)
    assert list(found.sheets) == ["actions"]
    assert list(recognised(book("Taul1", headers=("", "")), MODEL).sheets) == []
    assert list(recognised(book("Taul1"), MODEL).sheets) == ["Taul1"]


def test_two_tabs_of_one_sheet_are_refused() -> None:
    with pytest.raises(SourceError, match="Toimenpiteet and actions are one sheet"):
        recognised(book("Toimenpiteet", "actions"), MODEL)


def test_a_former_sheet_keeps_its_name_to_be_told() -> None:
    for name in MODEL.former_sheets:
        assert list(recognised(book(name), MODEL).sheets) == [name]


def kept(*rows: Row, sheet: str = "bodies") -> list[int]:
    headers = ("Tunnus", "Laji", "Nimi (fi)", "note.en")
    found = recognised(book(sheet, headers=headers, rows=rows), MODEL)
    return [row.number for row in found.sheets[sheet].rows]


def test_a_row_of_an_id_and_a_kind_is_as_good_as_empty() -> None:
    assert (
        kept(Row(2, {"Tunnus": "B1"}), Row(3, {"Tunnus": "B1", "Laji": "unit"}), Row(4, {"Laji": "unit"}))
        == []
    )
    assert kept(Row(2, {"Tunnus": "B1", "note.en": "x"}), Row(3, {"Tunnus": "B1"}, {9: "x"})) == [2, 3]
    assert kept(Row(2, {"Tunnus": "kemi", "Laji": "plan"}), sheet="info") == [2]


def test_only_a_row_whose_first_text_is_an_example_is_one() -> None:
    assert kept(Row(2, {"Laji": "unit", "Nimi (fi)": "Esimerkki: Liikunta", "note.en": "x"})) == []
    assert kept(Row(2, {"Nimi (fi)": "EXEMPEL : Idrott"})) == []
    assert kept(Row(2, {"Nimi (fi)": "Esimerkkikunta"}), Row(3, {"Nimi (fi)": "Esimerkki Oy"})) == [2, 3]
    assert kept(Row(2, {"Nimi (fi)": "Liikunta", "note.en": "Example: x"})) == [2]


def test_an_id_made_ready_for_an_empty_row_is_given_to_no_other() -> None:
    rows = (
        Row(2, {"id": "A1", "title.fi": "Kävely"}),
        Row(3, {"id": "A2"}),
        Row(4, {"title.fi": "Hiihto"}),
    )
    sheet = recognised(book("actions", rows=rows), MODEL).sheets["actions"]
    given = numbered(Headings(sheet, MODEL.sheets["actions"], MODEL))
    assert [(row.number, thing_id) for row, thing_id, _ in given] == [(2, "A1"), (4, "A3")]
