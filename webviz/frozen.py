"""Plans as they were: what an address with `frozen=PLAN@NUMBER` shows instead of the plans of today.

The states come from the history of the store, and stand in memory beside the other plans as they are.
Some of them are kept for the next requests, and all are made anew when the store has changed. Where what
is internal is kept back, it is also kept back of an earlier state: what was internal then, what is now,
and what was marked so in between.
"""

from __future__ import annotations

import re
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from gzip import BadGzipFile
from typing import Any

from flask import Flask, current_app, has_request_context, request
from rdflib import URIRef

from graph import PlanGraph
from graph.earlier import Earlier, state_after
from graph.earlier_store import MOST_BESIDE, public_then, require_small, restored
from graph.errors import ParameterError, QueryLimitError, UnknownQueryError
from graph.history import History
from graph.i18n import mark
from graph.migration import require_readable
from graph.plan_graph import ALL_PLANS
from graph.saving import MOST_PLANS
from graph.store import Store

from . import current, stamps
from .current import ReadPlans
from .state import State
from .state import current as current_state
from .urls import with_args

_KEY = "planweave.frozen"
#: What comes of reading a file of the history that is cut off or was changed.
_DAMAGE = (EOFError, BadGzipFile, zlib.error, SyntaxError, UnicodeDecodeError)
_STATE = re.compile(r"(?P<plan>[^@\s]+)@(?P<number>\d{1,9})")
#: How many stores with earlier states are kept, and how many triples they may have together.
MOST_KEPT, MOST_TRIPLES = 6, 800_000


class Opened:
    """Plans as they were that were asked for last, for several threads; one is made at a time."""

    def __init__(self, most: int = MOST_KEPT, triples: int = MOST_TRIPLES) -> None:
        """Take how many may be kept, and how many triples these may have."""
        self._most, self._triples = most, triples
        self._found: OrderedDict[Hashable, ReadPlans] = OrderedDict()
        self._lock = threading.Lock()

    def once(self, key: Hashable, make: Callable[[], ReadPlans]) -> ReadPlans:
        """Return the plans of a key, made where they are not kept."""
        with self._lock:
            if key not in self._found:
                self._found[key] = make()
                self._drop()
            self._found.move_to_end(key)
            return self._found[key]

    def _drop(self) -> None:
        while len(self._found) > 1 and (len(self._found) > self._most or self._size() > self._triples):
            self._found.popitem(last=False)

    def _size(self) -> int:
        return sum(len(plans.store) for plans in self._found.values())


def install(app: Flask) -> None:
    """Let an app show plans as they were; after the plans of a request are opened."""
    app.extensions[_KEY] = Opened()
    app.before_request(_begin)
    app.url_defaults(_carried)


def _begin() -> None:
    state = current_state()
    if request.blueprint not in current.FREEZABLE or not state.frozen:
        return
    try:
        _freeze(state)
    except (OSError, RuntimeError):  # a writer has removed files under the handle
        current.renew()
        _freeze(state)


@dataclass(frozen=True)
class Note:
    """What is told above plans as they were, and the address of today.

    Each of `plans` has its name where that is needed, its version, and the day of the last change that is
    shown; `is_current` is whether all is still so.
    """

    plans: tuple[tuple[str, int, date], ...]
    is_current: bool
    now: str


def note() -> Note | None:
    """Return what to tell above this page; nothing where it shows the plans as they are."""
    states = current.frozen()
    if not states:
        return None
    known = [info for info in current.plans().plans(current.lang()) if info.iri in states]
    told = [info for info in known if info.kind == "plan"] or known
    about = current_state().plan or str((request.view_args or {}).get("path", "")).partition("/")[0]
    is_plain = [info.plan_id for info in told] == [about]
    days = {iri: stamps.local_day(state.time) for iri, state in states.items()}
    return Note(
        tuple(
            (
                "" if is_plain else info.label.text,
                states[info.iri].number,
                days[info.iri] if len(told) > 1 else max(days.values()),
            )
            for info in told
        ),
        all(state.is_current for state in states.values()),
        with_args(frozen="", since=""),
    )


def _carried(endpoint: str, values: dict[str, Any]) -> None:
    """Let the addresses on a page of plans as they were lead to others as they were."""
    if endpoint.partition(".")[0] not in current.FREEZABLE:
        values.pop("frozen", None)
    elif has_request_context() and current.frozen():
        values.setdefault("frozen", ",".join(current_state().frozen))


def _freeze(state: State) -> None:
    live = current.live()
    wanted = _wanted_states(state.frozen)
    earlier = {plan: one for plan, one in wanted.items() if not one.is_current}
    if not earlier:
        current.freeze(live, wanted)
        return
    others = live.datasets.near(*earlier, *_chosen(live, state))
    if state.plan == ALL_PLANS and (live.are_many() or set(others) != set(live.store.graphs())):
        raise ParameterError(mark("there are too many plans to show all of them as they were; choose some"))
    key = (live.store.revision, live.store.folder, current.is_public(), *others, *sorted(earlier.items()))
    kept: Opened = current_app.extensions[_KEY]
    try:
        current.freeze(kept.once(key, lambda: _opened(live, others, earlier)), wanted)
    except _DAMAGE as error:
        current_app.logger.warning("the history is damaged: %s", error)
        message = mark("{states}: what is kept of it is damaged and cannot be shown")
        raise UnknownQueryError(message, states=", ".join(state.frozen)) from error


def _chosen(live: PlanGraph, state: State) -> tuple[URIRef, ...]:
    return live.iris_of_plans(state.plan)


def _opened(live: ReadPlans, others: Iterable[URIRef], earlier: Mapping[URIRef, Earlier]) -> ReadPlans:
    """Return plans of which some are as they were; what is internal stays hidden where it is now."""
    if not current.is_public():
        return _made(_then(live.store, others, earlier), live)
    # What is hidden hides others: it has to be there to be found.
    with Store.open(current.settings().store, require_readable) as whole:
        then = _then(whole, [*others, *_internal(whole, live)], earlier)
        return _made(public_then(then, whole, _history(), earlier), live)


def _internal(whole: Store, live: ReadPlans) -> list[URIRef]:
    """Return the graphs that a public copy lacks."""
    return sorted(set(whole.graphs()) - set(live.store.graphs()))


def _then(store: Store, others: Iterable[URIRef], earlier: Mapping[URIRef, Earlier]) -> Store:
    files = [one.file for one in earlier.values() if one.file is not None]
    require_small(files)
    made = store.copied([graph for graph in others if graph not in earlier], MOST_BESIDE)
    if made is None:
        message = mark("there is too much beside this plan for it to be shown as it was")
        raise QueryLimitError(message, "memory")
    for file in files:
        restored(made, file)
    return made


def _made(store: Store, live: ReadPlans) -> ReadPlans:
    # What is kept of it holds as long as what is kept of the store.
    store.revision, store.writable = live.store.revision, False
    return ReadPlans(store, current.settings().queries)


def are_shown() -> bool:
    """Whether whoever asks may see plans as they were at all."""
    return current.settings().earlier or not current.is_public()


def _history() -> History:
    kept = stamps.history()
    if kept is None or not are_shown():
        raise UnknownQueryError(mark("earlier states of plans are not shown here"))
    return kept


# ---- what is asked for


def _wanted_states(texts: Iterable[str]) -> dict[URIRef, Earlier]:
    """Return the states that an address names, by plan.

    Raises
    ------
    ParameterError
        One is not told as PLAN@NUMBER, or a plan in two states.
    UnknownQueryError
        There is no such plan or state, or it is not kept.
    """
    found: dict[URIRef, Earlier] = {}
    for text in dict.fromkeys(texts):
        plan_id, number = parted(text)
        plan = current.live().iri_of_plan(plan_id)
        if plan in found:
            raise ParameterError(mark("{plan} is asked for in two states; name one"), plan=plan_id)
        found[plan] = _state(plan, plan_id, number)
    if len(found) > MOST_PLANS:
        raise ParameterError(mark("at most {most} plans can be shown as they were"), most=MOST_PLANS)
    return found


def parted(text: str) -> tuple[str, int]:
    """Return the ID of a plan and the number of a change, or raise `ParameterError`."""
    told = _STATE.fullmatch(text)
    if told is None:
        message = mark("expected a plan and the number of a change, as in {example}, and got {value}")
        raise ParameterError(message, example="kemi-hyvinvointi-2023@3", value=text[:80])
    return told["plan"], int(told["number"])


def _state(plan: URIRef, plan_id: str, number: int) -> Earlier:
    kept = _history()
    state = state_after(kept, plan, number)
    if state is None:
        last = len(kept.stamps(plan))
        message = mark("{plan} has no version {number}; the last one is {last}")
        raise UnknownQueryError(message, plan=plan_id, number=number, last=last)
    if not state.is_kept:
        message = mark("version {number} of {plan} is not kept any more")
        raise UnknownQueryError(message, plan=plan_id, number=number)
    return state
