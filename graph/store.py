"""The store: one named graph per plan, register and the ontology; the union is what a query sees.

It is in memory, on disk, or a SPARQL service elsewhere (`graph.remote`). A store on disk is a folder:
`store/` (Oxigraph), `history/` (earlier revisions, compressed) and `revision` (a counter that readers
watch). A reading handle is a snapshot: it never sees later writes, and is opened anew when the counter
changes. Every write is whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import IO

import pyoxigraph as ox
from rdflib import Graph, URIRef

from ontology.namespaces import NO_PLANS

from . import bulk, history, writers
from .answers import FORMATS
from .blank_nodes import without_blank_names
from .companion import Companion
from .dumping import dumped
from .errors import StoreError
from .handles import Closed, brief, patiently, writable
from .i18n import mark
from .placement import Placed, update_text
from .query_text import names_dataset, syntax_error
from .recognition import require_store
from .remote_address import Service, Where
from .revision import first_revision, is_settled, read_revision, write_revision
from .spill import MANY, clear, collect, load_whole
from .store_reading import Found
from .store_writing import Writing
from .terms import to_ox

__all__ = ["Companion", "Store"]


class Store(Writing):
    """Plans and registers: in memory, on disk, or at a service that `open` and `create` are given."""

    def __init__(
        self, handle: ox.Store, folder: Path | None = None, revision: int = 0, *, writable: bool = True
    ) -> None:
        """Take an open handle; use `in_memory`, `open` or `create` instead."""
        self._handle = handle
        self.folder = folder
        self.writable = writable
        self.revision = revision
        self.history = history.History(folder / "history") if folder else None
        self.recorder: history.Recorder | None = None
        self.companions: Sequence[Companion] = ()

    @classmethod
    def in_memory(cls) -> Store:
        """Return an empty store that lives as long as the object."""
        return cls(ox.Store())

    @classmethod
    def open(cls, place: Where, require: Callable[[Store], None] = lambda _: None) -> Store:
        """Open a folder or a service for reading; beside a writer to the folder, try again for two seconds.

        Raises
        ------
        StoreError
            Nothing is there, or it is no store, or not what `require` takes.
        """
        if isinstance(place, Service):
            from .remote import open_remote

            return open_remote(place, require)
        folder, data = place, place / "store"
        require_store(folder)

        def attempt() -> Store:
            # The counter is read first: a handle may be newer than its number, and never older.
            revision = read_revision(folder)
            opened = cls(ox.Store.read_only(str(data)), folder, revision, writable=False)
            require(opened)
            return opened

        return patiently(folder, attempt)

    @classmethod
    def create(cls, place: Where) -> Store:
        """Open a folder or a service for writing, and make a store where there is none.

        Raises
        ------
        StoreError
            Another process writes to it, the folder is something else, or the service takes nothing.
        """
        if isinstance(place, Service):
            from .remote import create_remote

            return create_remote(place)
        folder = place
        made = cls(writable(folder), folder, read_revision(folder) or first_revision())
        clear(folder)
        if not is_settled(made.revision):
            made._count()  # a writer was killed
        return made

    @property
    def place(self) -> object:
        """Where the store is, as a user names it."""
        return self.folder or "planweave"

    def __enter__(self) -> Store:
        """Use the store in a with statement."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the handle go, and with it the lock of a writer."""
        self.close()

    def close(self) -> None:
        """Let the handle go; whatever is asked of the store then is an error."""
        if self.folder and self.writable:
            writers.release(self.folder)
        self._handle = Closed()  # type: ignore[assignment]

    def __len__(self) -> int:
        """Return the number of triples in all graphs."""
        return len(self._handle)

    # ---- reading

    @property
    def oxigraph(self) -> ox.Store:
        """The quads as they are stored, for what is kept in step with them."""
        return self._handle

    def graphs(self) -> list[URIRef]:
        """Return the names of all graphs, sorted."""
        return sorted(URIRef(name.value) for name in self._handle.named_graphs())

    def _quads(self, graph: URIRef | None, subject: URIRef | None = None) -> Iterator[ox.Quad]:
        about = ox.NamedNode(subject) if subject else None
        return self._handle.quads_for_pattern(about, None, None, ox.NamedNode(graph) if graph else None)

    def _query(self, query: str, graphs: Sequence[URIRef]) -> Found:
        try:
            if not graphs:
                # Oxigraph lets the union override FROM without a word.
                union = not names_dataset(query)
                return self._handle.query(query, use_default_graph_as_union=union)
            return self._handle.query(query, default_graph=[ox.NamedNode(name) for name in graphs])
        except SyntaxError as error:
            raise syntax_error(query, brief(error)) from error

    def copied(self, graphs: Iterable[URIRef], most: int) -> Store | None:
        """Return a copy of these graphs in memory, or nothing where they have more triples than that."""
        made = ox.Store()
        quads = chain.from_iterable(map(self._quads, graphs))
        made.bulk_extend(islice(quads, most + 1))
        return None if len(made) > most else Store(made, revision=self.revision, writable=False)

    def serialise(self, suffix: str, graph: URIRef | None = None, prefixes: Mapping[str, str] = {}) -> bytes:
        """Write one graph, or all, in the format of a file suffix.

        Triples and quads are sorted, so that two writings of the same content are equal. Formats of
        quads keep the names of graphs; a JSON-LD file of one graph is about its things alone.
        """
        form = FORMATS[suffix]
        name = ox.NamedNode(graph) if graph else None
        return dumped(
            self._handle, name, form, prefixes, alone=name is not None and form == ox.RdfFormat.JSON_LD
        )

    def dump(self, output: IO[bytes]) -> None:
        """Write all graphs as N-Quads in pieces, in no order that means anything."""
        self._handle.dump(output, ox.RdfFormat.N_QUADS)

    # ---- writing

    def fill(self, lines: IO[bytes]) -> None:
        """Add N-Quads to all graphs, all or none; blank nodes keep their names, and no revision is kept."""
        with self._writing(None):
            load_whole(self._handle, ox.parse(lines, format=ox.RdfFormat.N_QUADS))

    def load(self, file: Path, graph: URIRef | None = None) -> int:
        """Load a file of RDF into a store without plans, whole or not at all; return its number of triples.

        Triples go to the graph named, and quads to their own. A store with plans is added to by
        `replace_all`, which tells what changes.

        Raises
        ------
        StoreError
            The store holds plans.
        SourceError
            The file cannot be read, or its suffix is of no format that is known.
        """
        if set(self.graphs()) - NO_PLANS:
            raise StoreError(
                mark("{store}: holds plans already; load into a new store"), store=self.folder or ""
            )
        with bulk.room(self.folder) as made:
            fresh = bulk.beside(self._handle, made, file, graph)
            with self._writing(None):
                if made and self.folder:
                    fresh.flush()
                    del fresh
                    self._handle = Closed()  # type: ignore[assignment]
                    fresh = bulk.in_place(self.folder / "store", made)
                self._handle = fresh
        return len(self)

    def revise(self, update: str, graph: URIRef, triples: Graph) -> None:
        """Run an update over all graphs and make one hold just these triples, whole or not at all."""
        name = ox.NamedNode(graph)
        parts = [update, f"DROP SILENT GRAPH {name}", update_text([Placed(name, to_ox(triples), set())])]
        self._update("\n;\n".join(part for part in parts if part))

    def written_since(self, before: Store, graph: URIRef) -> Placed:
        """Return what was written to a graph since another handle was opened."""
        added = collect(quad.triple for quad in self._quads(graph) if quad not in before._handle)
        removed = collect(quad.triple for quad in before._quads(graph) if quad not in self._handle)
        return Placed(ox.NamedNode(graph), added, removed)

    def _update(self, text: str) -> None:
        try:
            with self._writing(None):
                self._handle.update(text)
        except SyntaxError as error:
            raise syntax_error(text, brief(error)) from error

    def _held(self, wanted: ox.Store, names: Sequence[ox.NamedNode]) -> ox.Store:  # noqa: ARG002
        return self._handle

    def _commit(self, changes: Sequence[Placed], links: Iterable[ox.Quad]) -> None:
        moved_links = list(links)
        names = [*(change.name for change in changes), *(quad.graph_name for quad in moved_links)]
        with self._writing({URIRef(str(name)[1:-1]) for name in names}):
            self._apply(changes, moved_links)

    def _apply(self, changes: Sequence[Placed], links: Iterable[ox.Quad]) -> None:
        if any(change.removed for change in changes):
            self._handle.update(update_text(without_blank_names(self._handle, changes), links))
            return
        added = (
            ox.Quad(t.subject, t.predicate, t.object, change.name) for change in changes for t in change.added
        )
        if sum(len(change.added) for change in changes) > MANY:
            load_whole(self._handle, added)
        else:
            self._handle.extend(added)

    @contextmanager
    def _writing(self, graphs: Collection[URIRef] | None) -> Iterator[None]:
        """Write to these graphs, or to any; the counter is odd until all that follows is in step."""
        self._count()
        try:
            yield
            if self.folder:
                self._handle.flush()
            for companion in self.companions:
                companion.follow(self, graphs, self.revision + 1)
        except BaseException:
            # What went wrong is told, and not that the counter cannot be written either.
            with suppress(OSError):
                self._count()
            raise
        self._count()

    def _count(self) -> None:
        self.revision += 1
        if self.folder:
            write_revision(self.folder, self.revision)
