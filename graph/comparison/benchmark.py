"""Many plans in one table: how many things each has, and what each question finds of how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rdflib import Literal, URIRef

from ontology import Label, pick
from ontology.namespaces import CONCEPT

from ..adding import Progress
from ..evaluation.counting import counted_cells, total_of
from ..i18n import mark, translate
from ..library import NamedQuery
from ..plan_graph import PlanGraph
from ..plan_info import PlanInfo
from ..table import Cell, Table, TableColumn
from .tables import cell, named_columns

NAME = "benchmark"
_COLUMNS = {"group": mark("Group"), "measure": mark("Measure")}
_SIZES = mark("Number of")
_NONE = mark("none of these in the plan")


@dataclass(frozen=True)
class Value:
    """What a measure gives for a plan: found of a total, or a number alone; no total where none applies."""

    found: int
    total: int | None = None

    @property
    def share(self) -> float | None:
        """The part of the total that was found, from 0 to 1."""
        return self.found / self.total if self.total else None


@dataclass(frozen=True)
class Measure:
    """A row of the table: what is measured, with the values in the order of the plans.

    `question` is the name of the question that gave them; empty for a number of things.
    """

    group: str
    name: str
    values: tuple[Value | None, ...]
    question: str = ""


@dataclass(frozen=True)
class Benchmark:
    """Plans side by side."""

    plans: tuple[PlanInfo, ...]
    measures: tuple[Measure, ...]

    @property
    def shares(self) -> tuple[Measure, ...]:
        """The measures that are shares in at least one plan."""
        return tuple(m for m in self.measures if any(v and v.share is not None for v in m.values))


def benchmark(
    plans: PlanGraph, plan_ids: Sequence[str], lang: str, progress: Progress | None = None
) -> Benchmark:
    """Return plans side by side; without any IDs, all stored plans.

    Raises
    ------
    UnknownQueryError
        A plan is not stored.
    """
    for plan_id in plan_ids:
        plans.iri_of_plan(plan_id)
    stored = {info.plan_id: info for info in plans.plans(lang)}
    chosen = [stored[plan_id] for plan_id in dict.fromkeys(plan_ids)] or [
        info for info in stored.values() if info.kind == "plan"
    ]
    order = list(plans.model.schemes.get(CONCEPT["question-group"], {}))
    questions = [q for q in plans.library.questions.values() if q.of]
    questions.sort(key=lambda q: (order.index(q.group) if q.group in order else len(order), q.name))
    steps = len(questions) * len(chosen)
    measures = list(_sizes(plans, chosen, lang))
    for number, question in enumerate(questions):
        values: list[Value | None] = []
        for place, info in enumerate(chosen):
            if progress:
                progress(question.summary[lang], number * len(chosen) + place, steps)
            values.append(_value(plans, question, info.plan_id, lang))
        group = pick(plans.model.labels(_group(question)), lang, fallback=question.group).text
        measures.append(Measure(group, question.summary[lang], tuple(values), question.name))
    if progress:
        progress("", steps, steps)
    return Benchmark(tuple(chosen), tuple(measures))


def _group(question: NamedQuery) -> URIRef:
    return URIRef(f"{CONCEPT}question-group/{question.group}")


def _value(plans: PlanGraph, question: NamedQuery, plan_id: str, lang: str) -> Value | None:
    """Return what a question finds of how many; nothing where the plan has none of it."""

    def asked() -> Value | None:
        total = total_of(plans, question.of, plan_id)
        if not total:
            return None
        return Value(len(counted_cells(question, plans.ask(question.name, lang, plan_id))), total)

    return plans.remembered.once(("benchmark", question.name, plan_id), asked)


def _sizes(plans: PlanGraph, chosen: Sequence[PlanInfo], lang: str) -> Iterator[Measure]:
    """Yield how many things of a kind each plan has; where denominators share a noun, the widest counts."""
    widest: dict[str, list[int]] = {}
    for name, denominator in plans.library.counts.items():
        totals = [total_of(plans, name, info.plan_id) for info in chosen]
        noun = denominator.summary[lang]
        if noun not in widest or sum(totals) > sum(widest[noun]):
            widest[noun] = totals
    for noun, totals in widest.items():
        yield Measure(translate(_SIZES, lang), noun, tuple(map(Value, totals)))


# ---- as a table


def benchmark_table(made: Benchmark, lang: str) -> Table:
    """Return plans side by side as a table: measures in rows, a column for each plan."""
    own = tuple(TableColumn(info.plan_id, {lang: info.label.text}) for info in made.plans)
    rows = tuple(
        (cell(measure.group), cell(measure.name), *(_shown(value, lang) for value in measure.values))
        for measure in made.measures
    )
    return Table(NAME, (*named_columns(_COLUMNS), *own), rows)


def shares_table(made: Benchmark, lang: str) -> Table:
    """Return the shares as numbers from 0 to 1, for other programs."""
    own = tuple(TableColumn(info.plan_id, {lang: info.label.text}) for info in made.plans)
    rows = tuple(
        (cell(measure.group), cell(measure.name), *(cell(_rounded(value)) for value in measure.values))
        for measure in made.shares
    )
    return Table("shares", (*named_columns(_COLUMNS), *own), rows)


def _rounded(value: Value | None) -> float | None:
    share = value.share if value else None
    return None if share is None else round(share, 4)


def _shown(value: Value | None, lang: str) -> Cell:
    """Return a number, found of total, or words where a plan has nothing of the kind."""
    if value is None:
        return Cell(Literal(""), Label(translate(_NONE, lang), lang))
    if value.total is None:
        return cell(value.found)
    return cell(f"{value.found} / {value.total}")
