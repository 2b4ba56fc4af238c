"""Questions about all plans where these are many: asked in a process of their own, for a limited time."""

from __future__ import annotations

import json

from flask import current_app

from graph import Table
from graph.guard import Guard
from graph.library import NamedQuery
from graph.table import TableColumn
from graph.terms import of_json

from . import current
from .settings import GUARD

_JSON = "application/sparql-results+json"


def ask(asked: NamedQuery, values: dict[str, str], plan_id: str | None) -> Table:
    """Return the answer to a question about a plan, or about all.

    Raises
    ------
    QueryLimitError
        There are many plans, and the answer about all of them takes too long.
    ParameterError
        The question has no such parameter, or the value is not of its type.
    """
    plans = current.plans()
    if plan_id or not plans.are_many():
        return plans.ask(asked.name, current.lang(), plan_id, values)
    guard: Guard = current_app.extensions[GUARD]
    answer = guard.query(plans.bound(asked, values), [_JSON])
    found = json.loads(answer.body)
    keys: list[str] = found["head"]["vars"]
    rows = [tuple(of_json(row.get(key)) for key in keys) for row in found["results"]["bindings"]]
    columns = [TableColumn(key, asked.columns[key]) for key in keys]
    return plans.table(asked.name, columns, rows, current.lang(), truncated=answer.truncated)
