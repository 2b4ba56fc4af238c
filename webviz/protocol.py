"""What the services for programs share: forms by Accept, one plain line for what is wrong, CORS."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import ParamSpec
from urllib.parse import unquote_to_bytes

from flask import Response, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.urls import iri_to_uri

from graph import PlanweaveError
from graph.errors import QueryLimitError, StoreError
from graph.guard import GRAPH_TYPES, RESULT_TYPES
from graph.i18n import mark, translate
from ontology import LANGUAGES

from . import current
from .errors import status_of

HTML = "text/html"
FORM = "application/x-www-form-urlencoded"
RETRY_SECONDS = 2
#: Names that people give to forms, for `format=`, and media types that mean one of ours.
_NAMES = {
    "json": ("application/sparql-results+json", "application/ld+json"),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "turtle": ("text/turtle",),
    "ttl": ("text/turtle",),
    "nt": ("application/n-triples",),
    "ntriples": ("application/n-triples",),
    "jsonld": ("application/ld+json",),
    "json-ld": ("application/ld+json",),
    "rdf": ("application/rdf+xml",),
    "rdfxml": ("application/rdf+xml",),
    "html": (HTML,),
}
_MEANT = {
    "application/json": _NAMES["json"],
    "application/xml": _NAMES["xml"],
    "text/xml": _NAMES["xml"],
    "application/x-turtle": _NAMES["turtle"],
}
_ADDRESS = re.compile(r"https?://[\w.:\[\]-]+(?:/[\w./~%!$&'()*+,;=:@-]*)?", re.ASCII)
_Parameters = ParamSpec("_Parameters")


class RefusedError(PlanweaveError):
    """A request that is answered with a status and a line."""

    def __init__(
        self, status: int, message: str, headers: Mapping[str, str] | None = None, **values: object
    ) -> None:
        """Take the status, the text, and what else the answer tells."""
        super().__init__(message, **values)
        self.status = status
        self.headers = dict(headers or {})


def plainly(
    view: Callable[_Parameters, ResponseReturnValue],
) -> Callable[_Parameters, ResponseReturnValue]:
    """Have a view tell what is wrong in one plain line, in English unless another language is asked for."""

    @wraps(view)
    def told(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> ResponseReturnValue:
        try:
            return view(*args, **kwargs)
        except RequestEntityTooLarge:
            most = request.max_content_length
            error: PlanweaveError = RefusedError(413, mark("expected at most {most} bytes"), most=most)
        except PlanweaveError as found:
            error = found
        return problem(error)

    return told


def problem(error: PlanweaveError) -> Response:
    """Return an error as one line."""
    if isinstance(error, RefusedError):
        lang = _language()
        text = translate(error.message, lang, current.TRANSLATIONS, **error.values)
        status, headers = error.status, error.headers
    else:
        text, status, headers = error.text(_language()), status_of(error), retry(error)
    line = " ".join(text.split())
    return Response(f"{line}\n", status=status, mimetype="text/plain", headers=headers)


def retry(error: PlanweaveError) -> dict[str, str]:
    """Return when to come again, where that helps."""
    busy = isinstance(error, QueryLimitError) and error.limit == "busy"
    return {"Retry-After": str(RETRY_SECONDS)} if busy or isinstance(error, StoreError) else {}


def _language() -> str:
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or "en"


# ---- forms


def wanted_form() -> str:
    """Return what `format` or `output` asks for, which goes before Accept."""
    return request.values.get("format") or request.values.get("output") or ""


def is_for_people() -> bool:
    """Whether a page is wanted rather than data."""
    form = wanted_form()
    if form:
        return form in {"html", HTML}
    return negotiated(request.accept_mimetypes, [*RESULT_TYPES, *GRAPH_TYPES, HTML])[:1] == [HTML]


def acceptable(offered: Sequence[str] = (*RESULT_TYPES, *GRAPH_TYPES)) -> list[str]:
    """Return which of the media types may be answered, the best first; what is not offered stands alone.

    Empty where anything may be answered.
    """
    form = wanted_form()
    if form:
        return list(_NAMES.get(form.lower(), (form,)))
    return negotiated(request.accept_mimetypes, offered)


def negotiated(accept: MIMEAccept, offered: Sequence[str]) -> list[str]:
    """Return the media types that Accept allows, by quality, then in its order (RFC 9110, 12.5.1).

    >>> from werkzeug.http import parse_accept_header
    >>> header = parse_accept_header("text/csv;q=0, text/*;q=0.5, */*;q=0.1", MIMEAccept)
    >>> negotiated(header, ["application/json", "text/csv", "text/plain"])
    ['text/plain', 'application/json']
    """
    ranges = [
        (name, quality)
        for media, quality in accept
        for name in _MEANT.get(_plain(media), ()) or (_plain(media),)
    ]
    if not ranges:
        return []
    found = [(media, _best(media, ranges)) for media in offered]
    allowed = [(media, *best) for media, best in found if best is not None and best[0] > 0]
    ordered = sorted(allowed, key=lambda one: (-one[1], one[2]))
    # What is asked for in vain is told by whoever finds that out.
    return [media for media, *_ in ordered] or [name for name, _ in ranges]


def _plain(media: str) -> str:
    return media.partition(";")[0].strip().lower()


def _best(media: str, ranges: Sequence[tuple[str, float]]) -> tuple[float, int] | None:
    """Return the quality that the most exact range gives to a media type, and the place of that range."""
    for pattern in (media, f"{media.partition('/')[0]}/*", "*/*"):
        places = [place for place, (name, _) in enumerate(ranges) if name == pattern]
        if places:
            return max((ranges[place][1], -place) for place in places)[0], places[0]
    return None


def chosen(offered: Sequence[str]) -> str:
    """Return the one of the media types that an answer is to have, or refuse with 406."""
    wanted = acceptable(offered)
    found = next((media for media in wanted if media in offered), None if wanted else offered[0])
    if found is None:
        message = mark("this cannot be had as {wanted}; expected {offered}")
        raise RefusedError(406, message, wanted=", ".join(wanted), offered=", ".join(offered))
    return found


# ---- what was sent


def require_utf_8() -> None:
    """Take parameters and a body of text in UTF-8 alone."""
    charset = request.mimetype_params.get("charset", "utf-8").strip("\"'").lower()
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise RefusedError(415, mark("expected text in UTF-8, not in {charset}"), charset=charset)
    form = request.get_data() if request.mimetype == FORM else b""
    for sent in (request.query_string, form):
        _decoded(unquote_to_bytes(sent))


def body_text() -> str:
    """Return the body as text."""
    return _decoded(request.get_data())


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise RefusedError(400, mark("expected UTF-8; byte {byte} is none"), byte=error.start) from error


def parameters(name: str) -> list[str]:
    """Return all values of a parameter, of the address and of the form."""
    return request.args.getlist(name) + request.form.getlist(name)


def address() -> str:
    """Return the address that was asked, as others see it."""
    public = current.public()
    found = iri_to_uri(f"{public}{request.path}" if public else request.base_url)
    if not _ADDRESS.fullmatch(found):
        raise RefusedError(400, mark("expected a plain name in the header Host"))
    return found
