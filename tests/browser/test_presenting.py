"""Into a presentation, in a real browser: the page, the code copied, a frame on a page of another origin."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from webviz import Settings

from .conftest import Watched, serving

pytestmark = pytest.mark.browser

FOCUS = "focus=kemi:kirjasto"
PUBLIC = "https://plans.example.fi"


class Elsewhere(BaseHTTPRequestHandler):
    """The web pages of somebody else."""

    pages: dict[str, str] = {}  # noqa: RUF012 - one site

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.pages.get(self.path, "<title>Muu</title>").encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[int]:
    """The port of another site on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def open_site(kemi_path: Path, elsewhere: int) -> Iterator[str]:
    """A viewer whose embeds one other origin may show: that site by its number, and not by its name."""
    yield from serving(
        Settings(kemi_path, public_url=PUBLIC, embed_from=("'self'", f"http://127.0.0.1:{elsewhere}"))
    )


def violations(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found]


def test_a_frame_elsewhere_is_shown_where_that_is_allowed_and_follows_its_height(
    browser: Browser, elsewhere: int, open_site: str
) -> None:
    context = browser.new_context(viewport={"width": 1100, "height": 700}, locale="fi-FI")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"{open_site}/present/focus?{FOCUS}&frame-change=filters")
    code, script = (page.locator(f"#embed-{name}").input_value() for name in ("code", "script"))
    framed = (code + script).replace(PUBLIC, open_site)
    Elsewhere.pages["/sivu"] = f"<!doctype html><html lang=fi><title>Kunta</title>{framed}"
    page.goto(f"http://127.0.0.1:{elsewhere}/sivu")
    frame = page.frame_locator("iframe")
    expect(frame.locator(".stage svg")).to_be_visible()
    page.wait_for_function("+document.querySelector('iframe').height !== 640")
    tall = int(page.locator("iframe").get_attribute("height") or 0)
    inner = page.frames[1]
    assert abs(inner.evaluate("document.documentElement.getBoundingClientRect().height") - tall) <= 1
    frame.locator("#as-list > summary").click()
    page.wait_for_function(f"+document.querySelector('iframe').height > {tall} + 100")
    frame.locator("#as-list > summary").click()
    page.wait_for_function(f"+document.querySelector('iframe').height === {tall}")
    assert complaints == []
    # The same site by another name is another origin.
    page.goto(f"http://localhost:{elsewhere}/sivu")
    page.wait_for_timeout(300)
    assert [one.url for one in page.frames[1:]] == ["chrome-error://chromewebdata/"]
    assert any("frame-ancestors" in text for text in complaints)
    context.close()


@pytest.mark.parametrize("path", ["/embed/network", "/embed/focus?" + FOCUS, "/embed/matrix"])
def test_an_embed_that_nobody_may_change_is_accessible_on_every_screen(watched: Watched, path: str) -> None:
    page = watched.open(f"{path}{'&' if '?' in path else '?'}change=none")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_function("innerWidth === 320")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_page_keeps_its_preview_and_its_code_up_to_date_by_keyboard_too(public: Watched) -> None:
    page = public.open(f"/focus?{FOCUS}&named=true")
    page.locator(".to-present.top a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#preview")).to_be_visible(timeout=30_000)
    for name in ("embedding", "linking", "others"):
        page.locator(f"#{name} > summary").focus()
        page.keyboard.press("Enter")
    page.locator("#embedding details > summary").click()
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
    page.locator("#title").fill("Kirjasto on monessa mukana")
    page.keyboard.press("Tab")
    page.wait_for_function("document.getElementById('preview').src.includes('title=Kirjasto')")
    page.locator("[name=frame-change]").select_option("none")
    page.locator("[name=frame-state][value=frozen]").check()
    expect(page.locator("#embed-code")).to_have_value(
        re.compile(r"/embed/focus\?.*named=true.*frozen=kemi-.*change=none"), timeout=30_000
    )
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copies=embed-code]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#copied")).to_have_text("Kopioitu.", timeout=30_000)
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#embed-code").input_value()
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_function("innerWidth === 320")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []


def test_a_file_is_saved_with_the_title_that_was_written(public: Watched) -> None:
    page = public.open(f"/present/focus?{FOCUS}")
    page.locator("#title").fill("Kirjasto on monessa mukana")
    with page.expect_download() as saving:
        page.locator("button[formaction$='.svg']").click()
    saved = saving.value
    assert saved.suggested_filename.endswith(".svg")
    assert "Kirjasto on monessa mukana" in Path(saved.path()).read_text(encoding="utf-8")
