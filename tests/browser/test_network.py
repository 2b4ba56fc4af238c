"""The network in a real browser: filters, colours, several things chosen, things moved, groups that open."""

from __future__ import annotations

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from webviz import summary

from .conftest import Watched

pytestmark = pytest.mark.browser

PLAN = "kemi-hyvinvointi-2023"
ONE, OTHER = f"{PLAN}:P1.1", f"{PLAN}:P1.4"


def findings(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found]


def is_narrow_enough(page: Page) -> bool:
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_function("() => innerWidth === 320")
    fits: bool = page.evaluate("document.documentElement.scrollWidth <= 320")
    page.set_viewport_size({"width": 1280, "height": 900})
    return fits


def listed(page: Page) -> int:
    """Return how many things the list beside the picture has."""
    return page.locator("#things details[data-kind] li[data-id]:not([hidden])").count()


def rows(page: Page) -> int:
    """Return how many links the list page has in the state of the picture."""
    address = page.locator("nav.tabs a[href*='/list']").first.get_attribute("href") or ""
    found = page.request.get(re.sub(r"/list(?=\?|$)", "/list.json", address)).json()
    return len(found["rows"])


def links(page: Page) -> int:
    return sum(int(page.locator(f"[data-count={key}]").inner_text()) for key in ("readings", "named"))


def test_filters_work_at_once_and_the_list_is_the_same(watched: Watched) -> None:
    page = watched.open("/network")
    every = listed(page), links(page)
    page.locator(".filters > summary").click()
    page.locator("select[name=least]").select_option("3")
    expect(page).to_have_url(re.compile("least=3"))
    page.locator(".filter-more > summary").click()
    page.locator("input[name=without]").first.check()
    expect(page).to_have_url(re.compile("without="))
    assert (listed(page) < every[0], links(page) < every[1]) == (True, True)
    assert links(page) == rows(page)
    expect(page.locator("#said")).to_contain_text("Näkyvissä")
    expect(page.locator(".chips.on .chip")).to_have_count(1)  # the server says what is on
    assert findings(page) == []
    here = listed(page), links(page)
    watched.open(page.url.removeprefix(watched.site))
    assert (listed(page), links(page)) == here


def test_several_things_are_chosen_by_keyboard_and_what_can_be_done_with_them(watched: Watched) -> None:
    page = watched.open("/network?colour=community&size=between")
    every = listed(page)
    page.locator("details[data-kind=priority] > summary").focus()
    page.keyboard.press("Enter")
    for name in (ONE, OTHER):
        page.locator(f"li[data-id='{name}'] input").focus()
        page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("focus=.*P1.1.*P1.4.*depth=0"))
    assert listed(page) == every
    expect(page.locator("#picked-bar")).to_be_visible()
    assert findings(page) == []
    assert is_narrow_enough(page)
    page.locator("a[data-depth='']").click()
    page.wait_for_function("() => !location.search.includes('depth')")
    one_step = listed(page)
    page.locator("a[data-depth='2']").click()
    expect(page).to_have_url(re.compile("depth=2"))
    assert one_step < listed(page) <= every
    assert links(page) == rows(page)
    page.locator("#picked-bar button", has_text="Luettelo").click()
    page.wait_for_url(re.compile("/list.*focus=.*P1.1.*P1.4"))


def test_a_thing_is_moved_kept_and_put_back(watched: Watched) -> None:
    page = watched.open(f"/network?focus={OTHER}&depth=0&view=goal-tree")
    page.evaluate(
        "document.getElementById('network').addEventListener('network:moved',"
        " (event) => { document.title = JSON.stringify(event.detail); })"
    )
    box = page.locator("#network canvas").bounding_box()
    assert box is not None
    for turn in range(400):  # until something is met
        x = box["x"] + box["width"] / 2 + (turn % 20 - 10) * 14
        y = box["y"] + box["height"] / 2 + (turn // 20 - 10) * 14
        page.mouse.move(x, y)
        if page.locator("#network.pointing").count():
            page.mouse.move(x, y + 1)
            page.wait_for_timeout(60)
            if page.locator("#network.pointing").count():
                break
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=4)
    page.mouse.up()
    page.wait_for_function("() => document.title.startsWith('{')")
    assert len(json.loads(page.title())) == 1
    page.locator("[data-do=undo]").click()
    page.wait_for_function("() => document.title === '{}'")
    expect(page.locator("[data-do=undo]")).to_be_hidden()


def test_keys_move_and_zoom_the_picture(watched: Watched) -> None:
    page = watched.open("/network?view=goal-tree")
    picture = page.locator("#network")
    seen = [picture.screenshot()]
    scrolled = page.evaluate("scrollY")
    picture.focus()
    for key in ("ArrowLeft", "+", "-", "f"):
        page.keyboard.press(key)
        page.wait_for_timeout(350)
        seen.append(picture.screenshot())
    assert len(set(seen[:3])) == 3
    assert page.evaluate("scrollY") == scrolled


def test_too_large_a_network_is_shown_as_groups_that_open(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary, "MOST_THINGS", 100)
    page = watched.open("/network?plan=kemi-strategia-2022")
    expect(page.locator(".note.summary")).to_contain_text("435 asiaa on koottu ryhmiin")
    assert findings(page) == []
    assert is_narrow_enough(page)
    groups = page.locator("a[data-group]").count()
    page.locator("a[data-group]").last.click()
    page.wait_for_url(re.compile("open="))
    page.wait_for_selector("#network[data-ready]")
    assert page.locator("a[data-group]").count() != groups or listed(page) > 0
    assert findings(page) == []
