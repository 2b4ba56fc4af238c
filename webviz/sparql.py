"""The SPARQL 1.1 Protocol for reading, behind the guard, and an editor for people.

https://www.w3.org/TR/sparql11-protocol/, section 2.1 (query operation).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from rdflib import URIRef
from werkzeug.exceptions import RequestEntityTooLarge

from graph import PlanweaveError, Table
from graph.errors import QueryLimitError
from graph.guard import GRAPH_TYPES, RESULT_TYPES, Answer, Guard
from graph.i18n import mark
from graph.table import TableColumn
from graph.terms import Term, literal
from ontology.namespaces import PREFIXES

from . import current
from .errors import status_of
from .settings import GUARD, LONGEST_BODY

sparql = Blueprint("sparql", __name__)

_DIRECT = "application/sparql-query"
_FORM = "application/x-www-form-urlencoded"
_HTML = "text/html"
_JSON = "application/sparql-results+json"
_TURTLE = "text/turtle"
#: How much of an answer the editor shows: its page is made here, and not under the limits of the guard.
_MOST_CELLS, _LONGEST_CELL, _LONGEST_TEXT = 10_000, 5_000, 500_000
_RETRY_SECONDS = 2
_EXAMPLE = """# Which bodies answer for the most actions?
SELECT ?body (COUNT(DISTINCT ?action) AS ?actions) WHERE {
  ?action a plan:Action ; plan:responsible ?body .
}
GROUP BY ?body
ORDER BY DESC(?actions)
LIMIT 10
"""


@dataclass(frozen=True)
class Shown:
    """An answer as the editor shows it: rows, a text, or what went wrong."""

    table: Table | None = None
    text: str = ""
    problem: str = ""
    truncated: bool = False
    status: int = 200


@sparql.route("/sparql", methods=["GET", "POST"])
def endpoint() -> ResponseReturnValue:
    """Answer a query; for a browser, show the editor and the answer as a table."""
    if request.method == "POST" and request.mimetype not in {_DIRECT, _FORM}:
        return _problem(415, mark("expected a query as application/sparql-query, or as a form"))
    try:
        update, text = "update" in request.values, _text()
    except RequestEntityTooLarge:
        return _problem(413, f"expected a query of at most {LONGEST_BODY} bytes")
    except UnicodeDecodeError as error:
        return _problem(400, f"expected a query in UTF-8; byte {error.start} is none")
    if update:
        return _problem(403, mark("this endpoint reads only"))
    accept = [media for media, quality in request.accept_mimetypes if quality > 0]
    if request.accept_mimetypes.best_match([*RESULT_TYPES, *GRAPH_TYPES, _HTML]) == _HTML:
        return _editor(text)
    if not text:
        return _problem(400, mark("expected the parameter query"))
    return _answer(text, accept)


def _text() -> str:
    if request.mimetype == _DIRECT:
        return request.get_data().decode()
    return request.values.get("query", "")


def _answer(text: str, accept: list[str]) -> ResponseReturnValue:
    try:
        answer = _ask(text, accept)
    except PlanweaveError as error:
        return _problem(status_of(error), error.text("en"), error)
    headers = {"X-Planweave-Truncated": "true"} if answer.truncated else {}
    return Response(answer.body, content_type=answer.media_type, headers=headers)


def _ask(text: str, accept: list[str]) -> Answer:
    guard: Guard = current_app.extensions[GUARD]
    default, named = (
        request.args.getlist(name) + request.form.getlist(name)
        for name in ("default-graph-uri", "named-graph-uri")
    )
    return guard.query(text, accept, default, named, PREFIXES)


def _problem(status: int, text: str, error: PlanweaveError | None = None) -> Response:
    return Response(f"{text}\n", status=status, mimetype="text/plain", headers=_retry(error))


def _retry(error: PlanweaveError | None) -> dict[str, str]:
    busy = isinstance(error, QueryLimitError) and error.limit == "busy"
    return {"Retry-After": str(_RETRY_SECONDS)} if busy else {}


def _editor(text: str) -> ResponseReturnValue:
    headers: dict[str, str] = {}
    shown = None
    try:
        shown = _shown(text) if text.strip() else None
    except PlanweaveError as error:
        shown = Shown(problem=error.text(current.lang()), status=status_of(error))
        headers = _retry(error)
    page = render_template("sparql.html", text=text or _EXAMPLE, shown=shown, prefixes=PREFIXES)
    return Response(page, status=shown.status if shown else 200, headers=headers)


def _shown(text: str) -> Shown:
    """Return as much of an answer as a page can hold."""
    answer = _ask(text, [_JSON, _TURTLE])
    if answer.kind == "graph":
        written = answer.body.decode()
        return Shown(text=written[:_LONGEST_TEXT], truncated=answer.truncated or len(written) > _LONGEST_TEXT)
    found = json.loads(answer.body)
    if "boolean" in found:
        return Shown(text=current.word(mark("yes") if found["boolean"] else mark("no")))
    keys: list[str] = found["head"]["vars"]
    bindings: list[dict[str, Any]] = found["results"]["bindings"]
    most = max(1, _MOST_CELLS // max(1, len(keys)))
    rows = [tuple(_term(row.get(key)) for key in keys) for row in bindings[:most]]
    columns = [TableColumn(key, {}) for key in keys]
    table = current.plans().table("sparql", columns, rows, current.lang())
    return Shown(table=table, truncated=answer.truncated or len(bindings) > most)


def _term(found: dict[str, Any] | None) -> Term:
    if found is None:
        return None
    if found["type"] == "uri":
        return URIRef(found["value"])
    return literal(_cut(str(found["value"])), found.get("xml:lang"), found.get("datatype"))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…"
