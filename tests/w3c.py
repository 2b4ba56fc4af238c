"""The protocol tests of the W3C, read from their manifest, and what their requests expect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDFS, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
FOLDER = Path(__file__).parents[2] / "shared" / "w3c"


@dataclass(frozen=True)
class Exchange:
    """A request as it is sent, and what its answer must be."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    statuses: frozenset[int]
    form: str
    truth: bool | None


@dataclass(frozen=True)
class ProtocolTest:
    """A test: the graphs that must be there, and its requests, one after the other."""

    name: str
    graphs: Mapping[str, Path]
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True)
class ResultTest:
    """A test of a result format: a query over data, and what is to come."""

    name: str
    query: Path
    data: Path
    result: Path


def manifest(folder: str) -> Graph:
    """Return the manifest of a folder, empty where the tests are not at hand."""
    file = FOLDER / folder / "manifest.ttl"
    return Graph().parse(file) if file.is_file() else Graph()


def entries(found: Graph) -> list[Node]:
    """Return the tests of a manifest in their order."""
    return [test for head in found.objects(None, MF.entries) for test in Collection(found, head)]


def protocol_tests() -> Iterator[ProtocolTest]:
    """Yield the tests of the SPARQL 1.1 Protocol."""
    found = manifest("protocol")
    for test in entries(found):
        graphs = {}
        for data in found.objects(test, UT.graphData):
            file = str(found.value(data, UT.graph)).removeprefix("file://")
            graphs[str(found.value(data, RDFS.label))] = Path(file)
        requests = Collection(found, found.value(found.value(test, MF.action), HT.requests))
        name = str(test).rpartition("#")[2]
        yield ProtocolTest(name, graphs, tuple(_exchange(found, request) for request in requests))


def _exchange(found: Graph, request: Node) -> Exchange:
    answer, body = found.value(request, HT.resp), found.value(request, HT.body)
    statuses = {
        status
        for code in found.objects(answer, MF.expectedStatus)
        for status in range(100 * int(str(code)[-3]), 100 * int(str(code)[-3]) + 100)
    }
    headers = found.value(request, HT.headers)
    fields = Collection(found, headers) if headers else ()
    truth = found.value(answer, MF.expectedBoolean)
    sent = b""
    if body is not None:
        sent = str(found.value(body, CNT.chars)).encode(str(found.value(body, CNT.characterEncoding)))
    return Exchange(
        method=str(found.value(request, HT.methodName)),
        path=str(found.value(request, HT.absolutePath)),
        headers={str(found.value(f, HT.fieldName)): str(found.value(f, HT.fieldValue)) for f in fields},
        body=sent,
        statuses=frozenset(statuses),
        form=str(found.value(answer, MF.expectedFormat) or ""),
        truth=None if truth is None else bool(truth.toPython()),
    )


def result_tests(folder: str) -> Iterator[ResultTest]:
    """Yield the tests of a result format."""
    found = manifest(folder)
    for test in entries(found):
        action = found.value(test, MF.action)
        query, data, result = (
            Path(str(found.value(node, term)).removeprefix("file://"))
            for node, term in ((action, QT.query), (action, QT.data), (test, MF.result))
        )
        yield ResultTest(str(test).rpartition("#")[2], query, data, result)
