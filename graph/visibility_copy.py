"""The public copy of a store: all but what is internal, kept in step by whoever writes to the store.

It exists only while something is internal. The store is written first and the copy next, both before the
counter of the store is settled; only then is the copy told to be of that revision. So what a reader of
the copy sees was public at some revision, and a copy that no one finished is not taken for a whole one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice

import pyoxigraph as ox
from rdflib import URIRef

from .placement import Placed, update_text
from .remote_address import Service, Where
from .revision import write_revision
from .search_index import SearchIndex
from .spill import MANY, load_whole
from .store import Companion, Store
from .visibility import Hidden, hidden, is_marked, kept_back
from .visibility_quads import Visible, touched
from .visibility_state import (
    LeftOut,
    State,
    clear_copies,
    copy_folder,
    read_left_out,
    read_state,
    remove_copies,
    write_left_out,
    write_state,
)

#: How many quads are given to Oxigraph at once.
_CHUNK = 1_000_000
#: What one write adds to the counter of a store.
_ONE_WRITE = 2


class PublicCopy:
    """Keeps the public copy of a store on disk; `companions` are kept in step with the copy."""

    def __init__(self, companions: Sequence[Companion] = ()) -> None:
        """Take what follows the copy as it follows the store, such as an index for searching."""
        self.companions = companions

    def follow(self, store: Store, graphs: Collection[URIRef] | None, revision: int) -> None:
        """Take up what was written to these graphs, or to any where none are told."""
        if store.folder is None:
            return
        if not is_marked(store):
            remove_copies(store.folder)
            return
        visible = Visible(store, hidden(store))
        things = kept_back(store, visible.hidden)
        left_out = visible.left_out(things)
        state = read_state(store.folder)
        known = state if state and state.revision == revision - _ONE_WRITE else None
        if known is None or graphs is None or not self._brought(visible, known, left_out, graphs, revision):
            self._built(visible, left_out, revision)

    def renew(self, store: Store) -> None:
        """Make the copy anew of what the store holds, whatever there is of one."""
        if store.folder is not None:
            write_revision(store.folder, store.revision)
            self.follow(store, None, store.revision)

    def _built(self, visible: Visible, left_out: LeftOut, revision: int) -> None:
        folder = visible.store.folder
        assert folder is not None
        state = State(revision, f"{revision:x}", len(left_out.things))
        copy = copy_folder(folder, state)
        if copy.exists():
            # One that was left half made, or is damaged; readers are told of none meanwhile.
            remove_copies(folder)
        copy.mkdir(parents=True)
        made = ox.Store(str(copy / "store"))
        every = chain.from_iterable(map(visible.quads, visible.graphs()))
        for chunk in _chunks(every):
            load_whole(made, chunk)
        self._finish(made, visible, state, left_out, None)
        del made
        clear_copies(folder, [state.folder])

    def _brought(
        self,
        visible: Visible,
        old: State,
        left_out: LeftOut,
        graphs: Collection[URIRef],
        revision: int,
    ) -> bool:
        """Bring a copy up to date; false where it has to be built."""
        folder = visible.store.folder
        assert folder is not None
        copy = copy_folder(folder, old)
        before = read_left_out(copy)
        if before is None or not (copy / "store").is_dir():
            return False
        try:
            made = ox.Store(str(copy / "store"))
            names = touched(before, left_out, (visible.held, made), graphs)
            found = (visible.changes(name, made) for name in sorted(names, key=str))
            changes = [change for change in found if change.changed]
            if not _fits_one_update(changes):
                return False
            write_revision(copy, revision - 1)
            _apply(made, changes)
        except (OSError, RuntimeError):  # damaged
            return False
        written = {URIRef(change.name.value) for change in changes}
        state = State(revision, old.folder, len(left_out.things))
        self._finish(made, visible, state, left_out, written)
        return True

    def _finish(
        self,
        made: ox.Store,
        visible: Visible,
        state: State,
        left_out: LeftOut,
        graphs: Collection[URIRef] | None,
    ) -> None:
        folder = visible.store.folder
        assert folder is not None
        made.flush()
        copy = copy_folder(folder, state)
        write_left_out(copy, left_out)
        for companion in self.companions:
            companion.follow(Store(made, copy, state.revision), graphs, state.revision)
        write_revision(copy, state.revision)
        write_state(folder, state)


def public_part(store: Store, what: Hidden) -> Store:
    """Return a copy in memory of a store without what is internal."""
    visible, made = Visible(store, what), ox.Store()
    for graph in visible.graphs():
        made.bulk_extend(visible.quads(graph))
    return Store(made, revision=store.revision, writable=False)


def public_copy() -> PublicCopy:
    """Return what keeps the public copy of any store, and its index for searching."""
    return PublicCopy((SearchIndex(),))


def left_out_of(place: Where) -> frozenset[str]:
    """Return the things that the public copy of a store leaves out, none where there is no copy."""
    if isinstance(place, Service):
        return frozenset()
    state = read_state(place)
    found = read_left_out(copy_folder(place, state)) if state else None
    return found.things if found else frozenset()


def _chunks(quads: Iterator[ox.Quad]) -> Iterator[list[ox.Quad]]:
    while chunk := list(islice(quads, _CHUNK)):
        yield chunk


def _fits_one_update(changes: Sequence[Placed]) -> bool:
    """Whether changes can be made whole or not at all: what only comes can in any case.

    An update is a text of all of them, and has no names for nodes without an address.
    """
    if not any(change.removed for change in changes):
        return True
    count = sum(len(change.added) + len(change.removed) for change in changes)
    ends = (
        end for c in changes for part in (c.added, c.removed) for t in part for end in (t.subject, t.object)
    )
    return count <= MANY and not any(isinstance(end, ox.BlankNode) for end in ends)


def _apply(made: ox.Store, changes: Sequence[Placed]) -> None:
    if any(change.removed for change in changes):
        made.update(update_text(changes))
        return
    added = (ox.Quad(t.subject, t.predicate, t.object, c.name) for c in changes for t in c.added)
    if sum(len(change.added) for change in changes) > MANY:
        load_whole(made, added)
    else:
        made.extend(added)
