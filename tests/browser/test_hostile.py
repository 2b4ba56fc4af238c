"""A hostile plan in a real browser: nothing of it runs, is asked for elsewhere, or makes a page too wide."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.hostile_plan import PLAN, build
from webviz import Settings

from .conftest import Watched, serving, watching

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = [
    "/",
    "/?plan=all",
    f"/focus?focus={PLAN}:P1",
    f"/path?focus={PLAN}:H1,{PLAN}:H2",
    "/network",
    "/list",
    "/list?as=tree",
    f"/id/{PLAN}/P1",
    f"/id/{PLAN}/H3",
    "/search?q=teksti",
    "/plans",
    "/views",
    "/questions/partners-per-goal",
    "/questions/planned-and-reported",
    "/embed/list",
    f"/embed/focus?focus={PLAN}:P1",
    "/evaluate",
    "/compare",
]


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile") / "store"
    build(folder)
    yield from serving(Settings(folder))


@pytest.fixture
def hostile(browser: Browser, hostile_site: str) -> Iterator[Watched]:
    yield from watching(browser, hostile_site)


def test_nothing_of_a_hostile_plan_runs_and_pages_fit_a_narrow_screen(hostile: Watched) -> None:
    hostile.page.on("dialog", lambda dialog: (hostile.complaints.append(dialog.message), dialog.dismiss()))
    hostile.page.set_viewport_size({"width": 320, "height": 700})
    wide = []
    for path in PAGES:
        page = hostile.open(path)
        assert page.evaluate("window.pwned") is None, path
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            wide.append(f"{path}: {width}")
    assert wide == []


def test_suggestions_show_hostile_names_as_they_are(hostile: Watched) -> None:
    page = hostile.open("/")
    field = page.locator("input[type=search]").first
    field.fill("script")
    page.wait_for_timeout(800)
    assert page.evaluate("window.pwned") is None
    assert "<script>" in page.inner_text("body") or "script" in page.inner_text("body")
