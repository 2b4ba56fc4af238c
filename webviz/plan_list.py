"""All plans and registers of the store: a few on the start page, the others a page at a time."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from graph import PlanInfo
from graph.i18n import mark
from graph.spreadsheets import write_workbook
from graph.template import template as empty_workbook

from . import current, formats
from .paging import paged

plans = Blueprint("plans", __name__)

_ROWS = 50


@plans.get("/plans")
def index() -> ResponseReturnValue:
    """All plans and registers, or those whose name or ID has some words in it."""
    rows = paged(_found(), _ROWS)
    return render_template("plans.html", rows=rows, sizes=current.plans().sizes(rows.rows), words=_words())


@plans.get("/plans.json")
def index_json() -> Response:
    """The plans and registers as data."""
    found = _found()
    sizes = current.plans().sizes(found)
    rows: list[dict[str, Any]] = [
        {
            "id": info.plan_id,
            "kind": info.kind,
            "label": info.label.text,
            "language": info.language,
            "year": info.year,
            "period": info.period,
            "things": sizes[info.plan_id].things,
            "links": sizes[info.plan_id].links,
        }
        for info in found
    ]
    return formats.envelope(["id", "kind", "label", "language", "year", "period", "things", "links"], rows)


@plans.get("/plans/template.xlsx")
def template() -> Response:
    """An empty workbook to begin a plan with, in the language of the reader."""
    lang, name = current.lang(), current.word(mark("my-plan.xlsx"))
    model = current.plans().model
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        made = empty_workbook(model, lang, file)
        write_workbook(made.workbook, file, model, lang, front=made.front)
        return formats.file(name, file.read_bytes())


def _words() -> str:
    return request.args.get("words", "").strip()


def _found() -> list[PlanInfo]:
    words = _words().casefold().split()
    known = current.plans().plans(current.lang())
    return [info for info in known if all(word in _said(info) for word in words)]


def _said(info: PlanInfo) -> str:
    return f"{info.label.text} {info.plan_id} {info.year} {info.period}".casefold()
