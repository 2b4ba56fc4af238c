"""What a store gives back: rows, counts of a change, and the formats that it writes."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from .terms import Row

#: Formats in which a graph or the whole store is written, by suffix.
FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


@dataclass(frozen=True)
class Solutions:
    """The answer to a SELECT: variable names, and a tuple of terms per solution."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Change:
    """What a write changed in one graph, counted in triples."""

    added: int
    removed: int
