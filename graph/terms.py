"""Terms and triples between Oxigraph and rdflib, the texts that hold them, and where they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyoxigraph as ox
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Identifier

Term = Identifier | None
Row = tuple[Term, ...]
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(term) for term in (RDF.subject, RDF.predicate, RDF.object))


def to_rdflib(term: object) -> Term:
    """Turn a term of Oxigraph into one of rdflib."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = URIRef(term.datatype.value)
        return Literal(term.value) if datatype == XSD.string else Literal(term.value, datatype=datatype)
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


def to_graph(triples: Iterable[ox.Triple], name: URIRef | None = None) -> Graph:
    """Return triples of Oxigraph as an rdflib graph."""
    found = Graph(identifier=name)
    for triple in triples:
        found.add(tuple(map(to_rdflib, triple)))  # type: ignore[arg-type]
    return found


def update_text(
    name: ox.NamedNode, added: set[ox.Triple], removed: set[ox.Triple], moved: Iterable[ox.Quad]
) -> str:
    """Return one update of a graph; what is moved goes to the graphs of its quads."""
    parts = [_data("DELETE", name, removed), _data("INSERT", name, added)]
    parts += [_data("INSERT", quad.graph_name, [quad.triple]) for quad in moved]
    return " ; ".join(part for part in parts if part)


def _data(word: str, name: object, triples: Collection[ox.Triple]) -> str:
    if not triples:
        return ""
    return f"{word} DATA {{ GRAPH {name} {{ {' . '.join(map(str, triples))} }} }}"


def n_quads(triples: Iterable[ox.Triple], name: ox.NamedNode) -> bytes:
    """Write triples as sorted N-Quads of one graph."""
    quads = sorted((ox.Quad(t.subject, t.predicate, t.object, name) for t in triples), key=str)
    return written(ox.serialize(quads, format=ox.RdfFormat.N_QUADS))


def written(data: bytes | None) -> bytes:
    """Return what was written; Oxigraph gives nothing where it writes to a file."""
    assert data is not None
    return data


def renewed(quads: bytes, update: str) -> set[ox.Triple]:
    """Return the triples of an N-Quads file after an update, which may be empty."""
    held = ox.Store()
    held.extend(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
    if update:
        held.update(update)
    return {quad.triple for quad in held}


def elsewhere(held: ox.Store, triple: ox.Triple, name: ox.NamedNode) -> bool:
    """Whether another graph holds a triple: each lives in one graph, as the union counts all."""
    found = held.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return any(quad.graph_name != name for quad in found)


def adopted(held: ox.Store, triple: ox.Triple, name: ox.NamedNode) -> ox.Quad | None:
    """Return where a link goes on that leaves a graph: to one that has a record of it too."""
    for quad in held.quads_for_pattern(None, _OBJECT, triple.object, None):
        record, other = quad.subject, quad.graph_name
        same = (
            ox.Quad(record, _SUBJECT, triple.subject, other) in held
            and ox.Quad(record, _PREDICATE, triple.predicate, other) in held
        )
        if other != name and same:
            return ox.Quad(triple.subject, triple.predicate, triple.object, other)
    return None
