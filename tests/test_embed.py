"""Pictures for other pages: who may frame them, and that they show no more than the picture."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from .webpage import BROWSER, WebPage

EMBEDS = ["/embed/matrix", "/embed/network", "/embed/list?view=goal-tree"]
OTHERS = ["/", "/network", "/list?view=goal-tree", "/questions", "/id/kemi", "/sparql", "/index.json"]
ORIGINS = ("'self'", "https://www.kemi.fi", "https://intra.example.fi:8443")


@pytest.fixture(scope="module")
def open_to_others(make_viewer, kemi_path) -> FlaskClient:
    return make_viewer(kemi_path, embed_from=ORIGINS).test_client()


def ancestors(client: FlaskClient, url: str) -> str:
    rules = client.get(url, headers=BROWSER).headers["Content-Security-Policy"].split("; ")
    [found] = [rule.removeprefix("frame-ancestors ") for rule in rules if rule.startswith("frame-ancestors")]
    return found


@pytest.mark.parametrize("url", EMBEDS)
def test_only_pages_named_at_the_start_may_frame_an_embed(
    client: FlaskClient, open_to_others: FlaskClient, url: str
) -> None:
    assert ancestors(client, url) == "'self'"
    assert ancestors(open_to_others, url) == " ".join(ORIGINS)


@pytest.mark.parametrize("url", OTHERS)
def test_nothing_else_may_be_framed(open_to_others: FlaskClient, url: str) -> None:
    assert ancestors(open_to_others, url) == "'none'"


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
@pytest.mark.parametrize("url", EMBEDS)
def test_an_embed_has_a_picture_and_no_viewer_around_it(client: FlaskClient, url: str, lang: str) -> None:
    answer = client.get(f"{url}{'&' if '?' in url else '?'}lang={lang}", headers=BROWSER)
    page = WebPage(answer.text)
    assert (answer.status_code, page.lang, page.problems, page.outside) == (200, lang, [], [])
    assert [page.all(name) for name in ("header", "footer", "form", "input", "textarea", "nav")] == [[]] * 6
    assert len(page.all("h1")) == len(page.all("main")) == 1
    assert page.all("table") or page.all("div", class_="canvas")


def test_an_embed_says_what_is_a_reading_and_of_what_plan_it_is(client: FlaskClient) -> None:
    for url in EMBEDS:
        page = WebPage(client.get(f"{url}{'&' if '?' in url else '?'}lang=en", headers=BROWSER).text)
        assert "reader's reading" in page.one("main").text
        assert page.one("h1").text.endswith(page.one("title").text.removesuffix(" – Planweave"))


def test_an_embed_of_the_matrix_has_the_numbers_of_the_page(client: FlaskClient) -> None:
    embedded, whole = (WebPage(client.get(url, headers=BROWSER).text) for url in ("/embed/matrix", "/"))
    counts = [[(a.text, a["href"]) for a in page.all("a", class_="count")] for page in (embedded, whole)]
    assert counts[0] == counts[1] != []


def test_an_embed_of_the_list_has_the_rows_of_the_page(client: FlaskClient) -> None:
    state = "view=goal-tree&named=true&sort=to"
    embedded, whole = (
        WebPage(client.get(f"{url}?{state}", headers=BROWSER).text) for url in ("/embed/list", "/list")
    )
    rows = [[tag.text for tag in page.all("td")] for page in (embedded, whole)]
    assert rows[0] == rows[1] != []


@pytest.mark.parametrize("url", ["/embed/matrix?plan=nope", "/embed/list?view=nope"])
def test_an_error_in_an_embed_shows_no_more_than_itself(client: FlaskClient, url: str) -> None:
    answer = client.get(url, headers=BROWSER)
    page = WebPage(answer.text)
    assert (answer.status_code, page.problems) == (404, [])
    assert [page.all(name) for name in ("header", "footer", "form", "nav", "a")] == [[]] * 5
    assert page.one("h1").text
    assert ancestors(client, url) == "'self'"
