"""List, tree and the page of a thing in a real browser: by keyboard, at 320 px, without a finding of axe."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import Watched

pytestmark = pytest.mark.browser

PLAN = "kemi-hyvinvointi-2023"
STATES = [
    f"/list?plan={PLAN}&field=sport&without=site&group=relation&sort=to&dir=down",
    f"/list?plan={PLAN}&year=1900",
    f"/list?plan={PLAN}&as=tree",
    f"/list?plan={PLAN}&as=bodies&open=all",
    f"/id/{PLAN}/A1.30",
]


def findings(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page).response["violations"]]


def test_states_have_no_finding_and_fit_a_narrow_screen(watched: Watched) -> None:
    for address in STATES:
        watched.page.set_viewport_size({"width": 1280, "height": 900})
        page = watched.open(address)
        assert findings(page) == [], address
        page.set_viewport_size({"width": 320, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        assert findings(page) == [], address


def test_filters_are_chosen_and_taken_off_by_keyboard(watched: Watched) -> None:
    page = watched.open(f"/list?plan={PLAN}")
    page.locator(".filters > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Tulkinta").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    chip = page.get_by_role("link", name="Perusta: Tulkinta")
    expect(chip).to_be_visible()
    assert "basis=curated" in page.url
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Perusta: Tulkinta")).to_have_count(0)


def test_a_tree_opens_and_closes_and_a_citation_is_copied(watched: Watched) -> None:
    page = watched.open(f"/list?plan={PLAN}&as=tree")
    page.get_by_role("link", name="Avaa kaikki").press("Enter")
    assert page.locator(".tree details:not([open])").count() == 0
    page.get_by_role("link", name="Sulje kaikki").press("Enter")
    assert page.locator(".tree details[open]").count() == 0
    watched.open(f"/id/{PLAN}/A1.30")
    page.get_by_role("button", name="Kopioi viittaus").press("Enter")
    expect(page.locator("#copied")).to_have_text("Kopioitu leikepöydälle")
