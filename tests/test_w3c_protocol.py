"""The 34 tests of the W3C for the SPARQL 1.1 Protocol, read from their manifest, and ten of result formats.

All apply. In csv03 and tsv03 numbers are compared by value: Oxigraph keeps the value of a number and not
how it was written, so 1.0E6 comes as 1000000, and an xsd:negativeInteger as an xsd:integer.
https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from rdflib import Graph, URIRef

from graph.guard import GRAPH_TYPES, RESULT_TYPES, TRUTH_TYPES
from graph.store import Store

from . import w3c

TOKEN = "a-token-of-the-tests"
FORMS = {"boolean": set(TRUTH_TYPES), "tabular": set(RESULT_TYPES), "RDF": set(GRAPH_TYPES)}
PROTOCOL = list(w3c.protocol_tests())
RESULTS = [*w3c.result_tests("csv-tsv-res"), *w3c.result_tests("json-res")]
DATA = URIRef("http://example.org/data")

pytestmark = pytest.mark.usefixtures("shared")


@pytest.fixture(scope="module")
def service(make_viewer: Callable[..., Flask], tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A service that takes updates, over a store of its own."""
    folder = tmp_path_factory.mktemp("w3c") / "store"
    Store.create(folder).close()
    made = make_viewer(folder, edit_token=TOKEN)
    made.config["STORE"] = folder
    return made


def fill(service: Flask, graphs: dict[str, Graph]) -> None:
    with Store.create(service.config["STORE"]) as store:
        old = {graph: Graph() for graph in store.graphs()}
        store.replace_all({**old, **{URIRef(name): graph for name, graph in graphs.items()}})


def holds(service: Flask, data: Graph) -> bool:
    with Store.open(service.config["STORE"]) as store:
        return store.graphs() == [DATA] and store.holds(DATA, data)


def test_all_tests_are_here() -> None:
    assert len(PROTOCOL) == len({test.name for test in PROTOCOL}) == 34
    assert len(RESULTS) == 10


@pytest.mark.parametrize("test", PROTOCOL, ids=lambda test: test.name)
def test_protocol(service: Flask, test: w3c.ProtocolTest) -> None:
    if test.graphs:
        fill(service, {name: Graph().parse(file) for name, file in test.graphs.items()})
    for exchange in test.exchanges:
        answer = service.test_client().open(
            exchange.path,
            method=exchange.method,
            headers={"Accept": "*/*", "Authorization": f"Bearer {TOKEN}", **exchange.headers},
            data=exchange.body,
        )
        assert answer.status_code in exchange.statuses, answer.text
        if exchange.form:
            assert answer.mimetype in FORMS[exchange.form]
        if exchange.truth is not None:
            assert json.loads(answer.data)["boolean"] is exchange.truth


# ---- result formats


def rows(text: str, kind: str) -> list[dict[str, str]]:
    """Read CSV or TSV; SELECT * leaves the order of columns open, and blank nodes have names of their own."""
    quoting = csv.QUOTE_NONE if kind == "tsv" else csv.QUOTE_MINIMAL
    table = csv.DictReader(
        io.StringIO(text, newline=""), delimiter="\t" if kind == "tsv" else ",", quoting=quoting
    )
    found = [{name: cell_of(text) for name, text in row.items()} for row in table]
    return sorted(found, key=lambda row: sorted(row.items()))


def cell_of(text: str) -> str:
    number = re.fullmatch(
        r'"?(-?[\d.]+(?:e\d+)?)"?(?:\^\^<http://www.w3.org/2001/XMLSchema#\w+>)?', text, re.IGNORECASE
    )
    if number and text != f'"{number[1]}"':
        return f"{float(number[1])}"
    return "_:" if text.startswith("_:") else text


def document(text: str) -> object:
    """Read JSON; SELECT * leaves the order of columns open, and blank nodes have names of their own."""
    found = json.loads(text)
    if "boolean" in found:
        return found["boolean"]
    bindings = found["results"]["bindings"]
    for row in bindings:
        for term in row.values():
            term["value"] = "" if term["type"] == "bnode" else term["value"]
    return set(found["head"]["vars"]), sorted(bindings, key=lambda row: json.dumps(row, sort_keys=True))


MEDIA = {".csv": "text/csv", ".tsv": "text/tab-separated-values", ".srj": "application/sparql-results+json"}


@pytest.mark.parametrize("test", RESULTS, ids=lambda test: test.name)
def test_result_format(service: Flask, test: w3c.ResultTest) -> None:
    data = Graph().parse(test.data)
    if not holds(service, data):
        fill(service, {str(DATA): data})
    kind = test.result.suffix
    answer = service.test_client().post(
        "/sparql",
        data=test.query.read_text(),
        content_type="application/sparql-query",
        headers={"Accept": MEDIA[kind]},
    )
    assert (answer.status_code, answer.mimetype) == (200, MEDIA[kind])
    expected = Path(test.result).read_text()
    if kind == ".srj":
        assert document(answer.text) == document(expected)
    else:
        assert rows(answer.text, kind[1:]) == rows(expected, kind[1:])
