"""Forms that change something: who may send them, and what proves that they came from this viewer.

Pages have no cookies, so nobody is known by one. On a viewer that only this computer reaches, whoever
sits there may save; elsewhere whoever shows the token of `serve --edit`. A form is taken only from a
page of this viewer: by what the browser says of where it came from, and by a mark in the form.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from flask import request

from graph.i18n import mark

from . import current
from .protocol import RefusedError

#: The fields of a form that hold its mark, and the token of who may write.
MARK, TOKEN = "mark-of-form", "edit-token"


def may_save() -> bool:
    """Whether views can be saved here at all: by whoever sits here, or with the token."""
    settings = current.settings()
    return not settings.is_for_others or bool(settings.edit_token)


def needs_token() -> bool:
    """Whether who saves has to show the token."""
    return current.settings().is_for_others


def form_mark() -> str:
    """Return the mark that a form of this viewer carries."""
    secret = current.settings().secret.encode()
    return hmac.new(secret, b"a form of this viewer", hashlib.sha256).hexdigest()


def require_own_form() -> None:
    """Take a form that a page of this viewer sent, from whoever may save, or refuse with 403.

    A form with an old mark, as of a page that was loaded before the viewer was started anew, is told by
    `is_fresh` and shown again.
    """
    if not may_save():
        raise RefusedError(
            403, mark("views are not saved here; whoever runs this viewer starts it with --edit")
        )
    if not _is_of_this_site():
        raise RefusedError(403, mark("this form did not come from a page of this viewer"))


def is_fresh() -> bool:
    """Whether the form that was sent carries today's mark."""
    return hmac.compare_digest(request.form.get(MARK, "").encode(), form_mark().encode())


def shows_token() -> bool:
    """Whether the form shows the token, where one is needed."""
    if not needs_token():
        return True
    given, token = request.form.get(TOKEN, "").strip(), current.settings().edit_token
    return bool(token) and hmac.compare_digest(given.encode(), token.encode())


def _is_of_this_site() -> bool:
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None and fetched != "same-origin":
        return False
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    mine = {request.host.lower(), urlsplit(current.settings().public_url).netloc.lower()} - {""}
    return urlsplit(origin).netloc.lower() in mine if origin else fetched is not None
