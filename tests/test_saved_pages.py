"""Saved views in the viewer: who may save, what a form must show, and what is told when data changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph import PlanGraph
from webviz import saved_pictures

from .conftest import MakeWorkbook
from .internal_plans import INTERNAL
from .webpage import BROWSER, WebPage

Make = Callable[..., Flask]
HERE = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
TOKEN = "a-token-of-the-tests"


def books(make: MakeWorkbook, bodies: str = "toimi", goal: str = "Terve arki") -> Path:
    return make(
        "oma",
        goals=[{"id": "G1", "title.fi": goal}, {"id": "G2", "title.fi": "Salainen", **INTERNAL}],
        priorities=[{"id": "P1", "title.fi": "Liikkuminen", "goal": "G1"}],
        bodies=[
            {"id": name, "kind": "unit", "title.fi": name, "field": "youth"} for name in ("toimi", "muu")
        ],
        actions=[
            {"id": "A1", "title.fi": "Retki", "implements": "P1", "responsible": bodies},
            {"id": "A2", "title.fi": "Leiri", "implements": "P1", "responsible": "muu"},
        ],
    )


@pytest.fixture
def folder(make_workbook: MakeWorkbook, tmp_path: Path) -> Path:
    with PlanGraph.create(tmp_path / "store").store as store:
        added = PlanGraph(store).add(books(make_workbook))
    assert added[0].change, added[0].report
    return tmp_path / "store"


@pytest.fixture
def mine(make_viewer: Make, folder: Path) -> FlaskClient:
    """The viewer that only this computer reaches."""
    return make_viewer(folder).test_client()


def fields(client: FlaskClient, path: str = "/network") -> dict[str, str]:
    """Return the hidden fields of the form below a picture."""
    page = WebPage(client.get(f"{path}{'&' if '?' in path else '?'}lang=fi", headers=BROWSER).text)
    assert page.problems == []
    one = page.one("form", id="save-view")
    assert (one["method"], one["action"]) == ("post", "/views?lang=fi")
    hidden = {tag["name"]: tag["value"] for tag in page.all("input", type="hidden")}
    return {key: hidden[key] for key in ("mark-of-form", "picture", "state", "question", "positions")}


def save(client: FlaskClient, path: str = "/network", name: str = "Näkymä", **more: str) -> TestResponse:
    return client.post("/views?lang=fi", data={**fields(client, path), "name": name, **more}, headers=HERE)


def notice(client: FlaskClient, name: str) -> str:
    page = WebPage(client.get(f"/views/{name}?lang=fi", headers=BROWSER, follow_redirects=True).text)
    return " ".join(tag.text for tag in page.all("div", class_="changed"))


def test_a_picture_is_saved_with_its_state_and_opened_again(mine: FlaskClient) -> None:
    path = "/network?plan=oma&hide=body&focus=oma:A1&named=true"
    done = save(
        mine, path, "Kuka tekee?", positions='{"oma:A1": [12.34, -5], "oma:A2": ["x", 1], "?": [1, 2]}'
    )
    assert (done.status_code, done.location) == (303, "/views?done=saved&name=kuka-tekee&lang=fi")
    listed = WebPage(mine.get(done.location).text)
    assert listed.problems == []
    assert listed.all("a", class_="button", href="/views/kuka-tekee?lang=fi")[0].text == "Avaa näkymä"
    opened = mine.get("/views/kuka-tekee?lang=sv")
    assert opened.status_code == 302
    for part in (
        "/network?",
        "plan=oma",
        "hide=body",
        "focus=oma%3AA1",
        "named=true",
        "saved=kuka-tekee",
        "lang=sv",
    ):
        assert part in opened.location
    assert mine.get("/network.json?saved=kuka-tekee").json["positions"] == {"oma:A1": [12.3, -5.0]}
    assert mine.get("/network.json").json["positions"] == {}
    data = mine.get("/views/kuka-tekee.json").json
    assert data["settings"] == {"plan": "oma", "hide": "body", "focus": "oma:A1", "named": "true"}
    assert mine.get("/views.json").json["rows"][0]["changed"] is False
    assert "Kuka tekee?" in mine.get(opened.location, headers=BROWSER).text
    assert "/network?" in mine.get("/embed/view/kuka-tekee").location
    way = mine.get("/present/view/kuka-tekee?lang=sv").location
    assert way.startswith("/present/network?")
    assert all(part in way for part in ("hide=body", "saved=kuka-tekee", "lang=sv"))
    assert mine.get(way, headers=BROWSER).status_code == 200
    fixed = mine.get("/embed/view/kuka-tekee?change=none&frozen=oma@1").location
    assert "change=none" in fixed
    assert "frozen=oma%401" in fixed
    assert b"plan:SavedView" in mine.get("/views.ttl").data
    assert mine.get("/views/nothing").status_code == mine.get("/embed/view/nothing").status_code == 404


@pytest.mark.parametrize(
    ("path", "start"),
    [
        ("/", "/?"),
        ("/list?focus=oma:A1", "/list?"),
        ("/questions/actions-per-priority?plan=oma&sort=priority", "/questions/actions-per-priority?"),
    ],
)
def test_every_picture_can_be_saved(mine: FlaskClient, path: str, start: str) -> None:
    assert save(mine, path).status_code == 303
    assert mine.get("/views/nakyma").location.startswith(start)


def test_the_view_tells_of_changes_only_in_what_it_shows(
    mine: FlaskClient, folder: Path, make_workbook: MakeWorkbook
) -> None:
    save(mine, "/list?plan=oma&focus=oma:A1", "Retki")
    save(mine, "/list?plan=oma&focus=oma:A2", "Leiri")
    assert notice(mine, "retki") == notice(mine, "leiri") == ""
    with PlanGraph.create(folder).store as store:
        assert PlanGraph(store).add(books(make_workbook, "muu"))[0].change
    assert "Tiedot ovat muuttuneet" in notice(mine, "retki")
    assert "1 rivi on uusi tai muuttunut. 1 rivi on poistunut" in notice(mine, "retki")
    assert notice(mine, "leiri") == ""
    changed = {row["name"]: row["changed"] for row in mine.get("/views.json").json["rows"]}
    assert changed == {"retki": True, "leiri": False}
    page = WebPage(mine.get("/views?lang=fi").text)
    [compare] = [tag["href"] for tag in page.all("a") if "a=oma%40" in tag["href"] or "a=oma@" in tag["href"]]
    assert mine.get(compare).status_code == 200


def test_a_view_of_what_is_gone_says_so_and_shows_the_rest(mine: FlaskClient, folder: Path) -> None:
    save(mine, "/network?plan=oma&focus=oma:A1", "Retki")
    with PlanGraph.create(folder).store as store:
        PlanGraph(store).remove("oma")
    answer = mine.get("/views/retki?lang=fi")
    assert (answer.status_code, "oma:A1" in answer.text) == (200, True)
    assert "Kuvasta ei ole mitään jäljellä" in answer.text
    assert mine.get("/views?lang=fi").status_code == 200


def test_only_a_page_of_the_viewer_saves(mine: FlaskClient) -> None:
    good = {**fields(mine), "name": "Oma"}
    for headers in ({}, {"Origin": "http://evil.example"}, {**HERE, "Sec-Fetch-Site": "cross-site"}):
        assert mine.post("/views", data=good, headers=headers).status_code == 403
    for wrong in ({"mark-of-form": "x"}, {"name": " "}, {"picture": "map"}, {"name": "x" * 300}):
        answer = mine.post("/views?lang=fi", data={**good, **wrong}, headers=HERE)
        assert answer.status_code == 400
        assert WebPage(answer.text).one("p", role="alert").text
    assert mine.get("/views.json").json["rows"] == []
    assert mine.post("/views/oma/remove", data={}, headers=HERE).status_code == 403
    assert mine.post("/views", data=good, headers=HERE).status_code == 303


def test_what_was_removed_comes_back(mine: FlaskClient) -> None:
    save(mine, name="Oma")
    good = fields(mine)
    assert mine.post("/views/oma/rename", data={**good, "name": "Toinen"}, headers=HERE).status_code == 303
    assert mine.get("/views.json?lang=fi").json["rows"][0]["title"] != "Oma"
    removed = mine.post("/views/oma/remove", data=good, headers=HERE)
    assert mine.get("/views.json").json["rows"] == []
    assert WebPage(mine.get(removed.location).text).one("form", action="/views/oma/undo")
    assert mine.post("/views/oma/undo", data=good, headers=HERE).status_code == 303
    assert len(mine.get("/views.json").json["rows"]) == 1
    assert mine.post("/views/none/remove", data=good, headers=HERE).status_code == 404


def test_others_save_only_with_the_token(make_viewer: Make, folder: Path) -> None:
    others = make_viewer(folder, public_url="https://plans.example.fi").test_client()
    page = WebPage(others.get("/network?lang=fi").text)
    assert page.all("form", id="save-view") == []
    assert page.one("input", id="page-address")["value"] == "https://plans.example.fi/network?lang=fi"
    assert others.post("/views", data={"name": "x"}, headers=HERE).status_code == 403
    editing = make_viewer(folder, public_url="https://plans.example.fi", edit_token=TOKEN).test_client()
    assert save(editing).status_code == 403
    assert save(editing, **{"edit-token": TOKEN}).status_code == 303


def test_what_is_internal_is_saved_so_and_shown_to_nobody_else(make_viewer: Make, folder: Path) -> None:
    mine = make_viewer(folder).test_client()
    save(mine, "/list?focus=oma:G2&plan=oma", "Salaiset maalit")
    save(mine, "/list?focus=oma:A2&plan=oma", "Avoimet")
    save(mine, "/list?focus=oma:A2&plan=oma", "Piilotetut", internal="yes")
    save(mine, "/?plan=oma", "Luvut")
    others = make_viewer(folder, public_url="https://plans.example.fi").test_client()
    shown = {row["title"]: row["changed"] for row in others.get("/views.json").json["rows"]}
    assert shown == {"Avoimet": False, "Luvut": False}
    for client in (others, mine):
        for name in ("salaiset-maalit", "piilotetut"):
            assert client.get(f"/embed/view/{name}").status_code == 404
    assert mine.get("/views/salaiset-maalit").status_code == 302
    assert others.get("/views/salaiset-maalit").status_code == 404


def test_two_who_save_at_once_lose_nothing(make_viewer: Make, folder: Path) -> None:
    app = make_viewer(folder)
    good = fields(app.test_client())
    answers: list[int] = []

    def one(number: int) -> None:
        sent = {**good, "name": f"Samaan aikaan {number % 2}"}
        answers.append(app.test_client().post("/views", data=sent, headers=HERE).status_code)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Who waits too long for a turn is told so, and has nothing half saved.
    assert set(answers) <= {303, 503}
    assert answers.count(303) > 1
    names = [row["name"] for row in app.test_client().get("/views.json").json["rows"]]
    assert len(names) == len(set(names)) == answers.count(303)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"oma:A1": 3}',
        '{"oma:A1": [1e999, 1]}',
        "[" * 5000,
        '{"oma:A1": [true]}',
        '{"oma:A1": [1' + "0" * 400 + ", 1]}",
    ],
)
def test_odd_positions_are_left_out(make_viewer: Make, folder: Path, text: str) -> None:
    app = make_viewer(folder)
    with app.test_request_context("/network"):
        app.preprocess_request()
        assert saved_pictures.places_of(text) == {}
