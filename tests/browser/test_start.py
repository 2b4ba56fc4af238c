"""The start page in a real browser: by keyboard, wide and narrow, with nothing to complain of."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .conftest import Watched

PLAN, STRATEGY = "kemi-hyvinvointi-2023", "kemi-strategia-2022"
STATES = (
    "/",
    "/?matrix=groups-by-aim&order=total&gaps=true",
    f"/?plan={PLAN},{STRATEGY}&beside=true&matrix=partners-by-goal",
    "/plans",
)


def problems(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page).response["violations"]]


def in_focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label') || ''"))


def test_the_start_page_is_clean_wide_and_narrow(watched: Watched) -> None:
    for width in (1280, 320):
        watched.page.set_viewport_size({"width": width, "height": 900})
        for state in STATES:
            page = watched.open(state)
            assert problems(page) == [], (state, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (state, width)


def test_numbers_are_reached_by_arrow_keys_and_their_column_is_shown(watched: Watched) -> None:
    page = watched.open("/")
    page.locator("a.count").first.focus()
    first = in_focus(page)
    assert first.startswith("Hyvinvoinnin ongelmien ennaltaehkäisy, ")
    assert page.locator("thead th.over").count() == 1
    page.keyboard.press("ArrowRight")
    right = in_focus(page)
    page.keyboard.press("ArrowDown")
    below = in_focus(page)
    assert right.split(", ")[0] == first.split(", ")[0] != below.split(", ")[0]
    assert right.split(", ")[1].split(":")[0] == below.split(", ")[1].split(":")[0]
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/actions-of-field?**")
    count = int(below.rpartition(": ")[2].split()[0])
    assert len(set(page.locator("table.plain tbody td:first-child").all_inner_texts())) == count


def test_a_column_and_a_row_are_chosen_by_keyboard(watched: Watched) -> None:
    page = watched.open("/")
    page.get_by_role("columnheader", name="Liikunta").get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**order=sport**")
    assert page.locator("th[aria-sort=descending]").inner_text() == "Liikunta"
    page.get_by_role("link", name="Korosta rivi: Kiusaamisen ehkäiseminen").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**row=**")
    assert "Kiusaamisen ehkäiseminen" in page.locator("tr.lit").inner_text()
