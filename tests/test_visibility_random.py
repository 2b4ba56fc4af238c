"""Whatever is marked in whatever plans: the public copy is the store without what is internal."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, RDF, SKOS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from graph import PlanGraph
from graph.handles import patiently
from graph.store import Store
from graph.visibility import INTERNAL
from graph.visibility_copy import public_copy
from graph.visibility_reading import open_public
from ontology.namespaces import ID, PLAN

PLANS = [ID[f"plan{number}"] for number in range(3)]
THINGS = [URIRef(f"{plan}/T{number}") for plan in PLANS for number in range(4)]
NOTES = ID["notes"]
#: What makes a thing internal when one of the others is, and when all are.
ONE, ALL = (DCTERMS.isPartOf,), (PLAN.partOfAim, PLAN.underGoal, PLAN.implements, PLAN.updateOf)
OTHER = (PLAN.supports, PLAN.partner, PLAN.sameDeedAs)
Quads = set[tuple[Any, ...]]


@st.composite
def contents(draw: st.DrawFn, plan: URIRef) -> Graph:
    """A plan: things, links with and without records, nested and nameless nodes, and marks."""
    found = Graph()
    own = [thing for thing in THINGS if thing.startswith(f"{plan}/")]
    for thing in draw(st.lists(st.sampled_from(own), unique=True)):
        found.add((thing, RDF.type, PLAN.Action))
        found.add((thing, DCTERMS.isPartOf, plan))
        found.add((thing, SKOS.prefLabel, Literal(draw(st.sampled_from(["a", "b"])))))
        if draw(st.booleans()):
            nested = URIRef(f"{thing}/schedule")
            found.add((thing, PLAN.schedule, nested))
            found.add((nested, RDF.value, Literal("n")))
    ends = st.tuples(st.sampled_from(own), st.sampled_from((*ALL, *OTHER)), st.sampled_from(THINGS))
    for number, link in enumerate(draw(st.lists(ends, max_size=6))):
        found.add(link)
        if draw(st.booleans()):
            record = URIRef(f"{plan}/link/{number}")
            found.add((record, RDF.type, RDF.Statement))
            for key, end in zip((RDF.subject, RDF.predicate, RDF.object), link, strict=True):
                found.add((record, key, end))
    for thing in draw(st.lists(st.sampled_from([plan, *own]), max_size=2, unique=True)):
        found.add((thing, DCTERMS.accessRights, INTERNAL))
    return found


@st.composite
def nameless(draw: st.DrawFn) -> Graph:
    """Nodes without an address that hang on things and on each other, as an update may store them."""
    found, nodes = Graph(), [BNode() for _ in range(3)]
    ends = st.sampled_from([*THINGS, *nodes])
    for link in draw(st.lists(st.tuples(ends, ends), max_size=4)):
        found.add((link[0], DCTERMS.relation, link[1]))
    return found


steps = st.lists(
    st.sampled_from(PLANS).flatmap(
        lambda plan: st.tuples(st.just(plan), st.one_of(contents(plan), st.sampled_from(["remove", "undo"])))
    ),
    min_size=1,
    max_size=6,
)


def internal_of(quads: Quads) -> set[Node]:
    """Say once more what is internal, by going over all quads until nothing is new."""
    described = {s for s, _, _, g in quads if s.startswith(f"{g}/")}
    found = {s for s, p, o, _ in quads if (p, o) == (DCTERMS.accessRights, INTERNAL)}
    while new := _next(quads, described, found) - found:
        found |= new
    nodes = {node for s, _, o, g in quads for node in (s, o, g) if isinstance(node, URIRef)}
    found |= _below(nodes, found)
    while new := _nameless(quads, found) - found:
        found |= new
    return found


def _next(quads: Quads, described: set[Any], found: set[Node]) -> set[Node]:
    new = _below(described, found)
    new |= {s for s, p, o, _ in quads if o in found and p in (*ONE, RDF.subject, RDF.object)}
    for by in ALL:
        owners: dict[Node, set[Node]] = {}
        for s, p, o, _ in quads:
            if p == by:
                owners.setdefault(s, set()).add(o)
        new |= {s for s, needed in owners.items() if needed <= found}
    return new


def _below(nodes: set[Any], found: set[Node]) -> set[Node]:
    return {node for node in nodes if any(node.startswith(f"{one}/") for one in found)}


def _nameless(quads: Quads, found: set[Node]) -> set[Node]:
    new = {s for s, _, o, _ in quads if o in found and isinstance(s, BNode)}
    return new | {o for s, _, o, _ in quads if s in found and isinstance(o, BNode)}


def quads_of(store: Store) -> Quads:
    return {(s, p, o, name) for name in store.graphs() for s, p, o in store.triples(name)}


def check(whole: Quads, shown: Quads) -> None:
    internal = internal_of(whole)
    for s, p, o, g in shown:
        assert not {s, o, g} & internal
        assert (s, p, o) in {quad[:3] for quad in whole}
    for s, _, o, g in whole - shown:
        assert {s, o, g} & internal
    # What came from elsewhere is what an internal plan held, and the graph has a record of it.
    for s, _, o, g in shown - whole:
        assert any(quad[:3:2] == (s, o) and quad[3] in internal for quad in whole)
        assert any(p == RDF.subject and value == s and name == g for _, p, value, name in whole)


def shown_in(folder: Path) -> Quads:
    with open_public(folder, lambda place: PlanGraph(Store.open(place))).store as shown:
        return quads_of(shown)


@pytest.mark.slow
@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(nameless(), steps)
def test_the_copy_is_the_store_without_what_is_internal(
    notes: Graph, found: list[tuple[URIRef, Graph | str]]
) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with Store.create(folder) as store:
            store.companions = (public_copy(),)
            store.replace(NOTES, notes)
            for plan, step in found:
                if isinstance(step, Graph):
                    store.replace(plan, step)
                elif step == "remove":
                    store.remove(plan)
                else:
                    store.undo(plan)
                # The writer may remove files of the store under a reader.
                check(quads_of(store), patiently(folder, lambda: shown_in(folder)))
