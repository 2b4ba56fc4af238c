"""The viewer sees what is stored while it runs, and answers whoever writes meanwhile."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph import PlanGraph
from graph.errors import StoreError
from graph.revision import is_settled

from .conftest import MakeWorkbook
from .webpage import BROWSER, WebPage

PAGES = ["/", "/questions/digital-systems", "/id/kemi/kirjasto.json", "/id/kemi.ttl"]
ADD = "import sys; from webviz.cli import main; sys.argv[0] = 'planweave'; main()"


@pytest.fixture
def visitor(make_viewer, kemi_copy: Path) -> FlaskClient:
    return make_viewer(kemi_copy).test_client()


def plan(make_workbook: MakeWorkbook, title: str) -> Path:
    rows = [{"id": "G1", "title.fi": title}]
    return make_workbook("uusi", goals=rows)


def titles(visitor: FlaskClient) -> list[str]:
    return [row["label"] for row in visitor.get("/search.json?q=ravunsyönti").json["rows"]]


def test_what_another_process_adds_is_seen(
    visitor: FlaskClient, kemi_copy: Path, make_workbook: MakeWorkbook
) -> None:
    assert titles(visitor) == []
    assert visitor.get("/id/uusi/G1").status_code == 404
    book = plan(make_workbook, "Ravunsyönti")
    command = [sys.executable, "-c", ADD, "--store", str(kemi_copy), "add", str(book)]
    subprocess.run(command, check=True, capture_output=True)
    assert titles(visitor) == ["Ravunsyönti"]
    assert visitor.get("/id/uusi/G1").status_code == 200
    assert "uusi" in visitor.get("/network").text
    found = visitor.get("/sparql?query=SELECT ?g { GRAPH ?g { ?s a plan:Goal } } GROUP BY ?g&lang=fi")
    assert "id/uusi" in found.text


def test_changes_are_seen_while_the_writer_is_still_open(
    visitor: FlaskClient, kemi_copy: Path, make_workbook: MakeWorkbook
) -> None:
    with PlanGraph.create(kemi_copy).store as store:
        writer = PlanGraph(store)
        for title in ("Ravunsyönti", "Ravunsyönti kahdesti"):
            writer.add(plan(make_workbook, title))
            assert titles(visitor) == [title]
        writer.remove("uusi")
        assert titles(visitor) == []
        writer.undo("uusi")
        assert titles(visitor) == ["Ravunsyönti kahdesti"]


def test_every_request_is_answered_while_a_writer_is_at_work(
    visitor: FlaskClient, kemi_copy: Path, make_workbook: MakeWorkbook
) -> None:
    books = [plan(make_workbook, "Ravunsyönti")]
    done = threading.Event()
    written: list[int] = []

    def write() -> None:
        with PlanGraph.create(kemi_copy).store as store:
            writer = PlanGraph(store)
            while not done.is_set():
                writer.add(*books)
                writer.remove("uusi")
                written.append(store.revision)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        seen = set()
        for _ in range(4):
            assert [visitor.get(url).status_code for url in PAGES] == [200] * len(PAGES)
            seen.add(len(titles(visitor)))
    finally:
        done.set()
        thread.join()
    assert len(written) >= 2
    assert seen <= {0, 1}


def test_a_request_sees_one_state_from_beginning_to_end(
    make_viewer, kemi_copy: Path, make_workbook: MakeWorkbook
) -> None:
    app = make_viewer(kemi_copy)

    @app.get("/twice")
    def twice() -> dict[str, int]:
        from webviz import current

        before = len(current.plans().store)
        with PlanGraph.create(kemi_copy).store as store:
            PlanGraph(store).add(plan(make_workbook, "Ravunsyönti"))
        return {"before": before, "after": len(current.plans().store)}

    told = app.test_client().get("/twice").json
    assert told["before"] == told["after"] < app.test_client().get("/-/health").json["triples"]


def test_where_the_store_cannot_be_opened_anew_the_old_state_is_shown(
    visitor: FlaskClient, kemi_copy: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (kemi_copy / "revision").write_text("1000", encoding="ascii")
    with monkeypatch.context() as patch:
        patch.setattr(PlanGraph, "open", failing)
        assert visitor.get("/").status_code == 200
        assert "could not be opened anew: here: cannot be read" in caplog.text
    caplog.clear()
    assert visitor.get("/").status_code == 200
    assert caplog.text == ""


def test_what_cannot_be_opened_is_not_tried_at_each_request(
    make_viewer, kemi_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_viewer(kemi_copy)
    handle = app.extensions["planweave"]
    tried: list[int] = []

    def failing_once(*_: object) -> PlanGraph:
        tried.append(1)
        return failing()

    (kemi_copy / "revision").write_text("1000", encoding="ascii")
    with app.app_context(), monkeypatch.context() as patch:
        patch.setattr(PlanGraph, "open", failing_once)
        before = [handle.plans() for _ in range(5)]
        assert len(tried) == 1
        handle._again = 0.0
        handle.plans()
        assert len(tried) == 2
        (kemi_copy / "revision").write_text("1002", encoding="ascii")
        handle.plans()
        assert len(tried) == 3
    handle._again = 0.0
    assert handle.plans() is not before[0]


def test_a_store_that_was_built_anew_is_seen(
    visitor: FlaskClient, kemi_copy: Path, make_workbook: MakeWorkbook
) -> None:
    assert titles(visitor) == []
    shutil.rmtree(kemi_copy)
    with PlanGraph.create(kemi_copy).store as store:
        PlanGraph(store).add(plan(make_workbook, "Ravunsyönti"))
    assert titles(visitor) == ["Ravunsyönti"]


def test_a_write_whose_writer_was_killed_before_it_counted_is_seen(
    visitor: FlaskClient, kemi_copy: Path, make_workbook: MakeWorkbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PlanGraph.create(kemi_copy).store as store, monkeypatch.context() as patch:
        plans = PlanGraph(store)
        told = [(kemi_copy / "revision").read_text(encoding="ascii")]

        def write(folder: Path, revision: int) -> None:
            if not is_settled(revision):
                (folder / "revision").write_text(str(revision), encoding="ascii")
                told.append(titles(visitor))  # between the first count and the write

        patch.setattr("graph.store.write_revision", write)
        plans.add(plan(make_workbook, "Ravunsyönti"))
        assert told[1:] == [[]]
        time.sleep(0.6)
        assert titles(visitor) == ["Ravunsyönti"]


def failing(*_: object) -> PlanGraph:
    raise StoreError("{folder}: cannot be read", folder="here")


class Gone:
    """A handle whose files a writer has removed."""

    def __getattr__(self, name: str) -> object:
        raise FileNotFoundError(name)


def test_where_files_are_gone_under_a_handle_another_answers(
    make_viewer, kemi_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = make_viewer(kemi_copy).test_client().get("/index.json").json
    app = make_viewer(kemi_copy)
    handle = app.extensions["planweave"].plans().store
    monkeypatch.setattr(handle, "_handle", Gone())
    assert app.test_client().get("/index.json").json == expected
    assert app.extensions["planweave"].plans().store is not handle


def test_where_no_handle_can_be_had_the_reader_is_told(
    make_viewer, kemi_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_viewer(kemi_copy)
    monkeypatch.setattr(app.extensions["planweave"].plans().store, "_handle", Gone())
    monkeypatch.setattr(PlanGraph, "open", failing)
    answer = app.test_client().get("/index.json")
    assert (answer.status_code, answer.json) == (503, {"ok": False, "error": "here: cannot be read"})
    page = WebPage(app.test_client().get("/?lang=sv", headers=BROWSER).text)
    assert (page.lang, page.problems) == ("sv", [])
    assert page.one("h1").text == "Planerna kan inte läsas just nu"


@pytest.mark.parametrize("url", ["/", "/network", "/questions/digital-systems"])
def test_plans_are_counted_once_for_each_state_of_the_store(
    make_viewer, kemi_copy: Path, make_workbook: MakeWorkbook, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    visitor = make_viewer(kemi_copy).test_client()
    counted = []
    plans = PlanGraph._plans
    monkeypatch.setattr(PlanGraph, "_plans", lambda self, lang: counted.append(lang) or plans(self, lang))
    for _ in range(2):
        assert visitor.get(f"{url}?lang=fi").status_code == 200
    assert len(counted) == len(set(counted)) <= 2
    with PlanGraph.create(kemi_copy).store as store:
        PlanGraph(store).add(plan(make_workbook, "Ravunsyönti"))
    assert "uusi" in visitor.get("/?lang=fi").text
