"""The SPARQL 1.1 Protocol beyond the tests of the W3C: forms, refusals, updates.

https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph
from werkzeug.test import TestResponse

from graph.store import Store
from graph.updating import run_update
from ontology.namespaces import ID
from webviz import editing, sparql_update
from webviz.protocol import acceptable

TOKEN = "a-token-of-the-tests"
MINE = {"Authorization": f"Bearer {TOKEN}", "Accept": "*/*"}
QUERY, UPDATE, FORM = (
    f"application/{name}" for name in ("sparql-query", "sparql-update", "x-www-form-urlencoded")
)
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"


@pytest.fixture(scope="module")
def service(make_viewer: Callable[..., Flask], tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("protocol") / "store"
    with Store.create(folder) as store:
        store.replace(ID.tiny, Graph().parse(data="<urn:a> <urn:b> 1 .", format="turtle"))
    made = make_viewer(folder, edit_token=TOKEN)
    made.config["STORE"] = folder
    return made


@pytest.fixture
def editor(service: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A program with the token; its updates run here, and not in a process of their own."""
    monkeypatch.setattr(sparql_update, "run_limited", run_update)
    return service.test_client()


def update(editor: FlaskClient, text: str, **more: object) -> TestResponse:
    return editor.post(**{"path": "/sparql", "data": text, "content_type": UPDATE, "headers": MINE, **more})


def yes(client: FlaskClient, text: str) -> bool:
    answer = client.get("/sparql", query_string={"query": text})
    return bool(json.loads(answer.data)["boolean"])


# ---- forms


@pytest.mark.parametrize(
    ("accept", "first"),
    [
        ("application/json", JSON),
        ("text/xml", XML),
        (f"{JSON};q=0, */*", XML),
        ("text/csv;q=0.2, text/*;q=0.9, */*;q=0.1", "text/tab-separated-values"),
        ("*/*;q=0.1, application/ld+json;profile=x", "application/ld+json"),
        (f"{XML}, {JSON}", XML),
        ("image/png", "image/png"),
    ],
)
def test_accept_is_read_with_its_qualities(viewer: Flask, accept: str, first: str) -> None:
    with viewer.test_request_context(headers={"Accept": accept}):
        assert acceptable()[0] == first


@pytest.mark.parametrize(
    ("asked", "query", "media"),
    [
        ("format=csv", "SELECT * {}", "text/csv"),
        ("output=xml", "ASK {}", XML),
        ("format=json", "ASK {}", JSON),
        ("format=json", "CONSTRUCT {} {}", "application/ld+json"),
        ("format=ttl", "DESCRIBE <urn:a>", "text/turtle"),
        ("format=text/csv", "SELECT * {}", "text/csv"),
    ],
)
def test_a_form_may_be_named_in_the_address(client: FlaskClient, asked: str, query: str, media: str) -> None:
    for path in ("/sparql", "/sparql/"):
        answer = client.post(
            f"{path}?{asked}", data=query, content_type=QUERY, headers={"Accept": "text/html"}
        )
        assert (answer.status_code, answer.mimetype) == (200, media)
    assert client.get(f"/sparql?format=docx&query={query}").status_code == 406


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("application/json, text/html;q=0.5", JSON),
        ("text/html;q=0.5, application/json", JSON),
        ("application/json;q=0.5, text/html", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/json, text/plain, */*", JSON),
    ],
)
def test_a_page_comes_where_it_is_wanted_most(client: FlaskClient, accept: str, media: str) -> None:
    assert client.get("/sparql?query=ASK{}", headers={"Accept": accept}).mimetype == media


def test_head_and_options_are_answered(client: FlaskClient) -> None:
    head = client.head("/sparql", query_string={"query": "ASK {}"})
    assert (head.status_code, head.mimetype, head.data) == (200, JSON, b"")
    options = client.options("/sparql")
    assert options.status_code == 200
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_relative_names_and_places_of_errors_are_those_of_the_query(client: FlaskClient) -> None:
    made = client.post("/sparql", data="CONSTRUCT { <#a> <b> 1 } {}", content_type=QUERY)
    assert "<http://localhost/sparql#a> <http://localhost/b>" in made.text
    wrong = client.post("/sparql", data="ASK { ?s ?p }", content_type=QUERY)
    assert wrong.text.startswith("line 1, column 14, at the end")
    assert "BASE" not in wrong.text


# ---- refusals


@pytest.mark.parametrize(
    ("path", "body", "kind", "status", "said"),
    [
        ("?query=ASK{}", "ASK {}", QUERY, 400, "one query, not 2"),
        ("", "query=ASK{}&query=ASK{}", FORM, 400, "one query, not 2"),
        ("", "query=ASK%7B%E4%7D", FORM, 400, "UTF-8"),
        ("", "ASK {}", f"{QUERY}; charset=utf-16", 415, "UTF-8"),
        ("", "ASK {}", f"{QUERY}; charset=iso-8859-1", 415, "UTF-8"),
        ("", "query", FORM, 400, "parameter query"),
        ("", "", FORM, 400, "parameter query"),
        ("?default-graph-uri=relative", "ASK {}", QUERY, 400, "expected the IRI of a graph"),
    ],
)
def test_what_is_no_query_is_told_in_one_line(
    client: FlaskClient, path: str, body: str, kind: str, status: int, said: str
) -> None:
    answer = client.post(f"/sparql{path}", data=body, content_type=kind)
    assert (answer.status_code, answer.mimetype, answer.text.count("\n")) == (status, "text/plain", 1)
    assert said in answer.text


def test_a_name_in_the_address_that_is_no_utf_8_is_told(client: FlaskClient) -> None:
    assert client.get("/sparql?query=ASK%7B%E4%7D").status_code == 400
    for host in ("localhost:80>x", "..", "a b", "[", "localhost:x"):
        answer = client.get("/sparql?query=ASK{}", headers={"Host": host})
        assert (answer.status_code in {400, 421}, answer.mimetype) == (True, "text/plain"), host


def test_a_program_that_tells_its_language_is_answered_in_it(client: FlaskClient) -> None:
    told = {
        client.post("/sparql", headers={"Accept-Language": lang}, content_type="text/plain").text
        for lang in ("fi", "sv", "en")
    }
    assert len(told) == 3


# ---- updates


def test_an_update_is_taken_and_seen_at_once(editor: FlaskClient) -> None:
    text = "INSERT DATA { GRAPH id:tiny { id:tiny skos:prefLabel 'Tiny' } }"
    answer = update(editor, text)
    assert (answer.status_code, answer.data) == (204, b"")
    assert yes(editor, "ASK { id:tiny skos:prefLabel 'Tiny' }")
    form = {"data": {"update": text.replace("INSERT", "DELETE")}, "content_type": FORM}
    assert update(editor, "", **form).status_code == 204
    assert not yes(editor, "ASK { id:tiny skos:prefLabel 'Tiny' }")


@pytest.mark.parametrize(
    ("path", "body", "kind", "said"),
    [
        ("", "update=CLEAR+ALL&update=CLEAR+ALL", FORM, "one update"),
        ("", "update=CLEAR+ALL&query=ASK{}", FORM, "one update"),
        ("?query=ASK{}", "CLEAR ALL", UPDATE, "one update"),
        ("?update=CLEAR+ALL", "", FORM, "body of a POST"),
        ("?update=CLEAR+ALL", "ASK {}", QUERY, "body of a POST"),
        ("", "CLEAR XYZ", UPDATE, "line 1, column 10"),
        ("", "LOAD <http://127.0.0.1/x>", UPDATE, "LOAD is refused"),
        ("", "INSERT DATA { <urn:a> <urn:b> 2 }", UPDATE, "graph without a name"),
        ("?using-graph-uri=x", "CLEAR ALL", UPDATE, "expected the IRI"),
        (
            "?using-graph-uri=urn:g",
            "WITH <urn:g> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }",
            UPDATE,
            "WITH cannot",
        ),
    ],
)
def test_what_is_no_update_is_told_and_changes_nothing(
    editor: FlaskClient, path: str, body: str, kind: str, said: str
) -> None:
    answer = update(editor, body, path=f"/sparql{path}", content_type=kind)
    assert (answer.status_code, answer.mimetype, answer.text.count("\n")) == (400, "text/plain", 1)
    assert said in answer.text
    assert yes(editor, "ASK { <urn:a> <urn:b> 1 }")
    assert editor.get("/sparql?update=CLEAR+ALL", headers=MINE).status_code == 400


def test_beside_another_writer_an_update_is_told_to_come_again(
    editor: FlaskClient, service: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 3 } }"
    monkeypatch.setattr(editing, "_PATIENCE_SECONDS", 0.01)
    with Store.create(service.config["STORE"]):
        busy = update(editor, text)
    with editing.one_at_a_time():
        other = update(editor, text)
    for answer in (busy, other):
        assert (answer.status_code, answer.mimetype, answer.headers["Retry-After"]) == (
            503,
            "text/plain",
            "2",
        )
    assert not yes(editor, "ASK { GRAPH <urn:g> { ?s ?p ?o } }")


# ---- tokens


@pytest.mark.parametrize(
    "given",
    ["", "Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer ä"],
)
def test_without_the_token_nothing_is_written(service: Flask, given: str) -> None:
    headers = {"Authorization": given.encode().decode("latin-1")} if given else {}
    visitor = service.test_client()
    for method in ("PUT", "POST", "DELETE"):
        answer = visitor.open(
            "/graph-store?graph=urn:x",
            method=method,
            headers=headers,
            data="<urn:a> <urn:b> 1 .",
            content_type="text/turtle",
        )
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="planweave"')
    update = visitor.post("/sparql", data={"update": "CLEAR ALL"}, headers=headers)
    assert update.status_code == 401
    assert TOKEN not in update.text
