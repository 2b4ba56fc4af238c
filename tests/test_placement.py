"""A link that several plans state: its triple stands once, as long as one of them is stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import ORG, Graph, URIRef

from graph.links import Relation, add_record, record_iri
from graph.store import Store
from ontology.namespaces import ID

PLANS = tuple(ID[name] for name in ("reg", "y1", "y2"))
RELATIONS = tuple(Relation(ID["reg/n"], ORG.hasMember, ID[f"reg/{body}"]) for body in "ab")

DANGLING = """
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    SELECT ?record ?s ?p ?o WHERE {
      ?record rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o
      FILTER NOT EXISTS { ?s ?p ?o }
    }
"""
ORPHANS = """
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    SELECT ?s ?o WHERE {
      ?s <http://www.w3.org/ns/org#hasMember> ?o
      FILTER NOT EXISTS { ?record rdf:subject ?s ; rdf:object ?o }
    }
"""
TWICE = """
    SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?s ?p ?o HAVING (COUNT(?g) > 1)
"""


def stating(plan: URIRef, bodies: str) -> Graph:
    """Return a plan that states a link to each body."""
    triples = Graph()
    for relation in RELATIONS:
        if relation.object[-1] in bodies:
            add_record(triples, record_iri(plan, relation, plan), relation, plan)
    return triples


STEP = st.one_of(
    st.tuples(st.sampled_from(["remove", "undo", "redo"]), st.sampled_from(PLANS)),
    st.tuples(st.sampled_from(["a", "b", "ab"]), st.sampled_from(PLANS)),
    st.tuples(st.just("all"), st.just(ID["reg"])),
)


@pytest.fixture(params=["disk", "remote"])
def lasting(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """One store, and its history with it, for all examples: whatever stood there before."""
    place = tmp_path / "store" if request.param == "disk" else request.getfixturevalue("remote")
    with Store.create(place) as made:
        yield made


def take(store: Store, what: str, plan: URIRef) -> None:
    if what == "all":
        store.replace_all({name: stating(name, "ab") for name in reversed(PLANS)})
    elif what in {"remove", "undo", "redo"}:
        getattr(store, what)(plan)
    else:
        store.replace(plan, stating(plan, what))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=12))
def test_no_order_of_changes_leaves_a_record_without_its_triple(lasting: Store, steps: list) -> None:
    for step in steps:
        take(lasting, *step)
        for query in (DANGLING, ORPHANS, TWICE):
            assert lasting.select(query).rows == (), (step, query)


def test_undo_states_a_link_anew_that_stood_in_another_plan(tmp_path: Path) -> None:
    _, one, two = PLANS
    with Store.create(tmp_path / "store") as store:
        for plan in (one, two):
            store.replace(plan, stating(plan, "a"))
        store.remove(two)
        store.remove(one)
        store.undo(two)
        assert store.select(DANGLING).rows == ()
        assert store.ask(f"ASK {{ GRAPH <{two}> {{ ?n <{ORG.hasMember}> ?b }} }}")


def test_of_plans_written_at_once_the_one_that_has_a_link_keeps_it() -> None:
    register, one, two = PLANS
    store = Store.in_memory()
    store.replace(two, stating(two, "a"))
    changes = store.replace_all({plan: stating(plan, "a") for plan in (register, one, two)})
    assert changes[two].removed == changes[two].added == 0
    store.replace_all({two: Graph(), one: stating(one, "b")})
    assert store.ask(f"ASK {{ GRAPH <{register}> {{ ?n <{ORG.hasMember}> <{ID['reg/a']}> }} }}")
    assert store.select(DANGLING).rows == store.select(TWICE).rows == ()
