"""Queries of strangers over what is public, whichever folder of a store that stands in just now."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from graph import PlanGraph
from graph.errors import StoreError
from graph.guard import Answer, Guard, Limits
from graph.i18n import mark
from graph.revision import is_settled, read_revision
from graph.store import Store
from graph.visibility import is_marked

from .current import Handle

_TRIES = 3
#: What one write adds to the counter of a store.
_ONE_WRITE = 2


class PublicGuard:
    """A guard over the public copy of a store, or over the store as long as nothing in it is internal."""

    def __init__(self, handle: Handle, limits: Limits | None = None) -> None:
        """Take the handle that public pages read with, and start the worker process."""
        self.limits = limits or Limits()
        self._handle = handle
        self._lock = threading.Lock()
        self._guards: dict[Path, Guard] = {}
        self._guard(self._folder(handle.plans()))

    def __enter__(self) -> PublicGuard:
        """Use the guard in a with statement."""
        return self

    def __exit__(self, *_: object) -> None:
        """End its processes."""
        self.close()

    def close(self) -> None:
        """End the worker processes and every query that runs."""
        with self._lock:
            for guard in self._guards.values():
                guard.close()
            self._guards.clear()

    def query(
        self,
        text: str,
        accept: Sequence[str] = (),
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        prefixes: Mapping[str, str] | None = None,
        client: str = "",
    ) -> Answer:
        """Answer a query as `Guard.query` does, over nothing that is internal."""
        for last in (False,) * (_TRIES - 1) + (True,):
            plans = self._handle.plans()
            folder = self._folder(plans)
            try:
                guard = self._guard(folder)
                answer = guard.query(text, accept, default_graphs, named_graphs, prefixes, client)
            except StoreError:
                # A writer may have made the copy anew.
                if last or folder == self._folder(self._handle.plans()):
                    raise
                continue
            if folder != self._handle.settings.store or _was_public(folder, plans.store.revision):
                return answer
        raise StoreError(mark("the plans are being written just now; try again in a moment"))

    def _folder(self, plans: PlanGraph) -> Path:
        assert plans.store.folder is not None
        return plans.store.folder

    def _guard(self, folder: Path) -> Guard:
        with self._lock:
            for gone in [known for known in self._guards if known != folder and not known.exists()]:
                self._guards.pop(gone).close()
            if folder not in self._guards:
                self._guards[folder] = Guard(folder / "store", self.limits)
            return self._guards[folder]


def _was_public(folder: Path, revision: int) -> bool:
    """Whether an answer out of a store itself was public, where its revision before was.

    It was where nothing was written meanwhile; and where at most one write was begun since, and what stands
    there now has nothing internal in it: the answer is of the store before that write or after it.
    """
    if read_revision(folder) == revision and is_settled(revision):
        return True
    with Store.open(folder) as store:
        marked = is_marked(store)
    return not marked and read_revision(folder) <= revision // 2 * 2 + _ONE_WRITE
