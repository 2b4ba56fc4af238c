"""What a picture says as JSON-LD: the things and links that are drawn, as the plans have them.

The statements stand in a graph of their own, of which is said from which plans and revisions it is. So
nothing is added to what the plans say, and a reader who asks for one graph gets exactly that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from graph import Network
from graph.jsonld import json_ld as written
from graph.network import NetworkLink, NetworkThing
from graph.plan_names import short
from ontology import load_model
from ontology.namespaces import CONCEPT, ID, PLAN

from .data_drawn import Drawn, drawn
from .scene import Scene

#: Stands for the graph of a picture that has no public address.
_NO_ADDRESS = "_:picture"


def json_ld(scene: Scene) -> bytes:
    """Return the things and links of a picture as JSON-LD, with what each link rests on.

    A scene that does not know its network gives only its title, scope and state.
    """
    found = drawn(scene)
    graph = _graph(scene.network, found) if scene.network else Graph()
    about = _first(found, scene.network)
    document = json.loads(written(graph, about))
    context = document.pop("@context")
    things = document.pop("@graph", None)
    held = things if things is not None else [document] if document else []
    said = {"@context": {**context, **_CONTEXT}, **_about(scene), "@graph": held}
    return json.dumps(said, ensure_ascii=False, indent=1).encode(errors="replace")


_CONTEXT = {
    "dcterms": str(DCTERMS),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdfs": str(RDFS),
    "xsd": str(XSD),
}


def _about(scene: Scene) -> dict[str, Any]:
    """Return what is said of the graph itself, in words that the context of the plans does not hold."""
    stamp, plans = scene.stamp, [name.partition("@")[0] for name in scene.stamp.plans]
    iris = _plans(scene)
    known = {
        "dcterms:title": {"@value": scene.title, "@language": scene.lang},
        "dcterms:description": {"@value": scene.scope, "@language": scene.lang} if scene.scope else None,
        "dcterms:modified": {"@value": str(stamp.day), "@type": "xsd:date"} if stamp.day else None,
        "owl:versionInfo": list(stamp.plans),
        "rdfs:comment": {"@value": scene.left_out, "@language": scene.lang} if scene.left_out else None,
        "prov:wasDerivedFrom": [{"@id": iris.get(plan, str(ID[plan]))} for plan in plans],
    }
    said = {key: value for key, value in known.items() if value}
    return {"@id": stamp.address or _NO_ADDRESS, "@type": "prov:Entity", **said}


def _plans(scene: Scene) -> dict[str, str]:
    """Return the IRI of each plan of which a thing is drawn, by its ID."""
    things = scene.network.things if scene.network else ()
    found = {}
    for thing in things:
        plan, colon, rest = short(thing.iri).partition(":")
        if colon and str(thing.iri).endswith(f"/{rest}"):
            found[plan] = str(thing.iri).removesuffix(f"/{rest}")
    return found


def _first(found: Drawn, network: Network | None) -> URIRef:
    """Return the thing in focus, else the first one, if the network knows it."""
    known = {str(thing.iri) for thing in network.things} if network else set()
    things = [thing for thing in found.things if thing.id in known]
    focus = [thing for thing in things if thing.marked] or things
    return URIRef(focus[0].id if focus else "")


def _graph(network: Network, found: Drawn) -> Graph:
    made = Graph()
    shown = {thing.id for thing in found.things}
    ends = {frozenset((tie.source, tie.target)) for tie in found.ties}
    for thing in network.things:
        if str(thing.iri) in shown:
            for triple in _of_thing(thing):
                made.add(triple)
    stored = load_model().relation_order
    for link in network.links:
        if frozenset((short(link.source), short(link.target))) in ends:
            for triple in _of_link(link, has_record=bool(link.record) and link.relation in stored):
                made.add(triple)
    return made


_Triple = tuple[URIRef, URIRef, URIRef | Literal]


def _of_thing(thing: NetworkThing) -> Iterator[_Triple]:
    if thing.cls:
        yield thing.iri, RDF.type, thing.cls
    if thing.label.lang:
        yield thing.iri, SKOS.prefLabel, Literal(thing.label.text, lang=thing.label.lang)


def _of_link(link: NetworkLink, *, has_record: bool) -> Iterator[_Triple]:
    """Yield a link and its record; what a view made from several links names the record of another one."""
    yield link.source, link.relation, link.target
    if not has_record:
        return
    yield link.record, RDF.type, PLAN.Link
    yield link.record, RDF.type, RDF.Statement
    yield link.record, RDF.subject, link.source
    yield link.record, RDF.predicate, link.relation
    yield link.record, RDF.object, link.target
    if link.basis:
        yield link.record, PLAN.basis, URIRef(f"{CONCEPT.basis}/{link.basis}")
    if link.confidence is not None:
        yield link.record, PLAN.confidence, Literal(Decimal(str(link.confidence)))
