"""Every link inside the viewer leads somewhere, and a page loads little and nothing from elsewhere."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from .webpage import Tag, WebPage

FI = {"Accept-Language": "fi", "Accept": "text/html", "Accept-Encoding": "gzip"}
#: How many pages of one kind are opened: of one path, of things, of questions.
_OF_A_KIND = 1
_STRICT = {"default-src 'none'", "script-src 'self'", "base-uri 'none'", "form-action 'self'"}
#: A file to be saved neither runs nor loads anything.
_OF_A_FILE = {"default-src 'none'", "sandbox", "frame-ancestors 'none'"}
_LOADED = ("script", "link", "img")


@pytest.mark.slow
def test_all_links_lead_somewhere_and_every_page_is_strict(client: FlaskClient) -> None:
    waiting, seen, broken = deque(["/"]), Counter({_kind("/"): 1}), []
    while waiting:
        address = waiting.popleft()
        answer = client.get(address, headers={**FI, "Accept-Encoding": "identity"})
        if answer.status_code >= 400:
            broken.append(f"{address}: {answer.status_code}")
        broken += [f"{address}: {one}" for one in _lax(answer)]
        for link in _links(address, answer):
            if seen[_kind(link)] < _OF_A_KIND:
                seen[_kind(link)] += 1
                waiting.append(link)
    assert broken == []
    assert len(seen) > 30


def _lax(answer: TestResponse) -> Iterator[str]:
    """Yield what a page allows that it should not, and what it would load from elsewhere."""
    policy = answer.headers.get("Content-Security-Policy", "")
    rules = set(policy.split("; "))
    if "unsafe" in policy or not (rules >= _STRICT or rules == _OF_A_FILE):
        yield f"policy {policy}"
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        yield "no nosniff"
    if answer.mimetype == "text/html":
        page = WebPage(answer.text)
        if "attachment" not in answer.headers.get("Content-Disposition", ""):
            yield from page.problems  # a file to be kept holds its own style
        loaded = [tag["src"] or tag["href"] for tag in page.tags if tag.name in _LOADED and _is_fetched(tag)]
        yield from (f"loads {url}" for url in loaded if not re.match(r"/(?!/)|data:", url))


def _is_fetched(tag: Tag) -> bool:
    """Whether a browser asks for what a tag names; a block of data inside the page is no file."""
    if tag.name == "link":
        return tag["rel"] in {"stylesheet", "icon", "preload"}
    return tag.name != "script" or tag["type"] != "application/json"


def _links(address: str, answer: TestResponse) -> Iterator[str]:
    if answer.status_code in {302, 303}:
        yield answer.headers["Location"]
    if answer.mimetype == "text/html" and answer.status_code == 200:
        for tag in WebPage(answer.text).tags:
            link = urldefrag(urljoin(address, tag["href"] or tag["src"])).url
            if tag.name in {"a", *_LOADED} and link.startswith("/") and not link.startswith("//"):
                yield link


def _kind(address: str) -> str:
    """Return what pages have in common that are made in the same way."""
    path = urlsplit(address).path
    path = re.sub(r"^/id/.*?(\.[a-z]+)?$", r"/id/…\1", path)
    return re.sub(r"^(/questions|/embed/question)/[^.]*", r"\1/…", path)


# ---- bytes


@pytest.mark.parametrize(
    ("path", "twins", "most"), [("/", (), 150_000), ("/network", ("/network.json",), 300_000)]
)
def test_a_page_with_all_that_it_loads_is_small(
    client: FlaskClient, path: str, twins: tuple[str, ...], most: int
) -> None:
    answer = client.get(path, headers={**FI, "Accept-Encoding": "identity"})
    tags = WebPage(answer.text).tags
    loaded = {tag["src"] or tag["href"] for tag in tags if tag.name in _LOADED and _is_fetched(tag)}
    addresses = [path, *(url for url in loaded if not url.startswith("data:")), *twins]
    sizes = {url: len(client.get(url, headers=FI).data) for url in addresses}
    assert len(sizes) > 3
    assert sum(sizes.values()) < most, sizes
