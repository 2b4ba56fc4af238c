"""An organisation's own property, of each form of column, with a Turtle file and no line of Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import XSD, Literal, Namespace, URIRef

from graph import PlanGraph
from graph.adding import check_workbooks
from graph.things import ThingReader
from ontology import Form, load_model
from ontology.namespaces import ID

Make = Callable[..., Path]
OWN = Namespace("https://kemi.fi/terms#")
A1 = ID["tiny/A1"]

PREFIXES = """
@prefix own: <https://kemi.fi/terms#> .
@prefix plan: <https://w3id.org/planweave/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shapes: <https://w3id.org/planweave/shapes#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wb: <https://w3id.org/planweave/workbook#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
OWN_COLUMNS = {
    Form.TEXT: """
        shapes:ActionsShape sh:property [ sh:path own:slogan ; wb:column "slogan" ; sh:order 90 ;
            sh:name "Iskulause"@fi, "Slagord"@sv, "Slogan"@en ;
            sh:datatype rdf:langString ; sh:uniqueLang true ; sh:pattern "!$" ] .
    """,
    Form.LITERAL: """
        shapes:ActionsShape sh:property [ sh:path own:budget ; wb:column "budget" ; sh:order 91 ;
            sh:name "Budjetti"@fi, "Budget"@sv, "Budget"@en ;
            sh:datatype xsd:decimal ; sh:minInclusive 0.0 ; sh:maxCount 1 ] .
    """,
    Form.CONCEPT: """
        <https://kemi.fi/season> a skos:ConceptScheme .
        <https://kemi.fi/season/winter> a skos:Concept ; skos:inScheme <https://kemi.fi/season> ;
            skos:notation "winter" ; skos:prefLabel "Talvi"@fi, "Vinter"@sv, "Winter"@en .
        shapes:ActionsShape sh:property [ sh:path own:season ; wb:column "season" ; sh:order 92 ;
            sh:name "Vuodenaika"@fi, "Årstid"@sv, "Season"@en ;
            sh:class skos:Concept ; wb:scheme <https://kemi.fi/season> ; sh:maxCount 1 ] .
    """,
    Form.REFERENCE: """
        shapes:ActionsShape sh:property [ sh:path own:inspires ; wb:column "inspires" ; sh:order 93 ;
            sh:name "Innoittaa"@fi, "Inspirerar"@sv, "Inspires"@en ;
            sh:nodeKind sh:IRI ; sh:class plan:Action ; wb:separator ";" ; wb:linked true ] .
        own:inspires rdfs:label "innoittaa"@fi, "inspirerar"@sv, "inspires"@en .
    """,
    Form.PASSAGES: """
        shapes:ActionsShape sh:property [ sh:path own:praisedAt ; wb:column "praised" ; sh:order 94 ;
            sh:name "Kiitetään riveillä"@fi, "Beröms på raderna"@sv, "Praised at lines"@en ;
            sh:class plan:Passage ; wb:form wb:Passages ; wb:separator ";" ] .
    """,
}
#: Form -> header, a good cell, its statement (key, name, shown), its triple, a wrong cell, its finding.
CASES = {
    Form.TEXT: (
        "slogan.fi",
        "Liiku!",
        ("slogan", "Iskulause", "Liiku!"),
        (OWN.slogan, Literal("Liiku!", lang="fi")),
        "Liiku",
        "“Liiku” is not written as expected; see Slogan",
    ),
    Form.LITERAL: (
        "budget",
        "1 250,50",
        ("budget", "Budjetti", "1250.5"),
        (OWN.budget, Literal("1250.5", datatype=XSD.decimal)),
        "-1",
        "“-1” is out of range; expected ≥ 0.0",
    ),
    Form.CONCEPT: (
        "season",
        "talvi",
        ("season", "Vuodenaika", "Talvi"),
        (OWN.season, URIRef("https://kemi.fi/season/winter")),
        "mud",
        "“mud” is not one of: winter",
    ),
    Form.REFERENCE: (
        "inspires",
        "A2",
        (str(OWN.inspires), "innoittaa", "Toinen"),
        (OWN.inspires, ID["tiny/A2"]),
        "P1",
        "“tiny:P1” is Priority; expected Action",
    ),
    Form.PASSAGES: (
        "praised",
        "4-5",
        ("praised", "Kiitetään riveillä", "Lähdekohta 4-5"),
        (OWN.praisedAt, URIRef(f"{ID['tiny/T1']}/4-5")),
        "page 4",
        "“page 4” is not a line or lines such as 34-35",
    ),
}


@pytest.fixture(scope="module")
def own_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    for form, text in OWN_COLUMNS.items():
        (folder / f"{form.value}.ttl").write_text(PREFIXES + text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def own_ontology(own_files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANWEAVE_ONTOLOGY", str(own_files))


def workbook(make: Make, header: str, cell: str) -> Path:
    return make(
        actions=[{"id": "A1", "title.fi": "Ensi", header: cell}, {"id": "A2", "title.fi": "Toinen"}],
        priorities=[{"id": "P1", "title.fi": "Painopiste"}],
        sources=[{"id": "T1", "title.fi": "Teksti", "line-count": "9"}],
    )


def test_there_is_a_case_for_every_form_of_column() -> None:
    assert set(CASES) == set(OWN_COLUMNS) == set(Form)


@pytest.mark.parametrize("form", list(Form), ids=lambda form: form.value)
def test_an_own_column_is_mapped_and_shown(make_workbook: Make, form: Form) -> None:
    header, good, (key, name, shown), (predicate, value), *_ = CASES[form]
    column = load_model().sheets["actions"].shapes[0].column(header.partition(".")[0])
    assert column is not None
    assert column.form is form
    plans = PlanGraph.in_memory()
    (added,) = plans.add(workbook(make_workbook, header, good))
    assert added.report.findings == ()
    assert list(plans.rdf("tiny").objects(A1, predicate)) == [value]
    statements = {s.key: s for s in ThingReader(plans, "fi").read(A1).statements}
    assert statements[key].name.text == name
    assert [found.cell.text for found in statements[key].values] == [shown]


@pytest.mark.parametrize("form", list(Form), ids=lambda form: form.value)
def test_a_wrong_value_of_an_own_column_is_found_at_its_cell(make_workbook: Make, form: Form) -> None:
    header, *_, wrong, told = CASES[form]
    ((_, report),) = check_workbooks([workbook(make_workbook, header, wrong)])
    assert [finding.line("en") for finding in report.errors] == [f"actions:2:{header}: {told}"]


def test_a_link_of_an_own_column_has_its_record(make_workbook: Make) -> None:
    plans = PlanGraph.in_memory()
    plans.add(workbook(make_workbook, "inspires", "A2"))
    statements = {s.key: s for s in ThingReader(plans, "en").read(ID["tiny/A2"]).statements}
    (value,) = statements[str(OWN.inspires)].values
    assert value.record is not None
    assert value.record.basis.text == "Named in the source"
