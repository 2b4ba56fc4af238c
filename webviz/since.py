"""What a live picture says to a reader who comes from an old slide or file: whether that is still true.

The address tells the states that the slide was made from, `since=PLAN@NUMBER`. Where these are kept, the
rows of this picture then and now are laid beside each other; else it is told that the plans were changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from flask import request
from rdflib import URIRef

from graph import PlanweaveError
from graph.earlier import Earlier, states
from graph.saving import MOST_PLANS, ChangedPlan

from . import current, saved_pictures, stamps, urls
from .frozen import are_shown, parted
from .row_changes import MOST_NAMED, RowChanges, row_changes
from .saved_pictures import Change
from .state import current as current_state


@dataclass(frozen=True)
class Since:
    """What is told above a picture.

    `number` is the version where it was made from one plan, `change` what was changed since, with `day`
    the day of the last change; `rows` what is different in this picture, nothing where that is not known.
    """

    made: date | None
    number: int = 0
    unknown: tuple[str, ...] = ()
    change: Change = field(default_factory=Change)
    changed: date | None = None
    rows: RowChanges | None = None
    #: The address of the picture as it was, where that is kept.
    then: str = ""

    @property
    def named(self) -> tuple[tuple[str, tuple[str, ...], int], ...]:
        """The first rows that came, went and are different, and how many others there are of each."""
        found = self.rows or RowChanges()
        sorts = (("came", found.came), ("went", found.went), ("altered", found.altered))
        return tuple((s, rows[:MOST_NAMED], max(0, len(rows) - MOST_NAMED)) for s, rows in sorts if rows)


def note() -> Since | None:
    """Return what to tell above this page; nothing where it does not come from a slide."""
    told = current_state().since
    if not told or current.frozen() or not saved_pictures.picture_of_page():
        return None
    found, unknown = _found(told[:MOST_PLANS])
    if not found:
        return Since(None, unknown=unknown)
    plans = {plan: states_of[number - 1] for plan, (number, states_of) in found.items()}
    later = {plan: s for plan, (n, s) in found.items() if n < len(s) and not s[n - 1].is_current}
    made = max(stamps.local_day(state.time) for state in plans.values())
    numbers = [state.number for plan, state in plans.items() if _is_plan(plan)]
    return Since(
        made,
        numbers[0] if len(numbers) == 1 else 0,
        unknown,
        Change(compare=tuple(saved_pictures.compared(_changed(plans, later)))),
        max((stamps.local_day(s[-1].time) for s in later.values()), default=None),
        _rows(told) if later and not unknown else None,
        urls.with_args(since="", frozen=",".join(told)) if not unknown and _are_kept(plans) else "",
    )


def _found(texts: tuple[str, ...]) -> tuple[dict[URIRef, tuple[int, list[Earlier]]], tuple[str, ...]]:
    """Return the number and all states of each plan that is known here, and what is not known."""
    kept, found, unknown = stamps.history(), dict[URIRef, tuple[int, list[Earlier]]](), list[str]()
    for text in texts:
        with suppress(PlanweaveError):
            plan_id, number = parted(text)
            plan = current.plans().iri_of_plan(plan_id)
            all_states = states(kept, plan) if kept else []
            if 1 <= number <= len(all_states):
                found[plan] = (number, all_states)
                continue
        unknown.append(text[:80])
    return found, tuple("".join(filter(str.isprintable, text)) for text in unknown)


def _is_plan(iri: URIRef) -> bool:
    return any(info.iri == iri and info.kind == "plan" for info in current.plans().plans(current.lang()))


def _are_kept(plans: Mapping[URIRef, Earlier]) -> bool:
    return are_shown() and all(state.is_kept for state in plans.values())


def _changed(plans: Mapping[URIRef, Earlier], later: Mapping[URIRef, object]) -> list[ChangedPlan]:
    return [
        ChangedPlan(plan, state.number) for plan, state in plans.items() if plan in later and state.is_kept
    ]


def _rows(told: tuple[str, ...]) -> RowChanges | None:
    """Return what is different in the rows of this picture; nothing where they cannot be had."""
    picture, question = saved_pictures.picture_of_page(), (request.view_args or {}).get("name", "")
    own = {"frozen": ",".join(told), "lang": current.lang(), "since": "", "saved": ""}
    if picture == "focus":  # also what its columns keep folded
        own["open"] = ",".join(kind.name for kind in current.plans().model.kinds)
    then = {**request.args.to_dict(flat=False), **{key: [text] for key, text in own.items()}}
    before, after = (
        saved_pictures.rows_of(picture, asked, question, whole=True)
        for asked in (then, {**then, "frozen": [""]})
    )
    return None if before is None or after is None else row_changes(before, after, current_state().focus)
