"""RDF that somebody sends or asks for, one graph at a time, in the formats of the protocols."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO

import pyoxigraph as ox
from rdflib import Graph, URIRef

from .errors import ParameterError
from .guard_writing import GRAPH_TYPES
from .i18n import mark
from .terms import to_graph

_XML = "application/rdf+xml"


def graph_name(text: str) -> URIRef:
    """Return the name of a graph, or raise `ParameterError` where the text is no absolute IRI."""
    try:
        return URIRef(ox.NamedNode(text).value)
    except ValueError as error:
        message = mark("{graph}: expected the IRI of a graph ({reason})")
        raise ParameterError(message, graph=text, reason=str(error)) from error


def read_rdf(data: bytes, media_type: str, base: str) -> Graph:
    """Read one graph in a format of `GRAPH_TYPES`; IRIs may be relative to a base.

    Raises
    ------
    ParameterError
        It cannot be read, which is told with line and column, or is more than one graph.
    """
    if media_type == _XML:
        _refuse_entities(data)
    try:
        quads = list(ox.parse(data, format=GRAPH_TYPES[media_type], base_iri=base))
    except (SyntaxError, ValueError) as error:
        raise _unreadable(error, media_type) from error
    if any(not isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads):
        raise ParameterError(mark("expected one graph; this names graphs of its own"))
    if any(isinstance(quad.object, ox.Triple) for quad in quads):
        raise ParameterError(mark("expected RDF 1.1; this has a triple in the place of a value"))
    return to_graph(quad.triple for quad in quads)


def _refuse_entities(data: bytes) -> None:
    """Refuse a document type: a few entities of entities take any memory when they are read."""
    at = data.find(b"<!DOCTYPE")
    if at >= 0 or not data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        line = data.count(b"\n", 0, max(0, at)) + 1
        message = mark("line {line}: expected RDF/XML in UTF-8, and without a DOCTYPE")
        raise ParameterError(message, line=line)


def _unreadable(error: Exception, media_type: str) -> ParameterError:
    values = {"media_type": media_type, "reason": " ".join(str(error).split())}
    line, column = getattr(error, "lineno", None), getattr(error, "offset", None)
    if line is None:
        return ParameterError(mark("this cannot be read as {media_type}: {reason}"), **values)
    values["reason"] = " ".join(str(getattr(error, "msg", error)).split())
    message = mark("line {line}, column {column}: this cannot be read as {media_type}: {reason}")
    return ParameterError(message, line=line, column=column, **values)


def pour(quads: Iterable[ox.Quad], output: IO[bytes], media_type: str, prefixes: Mapping[str, str]) -> None:
    """Write the triples of quads into a file, in a format of `GRAPH_TYPES`.

    Raises
    ------
    ParameterError
        The format cannot hold them, as RDF/XML not every name of a relation.
    """
    triples = (quad.triple for quad in quads)
    try:
        ox.serialize(triples, output, GRAPH_TYPES[media_type], prefixes=dict(prefixes))
    except ValueError as error:
        message = mark("this answer cannot be written as {media_type}: {reason}")
        raise ParameterError(message, media_type=media_type, reason=" ".join(str(error).split())) from error
