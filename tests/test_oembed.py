"""Links that unfold elsewhere: oEmbed as https://oembed.com has it, and what the head of a page says."""

from __future__ import annotations

import re
import struct
from urllib.parse import parse_qsl, quote, urlsplit
from xml.etree.ElementTree import fromstring

import pytest
from flask.testing import FlaskClient

from .webpage import BROWSER, WebPage

PUBLIC = "https://plans.example.fi/kemi"
FOCUS = "/focus?focus=kemi:kirjasto&lang=sv"
UNKNOWN = [
    "",
    "https://evil.example/focus?focus=kemi:kirjasto",
    "https://plans.example.fi.evil.example/kemi/",
    "https://plans.example.fi/other/focus?focus=kemi:kirjasto",
    "http://plans.example.fi/kemi/focus?focus=kemi:kirjasto",
    "file:///etc/passwd",
    "http://169.254.169.254/latest/meta-data",
    f"{PUBLIC}/sparql",
    f"{PUBLIC}/id/kemi",
    f"{PUBLIC}/nothing",
    f"{PUBLIC}/embed/network.json",
    f"{PUBLIC}/static/embed.js",
    f"{PUBLIC}/focus?focus=kemi:nothing",
    f"{PUBLIC}/?plan=nope",
    f"{PUBLIC}/questions/nothing",
    f"{PUBLIC}/views/nothing",
    f"{PUBLIC}focus?focus=kemi:kirjasto",
    f"{PUBLIC}/embed/focus?focus=kemi:kirjasto&change=nothing",
    "https://somebody@plans.example.fi/kemi/focus?focus=kemi:kirjasto",
    "https://[",
]


@pytest.fixture(scope="module")
def public(make_viewer, kemi_path) -> FlaskClient:
    return make_viewer(kemi_path, public_url=PUBLIC).test_client()


def asked(url: str, **more: object) -> str:
    return f"/oembed?url={quote(url, safe='')}" + "".join(f"&{key}={text}" for key, text in more.items())


@pytest.mark.parametrize(
    ("page", "embed"),
    [
        (FOCUS, "/embed/focus"),
        ("/", "/embed/matrix"),
        ("/network?hide=body", "/embed/network"),
        ("/path?focus=kemi:liikuntapalvelut,kemi:lapha", "/embed/path"),
        ("/list?view=goal-tree", "/embed/list"),
        ("/questions/actions-per-priority?named=true", "/embed/question/actions-per-priority"),
        ("/embed/focus?focus=kemi:kirjasto&change=none", "/embed/focus"),
    ],
)
def test_a_picture_is_described_with_all_that_its_address_chooses(
    public: FlaskClient, page: str, embed: str
) -> None:
    told = public.get(asked(PUBLIC + page)).get_json()
    assert (told["version"], told["type"], told["provider_name"]) == ("1.0", "rich", "Planweave")
    frame = WebPage(told["html"]).one("iframe")
    there, given = urlsplit(frame["src"]), dict(parse_qsl(urlsplit(page).query))
    assert f"{there.scheme}://{there.netloc}{there.path}" == PUBLIC + embed
    shown = dict(parse_qsl(there.query))
    assert shown == {"lang": shown["lang"], **given}
    assert (frame["width"], frame["height"]) == (str(told["width"]), str(told["height"]))
    assert frame["title"] == told["title"] != ""
    assert (told["thumbnail_width"], told["thumbnail_height"]) == (1200, 630)
    assert told["thumbnail_url"].startswith(f"{PUBLIC}/card/")


def test_xml_says_the_same_as_json(public: FlaskClient) -> None:
    xml, json = (public.get(asked(PUBLIC + FOCUS, format=form)) for form in ("xml", "json"))
    assert (xml.mimetype, json.mimetype) == ("text/xml", "application/json")
    found = {part.tag: part.text for part in fromstring(xml.data)}
    assert found == {key: str(value) for key, value in json.get_json().items()}


@pytest.mark.parametrize(
    ("most", "size"),
    [
        ({"maxwidth": 400, "maxheight": 300}, (400, 300)),
        ({"maxwidth": 5000}, (960, 640)),
        ({"maxwidth": "x"}, (960, 640)),
    ],
)
def test_a_frame_is_no_larger_than_asked(
    public: FlaskClient, most: dict[str, object], size: tuple[int, int]
) -> None:
    told = public.get(asked(PUBLIC + FOCUS, **most)).get_json()
    assert (told["width"], told["height"]) == size


@pytest.mark.parametrize("url", UNKNOWN)
def test_only_pictures_of_this_viewer_are_described(public: FlaskClient, url: str) -> None:
    answer = public.get(asked(url, lang="fi"))
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert not re.match(r"(no|there|this|expected|change is) ", answer.text)


def test_a_format_that_is_not_known_is_not_implemented(public: FlaskClient) -> None:
    assert public.get(asked(PUBLIC + FOCUS, format="yaml")).status_code == 501


def test_what_is_internal_is_unauthorized_where_the_viewer_shows_it_and_unknown_where_not(
    make_viewer, internal_path
) -> None:
    url = asked(f"{PUBLIC}/list?plan=zqxplan")
    own = make_viewer(internal_path, public_url=PUBLIC, internal=True).test_client()
    stranger = make_viewer(internal_path, public_url=PUBLIC).test_client()
    assert (own.get(url).status_code, stranger.get(url).status_code) == (401, 404)
    assert own.get(asked(f"{PUBLIC}/list?plan=nope")).status_code == 404
    assert own.get(asked(f"{PUBLIC}/list?plan=julki")).status_code == 200


def test_pages_lead_to_their_descriptions_and_their_image(public: FlaskClient) -> None:
    page = WebPage(public.get(f"{FOCUS}&named=true", headers=BROWSER).text)
    assert page.problems == []
    said = {tag["property"] or tag["name"]: tag["content"] for tag in page.all("meta")}
    address = f"{PUBLIC}/focus?focus=kemi%3Akirjasto&lang=sv&named=true"
    assert said["og:url"] == address == page.one("link", rel="canonical")["href"]
    assert said["og:locale"] == "sv_FI"
    assert all(said[key] for key in ("og:title", "og:description", "og:image:alt"))
    assert said["twitter:card"] == "summary_large_image"
    for form in ("application/json+oembed", "text/xml+oembed"):
        described = page.one("link", type=form)["href"]
        assert public.get(described.removeprefix(PUBLIC)).status_code == 200
    image = public.get(said["og:image"].removeprefix(PUBLIC))
    assert image.mimetype == "image/png"
    assert struct.unpack(">II", image.data[16:24]) == (1200, 630)
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/network",
        "/list",
        "/path?focus=kemi:liikuntapalvelut,kemi:lapha",
        "/questions/actions-per-priority",
    ],
)
def test_every_picture_has_a_sentence_and_an_image_for_links(public: FlaskClient, url: str) -> None:
    page = WebPage(public.get(url, headers=BROWSER).text)
    said = {tag["property"]: tag["content"] for tag in page.all("meta")}
    assert said["og:title"]
    assert "<" not in said["og:title"]
    assert said["og:image"].startswith(f"{PUBLIC}/card/")


def test_without_a_public_address_nothing_unfolds(client: FlaskClient) -> None:
    page = WebPage(client.get(FOCUS, headers=BROWSER).text)
    assert not [tag for tag in page.all("meta") if tag["property"]]
    assert not [tag for tag in page.all("link") if "oembed" in tag["type"]]
    assert client.get(asked(f"http://localhost{FOCUS}")).status_code == 404
