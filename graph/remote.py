"""A store at a SPARQL 1.1 service: asked over the graphs that it knows, written to by differences.

Where a difference is found, and how a triple finds its one graph, is as for other stores: on a local copy
of the graphs concerned. The earlier revisions stay on this computer.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

import click
import pyoxigraph as ox
from rdflib import Graph, URIRef

from . import history
from .answers import Solutions
from .errors import PlanweaveError, QueryError, StoreError
from .i18n import mark
from .placement import Placed
from .query_text import names_dataset, refuse_federation
from .remote_address import Service
from .remote_changes import Sending
from .remote_mirror import Mirror
from .remote_protocol import Dataset, Protocol, require_writable
from .remote_state import OWN, State, all_graphs, forgotten, left_behind, read_state
from .store import Store
from .store_reading import Found, Reading
from .terms import to_ox

#: How long the counter of a service is not asked again.
_POLL_SECONDS = 1.0


class RemoteStore(Store):
    """Plans and registers at a service; use `Store.open` or `Store.create`."""

    def __init__(self, service: Service, *, writable: bool) -> None:
        """Ask the service what it holds, or raise `StoreError`."""
        super().__init__(ox.Store(), None, 0, writable=writable)
        self.service = service
        self._protocol = Protocol(service)
        self._state = read_state(self._protocol)
        self._mirror: Mirror | None = None
        self._length: tuple[State, int] | None = None
        self.revision = self._state.revision
        self.history = history.History(_history_folder(service))

    @property
    def place(self) -> object:
        """The address of the service."""
        return self.service

    def close(self) -> None:
        """Close the connections."""
        super().close()
        self._protocol.client.close()
        self._mirror = None

    # ---- reading

    def __len__(self) -> int:
        """Return the number of triples in all graphs."""
        state = self._known()
        if self._length is None or self._length[0] != state:
            graphs = sorted(state.graphs)
            self._length = state, self._protocol.count(graphs) if graphs else 0
        return self._length[1]

    def graphs(self) -> list[URIRef]:
        """Return the names of all graphs, sorted."""
        return sorted(self._known().graphs)

    def _quads(self, graph: URIRef | None, subject: URIRef | None = None) -> Iterator[ox.Quad]:
        for name in self.graphs() if graph is None else [graph]:
            if name not in self._known().graphs:
                continue
            node = ox.NamedNode(name)
            if subject is None:
                held = self._mirrored({name}).store if self.writable else self._loaded(name)
                yield from held.quads_for_pattern(None, None, None, node)
                continue
            pattern = f"GRAPH <{name}> {{ <{subject}> ?p ?o }}"
            text = f"CONSTRUCT {{ <{subject}> ?p ?o }} WHERE {{ {pattern} }}"
            for triple in self._protocol.triples(text, [name]):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, node)

    def _loaded(self, name: URIRef) -> ox.Store:
        held = ox.Store()
        self._protocol.load(name, held)
        return held

    def answer(self, query: str, graphs: Sequence[URIRef] = ()) -> Solutions | bool | Graph:
        """Answer any query: rows for SELECT, a word for ASK, triples for CONSTRUCT and DESCRIBE."""
        try:
            return super().answer(query, graphs)
        except (SyntaxError, ValueError) as error:
            raise self._protocol.malformed(error) from error

    def _query(self, query: str, graphs: Sequence[URIRef]) -> Found:
        state = self._known()
        refuse_federation(query)
        dataset = Dataset(sorted(graphs or state.graphs), sorted(state.graphs))
        if state.datasets:
            return self._protocol.query(query, None if not graphs and names_dataset(query) else dataset)
        if graphs:
            message = mark("{store}: takes no note of default-graph-uri, so one plan cannot be asked alone")
            raise QueryError(message, store=self.service)
        return self._protocol.query(query)

    def _known(self) -> State:
        len(self._handle)  # an error where the store is closed
        return self._state

    def _mirrored(self, names: set[URIRef]) -> Mirror:
        if self._mirror is None or self._mirror.state != self._state:
            self._mirror = Mirror(self._protocol, self._state)
        self._mirror.take(names)
        return self._mirror

    serialise, dump = Reading.serialise, Reading.dump

    # ---- writing

    def _held(self, wanted: ox.Store, names: Sequence[ox.NamedNode]) -> ox.Store:
        self._known()
        _refuse_own(name.value for name in names)
        self._take_state(read_state(self._protocol))
        mirror = self._mirrored({URIRef(name.value) for name in names})
        mirror.take_same(wanted, names)
        return mirror.store

    def _with_records(self, changes: Collection[Placed], names: Sequence[ox.NamedNode]) -> None:
        self._mirrored(set()).take_records(changes, names)

    def _commit(self, changes: Sequence[Placed], links: Iterable[ox.Quad]) -> None:
        moved = list(links)
        after = {URIRef(change.name.value): change.after for change in changes}
        kept = {name for name in self._state.graphs if after.get(name, True)}
        graphs = kept | {name for name, holds in after.items() if holds}
        old, new = self._state, self._state.after(graphs)
        self._sent(lambda: Sending(self._protocol, old, new).send(changes, moved), new)
        touched = {*after, *(URIRef(str(quad.graph_name)[1:-1]) for quad in moved)}
        self._follow(touched)

    def revise(self, update: str, graph: URIRef, triples: Graph) -> None:
        """Run an update over all graphs and make one hold just these triples, in one request."""
        self._take_state(read_state(self._protocol))
        old, new = self._state, self._state.after(self._state.graphs | {graph})
        lines = " .\n".join(map(str, to_ox(triples)))
        parts = [update, f"DROP SILENT GRAPH <{graph}>", f"INSERT DATA {{ GRAPH <{graph}> {{ {lines} }} }}"]
        self._sent(lambda: self._protocol.update("\n;\n".join([*parts, old.counted(new)])), new)
        self._follow(None)

    def _update(self, text: str) -> None:
        self._known()
        _refuse_own([text])
        self._take_state(read_state(self._protocol))
        old, before = self._state, all_graphs(self._protocol)
        self._sent(
            lambda: self._protocol.update(f"{text}\n;\n{old.counted(new)}"), new := old.after(old.graphs)
        )
        graphs = {name for name in all_graphs(self._protocol) if name in old.graphs or name not in before}
        if graphs != old.graphs:
            last = self._state.after(graphs)
            counted = self._state.counted(last)
            self._sent(lambda: self._protocol.update(counted), last)
        self._follow(None)

    def _sent(self, send: Callable[[], None], new: State) -> None:
        """Send a write, and make sure that it was done: the service may have let it pass."""
        failed: PlanweaveError | None = None
        try:
            send()
        except PlanweaveError as error:
            failed = error
        try:
            found = read_state(self._protocol)
        except PlanweaveError as error:
            raise failed or error from error
        if found.writer == new.writer:
            self._take_state(found)
            return
        if failed is not None:
            raise failed
        message = mark("{store}: another program has written there meanwhile; nothing was changed, try again")
        raise StoreError(message, store=self.service)

    def _take_state(self, state: State) -> None:
        self._state, self.revision = state, state.revision

    def _follow(self, graphs: Collection[URIRef] | None) -> None:
        for companion in self.companions:
            companion.follow(self, graphs, self.revision)


def _refuse_own(texts: Iterable[str]) -> None:
    """Refuse what names a graph that a store keeps about itself in."""
    if any(OWN in text for text in texts):
        message = mark("graphs with names that begin with {start} are the store's own; name another")
        raise QueryError(message, start=OWN)


def open_remote(service: Service, require: Callable[[Store], None]) -> Store:
    """Open a service for reading, or raise `StoreError`."""
    opened = RemoteStore(service, writable=False)
    require(opened)
    return opened


def create_remote(service: Service) -> Store:
    """Open a service for writing, or raise `StoreError`; what writers left long ago is taken away."""
    require_writable(service)
    made = RemoteStore(service, writable=True)
    left = left_behind(made._state)
    if left:
        made._protocol.update(forgotten(left))
        made._take_state(read_state(made._protocol))
    return made


_states: dict[Service, tuple[float, State]] = {}
_asking = threading.Lock()


def remote_state(service: Service) -> State:
    """Return what a service holds, asked at most once a second, or raise `StoreError`."""
    with _asking:
        asked, state = _states.get(service, (0.0, State()))
        if time.monotonic() - asked > _POLL_SECONDS or not asked:
            protocol = Protocol(service)
            try:
                state = read_state(protocol)
            finally:
                protocol.client.close()
            _states[service] = time.monotonic(), state
        return state


def remote_revision(service: Service) -> int:
    """Return the counter of a service, asked at most once a second, or raise `StoreError`."""
    return remote_state(service).revision


def _history_folder(service: Service) -> Path:
    """Return where the earlier revisions of a service are kept on this computer."""
    told = os.environ.get("PLANWEAVE_HISTORY")
    folder = Path(told) if told else Path(click.get_app_dir("planweave")) / "history"
    return folder / hashlib.sha256(f"{service.query} {service.update}".encode()).hexdigest()[:16]
