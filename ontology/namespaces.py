"""The namespaces of Planweave and of the vocabularies that it reuses."""

from __future__ import annotations

from rdflib import DCAT, DCTERMS, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, XSD, Namespace, URIRef

PLAN = Namespace("https://w3id.org/planweave/ontology#")
SHAPES = Namespace("https://w3id.org/planweave/shapes#")
WB = Namespace("https://w3id.org/planweave/workbook#")
CONCEPT = Namespace("https://w3id.org/planweave/concept/")
ID = Namespace("https://w3id.org/planweave/id/")
OA = Namespace("http://www.w3.org/ns/oa#")
SCHEMA = Namespace("https://schema.org/")
M8G = Namespace("http://data.europa.eu/m8g/")
CPSV = Namespace("http://purl.org/vocab/cpsv#")
ADMS = Namespace("http://www.w3.org/ns/adms#")

#: The ontology, and the name of the graph that holds it with its concepts.
ONTOLOGY = URIRef("https://w3id.org/planweave/ontology")
#: The name of the graph of saved views; each stands below it.
SAVED_VIEWS = URIRef("https://w3id.org/planweave/saved-views")
#: The graphs that are neither a plan nor a register.
NO_PLANS = frozenset({ONTOLOGY, SAVED_VIEWS})

#: The prefixes that a query may use without writing them.
PREFIXES: dict[str, str] = {
    "adms": str(ADMS),
    "concept": str(CONCEPT),
    "cpsv": str(CPSV),
    "dcat": str(DCAT),
    "dcterms": str(DCTERMS),
    "id": str(ID),
    "m8g": str(M8G),
    "oa": str(OA),
    "org": str(ORG),
    "owl": str(OWL),
    "plan": str(PLAN),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SCHEMA),
    "sh": str(SH),
    "shapes": str(SHAPES),
    "skos": str(SKOS),
    "wb": str(WB),
    "xsd": str(XSD),
}
