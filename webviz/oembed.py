"""Links that unfold on other pages: oEmbed (https://oembed.com), and the picture of a link.

Only addresses of this viewer's own public address are answered, from what is stored here: nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, abort, current_app, g, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from graph import PlanweaveError, saving
from graph.errors import UnknownQueryError
from graph.i18n import mark
from ontology import LANGUAGES

from . import current, embed_links, saved_pictures
from .errors import text_of
from .present_frames import HEIGHT, LEAST, frame_code
from .presentation import Scene
from .presentation.card import HEIGHT as CARD_HEIGHT
from .presentation.card import WIDTH as CARD_WIDTH
from .presentation.card import card
from .scenes.making import PICTURES, scene
from .state import current as current_state

oembed = Blueprint("oembed", __name__)

_WIDTH, _CACHE_SECONDS = 960, 86_400
_FORMATS = ("json", "xml")
#: The pages of pictures, by their endpoints, beside the embeds.
_PAGES = {
    "pages.start": "matrix",
    "focus.focus": "focus",
    "path.path": "path",
    "pages.network": "network",
    "pages.listing": "list",
}
_QUESTIONS = {"questions.question", "embed.question_embed"}
_VIEWS = {"views.view", "embed.view_embed"}
_LONGEST_URL = 4_000


@dataclass(frozen=True)
class Asked:
    """The picture that an address shows: its name in addresses, and its arguments."""

    name: str
    query: str


@oembed.get("/oembed")
def describe() -> ResponseReturnValue:
    """What a picture is when it is embedded, for programs that unfold links."""
    public = _public()
    form = request.args.get("format", "json")
    if form not in _FORMATS:
        return _refused(501, current.word(mark("format is json or xml")))
    try:
        asked = _asked(request.args.get("url", ""), public)
        with _as_page(asked):
            embed_links.checked(request.args.get(embed_links.CHANGE, ""))
            made = _scene(asked)
    except PlanweaveError as error:
        if not (isinstance(error, UnknownQueryError) and _is_known_inside()):
            return _refused(404, text_of(error))
        return _refused(401, current.word(mark("this is internal and not shown elsewhere")))
    told = _told(asked, made, public)
    return jsonify(told) if form == "json" else Response(_xml(told), content_type="text/xml; charset=utf-8")


@oembed.get("/card/<picture>.png")
def of_picture(picture: str) -> ResponseReturnValue:
    """A picture as the image of a link to it."""
    if picture not in PICTURES:
        abort(404)
    return Response(card(scene(picture, current_state())), content_type="image/png")


@oembed.get("/card/question/<name>.png")
def of_question(name: str) -> ResponseReturnValue:
    """The answer to a question as the image of a link to it."""
    return Response(card(scene("question", current_state(), name=name)), content_type="image/png")


def _public() -> str:
    """Return the public address; without one there is nothing to unfold."""
    public = current.public()
    if not public:
        abort(404)
    return public


def _refused(status: int, text: str) -> Response:
    return Response(f"{text}\n", status=status, mimetype="text/plain")


def _asked(url: str, public: str) -> Asked:
    """Return which picture an address shows, or raise `UnknownQueryError`."""
    unknown = UnknownQueryError(mark("this is no address of a picture here"))
    try:
        there, ours = urlsplit(url[:_LONGEST_URL]), urlsplit(public)
    except ValueError:
        raise unknown from None
    is_ours = (there.scheme, there.netloc.lower()) == (ours.scheme, ours.netloc.lower())
    if not is_ours or not f"{there.path}/".startswith(f"{ours.path}/"):
        raise unknown
    path = there.path.removeprefix(ours.path) or "/"
    try:
        endpoint, values = current_app.url_map.bind(ours.netloc).match(path, method="GET")
    except (HTTPException, RequestRedirect):
        raise unknown from None
    name = str(values.get("name", ""))
    if endpoint in _VIEWS:
        return _of_view(name, there.query)
    if endpoint in _QUESTIONS:
        return Asked(f"question/{name}", there.query)
    picture = _PAGES.get(endpoint) or endpoint.removeprefix("embed.").removesuffix("_embed")
    if picture not in PICTURES or not (endpoint in _PAGES or endpoint.startswith("embed.")):
        raise unknown
    return Asked(picture, there.query)


def _of_view(name: str, query: str) -> Asked:
    shown = urlsplit(saved_pictures.embedded(saving.saved_view(current.plans(), name)))
    own = {key: text for key, text in parse_qsl(query) if key in {"lang", "frozen", "change"}}
    return Asked(shown.path.removeprefix("/embed/"), urlencode({**dict(parse_qsl(shown.query)), **own}))


@contextmanager
def _as_page(asked: Asked) -> Iterator[None]:
    """Let what follows be done as for a page with the arguments of an address, in its language."""
    path = url_for("present.page", picture="matrix").partition("?")[0]
    lang = current.lang()
    with current_app.test_request_context(f"{path}?{asked.query}", base_url=request.host_url):
        current_app.preprocess_request()
        if request.args.get("lang") not in LANGUAGES:
            g.lang = lang
        yield


def _scene(asked: Asked) -> Scene:
    kind, _, question = asked.name.partition("/")
    return scene(kind, current_state(), name=question)


def _is_known_inside() -> bool:
    """Whether what is not shown elsewhere is shown by this viewer itself, because it is internal."""
    if current.settings().is_public:
        return False
    before = g.plans
    g.plans = current.handle_of(current_app).plans()
    try:
        asked = _asked(request.args.get("url", ""), _public())
        with _as_page(asked):
            g.plans = current.handle_of(current_app).plans()
            _scene(asked)
    except PlanweaveError:
        return False
    finally:
        g.plans = before
    return True


def _told(asked: Asked, made: Scene, public: str) -> dict[str, object]:
    query = urlencode([(key, text) for key, text in parse_qsl(asked.query) if key != "lang"])
    args = f"{query}&lang={made.lang}" if query else f"lang={made.lang}"
    width, height = _most("maxwidth", _WIDTH), _most("maxheight", HEIGHT)
    return {
        "version": "1.0",
        "type": "rich",
        "title": made.title,
        "provider_name": "Planweave",
        "provider_url": public,
        "cache_age": _CACHE_SECONDS,
        "html": str(frame_code(f"{public}/embed/{asked.name}?{args}", str(width), height, made.title)),
        "width": width,
        "height": height,
        "thumbnail_url": f"{public}/card/{asked.name}.png?{args}",
        "thumbnail_width": CARD_WIDTH,
        "thumbnail_height": CARD_HEIGHT,
    }


def _most(key: str, usual: int) -> int:
    """Return how wide or high a frame is, no more than is asked for; what is no size asks for nothing."""
    text = request.args.get(key, "")
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else usual
    return min(usual, max(asked, min(LEAST, asked), 1))


def _xml(told: dict[str, object]) -> bytes:
    root = Element("oembed")
    for key, value in told.items():
        SubElement(root, key).text = str(value)
    found: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return found


def head(name: str) -> dict[str, str]:
    """Return the addresses for the head of the page of a picture, `question/NAME` for an answer.

    `page` is its own address, `card` that of its image, `json` and `xml` where programs read what it is.
    """
    public = current.public()
    args = request.args.to_dict(flat=False) | {"lang": [current.lang()]}
    query = urlencode(args, doseq=True)
    page = f"{public}{request.path}?{query}"
    asked = {form: urlencode({"url": page, "format": form}) for form in _FORMATS}
    return {
        "page": page,
        "card": f"{public}/card/{quote(name)}.png?{query}",
        **{form: f"{public}/oembed?{text}" for form, text in asked.items()},
    }
