"""The SPARQL editor for people, and what a stranger can make it do."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.guard_turns import Turns
from webviz.settings import GUARD
from webviz.yasqe import found_at

from .test_sparql_endpoint import COUNT, DIRECT, GOALS, JSON, ask, number
from .webpage import BROWSER, WebPage

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
        ("ASK {}", "Yes"),
        ("ASK { ?g a plan:Nothing }", "No"),
        ("CONSTRUCT { ?g a plan:Goal } WHERE { ?g a plan:Goal }", "plan:Goal"),
        ('SELECT ("abc"^^xsd:integer AS ?x) {}', "abc"),
        ('SELECT ("maybe"^^xsd:boolean AS ?x) {}', "no"),
        ("SELECT (1.50 AS ?x) {}", "1.5"),
        ("SELECT (12345 AS ?x) {}", "12,345"),
        ('SELECT ("2023-01-02"^^xsd:date AS ?x) {}', "2 Jan 2023"),
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
    assert shown in "".join(tag.text for tag in [*page.all("td"), *page.all("pre"), *page.all("strong")])


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


# ---- examples, forms and faults


def shown_as(client: FlaskClient, query: str, form: str) -> WebPage:
    page = WebPage(
        client.get("/sparql", query_string={"query": query, "as": form, "lang": "en"}, headers=BROWSER).text
    )
    assert (page.problems, page.outside) == ([], [])
    return page


def test_each_example_is_about_what_is_stored_and_finds_something(client: FlaskClient) -> None:
    page = WebPage(client.get("/sparql?lang=en", headers=BROWSER).text)
    links = [tag["href"] for tag in page.all("a") if tag["href"].startswith("/sparql?query=")]
    assert len(links) == 10
    kinds = set()
    for link in links:
        answered = WebPage(client.get(link, headers=BROWSER).text)
        assert answered.all("p", role="alert") == []
        assert "UNDEF" not in answered.one("textarea").text
        kinds |= {tag.text for tag in answered.all("a", aria_current="true")}
        assert answered.all("td") or answered.all("svg") or answered.one("strong").text
    assert {"Chart", "Network of the answer"} < kinds


def test_an_answer_is_shown_in_the_forms_that_fit_it(client: FlaskClient) -> None:
    counts = "SELECT ?b (COUNT(?a) AS ?n) { ?a plan:responsible ?b } GROUP BY ?b ORDER BY DESC(?n) LIMIT 5"
    pairs = "SELECT ?from ?to { ?from plan:responsible ?to } LIMIT 9"
    triples = "CONSTRUCT { ?a plan:responsible ?b } WHERE { ?a plan:responsible ?b }"
    for query, form, words in (
        (counts, "chart", ["Table", "Chart"]),
        (pairs, "network", ["Table", "Network of the answer"]),
        (triples, "network", ["Text", "Network of the answer"]),
    ):
        page = shown_as(client, query, form)
        ways = [
            tag.text
            for tag in page.all("a")
            if "as=" in tag["href"] and tag.text in {"Table", "Text", "Chart", "Network of the answer"}
        ]
        assert ways == words
        assert page.all("figure", class_="chart")
    assert shown_as(client, "SELECT ?x { VALUES ?x { 'a' } }", "network").all("figure", class_="chart") == []


def test_an_answer_is_sorted_and_taken_along_with_names(client: FlaskClient) -> None:
    query = {"query": "SELECT ?g { ?g a plan:Goal } LIMIT 3", "lang": "fi"}
    first = shown_as(client, query["query"], "table")
    [head] = [tag["href"] for tag in first.all("a") if "sort=g" in tag["href"]]
    assert WebPage(client.get(head, headers=BROWSER).text).one("th", aria_sort="ascending").text == "g"
    rows = client.get("/sparql.json", query_string=query).json["rows"]
    assert len(rows) == 3
    assert all(row["gLabel"] for row in rows)
    assert rows[0]["gLabel"] in client.get("/sparql.csv", query_string=query).text
    assert client.get("/sparql.xlsx", query_string=query).data.startswith(b"PK")
    assert client.get("/sparql.csv", query_string={"query": "ASK {}"}).status_code == 404
    assert client.get("/sparql.csv", query_string={"query": "SELEC"}).status_code == 400


def test_the_place_of_a_fault_is_marked(client: FlaskClient) -> None:
    page = shown_as(client, "SELECT ?a {\n  ?a a plan:Goal .\n  FILTER(?a ==)\n}", "")
    assert page.one("mark")
    line = page.one("textarea")["data-line"]
    assert line in {"3", "4"}
    assert f"here: {line}" in [tag.text for tag in page.all("th", scope="row")]
    for query in ("{", "SELECT ?a", "\n\n", "SELECT (1 AS ?x) {} }", "x" * 300_000):
        assert client.get("/sparql", query_string={"query": query[:20_000]}, headers=BROWSER).status_code in {
            200,
            400,
        }


def test_the_address_of_a_long_query_is_warned_of(client: FlaskClient) -> None:
    for length, told in ((10, 0), (5_000, 1)):
        page = shown_as(client, "ASK {} #" + "x" * length, "")
        assert len([tag for tag in page.all("p", class_="problem") if "long" in tag.text]) == told
        assert page.one("input", id="query-link")["value"].startswith("http://localhost/sparql?query=ASK")


def test_the_files_of_yasqe_are_served_where_they_are_installed(
    make_viewer: Callable[..., Flask], kemi_path: Path, tmp_path: Path
) -> None:
    build = tmp_path / "node_modules" / "@zazuko" / "yasqe" / "build"
    build.mkdir(parents=True)
    (build / "yasqe.min.css").write_text("", encoding="utf-8")
    assert found_at(tmp_path, None) is None
    (build / "yasqe.min.js").write_text("var Yasqe;", encoding="utf-8")
    assert (
        found_at(tmp_path, None)
        == found_at(build.parent, None)
        == found_at(None, tmp_path / "store")
        == build
    )
    client = make_viewer(kemi_path, yasqe=build).test_client()
    assert client.get("/yasqe/yasqe.min.js").text == "var Yasqe;"
    assert client.get("/yasqe/package.json").status_code == 404
    page = WebPage(client.get("/sparql", headers=BROWSER).text)
    assert [tag["src"].partition("?")[0] for tag in page.all("script")][-2:] == [
        "/yasqe/yasqe.min.js",
        "/static/sparql.js",
    ]
    assert make_viewer(kemi_path).test_client().get("/yasqe/yasqe.min.js").status_code == 404
