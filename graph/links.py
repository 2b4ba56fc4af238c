"""Link records: what a relation between two things of a plan rests on, beside the plain triple."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from rdflib import RDF, Graph, URIRef

from ontology.namespaces import PLAN


@dataclass(frozen=True)
class Relation:
    """A relation between two things: the plain triple."""

    subject: URIRef
    predicate: URIRef
    object: URIRef


def record_iri(plan: URIRef, relation: Relation, document: URIRef) -> URIRef:
    """Return the IRI of the record: the same relation in the same document has the same record.

    Accepting a link changes its basis and not its IRI, so the basis is no part of the hash.
    """
    parts = (relation.subject, relation.predicate, relation.object, document)
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return URIRef(f"{plan}/link/{digest[:16]}")


def is_record(iri: str) -> bool:
    """Whether an IRI is that of a link record, as `record_iri` makes it."""
    return iri.rpartition("/")[0].endswith("/link")


def add_record(target: Graph, record: URIRef, relation: Relation, document: URIRef) -> None:
    """Add the plain triple and the bare record of it."""
    target.add((relation.subject, relation.predicate, relation.object))
    target.add((record, RDF.type, PLAN.Link))
    target.add((record, RDF.type, RDF.Statement))
    target.add((record, RDF.subject, relation.subject))
    target.add((record, RDF.predicate, relation.predicate))
    target.add((record, RDF.object, relation.object))
    target.add((record, PLAN.inDocument, document))
