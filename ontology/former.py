"""Terms that went away: they stay in the files, marked, and tell what stands in their place.

A term is former when it says `owl:deprecated true`. `dcterms:isReplacedBy` names the one term that
follows it; without a successor, a `skos:historyNote` says what became of it.
"""

from __future__ import annotations

from rdflib import DCTERMS, OWL, Graph, URIRef
from rdflib.term import Node


def is_former(source: Graph, term: Node) -> bool:
    """Whether a term, column, kind or sheet went away."""
    return str(source.value(term, OWL.deprecated)) == "true"


def successor(source: Graph, term: Node) -> URIRef | None:
    """Return the term in use that stands in the place of another: itself where it did not go away."""
    seen: set[Node] = set()
    at: Node | None = term
    while at is not None and is_former(source, at):
        seen.add(at)
        following = source.value(at, DCTERMS.isReplacedBy)
        at = None if following in seen else following
    return at if isinstance(at, URIRef) else None
