"""Questions and their answers, with what these are to be read with and the SPARQL text that gave them."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from graph.evaluation import Answer
from graph.evaluation.plain import record
from graph.evaluation.sheets import as_xlsx
from graph.library import NamedQuery
from ontology import pick
from ontology.namespaces import CONCEPT

from . import current, formats
from .answers import answered, chart_of, findings, in_order, values_of
from .marking import can_be_marked
from .paging import ROWS, paged
from .pictures import chosen, chosen_plan
from .question_form import fields, labels
from .state import current as current_state

questions = Blueprint("questions", __name__)

_LISTED = ("name", "summary", "description", "group", "params", "matters", "healthy", "expect", "chart")


@questions.get("/questions")
def index() -> ResponseReturnValue:
    """All questions, in groups, with what each finds in a plan; `find` leaves those with some words."""
    plan, wanted = chosen_plan(current_state()), request.args.get("find", "")
    groups = _groups(wanted)
    inside = [question for _, some in groups for question in some]
    return render_template(
        "questions.html",
        groups=groups,
        plan=plan,
        wanted=wanted,
        count=len(inside),
        findings=findings(inside, plan),
    )


@questions.get("/questions.json")
def index_json() -> Response:
    """All questions as data."""
    lang = current.lang()
    rows = [
        {
            "name": question.name,
            "summary": question.summary[lang],
            "description": question.description[lang],
            "group": question.group,
            "params": ", ".join(question.params),
            "matters": question.matters.get(lang, ""),
            "healthy": question.healthy.get(lang, ""),
            "expect": question.expect,
            "chart": question.chart.type if question.chart else "",
        }
        for question in current.plans().library.questions.values()
    ]
    return formats.envelope(_LISTED, rows)


@questions.get("/questions/<name>")
def question(name: str) -> ResponseReturnValue:
    """The answer to a question about a plan."""
    found = _found(name)
    sort, down = request.args.get("sort", ""), request.args.get("dir") == "down"
    return render_template(
        "question.html",
        rows=paged(in_order(found.table, sort, down=down), ROWS),
        sort=sort,
        down=down,
        **context(found),
    )


@questions.get("/questions/<name>.json")
def question_json(name: str) -> Response:
    """The answer as data, with its scope, its count and the query."""
    found = _found(name)
    said = record(found, _bound(found), current.lang())
    said.pop("rows")
    return formats.table_json(found.table, sensitivity=found.sensitivity(current.lang()), **said)


@questions.get("/questions/<name>.csv")
def question_csv(name: str) -> Response:
    """The answer as a CSV file."""
    return formats.table_csv(_found(name).table)


@questions.get("/questions/<name>.xlsx")
def question_xlsx(name: str) -> Response:
    """The answer as a spreadsheet, with what it is to be read with on a second sheet."""
    found = _found(name)
    today = datetime.now(UTC).astimezone().date()
    return formats.file(f"{name}.xlsx", as_xlsx(found, _bound(found), current.lang(), today))


@questions.get("/questions/<name>.svg")
def question_svg(name: str) -> Response:
    """The chart of the answer as a file of its own."""
    drawing = chart_of(_found(name))
    if drawing is None:
        abort(404)
    return formats.file(f"{name}.svg", drawing.svg.encode())


def context(found: Answer) -> dict[str, object]:
    """Return what the templates of an answer know."""
    return {
        "question": found.question,
        "answer": found,
        "plan": chosen(current_state()).plan,
        "scope": found.scope,
        "table": found.table,
        "values": found.values,
        "fields": fields(found.question, found.values),
        "labels": labels(found.question, found.values),
        "bound": _bound(found),
        "chart": chart_of(found),
        "can_be_marked": can_be_marked(found.table),
    }


def _found(name: str) -> Answer:
    asked = current.plans().library.question(name)
    return answered(asked, chosen(current_state()), values_of(asked))


def _bound(found: Answer) -> str:
    """Return the query as it was asked, with the plan's own names of things."""
    return current.plans().bound(found.question, found.values, chosen(current_state()).plan_id)


def _groups(wanted: str) -> list[tuple[str, list[NamedQuery]]]:
    """Return the questions under the names of their groups, in the order of the scheme."""
    model, lang = current.plans().model, current.lang()
    every = current.plans().library.questions.values()
    groups: list[tuple[str, list[NamedQuery]]] = []
    for key, concept in model.schemes.get(CONCEPT["question-group"], {}).items():
        title = pick(model.labels(concept), lang).text
        inside = [asked for asked in every if asked.group == key and _fits(asked, title, wanted)]
        if inside:
            groups.append((title, inside))
    return groups


def _fits(asked: NamedQuery, group: str, wanted: str) -> bool:
    """Whether all words that are looked for stand in what a question says of itself."""
    lang = current.lang()
    texts = (asked.name, asked.summary[lang], asked.description[lang], asked.matters.get(lang, ""), group)
    text = " ".join(texts).casefold()
    return all(word in text for word in wanted.casefold().split())
