"""The report of a plan, as a deck: the result, then the answers that say that something is missing."""

from __future__ import annotations

from graph.errors import UnknownQueryError
from graph.i18n import mark

from .. import current
from ..evaluation import found_of, reported_plan
from ..presentation import Deck
from ..state import State
from .question import of_answer
from .stamps import stamp


def deck(state: State) -> Deck:
    """Return the report of the plan of a state, or raise `UnknownQueryError` where there is none."""
    plan = reported_plan()
    if plan is None:
        raise UnknownQueryError(mark("there is no plan to report on"))
    found, lang = found_of(plan), current.lang()
    return Deck(
        name=f"{plan.plan_id}-report",
        lang=lang,
        title=plan.label.text,
        scope="; ".join(found.answers[0].scope.lines(lang)[:1]),
        scenes=tuple(of_answer(answer, state) for answer in found.gaps),
        summary=tuple(answer.said(lang) for answer in found.gaps),
        stamp=stamp([plan], state, "evaluation.index"),
    )
