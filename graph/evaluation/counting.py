"""How many of all things an answer names, and how many with fewer links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rdflib import Literal

from ..library import NamedQuery
from ..plan_graph import PlanGraph
from ..query_header import Texts
from ..query_parts import CONFIDENCE, NAMED
from ..table import Cell, Table

#: Asks a question with values of its parameters.
Asking = Callable[[NamedQuery, Mapping[str, str]], Table]


@dataclass(frozen=True)
class Count:
    """How many of all: things of the counted column, against the denominator.

    `named` counts those found with links alone that the source names, `sure` those with a confidence of
    at least 0.5; nothing where the question has no such parameter, or was asked with it.
    """

    found: int
    total: int
    named: int | None
    sure: int | None
    noun: Texts


@dataclass(frozen=True)
class Found:
    """How many different things an answer names: as asked, by named links alone, by sure links alone."""

    all: int
    named: int | None = None
    sure: int | None = None


def counted_cells(question: NamedQuery, table: Table) -> list[Cell]:
    """Return the different cells of the counted column, in their order; empty ones do not count.

    Nor does a thing with zero in the column that the question names as `nonzero`: it is listed, not found.
    Where pairs are counted, there is a cell for each pair, the first of it.
    """
    keys = [column.key for column in table.columns]
    places = [keys.index(key) for key in question.counted if key in keys] or [0]
    number = keys.index(question.nonzero) if question.nonzero in keys else None
    cells = {
        tuple(str(row[place].term) for place in places): row[places[0]]
        for row in table.rows
        if row[places[0]].term is not None and (number is None or row[number].plain != 0)
    }
    return list(cells.values())


def found_of(
    plans: PlanGraph,
    question: NamedQuery,
    table: Table,
    plan_id: str | None,
    values: Mapping[str, str],
    asking: Asking,
) -> Found:
    """Return what an answer found, and what it would with fewer links."""

    def fewer(name: str) -> int | None:
        if name not in question.sensitive or name in values:
            return None
        asked = {**values, name: question.sensitive[name]}

        def count() -> int:
            return len(counted_cells(question, asking(question, asked)))

        # Values of a user's own are without number, and not kept.
        if values:
            return count()
        return plans.remembered.once(("found", question.name, plan_id, name), count)

    return Found(len(counted_cells(question, table)), fewer(NAMED), fewer(CONFIDENCE))


def count_of(plans: PlanGraph, question: NamedQuery, plan_id: str | None, found: Found) -> Count | None:
    """Return what was found against the denominator; nothing where the question has none."""
    denominator = plans.library.counts.get(question.of)
    if denominator is None:
        return None
    return Count(
        found.all, total_of(plans, question.of, plan_id), found.named, found.sure, denominator.summary
    )


def lacking(plans: PlanGraph, question: NamedQuery, plan_id: str | None) -> Texts | None:
    """Return the noun of what a plan must have for a question to concern it, where it has none."""
    if not question.within or total_of(plans, question.within, plan_id):
        return None
    return plans.library.counts[question.within].summary


def total_of(plans: PlanGraph, name: str, plan_id: str | None) -> int:
    """Return how many things a denominator counts in a plan, or in all; asked once of a store as it is."""
    denominator = plans.library.counts[name]
    total: int = plans.remembered.once(("total", name, plan_id), lambda: _total(plans, denominator, plan_id))
    return total


def _total(plans: PlanGraph, denominator: NamedQuery, plan_id: str | None) -> int:
    asked = plans.asked(denominator, plan_id)
    rows = asked.store.select(denominator.text, asked.graphs).rows
    total = rows[0][0] if rows else None
    return int(total.value) if isinstance(total, Literal) and total.value is not None else 0
