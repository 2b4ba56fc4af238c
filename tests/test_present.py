"""The page from which a picture is taken along: its files, its title, the code of its frame, its link."""

from __future__ import annotations

from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from webviz.presentation.outputs import OUTPUTS
from webviz.presentation.png import png  # noqa: F401 - what cannot be imported cannot be offered

from .conftest import PUBLIC
from .internal_plans import SECRET
from .webpage import BROWSER, WebPage

FOCUS = "focus=kemi:kirjasto&named=true&lang=fi"
PICTURES = {
    "matrix": "/?gaps=true&lang=fi",
    "focus": f"/focus?{FOCUS}",
    "path": "/path?focus=kemi:liikuntapalvelut,kemi:lapha&lang=fi",
    "network": "/network?hide=body&lang=fi",
    "list": "/list?view=goal-tree&lang=fi",
    "question/actions-per-priority": "/questions/actions-per-priority?named=true&lang=fi",
}


@pytest.fixture(scope="module")
def public(make_viewer, kemi_path) -> FlaskClient:
    return make_viewer(
        kemi_path, public_url=PUBLIC, embed_from=("'self'", "https://www.kemi.fi")
    ).test_client()


def page_of(client: FlaskClient, url: str) -> WebPage:
    answer = client.get(url, headers=BROWSER)
    assert answer.status_code == 200
    page = WebPage(answer.text)
    assert page.problems == []
    return page


def fields(page: WebPage, form: str = "present") -> dict[str, str]:
    """Return the fields that a form sends as it is opened, which all stand before the next form."""
    names = [tag["id"] for tag in page.all("form")]
    tags = page.tags[page.tags.index(page.one("form", id=form)) :]
    following = names[names.index(form) + 1] if form != names[-1] else ""
    if following:
        tags = tags[: tags.index(page.one("form", id=following))]
    return {tag["name"]: tag["value"] for tag in tags if tag.name == "input" and tag["type"] == "hidden"}


@pytest.mark.parametrize(("name", "url"), PICTURES.items())
def test_each_picture_leads_to_its_files_in_the_state_that_is_seen(
    client: FlaskClient, name: str, url: str
) -> None:
    # One stands at the top for wide screens, one below the picture for narrow ones.
    [way] = {a["href"] for a in page_of(client, url).all("a") if a["href"].startswith("/present/")}
    assert urlsplit(way).path == f"/present/{name}"
    page = page_of(client, way)
    sent = fields(page)
    assert sent == dict(parse_qsl(urlsplit(url).query))
    offered = [tag["formaction"] for tag in page.all("button") if "formaction" in tag.attributes]
    assert offered == [f"/export/{name}.{suffix}" for suffix, one in OUTPUTS.items() if one.is_main]
    assert page.one("textarea", id="title").text
    back = page.one("p", class_="crumb")
    assert [a["href"] for a in page.all("a") if a.text == back.text] == [
        unescape(url).replace(":", "%3A").replace(",", "%2C")
    ]
    image = page.one("img", id="preview")
    assert client.get(image["src"]).mimetype == "image/svg+xml"
    assert page.one("textarea", id="title").text in image["alt"]


def test_a_title_of_ones_own_goes_into_the_preview_and_stays_in_the_field(client: FlaskClient) -> None:
    page = page_of(client, f"/present/focus?{FOCUS}&title=Oma <b>otsikko</b>")
    assert page.one("textarea", id="title").text == "Oma <b>otsikko</b>"
    drawn = client.get(page.one("img", id="preview")["src"]).text
    assert "Oma &lt;b&gt;otsikko&lt;/b&gt;" in drawn


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/present/pie", 404),
        ("/present/question/nothing", 404),
        ("/present/view/nothing", 404),
        ("/present/focus?focus=kemi:nothing", 404),
        ("/present/matrix?plan=nope", 404),
        (f"/present/focus?{FOCUS}&title={'a' * 400}", 400),
        (f"/present/focus?{FOCUS}&frame-change=much", 400),
    ],
)
def test_what_cannot_be_taken_along_is_told_in_one_page(client: FlaskClient, url: str, status: int) -> None:
    answer = client.get(url, headers=BROWSER)
    assert answer.status_code == status
    assert WebPage(answer.text).one("h1").text


def test_the_code_of_a_frame_is_as_the_form_asks(public: FlaskClient) -> None:
    asked = "frame-state=frozen&frame-lang=sv&frame-change=none&frame-width=600&frame-height=500"
    page = page_of(public, f"/present/focus?{FOCUS}&plan=kemi-hyvinvointi-2023&{asked}")
    frame = WebPage(page.one("textarea", id="embed-code").text).one("iframe")
    there = urlsplit(frame["src"])
    args = dict(parse_qsl(there.query))
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{PUBLIC}/embed/focus"
    assert args == {
        "focus": "kemi:kirjasto",
        "named": "true",
        "plan": "kemi-hyvinvointi-2023",
        "lang": "sv",
        "change": "none",
        "frozen": args["frozen"],
    }
    assert "kemi-hyvinvointi-2023@1" in args["frozen"].split(",")
    assert (frame["width"], frame["height"], frame["loading"]) == ("600", "500", "lazy")
    assert frame["title"] == page.one("textarea", id="title").text
    embedded = public.get(f"{there.path}?{there.query}", headers=BROWSER)
    assert (embedded.status_code, WebPage(embedded.text).lang) == (200, "sv")
    assert "https://www.kemi.fi" in page.one("details", id="embedding").text


@pytest.mark.parametrize("size", ["0", "1000000", "-5", "wide", "²"])
def test_a_size_that_is_none_is_as_usual(public: FlaskClient, size: str) -> None:
    page = page_of(public, f"/present/focus?{FOCUS}&frame-width={size}&frame-height={size}")
    frame = WebPage(page.one("textarea", id="embed-code").text).one("iframe")
    assert (frame["width"], frame["height"]) == ("100%", "640")


def test_a_title_with_markup_stays_text_in_the_code(public: FlaskClient) -> None:
    page = page_of(public, f'/present/focus?{FOCUS}&title="><script>alert(1)</script>')
    code = page.one("textarea", id="embed-code").text
    [frame] = WebPage(code).tags
    assert (frame.name, frame["title"]) == ("iframe", '"><script>alert(1)</script>')


def test_links_are_live_or_frozen(public: FlaskClient) -> None:
    page = page_of(public, f"/present/focus?{FOCUS}")
    live, frozen = (page.one("input", id=name)["value"] for name in ("live-link", "frozen-link"))
    assert live == f"{PUBLIC}/focus?focus=kemi%3Akirjasto&named=true&lang=fi"
    assert frozen.startswith(f"{live}&frozen=")
    assert public.get(frozen.removeprefix(PUBLIC), headers=BROWSER).status_code == 200


def test_without_a_public_address_the_page_says_whom_to_ask(client: FlaskClient) -> None:
    page = page_of(client, f"/present/focus?{FOCUS}")
    assert [tag["id"] for tag in page.all("textarea")] == ["title"]
    for name in ("embedding", "linking"):
        assert "tietohallin" in page.one("details", id=name).text
        assert "--public-url" in page.one("details", id=name).text


def test_the_report_goes_out_as_slides_and_pdf(client: FlaskClient) -> None:
    [way] = [a["href"] for a in page_of(client, "/evaluate?lang=fi").all("a") if "/present/" in a["href"]]
    page = page_of(client, way)
    offered = [tag["formaction"] for tag in page.all("button") if "formaction" in tag.attributes]
    assert {"/export/report.pptx", "/export/report.pdf"} <= set(offered)
    assert page.all("details", id="embedding") == []
    assert page.one("ol", class_="slides").text


def test_nothing_internal_stands_where_pictures_are_taken_along(make_viewer, internal_path) -> None:
    own = make_viewer(internal_path).test_client()
    answer = own.get("/present/network?plan=julki&lang=fi", headers=BROWSER)
    assert (answer.status_code, SECRET in answer.text.casefold()) == (200, False)
    assert "Sisäiseksi merkitty jää pois" in answer.text
    assert own.get("/present/network?plan=zqxplan", headers=BROWSER).status_code == 404
