"""The network analysis as a page: who connects others, what falls apart, how two things hang together."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from graph import PlanInfo, Table
from graph.analysis import answers
from graph.analysis.asking import Wish
from graph.errors import ParameterError, UnknownQueryError
from graph.i18n import mark
from graph.library import NamedQuery

from . import current, formats
from .paging import paged
from .pictures import MOST_LISTED, chosen_plan, views
from .state import State
from .state import current as current_state

analysis = Blueprint("analysis", __name__)

#: What can be asked, in short words.
MEASURES = {
    "central": mark("Contacts"),
    "bridges": mark("Who connects"),
    "communities": mark("Groups"),
    "cores": mark("Core and edge"),
    "falls-apart": mark("What falls apart"),
    answers.SILOS: mark("Own field"),
    answers.PATH: mark("From one to another"),
}
CONFIDENCES = ("0.5", "0.7", "0.9")
_ROWS = 100
#: How many answers are kept until the store changes.
_KEPT = 64


@dataclass(frozen=True)
class Asked:
    """What a page is asked: the measure, the plan, the view, and for ways the two ends."""

    state: State
    plan: PlanInfo | None
    measure: str
    view: NamedQuery
    confidence: str
    start: str
    end: str

    @property
    def is_path(self) -> bool:
        """Whether it is asked how two things are connected."""
        return self.measure == answers.PATH

    @property
    def values(self) -> dict[str, str]:
        """The parameters of the view, those that it takes."""
        given = {"named": "true" if self.state.named else "", "confidence": self.confidence}
        if self.measure == answers.SILOS:
            return {key: value for key, value in given.items() if value}
        return {key: value for key, value in given.items() if value and key in self.view.params}

    @property
    def own(self) -> dict[str, str]:
        """What stands in the address beside the state."""
        ends = {"a": self.start, "b": self.end} if self.is_path else {}
        given = {"measure": self.measure, "confidence": self.confidence, **ends}
        return {key: value for key, value in given.items() if value}

    @property
    def wish(self) -> Wish:
        """Which network is measured."""
        plan_id = self.plan.plan_id if self.plan else None
        return Wish(current.lang(), self.view.name, plan_id, self.values, MOST_LISTED)


@analysis.get("/analysis")
def page() -> ResponseReturnValue:
    """What a measure finds in the network of a plan."""
    asked = _asked()
    found, problem = None, ""
    try:
        found = _found(asked)
    except UnknownQueryError as error:
        if not asked.is_path:
            raise
        problem = error.text(current.lang())
    shown = render_template(
        "analysis.html",
        asked=asked,
        found=found,
        problem=problem,
        rows=paged(found.table.rows if found else (), _ROWS),
        measures={key: current.word(name) for key, name in MEASURES.items()},
        confidences=CONFIDENCES,
        title=answers.title(asked.measure, current.lang()),
        views=[view for view in views() if "confidence" in view.params],
        is_too_much=_is_too_much(asked),
    )
    return (shown, HTTPStatus.NOT_FOUND) if problem else shown


@analysis.get("/analysis.json")
def page_json() -> Response:
    """The same as data, in the envelope of all pages, with the sentences and the numbers."""
    asked = _asked()
    found = _found(asked)
    if found is None:
        return formats.envelope([], [], truncated=_is_too_much(asked))
    told = found.record(current.lang())
    more = {key: told[key] for key in ("measure", "title", "said", "meaning", "notes", "numbers")}
    return formats.table_json(found.table, **more)


@analysis.get("/analysis.csv")
def page_csv() -> Response:
    """The same as a CSV file."""
    found = _found(_asked())
    return formats.table_csv(found.table if found else Table("analysis", (), ()))


def _asked() -> Asked:
    state = current_state()
    measure = request.args.get("measure", "") or next(iter(MEASURES))
    if measure not in MEASURES:
        message = mark("no measure {name}; there are: {choices}")
        raise UnknownQueryError(message, name=measure, choices=", ".join(MEASURES))
    confidence = request.args.get("confidence", "")
    if confidence and confidence not in CONFIDENCES:
        message = mark("“{found}” is no value for {name}; expected: {kind}")
        kind = ", ".join(CONFIDENCES)
        raise ParameterError(message, found=confidence, name="confidence", kind=kind)
    usual = state.view or answers.DEFAULT_VIEW
    view = current.plans().library.view(answers.WAYS_VIEW if measure == answers.PATH else usual)
    ends = [request.args.get(key, "").strip() for key in ("a", "b")]
    return Asked(state, chosen_plan(state), measure, view, confidence, *ends)


def _is_too_much(asked: Asked) -> bool:
    return asked.plan is None and current.plans().are_many()


def _found(asked: Asked) -> answers.Analysis | None:
    """Return the answer; nothing where all plans together are too much, or the ends of a way are missing."""
    if _is_too_much(asked) or (asked.is_path and not (asked.start and asked.end)):
        return None
    plans, wish = current.plans(), asked.wish
    key = (asked.measure, wish.lang, wish.view, wish.plan_id, *sorted(wish.values.items()))
    if asked.is_path:
        return answers.path(plans, asked.start, asked.end, wish)
    return _once(key, lambda: answers.analysis(plans, asked.measure, wish))


def _once(key: Hashable, make: Callable[[], answers.Analysis]) -> answers.Analysis:
    """Return what was found before in the same revision of the store, else find it and keep it."""
    kept = cast("dict[Hashable, answers.Analysis]", current.plans().remembered.once("analyses", dict))
    found = kept.get(key)
    if found is None:
        found = make()
        if len(kept) >= _KEPT:
            kept.clear()
        kept[key] = found
    return found
