"""Networks for Gephi, yEd, Cytoscape and networkx: GraphML and GEXF.

GEXF is written as version 1.3, which Gephi writes itself. The file keeps to what Gephi's schemas of 1.2 and
1.3 have in common: a graph has attributes, then nodes, then edges; a node or an edge has its values first
and its looks after them; every edge has an ID of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from ontology import DisplayKind

from ..network import Network, NetworkThing, as_graphml, degrees
from ..plan_graph import PlanGraph
from ..plan_names import short
from .said import plan_of
from .text import xml_text
from .words import Words, line, ordered

GEXF = "http://gexf.net/1.3"
VIZ = "http://gexf.net/1.3/viz"
_VERSION = "1.3"
_TYPES = {str: "string", float: "double", int: "long", bool: "boolean"}

Values = Mapping[str, str | float]


def graphml(plans: PlanGraph, network: Network, lang: str) -> bytes:
    """Return a network as GraphML: nodes are IRIs, edges have IDs `e1`, `e2` and so on."""
    words = Words(plans.model, lang)
    nodes = (
        (str(thing.iri), {"label": line(xml_text(thing.label.text)), **_of_thing(thing, words)})
        for thing in network.things
    )
    return as_graphml(network.name, nodes, _edges(network, words))


def _of_thing(thing: NetworkThing, words: Words) -> dict[str, str]:
    said = {
        "kind": thing.kind,
        "kindName": words.kind(thing),
        "type": str(thing.cls),
        "plan": plan_of(thing.iri),
        "shortName": short(thing.iri),
    }
    return {key: xml_text(value) for key, value in said.items()}


def _edges(network: Network, words: Words) -> Iterator[tuple[str, str, dict[str, str | float]]]:
    for place, link in enumerate(ordered(network.links), 1):
        values: dict[str, str | float] = {
            "id": f"e{place}",
            "label": xml_text(words.relation(link)),
            "relation": str(link.relation),
            "record": str(link.record),
            "basis": xml_text(link.basis),
        }
        if link.confidence is not None:
            values["confidence"] = link.confidence
        yield str(link.source), str(link.target), values


def gexf(plans: PlanGraph, network: Network, lang: str) -> bytes:
    """Return a network as GEXF, with the colours of the legend, larger where there are more links."""
    register_namespace("", GEXF)
    register_namespace("viz", VIZ)
    words = Words(plans.model, lang)
    root = Element(f"{{{GEXF}}}gexf", version=_VERSION)
    meta = SubElement(root, f"{{{GEXF}}}meta")
    SubElement(meta, f"{{{GEXF}}}creator").text = "Planweave"
    SubElement(meta, f"{{{GEXF}}}description").text = xml_text(network.name)
    graph = SubElement(root, f"{{{GEXF}}}graph", defaultedgetype="directed", mode="static")
    nodes = [(thing, _of_thing(thing, words)) for thing in network.things]
    edges = list(_edges(network, words))
    node_fields = _fields(graph, "node", (values for _, values in nodes))
    edge_fields = _fields(graph, "edge", (_own(values) for *_, values in edges))
    near = degrees(network.links)
    holder = SubElement(graph, f"{{{GEXF}}}nodes", count=str(len(nodes)))
    for thing, values in nodes:
        label = line(xml_text(thing.label.text))
        node = SubElement(holder, f"{{{GEXF}}}node", id=str(thing.iri), label=label)
        _add(node, node_fields, values)
        _look(node, words.look(thing), near.get(thing.iri, 0))
    holder = SubElement(graph, f"{{{GEXF}}}edges", count=str(len(edges)))
    for source, target, said in edges:
        names = {"id": str(said["id"]), "label": str(said["label"])}
        edge = SubElement(holder, f"{{{GEXF}}}edge", names, source=source, target=target)
        _add(edge, edge_fields, _own(said))
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _own(values: Values) -> Values:
    """Return the values of an edge for which GEXF has no attribute."""
    return {key: value for key, value in values.items() if key not in ("id", "label")}


def _fields(graph: Element, cls: str, rows: Iterable[Values]) -> dict[str, str]:
    """Declare the values that nodes or edges have, and return their IDs by name."""
    types = {key: _TYPES[type(value)] for row in rows for key, value in row.items()}
    if not types:
        return {}
    declared = SubElement(graph, f"{{{GEXF}}}attributes", {"class": cls, "mode": "static"})
    for place, (title, kind) in enumerate(types.items()):
        SubElement(declared, f"{{{GEXF}}}attribute", id=str(place), title=title, type=kind)
    return {title: str(place) for place, title in enumerate(types)}


def _add(element: Element, fields: Mapping[str, str], values: Values) -> None:
    holder = SubElement(element, f"{{{GEXF}}}attvalues")
    for key, value in values.items():
        SubElement(holder, f"{{{GEXF}}}attvalue", {"for": fields[key], "value": str(value)})


def _look(node: Element, kind: DisplayKind | None, degree: int) -> None:
    if kind is not None:
        red, green, blue = (str(int(kind.colour[at : at + 2], 16)) for at in (1, 3, 5))
        SubElement(node, f"{{{VIZ}}}color", r=red, g=green, b=blue)
    SubElement(node, f"{{{VIZ}}}size", value=str(round(4 + 2 * degree**0.5, 2)))
