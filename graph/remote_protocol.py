"""What a SPARQL service is asked: queries over a dataset, updates, and whole graphs.

https://www.w3.org/TR/sparql11-protocol/ and https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, cast
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from .errors import QueryError, StoreError
from .i18n import mark
from .query_text import syntax_error
from .remote_address import Service
from .remote_http import Client, RefusedError, Reply, ServiceError
from .store_reading import Found

_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}
_TRIPLES = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_N_TRIPLES = "application/n-triples"
ANY_ANSWER = (
    "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.8, "
    "application/sparql-results+xml;q=0.7"
)
_ANY_TRIPLES = f"{_N_TRIPLES}, text/turtle;q=0.8"
#: What takes longer than any query: to write, and to give a whole graph.
_LONG_SECONDS = 1800.0
_MOST_BYTES = 1 << 29
#: A graph that holds nothing, for datasets of none.
_NOTHING = "urn:planweave:nothing"


@dataclass(frozen=True)
class Dataset:
    """The graphs that a query sees: those of its default graph, and those that have a name."""

    default: Sequence[str]
    named: Sequence[str]

    def parameters(self) -> list[tuple[str, str]]:
        """Return them as the protocol does; an empty part would stand for whatever is there."""
        return [
            *(("default-graph-uri", name) for name in self.default or [_NOTHING]),
            *(("named-graph-uri", name) for name in self.named or [_NOTHING]),
        ]


class Protocol:
    """One service, spoken to."""

    def __init__(self, service: Service) -> None:
        """Take a service; nothing is sent yet."""
        self.service = service
        self.client = Client(service)
        self._gives_graphs = bool(service.graphs)

    def query(self, text: str, dataset: Dataset | None = None) -> Found:
        """Answer a query over a dataset, or over the service's own."""
        with self.asked(text, dataset, ANY_ANSWER) as reply:
            return self.parsed(reply.media_type, io.BytesIO(reply.most(_MOST_BYTES)))

    @contextmanager
    def asked(self, text: str, dataset: Dataset | None, accept: str, seconds: float = 0.0) -> Iterator[Reply]:
        """Ask a query, and read the answer within the `with`."""
        headers = {"Accept": accept, "Content-Type": "application/sparql-query"}
        body = text.encode()
        if dataset is not None:
            # As a form: so many graphs have no place in an address.
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode([("query", text), *dataset.parameters()]).encode()
        try:
            with self.client.send("POST", self.service.query, body, headers, seconds) as reply:
                yield reply
        except RefusedError as error:
            raise _refused(text, error) from error

    def parsed(self, media_type: str, body: IO[bytes]) -> Found:
        """Read an answer; what is wrong further on in it is a SyntaxError while it is gone through."""
        try:
            if media_type in _RESULTS:
                return cast("Found", ox.parse_query_results(body, _RESULTS[media_type]))
            if media_type in _TRIPLES:
                return (quad.triple for quad in ox.parse(body, format=_TRIPLES[media_type]))
        except (SyntaxError, ValueError) as error:
            raise self.malformed(error) from error
        message = mark("{store}: answers with {media_type}, and no SPARQL results; look at the address")
        raise StoreError(message, store=self.service, media_type=media_type)

    def malformed(self, error: Exception) -> QueryError:
        """Return the error of an answer that cannot be read."""
        reason = " ".join(str(error).split())[:200]
        message = mark("{store}: the answer cannot be read ({reason})")
        return QueryError(message, store=self.service, reason=reason)

    def update(self, text: str) -> None:
        """Do an update; the service promises whether it is whole."""
        require_writable(self.service)
        headers = {"Content-Type": "application/sparql-update", "Accept": "*/*"}
        address = self.service.update
        try:
            with self.client.send("POST", address, text.encode(), headers, _LONG_SECONDS) as reply:
                reply.most(_MOST_BYTES)
        except RefusedError as error:
            raise _refused(text, error) from error

    # ---- whole graphs

    def load(self, graph: str, into: ox.Store) -> None:
        """Load a graph into a store; as it comes, or in one answer that is compared with its number."""
        name = ox.NamedNode(graph)
        if self._gives_graphs:
            try:
                self._load(graph, into)
            except (ServiceError, RefusedError) as error:
                # No graph of that name, or no such service here.
                self._gives_graphs = error.status == 404
                into.remove_graph(name)
            else:
                return
        found = self.triples(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}", [graph])
        into.extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in found)
        expected = self.count([graph])
        held = sum(1 for _ in into.quads_for_pattern(None, None, None, name))
        if held < expected:
            message = mark("{store}: gives only {held} of {expected} triples; raise the limit of its answers")
            raise StoreError(message, store=self.service, held=held, expected=expected)

    def _load(self, graph: str, into: ox.Store) -> None:
        address = self._address_of(graph)
        with self.client.send("GET", address, b"", {"Accept": _ANY_TRIPLES}, _LONG_SECONDS) as reply:
            form = _TRIPLES.get(reply.media_type)
            if form is None:
                raise ServiceError(mark("{store}: gives no graphs"), 405, store=self.service)
            try:
                into.bulk_load(cast("IO[bytes]", reply), form, to_graph=ox.NamedNode(graph))
            except (SyntaxError, ValueError) as error:
                raise self.malformed(error) from error

    def count(self, graphs: Sequence[str]) -> int:
        """Return how many triples graphs have."""
        text = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
        counted = {row[0]: row[1] for row in self.rows(text, Dataset([], graphs))}
        found = [counted.get(str(name), "0") for name in graphs]
        return sum(int(number) if number.isdecimal() else 0 for number in found)

    def rows(self, text: str, dataset: Dataset | None = None) -> list[tuple[str, ...]]:
        """Return the rows of a SELECT as texts, empty where nothing is bound."""
        return [tuple(getattr(term, "value", "") for term in row) for row in self.solutions(text, dataset)]

    def solutions(self, text: str, dataset: Dataset | None = None) -> list[ox.QuerySolution]:
        """Return the rows of a SELECT."""
        found = self.query(text, dataset)
        if not isinstance(found, ox.QuerySolutions):
            raise self.malformed(ValueError("a SELECT without rows"))
        try:
            return list(found)
        except (SyntaxError, ValueError) as error:
            raise self.malformed(error) from error

    def triples(self, text: str, named: Sequence[str]) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT over graphs that it names."""
        found = self.query(text, Dataset([], named))
        if isinstance(found, ox.QuerySolutions | ox.QueryBoolean):
            raise self.malformed(ValueError("a CONSTRUCT without triples"))
        try:
            return list(found)
        except (SyntaxError, ValueError) as error:
            raise self.malformed(error) from error

    def put(self, graph: str, lines: IO[bytes], size: int) -> bool:
        """Make a graph hold N-Triples; tell whether the service takes whole graphs."""
        if not self._gives_graphs:
            return False
        headers = {"Content-Type": _N_TRIPLES, "Content-Length": str(size)}
        try:
            with self.client.send("PUT", self._address_of(graph), lines, headers, _LONG_SECONDS) as reply:
                reply.most(_MOST_BYTES)
        except ServiceError as error:
            if error.status not in {404, 405, 501}:
                raise
            lines.seek(0)
            return False
        return True

    def _address_of(self, graph: str) -> str:
        return f"{self.service.graphs}?graph={quote(graph, safe='')}"


def require_writable(service: Service) -> None:
    """Raise `StoreError` where a service has no address for updates."""
    if not service.update:
        message = mark("{store}: can only be read; set PLANWEAVE_STORE_UPDATE to write to it")
        raise StoreError(message, store=service)


def _refused(text: str, error: RefusedError) -> QueryError:
    """Return what a service says of a text, with its place where that is told as Oxigraph tells it."""
    said = " ".join(error.said.split())
    return syntax_error(text, said) if said.startswith("error at ") else error


def values(names: Iterable[str]) -> str:
    """Return IRIs as they stand in VALUES."""
    return " ".join(f"<{name}>" for name in names)
