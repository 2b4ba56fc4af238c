"""Who does what: priorities in rows, fields of activity in columns, each number from a question."""

from __future__ import annotations

from dataclasses import dataclass

from graph import Cell, PlanInfo, Table

from . import current
from .state import State

#: The questions whose answers the matrix shows, and the one that a number opens.
COUNTS, TOTALS, GAPS, CELL = (
    "fields-per-priority",
    "actions-per-priority",
    "priorities-without-action",
    "actions-of-field",
)
_SHADES = 4


@dataclass(frozen=True)
class Reason:
    """Why a priority has no action, and the things that the reason is about."""

    reason: Cell
    about: tuple[Cell, ...]


@dataclass(frozen=True)
class MatrixRow:
    """A priority: a count per field, the distinct actions, and why there are none."""

    priority: Cell
    counts: tuple[int, ...]
    total: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class MatrixGroup:
    """The priorities under one goal."""

    goal: Cell
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class Matrix:
    """The whole: fields, and rows grouped by goal; `most` is the largest count."""

    fields: tuple[Cell, ...]
    groups: tuple[MatrixGroup, ...]
    most: int
    counts: Table
    opens: str = CELL
    too_much: bool = False

    def shade(self, count: int) -> int:
        """Return how dark a count is shown, from 0 for none to 4 for the most."""
        return -(-count * _SHADES // self.most) if self.most else 0


def matrix(plan: PlanInfo | None, state: State) -> Matrix:
    """Return the matrix of a plan, or of all plans; an empty one where these are too much for one page."""
    plan_id = plan.plan_id if plan else None
    if plan is None and current.plans().are_many():
        return Matrix((), (), 0, Table(COUNTS, (), (), truncated=True), too_much=True)

    def ask(name: str) -> Table:
        return current.plans().ask(name, current.lang(), plan_id, state.values())

    counts, totals, gaps = ask(COUNTS), ask(TOTALS), ask(GAPS)
    by_cell = {
        (row["priority"].iri, row["field"].iri): int(str(row["actions"].term)) for row in counts.named_rows()
    }
    fields = {row["field"].iri: row["field"] for row in counts.named_rows()}
    ordered = sorted(
        fields.values(), key=lambda cell: -sum(n for (_, f), n in by_cell.items() if f == cell.iri)
    )
    reasons = _reasons(gaps)
    groups: dict[str | None, tuple[Cell, list[MatrixRow]]] = {}
    for row in totals.named_rows():
        priority = row["priority"]
        found = tuple(by_cell.get((priority.iri, field.iri), 0) for field in ordered)
        total = int(str(row["actions"].term))
        made = MatrixRow(priority, found, total, reasons.get(priority.iri, ()))
        groups.setdefault(row["goal"].iri, (row["goal"], []))[1].append(made)
    return Matrix(
        fields=tuple(ordered),
        groups=tuple(MatrixGroup(goal, tuple(rows)) for goal, rows in groups.values()),
        most=max(by_cell.values(), default=0),
        counts=counts,
    )


def _reasons(gaps: Table) -> dict[str | None, tuple[Reason, ...]]:
    """Return the reasons for each priority, those of one kind together."""
    found: dict[str | None, dict[str, tuple[Cell, dict[str, Cell]]]] = {}
    for gap in gaps.named_rows():
        priority, reason = gap.pop("priority"), gap.pop("reason")
        gap.pop("goal")
        about = found.setdefault(priority.iri, {}).setdefault(reason.text, (reason, {}))[1]
        about.update({cell.iri: cell for cell in reversed(gap.values()) if cell.iri})
    return {
        priority: tuple(Reason(reason, tuple(about.values())) for reason, about in reasons.values())
        for priority, reasons in found.items()
    }
