"""Which state of the plans a picture shows, so that it can be told later whether it is still true."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from graph import PlanInfo
from graph.history import History
from graph.i18n import mark
from graph.provenance import time_of

from .. import current
from ..dates import day
from ..presentation import Stamp
from ..state import State
from .addresses import live

#: How many plans a line names.
_NAMED = 3
_VERSION_OF_DAY = mark("{plan}, version {number} ({day})")
_MORE = mark("and {number} others")


def stamp(plans: Iterable[PlanInfo], state: State, endpoint: str, **own: str) -> Stamp:
    """Return which revisions of plans are shown, and the address of the live page in that state."""
    found = list(plans)
    times = {info.plan_id: _times(info) for info in found}
    told = tuple(f"{name}@{len(stamps)}" for name, stamps in times.items() if stamps)
    days = [time_of(stamps[-1]).date() for stamps in times.values() if stamps]
    lines = [_said(info, times[info.plan_id]) for info in found[:_NAMED]]
    if len(found) > _NAMED:
        lines.append(current.word(_MORE, number=len(found) - _NAMED))
    return Stamp(
        plans=told,
        day=max(days, default=None),
        address=live(endpoint, state, ",".join(told), **own),
        said="; ".join(lines),
    )


def _times(info: PlanInfo) -> list[str]:
    """Return the times of the changes of a plan; none where no history is kept here."""
    store = current.settings().store
    if not isinstance(store, Path):
        return []
    found: list[str] = current.plans().remembered.once(
        ("stamps", info.iri), lambda: History(store / "history").stamps(info.iri)
    )
    return found


def _said(info: PlanInfo, stamps: list[str]) -> str:
    if not stamps:
        return info.plan_id
    when: date = time_of(stamps[-1]).date()
    return current.word(_VERSION_OF_DAY, plan=info.plan_id, number=len(stamps), day=day(when))
