"""The report of a plan, as a deck: its result, then the answers that lead, and those that show a gap."""

from __future__ import annotations

from collections.abc import Iterable

from graph.errors import UnknownQueryError
from graph.evaluation import Answer
from graph.evaluation.report import Evaluation
from graph.i18n import mark

from .. import current
from ..evaluation import found_of, is_full, reported_plan
from ..presentation import Deck
from ..state import State
from . import scopes, sources, titles
from .question import of_answer
from .stamps import stamp

_TITLE = mark("{plan}: {gaps} answers show something missing, {fine} are in good order")
_NOTHING = mark("{plan}: no question found anything missing")
#: How many answers a board sees; with `full=true` all.
_MOST = 12


def deck(state: State) -> Deck:
    """Return the report of the plan of a state, or raise `UnknownQueryError` where there is none."""
    plan = reported_plan()
    if plan is None:
        raise UnknownQueryError(mark("there is no plan to report on"))
    found, lang = found_of(plan), current.lang()
    shown = list(_shown(found))
    covers = shown[0].scope.lines(lang) if shown else []
    message = _TITLE if found.gaps else _NOTHING
    name = titles.cut(plan.label.text)
    return Deck(
        name=f"{plan.plan_id}-report",
        lang=lang,
        title=current.word(message, plan=name, gaps=len(found.gaps), fine=len(found.fine)),
        scope=scopes.line(scopes.reports([plan])),
        scenes=tuple(of_answer(one, [plan], state) for one in shown),
        summary=(*covers, *map(titles.answered, shown)),
        sources=(*sources.of_plans([plan]), *covers),
        stamp=stamp([plan], state, "evaluation.index"),
    )


def _shown(found: Evaluation) -> Iterable[Answer]:
    """Return the answers in their order: those that lead, gaps first, then other gaps; in full, all."""
    if is_full():
        return [one for one in found.answers if one.applies]
    lead = sorted(found.reported("lead"), key=lambda one: not one.gap)
    more = [one for one in found.gaps if one not in lead]
    return [*lead, *more][:_MOST]
