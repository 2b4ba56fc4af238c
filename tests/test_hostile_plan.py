"""A plan that means harm breaks no page, leaves nothing unescaped and runs nothing, in whatever form."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph

from .hostile_plan import EVIL, ODD, PLAN, build
from .webpage import WebPage

# What rdflib says of numbers that are none.
pytestmark = pytest.mark.filterwarnings("ignore:Serializing weird numerical")

FOLLOW_UP, BEFORE = "suvikoski-seuranta-2025", "suvikoski-hyvinvointi-2021"
AROUND, ENDS = f"focus={PLAN}:P1", f"focus={PLAN}:H1,{PLAN}:H2"
PAGES = [
    *("/", "/?plan=all", f"/?plan={FOLLOW_UP}", f"/?plan={BEFORE}", "/index.json"),
    *("/network", "/network?plan=all", f"/network?{AROUND}", "/network.json", "/network.json?plan=all"),
    *("/list", "/list?plan=all", f"/list?{AROUND}&view=neighbours", "/list.json", "/list?as=tree"),
    *("/search?q=teksti", "/search.json?q=%3Cscript", "/questions", "/plans", "/plans.json", "/views"),
    *(f"/focus?{AROUND}", f"/focus?focus={PLAN}:G1", f"/focus.json?{AROUND}", f"/embed/focus?{AROUND}"),
    *(f"/path?{ENDS}", f"/path?focus={PLAN}:P1,{PLAN}:G1", f"/path.json?{ENDS}", f"/embed/path?{ENDS}"),
    *(f"/present/focus?{AROUND}", f"/present/focus?focus={PLAN}:G1", f"/present/path?{ENDS}"),
    *("/present/matrix", "/present/network", "/present/question/partners-per-goal"),
    *(f"/card/focus.png?{AROUND}", "/card/matrix.png", f"/embed/focus?{AROUND}&change=none"),
    *("/embed/matrix", "/embed/network", "/embed/list", "/embed/question/partners-per-goal"),
    *("/questions/levels-and-links", "/questions/planned-and-reported", "/questions/budget-and-outturn"),
    *(
        "/questions/partners-per-goal.csv",
        "/questions/partners-per-goal.xlsx",
        "/questions/targets-and-reports.json",
    ),
    *("/questions/partners-per-goal.svg", f"/questions/schedule-of-actions?plan={FOLLOW_UP}"),
    *("/benchmark.csv", "/accessibility", "/sparql", f"/analysis?a={PLAN}:O1&b={PLAN}:P1"),
    *(f"/id/{PLAN}", f"/id/{PLAN}.ttl", f"/id/{PLAN}.jsonld", f"/id/{PLAN}.json", "/id/suvikoski"),
    *(
        f"/id/{PLAN}/{thing}{form}"
        for thing in ("P1", "H3", "O1")
        for form in ("", ".json", ".ttl", ".jsonld")
    ),
    *(f"/id/{PLAN}/{quote(name, safe='')}" for name in ODD),
]
#: Those that ask all questions, or read two plans.
REPORTS = [
    *(
        "/evaluate",
        f"/evaluate?plan={FOLLOW_UP}&full=true",
        "/evaluate.docx",
        "/evaluate.xlsx",
        "/evaluate.md",
    ),
    *("/evaluate.html", "/evaluate.json", "/benchmark", "/benchmark.xlsx", "/compare", "/compare.svg"),
    f"/compare?a={BEFORE}&b={PLAN}",
]
#: Pages that come with a picture of their own, and the report as a file, which holds its style.
_OWN_IMAGE = ("data:image/svg+xml;base64,", "/export/")
_STYLED = re.compile(r"/evaluate\.html")
_LONGEST = 3_000_000
_RUNS = re.compile(r"[=+\-@\t\r]")


@pytest.fixture(scope="module")
def hostile(make_viewer: Callable[..., Flask], tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("hostile") / "store"
    build(folder)
    app = make_viewer(folder, kept_bytes=0)
    app.testing = False  # what fails is an answer
    return app.test_client()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_no_markup_of_a_plan(hostile: FlaskClient, path: str) -> None:
    assert problems(hostile, path) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", REPORTS)
def test_a_report_holds_no_markup_of_a_plan(hostile: FlaskClient, path: str) -> None:
    assert problems(hostile, path) == []


@pytest.mark.slow
def test_every_question_is_answered(hostile: FlaskClient) -> None:
    rows = hostile.get("/questions.json").json["rows"]
    assert len(rows) > 50
    paths = [f"/questions/{row['name']}?plan={plan}" for row in rows for plan in (PLAN, FOLLOW_UP)]
    assert [(path, found) for path in paths if (found := problems(hostile, path))] == []


@pytest.mark.slow
def test_ten_thousand_links_on_one_thing(make_viewer: Callable[..., Flask], tmp_path: Path) -> None:
    build(tmp_path / "store", links=10_000)
    app = make_viewer(tmp_path / "store")
    app.testing = False
    client = app.test_client()
    paths = (f"/id/{PLAN}/P1", "/", "/list", f"/list?{AROUND}&view=neighbours", "/network", "/network.json")
    for path in (*paths, f"/focus?{AROUND}", f"/embed/focus?{AROUND}", f"/path?{ENDS}", "/search?q=script"):
        assert [found for found in problems(client, path) if not found.startswith("id ")] == []


def problems(client: FlaskClient, path: str) -> list[str]:
    """Return what is wrong with an answer: it is a fault of ours, or holds more of a plan than its texts."""
    form = path.partition("?")[0].rpartition("/")[2].partition(".")[2]
    answer = client.get(path, headers={"Accept-Language": "fi", "Accept": "*/*" if form else "text/html"})
    if answer.status_code in {302, 303}:
        return []
    found = [f"{answer.status_code}"] if answer.status_code >= 500 else []
    if len(answer.data) > _LONGEST:
        found.append(f"{len(answer.data)} bytes")
    checks = {
        "text/html": _of_page,
        "application/json": _of_json,
        "image/svg+xml": _of_svg,
        "text/csv": _of_csv,
        "application/ld+json": _of_json,
        "text/turtle": _of_turtle,
    }
    if answer.data[:2] == b"PK":
        return [*found, *_of_packed(answer.data)]
    told = [*found, *checks.get(answer.mimetype, _nothing)(answer.data)]
    return [one for one in told if not (_STYLED.match(path) and "style" in one)]


def _nothing(_: bytes) -> Iterator[str]:
    yield from ()


def _of_page(body: bytes) -> Iterator[str]:
    page = WebPage(body.decode())
    yield from page.problems
    yield from (f"leads to {address}" for address in page.outside if EVIL in address or "script:" in address)
    for tag in page.tags:
        if tag.name in {"iframe", "base", "object", "embed", "foreignobject", "animate", "set"}:
            yield f"<{tag.name}>"
        if tag.name == "img" and not tag["src"].startswith(_OWN_IMAGE):
            yield f"<img src={tag['src']}>"
        if tag["lang"] and not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", tag["lang"]):
            yield f"lang={tag['lang']}"


def _of_json(body: bytes) -> Iterator[str]:
    told: list[str] = []
    json.loads(body, parse_constant=told.append)
    yield from (f"no JSON: {name}" for name in told)


def _of_svg(body: bytes) -> Iterator[str]:
    for element in ET.fromstring(body).iter():
        name = str(element.tag).rpartition("}")[2].lower()
        if name in {"script", "foreignobject", "image", "use", "animate", "set", "iframe"}:
            yield f"<{name}>"
        yield from (f"<{name} {key}>" for key in element.attrib if key.lower().startswith("on"))
        yield from (
            f"leads to {text}" for key, text in element.attrib.items() if "href" in key and EVIL in text
        )


def _of_csv(body: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))):
        yield from (
            f"runs: {cell}" for cell in row if _RUNS.match(cell) and not re.fullmatch(r"[-+\d.,eE]+", cell)
        )


def _of_turtle(body: bytes) -> Iterator[str]:
    if not len(Graph().parse(data=body, format="turtle")):
        yield "nothing is told"


def _of_packed(body: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                tree = ET.fromstring(packed.read(name))
                yield from (f"{name}: formula" for element in tree.iter() if str(element.tag).endswith("}f"))
                if name.endswith(".rels"):
                    yield from (f"{name}: {EVIL}" for element in tree.iter() if EVIL in str(element.attrib))
            elif name.endswith(".svg"):
                yield from _of_svg(packed.read(name))
