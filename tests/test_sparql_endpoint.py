"""The SPARQL 1.1 Protocol for reading, and the editor for people.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

import csv
import io
import json
import time
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, Graph
from werkzeug.test import TestResponse

from graph import PlanGraph
from graph.guard_turns import Turns
from ontology.namespaces import ID, PLAN
from webviz.settings import GUARD

from .webpage import BROWSER, WebPage

GOALS = "SELECT ?goal WHERE { ?goal a plan:Goal } ORDER BY ?goal"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
DIRECT = "application/sparql-query"


def ask(client: FlaskClient, text: str, accept: str = "*/*", **more: object) -> TestResponse:
    args = {"query": text} | more
    return client.get("/sparql", query_string=args, headers={"Accept": accept})


def number(answer: TestResponse) -> int:
    assert answer.status_code == 200
    [row] = json.loads(answer.data)["results"]["bindings"]
    return int(row["n"]["value"])


# ---- the three ways to ask


@pytest.fixture
def goals(kemi: PlanGraph) -> list[str]:
    return [str(row[0]) for row in kemi.store.select(f"PREFIX plan: <{PLAN}> {GOALS}").rows]


def test_a_query_comes_by_get_form_or_body(client: FlaskClient, goals: list[str]) -> None:
    any_form = {"Accept": "*/*"}
    answers = [
        client.get("/sparql", query_string={"query": GOALS}, headers=any_form),
        client.post("/sparql", data={"query": GOALS}, headers=any_form),
        client.post("/sparql", data=GOALS, content_type=DIRECT, headers=any_form),
        client.post("/sparql", data=GOALS, content_type=f"{DIRECT}; charset=utf-8"),
    ]
    for answer in answers:
        assert (answer.status_code, answer.content_type) == (200, JSON)
        rows = json.loads(answer.data)["results"]["bindings"]
        assert [row["goal"]["value"] for row in rows] == goals != []
        assert "Accept" in answer.headers["Vary"]
        assert "X-Planweave-Truncated" not in answer.headers


# ---- forms


def read_json(text: str) -> list[str]:
    return [row["goal"]["value"] for row in json.loads(text)["results"]["bindings"]]


def read_xml(text: str) -> list[str]:
    return [found.text or "" for found in ElementTree.fromstring(text).iter() if found.tag.endswith("}uri")]


def read_csv(text: str) -> list[str]:
    return [row["goal"] for row in csv.DictReader(io.StringIO(text))]


def read_tsv(text: str) -> list[str]:
    return [line.strip("<>") for line in text.splitlines()[1:]]


@pytest.mark.parametrize(
    ("accept", "form", "read"),
    [
        ("", JSON, read_json),
        (JSON, JSON, read_json),
        ("application/json;q=0.5, " + XML, XML, read_xml),
        (f"{XML};q=0.4, {CSV};q=0.8", CSV, read_csv),
        (f"{CSV};q=0, {TSV}", TSV, read_tsv),
        ("text/*", CSV, read_csv),
    ],
)
def test_rows_come_in_the_form_accepted(
    client: FlaskClient, goals: list[str], accept: str, form: str, read
) -> None:
    answer = ask(client, GOALS, accept)
    assert (answer.status_code, answer.mimetype) == (200, form)
    assert read(answer.text) == goals


@pytest.mark.parametrize(
    ("accept", "media", "form"),
    [
        ("*/*", "text/turtle", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("text/turtle;q=0.1, application/rdf+xml", "application/rdf+xml", "xml"),
    ],
)
def test_triples_come_in_the_form_accepted(client: FlaskClient, accept: str, media: str, form: str) -> None:
    answer = ask(client, "CONSTRUCT { ?g a plan:Goal } WHERE { ?g a plan:Goal }", accept)
    assert (answer.status_code, answer.mimetype) == (200, media)
    found = Graph().parse(data=answer.text, format=form)
    assert (ID["kemi-strategia-2022/G1"], RDF.type, PLAN.Goal) in found


def test_a_yes_is_a_yes(client: FlaskClient) -> None:
    assert json.loads(ask(client, "ASK { ?g a plan:Goal }", JSON).data)["boolean"] is True
    assert json.loads(ask(client, "ASK { ?g a plan:Nothing }", JSON).data)["boolean"] is False


# ---- dataset


def test_without_a_dataset_all_plans_answer(client: FlaskClient, kemi: PlanGraph) -> None:
    assert number(ask(client, COUNT)) == len(kemi.store)


def test_a_dataset_restricts_what_is_asked(client: FlaskClient, kemi: PlanGraph) -> None:
    register, plan = str(ID["kemi"]), str(ID["kemi-hyvinvointi-2023"])
    sizes = {graph: len(kemi.store.triples(graph)) for graph in kemi.store.graphs()}
    one = sizes[ID["kemi"]]
    both = one + sizes[ID["kemi-hyvinvointi-2023"]]
    assert number(ask(client, COUNT, **{"default-graph-uri": register})) == one
    assert number(ask(client, COUNT, **{"default-graph-uri": [register, plan]})) == both
    posted = client.post("/sparql", data={"query": COUNT, "default-graph-uri": register})
    assert number(posted) == one
    direct = client.post(f"/sparql?default-graph-uri={register}", data=COUNT, content_type=DIRECT)
    assert number(direct) == one
    named = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert number(ask(client, named, **{"named-graph-uri": register})) == one
    assert number(ask(client, COUNT, **{"default-graph-uri": str(ID["nope"])})) == 0


# ---- limits and refusals


def test_what_is_cut_says_so(client: FlaskClient) -> None:
    answer = ask(client, "SELECT ?s WHERE { ?s ?p ?o }", CSV)
    assert answer.headers["X-Planweave-Truncated"] == "true"
    assert len(answer.text.splitlines()) == 10_001


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("SELECT", 400, "line 1"),
        ("SELECT ?s WHERE {\n ?s ?p }", 400, "line 2"),
        ("CLEAR ALL", 400, "line 1"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", 400, "line 1"),
        ("ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", 400, "SERVICE is refused"),
        ("LOAD <http://127.0.0.1/>", 400, "LOAD is refused"),
        ("", 400, "expected the parameter query"),
    ],
)
def test_a_bad_query_gets_one_plain_line(client: FlaskClient, text: str, status: int, said: str) -> None:
    for answer in (
        ask(client, text, JSON),
        client.post("/sparql", data=text, content_type=DIRECT, headers={"Accept": JSON}),
    ):
        assert (answer.status_code, answer.mimetype) == (status, "text/plain")
        assert said in answer.text
        assert answer.text.count("\n") == 1
        assert "nosniff" in answer.headers["X-Content-Type-Options"]


def test_updates_are_refused_and_change_nothing(client: FlaskClient, kemi: PlanGraph) -> None:
    update = "CLEAR ALL"
    answers = [
        client.get("/sparql", query_string={"update": update}),
        client.post("/sparql", data={"update": update}),
        client.post("/sparql", data={"update": update, "query": COUNT}),
        client.post("/sparql", query_string={"update": update}, data=COUNT, content_type=DIRECT),
    ]
    assert [(answer.status_code, answer.text) for answer in answers] == [
        (403, "this service only reads; writing needs: planweave serve --edit\n")
    ] * 4
    assert client.post("/sparql", data=update, content_type="application/sparql-update").status_code == 403
    assert number(ask(client, COUNT)) == len(kemi.store)


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data", ""])
def test_another_type_of_body_is_refused(client: FlaskClient, kind: str) -> None:
    answer = client.post("/sparql", data=GOALS, content_type=kind)
    assert (answer.status_code, answer.mimetype) == (415, "text/plain")
    assert "application/sparql-query" in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(client: FlaskClient, method: str) -> None:
    answer = client.open("/sparql", method=method, data=GOALS)
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize(("text", "accept"), [("ASK {}", "image/png"), (GOALS, "text/turtle")])
def test_a_form_that_cannot_hold_the_answer_is_refused(client: FlaskClient, text: str, accept: str) -> None:
    answer = ask(client, text, accept)
    assert (answer.status_code, answer.mimetype) == (406, "text/plain")
    assert JSON in answer.text


def test_a_graph_that_is_no_address_is_refused(client: FlaskClient) -> None:
    answer = ask(client, COUNT, **{"default-graph-uri": "no address"})
    assert answer.status_code == 400
    assert answer.text.startswith("no address: expected the IRI of a graph")


# ---- editor


def edited(client: FlaskClient, text: str, lang: str = "en") -> tuple[int, WebPage]:
    answer = client.post(f"/sparql?lang={lang}", data={"query": text}, headers=BROWSER)
    return answer.status_code, WebPage(answer.text)


def test_a_person_gets_an_editor_with_an_example_that_works(client: FlaskClient) -> None:
    page = WebPage(client.get("/sparql?lang=en", headers=BROWSER).text)
    status, answered = edited(client, page.one("textarea").text.replace("actions? ", "actions?\n"))
    assert (status, answered.problems) == (200, [])
    assert len(answered.all("td")) == 20
    assert answered.one("p", role="status").text == "10 rows"


def test_the_editor_shows_labels_and_keeps_the_query(client: FlaskClient) -> None:
    status, page = edited(client, GOALS)
    assert status == 200
    assert page.one("textarea").text == GOALS
    cells = page.all("td")
    links = [tag for tag in page.all("a") if tag["href"].startswith("/id/kemi-strategia-2022/G")]
    assert len(cells) == len(links) > 0
    assert all(link.text and "/" not in link.text for link in links)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ASK {}", "yes"),
        ("ASK { ?g a plan:Nothing }", "no"),
        ("CONSTRUCT { ?g a plan:Goal } WHERE { ?g a plan:Goal }", "plan:Goal"),
        ('SELECT ("abc"^^xsd:integer AS ?x) {}', "abc"),
        ('SELECT ("maybe"^^xsd:boolean AS ?x) {}', "no"),
        ("SELECT (1.50 AS ?x) {}", "1.5"),
        ("SELECT (12345 AS ?x) {}", "12,345"),
        ('SELECT ("2023-01-02"^^xsd:date AS ?x) {}', "2023-01-02"),
        ('SELECT (STRLANG("Kirjasto", "fi") AS ?x) {}', "Kirjasto"),
        ("SELECT (BNODE() AS ?x) {}", ""),
        ("SELECT (<<( <urn:a> <urn:b> <urn:c> )>> AS ?x) {}", "urn:a"),
        ('SELECT ("<script>alert(1)</script>" AS ?x) {}', "<script>alert(1)</script>"),
        ("SELECT (<javascript:alert(1)> AS ?x) {}", "alert(1)"),
        ("SELECT ?x { VALUES ?x { UNDEF } }", ""),
    ],
)
def test_the_editor_shows_any_term_as_text(client: FlaskClient, text: str, shown: str) -> None:
    status, page = edited(client, text)
    assert (status, page.problems, page.outside) == (200, [], [])
    assert shown in "".join(tag.text for tag in [*page.all("td"), *page.all("pre")])


def test_the_editor_tells_what_is_wrong_in_the_readers_language(client: FlaskClient) -> None:
    told = {}
    for lang in ("fi", "sv", "en"):
        status, page = edited(client, "ASK { SERVICE <http://127.0.0.1/> {} }", lang)
        assert status == 400
        told[lang] = page.one("p", role="alert").text
    assert "SERVICE is refused" in told["en"]
    assert len(set(told.values())) == 3


def test_the_editor_tells_that_there_is_more(client: FlaskClient) -> None:
    status, page = edited(client, "CONSTRUCT { ?s a ?o } WHERE { ?s ?p ?o }")
    assert status == 200
    assert "cut at the limit" in page.one("p", class_="problem").text


# ---- what a stranger can make the viewer do

HTML = f'SELECT ("{"<b>" * 15_000}"^^rdf:HTML AS ?x) {{}}'
HUGE = 'SELECT ("1E300000000"^^xsd:decimal AS ?x) {}'


@pytest.mark.parametrize(("text", "shown"), [(HTML, "<b><b><b>"), (HUGE, "1E300000000")])
def test_values_of_an_answer_are_not_read(client: FlaskClient, text: str, shown: str) -> None:
    edited(client, GOALS)
    started = time.thread_time()
    status, page = edited(client, text)
    [cell] = page.all("td")
    assert (status, cell.text[: len(shown)]) == (200, shown)
    assert time.thread_time() - started < 1
    assert len(cell.text) < 10_000


def test_the_editor_shows_no_more_than_a_page_can_hold(client: FlaskClient) -> None:
    status, page = edited(client, "SELECT * { ?a ?b ?c . ?c ?d ?e } LIMIT 4000")
    assert status == 200
    cells = len(page.all("td"))
    assert cells == 10_000
    assert "cut at the limit" in page.one("p", class_="problem").text


def test_a_body_that_is_too_long_is_not_read(client: FlaskClient) -> None:
    form = "application/x-www-form-urlencoded"
    for body, kind in ((b"A" * 2_000_000, DIRECT), (b"query=" + b"A" * 2_000_000, form)):
        answer = client.post("/sparql", data=body, content_type=kind, headers={"Accept": JSON})
        assert (answer.status_code, answer.mimetype, answer.text.count("\n")) == (413, "text/plain", 1)


def test_a_long_form_that_is_allowed_is_read(client: FlaskClient) -> None:
    answer = client.post("/sparql", data={"query": COUNT + "#" * 190_000, "x": "ä" * 50_000})
    assert number(answer) > 0


def test_a_query_that_is_no_utf_8_is_told(client: FlaskClient) -> None:
    answer = client.post("/sparql", data=b"ASK { ?s ?p '\xe4' }", content_type=DIRECT)
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert "UTF-8" in answer.text


def test_where_too_many_queries_run_the_next_is_told_to_come_again(make_viewer, kemi_path) -> None:
    app = make_viewer(kemi_path)
    turns = app.extensions[GUARD]._turns = Turns(places=1, waiting=0)
    visitor = app.test_client()
    with turns.taken("another", 0):
        answer = ask(visitor, COUNT, JSON)
        assert (answer.status_code, answer.mimetype) == (503, "text/plain")
        assert answer.headers["Retry-After"] == "2"
        assert answer.text.count("\n") == 1
        told = set()
        for lang in ("fi", "sv", "en"):
            shown = visitor.post(f"/sparql?lang={lang}", data={"query": COUNT}, headers=BROWSER)
            assert (shown.status_code, shown.headers["Retry-After"]) == (503, "2")
            told.add(WebPage(shown.text).one("p", role="alert").text)
        assert len(told) == 3
    assert number(ask(visitor, COUNT, JSON)) > 0


def test_the_guard_hears_who_asks(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = []
    take = Turns.taken
    monkeypatch.setattr(Turns, "taken", lambda turns, who, wait: heard.append(who) or take(turns, who, wait))
    for address in ("192.0.2.7", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::7", "no address"):
        client.get("/sparql", query_string={"query": "ASK {}"}, environ_base={"REMOTE_ADDR": address})
    assert heard == ["192.0.2.7", "2001:db8:1:2::/64", "2001:db8:1:2::/64", ""]
