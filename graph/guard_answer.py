"""The process that answers one query of a stranger: opens the store, is confined, asks, writes, and ends."""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from .errors import (
    NotAcceptableError,
    ParameterError,
    PlanweaveError,
    QueryError,
    QueryLimitError,
    StoreError,
)
from .guard_messages import Reply, Request
from .i18n import mark
from .query_text import names_dataset, syntax_error

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

_Format = TypeVar("_Format", ox.QueryResultsFormat, ox.RdfFormat)
_Confine = Callable[[Path, int, int], None]

_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
_PATIENCE_SECONDS = 2.0


def serve(control: int) -> None:
    """Be the worker process, until the other end of the socket `control` is closed."""
    from . import guard_worker

    guard_worker.serve(control, answer)


def answer_once(seconds: float) -> None:
    """Be the process of one query, on standard input and output; end after so many seconds at any rate."""
    faulthandler.dump_traceback_later(seconds, exit=True)
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(), lambda *_: None))
    sys.stdout.buffer.flush()
    os._exit(0)  # the store needs no farewell


def answer(request: bytes, confine: _Confine) -> bytes:
    """Answer a request; `confine` is called between the opening of the store and the query."""
    asked = Request.from_bytes(request)
    try:
        store = _opened(Path(asked.store))
        confine(Path(asked.store), asked.memory_mb, asked.cpu_seconds)
        reply = _answered(store, asked)
    except BaseException as error:  # noqa: BLE001  a panic of the engine is no Exception, and this process ends
        reply = Reply.failed(_as_ours(error, asked))
    return reply.to_bytes()


def _as_ours(error: BaseException, asked: Request) -> PlanweaveError:
    """Return the error of ours that says what the engine's error says."""
    if isinstance(error, PlanweaveError):
        return error
    if isinstance(error, SyntaxError):
        return syntax_error(asked.text, str(error))
    if isinstance(error, MemoryError):
        return too_big(asked.memory_mb)
    if isinstance(error, OSError) or "Corruption" in str(error):
        return _unreadable(asked.store, error)
    return QueryError(mark("cannot be answered: {reason}"), reason=_short(error))


def too_big(megabytes: int) -> QueryLimitError:
    """Return the error of a query that needs too much memory."""
    message = mark("needs more memory than the {megabytes} MB allowed; ask for less, or more narrowly")
    return QueryLimitError(message, limit="memory", megabytes=megabytes)


def _unreadable(store: str, error: BaseException) -> StoreError:
    message = mark("{store}: cannot be read as a store ({reason})")
    return StoreError(message, store=store, reason=_short(error))


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]


def _opened(store: Path) -> ox.Store:
    """Open the store for reading; beside a writer, try again for two seconds."""
    deadline = time.monotonic() + (_PATIENCE_SECONDS if store.is_dir() else 0.0)
    while True:
        try:
            return ox.Store.read_only(str(store))
        except (OSError, RuntimeError) as error:  # a file that a writer removed meanwhile is a RuntimeError
            if time.monotonic() > deadline:
                raise _unreadable(str(store), error) from error
            time.sleep(0.05)


def _answered(store: ox.Store, asked: Request) -> Reply:
    """Ask the store, and write what it says in the first media type that can hold it."""
    result = _asked(store, asked)
    rows = asked.rows
    if isinstance(result, ox.QueryBoolean):
        media_type, form = _chosen(asked.accept, TRUTH_TYPES)
        kind, truncated, body = "ask", False, result.serialize(format=form)
    elif isinstance(result, ox.QuerySolutions):
        media_type, form = _chosen(asked.accept, RESULT_TYPES)
        solutions = list(islice(result, rows + 1))
        kind, truncated = "select", len(solutions) > rows
        body = write_solutions(result.variables, solutions[:rows], form)
    else:
        media_type, graph_form = _chosen(asked.accept, GRAPH_TYPES)
        triples = list(islice(result, rows + 1))
        kind, truncated = "graph", len(triples) > rows
        body = _write_triples(triples[:rows], media_type, graph_form, asked.prefixes)
    assert body is not None
    if len(body) > asked.body_mb * 2**20:
        raise too_big(asked.body_mb)
    return Reply(kind, media_type, truncated, body=body)


def _asked(store: ox.Store, asked: Request) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Run the query over its dataset; a dataset given beside the query goes before its own."""
    prefixes = dict(asked.prefixes)
    default, named = _names(asked.default_graphs), _names(asked.named_graphs)
    if default:
        return store.query(asked.text, prefixes=prefixes, default_graph=[*default], named_graphs=[*named])
    # The union would go before FROM.
    union = bool(named) or not names_dataset(asked.text)
    return store.query(
        asked.text,
        prefixes=prefixes,
        use_default_graph_as_union=union,
        named_graphs=[*named] if named else None,
    )


def _names(graphs: Sequence[str]) -> list[ox.NamedNode]:
    names = []
    for iri in graphs:
        try:
            names.append(ox.NamedNode(iri))
        except ValueError as error:
            message = mark("{graph}: expected the IRI of a graph ({reason})")
            raise ParameterError(message, graph=iri, reason=str(error)) from error
    return names


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
    variables: Sequence[ox.Variable], solutions: Sequence[ox.QuerySolution], form: ox.QueryResultsFormat
) -> bytes:
    """Write solutions in a format of the SPARQL 1.1 results.

    Oxigraph writes only whole answers: a part of one is written as JSON here, and read and written
    in another format by Oxigraph.
    """
    names = [variable.value for variable in variables]
    bindings = [
        {name: _term(term) for name, term in zip(names, solution, strict=True) if term is not None}
        for solution in solutions
    ]
    document = {"head": {"vars": names}, "results": {"bindings": bindings}}
    written = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    if form != ox.QueryResultsFormat.JSON:
        written = ox.parse_query_results(written, ox.QueryResultsFormat.JSON).serialize(format=form) or b""
    return written


def _write_triples(
    triples: Sequence[ox.Triple], media_type: str, form: ox.RdfFormat, prefixes: Mapping[str, str]
) -> bytes:
    try:
        return ox.serialize(triples, format=form, prefixes=dict(prefixes)) or b""
    except (OSError, ValueError) as error:
        message = mark("this answer cannot be written as {media_type}: {reason}")
        raise QueryError(message, media_type=media_type, reason=_short(error)) from error


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> dict[str, object]:
    """Return a term as SPARQL 1.1 Query Results JSON has it, section 3.2.2, and RDF 1.2 adds to it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _term(part) for name, part in parts.items()}}
    written: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        written["xml:lang"] = term.language
        if term.direction:
            written["its:dir"] = str(term.direction)
    elif term.datatype != _STRING:
        written["datatype"] = term.datatype.value
    return written
