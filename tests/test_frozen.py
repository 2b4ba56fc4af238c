"""Pictures as they were: an earlier state of a plan on every page, and nothing internal for others."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import RDF, URIRef
from werkzeug.datastructures import MultiDict

from graph import PlanGraph
from graph.plan_info import PlanInfo
from graph.recording import Origin, Recorder
from webviz import current, frozen, stamps

from .conftest import MakeWorkbook
from .earlier_plans import STEPS, add, add_steps, plan, register
from .query_counting import counted

Make = Callable[..., Flask]
THEN, NOW = "Toimi A3", "Toimi A4"
PICTURES = (
    "/list?lang=fi",
    "/network?lang=fi",
    "/focus?lang=fi&focus=pieni:G1",
    "/focus?lang=fi&focus=rek:toimi",
    "/path?lang=fi&focus=pieni:{},rek:toimi",
    "/questions/actions-without-target-group?lang=fi",
    "/id/pieni/{}?lang=fi",
    "/search?lang=fi&q={}",
    "/embed/list?lang=fi",
    "/embed/focus?lang=fi&focus=rek:toimi",
    "/export/focus.svg?lang=fi&focus=rek:toimi",
)


@pytest.fixture(scope="module")
def mine(make_viewer: Make, earlier_path: Path) -> FlaskClient:
    return make_viewer(earlier_path).test_client()


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return re.sub(r"\s+", " ", unescape(answer.text))


@pytest.mark.parametrize("path", PICTURES)
def test_every_page_shows_the_plan_as_it_was(mine: FlaskClient, path: str) -> None:
    then = text(mine, path.format("A3") + "&frozen=pieni@1")
    assert "A3" in then
    assert NOW not in then
    assert "A3" not in text(mine, path.format("A4")).replace("frozen=pieni@3", "")


def test_files_are_offered_of_the_same_time(mine: FlaskClient) -> None:
    page = text(mine, "/present/focus?focus=rek:toimi&frozen=pieni@1")
    assert 'src="/export/focus.svg?' in page
    assert set(re.findall(r'"(/export/focus\.svg\?[^"]*)"', page)) == {
        url for url in re.findall(r'"(/export/focus\.svg\?[^"]*)"', page) if "frozen=pieni%401" in url
    }
    assert '<input type="hidden" name="frozen" value="pieni@1">' in page
    framed = text(mine, "/embed/list?lang=fi&plan=pieni&change=none&frozen=pieni@1")
    assert "(versio 1), ei nykyinen" in framed
    assert "Näytä nykyinen" not in framed  # its last line leads there


def test_the_page_says_of_when_it_is_and_leads_to_now(mine: FlaskClient) -> None:
    then = text(mine, "/list?plan=pieni&lang=fi&frozen=pieni@2")
    day = stamps_of(mine)[1]
    assert f"Tilanne {day} (versio 2), ei nykyinen" in then
    assert '<a href="/list?plan=pieni&lang=fi">Näytä nykyinen</a>' in then
    assert "Tallenna näkymä" not in then
    assert "(versio 3), yhä nykyinen" in text(mine, "/list?plan=pieni&lang=fi&frozen=pieni@3")
    assert "time-note" not in text(mine, "/list?plan=pieni&lang=fi")
    assert "Pieni suunnitelma: läget" in text(mine, "/?lang=sv&frozen=pieni@1")


def stamps_of(client: FlaskClient) -> tuple[str, ...]:
    """Return the states of the plan as a page tells them, and the day of the last one."""
    with client.application.test_request_context("/?lang=fi"):
        client.application.preprocess_request()
        found = stamps.stamp_of(infos())
        return (found[0].revision, f"{found[0].day.day}.{found[0].day.month}.{found[0].day.year}")


def infos() -> list[PlanInfo]:
    return [info for info in current.plans().plans("fi") if info.kind == "plan"]


def test_links_and_forms_on_the_page_stay_in_that_time(mine: FlaskClient) -> None:
    """What leads elsewhere is the way to now, and pages that show the plans as they are."""
    for path in ("/", "/focus?focus=pieni:P1", "/list", "/network", "/path", "/id/pieni/A1", "/plans"):
        then = mine.get(f"{path}{'&' if '?' in path else '?'}frozen=pieni@1").text
        then = re.sub(r'<p class="time-note.*?</p>', "", then, flags=re.DOTALL)
        live = ("/compare", "/views", "/sparql", "/ontology", "/static", "/vis", "/-", "#", "/benchmark")
        for url in re.findall(r'<a [^>]*?href="([^"]*)"', then):
            assert "frozen=pieni" in url or url.startswith(live) or "rel=" in url, (path, url)
        for form in re.findall(r"<form.*?</form>", then, flags=re.DOTALL):
            if 'method="post"' not in form:
                assert 'name="frozen" value="pieni@1"' in form, (path, form[:200])


@pytest.mark.parametrize(
    ("frozen", "status", "said"),
    [
        ("pieni@4", 404, "ei ole versiota 4; viimeisin on 3"),
        ("pieni@0", 404, "ei ole versiota 0"),
        ("muu@1", 404, "suunnitelmaa muu ei ole tallennettu"),
        ("pieni", 400, "esimerkiksi kemi-hyvinvointi-2023@3"),
        ("pieni@1,pieni@2", 400, "kahta tilannetta"),
        ("<b>@1\u202e\u0007", 400, "pitäisi olla suunnitelma ja version numero"),
        ("pieni@" + "9" * 40, 400, "pitäisi olla suunnitelma ja version numero"),
    ],
)
def test_what_cannot_be_shown_is_told_with_a_way_on(
    mine: FlaskClient, frozen: str, status: int, said: str
) -> None:
    for page in ("/list", "/embed/list"):
        answer = mine.get(page, query_string=MultiDict({"lang": "fi", "frozen": frozen}))
        assert answer.status_code == status
        assert said in answer.text
        assert f'<a href="{page}?lang=fi">Näytä nykyinen</a>' in answer.text
        assert "<b>@" not in answer.text


def test_a_state_that_the_history_lost_is_told(make_viewer: Make, earlier_copy: Path) -> None:
    folder = earlier_copy
    client = make_viewer(folder).test_client()
    (min((folder / "history").glob("pieni-*/*.nq.gz"))).unlink()
    assert "versiota 1 ei enää ole tallessa" in text(client, "/list?lang=fi&frozen=pieni@1", 404)
    assert THEN in text(client, "/list?lang=fi&frozen=pieni@2")


@pytest.mark.parametrize(
    "damage", [b"", b"no gzip", gzip.compress(b"<a> <b>\n"), gzip.compress(b"#" * 99)[:20]]
)
def test_a_state_whose_file_is_damaged_is_told(make_viewer: Make, earlier_copy: Path, damage: bytes) -> None:
    for file in (earlier_copy / "history").glob("pieni-*/*.nq.gz"):
        file.write_bytes(damage)
    for client in (
        make_viewer(earlier_copy).test_client(),
        make_viewer(earlier_copy, host="::").test_client(),
    ):
        told = text(client, "/list?lang=fi&frozen=pieni@1", 404)
        assert "pieni@1: tallessa oleva versio on vioittunut" in told
        assert "Näytä nykyinen" in told
        assert NOW in text(client, "/list?lang=fi&plan=pieni&since=pieni@1")


def test_a_register_is_as_it_is_unless_it_is_asked_for(
    make_viewer: Make, make_workbook: MakeWorkbook, earlier_copy: Path
) -> None:
    folder = earlier_copy
    add(folder, [register(make_workbook, "Hyvinvointi")])
    client = make_viewer(folder).test_client()
    assert "Hyvinvointi" in text(client, "/list?lang=fi&frozen=pieni@1")
    then = text(client, "/list?lang=fi&frozen=pieni@1,rek@1")
    assert "Sote-toimi" in then
    assert "Hyvinvointi" not in then
    with client.application.test_request_context("/?frozen=pieni@2"):
        client.application.preprocess_request()
        assert [one.revision for one in stamps.stamp_of(infos())] == ["pieni@2", "rek@2"]


def test_the_page_is_kept_until_the_store_changes(
    make_viewer: Make, make_workbook: MakeWorkbook, earlier_copy: Path
) -> None:
    folder = earlier_copy
    client = make_viewer(folder).test_client()
    first = client.get("/list?frozen=pieni@1")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/list?frozen=pieni@1", headers=tag).status_code == 304
    add(folder, [plan(make_workbook, STEPS[0], **{"title.fi": "Uusi nimi"})])
    again = client.get("/list?frozen=pieni@1", headers=tag)
    assert again.status_code == 200
    assert "ei nykyinen" in text(client, "/list?lang=fi&plan=pieni&frozen=pieni@3")
    with PlanGraph.open(folder).store as store:
        assert store.revision == PlanGraph.open(folder).store.revision


def test_a_page_asks_at_most_three_times(mine: FlaskClient) -> None:
    mine.get("/focus?frozen=pieni@2&focus=pieni:P2")  # which opens it, and what all pages tell
    for path in ("/list?frozen=pieni@2&find=x", "/focus?frozen=pieni@2&focus=pieni:P1", "/?frozen=pieni@2"):
        with counted() as asked:
            mine.get(path)
        assert len(asked) <= 3, (path, asked)


def test_many_readers_open_a_state_once_and_few_are_kept(mine: FlaskClient) -> None:
    made: list[object] = []
    opened = frozen.Opened(most=2)
    plans = PlanGraph.in_memory()

    def make() -> object:
        made.append(1)
        return plans

    readers = [Thread(target=opened.once, args=("a", make)) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(made) == 1
    for key in ("b", "c", "a"):
        opened.once(key, make)  # type: ignore[arg-type]
    assert len(made) == 4


# ---- what is internal


def test_nothing_internal_is_shown_of_any_time(
    make_viewer: Make, make_workbook: MakeWorkbook, tmp_path: Path
) -> None:
    """What was internal then, is now, or was marked so in between stays hidden, on pages and in frames."""
    folder = tmp_path / "store"
    add_steps(folder, make_workbook, "A1", "A3", "A2")
    public = make_viewer(folder, host="0.0.0.0").test_client()
    mine = make_viewer(folder).test_client()
    for path in ("list?lang=fi", "focus?lang=fi&focus=rek:toimi"):
        assert "Toimi A1" in text(mine, f"/{path}&frozen=pieni@1")
        for client, page in ((public, f"/{path}"), (public, f"/embed/{path}"), (mine, f"/embed/{path}")):
            then = text(client, f"{page}&frozen=pieni@1")
            assert set(re.findall("Toimi A[0-9]", then)) == {"Toimi A5"}
            assert "Toimi A1" in text(client, f"{page}&frozen=pieni@2")  # which was public from then on


def test_an_internal_plan_is_no_plan_to_others(
    make_viewer: Make, make_workbook: MakeWorkbook, tmp_path: Path
) -> None:
    folder = tmp_path / "store"
    add(folder, [register(make_workbook), plan(make_workbook, STEPS[0])])
    add(folder, [plan(make_workbook, STEPS[1], visibility="internal")])
    public = make_viewer(folder, host="0.0.0.0").test_client()
    assert "suunnitelmaa pieni ei ole tallennettu" in text(public, "/list?lang=fi&frozen=pieni@1", 404)


def test_kemi_is_just_as_it_was(make_viewer: Make, kemi_copy: Path) -> None:
    """Every picture of a changed plan has, frozen, the rows that it had before."""
    client = make_viewer(kemi_copy).test_client()
    asked = "plan=kemi-hyvinvointi-2023&focus=kemi-hyvinvointi-2023:P1.1&lang=fi"
    paths = ("index", "list", "focus", "questions/actions-per-priority")
    before = {path: client.get(f"/{path}.json?{asked}").get_json()["rows"] for path in paths}
    plans = PlanGraph.create(kemi_copy)
    with plans.store:
        kemi = plans.iri_of_plan("kemi-hyvinvointi-2023")
        triples = plans.rdf("kemi-hyvinvointi-2023")
        gone = URIRef(f"{kemi}/A1.03")
        records = [*triples.subjects(RDF.subject, gone), *triples.subjects(RDF.object, gone)]
        for thing in (gone, *records):
            triples.remove((thing, None, None))
            triples.remove((None, None, thing))
        plans.store.recorder = Recorder(plans.store, plans.model, Origin("add"))
        plans.store.replace(kemi, triples)
    for path, rows in before.items():
        assert client.get(f"/{path}.json?{asked}").get_json()["rows"] != rows
        then = client.get(f"/{path}.json?{asked}&frozen=kemi-hyvinvointi-2023@1")
        assert then.get_json()["rows"] == rows
    said = text(client, f"/list?{asked}&since=kemi-hyvinvointi-2023@1")
    assert re.search(r"Sen jälkeen tässä kuvassa: <strong>(1 yhteys|\d+ yhteyttä) poistunut", said)
