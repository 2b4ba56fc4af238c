"""The answer to a question, as a scene: its chart where it has one, and its rows."""

from __future__ import annotations

from collections.abc import Sequence

from graph import PlanInfo
from graph.evaluation import Answer
from graph.i18n import mark
from graph.query_parts import CONFIDENCE, NAMED

from .. import current
from ..answers import answered, chart_of, values_of
from ..chosen import chosen
from ..presentation import Chart, Grid, Scene
from ..state import State
from ..words import number
from . import scopes, sources, titles
from .grids import described, grid_of
from .stamps import stamp

_ENDPOINT = "questions.question"
_FEWER = mark("The number is {named}, not {all}, when only links based on the source count")
_SAME = mark("The number is the same when only links based on the source count")
_FIRST = mark("There are so many rows that only the first {number} are shown")


def scene(state: State, name: str) -> Scene:
    """Return the scene of an answer, with the values of this request.

    Raises
    ------
    UnknownQueryError
        There is no such question, or no such plan.
    ParameterError
        A value is not of its type.
    """
    asked = current.plans().library.question(name)
    where = chosen(state)
    return of_answer(answered(asked, where, values_of(asked)), where.plans, state)


def of_answer(found: Answer, plans: Sequence[PlanInfo], state: State) -> Scene:
    """Return the scene of an answer about some plans."""
    lang, question = current.lang(), found.question
    grid, said = grid_of(found.table, state), titles.answered(found)
    is_drawn = question.chart is not None and chart_of(found) is not None
    cut = current.word(_FIRST, number=number(len(grid.rows))) if found.table.truncated else ""
    return Scene(
        name=f"{'-'.join(info.plan_id for info in plans[:2])}-{question.name}",
        lang=lang,
        title=said,
        called=question.summary[lang],
        scope=scopes.line(_rests_on(found) if found.applies else "", scopes.reports(plans)),
        desc=_described(found, grid),
        content=Chart(found.table, question.chart, grid) if question.chart and is_drawn else grid,
        sources=tuple(sources.of_plans(plans)),
        left_out=cut,
        listed=grid,
        stamp=stamp(plans, state, _ENDPOINT, name=question.name, **found.values),
    )


def _rests_on(found: Answer) -> str:
    """Return in a sentence which links count, and what the number is with those alone that the source has."""
    if CONFIDENCE in found.values:
        return found.sensitivity(current.lang())
    if found.values.get(NAMED) == "true":
        return current.word(scopes.ONLY_NAMED)
    named, every = found.found.named, found.found.all
    if named is None:
        return ""
    return (
        current.word(_SAME)
        if named == every
        else current.word(_FEWER, named=number(named), all=number(every))
    )


def _described(found: Answer, grid: Grid) -> str:
    """Return an answer in words, with what remains of its number where fewer links count."""
    lang = current.lang()
    said = [described(titles.plain(found.said(lang)), grid)]
    return "\n".join([*said, found.sensitivity(lang)] if found.applies else said)
