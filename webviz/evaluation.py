"""The report of a plan as a page, and as files to take along; nothing internal is in it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from graph import PlanInfo
from graph.evaluation.report import Evaluation, Wish, evaluate
from graph.evaluation.report_document import document, document_for
from graph.evaluation.report_files import DOCUMENTS, FORMS, written
from graph.evaluation.report_html import STYLE, body
from graph.evaluation.report_json import COLUMNS, rows

from . import current, formats
from .pictures import chosen_plan
from .state import current as current_state

evaluation = Blueprint("evaluation", __name__)


@evaluation.get("/evaluate")
def index() -> ResponseReturnValue:
    """The report of a plan, and the files in which it can be had."""
    plan = reported_plan()
    if plan is None:
        return render_template("evaluation.html", plan=None)
    found, whose = found_of(plan), request.args.get("body", "")
    made = document_for(found, whose) if whose else document(found, full=is_full())
    return render_template(
        "evaluation.html",
        plan=plan,
        title=made.title,
        report=Markup(body(made)),  # noqa: S704 - every text in it is escaped where it is written
        forms=[suffix[1:] for suffix in (DOCUMENTS if whose else FORMS)],
        values={key: request.args[key] for key in ("lang", "named", "body", "full") if request.args.get(key)},
    )


@evaluation.get("/evaluate.css")
def style() -> Response:
    """The look of a report, which its HTML file holds itself."""
    return Response(STYLE.read_text(encoding="utf-8"), mimetype="text/css")


@evaluation.get("/evaluate.json")
def data() -> Response:
    """The sentences and numbers as data."""
    plan = reported_plan()
    return formats.envelope(COLUMNS, rows(found_of(plan)) if plan else [])


@evaluation.get("/evaluate.<any(html, docx, xlsx, md):form>")
def file(form: str) -> Response:
    """The report as a file."""
    plan = reported_plan()
    if plan is None:
        abort(404)
    whose = request.args.get("body", "") if f".{form}" in DOCUMENTS else ""
    name = f"{plan.plan_id}-{whose or 'evaluation'}.{form}".replace(":", "-").replace('"', "")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(
        written(found_of(plan), f".{form}", whose, full=is_full()),
        content_type=FORMS[f".{form}"].media_type,
        headers=headers,
    )


def is_full() -> bool:
    """Whether every answer is asked for, not only what a council reads."""
    return request.args.get("full") == "true"


def reported_plan() -> PlanInfo | None:
    """Return the plan asked for, else the newest; nothing where no plan is stored."""
    state = current_state()
    plan = chosen_plan(state)
    return plan if plan is not None and plan.kind == "plan" else None


def found_of(plan: PlanInfo) -> Evaluation:
    """Return the answers, which are kept while the store stays as it is and the day is the same."""
    plans, lang, values = current.plans(), current.lang(), current_state().values()
    wish = Wish(plans, plan, lang, values, date.today())  # noqa: DTZ011 - the day of the user
    key = ("evaluation", plan.plan_id, lang, wish.today, *values)
    made: Evaluation = plans.remembered.once(key, lambda: evaluate(wish))
    return made
