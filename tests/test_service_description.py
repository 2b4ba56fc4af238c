"""The description of the SPARQL service: the three tests of the W3C, which are prose, and what it tells.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/service-description/ (all three apply)
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import RDF, RDFS, VOID, Graph, Literal, URIRef

from graph import PlanGraph
from graph.rdf_text import read_rdf
from webviz.service_description import SD

ENDPOINT = "http://localhost/sparql"
MEDIA = ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
#: The vocabulary: each class; each property with its domain and its range.
#: https://www.w3.org/TR/sparql11-service-description/#vocab
CLASSES = {"Service", "Feature", "Language", "Function", "Aggregate", "EntailmentRegime", "EntailmentProfile"}
CLASSES |= {"GraphCollection", "Dataset", "Graph", "NamedGraph"}
FEATURES = {"DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs", "BasicFederatedQuery"}
LANGUAGES = {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"}
PROPERTIES = {
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
    "supportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "defaultSupportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "supportedLanguage": ("Service", "Language"),
    "languageExtension": ("Service", "Feature"),
    "propertyFeature": ("Service", "Feature"),
    "inputFormat": ("Service", None),
    "resultFormat": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
#: What is of a class without being said so: individuals of the vocabulary, and of its subclasses.
KNOWN = {"Feature": FEATURES, "Language": LANGUAGES}
SUBCLASSES = {"GraphCollection": {"GraphCollection", "Dataset"}}


def described(client: FlaskClient, media: str = "text/turtle", path: str = "/sparql") -> Graph:
    answer = client.get(path, headers={"Accept": media})
    assert (answer.status_code, answer.mimetype) == (200, media)
    return read_rdf(answer.data, media, ENDPOINT)


@pytest.fixture
def found(client: FlaskClient) -> Graph:
    return described(client)


@pytest.mark.parametrize("media", MEDIA)
def test_w3c_returns_rdf(client: FlaskClient, found: Graph, media: str) -> None:
    """returns-rdf: GET on endpoint returns RDF."""
    assert len(described(client, media)) == len(found) > 20
    assert client.get("/sparql").mimetype == "text/turtle"


def test_w3c_has_endpoint_triple(client: FlaskClient) -> None:
    """has-endpoint-triple: Service description contains a matching sd:endpoint triple."""
    for path in ("/sparql", "/sparql/"):
        assert (None, SD.endpoint, URIRef(f"http://localhost{path}")) in described(client, path=path)


def test_w3c_conforms_to_schema(found: Graph) -> None:
    """conforms-to-schema: Service description conforms to schema."""

    def is_a(thing: object, cls: str | None) -> bool:
        if cls is None:
            return isinstance(thing, URIRef)
        name = str(thing).removeprefix(str(SD))
        of_classes = SUBCLASSES.get(cls, {cls})
        # Of the entailment regimes only their names are fixed, elsewhere.
        return (
            name in KNOWN.get(cls, set())
            or cls == "EntailmentRegime"
            or any((thing, RDF.type, SD[one]) in found for one in of_classes)
        )

    used = [(s, p, o) for s, p, o in found if str(p).startswith(str(SD))]
    assert used
    for subject, predicate, value in used:
        domain, value_class = PROPERTIES[str(predicate).removeprefix(str(SD))]
        assert is_a(subject, domain), (subject, predicate)
        assert is_a(value, value_class), (predicate, value)
    types = {str(cls).removeprefix(str(SD)) for cls in found.objects(None, RDF.type)}
    assert types == {"Service", "Dataset", "Graph", "NamedGraph"} <= CLASSES
    [service] = found.subjects(RDF.type, SD.Service)
    for single in ("endpoint", "defaultDataset", "defaultEntailmentRegime"):
        assert len(list(found.objects(service, SD[single]))) == 1


def test_it_tells_what_is_held(found: Graph, kemi: PlanGraph) -> None:
    sizes = {
        found.value(named, SD.name): int(found.value(found.value(named, SD.graph), VOID.triples))
        for named in found.objects(None, SD.namedGraph)
    }
    assert sizes == {graph: len(kemi.store.triples(graph)) for graph in kemi.store.graphs()}
    [union] = found.objects(None, SD.defaultGraph)
    assert found.value(union, VOID.triples) == Literal(len(kemi.store))


def test_it_tells_what_is_offered_and_what_is_not(
    found: Graph, kemi_path: Path, make_viewer: Callable[..., Flask]
) -> None:
    assert set(found.objects(None, SD.feature)) == {SD.UnionDefaultGraph}
    assert set(found.objects(None, SD.supportedLanguage)) == {SD.SPARQL10Query, SD.SPARQL11Query}
    assert len(set(found.objects(None, SD.resultFormat))) == 8
    told = {text.language: str(text) for text in found.objects(None, RDFS.comment)}
    assert told.keys() == {"fi", "sv", "en"}
    assert len(set(told.values())) == 3
    assert all("10" in text and "X-Planweave-Truncated" in text for text in told.values())
    edits = make_viewer(kemi_path, edit_token="a-token-of-the-tests", public_url="https://plans.example.fi")
    other = described(edits.test_client())
    assert SD.SPARQL11Update in set(other.objects(None, SD.supportedLanguage))
    assert (None, SD.endpoint, URIRef("https://plans.example.fi/sparql")) in other


def test_a_person_gets_the_editor_and_others_what_they_accept(client: FlaskClient) -> None:
    assert client.get("/sparql", headers={"Accept": "text/html"}).mimetype == "text/html"
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406
    head = client.head("/sparql", headers={"Accept": "application/rdf+xml"})
    assert (head.status_code, head.mimetype, head.data) == (200, "application/rdf+xml", b"")
