"""What a picture shows in a state: the plan, the view of it, and what is left after filters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph import Network, PlanInfo, program
from graph.library import NamedQuery
from ontology import Label, pick

from . import current
from .nearness import near
from .state import State

ALL_PLANS = "all"
DEFAULT_VIEW = "whole-plan"
NEIGHBOURS = "neighbours"
#: How many links a picture shows, and a list: a browser draws no more within a few seconds.
MOST_DRAWN, MOST_LISTED = 4_000, 20_000


@dataclass(frozen=True)
class Picture:
    """A network to be drawn or listed."""

    state: State
    plan: PlanInfo | None
    view: NamedQuery
    network: Network
    shown: Network

    @property
    def readings(self) -> int:
        """How many of the links shown are somebody's reading and not named by the source."""
        return sum(not link.named for link in self.shown.links)


def chosen_plan(state: State) -> PlanInfo | None:
    """Return the plan of a state: the one asked for, else the newest; nothing for all plans."""
    if state.plan == ALL_PLANS:
        return None
    known = current.plans().plans(current.lang())
    if state.plan:
        current.plans().iri_of_plan(state.plan)
        return next(info for info in known if info.plan_id == state.plan)
    plans = [info for info in known if info.kind == "plan"] or list(known)
    return max(plans, key=lambda info: (info.year, info.plan_id), default=None)


def picture(state: State, most: int = MOST_DRAWN) -> Picture:
    """Return the picture of a state, of at most so many links, or raise `UnknownQueryError`."""
    plans = current.plans()
    plan = chosen_plan(state)
    view = plans.library.view(state.view or DEFAULT_VIEW)
    values = {key: value for key, value in state.values().items() if key in view.params}
    if state.focus and "focus" in view.params:
        values["focus"] = state.centre
    many = plan is None and plans.are_many()
    # A view in an order is wholly made before its first link is known.
    if many and "focus" not in values and "ORDER BY" in view.text:
        network = Network(view.name, (), (), truncated=True)
    else:
        most = min(most, MOST_DRAWN) if many else most
        network = plans.view(view.name, current.lang(), plan.plan_id if plan else None, values, most)
    if "named" not in view.params:  # what the view does not leave out itself
        network = filtered(network, State(named=state.named))
    # A view that takes a focus has chosen what stands around it.
    left = replace(state, focus=()) if "focus" in view.params else state
    return Picture(state, plan, view, network, filtered(network, left))


def filtered(network: Network, state: State) -> Network:
    """Return what is left of a network when kinds are hidden and one thing is in focus."""
    shown = {thing.iri for thing in network.things if thing.kind not in state.hide}
    links = tuple(
        link
        for link in network.links
        if link.source in shown and link.target in shown and (link.named or not state.named)
    )
    ends = {end for link in links for end in (link.source, link.target)}
    things = tuple(thing for thing in network.things if thing.iri in ends)
    return near(replace(network, links=links, things=things), state)


def scope(plan: PlanInfo | None) -> Label | None:
    """Return what a plan says of the scope of its report, if it does."""
    if plan is None:
        return None
    rows = program.rows(current.plans().store, "scope", [plan.iri])
    texts = {getattr(note, "language", "") or "": str(note) for _, note in rows}
    return pick(texts, current.lang()) if texts else None


def views() -> list[NamedQuery]:
    """Return the views that can be chosen, in the order of their names."""
    return sorted(current.plans().library.views.values(), key=lambda view: view.name != DEFAULT_VIEW)
