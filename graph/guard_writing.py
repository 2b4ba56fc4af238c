"""Writes an answer, or its first part, in the formats of the SPARQL results and of RDF.

That an answer is only a part is said inside it wherever the format has a place for that: a link in the
head of results in JSON and XML, a comment before triples. CSV, TSV and JSON-LD have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from json.encoder import encode_basestring as quoted
from typing import Any, TypeVar

import pyoxigraph as ox

from .errors import NotAcceptableError, QueryError
from .i18n import mark

TRUTH_TYPES = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}
"""Media types of yes or no; as in the others, the first is for who takes any."""

RESULT_TYPES = {
    **TRUTH_TYPES,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
"""Media types of rows."""

GRAPH_TYPES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
"""Media types of triples."""

TRUNCATED = "https://w3id.org/planweave/truncated"
"""What the head of a results document links to when rows were left out."""

_Format = TypeVar("_Format", ox.QueryResultsFormat, ox.RdfFormat)
_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")


@dataclass(frozen=True)
class Answer:
    """An answer as it is sent: `kind` is select, ask or graph; `truncated` says that there was more."""

    kind: str
    media_type: str
    body: bytes
    truncated: bool = False


def write_answer(
    found: ox.QueryBoolean | ox.QuerySolutions | Iterable[ox.Triple],
    accept: Sequence[str],
    prefixes: Mapping[str, str],
    most: int,
) -> Answer:
    """Write so many rows or triples of an answer in the first media type wanted that can hold it.

    Raises
    ------
    NotAcceptableError
        None of the media types can hold it.
    QueryError
        The format has no way to write one of the triples.
    """
    if isinstance(found, ox.QueryBoolean):
        media_type, form = _chosen(accept, TRUTH_TYPES)
        return Answer("ask", media_type, found.serialize(format=form) or b"")
    if isinstance(found, ox.QuerySolutions):
        media_type, form = _chosen(accept, RESULT_TYPES)
        rows = list(islice(found, most + 1))
        more = len(rows) > most
        body = write_solutions(found.variables, rows[:most], form, truncated=more)
        return Answer("select", media_type, body, more)
    media_type, graph_form = _chosen(accept, GRAPH_TYPES)
    triples = list(islice(found, most + 1))
    more = len(triples) > most
    try:
        body = write_triples(triples[:most], graph_form, prefixes, truncated=more)
    except (OSError, ValueError) as error:
        message = mark("this answer cannot be written as {media_type}: {reason}")
        reason = " ".join(str(error).split())[:200]
        raise QueryError(message, media_type=media_type, reason=reason) from error
    return Answer("graph", media_type, body, more)


def _chosen(accept: Sequence[str], offered: Mapping[str, _Format]) -> tuple[str, _Format]:
    """Return the first media type wanted that is offered, and its format."""
    for wanted in accept or ("*/*",):
        name = wanted.partition(";")[0].strip().lower()
        for media_type, form in offered.items():
            if name in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
                return media_type, form
    message = mark("this answer cannot be had as {wanted}; expected {offered}")
    raise NotAcceptableError(message, wanted=", ".join(accept), offered=", ".join(offered))


def write_solutions(
    variables: Sequence[ox.Variable],
    solutions: Sequence[ox.QuerySolution],
    form: ox.QueryResultsFormat,
    *,
    truncated: bool = False,
) -> bytes:
    """Write solutions in a format of the SPARQL 1.1 results.

    Oxigraph writes only whole answers: a part of one is written as JSON here, and read and written
    in another format by Oxigraph.
    """
    names = [quoted(variable.value) for variable in variables]
    keys = [f"{name}:" for name in names]
    rows = ",".join([_row(keys, solution) for solution in solutions])
    link = f',"link":["{TRUNCATED}"]' if truncated else ""
    document = f'{{"head":{{"vars":[{",".join(names)}]{link}}},"results":{{"bindings":[{rows}]}}}}'
    written = document.encode()
    if form == ox.QueryResultsFormat.JSON:
        return written
    written = ox.parse_query_results(written, ox.QueryResultsFormat.JSON).serialize(format=form) or b""
    if truncated and form == ox.QueryResultsFormat.XML:
        return written.replace(b"</head>", f'<link href="{TRUNCATED}"/></head>'.encode(), 1)
    return written


def write_triples(
    triples: Sequence[ox.Triple], form: ox.RdfFormat, prefixes: Mapping[str, str], *, truncated: bool = False
) -> bytes:
    """Write triples in a format of RDF; OSError or ValueError where it cannot hold them."""
    written = ox.serialize(triples, format=form, prefixes=dict(prefixes)) or b""
    if not truncated or form == ox.RdfFormat.JSON_LD:
        return written
    said = f"truncated: the first {len(triples)} triples of more; ask for less"
    if form == ox.RdfFormat.RDF_XML:
        declaration, line, rest = written.partition(b"\n")
        return declaration + line + f"<!-- {said} -->\n".encode() + rest
    return f"# {said}\n".encode() + written


def _row(keys: Sequence[str], solution: ox.QuerySolution) -> str:
    bound = zip(keys, solution, strict=True)
    return f"{{{','.join([key + _WRITERS[type(term)](term) for key, term in bound if term is not None])}}}"


def _named(term: ox.NamedNode) -> str:
    return f'{{"type":"uri","value":{quoted(term.value)}}}'


def _blank(term: ox.BlankNode) -> str:
    return f'{{"type":"bnode","value":{quoted(term.value)}}}'


def _literal(term: ox.Literal) -> str:
    """Return a literal as SPARQL 1.1 Query Results JSON has it, section 3.2.2, and RDF 1.2 adds to it."""
    about = ""
    if term.language:
        about = f',"xml:lang":{quoted(term.language)}'
        if term.direction:
            about += f',"its:dir":{quoted(str(term.direction))}'
    elif term.datatype != _STRING:
        about = f',"datatype":{quoted(term.datatype.value)}'
    return f'{{"type":"literal","value":{quoted(term.value)}{about}}}'


def _triple(term: ox.Triple) -> str:
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    written = ",".join(f'"{name}":{_WRITERS[type(part)](part)}' for name, part in parts.items())
    return f'{{"type":"triple","value":{{{written}}}}}'


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    ox.NamedNode: _named,
    ox.BlankNode: _blank,
    ox.Literal: _literal,
    ox.Triple: _triple,
}
