"""Big workbooks: part after part they give what they give at once, and a store takes them the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from graph import PlanGraph, checking, spill, store
from graph.adding import check_workbooks
from graph.answers import Change
from graph.errors import Place
from graph.findings import Finding, Severity
from graph.known import Known, Outline, outline
from graph.mapping import map_parts, map_workbook
from graph.spreadsheets import find_workbooks, read_workbook
from graph.store import Store
from graph.tally import Tally
from graph.validation import findings_of, report_of
from graph.workbook import Workbook
from ontology import load_model
from ontology.namespaces import ID

Make = Callable[..., Path]
ROOT = Path(__file__).parents[1]
BODY = {"id": "B1", "kind": "organisation", "title.fi": "x", "field": "sport"}

# What parts could get wrong: links written from either end and in the Links sheet, references across
# parts, defaults of the plan, lines of a source, IDs that fill themselves in, and a fault of each kind.
MIXED = {
    "info": [{"id": "tiny", "kind": "plan", "title.fi": "x", "language": "fi", "document": "D1"}],
    "sources": [{"id": "T1", "title.fi": "Lähde", "file": "t.txt", "line-count": "50"}],
    "priorities": [{"id": "P1", "title.fi": "a"}, {"id": "", "title.fi": "b"}],
    "actions": [
        {"id": "A1", "title.fi": "x", "implements": "P1", "measured-by": "I1; I2", "lines": "3"},
        {"id": "", "title.fi": "", "implements": "P2; P2", "lines": "77", "document": "D2"},
        {"id": "A3", "title.fi": "z", "implements": "B1", "measured-by": "I2", "document": "P1"},
        {"id": "A1", "title.fi": "z", "implements": "P9"},
    ],
    "indicators": [
        {"id": "I1", "title.fi": "x", "measures": "A1", "lines": "9"},
        {"id": "I2", "title.fi": "y", "measures": "", "lines": "10-12"},
        {"id": "I3", "title.fi": "y", "measures": "A3", "lines": ""},
        {"id": "I4", "title.fi": "y", "measures": "", "lines": ""},
    ],
    "bodies": [BODY, {**BODY, "id": "B2", "field": ""}],
    "others": [{"id": f"D{n}", "kind": "document", "title.fi": "x"} for n in (1, 2)],
    "links": [
        {"from": "A1", "relation": "implements", "to": "P1", "confidence": "0.5"},
        {"from": "A3", "relation": "responsible", "to": "B1", "confidence": "7"},
        {"from": "A3", "relation": "measured-by", "to": "I3", "confidence": "0.5"},
        {"from": "I4", "relation": "measures", "to": "A3", "confidence": ""},
        {"from": "A3", "relation": "measured-by", "to": "I4", "confidence": ""},
        {"from": "I1", "relation": "measures", "to": "A1", "confidence": "0.2"},
        {"from": "X9", "relation": "measures", "to": "A1", "confidence": ""},
        {"from": "A1", "relation": "nonsense", "to": "P1", "confidence": ""},
    ],
}  # fmt: skip


def read(path: Path) -> tuple[list[tuple[Workbook, Outline]], Known]:
    model = load_model()
    books = [(book, outline(book, model)) for book in map(read_workbook, find_workbooks(path))]
    return books, Known().with_outlines(found for _, found in books)


def assert_same(books: Iterable[tuple[Workbook, Outline]], known: Known, cells: int) -> None:
    model = load_model()
    for book, found in books:
        whole, triples, findings = map_workbook(book, found, model, known), Graph(), []
        for part in map_parts(book, found, model, known, cells):
            triples += part.graph
            findings += findings_of(part, model, known)
        assert set(triples) == set(whole.graph)
        expected = report_of(book, findings_of(whole, model, known), model)
        assert report_of(book, findings, model) == expected


@pytest.mark.parametrize("cells", [1, 6, 15, 40])
def test_parts_give_the_triples_and_findings_of_the_whole(make_workbook: Make, cells: int) -> None:
    # Of two rows with one ID each part sees its own: that they are two is told all the same.
    sheets = {**MIXED, "actions": MIXED["actions"][:3]}
    assert_same(*read(make_workbook(**sheets)), cells)


def test_an_id_that_stands_in_two_parts_is_found(make_workbook: Make) -> None:
    books, known = read(make_workbook(**MIXED))
    lines = [
        finding.line()
        for part in map_parts(*books[0], load_model(), known, 1)
        for finding in part.findings
        if "stands at actions:2 already" in finding.text()
    ]
    assert lines == ["actions:5:id: the ID “A1” stands at actions:2 already; IDs are unique in a plan"]


@pytest.mark.slow
@settings(max_examples=3, deadline=None)
@given(cells=st.integers(20, 2_000))
def test_the_example_town_is_the_same_in_parts_of_any_size(cells: int) -> None:
    assert_same(*read(ROOT / "ontology" / "examples" / "town"), cells)


@pytest.mark.slow
def test_kemi_is_the_same_in_parts() -> None:
    assert_same(*read(ROOT / "data" / "kemi"), 900)


# ---- stored


@pytest.fixture
def tiny_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every workbook for a big one."""
    check = checking.map_parts
    monkeypatch.setattr(checking, "map_parts", lambda *args: check(*args[:4], 5))
    monkeypatch.setattr(spill, "MANY", 10)
    monkeypatch.setattr(spill, "_MUCH_PACKED", 10)
    monkeypatch.setattr(store, "MANY", 10)


PLAN = {
    "priorities": [{"id": "P1", "title.fi": "a"}],
    "actions": [{"id": f"A{n}", "title.fi": f"x {n}", "implements": "P1"} for n in range(5)],
}


def test_a_big_plan_is_stored_as_a_small_one_is(
    make_workbook: Make, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = make_workbook(**PLAN)
    small = PlanGraph.in_memory()
    small.add(folder)
    request.getfixturevalue("tiny_limits")
    with PlanGraph.create(tmp_path / "store").store as opened:
        plans = PlanGraph(opened)
        steps: list[tuple[str, int, int]] = []
        (added,) = plans.add(folder, progress=lambda *step: steps.append(step))
        assert opened.serialise(".nq") == small.store.serialise(".nq")
        assert added.change == Change(len(small.store.triples(ID["tiny"])), 0)
        assert [step for step in steps if step[2] == 7][-1][1] == 7
        (again,) = plans.add(folder)
        assert again.change == Change(0, 0)
        rows = [{**PLAN["actions"][0], "title.fi": "uusi"}, *PLAN["actions"][1:]]
        (changed,) = plans.add(make_workbook(**{**PLAN, "actions": rows}))
        assert changed.change == Change(1, 1)
        assert plans.undo("tiny") == Change(1, 1)
        assert opened.serialise(".nq") == small.store.serialise(".nq")
        assert plans.remove("tiny").removed == added.change.added
        assert plans.undo("tiny") == added.change
        assert opened.serialise(".nq") == small.store.serialise(".nq")


def test_what_a_killed_writer_staged_is_cleared(tmp_path: Path) -> None:
    Store.create(tmp_path / "store").close()
    left = tmp_path / "store" / f"{spill.STAGING}x"
    left.mkdir()
    (left / "file").write_bytes(b"x")
    Store.create(tmp_path / "store").close()
    assert not left.exists()


# ---- findings


def test_of_many_findings_of_one_kind_the_first_are_kept_and_all_are_counted() -> None:
    tally = Tally(most=3)
    for row in range(2, 12):
        tally.add([Finding(Severity.ERROR, "wrong", Place(sheet="actions", row=row, column="year"))])
    tally.add([Finding(Severity.WARNING, "odd", Place(sheet="actions", row=2, column="year"))])
    lines = [finding.line() for finding in tally.findings()]
    assert lines == [
        "actions:2:year: wrong",
        "actions:3:year: wrong",
        "actions:4:year: wrong",
        "actions:2:year: odd",
        "actions:year: and 7 more of the same kind as in row 2: wrong",
    ]


def test_a_fault_in_every_row_is_told_by_its_first_thousand(make_workbook: Make) -> None:
    rows = [{"id": f"A{n}", "title.fi": "x", "year": "soon"} for n in range(1_010)]
    ((_, report),) = check_workbooks([make_workbook(actions=rows)])
    assert len(report.errors) == 1_001
    assert report.errors[0].line("fi").startswith("actions:year: ja vielä 10 samanlaista kuin rivillä 2")
