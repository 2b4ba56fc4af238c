"""Terms and triples between Oxigraph and rdflib, and the texts that hold them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Identifier

Term = Identifier | None
Row = tuple[Term, ...]
#: The types whose values rdflib may read, where the text is short and plain: of others that can take
#: any time and memory, as of markup, or of 1E300000000, which it writes out in digits.
_READ = {
    XSD[name] for name in ("boolean", "integer", "decimal", "double", "float", "date", "dateTime", "gYear")
}
# A number or a day that is none is its text; rdflib would tell of each with a traceback.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)
_SHORT = re.compile(r"[\w.:+-]{1,40}")


class Unread(Literal):
    """A literal of a type whose value nobody reads: it is its text."""

    __slots__ = ()

    def __new__(cls, text: str, datatype: URIRef) -> Unread:
        """Take the text as it stands."""
        made: Unread = super().__new__(cls, text)
        made._datatype, made._value = datatype, None  # past the reading
        return made


def literal(text: str, lang: str | None = None, datatype: str | None = None) -> Literal:
    """Return a literal that somebody else wrote; its value is read only where that takes no time.

    >>> literal("1.50", datatype=XSD.decimal).value
    Decimal('1.50')
    >>> literal("1E300000000", datatype=XSD.decimal).value is None
    True
    """
    if datatype is None or str(datatype) == str(XSD.string):
        return Literal(text, lang=lang)
    known = URIRef(datatype)
    exponent = known == XSD.decimal and "e" in text.lower()
    if known in _READ and _SHORT.fullmatch(text) and not exponent:
        return Literal(text, datatype=known)
    return Unread(text, known)


def of_json(found: Mapping[str, Any] | None, longest: int | None = None) -> Term:
    """Return a term of SPARQL 1.1 results in JSON; a text is cut where it is longer than that."""
    if found is None:
        return None
    text = str(found["value"])
    if found["type"] == "uri":
        return URIRef(text)
    if found["type"] == "bnode":
        return BNode(text)
    if longest is not None and len(text) > longest:
        text = f"{text[:longest]}…"
    return literal(text, found.get("xml:lang"), found.get("datatype"))


@lru_cache(maxsize=50_000)
def to_rdflib(term: object) -> Term:
    """Turn a term of Oxigraph into one of rdflib; what comes again and again is made once."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return literal(term.value, lang=term.language)
        return literal(term.value, datatype=term.datatype.value)
    return BNode(term.value) if isinstance(term, ox.BlankNode) else None


def to_ox(triples: Graph) -> set[ox.Triple]:
    """Return the triples of an rdflib graph as Oxigraph keeps them, numbers in their canonical form."""
    lines = triples.serialize(format="nt", encoding="utf-8").splitlines(keepends=True)
    typed = [line for line in lines if b'"^^<' in line]
    kept = ox.Store()
    kept.extend(ox.parse(b"".join(typed), format=ox.RdfFormat.N_TRIPLES))
    plain = b"".join(line for line in lines if b'"^^<' not in line)
    found = {quad.triple for quad in ox.parse(plain, format=ox.RdfFormat.N_TRIPLES)}
    return found | {quad.triple for quad in kept}


@dataclass(frozen=True)
class Facts:
    """Triples as subject and predicate in text and the object as it is, read as often as one likes.

    No object is turned into a term of rdflib before somebody wants it.
    """

    triples: Iterable[ox.Triple]

    def __iter__(self) -> Iterator[tuple[str, str, object]]:
        """Yield each triple; those about blank nodes are left out."""
        for triple in self.triples:
            if isinstance(triple.subject, ox.NamedNode):
                yield triple.subject.value, triple.predicate.value, triple.object


def to_graph(triples: Iterable[ox.Triple], name: URIRef | None = None) -> Graph:
    """Return triples of Oxigraph as an rdflib graph."""
    found = Graph(identifier=name)
    for triple in triples:
        found.add(tuple(map(to_rdflib, triple)))  # type: ignore[arg-type]
    return found


def n_quads(quads: Iterable[ox.Quad]) -> Iterator[bytes]:
    """Write quads as N-Quads, some at a time."""
    every = iter(quads)
    while some := list(islice(every, 10_000)):
        yield written(ox.serialize(some, format=ox.RdfFormat.N_QUADS))


def serialised(
    quads: Iterable[ox.Quad], form: ox.RdfFormat, prefixes: Mapping[str, str], *, alone: bool
) -> bytes:
    """Write quads, sorted, in a format; without names of graphs where it has none, or they are `alone`."""
    if form.supports_datasets and not alone:
        return written(ox.serialize(sorted(quads, key=str), format=form, prefixes=dict(prefixes)))
    triples = sorted({quad.triple for quad in quads}, key=str)
    return written(ox.serialize(triples, format=form, prefixes=dict(prefixes)))


def written(data: bytes | None) -> bytes:
    """Return what was written; Oxigraph gives nothing where it writes to a file."""
    assert data is not None
    return data
