"""What the start page tells in short: what changed, what is missing, who did not report or owes an entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import Literal

from graph import Cell, PlanInfo
from graph.collation import key
from graph.library import NamedQuery
from graph.table import TableColumn
from ontology import Label, pick

from . import current
from .chosen import Chosen
from .dates import day
from .plan_series import Series, series

_SUMMARY = "start"
#: How many lines each part has.
MOST = 6


@dataclass(frozen=True)
class Line:
    """A question, or a thing that it is asked about, and how many it finds."""

    question: NamedQuery | None
    thing: Cell
    found: int


@dataclass(frozen=True)
class Revised:
    """When a plan was last changed in this store, and the name of what it was before."""

    day: str
    before: str


@dataclass(frozen=True)
class Overview:
    """The parts by their names, the plans beside the plan, and when it was last changed."""

    lines: Mapping[str, Sequence[Line]]
    series: Series | None
    revised: Revised | None
    scope: Label | None

    def part(self, name: str) -> list[Line]:
        """Return the lines of a part that find anything or tell of a thing: things by number and name."""
        told = [line for line in self.lines.get(name, ()) if line.found or line.question is None]
        if not all(line.thing.iri for line in told):
            return told
        return sorted(told, key=lambda line: (-line.found, key(line.thing.text, current.lang())))


def overview(chosen: Chosen) -> Overview | None:
    """Return what the start page tells of some plans; nothing of all where these are too many."""
    plans = current.plans()
    if not chosen.plans or (chosen.are_all and plans.are_many()):
        return None
    query = plans.library.summaries[_SUMMARY]
    asked = plans.asked(query, chosen.plan_id)
    rows = asked.store.select(query.text, asked.graphs)
    heads = [TableColumn(key, query.columns[key]) for key in rows.variables]
    lines: dict[str, list[Line]] = {}
    for row in plans.table(_SUMMARY, heads, rows.rows, current.lang()).named_rows():
        question = plans.library.questions.get(row["question"].text)
        lines.setdefault(row["block"].text, []).append(
            Line(question, row["thing"], int(row["found"].text or 0))
        )
    plan = chosen.plan
    notes = {
        line.thing.term.language or "": str(line.thing.term)
        for line in lines.get("scope", ())
        if isinstance(line.thing.term, Literal)
    }
    return Overview(
        lines,
        series(plan) if plan else None,
        _revised(plan) if plan else None,
        pick(notes, current.lang(), plan.language) if plan and notes else None,
    )


def _revised(plan: PlanInfo) -> Revised | None:
    """Return when a plan was changed after it was added; to others what it was before is not told."""
    history = current.plans().store.history
    if current.settings().is_public or history is None:
        return None
    changes = history.revisions(plan.iri)
    if len(changes) < 2:
        return None
    return Revised(day(changes[-1].time), f"{plan.plan_id}@{len(changes) - 1}")
