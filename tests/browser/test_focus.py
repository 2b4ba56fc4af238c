"""The close-up in a real browser: mouse and keyboard, wide and narrow, and texts that fit their boxes."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import Watched

pytestmark = pytest.mark.browser

BULLYING = "kemi-hyvinvointi-2023:P2.2"
#: How far texts stand out of their boxes, in pixels.
OUTSIDE = """() => [...document.querySelectorAll("svg.layered .box")].map((box) => {
  const frame = box.querySelector("rect").getBBox(), text = box.querySelector("text").getBBox();
  return Math.max(frame.x - text.x, text.x + text.width - frame.x - frame.width,
    frame.y - text.y, text.y + text.height - frame.y - frame.height);
})"""
#: How much of another word or box a word covers.
COVERED = """() => {
  const found = document.querySelectorAll("svg.layered .word, svg.layered .box rect");
  const areas = [...found].map((element) => element.getBBox());
  const meet = (a, b) => a.x < b.x + b.width - 1 && b.x < a.x + a.width - 1
    && a.y < b.y + b.height - 5 && b.y < a.y + a.height - 5;
  return areas.filter((a, i) => areas.some((b, j) => j < i && meet(a, b))).length;
}"""


def findings(page: Page) -> list[str]:
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in Axe().run(page).response["violations"]
        for node in one["nodes"]
    ]


def test_a_planner_finds_who_works_against_bullying_by_keyboard(watched: Watched) -> None:
    page = watched.open("/focus?lang=fi")
    assert findings(page) == []
    field = page.get_by_role("combobox", name="Mikä on keskellä?")
    field.fill("kiusaamisen ehk")
    page.wait_for_selector("[role=option]")
    field.press("ArrowDown")
    field.press("Enter")
    if "focus=" not in page.url:
        field.press("Enter")
    page.wait_for_selector("svg.layered")
    expect(page.locator("h1")).to_contain_text("Kiusaamisen ehkäiseminen")
    actions = page.locator('svg.layered a.box[aria-label^="Toimenpide: "]')
    expect(actions).to_have_count(3)
    expect(page.locator('svg.layered a.box[aria-label^="Toimija: "]')).to_have_count(3)
    actions.first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert actions.first.locator("rect").evaluate("(rect) => getComputedStyle(rect).strokeWidth") == "4px"
    assert page.locator("svg.layered .tie.near").count() >= 2
    page.keyboard.press("Enter")
    page.wait_for_url("**trail=**")
    page.locator(".trail a").last.click()
    expect(page.locator("h1")).to_contain_text("Kiusaamisen ehkäiseminen")


@pytest.mark.parametrize(
    "path",
    [
        f"/focus?focus={BULLYING}",
        "/focus?focus=kemi-strategia-2022:G1&open=action",
        "/focus?focus=kemi:kirjasto,kemi:liikuntapalvelut&hide=body&named=true&trail=kemi:kemi",
        f"/embed/focus?focus={BULLYING}&lang=sv",
    ],
)
def test_the_picture_is_sound_in_every_state(watched: Watched, path: str) -> None:
    page = watched.open(path)
    assert max(page.evaluate(OUTSIDE)) <= 0.5
    assert page.evaluate(COVERED) == 0
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert findings(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_function("innerWidth === 320")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert findings(page) == []


@pytest.mark.parametrize("face", ["Liberation Sans", "DejaVu Sans", "Noto Sans"])
def test_texts_fit_in_every_typeface(watched: Watched, face: str) -> None:
    page = watched.open("/focus?focus=kemi:kemi&lang=fi")
    page.evaluate("(face) => document.querySelector('svg.layered').setAttribute('font-family', face)", face)
    assert max(page.evaluate(OUTSIDE)) <= 0.5


def test_a_wide_picture_can_be_fitted(watched: Watched) -> None:
    page = watched.open("/focus?focus=kemi:kirjasto&lang=fi")
    stage = page.locator(".stage")
    assert stage.evaluate("(stage) => stage.scrollWidth <= stage.clientWidth")
    page.set_viewport_size({"width": 900, "height": 700})
    button = page.get_by_role("button", name="Sovita")
    expect(button).to_be_visible()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert stage.evaluate("(stage) => stage.scrollWidth <= stage.clientWidth")
