"""What `export` does about what is internal: files for others are without it, unless it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ..errors import ParameterError
from ..i18n import mark
from ..plan_graph import PlanGraph
from ..visibility import hidden, kept_back
from ..visibility_copy import left_out_of
from ..visibility_reading import open_public
from .frame import Setup


@contextmanager
def reading(setup: Setup, plan: str | None, *, internal: bool) -> Iterator[PlanGraph]:
    """Open the store for a file that others get, and tell how many internal things are in it or not.

    Raises
    ------
    ParameterError
        The plan itself is internal, and is not to be written.
    """
    if internal:
        with setup.reading() as plans:
            message = mark("what is internal is written too: {count}; keep this file to yourselves")
            yield plans
            _tell(setup, message, count_internal(plans, plan))
        return
    _refuse_internal(setup, plan)
    plans = open_public(setup.store, PlanGraph.open)
    with plans.store:
        message = mark("left out as internal: {count}; with --internal they are written too")
        yield plans
        _tell(setup, message, _of(plans, plan, left_out_of(setup.store)))


def count_internal(plans: PlanGraph, plan: str | None) -> int:
    """Return how many internal things there are, in all or in one plan."""
    return _of(plans, plan, kept_back(plans.store, hidden(plans.store)))


def _refuse_internal(setup: Setup, plan: str | None) -> None:
    """Refuse a plan that is internal; what is public does not tell that there is one."""
    if not plan:
        return
    with setup.reading() as plans:
        if plans.iri_of_plan(plan) in hidden(plans.store):
            raise ParameterError(
                mark("{plan} is internal; write it all the same with: --internal"), plan=plan
            )


def _of(plans: PlanGraph, plan: str | None, things: Iterable[str]) -> int:
    iri = plans.iri_of_plan(plan) if plan else ""
    return sum(not plan or thing == iri or thing.startswith(f"{iri}/") for thing in things)


def _tell(setup: Setup, message: str, count: int) -> None:
    if count:
        setup.say(message, count=count)
