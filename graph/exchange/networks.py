"""A view for Gephi, yEd, Cytoscape and networkx: GraphML, and GEXF as the viewer draws it."""

from __future__ import annotations

from collections.abc import Iterator

from ..network import Network, NetworkThing, degrees
from ..network_layout import positions
from ..plan_graph import PlanGraph
from ..plan_names import short
from .network_files import About, FileEdge, FileNode, Look, gexf_file, graphml_file
from .said import plan_of
from .words import Words, line, ordered


def graphml(plans: PlanGraph, network: Network, lang: str) -> bytes:
    """Return a network as GraphML: nodes are IRIs, edges have IDs `e1`, `e2` and so on."""
    words = Words(plans.model, lang)
    nodes = (
        FileNode(str(thing.iri), line(thing.label.text), _of_thing(thing, words)) for thing in network.things
    )
    return graphml_file(About(network.name), nodes, _edges(network, words))


def gexf(plans: PlanGraph, network: Network, lang: str) -> bytes:
    """Return a network as GEXF: in the colours of the legend, larger where there are more links."""
    words = Words(plans.model, lang)
    near = degrees(network.links)
    places = positions(network, {kind.name: kind.ring for kind in plans.model.kinds})
    nodes = []
    for thing in network.things:
        kind, size = words.look(thing), round(4 + 2 * near.get(thing.iri, 0) ** 0.5, 2)
        look = Look(*((kind.colour, kind.symbol) if kind else ("", "")), size, places[str(thing.iri)])
        nodes.append(FileNode(str(thing.iri), line(thing.label.text), _of_thing(thing, words), look))
    return gexf_file(About(network.name), nodes, list(_edges(network, words)))


def _of_thing(thing: NetworkThing, words: Words) -> dict[str, str]:
    return {
        "kind": thing.kind,
        "kindName": words.kind(thing),
        "type": str(thing.cls),
        "plan": plan_of(thing.iri),
        "shortName": short(thing.iri),
    }


def _edges(network: Network, words: Words) -> Iterator[FileEdge]:
    for place, link in enumerate(ordered(network.links), 1):
        values: dict[str, str | float] = {
            "relation": str(link.relation),
            "record": str(link.record),
            "basis": link.basis,
        }
        if link.confidence is not None:
            values["confidence"] = link.confidence
        yield FileEdge(f"e{place}", str(link.source), str(link.target), words.relation(link), values)
