"""The store: one named graph per plan, register and the ontology; the union is what a query sees.

A store on disk is a folder: `store/` (Oxigraph), `history/` (earlier revisions, compressed) and
`revision` (a counter that readers watch). A reading handle is a snapshot: it never sees later
writes, and is opened anew when the counter changes. Every write is whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox
from rdflib import Graph, URIRef

from ontology.namespaces import ONTOLOGY
from ontology.version import version_text

from . import history
from .answers import FORMATS, Change, Solutions
from .errors import QuerySyntaxError, StoreError
from .handles import Closed, brief, patiently, writable
from .i18n import mark
from .placement import Placed, moved, placed, update_text
from .query_text import names_dataset, refuse_federation, syntax_error
from .revision import first_revision, is_settled, read_revision, write_revision
from .spill import MANY, Content, clear, collect, load_whole, staging
from .staging import Staged
from .terms import n_quads, serialised, to_graph, to_ox, to_rdflib


class Companion(Protocol):
    """What is kept in step with a store: whoever writes to the store brings it up to date."""

    def follow(self, store: Store, graphs: Collection[URIRef] | None, revision: int) -> None:
        """Take up what was written to these graphs, or to any where none are told.

        The write is in the store, and `revision` is what its counter will be once all is settled.
        """


class Store:
    """Plans and registers, in memory or on disk."""

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
    def open(cls, folder: Path, require: Callable[[Store], None] = lambda _: None) -> Store:
        """Open a store on disk for reading; beside a writer, try again for two seconds.

        Raises
        ------
        StoreError
            Nothing is there, or it is no store, or not what `require` takes.
        """
        data = folder / "store"
        if not data.is_dir():
            message = mark("{folder}: no store here; make one with: planweave add FOLDER")
            raise StoreError(message, folder=folder)

        def attempt() -> Store:
            # The counter is read first: a handle may be newer than its number, and never older.
            revision = read_revision(folder)
            opened = cls(ox.Store.read_only(str(data)), folder, revision, writable=False)
            require(opened)
            return opened

        return patiently(folder, attempt)

    @classmethod
    def create(cls, folder: Path) -> Store:
        """Open a store on disk for writing, and make it where there is none.

        Raises
        ------
        StoreError
            Another process writes to it, or the folder is something else.
        """
        made = cls(writable(folder), folder, read_revision(folder) or first_revision())
        clear(folder)
        if not is_settled(made.revision):
            made._count()  # a writer was killed
        return made

    def __enter__(self) -> Store:
        """Use the store in a with statement."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the handle go, and with it the lock of a writer."""
        self.close()

    def close(self) -> None:
        """Let the handle go; whatever is asked of the store then is an error."""
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

    def triples(self, graph: URIRef) -> Graph:
        """Return one graph as an rdflib graph of its own."""
        return to_graph((quad.triple for quad in self._quads(ox.NamedNode(graph))), graph)

    @property
    def ontology_version(self) -> str:
        """The version of the ontology that the data was written with, empty where none is told."""
        name = ox.NamedNode(ONTOLOGY)
        told = self._handle.quads_for_pattern(name, None, None, name)
        return version_text(to_graph(quad.triple for quad in told))

    def holds(self, graph: URIRef, triples: Graph) -> bool:
        """Whether a graph holds just these triples."""
        return {quad.triple for quad in self._quads(ox.NamedNode(graph))} == to_ox(triples)

    def select(self, query: str, graphs: Sequence[URIRef] = ()) -> Solutions:
        """Answer a SELECT over the union of all graphs, or of the graphs named.

        Raises
        ------
        QuerySyntaxError
            The text is not SPARQL, or asks for something else than rows.
        """
        found = self.answer(query, graphs)
        if not isinstance(found, Solutions):
            raise QuerySyntaxError(mark("expected a SELECT query"))
        return found

    def answer(self, query: str, graphs: Sequence[URIRef] = ()) -> Solutions | bool | Graph:
        """Answer any query: rows for SELECT, a word for ASK, triples for CONSTRUCT and DESCRIBE."""
        found = self._query(query, graphs)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if isinstance(found, ox.QueryTriples):
            return to_graph(found)
        variables = tuple(variable.value for variable in found.variables)
        rows = tuple(tuple(to_rdflib(term) for term in solution) for solution in found)
        return Solutions(variables, rows)

    def ask(self, query: str, graphs: Sequence[URIRef] = ()) -> bool:
        """Answer an ASK."""
        return self.answer(query, graphs) is True

    def _query(
        self, query: str, graphs: Sequence[URIRef]
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            if not graphs:
                # Oxigraph lets the union override FROM without a word.
                union = not names_dataset(query)
                return self._handle.query(query, use_default_graph_as_union=union)
            return self._handle.query(query, default_graph=[ox.NamedNode(name) for name in graphs])
        except SyntaxError as error:
            raise syntax_error(query, brief(error)) from error

    def serialise(self, suffix: str, graph: URIRef | None = None, prefixes: Mapping[str, str] = {}) -> bytes:
        """Write one graph, or all, in the format of a file suffix.

        Triples and quads are sorted, so that two writings of the same content are equal. Formats of
        quads keep the names of graphs; a JSON-LD file of one graph is about its things alone.
        """
        form = FORMATS[suffix]
        quads = self._handle.quads_for_pattern(None, None, None, ox.NamedNode(graph) if graph else None)
        return serialised(quads, form, prefixes, alone=graph is not None and form == ox.RdfFormat.JSON_LD)

    # ---- writing

    def replace(self, graph: URIRef, triples: Graph) -> Change:
        """Make a graph hold just these triples, writing only the difference, whole or not at all.

        What the graph of a plan held before goes to the history.
        """
        return self.replace_all({graph: triples})[graph]

    def replace_all(self, graphs: Mapping[URIRef, Graph | Staged]) -> dict[URIRef, Change]:
        """Make each graph hold just its triples, in one write: all of them or none."""
        return self._write(graphs, self._keep)

    @contextmanager
    def planned(self, graphs: Mapping[URIRef, Graph | Staged]) -> Iterator[list[Placed]]:
        """Return what `replace_all` would make of each graph, and write nothing."""
        named = {ox.NamedNode(name): content for name, content in graphs.items()}
        with staging(None, named) as staged:
            yield placed(self._handle, staged, list(named), collect)

    def remove(self, graph: URIRef) -> Change:
        """Remove a graph; what it held goes to the history."""
        return self._write({graph: set()}, self._keep)[graph]

    def undo(self, graph: URIRef, steps: Callable[[str], str] = lambda _: "") -> Change | None:
        """Bring back what a graph held before its last change, or return nothing if there is none.

        `redo` takes it back. `steps` gives the update that brings what was written with a version of
        the ontology to today's.
        """
        return self._step(graph, steps, back=True)

    def redo(self, graph: URIRef, steps: Callable[[str], str] = lambda _: "") -> Change | None:
        """Bring back what the last undo replaced, or return nothing where none came since the last change."""
        return self._step(graph, steps, back=False)

    def kept(self) -> list[URIRef]:
        """Return the graphs that a revision is kept of, the one changed last at the end."""
        return self.history.graphs() if self.history else []

    def revise(self, update: str, graph: URIRef, triples: Graph) -> None:
        """Run an update over all graphs and make one hold just these triples, whole or not at all."""
        name = ox.NamedNode(graph)
        parts = [update, f"DROP SILENT GRAPH {name}", update_text([Placed(name, to_ox(triples), set())])]
        self._update("\n;\n".join(part for part in parts if part))

    def update(self, text: str) -> None:
        """Run an update of SPARQL over all graphs, whole or not at all.

        Raises
        ------
        QuerySyntaxError
            The text is no update, or asks for another service.
        """
        refuse_federation(text)
        try:
            self._update(text)
        except SyntaxError as error:
            raise syntax_error(text, brief(error)) from error

    def _update(self, text: str) -> None:
        with self._writing(None):
            self._handle.update(text)

    def _step(self, graph: URIRef, steps: Callable[[str], str], *, back: bool) -> Change | None:
        if self.history is None:
            return None
        keep = partial(self.history.keep, version=self.ontology_version, undone=back)
        for file in reversed(self.history.files(graph, undone=not back)):
            change = self._write({graph: file}, keep, steps(history.version(file)))[graph]
            file.unlink()
            # A write that was cut off leaves a revision that nothing followed: that is no change.
            if change.added or change.removed:
                return change
        return None

    def _keep(self, name: URIRef, old: Iterable[bytes]) -> str:
        held = next(self._quads(ox.NamedNode(name)), None)
        if held is None or self.history is None or name == ONTOLOGY:
            return ""
        self.history.resume(name)
        return self.history.keep(name, old, self.ontology_version)

    def _write(
        self, wanted: Mapping[URIRef, Content], keep: history.Keep, update: str = ""
    ) -> dict[URIRef, Change]:
        """Make each graph hold its content, which an update brings to today's terms first."""
        named = {ox.NamedNode(name): content for name, content in wanted.items()}
        with staging(self.folder, named, update) as staged:
            found = placed(self._handle, staged, list(named), collect)
            changes = {URIRef(change.name.value): change for change in found if change.changed}
            records = {n: self.recorder(c) for n, c in changes.items() if self.recorder and n != ONTOLOGY}
            stamps = {name: keep(name, n_quads(self._quads(c.name))) for name, c in changes.items()}
            if changes:
                links = moved(self._handle, changes.values(), staged, list(named))
                touched = set(changes)
                with self._writing(touched):
                    self._apply([*changes.values()], _noted(links, touched))
            if self.history:
                self.history.record(records, stamps)
        return {URIRef(c.name.value): Change(len(c.added), len(c.removed)) for c in found}

    def _quads(self, name: ox.NamedNode) -> Iterator[ox.Quad]:
        return iter(self._handle.quads_for_pattern(None, None, None, name))

    def _apply(self, changes: list[Placed], links: Iterable[ox.Quad]) -> None:
        if any(change.removed for change in changes):
            self._handle.update(update_text(changes, links))
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


def _noted(quads: Iterable[ox.Quad], graphs: set[URIRef]) -> Iterator[ox.Quad]:
    """Pass quads on, and note their graphs."""
    for quad in quads:
        graphs.add(URIRef(str(quad.graph_name)[1:-1]))
        yield quad
