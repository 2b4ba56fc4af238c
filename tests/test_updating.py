"""An update that somebody sends: whole or not at all, never beyond plans, and it can be undone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from graph import PlanGraph, PlanweaveError
from graph.errors import ParameterError, QueryError, QuerySyntaxError
from graph.migration import installed
from graph.store import Store
from graph.updating import Update, run_update
from ontology.namespaces import ID, ONTOLOGY

from .conftest import TINY as TINY_PLAN

TINY, OTHER = ID.tiny, URIRef("http://example.org/other")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("filled") / "store"
    with PlanGraph.create(made).store as store:
        store.replace_all({TINY: Graph().parse(data=TINY_PLAN), ONTOLOGY: installed().terms()})
    return made


@pytest.fixture
def folder(tmp_path: Path, filled: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "store"))


def content(folder: Path) -> dict[URIRef, set]:
    with Store.open(folder) as store:
        return {
            graph: set(store.triples(graph)) if graph != ONTOLOGY else {b"".join(store.n_quads(graph))}
            for graph in store.graphs()
        }


def test_an_update_changes_a_plan_and_undo_brings_it_back(folder: Path) -> None:
    before = content(folder)
    text = "WITH id:tiny DELETE { ?a skos:prefLabel ?old } INSERT { ?a skos:prefLabel 'Retki'@fi } "
    run_update(folder, Update(text + "WHERE { ?a a plan:Action ; skos:prefLabel ?old }"))
    after = content(folder)
    assert after.keys() == before.keys()
    assert [str(o) for _, _, o in after[TINY] - before[TINY]] == ["Retki"]
    with PlanGraph.create(folder).store as store:
        [record] = [revision.record for revision in store.history.revisions(TINY)][-1:]
        assert (record.command, record.counts["triplesAdded"]) == ("update", 1)
        assert PlanGraph(store).undo("tiny")
    assert content(folder) == before


def test_what_an_update_does_not_change_is_not_kept(folder: Path) -> None:
    def kept() -> list[Path]:
        return sorted((folder / "history").rglob("*.nq.gz"))

    before = kept()
    run_update(folder, Update("INSERT DATA { GRAPH <http://example.org/other> { <urn:a> <urn:b> 1 } }"))
    run_update(folder, Update("DELETE WHERE { GRAPH ?g { <urn:none> ?p ?o } }"))
    with pytest.raises(QueryError):
        run_update(folder, Update("DROP GRAPH id:tiny ; DROP GRAPH <urn:none>"))
    assert kept() == before
    run_update(folder, Update("CLEAR ALL"))
    assert len(kept()) == len(before) + 2
    with PlanGraph.create(folder).store as store:
        assert store.graphs() == [ONTOLOGY]
        assert PlanGraph(store).undo("tiny")
        assert store.undo(OTHER)
    assert content(folder).keys() == {TINY, OTHER, ONTOLOGY}


def test_the_ontology_stays_as_it_is_installed(folder: Path) -> None:
    before = content(folder)
    run_update(folder, Update(f"DROP GRAPH <{ONTOLOGY}>"))
    run_update(folder, Update(f"INSERT DATA {{ GRAPH <{ONTOLOGY}> {{ <urn:a> <urn:b> 1 }} }} ;"))
    assert content(folder) == before


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("INSERT DATA { <urn:a> <urn:b> 1 }", QueryError, "graph without a name"),
        ("DROP GRAPH id:tiny ; INSERT DATA { <urn:a> <urn:b> 1 } ;", QueryError, "graph without a name"),
        ("DROP GRAPH id:tiny ; DROP GRAPH <urn:none>", QueryError, "urn:none"),
        ("DROP GRAPH id:tiny ; LOAD <http://example.org/x>", QuerySyntaxError, "line 1, column 22: LOAD"),
        (
            "INSERT { GRAPH id:tiny { ?s ?p ?o } } WHERE { SERVICE <urn:x> { ?s ?p ?o } }",
            QuerySyntaxError,
            "line 1, column 47: SERVICE",
        ),
        ("CLEAR XYZ", QuerySyntaxError, "line 1, column 10, at the end"),
        ("DROP GRAPH id:tiny ;\nINSERT { ?s ?p }", QuerySyntaxError, "line 2"),
        ("PREFIX a: <urn:a> CLEAR XYZ", QuerySyntaxError, "line 1, column 28, at the end"),
        ("SELECT * { ?s ?p ?o }", QuerySyntaxError, "line 1, column 7, near *"),
    ],
)
def test_an_update_that_fails_changes_nothing(
    folder: Path, text: str, kind: type[PlanweaveError], said: str
) -> None:
    before = content(folder)
    with pytest.raises(kind) as caught:
        run_update(folder, Update(text, base="http://example.org/sparql"))
    assert said in str(caught.value)
    assert content(folder) == before


def test_a_dataset_beside_an_update_is_what_it_matches(folder: Path) -> None:
    text = "INSERT { GRAPH <http://example.org/other> { ?a <urn:in> ?g } } WHERE "
    run_update(folder, Update(text + "{ ?a a plan:Action BIND('default' AS ?g) }", [str(TINY)]))
    run_update(folder, Update(text + "{ GRAPH ?g { ?a a plan:Action } }", [], [str(TINY)]))
    run_update(folder, Update(text + "{ ?a a plan:Action BIND('nowhere' AS ?g) }", [], [str(TINY)]))
    assert {str(o) for _, _, o in content(folder)[OTHER]} == {"default", str(TINY)}
    for bad in ("no address", "relative", "urn:a> . } #"):
        with pytest.raises(ParameterError):
            run_update(folder, Update(text + "{ ?a a plan:Action }", [bad]))


def test_prefixes_may_be_declared_after_a_semicolon(folder: Path) -> None:
    prefix = "PREFIX x: <http://example.org/>"
    text = f"DROP GRAPH id:tiny ; # another\n{prefix} INSERT DATA {{ GRAPH x:other {{ x:a x:b 1 }} }} ;"
    run_update(folder, Update(f"{text} {prefix} DELETE DATA {{ GRAPH x:other {{ x:a x:b 2 }} }}"))
    assert len(content(folder)[OTHER]) == 1
    with pytest.raises(QuerySyntaxError, match="line 2"):
        run_update(folder, Update(text + " PREFIX x: <http://example.org/else/> DROP GRAPH x:other"))


def test_relative_names_are_relative_to_the_base(folder: Path) -> None:
    text = "INSERT DATA { GRAPH <other> { <a> <b> <#c> } } ; # and that is all;"
    run_update(folder, Update(text, base="http://example.org/sparql"))
    assert [str(o) for _, _, o in content(folder)[OTHER]] == ["http://example.org/sparql#c"]
