"""The report as a file in a real browser: it opens from disk, asks for nothing, and suits all readers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from graph import PlanGraph
from graph.evaluation.report import Wish, evaluate
from graph.evaluation.report_files import written

pytestmark = pytest.mark.browser


def test_the_file_opens_from_disk_and_axe_finds_nothing(
    browser: Browser, kemi: PlanGraph, tmp_path: Path
) -> None:
    plan = next(info for info in kemi.plans("fi") if info.plan_id == "kemi-hyvinvointi-2023")
    file = tmp_path / "report.html"
    file.write_bytes(written(evaluate(Wish(kemi, plan, "fi", {}, date(2026, 1, 1))), ".html"))
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: request.url.startswith("data:") or asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found] == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    images = page.locator("img").evaluate_all("all => all.map(one => [one.naturalWidth > 0, one.alt])")
    assert images
    assert all(drawn and alt for drawn, alt in images)
    context.close()
    assert (asked, said) == ([file.as_uri()], [])
