"""A triple lives in exactly one graph: the union does not remove duplicates, so counts depend on it."""

from __future__ import annotations

from graph.store import Store

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
