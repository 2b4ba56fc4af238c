"""Answers in fewer bytes, for clients that take them so."""

from __future__ import annotations

import gzip

from flask import Response, request

_TEXTS = (
    "application/json",
    "application/ld+json",
    "application/javascript",
    "application/xml",
    "image/svg+xml",
    "text/",
)
#: Fewer bytes fit a packet anyway; more take longer to compress than to send.
_LEAST, _MOST = 800, 8_000_000
_LEVEL = 6
#: What may be large and is sent as it comes.
_AS_IT_IS = frozenset({"sparql", "graph_store"})


def compressed(response: Response) -> Response:
    """Compress an answer that is not yet, where it is a text and the client takes it so."""
    if request.blueprint in _AS_IT_IS or not is_worth_it(response):
        return response
    response.vary.add("Accept-Encoding")
    if is_taken() and "Content-Encoding" not in response.headers:
        response.set_data(zipped(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
    return response


def is_worth_it(response: Response) -> bool:
    """Whether an answer is a text of a size that compressing makes quicker to get."""
    if not response.is_sequence or response.direct_passthrough or response.status_code == 304:
        return False
    return (response.mimetype or "").startswith(_TEXTS) and _LEAST <= len(response.get_data()) <= _MOST


def is_taken() -> bool:
    """Whether the client of this request takes compressed answers."""
    return request.accept_encodings["gzip"] > 0


def zipped(body: bytes) -> bytes:
    """Return bytes in fewer bytes, the same for the same."""
    return gzip.compress(body, _LEVEL, mtime=0)
