"""What a viewer for others shows: nothing internal, whatever is asked of it; and what one's own marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import PlanGraph
from graph.commands.frame import Setup
from graph.revision import write_revision
from graph.store import Store
from webviz import Settings
from webviz.cli import _tell_internal

from .conftest import MakeWorkbook
from .internal_plans import SECRET, opened

PUBLIC_URL = "https://plans.example.fi"
#: How many pages of each kind of address are looked at: a picture has as many as it has states.
_MOST = 3
JULKI = "https://w3id.org/planweave/id/julki"
SECRETS = [f"{JULKI}/zqxA2", f"{JULKI}/zqxG2", "https://w3id.org/planweave/id/zqxplan"]
SNEAKY = [
    "SELECT * {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(CONTAINS(LCASE(CONCAT(STR(?s), STR(?o))), 'zqx')) }}",
    "SELECT * FROM <{plan}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{plan}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * {{ GRAPH <{plan}> {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
    "DESCRIBE <{thing}>",
    "DESCRIBE ?s {{ ?s ?p <{thing}> }}",
    "SELECT ?x {{ <{julki}/A1> (<none:>|!<none:>){{1,3}} ?x }}".replace("{{1,3}}", "+"),
    "SELECT ?x {{ ?x (^<none:>|!(<none:>))* <{julki}/P1> }}",
    "SELECT ?p ?x {{ <{julki}/A1> ?p ?x MINUS {{ ?x a <none:> }} }}",
    "SELECT ?o {{ VALUES ?s {{ <{thing}> }} ?s ?p ?o }}",
    "SELECT (GROUP_CONCAT(STR(?o)) AS ?all) {{ ?s ?p ?o }}",
    "SELECT ?s {{ ?s ?p ?o FILTER(REGEX(STR(?o), 'zq[x]', 'i')) }}",
]
#: What tells of a thing by a number or a word.
ORACLES = [
    "ASK {{ ?s ?p <{thing}> }}",
    "ASK {{ <{thing}> ?p ?o }}",
    "ASK {{ GRAPH <{plan}> {{ ?s ?p ?o }} }}",
    "ASK {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), '{thing}')) }}",
    "ASK {{ ?s ?p ?o FILTER(STRENDS(STR(?s), '/zqxA4')) }}",
    "SELECT (COUNT(*) AS ?n) {{ <{thing}> ?p ?o }}",
    "SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER(CONTAINS(STR(?o), '813')) }}",
]
Make = Callable[..., Flask]


@pytest.fixture(scope="module")
def stranger(make_viewer: Make, internal_path: Path) -> FlaskClient:
    """A browser of somebody else."""
    return make_viewer(internal_path, public_url=PUBLIC_URL).test_client()


@pytest.fixture(scope="module")
def own(make_viewer: Make, internal_path: Path) -> FlaskClient:
    """A browser on the computer of the viewer."""
    return make_viewer(internal_path).test_client()


def linked(text: str) -> Iterator[str]:
    for address in re.findall(r'(?:href|src|data-url|action)="([^"]+)"', text):
        path = address.replace("&amp;", "&").partition("#")[0].removeprefix(PUBLIC_URL)
        if path.startswith("/") and not path.startswith(("/static", "/ontology", "/vis")):
            yield path


def kinds_of(path: str) -> set[tuple[str, str]]:
    """Return what an address is like: its page with each of its parameters, or each page without any."""
    page, _, query = path.partition("?")
    if query or re.search(r"embed/|\.\w+$", page):
        page = re.sub(r"(questions?|views?)/.+?(\.\w+)?$", r"\1/\2", page)
    if query:
        page = re.sub(r"id/.+?(\.\w+)?$", r"id/\1", page)
    return {(page, name) for name in re.findall(r"(?:^|&)(\w[\w-]*)=", query)} or {(page, "")}


@pytest.mark.slow
def test_no_page_shows_what_is_internal(stranger: FlaskClient) -> None:
    asked, seen = ["/", "/embed/matrix", "/embed/list", "/questions.json", "/-/health"], set[str]()
    kinds = Counter[tuple[str, str]]()
    while asked:
        path = asked.pop()
        told = kinds_of(path)
        if path in seen or all(kinds[kind] >= _MOST for kind in told):
            continue
        kinds.update(told)
        seen.add(path)
        answer = stranger.get(path)
        assert answer.status_code < 500, path
        assert SECRET not in opened(answer.data), path
        asked += linked(answer.text) if answer.mimetype == "text/html" else []
    assert len(seen) > 100
    assert {"/id/julki/A1", "/id/julki/A1.ttl", "/id/julki.jsonld"} <= seen


@pytest.mark.parametrize("text", SNEAKY)
def test_no_query_brings_it_out(text: str, stranger: FlaskClient, own: FlaskClient) -> None:
    query = text.format(plan=SECRETS[2], thing=SECRETS[0], julki=JULKI)
    form = "text/turtle" if query.startswith(("CONSTRUCT", "DESCRIBE")) else "application/sparql-results+json"
    answer = stranger.get(f"/sparql?query={quote(query)}", headers={"Accept": form})
    assert answer.status_code == 200, answer.text
    found = re.sub(r'"vars".*?\]', "", answer.text.casefold())
    assert SECRET not in found
    assert own.get(f"/sparql?query={quote(query)}", headers={"Accept": form}).text != answer.text


def test_no_dataset_of_the_protocol_brings_it_out(stranger: FlaskClient) -> None:
    for key in ("default-graph-uri", "named-graph-uri"):
        query = quote("SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
        answer = stranger.get(
            f"/sparql?query={query}&{key}={quote(SECRETS[2])}", headers={"Accept": "text/csv"}
        )
        assert answer.status_code == 200
        assert SECRET not in answer.text


@pytest.mark.parametrize("text", ORACLES)
def test_no_query_tells_that_it_is_there(text: str, stranger: FlaskClient, own: FlaskClient) -> None:
    def ask(client: FlaskClient, thing: str, plan: str, julki: str = JULKI) -> str:
        query = text.format(plan=plan, thing=thing, julki=julki).replace(
            "813", "813" if thing in SECRETS else "991"
        )
        return client.get(f"/sparql?query={quote(query)}", headers={"Accept": "text/csv, */*;q=0.1"}).text

    made_up = ask(stranger, f"{JULKI}/nobody", "https://w3id.org/planweave/id/nothing")
    assert ask(stranger, SECRETS[0], SECRETS[2]) == made_up
    assert ask(own, SECRETS[0], SECRETS[2]) != made_up


@pytest.mark.parametrize("suffix", ["", ".ttl", ".jsonld", ".json", ".html"])
def test_a_hidden_thing_is_as_unknown_as_one_that_never_was(suffix: str, stranger: FlaskClient) -> None:
    for path, made_up in (
        ("julki/zqxA2", "julki/nobody"),
        ("zqxplan/X1", "nothing/X1"),
        ("zqxplan", "nothing"),
    ):
        hidden, unknown = (stranger.get(f"/id/{name}{suffix}?lang=en") for name in (path, made_up))
        assert hidden.status_code == unknown.status_code == 404
        plain = hidden.text.replace(path, made_up).replace(path.replace("/", ":"), made_up.replace("/", ":"))
        assert plain == unknown.text


@pytest.mark.parametrize("path", ["/search.json?q=zqx", "/search.json?q=zqxmaali"])
def test_the_search_does_not_find_it(path: str, stranger: FlaskClient, own: FlaskClient) -> None:
    assert stranger.get(path).json["rows"] == []
    assert own.get("/search.json?q=zqxmaali").json["rows"] != []


@pytest.mark.parametrize("page", ["/?", "/network?", "/network.json?", "/list.json?", "/index.json?"])
def test_an_internal_plan_is_as_unknown_as_one_that_never_was(page: str, stranger: FlaskClient) -> None:
    hidden, unknown = (stranger.get(f"{page}plan={plan}&lang=en") for plan in ("zqxplan", "noneplan"))
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.text.replace("zqxplan", "noneplan") == unknown.text


@pytest.mark.parametrize("name", ["matrix", "network", "network.json", "list"])
def test_an_embed_shows_nothing_internal_in_ones_own_viewer_either(name: str, own: FlaskClient) -> None:
    answer = own.get(f"/embed/{name}?plan=julki")
    assert answer.status_code == 200
    assert "julki" in answer.text
    assert SECRET not in answer.text.casefold()
    assert own.get(f"/embed/{name}?plan=zqxplan").status_code == 404
    assert "embed/network.json" in own.get("/embed/network?plan=julki").text


@pytest.mark.parametrize(("lang", "word"), [("fi", "Sisäinen"), ("sv", "Internt"), ("en", "Internal")])
def test_ones_own_viewer_marks_what_is_internal(lang: str, word: str, own: FlaskClient) -> None:
    mark = f'<span class="internal">{word}</span>'
    for path in ("/id/julki/zqxA3?", "/id/julki/P1?", "/search?q=zqx", "/list?plan=julki", "/?plan=julki"):
        assert mark in own.get(f"{path}&lang={lang}").text, path
    assert mark not in own.get(f"/id/rek/kirjasto?part=details&lang={lang}").text.partition("<h2")[0]
    things = own.get(f"/network.json?plan=julki&lang={lang}").json["things"]
    assert {thing["id"] for thing in things if f"({word})" in thing["text"]} == {
        thing["id"] for thing in things if SECRET in thing["id"]
    }


def test_a_running_viewer_takes_up_what_comes_and_goes(
    make_viewer: Make, make_workbook: MakeWorkbook, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    info = {"id": "uusi", "kind": "plan", "title.fi": "Uusi", "language": "fi"}

    def book(**mark: str) -> Path:
        return make_workbook(
            "uusi", info=[info], goals=[{"id": "G1", "title.fi": "Avoin"}, {"id": "G2"} | mark]
        )

    query = quote("SELECT ?o { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'Zqxmaali')) }")
    with PlanGraph.create(store).store as writer:
        plans = PlanGraph(writer)
        plans.add(book(**{"title.fi": "Zqxmaali"}))
        client = make_viewer(store, host="0.0.0.0").test_client()
        steps = (
            (lambda: None, True),
            (lambda: plans.add(book(**{"title.fi": "Zqxmaali", "visibility": "internal"})), False),
            (lambda: plans.undo("uusi"), True),
            (lambda: plans.redo("uusi"), False),
        )
        for step, shown in steps:
            step()
            assert ("Zqxmaali" in client.get("/sparql?query=" + query).text) == shown
            assert (client.get("/id/uusi/G2").status_code == 200) == shown


def test_a_query_is_answered_while_somebody_writes(
    make_viewer: Make, make_workbook: MakeWorkbook, tmp_path: Path
) -> None:
    goals = [{"id": "G1", "title.fi": "Avoin"}, {"id": "G2", "title.fi": "Zqxmaali"}]
    store, query = (
        tmp_path / "store",
        quote("SELECT ?o { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?o }"),
    )
    with PlanGraph.create(store).store as writer:
        PlanGraph(writer).add(make_workbook("uusi", goals=goals))
    client = make_viewer(store, public_url=PUBLIC_URL).test_client()
    with Store.create(store) as writer:  # one that knows of no copy
        write_revision(store, writer.revision + 1)
        assert "Zqxmaali" in client.get(f"/sparql?query={query}").text
        mark = (
            "<http://purl.org/dc/terms/accessRights> <https://w3id.org/planweave/concept/visibility/internal>"
        )
        plan = "https://w3id.org/planweave/id/uusi"
        writer.update(f"INSERT DATA {{ GRAPH <{plan}> {{ <{plan}/G2> {mark} }} }}")
        refused = client.get(f"/sparql?query={query}")
        assert refused.status_code == 503
        assert "Zqxmaali" not in refused.text
    # Another viewer makes a copy.
    answer = make_viewer(store, public_url=PUBLIC_URL).test_client().get(f"/sparql?query={query}")
    assert answer.status_code == 200
    assert "Avoin" in answer.text
    assert "Zqxmaali" not in answer.text


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, ""),
        ({"public_url": PUBLIC_URL}, "kept back as internal: 15; see: planweave serve --internal\n"),
        (
            {"host": "0.0.0.0", "internal": True},
            "whoever reaches this viewer sees what is internal too: 15\n",
        ),
    ],
)
def test_the_start_says_how_much_is_kept_back(
    more: dict[str, Any], told: str, internal_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _tell_internal(Setup(), Settings(internal_path, **more))
    assert capsys.readouterr().err == told


@pytest.mark.parametrize(
    ("more", "public"),
    [
        ({}, False),
        ({"host": "127.0.0.1"}, False),
        ({"host": "localhost"}, False),
        ({"host": "::1"}, False),
        ({"host": "0.0.0.0"}, True),
        ({"host": "::"}, True),
        ({"host": "kone.kemi.fi"}, True),
        ({"host": "127.0.0.1", "public_url": PUBLIC_URL}, True),
        ({"host": "0.0.0.0", "internal": True}, False),
        ({"internal": False}, True),
    ],
)
def test_who_is_shown_what_is_internal(more: dict[str, object], public: bool) -> None:
    assert Settings(Path(), **more).is_public is public


@pytest.mark.parametrize("form", ["text/turtle", "application/n-triples", "application/ld+json"])
@pytest.mark.parametrize("address", ["/graph-store?default", f"/graph-store?graph={JULKI}", "/sparql"])
def test_no_graph_and_no_description_of_the_service_holds_it(
    address: str, form: str, stranger: FlaskClient, own: FlaskClient
) -> None:
    answer = stranger.get(address, headers={"Accept": form})
    assert (answer.status_code, answer.mimetype) == (200, form)
    assert SECRET not in answer.text.casefold()
    assert SECRET in own.get(address, headers={"Accept": form}).text.casefold()


def test_a_hidden_graph_is_as_unknown_as_one_that_never_was(stranger: FlaskClient) -> None:
    made_up = "https://w3id.org/planweave/id/nothing"
    hidden, unknown = (stranger.get(f"/graph-store?graph={name}") for name in (SECRETS[2], made_up))
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.text.replace(SECRETS[2], made_up) == unknown.text


@pytest.mark.parametrize(
    "path", ["/plans", "/plans.json", "/plans?words=zqx", "/questions/actions-of-field?priority=julki:zqA2"]
)
def test_no_list_and_no_suggestion_names_it(path: str, stranger: FlaskClient) -> None:
    text = stranger.get(path).text.casefold()
    assert SECRET not in text.replace("words=zqx", "").replace('value="zqx"', "")
