"""Opens what of a store may be public: the store where nothing is internal, else its public copy.

A handle on the store itself is looked through before anything is read from it, and a copy is taken only
where it is told to be of the store's revision. Never does the store stand in for a copy.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from .errors import StoreError
from .handles import patiently
from .i18n import mark
from .plan_graph import PlanGraph
from .recognition import unwritable
from .remote_address import Service, Where
from .revision import read_revision
from .store import Store
from .visibility import is_marked
from .visibility_copy import public_copy
from .visibility_state import PUBLIC, State, copy_folder, read_state

Plans = TypeVar("Plans", bound=PlanGraph)
#: How often a copy is made or waited for.
_TRIES = 3


def open_public(place: Where, opened: Callable[[Where], Plans]) -> Plans:
    """Open what of a store may be public, with `opened`; a copy that is missing or old is made first.

    While somebody writes to the store, a copy shows what was public before. Of what is at a service no
    copy is made.

    Raises
    ------
    StoreError
        There is no store, or what is internal in it cannot be kept back: no copy is there, and none can
        be made now.
    """
    if isinstance(place, Service):
        plans = opened(place)
        require_public(plans.store)
        return plans
    folder = place
    for _ in range(_TRIES):
        state = read_state(folder)
        found = _copy(folder, state, opened) or _whole(folder, opened)
        if found is not None:
            return found
        try:
            _renew(folder, state)
        except StoreError as error:
            beside = _beside_writer(folder, opened)
            if beside is not None:
                return beside
            raise _refused(folder, error) from error
    raise _refused(folder, None)


def require_public(store: Store) -> None:
    """Take a store of others' that nothing is internal in: no copy of it can be kept here.

    Raises
    ------
    StoreError
        Something is marked internal.
    """
    if is_marked(store):
        raise StoreError(
            mark(
                "this store holds what is marked internal, and whoever reaches its server sees it: show it "
                "with --internal, or keep what is internal in another store"
            )
        )


def _copy(folder: Path, state: State | None, opened: Callable[[Where], Plans]) -> Plans | None:
    """Open a copy that is of the store's revision, or nothing where there is none that can be opened."""
    if state is None or state.revision != read_revision(folder):
        return None
    return _opened(copy_folder(folder, state), state.revision, opened)


def _opened(copy: Path, revision: int, opened: Callable[[Where], Plans]) -> Plans | None:
    try:
        plans = opened(copy)
    except (StoreError, OSError, RuntimeError):
        return None
    if plans.store.revision == revision:
        return plans
    plans.store.close()
    return None


def _whole(folder: Path, opened: Callable[[Where], Plans]) -> Plans | None:
    """Open the store itself, or nothing where anything in it is internal."""

    def attempt() -> Plans | None:
        plans = opened(folder)
        if not is_marked(plans.store):
            return plans
        plans.store.close()
        return None

    return patiently(folder, attempt)


def _renew(folder: Path, seen: State | None) -> None:
    """Make the copy anew, or raise `StoreError` where the store cannot be written to now."""
    with Store.create(folder) as writer:
        state = read_state(folder)
        # Another reader may have made it meanwhile.
        if state != seen and state is not None and state.revision == writer.revision:
            return
        try:
            public_copy().renew(writer)
        except (OSError, RuntimeError) as error:
            raise unwritable(folder / PUBLIC, error) from error


def _beside_writer(folder: Path, opened: Callable[[Where], Plans]) -> Plans | None:
    """Open the copy of the revision before, where somebody is writing the one after it just now."""
    state = read_state(folder)
    writing = os.access(folder / "store", os.W_OK)  # it is a writer that keeps us from it
    if state is None or not writing or read_revision(folder) - state.revision not in {0, 1}:
        return None
    return _opened(copy_folder(folder, state), state.revision, opened)


def _refused(folder: Path, error: StoreError | None) -> StoreError:
    message = mark(
        "{folder}: something in it is internal, and a copy without that cannot be made now ({reason}); try "
        "again in a moment, or show all with --internal"
    )
    return StoreError(message, folder=folder, reason=error or "-")
