"""Which pages of other origins may read data from here: none, unless the viewer was started with `--cors`.

Only reading, and never with credentials: what a page may read here, anybody may.
https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from __future__ import annotations

import re

from flask import Response, request

from . import current

_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?")
_DATA = (".json", ".csv", ".ttl", ".jsonld", ".nt", ".rdf", ".xml")
_SERVICES = ("/sparql", "/graph-store", "/id/")
_TOLD = "X-Planweave-Truncated, Retry-After"
_REMEMBERED_SECONDS = "600"


def is_origin(text: str) -> bool:
    """Whether a text is an origin as browsers send it, or stands for all.

    >>> [is_origin(text) for text in ("*", "https://www.kemi.fi", "https://www.kemi.fi/", "null")]
    [True, True, False, False]
    """
    return text == "*" or _ORIGIN.fullmatch(text) is not None


def preflight() -> Response | None:
    """Answer a browser that asks whether a page may send a request."""
    asks = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    if not asks or not _allowed():
        return None
    answer = Response(status=204)
    methods = "GET, HEAD, POST" if request.path.rstrip("/") == "/sparql" else "GET, HEAD"
    answer.headers["Access-Control-Allow-Methods"] = methods
    answer.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
    answer.headers["Access-Control-Max-Age"] = _REMEMBERED_SECONDS
    return answer


def share(response: Response) -> Response:
    """Let a page of an allowed origin read an answer."""
    allowed = current.settings().cors
    if not allowed or not _is_data():
        return response
    if "*" not in allowed:
        response.vary.add("Origin")
    if _allowed():
        response.headers["Access-Control-Allow-Origin"] = "*" if "*" in allowed else request.headers["Origin"]
        response.headers["Access-Control-Expose-Headers"] = _TOLD
    return response


def _allowed() -> bool:
    allowed, origin = current.settings().cors, request.headers.get("Origin", "")
    return bool(origin) and _is_data() and ("*" in allowed or origin in allowed)


def _is_data() -> bool:
    return request.path.startswith(_SERVICES) or request.path.endswith(_DATA)
