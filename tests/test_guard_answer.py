"""The answer to a query: every format, the dataset, what is wrong with it; and the tests of the W3C."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, Namespace
from rdflib.collection import Collection

from graph import guard_answer
from graph.errors import NotAcceptableError, ParameterError, QueryError, QuerySyntaxError, StoreError
from graph.guard import GRAPH_TYPES, RESULT_TYPES, TRUTH_TYPES, Guard, Limits
from graph.guard_messages import Reply, Request, received

JSON = "application/sparql-results+json"
LIMITS = Limits(seconds=20, memory_mb=512)


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"http://example.org/{name}")


def fill(folder: Path, quads: list[ox.Quad]) -> Path:
    store = ox.Store(folder)
    store.extend(quads)
    store.flush()
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three graphs of 100 things each."""
    return fill(
        tmp_path_factory.mktemp("guard") / "store",
        [
            ox.Quad(iri(f"{name}{n}"), iri("p"), ox.Literal(f"{name} {n}"), iri(name))
            for name in ("a", "b", "c")
            for n in range(100)
        ],
    )


@pytest.fixture(scope="module")
def guard(folder: Path) -> Iterator[Guard]:
    with Guard(folder, LIMITS) as guard:
        yield guard


@pytest.fixture(scope="module")
def few(folder: Path) -> Iterator[Guard]:
    """A guard that lets seven rows through."""
    with Guard(folder, replace(LIMITS, rows=7)) as guard:
        yield guard


def rows(guard: Guard, text: str, **dataset: list[str]) -> list[dict[str, str]]:
    answer = guard.query(text, [JSON], **dataset)
    found = json.loads(answer.body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def count(guard: Guard, **dataset: list[str]) -> int:
    return int(rows(guard, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **dataset)[0]["n"])


# ---- answers


@pytest.mark.parametrize("media_type", RESULT_TYPES)
def test_rows_can_be_had_in_every_format(guard: Guard, media_type: str) -> None:
    text = """SELECT ?s ?o ?none { VALUES (?s ?o) { (<http://x/> "a,b\\t\\"q\\"\\né"@fi) (UNDEF 1)
        (UNDEF true) (<<( <http://s> <http://p> 'o' )>> "x"^^<http://t>) (<http://x/> "a"@en--ltr) } }"""
    answer = guard.query(text, [media_type])
    assert (answer.kind, answer.media_type, answer.truncated) == ("select", media_type, False)
    whole = ox.Store().query(text)
    if media_type == "text/csv":
        assert answer.body == whole.serialize(format=ox.QueryResultsFormat.CSV)
        assert next(csv.DictReader(io.StringIO(answer.body.decode(), newline="")))["o"] == 'a,b\t"q"\né'
        return
    parsed = ox.parse_query_results(answer.body, RESULT_TYPES[media_type])
    assert isinstance(parsed, ox.QuerySolutions)
    assert parsed.variables == whole.variables
    assert [list(solution) for solution in parsed] == [list(solution) for solution in whole]


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
def test_triples_can_be_had_in_every_format(guard: Guard, media_type: str) -> None:
    answer = guard.query("CONSTRUCT WHERE { ?s ?p ?o }", [media_type], prefixes={"ex": "http://example.org/"})
    assert (answer.kind, answer.media_type, answer.truncated) == ("graph", media_type, False)
    assert len(list(ox.parse(answer.body, format=GRAPH_TYPES[media_type]))) == 300
    assert (b"ex:p" in answer.body) is (media_type in ("text/turtle", "application/rdf+xml"))


@pytest.mark.parametrize("media_type", TRUTH_TYPES)
@pytest.mark.parametrize("truth", [True, False])
def test_yes_and_no_can_be_had_in_two_formats(guard: Guard, media_type: str, truth: bool) -> None:
    answer = guard.query(f"ASK {{ FILTER({str(truth).lower()}) }}", [media_type])
    assert (answer.kind, answer.media_type) == ("ask", media_type)
    assert bool(ox.parse_query_results(answer.body, TRUTH_TYPES[media_type])) is truth


@pytest.mark.parametrize(
    ("text", "accept", "media_type"),
    [
        ("ASK {}", [], JSON),
        ("ASK {}", ["text/csv", JSON], JSON),
        ("ASK {}", ["text/csv", "*/*;q=0.1"], JSON),
        ("SELECT * {}", ["text/html", "text/*"], "text/csv"),
        ("SELECT * {}", ["text/turtle", "Text/CSV; charset=utf-8"], "text/csv"),
        ("DESCRIBE <http://example.org/a1>", [JSON, "application/*"], "application/n-triples"),
        ("DESCRIBE <http://example.org/a1>", ["*/*"], "text/turtle"),
    ],
)
def test_the_first_media_type_that_can_hold_the_answer_is_taken(
    guard: Guard, text: str, accept: list[str], media_type: str
) -> None:
    assert guard.query(text, accept).media_type == media_type


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ASK {}", "text/csv"),
        ("SELECT * {}", "text/turtle"),
        ("CONSTRUCT {} {}", JSON),
        ("ASK {}", "image/png"),
    ],
)
def test_no_media_type_that_can_hold_the_answer(guard: Guard, text: str, wanted: str) -> None:
    with pytest.raises(NotAcceptableError, match=re.escape(f"cannot be had as {wanted}")):
        guard.query(text, [wanted])


@pytest.mark.parametrize("media_type", [*RESULT_TYPES, *GRAPH_TYPES])
def test_more_rows_than_allowed_are_left_out_and_told(few: Guard, media_type: str) -> None:
    form = "SELECT *" if media_type in RESULT_TYPES else "CONSTRUCT"
    whole = few.query(f"{form} WHERE {{ ?s ?p 'a 7', ?o }} LIMIT 7", [media_type])
    answer = few.query(f"{form} WHERE {{ ?s ?p ?o }}", [media_type])
    assert (whole.truncated, answer.truncated) == (False, True)
    if media_type == "text/csv":
        assert answer.body.count(b"\r\n") == 1 + 7
    elif media_type in RESULT_TYPES:
        assert len(list(ox.parse_query_results(answer.body, RESULT_TYPES[media_type]))) == 7
    else:
        assert len(list(ox.parse(answer.body, format=GRAPH_TYPES[media_type]))) == 7


def test_as_many_rows_as_allowed_are_all(few: Guard) -> None:
    answer = few.query("SELECT * { ?s ?p ?o } LIMIT 7", [JSON])
    assert len(json.loads(answer.body)["results"]["bindings"]) == 7
    assert not answer.truncated


def test_the_dataset_is_the_union_unless_something_is_named(guard: Guard) -> None:
    assert count(guard) == 300
    assert count(guard, default_graphs=["http://example.org/a"]) == 100
    assert count(guard, default_graphs=["http://example.org/a", "http://example.org/c"]) == 200
    assert count(guard, default_graphs=["http://example.org/none"]) == 0
    named = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert len(rows(guard, named)) == 3
    assert rows(guard, named, named_graphs=["http://example.org/b"]) == [{"g": "http://example.org/b"}]
    assert count(guard, named_graphs=["http://example.org/b"]) == 300
    both = {"default_graphs": ["http://example.org/a"], "named_graphs": ["http://example.org/b"]}
    assert rows(guard, named, **both) == [{"g": "http://example.org/b"}]
    assert rows(guard, named, default_graphs=["http://example.org/a"]) == []


def test_a_dataset_in_the_query_counts_unless_one_stands_beside_it(guard: Guard) -> None:
    text = "SELECT (COUNT(*) AS ?n) FROM <http://example.org/a> { ?s ?p ?o }"
    assert rows(guard, text) == [{"n": "100"}]
    beside = ["http://example.org/b", "http://example.org/c"]
    assert rows(guard, text, default_graphs=beside) == [{"n": "200"}]


def test_prefixes_need_not_be_declared(guard: Guard) -> None:
    text = "SELECT ?o { ex:a7 ex:p ?o }"
    answer = guard.query(text, [JSON], prefixes={"ex": "http://example.org/"})
    assert b'"a 7"' in answer.body
    with pytest.raises(QuerySyntaxError, match="line 1"):
        guard.query(text)


def test_the_federation_word_in_a_comment_is_no_federation(guard: Guard) -> None:
    assert guard.query("ASK { # SERVICE <http://x/> {}\n}").body == b'{"head":{},"boolean":true}'


# ---- errors


@pytest.mark.parametrize(
    ("error", "message", "query"),
    [
        (QuerySyntaxError, "line 2, column 7, near WHERE", {"text": "SELECT\n ?s + WHERE {}"}),
        (QuerySyntaxError, "longer than 200000 characters", {"text": "ASK {} #" + "a" * 200_000}),
        (QuerySyntaxError, "line 1, column 7: SERVICE", {"text": "ASK { SERVICE <http://x/> {} }"}),
        (ParameterError, "no iri: expected the IRI", {"text": "ASK {}", "default_graphs": ["no iri"]}),
        (ParameterError, "no iri: expected the IRI", {"text": "ASK {}", "named_graphs": ["no iri"]}),
        (QueryError, "cannot be answered", {"text": "ASK { FILTER(<http://x/unknown>(1)) }"}),
        (
            QueryError,
            "cannot be written as application/ld",
            {
                "text": "CONSTRUCT { <http://s> <http://p> <<( <http://s> <http://p> 1 )>> } {}",
                "accept": ["application/ld+json"],
            },
        ),
    ],
)
def test_errors_say_what_is_wrong(
    guard: Guard, error: type[QueryError], message: str, query: dict[str, object]
) -> None:
    with pytest.raises(error, match=message):
        guard.query(**query)  # type: ignore[arg-type]


def test_no_store_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no store")
    for place in (tmp_path / "none", tmp_path / "file"):
        with Guard(place, LIMITS) as guard, pytest.raises(StoreError, match="cannot be read as a store"):
            guard.query("ASK {}")


# ---- the formats against the tests of the W3C

W3C = Path(__file__).parents[2] / "shared" / "w3c"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
MEDIA_TYPES = {".csv": "text/csv", ".tsv": "text/tab-separated-values", ".srj": JSON}


def w3c_tests() -> list[tuple[Path, Path, Path]]:
    """Return data, query and expected result of every test of two manifests."""
    found = []
    for manifest in sorted(W3C.glob("*-res/manifest.ttl")):
        graph = Graph().parse(manifest)
        for entry in Collection(graph, next(graph.objects(None, MF.entries))):
            action = graph.value(entry, MF.action)
            files = (
                graph.value(action, QT.data),
                graph.value(action, QT.query),
                graph.value(entry, MF.result),
            )
            data, query, result = (manifest.parent / str(file).rpartition("/")[2] for file in files)
            found.append((data, query, result))
    return found


def plain(cell: str, blanks: dict[str, str]) -> str:
    """Return a cell with numbers by their value, and blank nodes in order."""
    if cell.startswith("_:"):
        return blanks.setdefault(cell, f"_:{len(blanks)}")
    try:
        return str(float(cell))
    except ValueError:
        return cell


def table(body: bytes, suffix: str) -> list[dict[str, str]]:
    """Return the rows of a result by variable, as `SELECT *` has no order of columns.

    Oxigraph keeps the value of a number, not how it was written, and an integer for what is derived from it.
    """
    body = body.replace(b"#negativeInteger", b"#integer")
    blanks: dict[str, str] = {}
    if suffix == ".csv":
        lines = csv.DictReader(io.StringIO(body.decode(), newline=""))
        return [{name: plain(cell, blanks) for name, cell in line.items()} for line in lines]
    solutions = ox.parse_query_results(body, RESULT_TYPES[MEDIA_TYPES[suffix]])
    assert isinstance(solutions, ox.QuerySolutions)
    return [
        {
            name.value: re.sub(
                r'"(.*)"(\^\^.*)', lambda found: plain(found[1], {}) + found[2], plain(str(term), blanks)
            )
            for name, term in zip(solutions.variables, solution, strict=True)
            if term is not None
        }
        for solution in solutions
    ]


@pytest.mark.skipif(not W3C.is_dir(), reason="the W3C tests are not at ../shared/w3c")
@pytest.mark.parametrize("test", w3c_tests(), ids=lambda test: test[2].name)
def test_results_are_written_as_the_w3c_expects(test: tuple[Path, Path, Path], tmp_path: Path) -> None:
    data, query, expected = test
    wanted = MEDIA_TYPES[expected.suffix]
    store = ox.Store(tmp_path / "store")
    store.load(path=data)
    store.flush()
    del store
    request = Request(query.read_text(encoding="utf-8"), [wanted], [], [], {}, 100, 1, 0, 0)
    reply, sound = guard_answer.Engine(tmp_path / "store").answer(request)
    assert sound
    answer = received(io.BytesIO(reply))
    assert isinstance(answer, Reply)
    assert answer.media_type == wanted
    if answer.kind == "ask":
        assert json.loads(answer.body) == json.loads(expected.read_bytes())
    else:
        assert table(answer.body, expected.suffix) == table(expected.read_bytes(), expected.suffix)
        assert len(table(answer.body, expected.suffix)) >= 6


def test_the_tests_of_the_w3c_are_found() -> None:
    assert len(w3c_tests()) == (10 if W3C.is_dir() else 0)
