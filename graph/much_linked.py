"""What refers to a thing that very much refers to: how much, and some of each, without reading all."""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import URIRef

from . import program
from .store import Store
from .terms import Row

#: From how many references on only some of each kind are read.
MANY = 5_000


_REPEATED = "  # ----\n"


def some_references(store: Store, iri: URIRef, counts: Mapping[URIRef, int]) -> list[Row]:
    """Return links from a thing and some references to it by each property: link, subject, predicate, object.

    A reference that is no link has nothing in the place of the link.
    """
    text = program.text("some-references").replace("UNDEF", iri.n3())
    head, repeated, tail = text.split(_REPEATED)
    blocks = (repeated.replace("rdf:nil", prop.n3()) for prop in counts)
    return list(store.select("".join((head, *blocks, tail))).rows)
