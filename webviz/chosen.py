"""Which plans a picture is about: one, several, or all."""

from __future__ import annotations

from dataclasses import dataclass

from graph import PlanInfo
from graph.plan_graph import ALL_PLANS

from . import current
from .state import State


@dataclass(frozen=True)
class Chosen:
    """The plans of a state, in the order of their years.

    `plan_id` is what `PlanGraph` takes: the ID of one plan, those of several with commas between
    them, or nothing for all; `label` is what the choice is called on a page.
    """

    plans: tuple[PlanInfo, ...]
    plan_id: str | None
    label: str

    @property
    def plan(self) -> PlanInfo | None:
        """The plan, where it is just one."""
        return self.plans[0] if self.plan_id and len(self.plans) == 1 else None

    @property
    def are_all(self) -> bool:
        """Whether all plans are meant."""
        return self.plan_id is None

    @property
    def are_several(self) -> bool:
        """Whether these are some plans, and not all."""
        return self.plan_id is not None and len(self.plans) > 1


def chosen(state: State) -> Chosen:
    """Return the plans of a state: those asked for, else the newest.

    Raises
    ------
    UnknownQueryError
        One of them is not stored.
    """
    known = current.plans().plans(current.lang())
    if state.plan == ALL_PLANS:
        return Chosen(_plans_of(known), None, current.word("All plans"))
    if state.plan:
        wanted = current.plans().iris_of_plans(state.plan)
        found = sorted((info for info in known if info.iri in wanted), key=_age)
    else:
        found = sorted(_plans_of(known) or known, key=_age)[-1:]
    if not found:
        return Chosen((), None, current.word("All plans"))
    label = " + ".join(info.label.text for info in found)
    return Chosen(tuple(found), ",".join(info.plan_id for info in found), label)


def chosen_plan(state: State) -> PlanInfo | None:
    """Return the plan of a state, the newest of several; nothing for all plans."""
    found = chosen(state)
    return found.plans[-1] if found.plan_id else None


def _plans_of(known: tuple[PlanInfo, ...]) -> tuple[PlanInfo, ...]:
    return tuple(info for info in known if info.kind == "plan")


def _age(info: PlanInfo) -> tuple[str, str]:
    return info.year, info.plan_id
