"""The update operation of the SPARQL 1.1 Protocol, for whoever holds the token.

https://www.w3.org/TR/sparql11-protocol/, section 2.2.
"""

from __future__ import annotations

from pathlib import Path

from flask import Response, request

from graph.i18n import mark
from graph.update_process import run_limited
from graph.updating import Update, run_update

from . import current, editing, protocol

DIRECT = "application/sparql-update"


def is_update() -> bool:
    """Whether this request would write."""
    return "update" in request.values or (request.method == "POST" and request.mimetype == DIRECT)


def answer() -> Response:
    """Run the update that this request holds."""
    editing.require_editor()
    if request.method != "POST" or "update" in request.args:
        raise protocol.RefusedError(400, mark("an update is sent in the body of a POST"))
    texts = request.form.getlist("update")
    if request.mimetype == DIRECT:
        texts.append(protocol.body_text())
    if len(texts) != 1 or protocol.parameters("query"):
        raise protocol.RefusedError(400, mark("expected one update, and no query beside it"))
    update = Update(
        texts[0],
        protocol.parameters("using-graph-uri"),
        protocol.parameters("using-named-graph-uri"),
        base=protocol.address(),
    )
    with editing.one_at_a_time():
        store = current.settings().store
        if isinstance(store, Path):
            run_limited(store, update)
        else:
            run_update(store, update)  # a service has limits of its own
    return Response(status=204)
