"""The commands and the viewer over a SPARQL service."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from rdflib import RDFS, Graph, Literal, URIRef

from graph.cli import planweave
from graph.errors import NotAcceptableError, ParameterError, QueryLimitError, QuerySyntaxError, StoreError
from graph.guard import Limits
from graph.remote import remote_state
from graph.remote_address import Service, where
from graph.remote_guard import RemoteGuard, guard_of
from graph.store import Store
from ontology.namespaces import ID, PREFIXES

from .conftest import MakeWorkbook
from .test_remote import JSON, NONE, answering, saying
from .test_store import OTHER, PLAN_IRI, with_label

Run = Callable[..., Result]


@pytest.fixture
def run(runner: CliRunner, remote: Service) -> Run:
    def invoke(*args: str, **extra: object) -> Result:
        return runner.invoke(planweave, args, env={"PLANWEAVE_STORE": remote.url}, **extra)

    return invoke


@pytest.fixture
def plan(make_workbook: MakeWorkbook) -> Path:
    return make_workbook(
        actions=[
            {"id": "A1", "name.fi": "Retki"},
            {"id": "A2", "name.fi": "Kävely"},
        ]
    )


def test_the_commands_work_over_a_service(run: Run, plan: Path) -> None:
    steps = [
        (["plans"], "no plan is stored"),
        (["add", str(plan)], "triples added, 0 removed"),
        (["add", str(plan)], "tiny: unchanged"),
        (["plans"], "tiny"),
        (["search", "kävely"], "Kävely"),
        (["show", "tiny:A1"], "Retki"),
        (["ask", "priorities-without-action"], ""),
        (["remove", "tiny"], "0 triples added"),
        (["undo", "tiny"], "triples added, 0 removed"),
        (["history", "tiny"], "remove"),
        (["upgrade"], "of the ontology"),
    ]
    for args, expected in steps:
        result = run(*args)
        assert result.exit_code == 0, (args, result.output)
        assert expected in result.output, args
    assert "2" in run("sparql", input="SELECT (COUNT(*) AS ?n) { ?a a plan:Action }").stdout
    refused = run("sparql", input="SELECT * { ?s ?p }")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("planweave: line 1, column 19")


def test_a_whole_store_is_exported(run: Run, plan: Path, tmp_path: Path) -> None:
    run("add", str(plan))
    assert run("export", str(tmp_path / "all.nq")).exit_code == 0
    lines = (tmp_path / "all.nq").read_text(encoding="utf-8").splitlines()
    assert {line.rsplit(" ", 2)[1] for line in lines} == {
        f"<{ID['tiny']}>",
        "<https://w3id.org/planweave/ontology>",
    }


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("http://me:hush@localhost/ds", "the address of a store holds a name or a password"),
        ("https://hush@localhost/ds", "the address of a store holds a name or a password"),
        ("http://localhost/ds?token=hush", "without anything after ? or #"),
        ("http://localhost:99999/", "expected the address of a store, such as"),
        ("http:///ds", "expected the address of a store, such as"),
        ("http://127.0.0.1:9/ds", "cannot be reached"),
    ],
)
def test_an_address_that_is_none_is_told_in_a_line_without_the_password(
    runner: CliRunner, url: str, line: str
) -> None:
    result = runner.invoke(planweave, ["--store", url, "plans"])
    assert result.exit_code == 2
    assert line in result.stderr
    assert result.stderr.count("\n") == 1
    assert "hush" not in result.output


def test_the_addresses_of_the_usual_servers_follow_from_one() -> None:
    h = "http://h:1"
    known = {
        f"{h}/": (f"{h}/query", f"{h}/update", f"{h}/store"),
        f"{h}/ds/": (f"{h}/ds/query", f"{h}/ds/update", f"{h}/ds/data"),
        f"{h}/repositories/x": (
            f"{h}/repositories/x",
            f"{h}/repositories/x/statements",
            f"{h}/repositories/x/rdf-graphs/service",
        ),
        f"{h}/sparql": (f"{h}/sparql", f"{h}/sparql", ""),
    }
    for url, endpoints in known.items():
        service = Service.at(url, {})
        assert (service.query, service.update, service.graphs) == endpoints
    told = {"PLANWEAVE_STORE_QUERY": f"{h}/q", "PLANWEAVE_STORE_UPDATE": "", "PLANWEAVE_STORE_GRAPHS": "-"}
    service = Service.at(f"{h}/ds", told)
    assert (service.query, service.update, service.graphs) == (f"{h}/q", "", "")
    with pytest.raises(StoreError, match="can only be read; set PLANWEAVE_STORE_UPDATE"):
        Store.create(service)
    assert where("plans.db") == Path("plans.db")
    assert where("HTTP://h:1/") == Service.at("HTTP://h:1/", {})


# ---- the viewer


def test_the_viewer_shows_what_is_written_to_a_service(
    run: Run, remote: Service, plan: Path, make_viewer: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.remote._POLL_SECONDS", 0.0)
    run("add", str(plan))
    client = make_viewer(remote).test_client()
    assert "Retki" in client.get("/id/tiny/A1", headers={"Accept": "text/html"}).text
    run("remove", "tiny")
    assert client.get("/id/tiny/A1", headers={"Accept": "text/html"}).status_code == 404
    run("undo", "tiny")
    query = "SELECT (COUNT(?a) AS ?n) { ?a a plan:Action }"
    assert client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"}).text == (
        "n\r\n2\r\n"
    )


@pytest.fixture
def guard(remote: Service, tiny: Graph, monkeypatch: pytest.MonkeyPatch) -> RemoteGuard:
    monkeypatch.setattr("graph.remote._POLL_SECONDS", 0.0)
    with Store.create(remote) as store:
        store.replace(PLAN_IRI, tiny)
        store.replace(OTHER, with_label(Graph(), "x"))
    made = guard_of(remote, Limits(rows=5, body_mb=1, seconds=5))
    assert isinstance(made, RemoteGuard)
    return made


def test_the_guard_before_a_service_answers_in_every_form(guard: RemoteGuard, tiny: Graph) -> None:
    with guard:
        found = json.loads(guard.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body)
        assert found["results"]["bindings"][0]["n"]["value"] == str(len(tiny) + 1)
        assert guard.query("ASK { ?s a plan:Plan }", prefixes=PREFIXES).kind == "ask"
        rows = guard.query("SELECT * { ?s ?p ?o }", ["text/csv"])
        assert (rows.kind, rows.media_type, rows.truncated) == ("select", "text/csv", True)
        assert len(rows.body.splitlines()) == 6
        triples = guard.query("CONSTRUCT WHERE { ?s ?p ?o }", ["application/n-triples"], [OTHER])
        assert (triples.kind, triples.truncated, len(triples.body.splitlines())) == ("graph", False, 1)
        assert guard.query("CONSTRUCT WHERE { ?s ?p ?o }").truncated


def test_the_guard_before_a_service_shows_the_graphs_of_the_store_alone(
    guard: RemoteGuard, remote: Service
) -> None:
    state = "urn:planweave:store"
    ask = f"ASK {{ {{ GRAPH <{state}> {{ ?s ?p ?o }} }} UNION {{ <{state}> ?p ?o }} }}"
    with guard:
        assert remote_state(remote).graphs == {PLAN_IRI, OTHER}
        for default, named in (([], []), ([state], []), ([], [state]), ([state], [state])):
            assert json.loads(guard.query(ask, (), default, named).body)["boolean"] is False
        with pytest.raises(QuerySyntaxError, match="FROM is refused here"):
            guard.query(f"SELECT * FROM <{state}> {{ ?s ?p ?o }}")


def test_the_guard_before_a_service_refuses_and_stops(guard: RemoteGuard) -> None:
    with guard:
        with pytest.raises(QuerySyntaxError, match="line 1, column 12: SERVICE is refused"):
            guard.query("SELECT * { SERVICE <http://a/> {} }", prefixes=PREFIXES)
        with pytest.raises(QuerySyntaxError, match="line 1, column 11"):
            guard.query("SELECT * }", prefixes=PREFIXES)
        with pytest.raises(NotAcceptableError):
            guard.query("ASK {}", ["image/png"])
        with pytest.raises(ParameterError, match="expected the IRI of a graph"):
            guard.query("ASK {}", (), ["no iri"])


def test_a_query_that_takes_too_long_at_a_service_is_left_alone() -> None:
    release = threading.Event()

    def slow(handler: BaseHTTPRequestHandler, body: str) -> None:
        if "long" in body:
            release.wait(5)
        else:
            saying(200, NONE, JSON)(handler, body)

    with answering(slow) as url, guard_of(Service.at(url), Limits(seconds=0.3, processes=1)) as guard:
        for _ in range(2):
            with pytest.raises(QueryLimitError, match=r"stopped after 0\.3 s"):
                guard.query("SELECT ?long { ?s ?p ?long }")
        release.set()


def test_an_answer_that_is_too_large_is_refused(guard: RemoteGuard, remote: Service) -> None:
    triples = Graph()
    triples.add((URIRef("urn:x"), RDFS.comment, Literal("x" * 1_100_000)))
    with Store.create(remote) as store:
        store.replace(OTHER, triples)
    with guard, pytest.raises(QueryLimitError, match="needs more memory than the 1 MB allowed"):
        guard.query("SELECT ?o { ?s rdfs:comment ?o }", prefixes=PREFIXES)
