"""What the SPARQL service is and holds, in RDF, for programs that ask its address without a query.

https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from flask import Response, current_app
from rdflib import DCTERMS, RDF, RDFS, VOID, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from graph import PlanGraph, program
from graph.guard import GRAPH_TYPES, Guard
from graph.i18n import mark, translate
from graph.store import Store
from ontology import LANGUAGES
from ontology.namespaces import PREFIXES

from . import current, protocol
from .settings import GUARD

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
_counted: WeakKeyDictionary[Store, tuple[int, dict[URIRef, int]]] = WeakKeyDictionary()
_SIMPLE = URIRef("http://www.w3.org/ns/entailment/Simple")
_WRITERS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}
_LIMITS = mark(
    "A query may take {seconds} s, {memory} MB and {rows} rows; an answer that was cut says so in the header "
    "X-Planweave-Truncated. SERVICE and LOAD are refused."
)
_UPDATES = mark(
    "An update needs a token. It names the graphs that it matches and writes, by WITH, USING or GRAPH: the "
    "union of all graphs is the default graph of queries only."
)


def answer() -> Response:
    """Return the description in the form accepted."""
    media = protocol.chosen(list(GRAPH_TYPES))
    described = description(current.plans(), protocol.address())
    return Response(described.serialize(format=_WRITERS[media], encoding="utf-8"), mimetype=media)


def description(plans: PlanGraph, endpoint: str) -> Graph:
    """Return the description of the service at an address."""
    found = Graph()
    for prefix, namespace in (*PREFIXES.items(), ("sd", SD), ("void", VOID), ("formats", _FORMATS)):
        found.bind(prefix, namespace, replace=True)
    service = URIRef(f"{endpoint}#service")
    found.add((service, RDF.type, SD.Service))
    found.add((service, SD.endpoint, URIRef(endpoint)))
    for language in _languages():
        found.add((service, SD.supportedLanguage, language))
    for name in _RESULTS:
        found.add((service, SD.resultFormat, _FORMATS[name]))
    found.add((service, SD.feature, SD.UnionDefaultGraph))
    found.add((service, SD.defaultEntailmentRegime, _SIMPLE))
    _add_texts(found, service)
    found.add((service, SD.defaultDataset, _add_dataset(found, plans, f"{endpoint}#dataset")))
    return found


def _languages() -> list[Node]:
    update = [SD.SPARQL11Update] if current.settings().edit_token else []
    return [SD.SPARQL10Query, SD.SPARQL11Query, *update]


def _add_texts(found: Graph, service: Node) -> None:
    guard: Guard = current_app.extensions[GUARD]
    limits = guard.limits
    values = {"seconds": f"{limits.seconds:g}", "memory": limits.memory_mb, "rows": limits.rows}
    for lang in LANGUAGES:
        found.add((service, DCTERMS.language, Literal(lang)))
        title = translate(mark("Plans as a knowledge graph"), lang, current.TRANSLATIONS)
        found.add((service, DCTERMS.title, Literal(title, lang=lang)))
        told = translate(_LIMITS, lang, current.TRANSLATIONS, **values)
        if current.settings().edit_token:
            told += " " + translate(_UPDATES, lang, current.TRANSLATIONS)
        found.add((service, RDFS.comment, Literal(told, lang=lang)))


def _add_dataset(found: Graph, plans: PlanGraph, name: str) -> Node:
    dataset, union = URIRef(name), BNode()
    sizes = _sizes(plans.store)
    found.add((dataset, RDF.type, SD.Dataset))
    found.add((dataset, SD.defaultGraph, union))
    _add_graph(found, union, sum(sizes.values()))
    described = plans.describe(sizes, current.lang())
    for graph, triples in sizes.items():
        named, content = BNode(), BNode()
        found.add((dataset, SD.namedGraph, named))
        found.add((named, RDF.type, SD.NamedGraph))
        found.add((named, SD.name, graph))
        found.add((named, SD.graph, content))
        _add_graph(found, content, triples)
        label = described[graph].label
        if label.text:
            found.add((content, DCTERMS.title, Literal(label.text, lang=label.lang or None)))
    return dataset


def _add_graph(found: Graph, graph: Node, triples: int) -> None:
    found.add((graph, RDF.type, SD.Graph))
    found.add((graph, VOID.triples, Literal(triples, datatype=XSD.integer)))


def _sizes(store: Store) -> dict[URIRef, int]:
    """Return the graphs and their sizes, counted once for each state of the store."""
    revision, sizes = _counted.get(store, (-1, {}))
    if revision != store.revision:
        rows = program.rows(store, "graph-sizes")
        sizes = {URIRef(str(graph)): int(str(triples)) for graph, triples in rows}
        _counted[store] = (store.revision, sizes)
    return sizes
