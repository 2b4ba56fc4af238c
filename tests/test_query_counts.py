"""How often each page asks the store: at most three times, where nothing of the page itself is remembered.

What all pages share is remembered as long as the store stays as it is: the list of plans, what things are
called, what is internal, which registers a plan uses, what a plan says of who reported, how many of each
kind it has. So a plan is looked at once before its pages are counted; pages are not kept.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from .query_counting import counted

PLAN = "kemi-hyvinvointi-2023"
MOST = 3
PAGES = [
    "/",
    "/?plan=all",
    f"/?plan=kemi-strategia-2022,{PLAN}",
    "/focus",
    f"/focus?focus={PLAN}:P1.4",
    f"/focus?focus={PLAN}:P1.4,{PLAN}:A1.30",
    f"/focus.json?focus={PLAN}:P1.4",
    f"/embed/focus?focus={PLAN}:P1.4",
    f"/path?focus={PLAN}:A1.1,{PLAN}:A1.30",
    f"/id/{PLAN}/A1.30",
    "/id/kemi/kirjasto",
    "/list?as=tree",
    "/embed/matrix",
    "/views",
    "/network",
    f"/network?focus={PLAN}:P1.4",
    "/network?plan=all",
    "/network?of=priorities-without-action",
    "/network.json",
    "/list",
    "/list?plan=all",
    f"/list?focus={PLAN}:A1.30&view=neighbours",
    "/list.json",
    f"/focus?focus={PLAN}:P1.4,kemi:kirjasto",
    "/focus",
    "/focus.json?focus=kemi:liikuntapalvelut",
    f"/embed/focus?focus={PLAN}:P2.2",
    "/search?q=kirjaston",
    "/search.json?q=kirjaston",
    "/search/suggestions?q=kirjaston",
    "/path",
    "/path?focus=kemi:liikuntapalvelut",
    "/path?focus=kemi:liikuntapalvelut,kemi:lapha",
    "/path?focus=kemi:liikuntapalvelut,kemi:lapha&plan=all",
    "/path.json?focus=kemi:liikuntapalvelut,kemi:lapha,kemi:kirjasto",
    "/embed/path?focus=kemi:liikuntapalvelut,kemi:lapha",
    "/questions/priorities-without-action",
    "/questions/actions-per-priority?named=true",
    f"/questions/actions-of-field?priority={PLAN}:P1.1",
    "/questions/actions-per-priority.csv?plan=all",
    f"/analysis?a={PLAN}:A1.1&b={PLAN}:A1.30",
    "/plans",
    "/plans.json",
    "/ontology",
    "/accessibility",
    "/sparql",
    "/embed/network",
    "/embed/network?change=none",
    f"/present/focus?focus={PLAN}:P1.4",
    "/present/matrix",
    "/present/network",
    "/present/question/actions-per-priority",
    "/present/path?focus=kemi:liikuntapalvelut,kemi:lapha",
    "/card/matrix.png",
    "/embed/list",
    "/embed/question/actions-per-priority",
    "/-/health",
]
#: Two plans are read beside each other, each in two queries; what changes mean is read once for all.
OF_TWO = {"/compare": 6, f"/compare?a=kemi-strategia-2022&b={PLAN}": 5}
#: All questions are asked by these, a hundred of them, once for a store as it is: that is what they are for.
#: Each gives the number of queries left when everything was asked before.
REPORTS = {"/questions": 0, "/benchmark": 1, "/evaluate": 4}


@pytest.fixture(scope="module")
def client(make_viewer: Callable[..., Flask], kemi_path: Path) -> FlaskClient:
    """A viewer that keeps no pages, where each plan and all of them were looked at before."""
    client = make_viewer(kemi_path, kept_bytes=0).test_client()
    client.get("/questions")
    for plan in ("", "all"):
        for page in ("", "/embed"):
            client.get(f"{page}/list?plan={plan}")
            client.get(f"{page}/question{'s' * (not page)}/actions-per-priority?plan={plan}")
    return client


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_at_most_three_times(client: FlaskClient, path: str) -> None:
    assert _queries(client, path) <= MOST


@pytest.mark.parametrize("path", OF_TWO)
def test_a_comparison_asks_more_by_what_it_asks_of_each(client: FlaskClient, path: str) -> None:
    assert _queries(client, path) <= OF_TWO[path]


@pytest.mark.slow
@pytest.mark.parametrize("path", REPORTS)
def test_a_report_asks_all_questions_once(client: FlaskClient, path: str) -> None:
    client.get(path)
    assert _queries(client, path) <= REPORTS[path]


def _queries(client: FlaskClient, path: str) -> int:
    with counted() as texts:
        assert client.get(path, headers={"Accept-Language": "fi", "Accept": "text/html"}).status_code == 200
    return len(texts)
