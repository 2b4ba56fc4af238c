"""A plan as a workbook and back: the same triples, for plans that hypothesis makes from the shapes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from graph.canonical import canonical
from graph.findings import Severity
from graph.known import Known, outline
from graph.link_sheet import LINKS
from graph.mapped import Mapped
from graph.mapping import map_workbook
from graph.recognised import recognised
from graph.spreadsheets import read_workbook, write_workbook
from graph.unmapping import to_workbook
from graph.workbook import Row, Workbook

from .plans_from_shapes import KNOWN, MODEL, workbooks

SHORT = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LONG = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def mapped_of(workbook: Workbook, known: Known = KNOWN) -> Mapped:
    found = map_workbook(workbook, outline(workbook, MODEL), MODEL, known)
    assert [f.line() for f in found.findings if f.severity is Severity.ERROR] == []
    return found


def content(workbook: Workbook) -> dict[str, tuple[tuple[str, ...], tuple[Row, ...]]]:
    return {name: (sheet.headers, sheet.rows) for name, sheet in workbook.sheets.items()}


def ids(workbook: Workbook) -> dict[str, list[str]]:
    return {
        name: [row.cells["id"] for row in sheet.rows]
        for name, sheet in workbook.sheets.items()
        if name != LINKS
    }


@contextmanager
def somewhere() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def check_round_trip(workbook: Workbook) -> None:
    before = mapped_of(workbook)
    found = to_workbook(before.graph, before.outline.iri, MODEL, KNOWN)
    assert (set(found.left_over), set(found.added)) == (set(), set())
    assert set(mapped_of(found.workbook).graph) == set(before.graph)
    assert ids(found.workbook) == ids(workbook)
    once = canonical(workbook, KNOWN)
    assert set(mapped_of(once).graph) == set(before.graph)
    assert canonical(once, KNOWN) == once


def check_files(workbook: Workbook) -> None:
    plain = canonical(workbook, KNOWN)
    with somewhere() as folder:
        write_workbook(plain, folder / "csv", MODEL)
        assert content(read_workbook(folder / "csv")) == content(plain)
        write_workbook(plain, folder / "plan.xlsx", MODEL, "fi")
        again = recognised(read_workbook(folder / "plan.xlsx"), MODEL)
        assert set(mapped_of(again).graph) == set(mapped_of(plain).graph)


@SHORT
@given(workbooks())
def test_a_plan_comes_back_with_the_same_triples(workbook: Workbook) -> None:
    check_round_trip(workbook)


@settings(SHORT, max_examples=15)
@given(workbooks())
def test_a_plan_comes_back_from_files(workbook: Workbook) -> None:
    check_files(workbook)


@pytest.mark.slow
@LONG
@given(workbooks())
def test_very_many_plans_come_back_with_the_same_triples(workbook: Workbook) -> None:
    check_round_trip(workbook)


@pytest.mark.slow
@settings(LONG, max_examples=20)
@given(workbooks())
def test_very_many_plans_come_back_from_files(workbook: Workbook) -> None:
    check_files(workbook)
