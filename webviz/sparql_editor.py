"""The editor for people: a query, and its answer as a table or a text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue

from graph import PlanweaveError, Table
from graph.guard import Answer, Guard
from graph.i18n import mark
from graph.table import TableColumn
from graph.terms import of_json
from ontology.namespaces import PREFIXES

from . import current, protocol
from .errors import status_of
from .settings import GUARD

_JSON = "application/sparql-results+json"
_TURTLE = "text/turtle"
#: How much of an answer the editor shows: its page is made here, and not under the limits of the guard.
_MOST_CELLS, _LONGEST_CELL, _LONGEST_TEXT = 10_000, 5_000, 500_000
#: Asks a query, to be answered in one of these media types.
Ask = Callable[[str, list[str]], Answer]
_ASKED = mark("Which bodies answer for the most actions?")
_EXAMPLE = """SELECT ?body (COUNT(DISTINCT ?action) AS ?actions) WHERE {
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


def page(text: str, ask: Ask) -> ResponseReturnValue:
    """Return the editor with a query, and its answer where there is one."""
    headers: dict[str, str] = {}
    shown = None
    try:
        shown = _shown(text, ask) if text.strip() else None
    except PlanweaveError as error:
        shown = Shown(problem=error.text(current.lang()), status=status_of(error))
        headers = protocol.retry(error)
    guard: Guard = current_app.extensions[GUARD]
    made = render_template(
        "sparql.html",
        text=text or f"# {current.word(_ASKED)}\n{_EXAMPLE}",
        shown=shown,
        prefixes=PREFIXES,
        address=protocol.address(),
        limits=guard.limits,
        edits=bool(current.settings().edit_token),
    )
    return Response(made, status=shown.status if shown else 200, headers=headers)


def _shown(text: str, ask: Ask) -> Shown:
    """Return as much of an answer as a page can hold."""
    answer = ask(text, [_JSON, _TURTLE])
    if answer.kind == "graph":
        written = answer.body.decode()
        return Shown(text=written[:_LONGEST_TEXT], truncated=answer.truncated or len(written) > _LONGEST_TEXT)
    found = json.loads(answer.body)
    if "boolean" in found:
        return Shown(text=current.word(mark("yes") if found["boolean"] else mark("no")))
    keys: list[str] = found["head"]["vars"]
    bindings: list[dict[str, Any]] = found["results"]["bindings"]
    most = max(1, _MOST_CELLS // max(1, len(keys)))
    rows = [tuple(of_json(row.get(key), _LONGEST_CELL) for key in keys) for row in bindings[:most]]
    columns = [TableColumn(key, {}) for key in keys]
    table = current.plans().table("sparql", columns, rows, current.lang())
    return Shown(table=table, truncated=answer.truncated or len(bindings) > most)
