"""GraphML and GEXF: whole, readable by networkx, and as Gephi's schemas of GEXF 1.2 and 1.3 have it."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from graph import Network, PlanGraph
from graph.exchange import gexf, graphml
from graph.exchange.network_files import GEXF, VIZ
from graph.exchange.text import xml_text
from graph.network import NetworkLink, NetworkThing
from ontology import Label
from ontology.namespaces import PLAN

PLAN_ID = "kemi-hyvinvointi-2023"
NAMES = {"g": GEXF, "viz": VIZ}


@pytest.fixture(scope="module")
def whole(kemi: PlanGraph) -> Network:
    return kemi.view("whole-plan", "sv", PLAN_ID)


@pytest.fixture(scope="module")
def written(kemi: PlanGraph, whole: Network) -> ElementTree.Element:
    return ElementTree.fromstring(gexf(kemi, whole, "sv"))


def odd(*labels: str) -> Network:
    """Return a network of things with such labels, each linked with the first, twice alike."""
    things = tuple(
        NetworkThing(URIRef(f"urn:{n}"), Label(x, ""), PLAN.Action, "action") for n, x in enumerate(labels)
    )
    links = [
        NetworkLink(t.iri, things[0].iri, PLAN.x, URIRef(f"urn:r{t.iri}"), "stated", True, 0.5)
        for t in things
    ]
    return Network("odd", things, (*links, *links))


@pytest.mark.parametrize("write", [gexf, graphml])
def test_networkx_reads_the_same_nodes_and_edges(kemi: PlanGraph, whole: Network, write: object) -> None:
    data = io.BytesIO(write(kemi, whole, "sv"))
    read = nx.read_gexf(data) if write is gexf else nx.read_graphml(data)
    assert set(read.nodes) == {str(thing.iri) for thing in whole.things}
    ends = sorted((u, v, data["relation"]) for u, v, data in read.edges(data=True))
    assert ends == sorted((str(x.source), str(x.target), str(x.relation)) for x in set(whole.links))
    labels = {data["label"] for _, data in read.nodes(data=True)}
    assert labels == {thing.label.text for thing in whole.things}


def test_words_are_in_the_readers_language(kemi: PlanGraph, whole: Network) -> None:
    read = nx.read_graphml(io.BytesIO(graphml(kemi, whole, "sv")))
    assert {data["kindName"] for _, data in read.nodes(data=True)} >= {"Åtgärd", "Prioritering"}
    labels = {data["relation"]: data["label"] for *_, data in read.edges(data=True)}
    assert labels[str(PLAN.responsible)] == kemi.model.relation_names(PLAN.responsible)["sv"]


def test_gexf_has_only_what_the_schema_knows_in_its_order(written: ElementTree.Element) -> None:
    assert written.attrib == {"version": "1.3"}
    assert [part.tag for part in written] == [f"{{{GEXF}}}meta", f"{{{GEXF}}}graph"]
    graph = written[1]
    assert graph.attrib == {"defaultedgetype": "directed", "mode": "static"}
    assert [part.tag.partition("}")[2] for part in graph] == ["attributes", "attributes", "nodes", "edges"]
    assert [part.get("class") for part in graph[:2]] == ["node", "edge"]
    for element in written.iterfind(".//g:node", NAMES):
        assert element.attrib.keys() == {"id", "label"}
        looks = [part.tag.removeprefix(f"{{{VIZ}}}") for part in element[1:]]
        assert element[0].tag == f"{{{GEXF}}}attvalues"
        assert looks in (["color", "position", "size", "shape"], ["color", "position", "size"])
    for element in written.iterfind(".//g:edge", NAMES):
        assert element.attrib.keys() == {"id", "label", "source", "target"}
        assert [part.tag for part in element] == [f"{{{GEXF}}}attvalues"]


def test_gexf_ids_are_unique_and_known(written: ElementTree.Element) -> None:
    nodes = [element.get("id") for element in written.iterfind(".//g:node", NAMES)]
    edges = list(written.iterfind(".//g:edge", NAMES))
    assert len(nodes) == len(set(nodes))
    assert len(edges) == len({edge.get("id") for edge in edges})
    assert {edge.get(end) for edge in edges for end in ("source", "target")} <= set(nodes)
    for cls in ("node", "edge"):
        declared = {
            a.get("id") for a in written.iterfind(f".//g:attributes[@class='{cls}']/g:attribute", NAMES)
        }
        assert {v.get("for") for v in written.iterfind(f".//g:{cls}//g:attvalue", NAMES)} <= declared


def test_gexf_has_the_colours_of_the_legend(kemi: PlanGraph, written: ElementTree.Element) -> None:
    found = set()
    for element in written.iterfind(".//viz:color", NAMES):
        found.add("#" + "".join(f"{int(element.attrib[part]):02x}" for part in "rgb"))
    assert found <= {kind.colour for kind in kemi.model.kinds}
    assert len(found) > 3
    assert all(float(size.attrib["value"]) > 0 for size in written.iterfind(".//viz:size", NAMES))


def test_a_confidence_stands_only_where_it_was_given(kemi: PlanGraph) -> None:
    read = nx.read_gexf(io.BytesIO(gexf(kemi, odd("a", "b"), "en")))
    assert {data["confidence"] for *_, data in read.edges(data=True)} == {0.5}
    assert read.number_of_edges() == 2


@pytest.mark.parametrize("write", [gexf, graphml])
def test_a_network_of_nothing_is_written_too(kemi: PlanGraph, write: object) -> None:
    assert ElementTree.fromstring(write(kemi, Network("x", (), ()), "en")).tag.endswith(
        "ml" if write is graphml else "f"
    )


@given(text=st.text())
def test_any_text_becomes_xml(text: str) -> None:
    ElementTree.fromstring(
        f"<a>{xml_text(text).replace('&', '').replace('<', '').replace(']]>', '')}</a>".encode()
    )


@pytest.mark.parametrize("label", ["a\x00b\x0b", "line\nbreak", "<&\"'>", "\ud800", "=1+1", ""])
def test_odd_labels_do_no_harm(kemi: PlanGraph, label: str) -> None:
    network = odd(label, "b")
    assert nx.read_gexf(io.BytesIO(gexf(kemi, network, "en"))).number_of_nodes() == 2
    assert nx.read_graphml(io.BytesIO(graphml(kemi, network, "en"))).number_of_nodes() == 2
