"""Sheets for Kumu and Onodo: as their documentation has them, with nothing that a spreadsheet would run."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from graph import Network, PlanGraph
from graph.exchange import kumu, onodo
from graph.exchange.words import ids
from graph.network import NetworkLink, NetworkThing
from graph.spreadsheets.plain_writing import LONGEST, tables_as_bytes
from ontology import Label
from ontology.namespaces import ID, PLAN

PLAN_ID = "kemi-hyvinvointi-2023"


@pytest.fixture(scope="module")
def whole(kemi: PlanGraph) -> Network:
    return kemi.view("whole-plan", "fi", PLAN_ID)


def sheets(data: bytes) -> dict[str, list[dict[str, object]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = {}
    for sheet in book:
        headers, *rows = sheet.values
        found[sheet.title] = [dict(zip(headers, row, strict=True)) for row in rows]
    return found


def test_kumu_has_a_label_first_and_both_ends_first(kemi: PlanGraph, whole: Network) -> None:
    book = openpyxl.load_workbook(io.BytesIO(kumu(kemi, whole, "fi")))
    assert book.sheetnames == ["Elements", "Connections"]
    assert book["Elements"]["A1"].value == "Label"
    assert [book["Connections"][cell].value for cell in ("A1", "B1")] == ["From", "To"]


def test_kumu_elements_have_ids_without_underscores_that_connections_use(
    kemi: PlanGraph, whole: Network
) -> None:
    found = sheets(kumu(kemi, whole, "fi"))
    elements = {row["ID"]: row for row in found["Elements"]}
    assert len(elements) == len(found["Elements"]) == len(whole.things)
    assert not any("_" in str(row["ID"]) for rows in found.values() for row in rows)
    assert {row[end] for row in found["Connections"] for end in ("From", "To")} <= elements.keys()
    assert (
        len({row["ID"] for row in found["Connections"]}) == len(found["Connections"]) == len(set(whole.links))
    )
    one = elements[f"{PLAN_ID}-A1.01"]
    assert (one["Label"], one["Type"]) == ("Liikuntaneuvonta, ohjattu ja soveltava liikunta", "Toimenpide")
    assert {row["Direction"] for row in found["Connections"]} == {"directed"}


def test_onodo_names_stand_for_one_thing_each(kemi: PlanGraph, whole: Network) -> None:
    found = sheets(onodo(kemi, whole, "fi"))
    names = [row["Name"] for row in found["Nodes"]]
    assert list(found) == ["Nodes", "Relations"]
    assert len(set(names)) == len(names) == len(whole.things)
    assert {row[end] for row in found["Relations"] for end in ("Source", "Target")} <= set(names)
    assert {row["Directed"] for row in found["Relations"]} == {1}
    assert {row["Visible"] for row in found["Nodes"]} == {1}
    assert len(found["Relations"]) == len(set(whole.links))


def test_things_of_one_name_are_told_apart_for_onodo(kemi: PlanGraph) -> None:
    things = tuple(NetworkThing(ID[x], Label("Same ", ""), PLAN.Action, "action") for x in ("p/A1", "p/A2"))
    link = NetworkLink(things[0].iri, things[1].iri, PLAN.x, URIRef(""), "stated", True, None)
    found = sheets(onodo(kemi, Network("x", things, (link,)), "en"))
    assert [row["Name"] for row in found["Nodes"]] == ["Same (p:A1)", "Same (p:A2)"]
    assert (found["Relations"][0]["Source"], found["Relations"][0]["Target"]) == (
        "Same (p:A1)",
        "Same (p:A2)",
    )


@pytest.mark.parametrize("write", [kumu, onodo])
def test_what_a_spreadsheet_would_run_stays_text(kemi: PlanGraph, write: object) -> None:
    labels = ['=HYPERLINK("x")', "@SUM(1)", "+cmd|' /C calc'!A0", "#N/A", "a\x00b"]
    things = tuple(
        NetworkThing(ID[f"p/{n}"], Label(x, ""), PLAN.Action, "action") for n, x in enumerate(labels)
    )
    book = openpyxl.load_workbook(io.BytesIO(write(kemi, Network("x", things, ()), "en")))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert {'=HYPERLINK("x")', "#N/A", "ab"} <= {cell.value for cell in cells}


@given(things=st.lists(st.text(min_size=1), max_size=20))
def test_ids_are_plain_unlike_each_other_and_independent_of_the_order(things: Sequence[str]) -> None:
    found = ids(things)
    assert len(set(found.values())) == len(set(things))
    assert all(name.isascii() and "_" not in name for name in found.values())
    assert ids(reversed(things)) == found


# ---- plain tables


def test_the_same_tables_give_the_same_bytes() -> None:
    tables = {"One": (("a", "b"), [("x", 1), ("=1", 2.5), (None, 3)]), "Two": (("c",), [])}
    assert tables_as_bytes(tables) == tables_as_bytes(tables)
    one = [{"a": "x", "b": 1}, {"a": "=1", "b": 2.5}, {"a": None, "b": 3}]
    assert sheets(tables_as_bytes(tables)) == {"One": one, "Two": []}


def test_a_text_longer_than_a_cell_is_cut() -> None:
    found = sheets(tables_as_bytes({"S": (("a",), [("x" * 40_000,)])}))
    assert found["S"][0]["a"] == "x" * LONGEST
