"""Words as templates show them; texts of plans and of strangers stay text, whatever stands in them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup
from rdflib import RDF, XSD, Graph, Literal, URIRef

from graph import Cell, PlanGraph
from graph.table import short
from ontology import Form, Label, load_model
from ontology.namespaces import ID
from webviz import current, words

from .conftest import Rows, write_sheet
from .webpage import BROWSER, WebPage

HOSTILE = "=1+1'\"><img src=x onerror=alert(1)><script>alert(1)</script>{{ 7*7 }}&ltb&gt"
NEEDED = {
    "levels": {"kind-of-level": "goal"},
    "transfers": {"transfer-of": "A1", "from": "B1", "to": "B2"},
    "quantities": {"action": "A1", "value": "5"},
    "dates": {"action": "A1", "time": "2023-05"},
    "comparisons": {"action": "A1", "indicator": "I1"},
    "empty-rows": {"aim": "P1"},
    "priorities": {"goal": "G1", "key-terms": HOSTILE},
    "actions": {"goal": "G1", "implements": "P1", "partner": "B2", "responsible": "B1", "lines": "1-2"},
    "bodies": {"field": "sport"},
    "networks": {"field": "sport", "members": "B1; B2"},
    "indicators": {"goal": "G1", "measures": "A1"},
    "decisions": {"section-number": HOSTILE},
    "sources": {"file": "x/y.txt"},
    "tasks": {"action": "A1"},
    "updates": {"of": "A1", "date": "2024-03-01"},
    "measurements": {"indicator": "I1", "value-kind": "actual", "value": "1"},
    "resources": {"for": "A1", "resource-kind": "staff"},
    "agreements": {"parties": "B1"},
    "memberships": {"member": "B1", "in": "N1"},
}
LINK = {"from": "A1", "relation": "partner", "to": "B2", "basis": "curated", "note.sv": HOSTILE}
INFO = {"id": "hostile", "kind": "plan", "title.sv": HOSTILE, "scope-note.sv": HOSTILE, "note.sv": HOSTILE}


# ---- words


@pytest.fixture
def in_finnish(viewer: Flask) -> Iterator[None]:
    with viewer.test_request_context("/?lang=fi"):
        viewer.preprocess_request()
        yield


@pytest.mark.usefixtures("in_finnish")
def test_a_label_in_another_language_is_marked() -> None:
    assert words.label(Label("Mål", "sv")) == Markup('<span class="foreign" lang="sv">Mål</span>')
    assert words.label(Label("Tavoite", "fi")) == words.label(Label("Tavoite", "")) == Markup("Tavoite")
    assert words.label(None) == Markup("")
    assert words.label(Label("<b>", 's"v')) == Markup('<span class="foreign" lang="s&#34;v">&lt;b&gt;</span>')
    assert words.name({"sv": "Mål", "en": "Goal"}) == Markup('<span class="foreign" lang="sv">Mål</span>')


@pytest.mark.usefixtures("in_finnish")
@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (Cell(None), ""),
        (Cell(URIRef("urn:a"), Label("A & B", "fi")), "A &amp; B"),
        (Cell(URIRef("urn:<a>")), "urn:&lt;a&gt;"),
        (Cell(Literal("true", datatype=XSD.boolean)), "kyllä"),
        (Cell(Literal("false", datatype=XSD.boolean)), "ei"),
        (Cell(Literal(12345)), "12\N{NO-BREAK SPACE}345"),
        (Cell(Literal("1234.50", datatype=XSD.decimal)), "1\N{NO-BREAK SPACE}234,5"),
        (Cell(Literal("12345")), "12345"),
        (Cell(Literal("Mål", lang="sv")), '<span class="foreign" lang="sv">Mål</span>'),
        (Cell(Literal("<b>", lang="fi")), "&lt;b&gt;"),
        (Cell(Literal("2023-01-02", datatype=XSD.date)), "2.1.2023"),
    ],
)
def test_a_value_is_shown_as_people_write_it(cell: Cell, shown: str) -> None:
    assert words.value(cell) == Markup(shown)


@pytest.mark.usefixtures("in_finnish")
def test_counted_words_follow_the_number() -> None:
    told = [current.plural("{number} link", "{number} links", number) for number in (0, 1, 2)]
    assert told == ["0 yhteyttä", "1 yhteys", "2 yhteyttä"]
    assert words.tail("https://w3id.org/planweave/id/kemi/link/0a1b") == "0a1b"


# ---- a plan full of markup


def sheets() -> dict[str, Rows]:
    """Return a row for every kind of row, with markup wherever a text may stand."""
    found: dict[str, Rows] = {"info": [INFO], "links": [LINK]}
    for sheet in load_model().sheets.values():
        texts = {f"{column.key}.sv": HOSTILE for column in sheet.columns if column.form is Form.TEXT}
        kinds = list(sheet.kinds) if sheet.kind_column else [""]
        rows = [
            {"id": f"{sheet.id_prefix}{n}", sheet.kind_column: kind} | texts | NEEDED.get(sheet.name, {})
            for n, kind in enumerate(kinds, 1)
        ]
        found.setdefault(sheet.name, [{key: text for key, text in row.items() if key} for row in rows])
    return found


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with that plan."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "workbook").mkdir()
    for sheet, rows in sheets().items():
        write_sheet(folder / "workbook" / f"{sheet}.csv", rows)
    with PlanGraph.create(folder / "store").store as store:
        [added] = PlanGraph(store).add(folder / "workbook")
    assert added.change, [finding.line("en") for finding in added.report.findings]
    return folder / "store"


@pytest.fixture(scope="module")
def visitor(make_viewer, hostile: Path) -> FlaskClient:
    return make_viewer(hostile).test_client()


@pytest.fixture(scope="module")
def things(hostile: Path) -> list[str]:
    plans = PlanGraph.open(hostile)
    found = {row[0] for row in plans.store.select("SELECT ?s { GRAPH ?g { ?s ?p ?o } }").rows}
    return sorted(str(iri).removeprefix(str(ID)) for iri in found if str(iri).startswith(str(ID)))


def read(visitor: FlaskClient, url: str, status: int = 200) -> WebPage:
    """Read a page, and check that nothing on it but our own scripts can run or load."""
    answer = visitor.get(url, headers=BROWSER)
    page = WebPage(answer.text)
    assert (answer.status_code, page.problems, page.outside) == (status, [], []), url
    assert page.all("img") == page.all("b") == []
    run = [tag for tag in page.all("script") if tag["type"] != "application/json"]
    assert all(tag["src"].startswith(("/static/", "/vis/")) for tag in run)
    assert "49" not in page.spoken
    return page


PAGES = ["/", "/network", "/list", "/embed/matrix", "/embed/network", "/embed/list", "/search?q=alert"]


@pytest.mark.parametrize("lang", ["fi", "sv"])
@pytest.mark.parametrize("url", PAGES)
def test_markup_in_a_plan_stays_text_on_every_page(visitor: FlaskClient, url: str, lang: str) -> None:
    page = read(visitor, f"{url}{'&' if '?' in url else '?'}lang={lang}")
    # What a search found is marked in the middle of a text: the whole of it is what its link says.
    assert HOSTILE in {*page.spoken, *(tag.text for tag in page.all("a", class_="hit"))}
    if lang == "fi":
        assert HOSTILE in {tag.text for tag in page.all("span", lang="sv")}


def test_markup_stays_text_in_every_answer(visitor: FlaskClient, kemi: PlanGraph) -> None:
    with_labels = 0
    for name in kemi.library.questions:
        with_labels += HOSTILE in read(visitor, f"/questions/{name}?priority=hostile:P1").spoken
    assert with_labels >= 5
    query = "SELECT ?s ?name { ?s skos:prefLabel ?name FILTER(CONTAINS(?name, '7')) }"
    page = read(visitor, f"/sparql?query={query}")
    assert HOSTILE in [tag.text for tag in page.all("td")]


def test_markup_stays_text_on_the_page_of_every_thing(visitor: FlaskClient, things: list[str]) -> None:
    assert len(things) >= 40
    shown = 0
    for path in things:
        status = 303 if "/link/" in path else 200
        if status == 303:
            assert visitor.get(f"/id/{path}", headers=BROWSER).status_code == 303
            continue
        shown += HOSTILE in read(visitor, f"/id/{path}").spoken
        read(visitor, f"/id/{path}?part=details&lang=sv")
    assert shown > 20


def test_markup_is_the_same_text_in_rdf(visitor: FlaskClient, things: list[str]) -> None:
    goal = ID["hostile/G1"]
    found = Graph().parse(data=visitor.get("/id/hostile/G1.ttl").text, format="turtle")
    labels = [str(value) for value in found.objects(goal) if isinstance(value, Literal)]
    assert HOSTILE in labels
    assert (goal, RDF.type, None) in found
    for path in things:
        document = json.loads(visitor.get(f"/id/{path}.jsonld").data)
        texts = [node for node in walk(document) if isinstance(node, str) and "alert" in node]
        assert set(texts) <= {HOSTILE}, path


def walk(node: object) -> Iterator[object]:
    yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from walk(child)


def test_a_spreadsheet_does_not_run_a_text(visitor: FlaskClient, kemi: PlanGraph) -> None:
    met = 0
    for name in kemi.library.questions:
        text = visitor.get(f"/questions/{name}.csv").text.removeprefix("\N{BYTE ORDER MARK}")
        for row in csv.reader(io.StringIO(text)):
            assert [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
            met += f"'{HOSTILE}" in row
    assert met >= 5


def test_the_drawing_gets_texts_and_no_markup(visitor: FlaskClient) -> None:
    answer = visitor.get("/network.json?plan=hostile&lang=sv")
    assert answer.mimetype == "application/json"
    assert answer.json["things"]
    for thing in answer.json["things"]:
        # vis-network shows a title that is a string as text.
        # A word too long for a line of its drawing is broken without a hyphen.
        assert thing["title"].replace(" ", "") == thing["text"].replace("\n", "").replace(" ", "")
        assert thing["title"] == HOSTILE or "<" not in thing["title"]
        assert thing["label"] == " "
    assert sum(thing["title"] == HOSTILE for thing in answer.json["things"]) > 5
    assert all("<" not in link["title"] for link in answer.json["links"])
    assert '"multi":' not in json.dumps(answer.json["options"])  # no label is read as markup
    rows = visitor.get("/search.json?q=alert&lang=sv").json["rows"]
    assert {row["label"] for row in rows} == {HOSTILE}
    assert all(row["url"].startswith("/id/hostile") for row in rows)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/search", 200),
        ("/?plan={}", 404),
        ("/?hide={}&focus={}", 200),
        ("/network?focus={}&hide={}", 200),
        ("/network?view={}", 404),
        ("/list?sort={}&focus={}&hide={}", 200),
        ("/list?view=neighbours&focus={}", 400),
        ("/questions?focus={}", 200),
        ("/questions/{}", 404),
        ("/questions/actions-of-field?priority={}", 400),
        ("/questions/actions-of-field?named={}", 400),
        ("/id/{}", 404),
        ("/id/kemi/kirjasto?lang={}&part={}", 404),
        ("/sparql?query={}", 400),
        ("/embed/list?sort={}&hide={}", 200),
        ("/{}", 404),
    ],
)
def test_markup_in_an_address_stays_text(visitor: FlaskClient, url: str, status: int) -> None:
    written = "%22%27%3E%3Cimg%20src=x%20onerror=alert(1)%3E%3Cscript%3Ealert(1)%3C/script%3E%7B%7B7*7%7D%7D"
    read(visitor, f"{url}{'&' if '?' in url else '?'}q={written}".replace("{}", written), status)


def test_ids_of_things_are_short(things: list[str]) -> None:
    assert {short(ID[path]) for path in things} >= {"hostile:A1", "hostile:G1", "hostile"}
