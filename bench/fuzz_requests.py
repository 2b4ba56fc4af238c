"""Requests that nobody would send, for `/sparql` and `/graph-store`: generated, and put to a viewer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlencode

from flask import Flask
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

TOKEN = "a token for this run only"
FORM = "application/x-www-form-urlencoded"

_IRIS = [
    "https://w3id.org/planweave/id/kemi",
    "urn:x",
    "no iri",
    "",
    "http://localhost:1/",
    "<urn:a>",
    "urn:%zz",
]
_QUERIES = [
    "ASK {}",
    "SELECT * { ?s ?p ?o } LIMIT 3",
    "SELECT (COUNT(*) AS ?n) FROM <urn:x> { ?s ?p ?o }",
    "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 3",
    "DESCRIBE <https://w3id.org/planweave/id/kemi>",
    "SELECT ?g { GRAPH ?g { ?s a plan:Plan } }",
    "SELECT (<<( <urn:a> <urn:b> 1 )>> AS ?t) {}",
    "ASK { SERVICE <http://localhost:1/> {} }",
    "SELECT * { ?s ?p ?o . ?o ?q ?r } ORDER BY ?r OFFSET 3 LIMIT 2",
    'SELECT (REGEX("aaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$") AS ?x) {}',
    "INSERT DATA { GRAPH <urn:x> { <urn:a> <urn:b> 1 } }",
    "DELETE WHERE { GRAPH <urn:x> { ?s ?p ?o } }",
    "LOAD <http://localhost:1/>",
    "CLEAR GRAPH <urn:x>",
]
_SCRAPS = [
    *" {}()<>?$\"'\\\n#;.,:@^*+-/=!|&",
    "SELECT",
    "WHERE",
    "FILTER",
    "BIND",
    "\\u0041",
    "\0",
    "é",
    "\ud7ff",
    "urn:a",
]
_GRAPHS = [
    "<urn:a> <urn:b> <urn:c> .",
    '{"@id": "urn:a", "urn:b": 1}',
    "<rdf:RDF/>",
    "<!DOCTYPE x [<!ENTITY e 'e'>]><x>&e;</x>",
]
_TYPES = [
    FORM,
    f"{FORM}; charset=latin-1",
    "application/sparql-query",
    "application/sparql-query; charset=utf-16",
    "application/sparql-update",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/json",
    "",
    "/",
    'text/turtle; charset="',
]
_ACCEPTS = [
    *_TYPES,
    "*/*",
    "text/html",
    "text/csv;q=0",
    "text/*;q=0.5",
    "application/sparql-results+xml;q=1e400",
    "application/sparql-results+json;q=nan",
    "text/tab-separated-values;q=-1",
    'a/b;q=""',
    ",,;;",
]
_HEADERS = {
    "Accept-Language": ["fi", "xx;q=2", "*", ""],
    "Origin": ["https://example.org", "null", '"', ""],
    "Content-Encoding": ["gzip", "identity", "x"],
    "Host": ["localhost", "localhost:99999", "[::1", "a b", "example.org", ""],
    "Authorization": [f"Bearer {TOKEN}", "Bearer", "Basic eDp5", "Bearer é", ""],
    "Access-Control-Request-Method": ["POST", ""],
    "If-None-Match": ["*", '"x"'],
    "Range": ["bytes=0-1", "x"],
    "Transfer-Encoding": ["chunked", "x"],
    "X-Forwarded-For": ["192.0.2.1", "x"],
}
_NAMES = [
    "query",
    "update",
    "default-graph-uri",
    "named-graph-uri",
    "using-graph-uri",
    "using-named-graph-uri",
    "graph",
    "default",
    "format",
    "output",
    "lang",
]
_METHODS = [*["GET"] * 6, *["POST"] * 8, "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "X"]
_PATHS = [
    "/sparql",
    "/sparql",
    "/sparql",
    "/sparql/",
    "/graph-store",
    "/graph-store/",
    "/graph-store/a b/é",
    "/sparql//",
]


@dataclass(frozen=True)
class Sent:
    """A request as it is sent."""

    method: str
    path: str
    query_string: bytes
    headers: tuple[tuple[str, str], ...]
    body: bytes


def _texts() -> st.SearchStrategy[str]:
    """Queries, queries with a scrap put into them, scraps, and any text."""
    queries, scraps = st.sampled_from(_QUERIES), st.sampled_from(_SCRAPS)
    broken = st.tuples(queries, st.integers(0, 60), scraps, st.integers(0, 5)).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] + parts[3] :]
    )
    return st.one_of(
        queries, queries, broken, broken, st.lists(scraps, max_size=12).map(" ".join), st.text(max_size=30)
    )


def _values() -> st.SearchStrategy[str]:
    names = ["json", "xml", "csv", "ttl", "html", "text/csv", "fi", "en", "é", "0"]
    return st.one_of(_texts(), _texts(), st.sampled_from(_IRIS), st.sampled_from(names))


def _parameters() -> st.SearchStrategy[list[tuple[str, str]]]:
    query = st.tuples(st.just("query"), _texts())
    other = st.tuples(st.sampled_from(_NAMES), _values())
    return st.one_of(
        st.lists(other, max_size=3),
        st.tuples(query, st.lists(other, max_size=2)).map(lambda p: [p[0], *p[1]]),
    )


def _encoded(parameters: list[tuple[str, str]]) -> bytes:
    return urlencode(parameters, errors="surrogatepass").encode()


def requests() -> st.SearchStrategy[Sent]:
    """Return the strategy of requests."""
    encoded = _parameters().map(_encoded)
    written = st.tuples(_texts(), st.sampled_from(["utf-8", "utf-16", "latin-1", "utf-7"])).map(
        lambda parts: parts[0].encode(parts[1], "replace")
    )
    bodies = st.one_of(
        encoded, encoded, written, st.sampled_from(_GRAPHS).map(str.encode), st.binary(max_size=40)
    )
    header = st.sampled_from(sorted(_HEADERS)).flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from(_HEADERS[name]))
    )
    token = st.sampled_from([[], [("Authorization", f"Bearer {TOKEN}")]])
    more = st.tuples(token, st.lists(header, max_size=2)).map(lambda parts: [*parts[0], *parts[1]])
    accept = st.lists(st.sampled_from(_ACCEPTS), max_size=3).map(", ".join)
    return st.builds(
        lambda method, path, query, kind, accept, more, body: Sent(
            method, path, query, (("Content-Type", kind), ("Accept", accept), *more), body
        ),
        st.sampled_from(_METHODS),
        st.sampled_from(_PATHS),
        st.one_of(encoded, encoded, encoded, st.binary(max_size=12)),
        st.one_of(st.just(FORM), st.sampled_from(_TYPES)),
        accept,
        more,
        bodies,
    )


def put(app: Flask, sent: Sent) -> tuple[int, bytes]:
    """Put a request to the app, past the parsing of a server; return status and body."""
    builder = EnvironBuilder(path="/", method=sent.method, input_stream=None, data=None)
    environ = builder.get_environ()
    path = sent.path.encode().decode("latin-1")
    environ |= {"PATH_INFO": path, "QUERY_STRING": sent.query_string.decode("latin-1")}
    environ |= {"CONTENT_LENGTH": str(len(sent.body)), "HTTP_HOST": "localhost"}
    for name, value in sent.headers:
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value.encode().decode("latin-1")
    environ["wsgi.input"] = BytesIO(sent.body)
    said: list[str] = []

    def start(status: str, *_: object) -> Callable[[bytes], object]:
        said.append(status)
        return said.__contains__

    chunks = app(environ, start)
    body = b"".join(chunks)
    close = getattr(chunks, "close", None)
    if close is not None:
        close()
    return int(said[-1][:3]), body
