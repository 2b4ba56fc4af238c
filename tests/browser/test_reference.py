"""The reference page in a real browser: finding a term, by keyboard too, deep links, and without script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from .conftest import Watched

pytestmark = pytest.mark.browser


def test_the_filter_finds_a_term_by_its_name_in_any_language(watched: Watched) -> None:
    page = watched.open("/ontology")
    everything = page.locator("[data-words]:visible").count()
    page.locator("#filter").fill("åtgärd")
    assert page.locator("#Action").is_visible()
    assert not page.locator("#Indicator").is_visible()
    found = page.locator("[data-words]:visible").count()
    assert 0 < found < everything
    assert page.locator("[data-said]").inner_text() == f"{found} käsitettä"
    page.locator("#filter").fill("plan:responsible")
    assert page.locator("[data-words]:visible").count() == 1
    page.locator("#filter").fill("zzz")
    assert "ei ole käsitettä" in page.locator("[data-said]").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("[data-words]:visible").count() == everything


def test_a_link_to_what_is_hidden_shows_it(watched: Watched) -> None:
    page = watched.open("/ontology")
    page.locator("#filter").fill("toimenpide")
    page.evaluate("location.hash = 'Indicator'")
    page.wait_for_function("!document.getElementById('Indicator').closest('[hidden]')")
    assert page.locator("#Indicator").is_visible()


@pytest.mark.parametrize("path", ["/ontology/Action", "/concept/basis/stated", "/shapes#shapes:ActionsShape"])
def test_an_address_of_a_term_opens_at_the_term(watched: Watched, path: str) -> None:
    page = watched.open(path)
    assert "/ontology" in page.url
    box = page.locator(":target").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900


def test_the_keyboard_reaches_the_picture_and_the_examples(watched: Watched) -> None:
    page = watched.open("/ontology")
    picture = page.locator(".diagram")
    picture.focus()
    assert page.evaluate("document.activeElement.className").endswith("diagram")
    page.locator("#Action .example summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#Action .example pre").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "PRE"


def test_open_details_have_no_finding_of_axe_and_fit_a_narrow_screen(watched: Watched) -> None:
    page = watched.open("/ontology")
    page.evaluate("document.querySelectorAll('#Action details, #Plan details').forEach(d => d.open = true)")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found] == []
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_function("innerWidth === 320")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    inside = page.locator(".diagram").evaluate("box => [box.clientWidth, box.scrollWidth]")
    assert inside[0] <= 320 < inside[1]


def test_the_beginning_comes_first_and_its_example_fits(watched: Watched) -> None:
    page = watched.open("/ontology")
    assert page.locator(".reference h2").first.get_attribute("id") == "begin"
    page.locator(".as-text summary").click()
    assert page.locator(".as-text pre").first.is_visible()
    found = Axe().run(page, context="[data-aside]").response["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found] == []
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_function("innerWidth === 320")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator("#filter").fill("toimenpide")
    assert page.locator("[data-aside]:visible").count() == 0


@pytest.mark.parametrize("place", ["actions/id", "actions/title", "links/relation", "sign-link", "turtle"])
def test_columns_and_marks_have_addresses_of_their_own(watched: Watched, place: str) -> None:
    page = watched.open(f"/ontology#{place}")
    box = page.locator(":target").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900


def test_the_example_is_fetched_as_an_archive(watched: Watched) -> None:
    page = watched.open("/ontology")
    with page.expect_download() as waited:
        page.locator("a[href*='example.zip']").click()
    assert waited.value.suggested_filename == "example.zip"


def test_the_page_is_whole_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fi-FI")
    page = context.new_page()
    page.goto(f"{site}/ontology")
    assert not page.locator("#filter").is_visible()
    page.locator(".toc a[href='#Indicator']").click()
    assert page.url.endswith("#Indicator")
    assert page.locator("#Indicator").is_visible()
    context.close()
