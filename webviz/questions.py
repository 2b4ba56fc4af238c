"""Questions and their answers, with the SPARQL text that gave them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from graph import Table
from graph.library import NamedQuery, concept_of, iri_of
from ontology import pick
from ontology.namespaces import CONCEPT

from . import all_plans, current, formats
from .paging import ROWS, paged
from .pictures import ALL_PLANS, chosen_plan, scope
from .state import current as current_state

questions = Blueprint("questions", __name__)


@questions.get("/questions")
def index() -> ResponseReturnValue:
    """All questions, in groups."""
    return render_template("questions.html", groups=_groups(), plan=chosen_plan(current_state()))


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
        }
        for question in current.plans().library.questions.values()
    ]
    return formats.envelope(["name", "summary", "description", "group", "params"], rows)


@questions.get("/questions/<name>")
def question(name: str) -> ResponseReturnValue:
    """The answer to a question about a plan."""
    state = current_state()
    asked = current.plans().library.question(name)
    plan = chosen_plan(state)
    values = _values(asked)
    table = _ask(asked, values)
    return render_template(
        "question.html",
        question=asked,
        plan=plan,
        scope=scope(plan),
        table=table,
        rows=paged(table.rows, ROWS),
        values=values,
        bound=asked.bind(values),
        labels=_labels(asked, values),
    )


@questions.get("/questions/<name>.json")
def question_json(name: str) -> Response:
    """The answer as data."""
    asked = current.plans().library.question(name)
    return formats.table_json(_ask(asked, _values(asked)))


@questions.get("/questions/<name>.csv")
def question_csv(name: str) -> Response:
    """The answer as a CSV file."""
    asked = current.plans().library.question(name)
    return formats.table_csv(_ask(asked, _values(asked)))


def _values(asked: NamedQuery) -> dict[str, str]:
    return {key: request.args[key] for key in asked.params if request.args.get(key)}


def _ask(asked: NamedQuery, values: dict[str, str]) -> Table:
    state = current_state()
    plan = None if state.plan == ALL_PLANS else chosen_plan(state)
    return all_plans.ask(asked, values, plan.plan_id if plan else None)


def _labels(asked: NamedQuery, values: dict[str, str]) -> dict[str, Any]:
    """Return the labels of things and concepts among the values, by parameter."""
    readers = {"thing": iri_of, "concept": concept_of}
    kinds = {key: asked.type_of(key) for key in values if asked.type_of(key) in readers}
    things = {key: readers[kind](values[key]) for key, kind in kinds.items()}
    described = current.plans().describe(things.values(), current.lang())
    return {key: (iri, described[iri].label) for key, iri in things.items()}


def _groups() -> list[tuple[str, list[NamedQuery]]]:
    """Return the questions under the names of their groups, in the order of the scheme."""
    model = current.plans().model
    every = current.plans().library.questions.values()
    groups: list[tuple[str, list[NamedQuery]]] = []
    for key, concept in model.schemes.get(CONCEPT["question-group"], {}).items():
        inside = [asked for asked in every if asked.group == key]
        if inside:
            groups.append((pick(model.labels(concept), current.lang()).text, inside))
    return groups
