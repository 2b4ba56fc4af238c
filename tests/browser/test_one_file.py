"""A picture as one HTML file, opened from the disk with no network: choosing, searching, sorting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from webviz.presentation.html import html
from webviz.scenes.making import scene
from webviz.state import current

pytestmark = pytest.mark.browser

PLAN = "plan=kemi-hyvinvointi-2023&lang=fi"
PICTURES = {
    "focus": f"{PLAN}&focus=kemi-hyvinvointi-2023:P2.2",
    "network": PLAN,
    "matrix": PLAN,
    "question": PLAN,
}
#: How many names cover another.
COVERED = """() => {
  const names = document.querySelectorAll(".spread .name:not(.unsaid)");
  const found = [...names].map((name) => name.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  return found.filter((a, i) => found.some((b, j) => j < i && meet(a, b))).length;
}"""


@pytest.fixture(scope="module")
def files(make_viewer, kemi_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("one-file")
    viewer: Flask = make_viewer(kemi_path, public_url="https://plans.example.fi")
    for picture, asked in PICTURES.items():
        with viewer.test_request_context(f"/?{asked}"):
            viewer.preprocess_request()
            shown = scene(picture, current(), name="actions-per-responsible-body" if "q" in picture else "")
        (folder / f"{picture}.html").write_bytes(html(shown))
    return folder


@pytest.fixture
def opened(browser: Browser, files: Path) -> Iterator[Page]:
    """A page without a network that fails the test when it complains or asks for anything but its file."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fi-FI")
    context.set_offline(True)
    context.route("http*://**", lambda route: route.abort())
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: asked.url.startswith(("file:", "data:")) or complaints.append(asked.url))
    yield page
    context.close()
    assert complaints == []


def check_sound(page: Page) -> None:
    """Fail where axe finds anything, or the page is wider than its window."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(f"innerWidth === {width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = [
            f"{one['id']}: {node['html'][:160]}"
            for one in Axe().run(page).response["violations"]
            for node in one["nodes"]
        ]
        assert found == []


def test_a_close_up_is_walked_by_keyboard_and_says_what_its_list_says(opened: Page, files: Path) -> None:
    opened.goto((files / "focus.html").as_uri())
    panel = opened.locator("#panel")
    expect(panel.get_by_role("heading", level=2).last).to_have_text("Kiusaamisen ehkäiseminen")
    drawn = opened.locator("svg.layered .tie")
    listed = opened.evaluate(
        "[...document.querySelectorAll('#table tbody tr')].map((row) => [...row.querySelectorAll('a')]"
        ".map((link) => link.getAttribute('href').slice(1)).sort().join())"
    )
    tied = drawn.evaluate_all(
        "(ties) => ties.map((tie) => [tie.dataset.source, tie.dataset.target].sort().join())"
    )
    assert set(tied) <= set(listed)
    action = opened.locator('svg.layered a.box[aria-label^="Toimenpide: "]').first
    action.focus()
    opened.keyboard.press("Enter")
    name = action.get_attribute("aria-label").removeprefix("Toimenpide: ").split(",")[0]
    expect(panel.locator(".thing-title")).to_have_text(name)
    assert opened.evaluate("document.activeElement.className") == "told"
    expect(panel.get_by_text("vastuutaho", exact=True)).to_be_visible()
    near = panel.locator(".told li a")
    assert opened.locator("svg.layered .tie.held").count() == near.count() > 1
    expect(opened.locator("tr.of-chosen")).not_to_have_count(0)
    near.first.focus()
    opened.keyboard.press("Enter")
    expect(panel.locator(".thing-title")).not_to_have_text(name)
    opened.keyboard.press("Escape")
    assert opened.evaluate("document.activeElement.classList.contains('is-chosen')")
    check_sound(opened)


def test_a_network_is_searched_brought_nearer_and_thinned_out(opened: Page, files: Path) -> None:
    opened.goto((files / "network.html").as_uri())
    assert opened.evaluate(COVERED) == 0
    field = opened.get_by_role("searchbox", name="Hae kuvasta")
    field.fill("kirjastolla")
    expect(opened.get_by_role("status")).to_contain_text("Löytyi")
    expect(opened.locator("svg .box.is-found").first).to_be_visible()
    rows = opened.locator("#table tbody tr:visible")
    assert 0 < rows.count() < opened.locator("#table tbody tr").count()
    field.fill("kirjasto")
    opened.locator("#hits a", has_text="Kirjasto").first.press("Enter")
    panel = opened.locator("#panel")
    expect(panel.locator(".thing-title")).to_contain_text("irjasto")
    assert opened.locator("svg .ties path.held").count() == panel.locator(".told li").count() > 0
    field.fill("zzzz")
    expect(opened.get_by_role("status")).to_have_text("Tällä nimellä ei löytynyt mitään.")
    opened.get_by_role("button", name="Tyhjennä").click()
    before = opened.locator("svg.spread").get_attribute("viewBox")
    opened.get_by_role("button", name="Lähemmäs").click()
    assert opened.locator("svg.spread").get_attribute("viewBox") != before
    opened.wait_for_timeout(100)
    assert opened.evaluate(COVERED) == 0
    opened.get_by_role("button", name="Sovita").click()
    assert opened.locator("svg.spread").get_attribute("viewBox") == before
    chip = opened.get_by_role("button", name="Toimenpide")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "false")
    expect(opened.locator('svg .box[aria-label^="Toimenpide: "]:visible')).to_have_count(0)
    chip.click()
    stops = opened.locator('svg.spread .box[tabindex="0"]')
    expect(stops).to_have_count(1)
    stops.focus()
    first = opened.evaluate("document.activeElement.dataset.id")
    opened.keyboard.press("ArrowRight")
    assert opened.evaluate("document.activeElement.dataset.id") != first
    opened.keyboard.press("Enter")
    expect(panel.locator(".thing-title")).to_be_visible()
    # Of the long list a part is enough.
    field.fill("kirjasto")
    check_sound(opened)


def test_tables_sort_and_are_searched(opened: Page, files: Path) -> None:
    opened.goto((files / "question.html").as_uri())
    expect(opened.locator("#picture svg")).to_be_visible()
    numbers = opened.locator("#table tbody td:nth-of-type(1)")
    head = opened.get_by_role("columnheader").nth(1)
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert sorted(map(int, numbers.all_inner_texts()), reverse=True) == [*map(int, numbers.all_inner_texts())]
    opened.get_by_role("searchbox").fill("koulu")
    assert opened.locator("#table tbody tr:visible").count() < 6
    opened.get_by_role("button", name="Tyhjennä").click()
    check_sound(opened)
    opened.set_viewport_size({"width": 1280, "height": 900})
    opened.goto((files / "matrix.html").as_uri())
    last = opened.get_by_role("columnheader").last
    last.get_by_role("button").click()
    expect(last).to_have_attribute("aria-sort", "descending")
    first = opened.locator("#table tbody").nth(0).locator("td:last-child")
    counts = [int(text) for text in first.all_inner_texts() if text.isdigit()]
    assert counts == sorted(counts, reverse=True)
    opened.get_by_role("searchbox").fill("kiusaaminen")
    expect(opened.locator("#table tbody tr:visible").last).to_contain_text("Kiusaamisen ehkäiseminen")
    opened.keyboard.press("Escape")
    check_sound(opened)


def test_without_a_script_the_picture_and_the_list_are_there(browser: Browser, files: Path) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((files / "network.html").as_uri())
    expect(page.locator("svg.spread .name:visible").first).to_be_visible()
    assert page.locator("#table tbody tr:visible").count() > 400
    expect(page.locator("#panel, .finder, .zooming").first).to_be_hidden()
    # A thing in the picture leads to the first line that tells of it.
    page.locator("svg.spread a.box").first.focus()
    page.keyboard.press("Enter")
    place = page.url.partition("#")[2]
    expect(page.locator(f"#table #{place}")).to_be_in_viewport()
    context.close()
