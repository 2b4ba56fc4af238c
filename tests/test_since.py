"""A live page tells a reader who comes from an old slide whether the picture is still true."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import PlanGraph
from graph.recording import Origin, Recorder
from webviz import state
from webviz.row_changes import row_changes

from .conftest import MakeWorkbook
from .earlier_plans import STEPS, add, plan

Make = Callable[..., Flask]


@pytest.fixture(scope="module")
def mine(make_viewer: Make, earlier_path: Path) -> FlaskClient:
    return make_viewer(earlier_path).test_client()


def told(client: FlaskClient, path: str, status: int = 200) -> str:
    """Return what a page tells above its picture, without its marks; empty for nothing."""
    answer = client.get(path)
    assert answer.status_code == status, path
    note = re.search(r'<section class="time-note".*?</section>', answer.text, re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]*>", "", note[0]))).strip() if note else ""


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/?", "2 muuttunut"),
        ("/list?", "3 yhteyttä tullut, 3 yhteyttä poistunut"),
        ("/network?", "3 yhteyttä tullut, 3 yhteyttä poistunut"),
        ("/focus?focus=pieni:A1&", "2 yhteyttä tullut, 2 yhteyttä poistunut"),
        ("/path?focus=pieni:P1,rek:toimi&", "4 yhteyttä poistunut"),
        ("/questions/actions-without-target-group?", "1 kohta tullut, 1 kohta poistunut"),
    ],
)
def test_every_picture_tells_what_changed_in_it(mine: FlaskClient, path: str, said: str) -> None:
    assert f"Sen jälkeen tässä kuvassa: {said}" in told(mine, f"{path}lang=fi&since=pieni@1,rek@1")


def test_what_changed_is_named_and_leads_on(mine: FlaskClient) -> None:
    note = told(mine, "/focus?lang=fi&focus=pieni:A1&since=pieni@1")
    assert "joka näyttää tilanteen" in note
    assert "(versio 1)" in note
    assert "Uusi: Toimi A1 – toteuttaa – Osallisuus" in note
    assert "Poistunut: Toimi A1 – toteuttaa – Liikkuminen" in note
    page = unescape(mine.get("/focus?lang=fi&focus=pieni:A1&since=pieni@1").text)
    assert 'href="/compare?a=pieni@1&b=pieni&lang=fi"' in page
    assert 'href="/focus?lang=fi&focus=pieni%3AA1&frozen=pieni%401"' in page


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_a_picture_that_did_not_change_is_still_true(mine: FlaskClient, lang: str) -> None:
    true = {"fi": "Kuva on yhä ajan tasalla", "sv": "Bilden är fortfarande aktuell", "en": "still true"}[lang]
    assert true in told(mine, f"/focus?lang={lang}&focus=pieni:A5&since=pieni@1")
    assert true in told(mine, f"/list?lang={lang}&since=pieni@3,rek@1")


def test_the_notice_does_not_follow_the_reader(mine: FlaskClient) -> None:
    page = mine.get("/list?lang=fi&since=pieni@1").text
    tags = [tag for tag in re.findall("<a [^>]*>", page) if "since=" in tag]
    assert tags  # the same list in another order, or in another language
    assert all('href="/list' in tag for tag in tags)
    assert 'id="save-box"' in page
    assert "frozen" not in page.replace("&amp;frozen=pieni%401", "", 1)
    assert told(mine, "/plans?since=pieni@1") == ""
    assert told(mine, "/list?since=pieni@1&frozen=pieni@1") == ""
    assert state.settings(state.State(since=("a@1",), frozen=("a@1",))) == {}


@pytest.mark.parametrize("since", ["pieni@9", "muu@1", "x", "<b>@1", "pieni@0", "@", "%F0%9F%8F%83@1"])
def test_a_version_that_is_not_known_is_told_and_the_picture_shown(mine: FlaskClient, since: str) -> None:
    assert "Linkin nimeämää versiota ei tunneta täällä" in told(mine, f"/list?lang=fi&since={since}")
    assert "Toimi A4" in mine.get(f"/list?lang=fi&since={since}").text


def test_what_is_not_kept_any_more_is_told_as_changed(make_viewer: Make, earlier_copy: Path) -> None:
    min((earlier_copy / "history").glob("pieni-*/*.nq.gz")).unlink()
    client = make_viewer(earlier_copy).test_client()
    note = told(client, "/list?lang=fi&since=pieni@1")
    assert "Mitä tässä kuvassa on muuttunut, sitä ei voi enää kertoa" in note
    assert "sellaisena kuin se oli" not in note


def test_an_undo_makes_the_slide_true_again(make_viewer: Make, earlier_copy: Path) -> None:
    client = make_viewer(earlier_copy).test_client()
    assert "yhä ajan tasalla" not in told(client, "/list?lang=fi&since=pieni@2")
    plans = PlanGraph.create(earlier_copy)
    with plans.store:
        plans.store.recorder = Recorder(plans.store, plans.model, Origin("undo"))
        plans.undo("pieni")
    assert "yhä ajan tasalla" in told(client, "/list?lang=fi&since=pieni@2")
    assert "yhä ajan tasalla" not in told(client, "/list?lang=fi&since=pieni@3")


def test_others_are_told_only_of_what_is_public(
    make_viewer: Make, make_workbook: MakeWorkbook, earlier_copy: Path
) -> None:
    add(earlier_copy, [plan(make_workbook, {**STEPS[2], "A6": "P1"}, "A6")])
    public = make_viewer(earlier_copy, host="0.0.0.0").test_client()
    note = told(public, "/list?lang=fi&since=pieni@3")
    assert "yhä ajan tasalla" in note
    assert "A6" not in note
    assert "Mikä muuttui" not in told(public, "/list?lang=fi&since=pieni@1")


def test_a_viewer_may_keep_earlier_states_to_itself(make_viewer: Make, earlier_path: Path) -> None:
    public = make_viewer(earlier_path, host="0.0.0.0", earlier=False).test_client()
    assert (
        "suunnitelmien aiempia tilanteita ei näytetä täällä"
        in public.get("/list?lang=fi&frozen=pieni@1").text
    )
    note = told(public, "/list?lang=fi&since=pieni@1")
    assert "Tietoja on muutettu sen jälkeen, viimeksi" in note
    assert "sellaisena kuin se oli" not in note


def test_a_thing_that_is_gone_leaves_a_page_that_says_so(mine: FlaskClient) -> None:
    note = told(mine, "/focus?lang=fi&focus=pieni:A3&since=pieni@1", 404)
    assert "Tietoja on muutettu sen jälkeen" in note
    assert "Näytä kuva sellaisena kuin se oli" in note


def test_numbers_that_became_others_are_told() -> None:
    then = [{"goal": "p:1", "goalLabel": "Arki", "count": 2}]
    found = row_changes(then, [{"goal": "p:1", "goalLabel": "Arki", "count": 3}])
    assert found.altered == ("Arki: 2 → 3",)
    assert not row_changes(then, [dict(then[0])])
