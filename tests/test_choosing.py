"""Suggestions and the page of the search: by kind, with the letters that were asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import PlanGraph
from graph.search_emphasis import emphasised

from .webpage import BROWSER, WebPage

REPORT = "kemi-hyvinvointi-2023"


def suggested(client: FlaskClient, text: str) -> WebPage:
    answer = client.get("/search/suggestions", query_string={"q": text, "lang": "fi"}, headers=BROWSER)
    assert answer.status_code == 200
    return WebPage(answer.text)


@pytest.mark.parametrize(
    ("label", "asked", "parts"),
    [
        ("Omatoimikirjasto", "kirjaston", ["kirjasto"]),
        ("Kirjailijavierailut kirjastossa", "kirjaston", ["kirjastossa"]),
        ("Lasten ja nuorten palvelut", "lapsi palvelu", ["Lasten", "palvelut"]),
        ("Straße 🙂 Åbo", "strasse abo", ["Straße", "Åbo"]),
        ("🙂 Kirjasto", "kirjstossa", ["Kirj"]),
        ("Talo", "puu", []),
        ("", "puu", []),
    ],
)
def test_what_was_asked_for_is_emphasised(label: str, asked: str, parts: list[str]) -> None:
    found = emphasised(label, asked, "fi")
    assert found == sorted(found)
    assert [label[start:end] for start, end in found] == parts


def test_suggestions_are_grouped_by_kind_the_best_first(client: FlaskClient) -> None:
    page = suggested(client, "kirjaston")
    groups = page.all("div", role="group")
    heads = [page.one("div", id=group["aria-labelledby"]).text for group in groups]
    assert heads[:2] == ["Toimija", "Toimenpide"]
    options = page.all("div", role="option")
    assert options[0]["data-id"] == "kemi:kirjasto"
    assert options[0]["data-url"].startswith("/focus?focus=kemi")
    assert len({option["id"] for option in options}) == len(options) <= 13
    assert all("mark" in [tag.name for tag in page.tags] for _ in options)


def test_things_called_the_same_are_told_apart(client: FlaskClient) -> None:
    texts = [
        one.text for one in suggested(client, "hyvinvointialueen yhdyspinnoilla").all("div", role="option")
    ]
    assert [any(name in text for text in texts) for name in ("P1.4", "P2.8", "P3.7")] == [True] * 3


def test_the_page_is_narrowed_by_kind_and_plan(client: FlaskClient) -> None:
    page = WebPage(client.get("/search?q=liikunta&lang=fi", headers=BROWSER).text)
    every = len(page.all("a", class_="hit"))
    one = WebPage(client.get("/search?q=liikunta&lang=fi&kind=action", headers=BROWSER).text)
    assert [tag.text.split()[0] for tag in one.all("h2")] == ["Toimenpide"]
    plan = WebPage(client.get(f"/search?q=liikunta&lang=fi&in={REPORT}", headers=BROWSER).text)
    assert 0 < len(one.all("a", class_="hit")) < every
    assert 0 < len(plan.all("a", class_="hit")) < every
    nothing = WebPage(client.get("/search?q=zzzz&lang=fi", headers=BROWSER).text)
    assert "Kokeile sanan alkua" in nothing.one("main").text


@pytest.mark.parametrize(
    "text", ["", "   ", "\"'<b>&", "x" * 2000, "😀", "%00\x00", "a " * 500, "../..", "{{ 7*7 }}"]
)
def test_odd_texts_are_answered(client: FlaskClient, text: str) -> None:
    assert suggested(client, text).problems == []
    answer = client.get("/search", query_string={"q": text}, headers=BROWSER)
    assert answer.status_code == 200
    assert WebPage(answer.text).problems == []
    assert client.get("/search.json", query_string={"q": text}).json["ok"]


def test_a_hostile_plan_is_searched_and_connected(
    make_workbook: Callable[..., Path], make_viewer: Callable[..., Flask], tmp_path: Path
) -> None:
    long = "Kuntalaisten hyvinvointi " * 200
    actions = [
        {"id": f"A{number}", "title.fi": title, "responsible": "U1;U2" if number % 2 else "U1"}
        for number, title in enumerate(
            ['<script>alert("x")</script>', long, "שלום עולם", "🙂🙂 kirjasto", "</svg>]]>"]
        )
    ]
    bodies = [
        {"id": "U1", "kind": "organisation", "field": "sport", "title.fi": long},
        {"id": "U2", "kind": "organisation", "field": "sport", "title.fi": "<img src=x onerror=alert(1)>"},
    ]
    store = tmp_path / "store"
    plans = PlanGraph.create(store)
    plans.add(make_workbook(actions=actions, bodies=bodies))
    plans.store.close()
    client = make_viewer(store).test_client()
    for url in (
        "/path?focus=tiny:U1,tiny:U2",
        "/path?focus=tiny:A0,tiny:A1,tiny:A2",
        "/path?focus=tiny:U1",
        "/embed/path?focus=tiny:U1,tiny:U2",
        "/search?q=kuntalaisten",
        "/search?q=%3Cscript",
        "/search/suggestions?q=alert",
    ):
        text = client.get(url, headers=BROWSER).text
        page = WebPage(text)
        assert page.problems == [], url
        assert "<script>alert" not in text
        assert "<img" not in text
    assert "yhteinen toimenpide" in client.get("/path?focus=tiny:U1,tiny:U2&lang=fi", headers=BROWSER).text
