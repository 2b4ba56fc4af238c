"""Pictures of pages for the documentation: wide and narrow."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_SIZES = {"wide": (1280, 860), "narrow": (320, 640)}


def take(page: Page, folder: Path, name: str) -> None:
    """Write `name-wide.png` and `name-narrow.png` of what a page shows into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for size, (width, height) in _SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(200)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=folder / f"{name.replace('_', '-')}-{size}.png")
