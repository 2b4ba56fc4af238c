"""The SPARQL 1.1 Protocol: queries behind the guard, updates with a token, and the description of both.

https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from graph.errors import QuerySyntaxError
from graph.guard import Answer, Guard
from graph.i18n import mark
from ontology.namespaces import PREFIXES

from . import protocol, service_description, sparql_editor, sparql_update
from .settings import GUARD

sparql = Blueprint("sparql", __name__)

_DIRECT = "application/sparql-query"


@sparql.route("/sparql", methods=["GET", "POST"], strict_slashes=False)
@protocol.plainly
def endpoint() -> ResponseReturnValue:
    """Answer a query; for a browser, show the editor and the answer as a table."""
    if request.method == "POST" and request.mimetype not in {_DIRECT, sparql_update.DIRECT, protocol.FORM}:
        message = mark("expected application/sparql-query, application/sparql-update, or a form")
        raise protocol.RefusedError(415, message)
    protocol.require_utf_8()
    if sparql_update.is_update():
        return sparql_update.answer()
    texts = protocol.parameters("query")
    if request.method == "POST" and request.mimetype == _DIRECT:
        texts.append(protocol.body_text())
    if len(texts) > 1:
        raise protocol.RefusedError(400, mark("expected one query, not {count}"), count=len(texts))
    return _answered(texts[0] if texts else None)


@sparql.route("/sparql.<any(csv, xlsx, json):form>", methods=["GET", "POST"])
def file(form: str) -> ResponseReturnValue:
    """The rows of an answer with the names of things, as a file."""
    return sparql_editor.file(form, request.values.get("query", ""), ask)


def _answered(text: str | None) -> ResponseReturnValue:
    if protocol.is_for_people():
        return sparql_editor.page(text or "", ask)
    if text is None and request.method != "POST":
        return service_description.answer()
    if not text:
        raise protocol.RefusedError(400, mark("expected the parameter query"))
    answer = ask(text, protocol.acceptable())
    headers = {"X-Planweave-Truncated": "true"} if answer.truncated else {}
    return Response(answer.body, content_type=answer.media_type, headers=headers)


def ask(text: str, accept: list[str]) -> Answer:
    """Have the guard answer a query over the dataset of this request, to be written as one of the types."""
    guard: Guard = current_app.extensions[GUARD]
    default, named = (protocol.parameters(name) for name in ("default-graph-uri", "named-graph-uri"))
    base = f"BASE <{protocol.address()}> "
    try:
        return guard.query(base + text, accept, default, named, PREFIXES, _who())
    except QuerySyntaxError as error:
        raise _without(base, error) from error


def _who() -> str:
    """Return who asks as far as that is known: an address, of IPv6 the network that a household has."""
    try:
        asking = ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    return str(ip_network((asking, 64), strict=False)) if asking.version == 6 else str(asking)


def _without(base: str, error: QuerySyntaxError) -> QuerySyntaxError:
    """Return an error with the column that it has in the query as it was sent."""
    values = dict(error.values)
    if values.get("line") == 1:
        values["column"] = max(1, int(str(values["column"])) - len(base))
    return QuerySyntaxError(error.message, **values)
