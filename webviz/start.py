"""The start page: who does what, and below it what changed, what is missing, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from graph import PlanInfo
from graph.example_rows import TOWN
from graph.plan_graph import ALL_PLANS
from graph.table_sheets import xlsx

from . import current, formats
from .chosen import Chosen, chosen
from .matrix import Matrix, matrix
from .overview import MOST, overview
from .pages import pages
from .plan_series import MOST_OFFERED, count, groups
from .state import current as current_state

__all__ = ["pages", "shown_sides"]

#: How many plans stand beside each other: each is asked a query of its own.
MOST_BESIDE = 2
_NEWEST, _OWNERS = 8, 60


@dataclass(frozen=True)
class Side:
    """A matrix and the plans that it is about."""

    chosen: Chosen
    matrix: Matrix

    @property
    def plan_id(self) -> str:
        """How an address tells the plans."""
        return self.chosen.plan_id or ALL_PLANS


@pages.get("/")
def start() -> ResponseReturnValue:
    """Who does what: the search, the matrix, and three parts below; of very many plans a list of them."""
    state = current_state()
    if not current.plans().plans(current.lang()):
        return render_template(
            "start_empty.html", example="" if current.settings().is_for_others else str(TOWN)
        )
    if _are_very_many() and not state.plan:
        return _directory()
    asked = chosen(state)
    return render_template(
        "start.html",
        plan=asked.plan,
        chosen=asked,
        sides=shown_sides(),
        matrices=list(current.plans().library.matrices.values()),
        overview=overview(asked),
        most=MOST,
    )


@pages.get("/index.json")
def start_json() -> Response:
    """The matrix as data: the answer that it is made from, and the sentence above it."""
    made = shown_sides()[0].matrix
    return formats.table_json(made.answer, said=made.said)


@pages.get("/index.csv")
def start_csv() -> Response:
    """The matrix as a CSV file."""
    return formats.table_csv(shown_sides()[0].matrix.table)


@pages.get("/index.xlsx")
def start_xlsx() -> Response:
    """The matrix as a spreadsheet, with a sheet for each of two plans beside each other."""
    sheets = {side.chosen.label: side.matrix.table for side in shown_sides()}
    return formats.file(f"{shown_sides()[0].matrix.query.name}.xlsx", xlsx(sheets, current.lang()))


def shown_sides() -> list[Side]:
    """Return the matrix of the plans of this request; two where they stand beside each other."""
    state, asked = current_state(), chosen(current_state())
    beside = state.beside and asked.are_several and len(asked.plans) <= MOST_BESIDE
    those = [Chosen((plan,), plan.plan_id, plan.label.text) for plan in asked.plans] if beside else [asked]
    return [Side(one, matrix(one, state)) for one in those]


def _are_very_many() -> bool:
    return count() > MOST_OFFERED


def _directory() -> str:
    """Return the start page of very many plans: whose they are, and the newest."""
    owners = groups()
    plans = [info for _, those in owners for info in those]
    newest = sorted(plans, key=_newness, reverse=True)[:_NEWEST]
    return render_template(
        "start_many.html",
        owners=[(name, those) for name, those in owners if name][:_OWNERS],
        nameless=sum(len(those) for name, those in owners if not name),
        owner_count=sum(bool(name) for name, _ in owners),
        newest=newest,
        count=len(plans),
    )


def _newness(plan: PlanInfo) -> tuple[str, str, str]:
    return plan.issued or plan.period[:4], plan.year, plan.plan_id
