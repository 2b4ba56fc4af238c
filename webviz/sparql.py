"""The SPARQL 1.1 Protocol for reading, behind the guard, and an editor for people.

https://www.w3.org/TR/sparql11-protocol/, section 2.1 (query operation).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from rdflib import Literal, URIRef

from graph import PlanweaveError, Table
from graph.guard import GRAPH_TYPES, RESULT_TYPES, Answer, Guard
from graph.i18n import mark
from graph.table import TableColumn
from graph.terms import Term
from ontology.namespaces import PREFIXES

from . import current
from .errors import status_of
from .settings import GUARD

sparql = Blueprint("sparql", __name__)

_DIRECT = "application/sparql-query"
_FORM = "application/x-www-form-urlencoded"
_HTML = "text/html"
_JSON = "application/sparql-results+json"
_TURTLE = "text/turtle"
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


@sparql.route("/sparql", methods=["GET", "POST"])
def endpoint() -> ResponseReturnValue:
    """Answer a query; for a browser, show the editor and the answer as a table."""
    if request.method == "POST" and request.mimetype not in {_DIRECT, _FORM}:
        return _problem(415, mark("expected a query as application/sparql-query, or as a form"))
    if "update" in request.values:
        return _problem(403, mark("this endpoint reads only"))
    text = request.get_data(as_text=True) if request.mimetype == _DIRECT else request.values.get("query")
    accept = [media for media, quality in request.accept_mimetypes if quality > 0]
    if request.accept_mimetypes.best_match([*RESULT_TYPES, *GRAPH_TYPES, _HTML]) == _HTML:
        return _editor(text or "")
    if not text:
        return _problem(400, mark("expected the parameter query"))
    return _answer(text, accept)


def _answer(text: str, accept: list[str]) -> ResponseReturnValue:
    try:
        answer = _ask(text, accept)
    except PlanweaveError as error:
        return _problem(status_of(error), error.text("en"))
    headers = {"Vary": "Accept"}
    if answer.truncated:
        headers["X-Planweave-Truncated"] = "true"
    return Response(answer.body, content_type=answer.media_type, headers=headers)


def _ask(text: str, accept: list[str]) -> Answer:
    guard: Guard = current_app.extensions[GUARD]
    default, named = (
        request.args.getlist(name) + request.form.getlist(name)
        for name in ("default-graph-uri", "named-graph-uri")
    )
    return guard.query(text, accept, default, named, PREFIXES)


def _problem(status: int, text: str) -> ResponseReturnValue:
    return Response(f"{text}\n", status=status, mimetype="text/plain")


def _editor(text: str) -> ResponseReturnValue:
    shown = _shown(text) if text.strip() else None
    status = 400 if shown and shown.problem else 200
    page = render_template("sparql.html", text=text or _EXAMPLE, shown=shown, prefixes=PREFIXES)
    return Response(page, status=status)


def _shown(text: str) -> Shown:
    try:
        answer = _ask(text, [_JSON, _TURTLE])
    except PlanweaveError as error:
        return Shown(problem=error.text(current.lang()))
    if answer.kind == "graph":
        return Shown(text=answer.body.decode(), truncated=answer.truncated)
    found = json.loads(answer.body)
    if "boolean" in found:
        return Shown(text=current.word(mark("yes") if found["boolean"] else mark("no")))
    keys: list[str] = found["head"]["vars"]
    rows = [tuple(_term(row.get(key)) for key in keys) for row in found["results"]["bindings"]]
    columns = [TableColumn(key, {}) for key in keys]
    table = current.plans().table("sparql", columns, rows, current.lang())
    return Shown(table=table, truncated=answer.truncated)


def _term(found: dict[str, Any] | None) -> Term:
    if found is None:
        return None
    if found["type"] == "uri":
        return URIRef(found["value"])
    datatype = found.get("datatype")
    return Literal(
        found["value"], lang=found.get("xml:lang"), datatype=URIRef(datatype) if datatype else None
    )
