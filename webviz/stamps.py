"""Which states of the plans a picture is made from, numbered as `planweave history` does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from rdflib import URIRef

from graph.history import History
from graph.plan_names import plan_id
from graph.provenance import time_of
from graph.saving import MOST_PLANS
from ontology.namespaces import ONTOLOGY

from . import current
from .chosen import Chosen


class Stamped(NamedTuple):
    """A plan or register in a state: `kemi-hyvinvointi-2023@3`, and the day of that change."""

    revision: str
    day: date


def stamp_of(chosen: Chosen) -> tuple[Stamped, ...]:
    """Return the states of the plans of a picture, the plans first, then the registers that they use.

    What has no recorded change has no number and is left out, as is everything where nothing is
    recorded (a service keeps the plans), or of more than `MOST_PLANS` plans and registers.
    """
    plans = [info.iri for info in chosen.plans]
    known = current.plans()
    key = ("stamps", *plans)
    found: tuple[Stamped, ...] = known.remembered.once(key, lambda: tuple(_stamped(plans)))
    return found


def newest(stamps: Iterable[Stamped]) -> date | None:
    """Return the day of the last change of some states; nothing without any."""
    return max((stamp.day for stamp in stamps), default=None)


def history() -> History | None:
    """Return the history of the store behind a viewer, also where its pages read a public copy."""
    place = current.settings().store
    return History(place / "history") if isinstance(place, Path) else None


def local_day(time: datetime) -> date:
    """Return the day of a time as `planweave history` tells it."""
    return time.astimezone().date()


def _stamped(plans: list[URIRef]) -> Iterable[Stamped]:
    kept = history()
    used = current.plans().datasets.graphs(*plans) if plans else ()
    graphs = [*plans, *(graph for graph in used if graph not in {*plans, ONTOLOGY})]
    if kept is None or len(graphs) > MOST_PLANS:
        return
    frozen = current.frozen()
    for graph in graphs:
        if graph in frozen:
            state = frozen[graph]
            yield Stamped(f"{plan_id(graph)}@{state.number}", local_day(state.time))
            continue
        stamps = kept.stamps(graph)
        if stamps:
            yield Stamped(f"{plan_id(graph)}@{len(stamps)}", local_day(time_of(stamps[-1])))
