"""The matrix, as a scene: a table with the reasons of its gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import url_for

from graph import Cell, PlanInfo
from graph.i18n import mark
from graph.plan_graph import ALL_PLANS

from .. import current
from ..chosen import chosen
from ..matrix import Matrix, MatrixRow, matrix
from ..pictures import picture
from ..presentation import Grid, GridCell, GridRow, Scene
from ..state import State
from . import scopes, sources, titles
from .addresses import absolute
from .grids import described
from .stamps import stamp

_ENDPOINT = "pages.start"
_ONLY_GAPS = mark("Only rows without a number are shown")
_NAMED = "named"
_TOO_MUCH = mark("All plans together are too many for one table. Choose one plan.")


def scene(state: State) -> Scene:
    """Return the scene of the matrix of a state, or raise `UnknownQueryError`."""
    asked = chosen(state)
    made = matrix(asked, state)
    grid = _grid(made, state, asked.plan_id or ALL_PLANS)
    said = titles.plain(current.word(_TOO_MUCH) if made.too_much else made.said)
    return Scene(
        name=f"{'-'.join(info.plan_id for info in asked.plans[:2])}-{made.query.name}",
        lang=current.lang(),
        title=said,
        called=made.query.summary[current.lang()],
        scope=_scope(made, state, asked.plans),
        desc=described(said, grid),
        content=grid,
        sources=tuple(sources.of_plans(asked.plans)),
        left_out=current.word(_ONLY_GAPS) if made.only_gaps else "",
        listed=grid,
        stamp=stamp(asked.plans, state, _ENDPOINT),
    )


def _scope(made: Matrix, state: State, plans: Sequence[PlanInfo]) -> str:
    """Return which links count in the numbers, where the matrix may leave some out, and the reports."""
    if made.too_much or not plans or _NAMED not in made.query.params:
        return scopes.line(scopes.reports(plans))
    links = picture(State(plan=state.plan)).network.links
    return scopes.of_numbers(links, plans, named=state.named)


def _grid(made: Matrix, state: State, plan: str) -> Grid:
    heads = [made.row_name.text, *(column.text for column in made.columns), current.word("Actions in all")]
    return Grid(tuple(GridCell(text) for text in heads), tuple(_rows(made, state, plan)))


def _rows(made: Matrix, state: State, plan: str) -> Iterable[GridRow]:
    for group in made.groups:
        if group.head is not None:
            yield GridRow((_named(group.head),), is_group=True)
        for row in group.rows:
            yield _gap(made, row) if made.is_gap(row) else GridRow(_cells(made, row, state, plan))


def _named(cell: Cell) -> GridCell:
    return GridCell(cell.text, lang=cell.label.lang if cell.label else "")


def _gap(made: Matrix, row: MatrixRow) -> GridRow:
    """Return a row without an action: its head, and why."""
    why = [made.bare] if row.total or not row.reasons else []
    why += [reason.in_words for reason in row.reasons]
    return GridRow((_named(row.head), GridCell("; ".join(why))), is_gap=True)


def _cells(made: Matrix, row: MatrixRow, state: State, plan: str) -> tuple[GridCell, ...]:
    counts = (
        GridCell(str(count), float(count), made.shade(count), _opened(made.opens(row, at), state, plan))
        if count
        else GridCell("")
        for at, count in enumerate(row.counts)
    )
    total = _opened(made.opens_all(row), state, plan) if row.total else ""
    return _named(row.head), *counts, GridCell(str(row.total), float(row.total), url=total)


def _opened(opens: dict[str, str], state: State, plan: str) -> str:
    """Return the full address of the question that a number opens."""
    if not opens:
        return ""
    values = {**opens, "plan": plan, "lang": current.lang(), **state.values()}
    return absolute(url_for("questions.question", **dict[str, Any](values)))
