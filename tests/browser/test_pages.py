"""Every page in a real browser: no complaint, nothing from outside, no finding of axe, 320 px."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import Watched

pytestmark = pytest.mark.browser

PLAN = "kemi-hyvinvointi-2023"
PAGES = [
    "/",
    "/?named=true",
    "/?plan=kemi-strategia-2022",
    "/network",
    f"/network?focus={PLAN}:P1.4",
    "/list",
    f"/list?focus={PLAN}:A1.30&view=neighbours",
    "/questions",
    "/questions/priorities-without-action",
    "/questions/actions-per-priority?named=true",
    f"/questions/actions-of-field?priority={PLAN}:P1.1",
    f"/questions/fields-per-priority?plan={PLAN}&sort=field",
    "/embed/question/actions-per-priority",
    "/id/kemi/kirjasto",
    f"/id/{PLAN}/A1.30",
    f"/id/{PLAN}",
    "/evaluate",
    "/search?q=kirjaston",
    "/path",
    "/path?focus=kemi:liikuntapalvelut,kemi:lapha",
    "/embed/path?focus=kemi:liikuntapalvelut,kemi:lapha,kemi:nuorisotyo",
    "/search?q=zzzz",
    "/sparql",
    "/sparql?query=SELECT%20%3Fs%20WHERE%20%7B%20%3Fs%20a%20plan%3AGoal%20%7D",
    "/ontology",
    "/accessibility",
    "/embed/matrix",
    "/embed/network",
    "/embed/list",
]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_the_page_fits_a_narrow_screen(watched: Watched, path: str) -> None:
    page = watched.open(path)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found] == []
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_function("innerWidth === 320")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("path", ["/", "/network", "/list", "/questions"])
def test_pages_speak_the_language_asked_for(watched: Watched, path: str, lang: str) -> None:
    page = watched.open(f"{path}?lang={lang}")
    assert page.locator("html").get_attribute("lang") == lang
    words = {"sv": "Vem gör vad", "en": "Who does what"}
    assert page.locator("nav.tabs a").first.inner_text() == words[lang]


def test_matrix_numbers_equal_the_question(watched: Watched) -> None:
    page = watched.open("/")
    shown = [int(text) for text in page.locator("a.count").all_inner_texts()]
    answer = page.request.get(watched.site + f"/questions/fields-per-priority.json?plan={PLAN}").json()
    asked = [row["actions"] for row in answer["rows"] if row["actions"]]
    assert sorted(shown) == sorted(asked)
    assert sum(shown) > 0


def test_a_cell_of_the_matrix_opens_its_actions(watched: Watched) -> None:
    page = watched.open("/")
    cell = page.locator("a.count").first
    count = int(cell.inner_text())
    cell.click()
    page.wait_for_load_state("networkidle")
    # Two rows may report the same deed under one name, so things are counted by their address.
    links = page.locator("table.plain tbody td:first-child a")
    assert len({link.get_attribute("href") for link in links.all()}) == count


def test_gap_rows_say_why(watched: Watched) -> None:
    page = watched.open("/")
    gaps = page.locator("tr.gap")
    assert gaps.count() == 3
    assert all(text.strip() for text in page.locator("tr.gap .reason").all_inner_texts())


def test_search_suggests_and_forgives_inflection(watched: Watched) -> None:
    page = watched.open("/")
    page.locator("#q").fill("kirjaston")
    page.wait_for_selector("#suggestions [role=option]")
    assert "Kirjasto" in page.locator("#suggestions").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/focus"))


def test_network_focuses_by_click_and_keyboard(watched: Watched) -> None:
    page = watched.open("/network")
    page.locator("details[data-kind=priority] summary").focus()
    page.keyboard.press("Enter")
    page.locator(f"#things a[data-focus='{PLAN}:P1.4']").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2")
    assert "focus=kemi-hyvinvointi-2023%3AP1.4" in page.url
    assert "Yhteistyö hyvinvointialueen yhdyspinnoilla" in page.locator("#details").inner_text()
    page.keyboard.press("Escape")
    page.wait_for_function("!location.search.includes('focus')")


def test_a_click_on_the_canvas_focuses(watched: Watched) -> None:
    page = watched.open("/network?view=goal-tree")
    box = page.locator("#network canvas").bounding_box()
    assert box is not None
    # The goals stand in the middle: look for one there.
    for step in range(0, 200, 8):
        for turn in range(8):
            x = box["x"] + box["width"] / 2 + step * [1, 0.7, 0, -0.7, -1, -0.7, 0, 0.7][turn]
            y = box["y"] + box["height"] / 2 + step * [0, 0.7, 1, 0.7, 0, -0.7, -1, -0.7][turn]
            page.mouse.click(x, y)
            if "focus=" in page.url:
                page.wait_for_selector("#details h2")
                return
    pytest.fail("no click met a thing")


def test_chips_hide_kinds_and_the_address_remembers(watched: Watched) -> None:
    page = watched.open("/network")
    chip = page.locator("a.chip[data-kind=action]")
    assert chip.get_attribute("aria-pressed") == "true"
    chip.focus()
    page.keyboard.press("Space")
    assert chip.get_attribute("aria-pressed") == "false"
    assert "hide=action" in page.url
    watched.open(page.url.removeprefix(watched.site))
    assert page.locator("a.chip[data-kind=action]").get_attribute("aria-pressed") == "false"


def tied(page: Page) -> dict[str, str]:
    """Return where the things lead that follow what the reader does, by what they are."""
    picked = {
        "list": "nav.tabs a[href*='/list']",
        "swedish": "nav.languages a[hreflang=sv]",
        "named": "nav.segments a:nth-child(2)",
        "present": ".to-present.top a",
        "thing": "#things a[data-focus]",
    }
    return {name: page.locator(css).first.get_attribute("href") or "" for name, css in picked.items()}


def test_links_follow_what_the_reader_does(public: Watched) -> None:
    page = public.open("/network")
    before = [int(page.locator(f"[data-count={key}]").inner_text()) for key in ("readings", "named")]
    page.locator("a.chip[data-kind=body]").click()
    page.evaluate(f"document.querySelector(\"#things a[data-focus='{PLAN}:P1.1']\").click()")
    page.wait_for_selector("#details h2")
    places = tied(page)
    assert [name for name, place in places.items() if "hide=body" not in place] == []
    focused = {name for name, place in places.items() if f"focus={PLAN}%3AP1.1" in place}
    assert focused >= places.keys() - {"thing"}
    assert "/present/network?" in places["present"]
    after = [int(page.locator(f"[data-count={key}]").inner_text()) for key in ("readings", "named")]
    listed = page.request.get(
        f"{public.site}{places['list'].removeprefix(public.site)}".replace("/list?", "/list.json?")
    )
    assert sum(after) == len(listed.json()["rows"]) < sum(before)
    chip = page.locator("a.chip[data-kind=action]").get_attribute("href") or ""
    assert "hide=body%2Caction" in chip
    assert f"focus={PLAN}%3AP1.1" in chip
    hidden = page.locator("form.choose input[name=hide]").input_value()
    page.locator("form.choose button").click()
    page.wait_for_load_state("networkidle")
    assert (hidden, "hide=body" in page.url) == ("body", True)


def test_back_and_forward_go_through_what_was_in_focus(public: Watched) -> None:
    public.open("/list")
    page = public.open("/network")
    for thing in ("P1.1", "P1.4"):
        page.evaluate(f"document.querySelector(\"#things a[data-focus='{PLAN}:{thing}']\").click()")
        expect(page).to_have_url(re.compile(f"{thing}$"))
    expect(page.locator("#details")).to_contain_text("yhdyspinnoilla")
    page.go_back()
    expect(page).to_have_url(re.compile("P1.1$"))
    expect(page.locator("#details .thing-title")).not_to_contain_text("yhdyspinnoilla")
    assert "P1.1" in tied(page)["list"]
    page.go_back()
    expect(page).not_to_have_url(re.compile("focus"))
    assert page.locator("#details h2").count() == 0
    assert page.locator("[data-do=all]").is_hidden()
    page.go_forward()
    expect(page).to_have_url(re.compile("P1.1$"))
    page.go_back()
    page.go_back()
    page.wait_for_url("**/list")


def test_what_the_server_put_in_focus_stays_in_the_address(watched: Watched) -> None:
    around = f"/network?view=partners-around&focus={PLAN}:P1.1"
    page = watched.open(around)
    count = page.locator("#things li").count()
    page.locator("a.chip").first.click()
    expect(page).to_have_url(re.compile("hide="))
    assert f"{PLAN}%3AP1.1" in page.url or f"{PLAN}:P1.1" in page.url
    page.locator("#things summary").nth(1).click()
    page.locator("#things details[open] a").first.click()
    page.wait_for_selector("#details h2")
    assert f"{PLAN}%3AP1.1" in page.url or f"{PLAN}:P1.1" in page.url
    page.go_back()
    expect(page.locator("#details h2")).to_have_count(0)
    watched.open(page.url.removeprefix(watched.site))
    assert page.locator("#things li").count() == count


def test_the_picture_is_no_stop_for_the_keyboard(watched: Watched) -> None:
    page = watched.open("/network")
    assert page.locator("#network [tabindex]").count() == 0


def test_escape_in_the_search_field_leaves_the_focus(watched: Watched) -> None:
    page = watched.open(f"/network?focus={PLAN}:P1.4")
    page.locator("#q").press("Escape")
    page.locator("select[name=view]").press("Escape")
    assert "focus=" in page.url
    page.locator("#panel").press("Escape")
    expect(page).not_to_have_url(re.compile("focus"))


def test_chips_of_the_list_are_links_and_those_of_the_network_buttons(watched: Watched) -> None:
    page = watched.open("/list")
    assert page.locator("a.chip[role], a.chip[aria-pressed]").count() == 0
    page.locator("a.chip[data-kind=body]").press("Enter")
    page.wait_for_url("**hide=body**")
    page = watched.open("/network")
    assert (
        page.locator("a.chip[role=button][aria-pressed=true]").count() == page.locator("a.chip").count() > 0
    )


def test_that_nothing_is_found_is_said(watched: Watched) -> None:
    page = watched.open("/?lang=en")
    said = page.locator("form.search [role=status]")
    page.locator("#q").fill("zzzzzz")
    expect(said).to_have_text("Nothing found")
    assert said.is_visible()
    page.locator("#q").fill("kirjasto")
    page.wait_for_selector("#suggestions [role=option]")
    expect(said).to_contain_text("suggestions")


def test_keyboard_reaches_the_content_first(watched: Watched) -> None:
    page = watched.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
