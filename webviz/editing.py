"""Who may write, and the writer: short-lived, and one at a time.

Writing is off unless the viewer was started with `--edit`. Whoever writes shows the token in the
header Authorization, which no browser sends by itself.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import request

from graph import PlanGraph
from graph.i18n import mark
from graph.recording import Origin, Recorder

from . import current
from .protocol import RETRY_SECONDS, RefusedError

#: The variable that the token is taken from, and how short it may be.
TOKEN_VARIABLE = "PLANWEAVE_EDIT_TOKEN"  # noqa: S105 - the name of one
SHORTEST_TOKEN = 16
_PATIENCE_SECONDS = 5.0
_turn = threading.Lock()


def new_token() -> str:
    """Return a token that nobody guesses."""
    return secrets.token_urlsafe(24)


def require_editor() -> None:
    """Let a request go on that may write, and refuse every other."""
    token = current.settings().edit_token
    if not token:
        raise RefusedError(403, mark("this service only reads; writing needs: planweave serve --edit"))
    kind, _, given = request.headers.get("Authorization", "").strip().partition(" ")
    if kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode()):
        return
    wrong = ', error="invalid_token"' if given else ""
    headers = {"WWW-Authenticate": f'Bearer realm="planweave"{wrong}'}
    raise RefusedError(401, mark("expected the header Authorization: Bearer TOKEN"), headers)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait for the turn to write, or tell that others write."""
    if not _turn.acquire(timeout=_PATIENCE_SECONDS):
        message = mark("another write is under way; try again in a moment")
        raise RefusedError(503, message, {"Retry-After": str(RETRY_SECONDS)})
    try:
        yield
    finally:
        _turn.release()


@contextmanager
def writer(command: str) -> Iterator[PlanGraph]:
    """Open the store for one write; raise `StoreError` beside another writer."""
    with one_at_a_time():
        plans = PlanGraph.create(current.settings().store)
        with plans.store as store:
            store.recorder = Recorder(store, plans.model, Origin(command))
            yield plans
