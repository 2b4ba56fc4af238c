"""What refers to a thing that very much refers to: how much, and some of each, without reading all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import URIRef

from . import program
from .store import Store
from .terms import Row

#: From how many references on only some of each kind are read.
MANY = 5_000


@dataclass(frozen=True)
class References:
    """References to a thing: how many by property; `links` and `others` are some with records and without.

    A link is record, subject, predicate and object, another reference thing, property and value.
    """

    counts: Mapping[URIRef, int]
    links: tuple[Row, ...]
    others: tuple[Row, ...]


def some_references(store: Store, iri: URIRef) -> References | None:
    """Return some references to a thing, or nothing where all of them can be read."""
    told = program.rows(store, "reference-counts", [iri])
    counts = {URIRef(str(prop)): int(str(count)) for prop, count in told if prop is not None}
    if sum(counts.values()) <= MANY:
        return None
    text = program.text("some-references").replace("UNDEF", iri.n3())
    rows = [row for prop in counts for row in store.select(text.replace("rdf:nil", prop.n3())).rows]
    links: list[Row] = [(link, thing, prop, value) for thing, prop, value, link in rows if link is not None]
    links += program.rows(store, "links-from", [iri])
    others = (row[:3] for row in rows if row[3] is None)
    return References(counts, tuple(links), tuple(others))
