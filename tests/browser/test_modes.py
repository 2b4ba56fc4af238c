"""Pages with text of double size, in forced colours and on paper: nothing is lost, nothing says less."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from .conftest import Watched

pytestmark = pytest.mark.browser


def test_text_of_double_size_fits_the_page(watched: Watched) -> None:
    for path in ("/", "/list", "/questions", "/id/kemi/kirjasto", "/accessibility"):
        page = watched.open(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, path


def test_forced_colours_tell_where_one_is(browser: Browser, site: str) -> None:
    context = browser.new_context(forced_colors="active", locale="fi-FI")
    page = context.new_page()
    page.goto(site + "/list")
    colours = page.locator("nav.tabs a").evaluate_all(
        "all => all.map(one => getComputedStyle(one).borderBottomColor)"
    )
    here = page.locator("nav.tabs a[aria-current=page]").evaluate(
        "one => getComputedStyle(one).borderBottomColor"
    )
    context.close()
    assert colours.count(here) == 1
