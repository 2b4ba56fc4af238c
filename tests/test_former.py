"""A workbook in words that went away is read as today's, told as a warning, and never written so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import DCTERMS, OWL, RDF, SH, SKOS, Graph, Literal, Namespace, URIRef

from graph import PlanGraph, Report
from graph.adding import check_workbooks
from graph.cli import planweave
from graph.errors import SourceError
from graph.migration import installed, require_known_version
from ontology import load_model, ontology_graph
from ontology.former import is_former, successor
from ontology.namespaces import ID, PLAN, WB

from .conftest import Rows

Make = Callable[..., Path]
OWN = Namespace("https://kemi.fi/terms#")
SEASON = "https://kemi.fi/season"
TERMS = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix own: <https://kemi.fi/terms#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix plan: <https://w3id.org/planweave/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix season: <https://kemi.fi/season/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shapes: <https://w3id.org/planweave/shapes#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wb: <https://w3id.org/planweave/workbook#> .

# Properties: renamed twice (text), renamed with its links, gone, and a column that only changed its name.
own:motto owl:deprecated true ; dcterms:isReplacedBy own:slogan .
own:slogan owl:deprecated true ; dcterms:isReplacedBy own:promise .
own:copies owl:deprecated true ; dcterms:isReplacedBy own:inspires .
own:mood owl:deprecated true ;
    skos:historyNote "Mielialaa ei enää kirjata."@fi, "Humöret antecknas inte längre."@sv,
        "Moods are no longer kept."@en .
own:inspires rdfs:label "innoittaa"@fi, "inspirerar"@sv, "inspires"@en .
shapes:ActionsShape sh:property
    [ sh:path own:promise ; wb:column "promise" ; sh:order 90 ;
      sh:name "Lupaus"@fi, "Löfte"@sv, "Promise"@en ; sh:datatype rdf:langString ] ,
    [ sh:path own:motto ; wb:column "motto" ; owl:deprecated true ; sh:deactivated true ;
      sh:name "Tunnuslause"@fi, "Motto"@sv, "Motto"@en ; sh:datatype rdf:langString ; sh:minCount 1 ] ,
    [ sh:path own:inspires ; wb:column "inspires" ; sh:order 93 ; wb:separator ";" ; wb:linked true ;
      sh:name "Innoittaa"@fi, "Inspirerar"@sv, "Inspires"@en ; sh:nodeKind sh:IRI ; sh:class plan:Action ] ,
    [ sh:path own:copies ; wb:column "copies" ; owl:deprecated true ; sh:deactivated true ;
      sh:name "Jäljittelee"@fi, "Härmar"@sv, "Copies"@en ; sh:nodeKind sh:IRI ] ,
    [ sh:path own:mood ; wb:column "mood" ; owl:deprecated true ; sh:deactivated true ;
      sh:name "Mieliala"@fi, "Humör"@sv, "Mood"@en ; sh:datatype rdf:langString ] ,
    [ sh:path own:season ; wb:column "season" ; sh:order 92 ; wb:separator ";" ;
      sh:name "Vuodenaika"@fi, "Årstid"@sv, "Season"@en ;
      sh:class skos:Concept ; wb:scheme <https://kemi.fi/season> ] ,
    [ sh:path own:season ; wb:column "time-of-year" ; owl:deprecated true ; sh:deactivated true ;
      sh:name "Ajankohta"@fi, "Tid"@sv, "Time of year"@en ;
      sh:class skos:Concept ; wb:scheme <https://kemi.fi/season> ] .

# Codes: one that another follows, and one that nothing follows.
<https://kemi.fi/season> a skos:ConceptScheme .
season:winter a skos:Concept ; skos:inScheme <https://kemi.fi/season> ; skos:notation "winter" ;
    skos:prefLabel "Talvi"@fi, "Vinter"@sv, "Winter"@en .
season:snow a skos:Concept ; skos:inScheme <https://kemi.fi/season> ; skos:notation "snow" ;
    owl:deprecated true ; skos:prefLabel "Luminen aika"@fi, "Snötid"@sv, "Time of snow"@en ;
    dcterms:isReplacedBy season:winter .
season:mud a skos:Concept ; skos:inScheme <https://kemi.fi/season> ; skos:notation "mud" ;
    owl:deprecated true ;
    skos:historyNote "Kelirikkoa ei enää kirjata."@fi, "Menföre antecknas inte längre."@sv,
        "Mud is no longer a season."@en .

# A class, its kind of row, and a sheet.
own:Dream a owl:Class ; owl:deprecated true ; dcterms:isReplacedBy plan:Vision .
shapes:{statements} wb:kind [ wb:value "dream" ; wb:class own:Dream ] ,
    [ wb:value "wish" ; wb:class plan:Vision ; owl:deprecated true ] .
shapes:DeedsSheet a wb:Sheet ; wb:name "deeds" ; sh:order 0 ; owl:deprecated true ;
    dcterms:isReplacedBy shapes:ActionsSheet .
"""


@pytest.fixture(autouse=True)
def former_terms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Add an organisation's own terms, some of which went away."""
    terms = ontology_graph()
    kinds = set(terms.subjects(WB["class"], PLAN.Vision))
    (statements,) = (
        str(shape).rpartition("#")[2] for shape, kind in terms.subject_objects(WB.kind) if kind in kinds
    )
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "own.ttl").write_text(TERMS.replace("{statements}", statements), encoding="utf-8")
    monkeypatch.setenv("PLANWEAVE_ONTOLOGY", str(folder))


def told(report: Report) -> list[str]:
    return [
        f"{finding.severity.value} {finding.line('en')}" for finding in (*report.errors, *report.warnings)
    ]


def add(path: Path) -> tuple[PlanGraph, list[str]]:
    plans = PlanGraph.in_memory()
    (added,) = plans.add(path)
    return plans, told(added.report)


def actions(**cells: str) -> Rows:
    return [{"id": "A1", "title.fi": "Ensi"} | cells, {"id": "A2", "title.fi": "Toinen"}]


# ---- the model


def test_a_term_that_went_away_is_in_no_list_of_the_model() -> None:
    model = load_model()
    (shape,) = model.sheets["actions"].shapes
    assert {column.key for column in shape.former} == {"copies", "mood", "motto", "time-of-year"}
    assert not {column.key for column in shape.columns} & {column.key for column in shape.former}
    assert list(model.schemes[URIRef(SEASON)]) == ["winter"]
    assert "deeds" not in model.sheets
    assert all(not {"dream", "wish"} & set(sheet.kinds) for sheet in model.sheets.values())


def test_a_successor_is_found_over_several_steps_and_never_in_a_circle() -> None:
    terms = ontology_graph()
    assert successor(terms, OWN.motto) == OWN.promise
    assert successor(terms, OWN.promise) == OWN.promise
    assert successor(terms, OWN.mood) is None
    circle = Graph() + terms
    circle.add((OWN.promise, OWL.deprecated, Literal(lexical_or_value=True)))
    circle.add((OWN.promise, DCTERMS.isReplacedBy, OWN.motto))
    assert successor(circle, OWN.motto) is None


def test_what_went_away_has_one_successor_or_a_note_in_every_language() -> None:
    """The pattern that README.md sets, for our own terms as for those of this test."""
    terms = ontology_graph()
    for term in terms.subjects(OWL.deprecated):
        assert is_former(terms, term)
        if terms.value(term, SH.path) is not None:
            assert str(terms.value(term, SH.deactivated)) == "true", terms.value(term, WB.column)
            continue
        if terms.value(term, WB["class"]) is not None:
            continue
        following = list(terms.objects(term, DCTERMS.isReplacedBy))
        notes = {note.language for note in terms.objects(term, SKOS.historyNote) if isinstance(note, Literal)}
        assert len(following) == 1 or (not following and notes == {"fi", "sv", "en"}), term
        assert not following or successor(terms, term) is not None, term


# ---- workbooks


def test_an_old_header_is_read_as_the_column_of_today(make_workbook: Make) -> None:
    plans, found = add(make_workbook(actions=actions(**{"motto.fi": "Liiku!"})))
    assert found == ["warning actions:1:motto.fi: this column is called promise.fi today"]
    data = plans.rdf("tiny")
    assert data.value(ID["tiny/A1"], OWN.promise) == Literal("Liiku!", lang="fi")
    assert (None, OWN.motto, None) not in data


def test_an_old_header_in_the_words_of_a_language_is_known_too(make_workbook: Make) -> None:
    plans, found = add(make_workbook(actions=actions(Jäljittelee="A2")))
    assert found == ["warning actions:1:Jäljittelee: this column is called inspires today"]
    assert (ID["tiny/A1"], OWN.inspires, ID["tiny/A2"]) in plans.rdf("tiny")


def test_an_old_and_a_new_header_beside_each_other_are_an_error(make_workbook: Make) -> None:
    _, found = add(make_workbook(actions=actions(**{"motto.fi": "a", "promise.fi": "b"})))
    assert found == [
        "error actions:1:motto.fi: this column and promise.fi are one today; write all into that one"
    ]


def test_a_column_without_a_successor_is_told_with_its_note_and_not_read(make_workbook: Make) -> None:
    plans, found = add(make_workbook(actions=actions(**{"mood.fi": "iloinen"})))
    line = "this column went away, and its cells are not read: Moods are no longer kept."
    assert found == [f"warning actions:1:mood.fi: {line}"]
    assert (None, OWN.mood, None) not in plans.rdf("tiny")
    ((_, report),) = check_workbooks([make_workbook(actions=actions(**{"mood.fi": "iloinen"}))])
    assert "Mielialaa ei enää kirjata." in report.warnings[0].text("fi")


@pytest.mark.parametrize(
    ("cell", "code"), [("snow", "snow"), ("Luminen aika", "Luminen aika"), ("winter; snow", "snow")]
)
def test_an_old_code_is_read_as_the_code_of_today(make_workbook: Make, cell: str, code: str) -> None:
    plans, found = add(make_workbook(actions=actions(season=cell)))
    assert found == [f"warning actions:2:season: “{code}” is called winter today"]
    assert list(plans.rdf("tiny").objects(ID["tiny/A1"], OWN.season)) == [URIRef(f"{SEASON}/winter")]


def test_a_code_without_a_successor_is_told_and_not_read(make_workbook: Make) -> None:
    plans, found = add(make_workbook(actions=actions(**{"time-of-year": "mud"})))
    assert found == [
        "warning actions:1:time-of-year: this column is called season today",
        "warning actions:2:time-of-year: “mud” went away, and is not read: Mud is no longer a season.",
    ]
    assert (None, OWN.season, None) not in plans.rdf("tiny")


def test_a_wrong_code_is_offered_only_those_of_today(make_workbook: Make) -> None:
    _, found = add(make_workbook(actions=actions(season="rain")))
    assert found == ["error actions:2:season: “rain” is not one of: winter"]


@pytest.mark.parametrize("word", ["dream", "wish"])
def test_an_old_kind_of_row_is_read_as_the_class_of_today(make_workbook: Make, word: str) -> None:
    sheet = load_model().sheet_of(PLAN.Vision)
    assert sheet is not None
    rows = [{"id": "V1", "kind": word, "title.fi": "Unelma"}]
    plans, found = add(make_workbook(**{sheet.name: rows}))
    assert found == [f"warning {sheet.name}:2:kind: “{word}” is called vision today"]
    assert list(plans.rdf("tiny").objects(ID["tiny/V1"], RDF.type)) == [PLAN.Vision]


def test_an_old_sheet_is_read_as_the_sheet_of_today(make_workbook: Make) -> None:
    plans, found = add(make_workbook(deeds=actions()))
    assert found == ["warning deeds: this sheet is called actions today"]
    assert (ID["tiny/A1"], RDF.type, PLAN.Action) in plans.rdf("tiny")
    _, found = add(make_workbook(deeds=actions(), actions=actions()))
    assert found == ["error deeds: no such sheet; did you mean actions?"]


def test_an_old_relation_on_the_links_sheet_is_the_one_of_today(make_workbook: Make) -> None:
    links = [{"from": "A1", "relation": "copies", "to": "A2", "basis": "curated"}]
    plans, found = add(make_workbook(actions=actions(inspires="A2"), links=links))
    assert found == ["warning links:2:relation: “copies” is called inspires today"]
    predicates = set(plans.rdf("tiny").objects(None, RDF.predicate))
    assert predicates == {OWN.inspires}


# ---- the version that a workbook was written for


def info(version: str) -> Rows:
    return [{"id": "tiny", "kind": "plan", "title.fi": "tiny", "model-version": version}]


@pytest.mark.parametrize("version", ["", "0.1.0", "same", "patch"])
def test_a_workbook_for_an_earlier_version_or_for_any_is_read(make_workbook: Make, version: str) -> None:
    ours = installed().version
    written = {"same": str(ours), "patch": f"{ours.major}.{ours.minor}.{ours.patch + 9}"}.get(
        version, version
    )
    _, found = add(make_workbook(info=info(written), actions=actions()))
    assert found == []


def test_a_workbook_for_a_newer_version_is_one_clear_error(make_workbook: Make) -> None:
    ours = installed().version
    for newer in (f"{ours.major}.{ours.minor + 1}.0", f"{ours.major + 1}.0"):
        path = make_workbook(info=info(newer), actions=[{"id": "A1", "unheard-of": "x"}])
        result = CliRunner().invoke(planweave, ["check", str(path)])
        shown = newer if newer.count(".") == 2 else f"{newer}.0"
        line = f"{path}, info row 2: written for version {shown} of the ontology"
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"planweave: {line}, newer than the installed {ours}; update Planweave\n"


def test_what_is_no_version_is_told_with_an_example(make_workbook: Make) -> None:
    with pytest.raises(
        SourceError, match="info row 2: “spring” is no version of the ontology; expected one such as"
    ):
        check_workbooks([make_workbook(info=info("spring"))])
    require_known_version(Path("x"), "")
