"""Links: a plain triple and a record beside it, from short-cut columns and the links sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import PROV, RDF, SKOS, XSD, Graph, Literal, URIRef

from graph.adding import check_workbooks
from graph.links import Relation, record_iri
from ontology.namespaces import CONCEPT, ID, PLAN

Make = Callable[..., Path]

A1, P1, P2 = ID["tiny/A1"], ID["tiny/P1"], ID["tiny/P2"]
SHEETS = {
    "sources": [{"id": "T1", "title.fi": "Teksti", "line-count": "90"}],
    "priorities": [{"id": "P1", "title.fi": "Yksi"}, {"id": "P2", "title.fi": "Kaksi"}],
    "actions": [{"id": "A1", "title.fi": "x", "implements": "P1", "lines": "5-6"}],
}


def read(folder: Path) -> tuple[Graph, list[str]]:
    ((mapped, report),) = check_workbooks([folder])
    return mapped.graph, [f"{finding.severity.value} {finding.line('en')}" for finding in report.findings]


def record(data: Graph, end: URIRef) -> URIRef:
    (found,) = data.subjects(RDF.object, end)
    return URIRef(str(found))


def test_a_link_of_a_column_is_stated_in_the_lines_of_its_row(make_workbook: Make) -> None:
    data, found = read(make_workbook(**SHEETS))
    link = record(data, P1)
    assert found == []
    assert (A1, PLAN.implements, P1) in data
    assert set(data.triples((link, None, None))) == {
        (link, RDF.type, PLAN.Link),
        (link, RDF.type, RDF.Statement),
        (link, RDF.subject, A1),
        (link, RDF.predicate, PLAN.implements),
        (link, RDF.object, P1),
        (link, PLAN.inDocument, ID["tiny"]),
        (link, PLAN.basis, URIRef(f"{CONCEPT}basis/stated")),
        (link, PROV.wasDerivedFrom, URIRef(f"{ID['tiny/T1']}/5-6")),
    }


def test_a_row_of_the_links_sheet_says_more_of_the_same_link(make_workbook: Make) -> None:
    row = {"from": "A1", "relation": "implements", "to": "P1", "basis": "curated", "confidence": "0,8"}
    data, found = read(make_workbook(**SHEETS, links=[row | {"lines": "9", "note.fi": "epäselvä"}]))
    link = record(data, P1)
    assert found == []
    assert data.value(link, PLAN.basis) == URIRef(f"{CONCEPT}basis/curated")
    assert data.value(link, PLAN.confidence) == Literal("0.8", datatype=XSD.decimal)
    assert list(data.objects(link, PROV.wasDerivedFrom)) == [URIRef(f"{ID['tiny/T1']}/9-9")]
    assert data.value(link, SKOS.editorialNote) == Literal("epäselvä", lang="fi")


def test_the_basis_is_no_part_of_the_name_of_a_record(make_workbook: Make) -> None:
    row = {"from": "A1", "relation": "implements", "to": "P1", "basis": "curated"}
    before, _ = read(make_workbook(**SHEETS))
    after, _ = read(make_workbook(**SHEETS, links=[row]))
    assert record(before, P1) == record(after, P1)
    assert record(after, P1) == record_iri(ID["tiny"], Relation(A1, PLAN.implements, P1), ID["tiny"])


def test_the_document_is_a_part_of_the_name_of_a_record() -> None:
    relation = Relation(A1, PLAN.implements, P1)
    assert record_iri(ID["tiny"], relation, ID["tiny/X1"]) != record_iri(ID["tiny"], relation, ID["tiny/X2"])


def test_a_link_that_its_row_does_not_list_is_a_warning_and_stays(make_workbook: Make) -> None:
    data, found = read(make_workbook(**SHEETS, links=[{"from": "A1", "relation": "implements", "to": "P2"}]))
    assert (A1, PLAN.implements, P2) in data
    assert found == [
        "warning links:2:to: the row of A1 does not list this link under Implements (priorities, objectives)"
    ]


@pytest.mark.parametrize("relation", ["Toteuttaa (painopisteet, tavoitteet)", "toteuttaa", "Förverkligar"])
def test_a_relation_may_be_named_in_any_language(make_workbook: Make, relation: str) -> None:
    _, found = read(make_workbook(**SHEETS, links=[{"from": "A1", "relation": relation, "to": "P1"}]))
    assert found == []


def test_what_stands_twice_is_told(make_workbook: Make) -> None:
    row = {"from": "A1", "relation": "implements", "to": "P1"}
    actions = [{"id": "A1", "title.fi": "x", "implements": "P1; P1", "lines": "5"}]
    _, found = read(make_workbook(**SHEETS | {"actions": actions}, links=[row, row]))
    assert found == [
        "warning actions:2:implements: the same link stands here twice",
        "error links:3:to: the same link stands at row 2 already",
    ]


def test_ends_and_relation_are_checked(make_workbook: Make) -> None:
    links = [
        {"from": "A9", "relation": "implements", "to": "P1"},
        {"from": "A1", "relation": "implments", "to": "P1"},
        {"from": "A1", "relation": "implements", "to": ""},
    ]
    _, found = read(make_workbook(**SHEETS, links=links))
    assert found == [
        "error links:2:from: no “A9” in tiny",
        (
            "error links:3:relation: “implments” is no relation of this row; "
            "did you mean Implements (priorities, objectives)?"
        ),
        "error links:4:to: is empty; expected an ID",
    ]


def test_a_link_only_relation_stands_on_the_links_sheet_alone(make_workbook: Make) -> None:
    groups = [{"id": "U1", "title.fi": "Nuoret"}]
    row = {"from": "tiny", "relation": "mentions", "to": "U1", "lines": "7"}
    data, found = read(make_workbook(**SHEETS, groups=groups, links=[row]))
    assert found == []
    assert (ID["tiny"], PLAN.mentions, ID["tiny/U1"]) in data


def test_the_link_of_an_inverse_column_has_its_subject_at_the_other_end(
    make_workbook: Make,
) -> None:
    actions = [{"id": "A1", "title.fi": "x", "measured-by": "I1"}]
    row = {"from": "A1", "relation": "measured-by", "to": "I1", "basis": "curated"}
    folder = make_workbook(actions=actions, indicators=[{"id": "I1", "title.fi": "y"}], links=[row])
    data, found = read(folder)
    link = record(data, A1)
    assert found == []
    assert data.value(link, RDF.subject) == ID["tiny/I1"]
    assert data.value(link, PLAN.basis) == URIRef(f"{CONCEPT}basis/curated")
