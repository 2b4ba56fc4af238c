"""Answers as pages show them: asked of a plan or of all, in an order, drawn, and in a few words."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from flask import request

from graph import PlanInfo, Table
from graph.errors import ParameterError, PlanweaveError
from graph.evaluation import Answer, answer
from graph.evaluation.charts import Drawing, drawn
from graph.evaluation.counting import Found, count_of, counted_cells
from graph.evaluation.scope import Scope
from graph.library import NamedQuery
from graph.table import Cell

from . import all_plans, caching, current
from .chosen import Chosen
from .question_form import in_words

#: How long a list of questions may look for what each of them finds.
_SECONDS = 2.0


@dataclass(frozen=True)
class Finding:
    """What a question finds, in numbers: as it should be, or not; `total` only where there is one."""

    found: int
    total: int | None
    applies: bool
    gap: bool
    sound: bool


def values_of(asked: NamedQuery) -> dict[str, str]:
    """Return the values of parameters that the address of this request gives."""
    return {key: request.args[key] for key in asked.params if request.args.get(key)}


def answered(asked: NamedQuery, chosen: Chosen, values: Mapping[str, str]) -> Answer:
    """Return the answer about one plan, several, or all.

    Raises
    ------
    ParameterError
        A value is not of its type; the parameter is named in words.
    QueryLimitError
        There are many plans, and the answer about all of them takes too long.
    """
    plans, plan_id = current.plans(), chosen.plan_id

    def asking(question: NamedQuery, its_values: Mapping[str, str]) -> Table:
        return table_of(question, chosen, its_values)

    if chosen.are_all and plans.are_many():
        # What remains with fewer links would be asked of all of them twice more.
        table = asking(asked, values)
        found = Found(len(counted_cells(asked, table)))
        known = sum(info.kind == "plan" for info in plans.plans(current.lang()))
        return Answer(asked, table, values, Scope(None, plans=known), None, found)
    return answer(plans, asked.name, current.lang(), plan_id, values, asking=asking)


def table_of(asked: NamedQuery, chosen: Chosen, values: Mapping[str, str]) -> Table:
    """Return the rows of an answer alone; raise as `answered` does."""
    try:
        return all_plans.ask(asked, dict(values), chosen.plan_id)
    except ParameterError as error:
        raise in_words(error, asked) from error


def findings(questions: Iterable[NamedQuery], plan: PlanInfo | None) -> dict[str, Finding]:
    """Return what questions find in a plan, by their names: those that can be asked in a moment."""
    if plan is None:
        return {}
    until = time.monotonic() + _SECONDS
    kept: dict[str, Finding] = current.plans().remembered.once(("findings", plan.plan_id), dict)
    for question in questions:
        if question.name in kept:
            continue
        if time.monotonic() >= until:
            caching.not_kept()
            break
        with suppress(PlanweaveError):  # its own page tells what is wrong with it
            kept[question.name] = _finding(question, plan)
    return dict(kept)


def _finding(question: NamedQuery, plan: PlanInfo) -> Finding:
    """Return what a question finds, without asking what remains with fewer links."""
    plans = current.plans()
    table = plans.ask(question.name, current.lang(), plan.plan_id)
    found = Found(len(counted_cells(question, table)))
    count = count_of(plans, question, plan.plan_id, found)
    made = Answer(question, table, {}, Scope(plan), count, found)
    return Finding(found.all, count.total if count else None, made.applies, made.gap, made.sound)


def chart_of(found: Answer) -> Drawing | None:
    """Return an answer as a chart, where its question has one and there is something to draw."""
    question, lang = found.question, current.lang()
    if question.chart is None:
        return None
    return drawn(found.table, question.chart, lang, title=question.summary[lang])


def in_order(table: Table, sort: str, *, down: bool) -> tuple[tuple[Cell, ...], ...]:
    """Return rows in the order of a column; empty cells come last, and without a column nothing moves."""
    place = next((n for n, column in enumerate(table.columns) if column.key == sort), None)
    if place is None:
        return table.rows
    full = [row for row in table.rows if row[place].term is not None]
    empty = [row for row in table.rows if row[place].term is None]
    return (*sorted(full, key=lambda row: _key(row[place]), reverse=down), *empty)


def _key(cell: Cell) -> tuple[bool, float, str]:
    plain = cell.plain
    is_number = isinstance(plain, (int, float))
    return not is_number, float(plain) if isinstance(plain, (int, float)) else 0.0, cell.text.casefold()
