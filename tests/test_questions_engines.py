"""Every question gives the same rows on other engines, its text unchanged: rdflib, Oxigraph's server."""

from __future__ import annotations

import io
import json
import re
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

import pytest
from rdflib import Dataset, Literal
from rdflib.util import from_n3

from graph import PlanGraph
from graph.library import NamedQuery, load_library
from graph.terms import Term, of_json
from tools.make_golden import town

from . import sparql_servers

LIBRARY = load_library()
QUERIES = {**LIBRARY.questions, **LIBRARY.counts}
PLAIN = [pytest.param(query, {}, id=name) for name, query in QUERIES.items()]
FEWER = [
    pytest.param(query, query.sensitive, id=f"{name}-fewer", marks=pytest.mark.slow)
    for name, query in QUERIES.items()
    if query.sensitive
]

Row = tuple[object, ...]

# rdflib warns of its own names.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")


@pytest.fixture(scope="module")
def rdflib_town() -> Dataset:
    """The town in rdflib, where a query sees the union of all graphs."""
    held = Dataset(default_union=True)
    held.parse(data=dumped(town().store), format="nquads")
    return held


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, kemi: PlanGraph) -> Iterator[str]:
    """Kemi's plans in a server of their own."""
    with sparql_servers.oxigraph(tmp_path_factory.mktemp("engines")) as url:
        post(f"{url}/store", dumped(kemi.store), "application/n-quads")
        yield url


@pytest.mark.parametrize(("query", "values"), PLAIN + FEWER)
def test_rdflib_gives_the_same_rows(
    query: NamedQuery, values: Mapping[str, str], rdflib_town: Dataset
) -> None:
    text = query.bind(values)
    theirs = rdflib_town.query(text)
    ours = town().store.select(text)
    assert [str(name) for name in theirs.vars] == list(ours.variables)
    same([tuple(map(plain, row)) for row in theirs], [tuple(map(plain, row)) for row in ours.rows], text)


@pytest.mark.parametrize(("query", "values"), PLAIN + FEWER)
def test_a_server_of_oxigraph_gives_the_same_rows(
    query: NamedQuery, values: Mapping[str, str], server: str, kemi: PlanGraph
) -> None:
    text = query.bind(values)
    ours = kemi.store.select(text)
    told = json.loads(post(f"{server}/query?union-default-graph", text.encode(), "application/sparql-query"))
    assert told["head"]["vars"] == list(ours.variables)
    theirs = [
        tuple(plain(of_json(row.get(name))) for name in ours.variables) for row in told["results"]["bindings"]
    ]
    same(theirs, [tuple(map(plain, row)) for row in ours.rows], text)


def same(theirs: list[Row], ours: list[Row], text: str) -> None:
    """Compare rows; their order too, where `ORDER BY` tells it in full."""
    assert Counter(theirs) == Counter(ours)
    if is_in_order(text):
        assert theirs == ours


def is_in_order(text: str) -> bool:
    """Whether the order of rows is told in full: by the variables that are selected, and no others.

    rdflib forgets what a query groups by and does not select.
    """
    _, found, order = text.rpartition("ORDER BY")
    head = re.search(r"^SELECT (.*?)\bWHERE\b", text, re.DOTALL | re.MULTILINE)
    if not found or "}" in order or head is None:
        return False
    selected = set(re.findall(r"\?(\w+)", re.sub(r"\(.*?AS\s*(\?\w+)\)", r"\1", head[1], flags=re.DOTALL)))
    return selected == set(re.findall(r"\?(\w+)", order))


def plain(term: Term) -> object:
    """Return a value that is equal where engines write numbers otherwise."""
    value = term.value if isinstance(term, Literal) else None
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None if term is None else term.n3()
    return round(float(value), 9)


def dumped(store: object) -> bytes:
    written = io.BytesIO()
    store.dump(written)
    return written.getvalue()


def post(url: str, body: bytes, kind: str) -> bytes:
    headers = {"Content-Type": kind, "Accept": "application/sparql-results+json"}
    with urllib.request.urlopen(urllib.request.Request(url, body, headers, method="POST")) as response:
        return response.read()


def test_the_order_of_rows_is_looked_at_only_where_it_is_told_in_full() -> None:
    assert is_in_order("SELECT ?a (COUNT(?x) AS ?b) WHERE { } GROUP BY ?a\nORDER BY DESC(?b) ?a")
    assert not is_in_order("SELECT ?a ?b WHERE { } ORDER BY ?a")
    assert not is_in_order("SELECT ?a WHERE { { SELECT ?a { } ORDER BY ?a } }")
    assert plain(from_n3('"0.50"^^xsd:decimal')) == plain(from_n3("0.5")) == 0.5
