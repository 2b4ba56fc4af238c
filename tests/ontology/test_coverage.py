"""The coverage tables of docs/ontology.md name terms, sheets and columns that exist, and all of StratML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from rdflib import RDF, Graph, URIRef

from ontology import load_model
from ontology.namespaces import PREFIXES

from .conftest import ROOT, read, turtle

PAGE = ROOT / "docs" / "ontology.md"
SECTION = re.compile(r"^## Coverage of (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
TERM = re.compile(r"^([a-z][\w-]*):([A-Za-z]\w*)$")
PLACE = re.compile(r"^([a-z][a-z-]*)/([a-z][a-z-]*)$")
LEFT_OUT = "left out, because"
NOT_YET = "not yet, because"
#: The schemas of Part 1 and Part 2.
SCHEMAS = ("StrategicPlanISO*.xsd", "PerformancePlanOrReport*.xsd")


class Row(NamedTuple):
    model: str
    element: str
    ours: str
    where: str


def rows(page: str) -> Iterator[Row]:
    for model, text in SECTION.findall(page):
        lines = [line for line in text.splitlines() if line.startswith("|")]
        for line in lines[2:]:
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            assert len(cells) == 3, line
            yield Row(model, *cells)


ROWS = list(rows(PAGE.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def declared() -> Graph:
    """The terms as they are declared; the alignments are left out."""
    return read(turtle("."))


@pytest.fixture(scope="module")
def places() -> set[str]:
    """Every sheet/column of the model, the row's ID and its kind included."""
    found = set()
    for name, sheet in load_model().sheets.items():
        keys = {column.key for column in sheet.columns} | {"id", sheet.kind_column} - {""}
        found |= {f"{name}/{key}" for key in keys}
    return found


def unknown_terms(text: str, declared: Graph) -> list[str]:
    named = [match for code in CODE.findall(text) if (match := TERM.match(code))]
    return [
        match[0]
        for match in named
        if match[1] in PREFIXES and (URIRef(PREFIXES[match[1]] + match[2]), RDF.type, None) not in declared
    ]


def places_of(row: Row) -> list[str]:
    return [code for code in CODE.findall(row.where) if PLACE.match(code)]


def test_there_is_a_table_for_each_model() -> None:
    assert list(dict.fromkeys(row.model for row in ROWS)) == ["Kausal Watch", "StratML", "THL's guidance"]
    assert len(ROWS) > 120


def test_every_term_on_the_page_is_declared(declared: Graph) -> None:
    page = PAGE.read_text(encoding="utf-8")
    page = page.replace("`prov:Activity`", "").replace("`rdf:Statement`", "")
    assert sorted(set(unknown_terms(page, declared))) == []


def test_an_unknown_term_is_found(declared: Graph) -> None:
    assert unknown_terms("`plan:Odd` and `plan:Plan`", declared) == ["plan:Odd"]


def test_every_sheet_and_column_exists(places: set[str]) -> None:
    assert sorted({place for row in ROWS for place in places_of(row)} - places) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.model}: {row.element}"[:60])
def test_an_element_has_a_place_or_a_reason(row: Row) -> None:
    if row.ours in {LEFT_OUT, NOT_YET}:
        assert len(row.where.split()) > 3
        assert not places_of(row)
    else:
        assert row.ours
        assert places_of(row) or "](" in row.where


def test_most_is_covered() -> None:
    left_out = [row for row in ROWS if row.ours in {LEFT_OUT, NOT_YET}]
    assert len(left_out) / len(ROWS) < 0.2


def test_every_element_of_stratml_stands_in_its_table(shared: Path) -> None:
    folder = shared / "plans" / "stratml" / "xsd"
    files = [file for pattern in SCHEMAS for file in sorted(folder.glob(pattern))]
    assert len(files) >= 4
    texts = [file.read_text("utf-8") for file in files]
    elements = {name for text in texts for name in re.findall(r'<xsd:element name="(\w+)"', text)}
    attributes = {f"@{name}" for text in texts for name in re.findall(r'<xsd:attribute name="(\w+)"', text)}
    assert len(elements) > 40
    written = {code for row in ROWS if row.model == "StratML" for code in CODE.findall(row.element)}
    assert sorted((elements | attributes) - written) == []
    assert sorted(written - elements - attributes) == []
