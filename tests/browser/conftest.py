"""A real browser over a real viewer."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import waitress
from playwright.sync_api import Browser, Page, Request, sync_playwright

from webviz import Settings, create_app

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Return the path of a Chromium: the one named in the environment, else one on the path."""
    named = os.environ.get("PLANWEAVE_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium here, and CI must test in a real browser")
        pytest.skip("NO CHROMIUM: the browser tests did not run; install one, or set PLANWEAVE_CHROMIUM")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def site(kemi_path: Path) -> Iterator[str]:
    """The address of a viewer over the Kemi plans."""
    yield from serving(Settings(kemi_path))


@pytest.fixture(scope="session")
def public_site(kemi_path: Path) -> Iterator[str]:
    """The address here of a viewer that others reach under another one."""
    yield from serving(Settings(kemi_path, public_url="https://plans.example.fi"))


def serving(settings: Settings) -> Iterator[str]:
    """Run a viewer, and give its address."""
    app = create_app(settings)
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@dataclass
class Watched:
    """A page, and what it complained of or asked of other hosts."""

    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)

    def note_request(self, asked: Request) -> None:
        if not asked.url.startswith((self.site, "data:")):
            self.complaints.append(asked.url)

    def open(self, path: str) -> Page:
        self.page.goto(self.site + path)
        self.page.wait_for_load_state("networkidle")
        if self.page.locator("#network").count():
            self.page.wait_for_selector("#network[data-ready]")
        return self.page


@pytest.fixture
def watched(browser: Browser, site: str) -> Iterator[Watched]:
    """A page in Finnish that fails the test when it complains or leaves this machine."""
    yield from watching(browser, site)


@pytest.fixture
def public(browser: Browser, public_site: str) -> Iterator[Watched]:
    """Such a page of a viewer with a public address."""
    yield from watching(browser, public_site)


def watching(browser: Browser, site: str) -> Iterator[Watched]:
    """Open a page, and say at the end that it did not complain."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fi-FI")
    page = context.new_page()
    seen = Watched(page, site)
    page.on("console", lambda said: seen.complaints.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on(
        "request", lambda asked: asked.url.startswith((site, "data:")) or seen.complaints.append(asked.url)
    )
    yield seen
    context.close()
    assert seen.complaints == []
