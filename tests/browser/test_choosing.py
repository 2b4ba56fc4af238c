"""Choosing a thing by keyboard alone, and seeing how two things are connected, in a real browser."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import Watched

pytestmark = pytest.mark.browser

OPTIONS = "#suggestions [role=option]"


def findings(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found]


def active(page: Page) -> str:
    """Return the text of the option that a screen reader is told of."""
    told = "document.activeElement.getAttribute('aria-activedescendant')"
    return str(page.evaluate(f"document.getElementById({told})?.textContent ?? ''"))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("kirjaston", "Kirjasto"),
        ("kirjstossa", "Kirjasto"),
        ("päiväkodeissa", "Päiväkodit"),
        ("nuorisotyö", "Nuorisotyö"),
        ("liikuntapalvleut", "Liikuntapalvelut"),
    ],
)
def test_inflection_and_slips_are_forgiven(watched: Watched, text: str, first: str) -> None:
    page = watched.open("/search")
    page.locator("#q").fill(text)
    page.wait_for_selector(OPTIONS)
    assert page.locator(OPTIONS).first.locator("span").first.inner_text() == first
    assert page.locator(f"{OPTIONS} mark").count() > 0


def test_suggestions_are_used_by_keyboard_alone(watched: Watched) -> None:
    page = watched.open("/search?lang=fi")
    page.locator("#q").focus()
    page.keyboard.type("kirjaston")
    page.wait_for_selector(OPTIONS)
    field = page.locator("#q")
    assert field.get_attribute("aria-expanded") == "true"
    assert page.locator("#suggestions [role=group]").count() >= 3
    expect(page.locator("form.search [role=status]")).to_have_text(re.compile(r"^\d+ ehdotusta$"))
    assert findings(page) == []
    assert active(page) == ""
    texts = page.locator(OPTIONS).all_text_contents()
    for keys, at in (
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("End", -1),
        ("Home", 0),
        ("ArrowUp", None),
        ("ArrowUp", -1),
    ):
        page.keyboard.press(keys)
        assert active(page) == ("" if at is None else texts[at])
    assert page.locator("#suggestions [aria-selected=true]").count() == 1
    assert findings(page) == []
    page.keyboard.press("Escape")
    assert page.locator("#suggestions").is_hidden()
    assert (field.input_value(), field.get_attribute("aria-expanded")) == ("kirjaston", "false")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(OPTIONS)
    page.keyboard.press("Tab")
    assert page.locator("#suggestions").is_hidden()
    field.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=kirjaston**")
    assert page.locator("section h2").count() >= 3


def test_odd_texts_break_nothing(watched: Watched) -> None:
    page = watched.open("/search")
    for text in ("\"'<b>&</b><script>", "x" * 2000, "     ", "😀😀", "%2F..", "kirjasto"):
        page.locator("#q").fill(text)
        page.wait_for_timeout(200)
    page.wait_for_selector(OPTIONS)
    page.locator("#q").fill("<img src=x onerror=alert(1)>")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert findings(page) == []


def test_two_things_are_chosen_by_name_and_connected(watched: Watched) -> None:
    page = watched.open("/path?lang=fi")
    for number, name in ((1, "liikuntapalvleut"), (2, "lapin hyvinv")):
        page.locator(f"#thing-{number}").focus()
        page.keyboard.type(name)
        page.wait_for_selector(f"#suggestions-{number} [role=option]")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab" if number == 1 else "Enter")
    assert page.locator("#thing-2").input_value() == "Lapin hyvinvointialue"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"focus=kemi(:|%3A)liikuntapalvelut(,|%2C)kemi(:|%3A)lapha"))
    said = page.locator(".answer [role=status]")
    expect(said).to_contain_text(
        "ei yhteistä toimenpidettä, ei yhteistä verkostoa, ei yhteistä painopistettä"
    )
    expect(said).to_contain_text("Kirjasto")
    assert findings(page) == []
    page.locator(".through .chip", has_text="Painopiste").press("Enter")
    page.wait_for_url("**hide=**")
    page.locator(".through .chip", has_text="Tavoite").press("Enter")
    page.wait_for_url("**objective**")
    expect(page.locator(".answer")).to_contain_text("Yhteyttä ei löytynyt")
    assert findings(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert findings(page) == []
    page.go_back()
    page.go_back()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert findings(page) == []
