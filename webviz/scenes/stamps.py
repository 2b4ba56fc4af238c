"""Which state of the plans a picture shows, so that it can be told later whether it is still true."""

from __future__ import annotations

from collections.abc import Iterable

from graph import PlanInfo
from graph.i18n import mark

from .. import current, stamps
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
    states = stamps.stamp_of(found)
    told = tuple(one.revision for one in states)
    named = {one.revision.partition("@")[0]: one for one in states}
    lines = [_said(info.plan_id, named.get(info.plan_id)) for info in found[:_NAMED]]
    if len(found) > _NAMED:
        lines.append(current.word(_MORE, number=len(found) - _NAMED))
    return Stamp(
        plans=told,
        day=stamps.newest(states),
        address=live(endpoint, state, ",".join(told), **own),
        said="; ".join(lines),
    )


def _said(plan_id: str, state: stamps.Stamped | None) -> str:
    if state is None:
        return plan_id
    number = state.revision.rpartition("@")[2]
    return current.word(_VERSION_OF_DAY, plan=plan_id, number=number, day=day(state.day))
