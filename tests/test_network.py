"""Views as networks, and the way to networkx and GraphML."""

from __future__ import annotations

import io

import networkx as nx
import pytest
from rdflib import URIRef

from graph import Network, PlanGraph
from graph.network import NetworkLink, NetworkThing, degrees
from ontology import Label
from ontology.namespaces import ID, PLAN

PLAN_ID = "kemi-hyvinvointi-2023"


@pytest.fixture(scope="module")
def whole(kemi: PlanGraph) -> Network:
    return kemi.view("whole-plan", "fi", PLAN_ID)


def test_every_end_of_a_link_is_a_thing_with_label_and_kind(whole: Network) -> None:
    things = {thing.iri: thing for thing in whole.things}
    ends = {end for link in whole.links for end in (link.source, link.target)}
    assert whole.links
    assert ends == things.keys()
    assert all(thing.label.text and thing.cls for thing in things.values())
    assert things[ID[f"{PLAN_ID}/A1.01"]].kind == "action"


def test_links_carry_what_their_records_say(kemi: PlanGraph, whole: Network) -> None:
    query = """
        PREFIX plan: <https://w3id.org/planweave/ontology#>
        SELECT ?link ?confidence ?named {
          ?link a plan:Link ; plan:basis/plan:named ?named .
          OPTIONAL { ?link plan:confidence ?confidence }
        }
    """
    said = {
        row[0]: (None if row[1] is None else float(str(row[1])), str(row[2]) == "true")
        for row in kemi.store.select(query).rows
    }
    drawn = {link.record: (link.confidence, link.named) for link in whole.links if link.record in said}
    assert drawn
    assert drawn == {record: said[record] for record in drawn}


def test_every_view_answers_with_links_of_the_plan(kemi: PlanGraph) -> None:
    for name, view in kemi.library.views.items():
        given = {"focus": f"{PLAN_ID}:P1.1"} if "focus" in view.params else {}
        assert kemi.view(name, "fi", PLAN_ID, given).links, name


def test_networkx_and_graphml_hold_the_same_network(whole: Network) -> None:
    made = whole.to_networkx()
    read = nx.read_graphml(io.BytesIO(whole.graphml()), force_multigraph=True)
    assert set(read.nodes) == set(made.nodes) == {str(thing.iri) for thing in whole.things}
    assert read.number_of_edges() == made.number_of_edges()
    assert read.nodes[f"{ID}{PLAN_ID}/A1.01"]["kind"] == "action"
    assert {data["basis"] for *_, data in read.edges(data=True)} == {link.basis for link in whole.links}


def test_a_network_of_nothing_is_written_too() -> None:
    assert nx.read_graphml(io.BytesIO(Network("x", (), ()).graphml())).number_of_nodes() == 0


def test_degrees_count_different_neighbours() -> None:
    def link(source: str, target: str, relation: URIRef) -> NetworkLink:
        return NetworkLink(URIRef(source), URIRef(target), relation, URIRef("urn:r"), "stated", True, None)

    found = degrees([link("a", "b", PLAN.x), link("a", "b", PLAN.y), link("c", "a", PLAN.x)])
    assert found == {URIRef("a"): 2, URIRef("b"): 1, URIRef("c"): 1}


def test_a_confidence_stands_on_the_edge_only_where_it_was_given() -> None:
    a, b = (NetworkThing(URIRef(x), Label(x, ""), PLAN.Action, "action") for x in ("urn:a", "urn:b"))
    sure = NetworkLink(a.iri, b.iri, PLAN.x, URIRef("urn:r"), "curated", False, 0.8)
    stated = NetworkLink(b.iri, a.iri, PLAN.x, URIRef("urn:s"), "stated", True, None)
    edges = Network("x", (a, b), (sure, stated)).to_networkx().edges(data="confidence")
    assert sorted(edges) == [("urn:a", "urn:b", 0.8), ("urn:b", "urn:a", None)]
