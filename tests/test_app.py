"""The viewer as a whole: every page in every language, its headers, and where its links lead."""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urldefrag, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.errors import StoreError
from ontology import LANGUAGES

from .webpage import BROWSER, WebPage, untranslated

PLAN = "kemi-hyvinvointi-2023"
QUERY = quote("SELECT ?goal ?name WHERE { ?goal a plan:Goal ; skos:prefLabel ?name }")

#: Addresses for every rule of the viewer that answers with a page.
PAGES = {
    "pages.start": [
        "/",
        "/?named=true",
        "/?plan=all",
        "/?plan=kemi-strategia-2022",
        "/?plan=kemi",
        f"/?plan={PLAN},kemi-strategia-2022&beside=true&matrix=partners-by-goal",
        "/?matrix=groups-by-aim&order=total&gaps=true",
    ],
    "pages.network": [
        f"/network?focus={PLAN}:P1.4&hide=body,money",
        "/network?view=goal-tree",
        "/network?of=partners-per-goal",
    ],
    "pages.listing": ["/list?sort=to&view=goal-tree", f"/list?view=neighbours&focus={PLAN}:A1.30&plan=all"],
    "path.path": [
        "/path",
        "/path?focus=kemi:kirjasto",
        "/path?focus=kemi:liikuntapalvelut,kemi:lapha",
        "/path?focus=kemi:kirjasto,kemi:digipolis&plan=all",
        "/path?focus=kemi:liikuntapalvelut,kemi:lapha,kemi:kirjasto&hide=priority,objective",
        "/path?focus=hyvinvointi&focus=zzzz",
    ],
    "focus.focus": [
        "/focus",
        f"/focus?focus={PLAN}:P1.4",
        f"/focus?focus={PLAN}:A1.30,kemi:kirjasto&hide=network&named=true",
    ],
    "views.index": ["/views"],
    "search.page": ["/search", "/search?q=kirjaston", "/search?q=zzzz"],
    "pages.accessibility": ["/accessibility"],
    "plans.index": ["/plans", "/plans?words=2023&page=9"],
    "questions.index": ["/questions", "/questions?plan=all"],
    "questions.question": [
        "/questions/priorities-without-action",
        "/questions/digital-systems?plan=all",
        f"/questions/actions-of-field?priority={PLAN}:P1.1&named=true",
    ],
    "evaluation.index": ["/evaluate", f"/evaluate?plan={PLAN}&named=true"],
    "comparison.index": ["/compare", f"/compare?a=kemi-strategia-2022&b={PLAN}&as=changes"],
    "side_by_side.index": [f"/benchmark?plans={PLAN}"],
    "analysis.page": [f"/analysis?plan={PLAN}"],
    "resource.thing": [
        f"/id/{PLAN}",
        f"/id/{PLAN}/A1.30",
        f"/id/{PLAN}/A1.30?part=details",
        "/id/kemi",
        "/id/kemi/kirjasto.html",
    ],
    "reference.ontology": ["/ontology"],
    "sparql.endpoint": ["/sparql", f"/sparql?query={QUERY}"],
    "present.page": [
        "/present/matrix",
        f"/present/focus?focus={PLAN}:P1.4",
        "/present/network?frame-state=frozen",
        "/present/report",
    ],
    "present.question": ["/present/question/actions-per-priority"],
    "embed.matrix_embed": ["/embed/matrix"],
    "embed.network_embed": ["/embed/network"],
    "embed.focus_embed": [f"/embed/focus?focus={PLAN}:P1.4"],
    "embed.path_embed": ["/embed/path", "/embed/path?focus=kemi:liikuntapalvelut,kemi:lapha"],
    "embed.list_embed": ["/embed/list?view=networks-and-members"],
    "embed.question_embed": [f"/embed/question/actions-per-priority?plan={PLAN}&sort=actions"],
}
#: Rules whose answers are no pages.
DATA = {
    "static",
    "pages.start_json",
    "pages.start_csv",
    "pages.start_xlsx",
    "plans.template",
    "pages.network_json",
    "embed.network_json",
    "pages.listing_csv",
    "pages.listing_json",
    "pages.listing_xlsx",
    "focus.page_json",
    "focus.page_svg",
    "views.change",
    "views.index_json",
    "views.save",
    "views.turtle",
    "views.view",
    "views.view_json",
    "sparql.file",
    "yasqe.asset",
    "embed.view_embed",
    "path.path_json",
    "path.path_svg",
    "search.page_json",
    "search.suggestions",
    "pages.health",
    "graph_store.graph",
    "plans.index_json",
    "questions.index_json",
    "questions.question_json",
    "questions.question_csv",
    "questions.question_svg",
    "questions.question_xlsx",
    "evaluation.data",
    "evaluation.file",
    "evaluation.style",
    "comparison.index_csv",
    "comparison.index_json",
    "comparison.index_svg",
    "comparison.index_xlsx",
    "side_by_side.index_csv",
    "side_by_side.index_json",
    "side_by_side.index_xlsx",
    "analysis.page_csv",
    "analysis.page_json",
    "reference.context",
    "reference.example_file",
    "reference.sheets_file",
    "reference.ontology_file",
    "reference.shapes",
    "reference.shapes_file",
    "reference.workbook",
    "reference.workbook_file",
    "reference.term",
    "reference.shape",
    "reference.concept",
    "resource.vis",
    "export.picture",
    "export.question",
    "export.view",
    "oembed.describe",
    "oembed.of_picture",
    "oembed.of_question",
    "present.view",
}
EXPERT = ("/sparql", "/ontology")
MOST_PAGES, MOST_OF_A_KIND = 400, {"id": 2, "network": 2}


@dataclass(frozen=True)
class Visit:
    """What stood at an address, and the page that led there."""

    url: str
    came_from: str
    status: int
    kind: str
    headers: dict[str, str]
    page: WebPage | None
    body: bytes


def policy(headers: dict[str, str]) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in headers["Content-Security-Policy"].split(";")]
    return {name: rule for name, _, rule in parts}


# ---- every page


def test_every_rule_is_tested(viewer: Flask) -> None:
    assert {rule.endpoint for rule in viewer.url_map.iter_rules()} == PAGES.keys() | DATA


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("url", [url for urls in PAGES.values() for url in urls])
def test_every_page_answers_in_every_language(client: FlaskClient, url: str, lang: str) -> None:
    asked = f"{url}{'&' if '?' in url else '?'}lang={lang}"
    answer = client.get(asked, headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    page = WebPage(answer.text)
    assert page.problems == []
    assert page.outside == []
    if "part=details" not in url:
        assert page.lang == lang
        # A picture has a title of its own, and says which it is.
        titles = [tag for tag in page.all("title") if tag.first <= (page.one("head").last or 0)]
        assert len(page.all("h1")) == len(page.all("main")) == len(titles) == 1
    left = untranslated(page, lang)
    assert left == set()


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_a_text_left_in_english_would_be_seen(lang: str) -> None:
    assert untranslated(WebPage("<p>Show all</p>"), lang) == {"Show all"}
    assert untranslated(WebPage("<p title='To the start page'></p>"), lang) == {"To the start page"}


def test_the_language_asked_for_goes_before_the_browsers(client: FlaskClient) -> None:
    swedish = {**BROWSER, "Accept-Language": "de, sv;q=0.8, en;q=0.5"}
    assert WebPage(client.get("/", headers=swedish).text).lang == "sv"
    assert WebPage(client.get("/?lang=en", headers=swedish).text).lang == "en"
    assert WebPage(client.get("/?lang=xx", headers={"Accept-Language": "de"}).text).lang == "fi"


def test_what_depends_on_the_reader_says_so(client: FlaskClient) -> None:
    for url in ("/", "/list", "/list.json", "/questions", "/embed/matrix", "/sparql", "/nope", "/id/kemi"):
        assert "Accept-Language" in client.get(url, headers=BROWSER).headers["Vary"], url
    for url in ("/static/network.js", "/-/health"):
        with client.get(url) as answer:
            assert "Accept-Language" not in answer.headers.get("Vary", ""), url
    assert "Accept" in client.get("/sparql", headers=BROWSER).headers["Vary"].split(", ")


# ---- links


@pytest.fixture(scope="module")
def visits(viewer: Flask) -> list[Visit]:
    """Everything that a reader reaches from the start page, breadth first, a bounded number of each kind."""
    browser, waiting, seen = viewer.test_client(), deque([("/", "")]), {"/"}
    kinds: Counter[tuple[str, ...]] = Counter()
    visited: list[Visit] = []
    while waiting and len(visited) < MOST_PAGES:
        url, came_from = waiting.popleft()
        with browser.get(url, headers=BROWSER) as answer:
            is_page = answer.mimetype == "text/html" and "Content-Disposition" not in answer.headers
            page = WebPage(answer.text) if is_page else None
            said = (answer.status_code, answer.mimetype, dict(answer.headers), page, answer.data)
        visited.append(Visit(url, came_from, *said))
        for address in page.addresses if page else []:
            found = urldefrag(urljoin(url, address)).url
            if found not in seen and not urlsplit(found).netloc and not address.startswith("data:"):
                seen.add(found)
                kind = kind_of(found)
                kinds[kind] += 1
                if kinds[kind] <= MOST_OF_A_KIND.get(kind[0].split("/")[1], 1):
                    waiting.append((found, url))
    return visited


def kind_of(url: str) -> tuple[str, ...]:
    """Return what an address is like: its path and its first parameter, but for language and basis.

    Of a thing, its plan and the letters of its ID count, and of RDF only what it is; of the rest, every path.
    Of pictures, which take any mixture of parameters, only the path counts.
    """
    parts = urlsplit(url)
    path = re.sub(r"^/id/.*(\.(ttl|jsonld|json))$", r"/id/\1", parts.path)
    path = re.sub(r"^(/id/[^/]+/[A-Z]+)\d[\d.]*(/)?.*|^(/id/kemi/).*", r"\1\2\3", path)
    keys = [key for key, _ in parse_qsl(parts.query) if key not in {"lang", "named"}]
    return (path, *keys[: 0 if path in {"/list", "/network", "/embed/list", "/embed/network"} else 1])


def test_every_link_leads_somewhere(visits: list[Visit]) -> None:
    assert [(visit.url, visit.came_from, visit.status) for visit in visits if visit.status >= 400] == []
    assert len(visits) >= 100
    assert {"/", "/network", "/list", "/questions", "/sparql", "/ontology"} <= {
        urlsplit(visit.url).path for visit in visits
    }


def test_fragments_name_an_element(visits: list[Visit]) -> None:
    ids = {visit.url: {tag["id"] for tag in visit.page.tags} for visit in visits if visit.page}
    for url, known in ids.items():
        page = next(visit.page for visit in visits if visit.url == url)
        for address in page.addresses if page else []:
            target, fragment = urldefrag(urljoin(url, address))
            assert not fragment or target not in ids or fragment in ids[target], (url, address)
            assert known


def test_no_page_has_anything_inline_or_from_elsewhere(visits: list[Visit]) -> None:
    pages = [visit for visit in visits if visit.page]
    assert [(visit.url, visit.page.problems) for visit in pages if visit.page.problems] == []
    assert [(visit.url, visit.page.outside) for visit in pages if visit.page.outside] == []


def test_every_answer_has_a_strict_policy(visits: list[Visit]) -> None:
    for visit in visits:
        rules = policy(visit.headers)
        assert rules["default-src"] == "'none'"
        if "sandbox" in rules:  # a file, which neither runs nor loads anything
            assert rules == {"default-src": "'none'", "sandbox": "", "frame-ancestors": "'none'"}
            continue
        assert rules["base-uri"] == "'none'"
        assert rules["form-action"] == rules["script-src"] == rules["style-src"] == "'self'"
        assert not re.search(r"unsafe|\*|https?:", visit.headers["Content-Security-Policy"])
        embedded = visit.url.startswith("/embed/")
        assert rules["frame-ancestors"] == ("'self'" if embedded else "'none'"), visit.url
        assert visit.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_speak_of_plans_and_not_of_graphs(visits: list[Visit]) -> None:
    words = re.compile(r"\b(nodes?|edges?|RDF|triples?|solmu\w*|graafi\w*|noder?n?a?)\b")
    for visit in visits:
        if visit.page and not visit.url.startswith(EXPERT):
            assert [text for text in visit.page.spoken if words.search(text)] == [], visit.url


def test_pages_are_wholly_in_their_language(visits: list[Visit]) -> None:
    for visit in visits:
        if visit.page and visit.page.all("html"):
            left = untranslated(visit.page, visit.page.lang)
            assert left == set(), visit.url


def test_json_is_json(visits: list[Visit]) -> None:
    answers = [json.loads(visit.body) for visit in visits if visit.kind == "application/json"]
    assert len(answers) >= 5
    assert all(answer["ok"] is True for answer in answers)


# ---- addresses and errors


def test_links_to_other_languages_keep_the_state_and_nothing_else(client: FlaskClient) -> None:
    page = WebPage(client.get(f"/list?focus={PLAN}:A1.30&sort=to&sort=from&lang=fi", headers=BROWSER).text)
    [swedish] = [tag["href"] for tag in page.all("a", hreflang="sv")]
    assert parse_qsl(urlsplit(swedish).query) == [
        ("focus", f"{PLAN}:A1.30"),
        ("sort", "to"),
        ("sort", "from"),
        ("lang", "sv"),
    ]


@pytest.mark.parametrize(
    "args", ["endpoint=x", "_external=1&_scheme=javascript&x=%250aalert(1)", "name=other"]
)
def test_parameters_of_strangers_do_not_make_addresses(client: FlaskClient, args: str) -> None:
    answer = client.get(f"/questions/digital-systems?{args}", headers=BROWSER)
    page = WebPage(answer.text)
    assert answer.status_code == 200
    assert page.problems == page.outside == []
    paths = [urlsplit(tag["href"]).path for tag in page.all("a") if tag["hreflang"]]
    assert paths == ["/questions/digital-systems"] * 3


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/nope", 404),
        ("/?plan=nope", 404),
        ("/?plan=%00", 404),
        ("/network?view=nope", 404),
        ("/list?view=neighbours&focus=%3Cb%3E", 400),
        ("/questions/nope", 404),
        ("/questions/actions-of-field?priority=%3Cb%3E", 400),
        ("/questions/actions-of-field?named=maybe", 400),
        ("/id/nope/A1", 404),
        ("/id/a%3E%20%7B%7D%20b", 404),
        ("/id/", 404),
        ("/static/nope.css", 404),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_errors_are_pages_in_the_readers_language(
    client: FlaskClient, url: str, status: int, lang: str
) -> None:
    answer = client.get(url, query_string=None, headers={**BROWSER, "Accept-Language": lang})
    page = WebPage(answer.text)
    assert (answer.status_code, page.lang, page.problems, page.outside) == (status, lang, [], [])
    assert page.one("h1").text
    left = untranslated(page, lang)
    assert left == set()
    assert "Traceback" not in answer.text
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_what_a_page_does_not_do_is_told_with_what_it_does(client: FlaskClient) -> None:
    answer = client.post("/list")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_fault_of_ours_is_a_page_without_its_cause(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = []

    def fail(*_: object, **__: object) -> None:
        failures.append(1)
        raise RuntimeError("the secret cause")

    monkeypatch.setattr("webviz.start.matrix", fail)
    answer, data = client.get("/?lang=sv&anew=1", headers=BROWSER), client.get("/index.json?lang=sv&anew=1")
    assert answer.status_code == data.status_code == 500
    assert "secret" not in answer.text + data.text
    assert len(failures) == 2  # what is no fault of the store is not tried again
    assert WebPage(answer.text).one("h1").text == "Det här lyckades inte"
    assert data.json == {"ok": False, "error": "Något gick fel. Felet har antecknats i loggen."}


def test_a_store_that_is_not_there_is_told_at_the_start(tmp_path, make_viewer) -> None:
    with pytest.raises(StoreError, match="no store here"):
        make_viewer(tmp_path / "nowhere")


def test_a_fault_before_the_store_is_seen_is_a_page_too(
    client: FlaskClient, viewer: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreError("{folder}: cannot be read", folder="here")

    monkeypatch.setattr(viewer.extensions["planweave"], "plans", fail)
    answer = client.get("/?lang=sv", headers=BROWSER)
    page = WebPage(answer.text)
    assert (answer.status_code, page.lang, page.problems) == (503, "sv", [])
    assert page.one("h1").text
