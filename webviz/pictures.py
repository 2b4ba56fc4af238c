"""What a picture shows in a state: the plan, the view of it, and what is left after filters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph import Network, PlanInfo, program
from graph.facets import Facets, facets
from graph.library import NamedQuery
from ontology import Label, pick

from . import current
from .chosen import Chosen, chosen, chosen_plan
from .filtering import filtered
from .state import State

DEFAULT_VIEW = "whole-plan"
NEIGHBOURS = "neighbours"
#: How many links a picture shows, and a list: a browser draws no more within a few seconds.
MOST_DRAWN, MOST_LISTED = 4_000, 20_000
#: How many networks are kept at most until the store changes.
_MOST_KEPT = 4

__all__ = [
    "MOST_DRAWN",
    "MOST_LISTED",
    "Chosen",
    "Picture",
    "chosen",
    "chosen_plan",
    "filtered",
    "picture",
    "scope",
    "views",
]


@dataclass(frozen=True)
class Picture:
    """A network to be drawn or listed."""

    state: State
    chosen: Chosen
    view: NamedQuery
    network: Network
    shown: Network

    @property
    def plan(self) -> PlanInfo | None:
        """The plan, where it is just one."""
        return self.chosen.plan

    @property
    def readings(self) -> int:
        """How many of the links shown are somebody's reading and not named by the source."""
        return sum(not link.named for link in self.shown.links)


def picture(state: State, most: int = MOST_DRAWN) -> Picture:
    """Return the picture of a state, of at most so many links, or raise `UnknownQueryError`."""
    plans = current.plans()
    asked = chosen(state)
    view = plans.library.view(state.view or DEFAULT_VIEW)
    values = {key: value for key, value in state.values().items() if key in view.params}
    around = len(state.focus) == 1 and "focus" in view.params
    if around:
        values["focus"] = state.centre
    many = asked.are_all and plans.are_many()
    # A view in an order is wholly made before its first link is known.
    if many and "focus" not in values and "ORDER BY" in view.text:
        network = Network(view.name, (), (), truncated=True)
    else:
        most = min(most, MOST_DRAWN) if many else most
        network = _read(view.name, asked.plan_id, values, most)
    if "named" not in view.params:  # what the view does not leave out itself
        network = filtered(network, State(named=state.named))
    # A view that takes a focus has chosen what stands around it.
    left = replace(state, focus=()) if around else state
    known = known_facets(asked) if state.field or state.year else None
    return Picture(state, asked, view, network, filtered(network, left, known))


def _read(view: str, plan_id: str | None, values: dict[str, str], most: int) -> Network:
    """Return the network of a view; the last few are kept as long as the store stays as it is."""
    plans, lang = current.plans(), current.lang()
    kept: dict[object, Network] = plans.remembered.once("networks", dict)
    key = (view, lang, plan_id, tuple(sorted(values.items())), most)
    found = kept.get(key)
    if found is None:
        found = plans.view(view, lang, plan_id, values, most)
        if len(kept) >= _MOST_KEPT:
            kept.pop(next(iter(kept), key), None)
        kept[key] = found
    return found


def known_facets(asked: Chosen) -> Facets | None:
    """Return the fields and years of the things of a picture; nothing where all plans are too many."""
    if asked.are_all and current.plans().are_many():
        return None
    return facets(current.plans(), asked.plan_id)


def scope(plan: PlanInfo | None) -> Label | None:
    """Return what a plan says of the scope of its report, if it does."""
    if plan is None:
        return None
    plans = current.plans()
    rows = plans.remembered.once(
        ("scope", plan.iri), lambda: list(program.rows(plans.store, "scope", [plan.iri]))
    )
    texts = {getattr(note, "language", "") or "": str(note) for _, note in rows}
    return pick(texts, current.lang()) if texts else None


def views() -> list[NamedQuery]:
    """Return the views that can be chosen, in the order of their names."""
    return sorted(current.plans().library.views.values(), key=lambda view: view.name != DEFAULT_VIEW)
