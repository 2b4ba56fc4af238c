"""A triple lives in exactly one graph: the union does not remove duplicates, so counts depend on it."""

from __future__ import annotations

from rdflib import URIRef

from graph import PlanGraph
from graph.store import Store

from .conftest import MakeWorkbook

IN_TWO = """
    SELECT ?s ?p ?o (COUNT(?g) AS ?graphs) (SAMPLE(?g) AS ?one) WHERE { GRAPH ?g { ?s ?p ?o } }
    GROUP BY ?s ?p ?o HAVING (COUNT(?g) > 1)
"""


def test_each_triple_lives_in_exactly_one_graph(kemi_store: Store) -> None:
    assert kemi_store.select(IN_TWO).rows == ()


def test_nothing_stands_outside_a_graph(kemi_store: Store) -> None:
    (((named,),)) = kemi_store.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").rows
    assert int(str(named)) == len(kemi_store) > 0


def test_a_thing_is_described_in_the_graph_of_its_own_plan(kemi_store: Store) -> None:
    query = """
        PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?thing ?g WHERE { GRAPH ?g { ?thing dcterms:isPartOf ?plan } FILTER(?g != ?plan) }
    """
    assert kemi_store.select(query).rows == ()


MEMBERS = "SELECT ?g WHERE { GRAPH ?g { ?n <http://www.w3.org/ns/org#hasMember> ?b } }"


def test_a_link_that_two_plans_state_stands_once_and_goes_on_where_it_still_has_a_record(
    make_workbook: MakeWorkbook,
) -> None:
    register = make_workbook(
        "reg",
        info=[{"id": "reg", "kind": "register", "title.fi": "Rekisteri"}],
        bodies=[{"id": "b", "kind": "unit", "title.fi": "Kirjasto", "field": "culture-library"}],
        networks=[{"id": "n", "title.fi": "Verkosto", "field": "youth", "members": "b"}],
    )
    links = [{"from": "reg:n", "relation": "members", "to": "reg:b"}]
    years = [make_workbook(name, links=links) for name in ("y1", "y2")]
    plans = PlanGraph.in_memory()
    assert all(added.change for added in plans.add(register, *years))

    def holders() -> list[str]:
        assert plans.store.select(IN_TWO).rows == ()
        return [str(row[0]).rpartition("/")[2] for row in plans.store.select(MEMBERS).rows]

    def records() -> int:
        query = "SELECT ?l WHERE { ?l a <https://w3id.org/planweave/ontology#Link> }"
        return len(plans.store.select(query).rows)

    assert holders() == ["reg"]
    assert records() == 3
    plans.remove("reg")
    (heir,) = holders()
    assert heir in {"y1", "y2"}
    plans.remove(heir)
    (last,) = holders()
    assert {heir, last} == {"y1", "y2"}
    assert records() == 1
    plans.remove(last)
    assert holders() == []
    assert URIRef(f"https://w3id.org/planweave/id/{last}") not in plans.store.graphs()
