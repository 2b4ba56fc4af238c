"""Which states of the plans a picture is made from, numbered as `planweave history` does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from rdflib import URIRef

from graph import PlanInfo
from graph.history import History
from graph.plan_names import plan_id
from graph.provenance import time_of
from graph.saving import MOST_PLANS

from . import current


class Stamped(NamedTuple):
    """A plan or register in a state: `kemi-hyvinvointi-2023@3`, and the day of that change."""

    revision: str
    day: date


def stamp_of(plans: Iterable[PlanInfo]) -> tuple[Stamped, ...]:
    """Return the states of the plans of a picture, the plans first, then the registers that they use.

    What has no recorded change has no number and is left out, as is everything where nothing is
    recorded (a service keeps the plans), or of more than `MOST_PLANS` plans and registers.
    """
    those = tuple(plans)
    key = ("plans in a state", *(info.iri for info in those))
    found: tuple[Stamped, ...] = current.plans().remembered.once(key, lambda: tuple(_stamped(those)))
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


def _stamped(plans: Sequence[PlanInfo]) -> Iterable[Stamped]:
    kept, frozen = history(), current.frozen()
    graphs = [*(info.iri for info in plans), *_registers(plans)]
    if kept is None or len(graphs) > MOST_PLANS:
        return
    for graph in graphs:
        state = frozen.get(graph)
        stamps = [] if state else kept.stamps(graph)
        if state:
            yield Stamped(f"{plan_id(graph)}@{state.number}", local_day(state.time))
        elif stamps:
            yield Stamped(f"{plan_id(graph)}@{len(stamps)}", local_day(time_of(stamps[-1])))


def _registers(plans: Sequence[PlanInfo]) -> list[URIRef]:
    """Return the registers that plans use; all of them where the plans are all."""
    known = current.plans().plans(current.lang())
    registers = [info.iri for info in known if info.kind != "plan"]
    iris = {info.iri for info in plans}
    if len(iris) == len(known) - len(registers):
        return [iri for iri in registers if iri not in iris]
    used = set(current.plans().datasets.graphs(*iris)) if iris else set()
    return [iri for iri in registers if iri in used - iris]
