"""Pictures for other pages: who may frame them, and that they show no more than the picture."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from .conftest import PUBLIC
from .webpage import BROWSER, Tag, WebPage

EMBEDS = ["/embed/matrix", "/embed/network", "/embed/list?view=goal-tree"]
ALL_EMBEDS = [
    *EMBEDS,
    "/embed/focus?focus=kemi:kirjasto",
    "/embed/path?focus=kemi:liikuntapalvelut,kemi:lapha",
    "/embed/question/actions-per-priority",
]
OTHERS = ["/", "/network", "/list?view=goal-tree", "/questions", "/id/kemi", "/sparql", "/index.json"]
ORIGINS = ("'self'", "https://www.kemi.fi", "https://intra.example.fi:8443")


@pytest.fixture(scope="module")
def open_to_others(make_viewer, kemi_path) -> FlaskClient:
    return make_viewer(kemi_path, embed_from=ORIGINS).test_client()


@pytest.fixture(scope="module")
def public(public) -> FlaskClient:
    return public.test_client()


def links(client: FlaskClient, url: str, change: str) -> list[Tag]:
    """Return the links of an embed whose reader may change so much."""
    asked = f"{url}{'&' if '?' in url else '?'}lang=fi&change={change}"
    page = WebPage(client.get(asked, headers=BROWSER).text)
    assert page.problems == []
    return [tag for tag in page.all("a") if "href" in tag.attributes and not tag["href"].startswith("#")]


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
        assert "planner's reading" in page.one("main").text
        assert page.one("h1").text.endswith(page.one("title").text.removesuffix(" – Planweave"))


def test_an_embed_of_the_matrix_has_the_numbers_of_the_page(client: FlaskClient) -> None:
    embedded, whole = (WebPage(client.get(url, headers=BROWSER).text) for url in ("/embed/matrix", "/"))
    counts = [[a.text for a in page.all("a", class_="count")] for page in (embedded, whole)]
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


# ---- what a reader may change, and where links lead


@pytest.mark.parametrize("change", ["none", "filters", "all"])
@pytest.mark.parametrize("url", ALL_EMBEDS)
def test_links_of_an_embed_lead_out_in_a_new_tab_or_stay_in_the_picture(
    public: FlaskClient, url: str, change: str
) -> None:
    found = links(public, url, change)
    inside = [tag for tag in found if tag["href"].startswith("/embed/")]
    assert inside == [tag for tag in found if not tag["href"].startswith(PUBLIC)]
    outside = [tag for tag in found if tag not in inside]
    assert outside
    assert {(tag["target"], tag["rel"]) for tag in outside} == {("_blank", "noopener")}
    assert not [tag for tag in outside if "/embed/" in tag["href"] or "change=" in tag["href"]]
    if change != "all":
        assert all(f"change={change}" in tag["href"] for tag in inside)


@pytest.mark.parametrize("url", ALL_EMBEDS)
def test_without_a_public_address_no_link_leads_out_of_an_embed(client: FlaskClient, url: str) -> None:
    assert all(tag["href"].startswith("/embed/") for tag in links(client, url, "all"))


@pytest.mark.parametrize("url", ALL_EMBEDS)
def test_an_embed_that_nobody_may_change_has_no_controls(public: FlaskClient, url: str) -> None:
    path = url.partition("?")[0]
    inside = [tag["href"] for tag in links(public, url, "none") if not tag["href"].startswith(PUBLIC)]
    # Pages of a long list turn, and a picture leads to the same as a list.
    assert not [href for href in inside if "page=" not in href and not href.startswith("/embed/list")]
    assert not [href for href in inside if href.partition("?")[0] == path and "page=" not in href]


def test_filters_may_be_changed_but_not_what_a_picture_is_about(public: FlaskClient) -> None:
    may = {change: links(public, "/embed/focus?focus=kemi:kirjasto", change) for change in ("filters", "all")}
    about = {
        change: [
            a
            for a in found
            if a["href"].startswith("/embed/focus") and "focus=kemi%3Akirjasto" not in a["href"]
        ]
        for change, found in may.items()
    }
    assert about["filters"] == []
    assert about["all"]
    sorting = links(public, "/embed/list", "filters")
    assert any("sort=" in tag["href"] and tag["href"].startswith("/embed/list") for tag in sorting)


def test_a_network_that_nobody_may_change_is_an_image_and_serves_no_data(public: FlaskClient) -> None:
    page = WebPage(public.get("/embed/network?change=none&hide=body&lang=sv", headers=BROWSER).text)
    [image] = page.all("img")
    assert image["src"].startswith("/export/network.svg?")
    assert {"hide=body", "lang=sv"} <= set(image["src"].partition("?")[2].split("&"))
    assert image["alt"]
    assert not [tag for tag in page.all("script") if "network" in tag["src"] or tag["id"]]
    assert public.get("/embed/network.json?change=none").status_code == 404
    assert public.get("/embed/network.json").status_code == 200


def test_an_unknown_choice_of_what_may_be_changed_is_told(client: FlaskClient) -> None:
    answer = client.get("/embed/matrix?change=much&lang=en", headers=BROWSER)
    assert answer.status_code == 400
    assert "none, filters, all" in answer.text


@pytest.mark.parametrize("url", ALL_EMBEDS)
def test_an_embed_says_which_state_of_the_plans_it_shows(public: FlaskClient, url: str) -> None:
    page = WebPage(public.get(f"{url}{'&' if '?' in url else '?'}lang=en", headers=BROWSER).text)
    stamp = page.one("p", class_="stamp")
    assert "kemi-hyvinvointi-2023, version 1" in stamp.text
    assert "Open in Planweave" in stamp.text


def test_a_frozen_embed_leads_to_what_changed_since(public: FlaskClient) -> None:
    frozen = "kemi-hyvinvointi-2023@1"
    url = f"/embed/focus?focus=kemi:kirjasto&plan=kemi-hyvinvointi-2023&frozen={frozen}"
    out = [tag["href"] for tag in links(public, url, "none")]
    assert all("frozen=" not in href for href in out)
    assert any(
        href.startswith(f"{PUBLIC}/focus?") and "since=kemi-hyvinvointi-2023%401" in href for href in out
    )


def test_no_frame_options_stand_beside_the_policy(open_to_others: FlaskClient) -> None:
    for url in ("/", "/embed/matrix"):
        assert "X-Frame-Options" not in open_to_others.get(url, headers=BROWSER).headers
