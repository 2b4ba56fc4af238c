"""The editor for people: a query, examples from what is stored, and its answer in several forms."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from flask import Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from graph import Table
from graph.errors import QueryError
from graph.guard import Guard
from graph.i18n import mark
from graph.query_examples import SHOWN, examples_of
from graph.table_sheets import xlsx
from ontology.namespaces import PREFIXES

from . import current, formats, protocol, yasqe
from .answers import in_order
from .pictures import chosen_plan
from .settings import GUARD
from .sparql_result import Ask, Shown, shown
from .state import State

#: From so many letters on, an address may be cut by programs that pass it on.
_LONG_ADDRESS = 4_000
FORMS = ("csv", "xlsx", "json")
_WORDS = {"table": mark("Table"), "chart": mark("Chart"), "network": mark("Network of the answer")}


def page(text: str, ask: Ask) -> ResponseReturnValue:
    """Return the editor with a query, and its answer where there is one."""
    found = shown(text, ask) if text.strip() else None
    plan = chosen_plan(State(plan=""))
    examples = examples_of(current.plans(), plan.iri if plan else None)
    guard: Guard = current_app.extensions[GUARD]
    first = examples[0]
    made = render_template(
        "sparql.html",
        text=text or f"# {first.summary[current.lang()]}\n{first.text}",
        asked=text,
        shown=found,
        form=_form(found),
        ways=_ways(text, found),
        table=_sorted(found.table) if found and found.table else None,
        address_of=lambda **changes: address(text, **changes),
        files=[(form, address(text, path=f".{form}")) for form in FORMS] if found and found.table else [],
        examples=[(one, address(one.text, form=one.shown)) for one in examples],
        link=_link(text) if found else "",
        is_long=len(urlencode({"query": text})) > _LONG_ADDRESS,
        prefixes=PREFIXES,
        address=protocol.address(),
        limits=guard.limits,
        edits=bool(current.settings().edit_token),
        yasqe=yasqe.files(current.settings()),
    )
    return Response(made, status=found.status if found else 200, headers=found.headers if found else {})


def address(text: str, *, path: str = "", form: str = "", sort: str = "", down: str = "") -> str:
    """Return the address of the editor with a query and its answer, or of the answer as a file."""
    arguments = {"query": text, "as": form, "sort": sort, "dir": down, "lang": request.args.get("lang", "")}
    told = urlencode({key: value for key, value in arguments.items() if value})
    return f"{url_for('sparql.endpoint')}{path}?{told}"


def _link(text: str) -> str:
    """Return the address of this query for others."""
    base = current.public() or request.host_url.rstrip("/")
    return base + address(text, form=request.values.get("as", ""))


def _form(found: Shown | None) -> str:
    """Return as what the answer is shown: as it was asked, where that can be."""
    forms = found.forms() if found else ()
    wanted = request.values.get("as", "")
    return wanted if wanted in forms else SHOWN[0]


def _ways(text: str, found: Shown | None) -> list[tuple[str, str, bool]]:
    """Return the forms of an answer: address, word, and whether it is shown so."""
    forms = found.forms() if found and found.table else ()
    chosen = _form(found)
    words = dict(_WORDS)
    if found and found.text:
        words[SHOWN[0]] = mark("Text")
    return [(address(text, form=form), current.word(words[form]), form == chosen) for form in forms]


def _sorted(table: Table) -> Table:
    rows = in_order(table, request.values.get("sort", ""), down=request.values.get("dir") == "down")
    return replace(table, rows=rows)


def file(form: str, text: str, ask: Ask) -> Response:
    """Return the rows of an answer with the names of things, as a file or as data.

    Raises
    ------
    QueryError
        The query could not be answered.
    """
    found = shown(text, ask)
    if found.problem:
        raise QueryError(found.problem)
    if found.table is None:
        abort(404)
    if form == "json":
        return formats.table_json(replace(found.table, truncated=found.truncated))
    if form == "csv":
        return formats.table_csv(found.table)
    return formats.file("sparql.xlsx", xlsx({current.word(mark("Answer")): found.table}, current.lang()))
