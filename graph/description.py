"""The RDF that describes one thing: what a linked-data client gets at its IRI."""

from __future__ import annotations

from rdflib import PROV, Graph, URIRef

from . import program
from .store import Store


def description(store: Store, iri: URIRef) -> Graph:
    """Return what is said of a thing, of its parts, of its links and of the passages they rest on.

    A plan or a register is described by its whole graph. What is not known has no triples.
    """
    if iri in store.graphs():
        return store.triples(iri)
    found = Graph()
    records = [URIRef(str(row[0])) for row in program.rows(store, "links-of", [iri])]
    _add(found, store, [iri, *records])
    _add(found, store, [part for part in _iris(found, iri) if part.startswith(f"{iri}/")])
    _add(found, store, [URIRef(str(passage)) for passage in found.objects(None, PROV.wasDerivedFrom)])
    return found


def _add(found: Graph, store: Store, things: list[URIRef]) -> None:
    if things:
        for subject, predicate, value in program.rows(store, "statements", things):
            assert subject is not None
            assert predicate is not None
            assert value is not None
            found.add((subject, predicate, value))


def _iris(found: Graph, iri: URIRef) -> list[URIRef]:
    return [value for value in found.objects(iri) if isinstance(value, URIRef)]
