"""Who does what: priorities or objectives in rows, fields of activity in columns, all from questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph import Cell, PlanInfo, Table

from . import current
from .state import State

#: For each kind of aim the questions that give counts by field, distinct actions, and why there are none.
KINDS = (
    ("fields-per-priority", "actions-per-priority", "priorities-without-action"),
    ("fields-per-objective", "actions-per-objective", "objectives-without-action"),
)
#: The question that a number opens.
CELL = "actions-of-field"
_SHADES = 4


@dataclass(frozen=True)
class Reason:
    """Why an aim has no action, and the things that the reason is about."""

    reason: Cell
    about: tuple[Cell, ...]


@dataclass(frozen=True)
class MatrixRow:
    """A priority or objective: a count per field, the distinct actions, and why there are none."""

    aim: Cell
    counts: tuple[int, ...]
    total: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class MatrixGroup:
    """The priorities or objectives under one goal."""

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
        return Matrix((), (), 0, Table(KINDS[0][0], (), (), truncated=True), too_much=True)

    def ask(place: int) -> list[Table]:
        names = [questions[place] for questions in KINDS]
        return [current.plans().ask(name, current.lang(), plan_id, state.values()) for name in names]

    counted, totals, gaps = map(ask, range(len(KINDS[0])))
    by_cell = {
        (aim.iri, row["field"].iri): int(str(row["actions"].term))
        for table in counted
        for aim, row in _by_aim(table)
    }
    fields = {row["field"].iri: row["field"] for table in counted for _, row in _by_aim(table)}
    ordered = sorted(
        fields.values(), key=lambda cell: -sum(n for (_, f), n in by_cell.items() if f == cell.iri)
    )
    reasons = _reasons(gaps)
    groups: dict[str | None, tuple[Cell, list[MatrixRow]]] = {}
    for aim, row in (each for table in totals for each in _by_aim(table)):
        found = tuple(by_cell.get((aim.iri, field.iri), 0) for field in ordered)
        made = MatrixRow(aim, found, int(str(row["actions"].term)), reasons.get(aim.iri, ()))
        groups.setdefault(row["goal"].iri, (row["goal"], []))[1].append(made)
    return Matrix(
        fields=tuple(ordered),
        groups=tuple(MatrixGroup(goal, tuple(rows)) for goal, rows in groups.values()),
        most=max(by_cell.values(), default=0),
        counts=_together(counted),
    )


def _by_aim(table: Table) -> Iterator[tuple[Cell, dict[str, Cell]]]:
    """Yield the rows of an answer, each with the aim that its question counts."""
    counts = current.plans().library.question(table.name).counts
    for row in table.named_rows():
        yield row.pop(counts), row


def _together(tables: Sequence[Table]) -> Table:
    """Return the rows of all kinds of aims under the columns of the first that has any."""
    first = next((table for table in tables if table.rows), tables[0])
    return replace(first, rows=tuple(row for table in tables for row in table.rows))


def _reasons(gaps: Sequence[Table]) -> dict[str | None, tuple[Reason, ...]]:
    """Return the reasons for each aim, those of one kind together."""
    found: dict[str | None, dict[str, tuple[Cell, dict[str, Cell]]]] = {}
    for aim, gap in (each for table in gaps for each in _by_aim(table)):
        reason = gap.pop("reason")
        gap.pop("goal")
        about = found.setdefault(aim.iri, {}).setdefault(reason.text, (reason, {}))[1]
        about.update({cell.iri: cell for cell in reversed(gap.values()) if cell.iri})
    return {
        aim: tuple(Reason(reason, tuple(about.values())) for reason, about in reasons.values())
        for aim, reasons in found.items()
    }
