"""Saved views and the SPARQL page in a real browser: by keyboard alone, with nothing for axe to find."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from webviz import Settings

from .conftest import Watched, serving, watching

pytestmark = pytest.mark.browser

#: What of YASQE's interface the page uses, with a field that says what it was told.
YASQE = """
class Yasqe {
  constructor(place, config) {
    this.input = document.createElement("textarea");
    this.input.value = config.value;
    place.append(this.input);
    if (config.consumeShareLink !== null) throw new Error("would take the query from the address");
    if (!config.autocompleters.every((name) => name === "variables")) throw new Error("would ask others");
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) this.keys["Ctrl-Enter"]();
    });
  }
  getValue() { return this.input.value; }
  setValue(value) { this.input.value = value; }
  setOption(name, keys) { this.keys = keys; }
  setCursor() {}
  getInputField() { return this.input; }
  on(name, told) { this.input.addEventListener("input", told); }
  focus() { this.input.focus(); }
}
"""


@pytest.fixture(scope="module")
def own_site(kemi_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a viewer that is written to, with an editor in the form of YASQE."""
    import shutil

    base = tmp_path_factory.mktemp("own")
    (base / "yasqe.min.js").write_text(YASQE, encoding="utf-8")
    (base / "yasqe.min.css").write_text("", encoding="utf-8")
    store = Path(shutil.copytree(kemi_path, base / "store"))
    yield from serving(Settings(store, yasqe=base))


@pytest.fixture
def own(browser: Browser, own_site: str) -> Iterator[Watched]:
    yield from watching(browser, own_site)


def accessible(page: Page) -> None:
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(f"innerWidth === {width}")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_view_is_saved_opened_and_removed_by_keyboard(own: Watched) -> None:
    page = own.open("/list?focus=kemi:kirjasto")
    page.locator("#save-box summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#save-name")).to_be_focused()
    accessible(page)
    page.keyboard.type("Kirjaston ympärillä")
    page.keyboard.press("Tab")
    page.keyboard.type("Lautakunnan kokoukseen")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_contain_text("tallennettiin")
    accessible(page)
    page.keyboard.press("Tab")
    page.locator(".done a").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".saved-note")).to_contain_text("Lautakunnan kokoukseen")
    assert "saved=kirjaston-ymparilla" in page.url
    accessible(page)
    page.locator(".saved-note a").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Poista: Kirjaston ympärillä").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_contain_text("poistettiin")
    accessible(page)
    page.get_by_role("button", name="Kumoa").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".saved-views li")).to_have_count(1)


def test_the_plain_editor_asks_by_keyboard_and_traps_no_tab(watched: Watched) -> None:
    page = watched.open("/sparql")
    field = page.locator("#query")
    field.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Kysy")).to_be_focused()
    field.fill("SELECT ?from ?to { ?from plan:responsible ?to } LIMIT 7")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".sparql-answer tbody tr")).to_have_count(7)
    assert "query=SELECT" in page.url
    page.get_by_role("link", name="Vastaus kuvana").click()
    expect(page.locator("figure.chart svg")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Kirjoita etuliitteet").click()
    expect(field).to_have_value(field.input_value())
    assert field.input_value().startswith("PREFIX plan: <https://w3id.org/planweave/ontology#>")


def test_an_installed_editor_takes_the_place_of_the_field(own: Watched) -> None:
    page = own.open("/sparql")
    expect(page.locator("#sparql")).to_have_attribute("data-editor", "yasqe")
    expect(page.locator("#query")).to_be_hidden()
    editor = page.get_by_label("Kysely").last
    assert "PREFIX plan:" in editor.input_value()
    editor.fill("SELECT ?goal { ?goal a plan:Goal }")
    editor.press("Control+Enter")
    expect(page.locator(".sparql-answer tbody tr")).not_to_have_count(0)
    assert "PREFIX+plan" in page.url
    accessible(page)
