"""Short names of terms, where they stand on the reference page, and one term as triples."""

from __future__ import annotations

from functools import lru_cache

from rdflib import Graph, URIRef

from ontology.files import FOLDER
from ontology.namespaces import PLAN, PREFIXES


def curie(iri: object) -> str:
    """Return an IRI with a known prefix, else the IRI itself.

    >>> curie("https://w3id.org/planweave/ontology#Action")
    'plan:Action'
    """
    text = str(iri)
    found = max((p for p, ns in PREFIXES.items() if text.startswith(ns)), key=_length, default="")
    return f"{found}:{text.removeprefix(PREFIXES[found])}" if found else text


def _length(prefix: str) -> int:
    return len(PREFIXES[prefix])


def iri_of_name(name: str) -> URIRef:
    """Return the IRI of a local name of the ontology or of a name with a known prefix."""
    prefix, colon, rest = name.partition(":")
    return URIRef(PREFIXES[prefix] + rest) if colon and prefix in PREFIXES else PLAN[name]


def anchor(iri: object) -> str:
    """Return where a term stands on the page: its own terms by their local names, as in their IRIs."""
    text = str(iri)
    return text.removeprefix(str(PLAN)) if text.startswith(str(PLAN)) else curie(text)


@lru_cache(maxsize=1)
def alignments() -> Graph:
    """Return what the ontology says of its terms and those of other vocabularies."""
    found = Graph()
    for file in sorted((FOLDER / "alignments").glob("*.ttl")):
        found.parse(file, format="turtle")
    return found


def described(term: URIRef, source: Graph) -> Graph:
    """Return what is said of one term alone, its unnamed parts included."""
    found = Graph()
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace, replace=True)
    found += source.cbd(term)
    found += alignments().cbd(term)
    return found
