"""What stands beside a plan: the one before and after it, the plan that it reports on, its reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph import PlanInfo

from . import current

#: How many plans a choice lists; where there are more, they are looked for on their own page.
MOST_OFFERED = 40


@dataclass(frozen=True)
class Series:
    """The plans beside a plan that are stored, in the order of their years."""

    before: PlanInfo | None
    after: PlanInfo | None
    parent: PlanInfo | None
    reports: tuple[PlanInfo, ...]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return any((self.before, self.after, self.parent, self.reports))


def series(plan: PlanInfo) -> Series:
    """Return what stands beside a plan; of reports on one plan, the year before and after."""
    known = current.plans().plans(current.lang())
    by_iri = {info.iri: info for info in known}
    of_parent = [info for info in known if plan.parent and info.parent == plan.parent]
    years = sorted({*of_parent, plan}, key=lambda info: (info.year, info.plan_id))
    place = years.index(plan)
    after = [info for info in known if info.before == plan.iri]
    return Series(
        before=by_iri.get(plan.before) if plan.before else _at(years, place - 1),
        after=after[0] if after else _at(years, place + 1),
        parent=by_iri.get(plan.parent) if plan.parent else None,
        reports=tuple(info for info in known if info.parent == plan.iri),
    )


def _at(plans: Sequence[PlanInfo], place: int) -> PlanInfo | None:
    return plans[place] if 0 <= place < len(plans) else None


def groups() -> list[tuple[str, list[PlanInfo]]]:
    """Return the plans under the names of those whose they are, the newest first, and no registers."""
    found: dict[str, list[PlanInfo]] = {}
    for info in current.plans().plans(current.lang()):
        if info.kind == "plan":
            found.setdefault(owner(info), []).append(info)
    for plans in found.values():
        plans.sort(key=lambda info: (info.period, info.year, info.plan_id), reverse=True)
    return sorted(found.items(), key=lambda pair: (not pair[0], pair[0].casefold()))


def count() -> int:
    """Return how many plans are stored."""
    return sum(info.kind == "plan" for info in current.plans().plans(current.lang()))


def owner(plan: PlanInfo) -> str:
    """Return whose plan it is; empty where that is not told."""
    return plan.publisher.text if plan.publisher else ""
