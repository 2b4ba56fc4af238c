"""Questions in a real browser: charts in their frame, a thing chosen by its name, rings, and no script."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from .conftest import Watched

pytestmark = pytest.mark.browser

PLAN = "kemi-hyvinvointi-2023"
OUTSIDE = """() => {
  const frame = document.querySelector("figure svg").getBoundingClientRect();
  return [...document.querySelectorAll("figure svg text")].filter((text) => {
    const box = text.getBoundingClientRect();
    return box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
  }).map((text) => text.textContent);
}"""


@pytest.mark.parametrize("name", ["actions-per-priority", "fields-per-priority", "networks-and-members"])
def test_every_text_of_a_chart_stands_in_its_frame_with_real_letters(watched: Watched, name: str) -> None:
    page = watched.open(f"/questions/{name}?plan={PLAN}&lang=fi")
    assert page.locator("figure svg text").count() > 5
    assert page.evaluate(OUTSIDE) == []


def test_a_thing_is_chosen_by_its_name(watched: Watched) -> None:
    page = watched.open(f"/questions/actions-of-field?plan={PLAN}&lang=fi")
    field = page.locator("input[name=priority]")
    field.fill("syrjäytymisen")
    page.wait_for_selector("#suggestions-1 [role=option]")
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value(re.compile(r"^kemi-[\w-]+:\S+$"))
    assert "/questions/actions-of-field" in page.url
    field.press("Enter")
    page.wait_for_url("**priority=kemi-**")
    expect(page.locator("p.scope").first).to_contain_text("Syrjäytymisen")


def test_the_network_says_what_is_ringed_and_keeps_it(watched: Watched) -> None:
    page = watched.open(f"/questions/priorities-without-action?plan={PLAN}&lang=fi")
    page.locator("main a.strong[href*='/network']").click()
    page.wait_for_selector("#network[data-ready]")
    ringed = page.locator("#things > ul a")
    count = ringed.count()
    assert count > 0
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found] == []
    ringed.first.click()
    expect(page).to_have_url(re.compile("of=priorities-without-action.*focus="))
    page.locator("nav.tabs a", has_text="Luettelo").click()
    page.wait_for_url("**/list**of=priorities-without-action**")
    assert page.locator(".marked").count() > 0


def test_an_answer_is_asked_and_put_in_order_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fi-FI")
    page = context.new_page()
    page.goto(f"{site}/questions?plan={PLAN}")
    page.locator("input[name=find]").fill("painopisteittäin")
    page.locator("form.choose button").click()
    page.locator("a[href*='/questions/actions-per-priority']").first.click()
    page.locator("select[name=named]").select_option("true")
    page.locator("form.choose button").click()
    assert "named=true" in page.url
    for order in ("ascending", "descending"):
        page.locator("th a").last.click()
        assert page.locator("th[aria-sort]").get_attribute("aria-sort") == order
    context.close()
