"""The store: one named graph per plan, register and the ontology; the union is what a query sees.

A store on disk is a folder: `store/` (Oxigraph), `history/` (earlier revisions, compressed) and
`revision` (a counter that readers watch). A reading handle is a snapshot: it never sees later
writes, and is opened anew when the counter changes. Every write is whole or not at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph, URIRef

from ontology.namespaces import ONTOLOGY
from ontology.version import version_text

from . import history
from .errors import QuerySyntaxError, StoreError
from .i18n import mark
from .query_text import names_dataset, syntax_error
from .terms import Row, adopted, elsewhere, n_quads, renewed, to_graph, to_ox, to_rdflib, update_text, written

#: Formats in which a graph or the whole store is written, by suffix.
FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_PATIENCE_SECONDS = 2.0


@dataclass(frozen=True)
class Solutions:
    """The answer to a SELECT: variable names, and a tuple of terms per solution."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Change:
    """What a write changed in one graph, counted in triples."""

    added: int
    removed: int


class Store:
    """Plans and registers, in memory or on disk.

    Examples
    --------
    >>> store = Store.in_memory()
    >>> store.graphs()
    []
    """

    def __init__(
        self, handle: ox.Store, folder: Path | None = None, revision: int = 0, *, writable: bool = True
    ) -> None:
        """Take an open handle; use `in_memory`, `open` or `create` instead."""
        self._handle = handle
        self.folder = folder
        self.writable = writable
        self.revision = revision
        self._history = history.History(folder / "history") if folder else None

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
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                # The counter is read first: a handle may be newer than its number, and never older.
                revision = read_revision(folder)
                opened = cls(ox.Store.read_only(str(data)), folder, revision, writable=False)
                require(opened)
                return opened  # noqa: TRY300 - what `require` reads is tried again too
            # A file that the writer has just put in place of others looks like damage for a moment.
            except (OSError, RuntimeError) as error:
                if time.monotonic() > deadline:
                    message = mark("{folder}: cannot be read as a store ({reason})")
                    raise StoreError(message, folder=folder, reason=_short(error)) from error
                time.sleep(0.05)

    @classmethod
    def create(cls, folder: Path) -> Store:
        """Open a store on disk for writing, and make it where there is none.

        Raises
        ------
        StoreError
            Another process writes to it, or the folder is something else.
        """
        if folder.is_dir() and any(folder.iterdir()) and not (folder / "store").is_dir():
            message = mark("{folder}: holds other files and is no store; name another folder")
            raise StoreError(message, folder=folder)
        try:
            (folder / "store").mkdir(parents=True, exist_ok=True)
            return cls(ox.Store(str(folder / "store")), folder, read_revision(folder))
        except (OSError, RuntimeError) as error:
            text = str(error).casefold()
            message = (
                mark("{folder}: another program writes to this store now; try again in a moment")
                if "lock" in text
                else mark("{folder}: cannot be written as a store ({reason})")
            )
            raise StoreError(message, folder=folder, reason=_short(error)) from error

    def __enter__(self) -> Store:
        """Use the store in a with statement."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the handle go, and with it the lock of a writer."""
        self.close()

    def close(self) -> None:
        """Let the handle go."""
        self._handle = ox.Store()

    def __len__(self) -> int:
        """Return the number of triples in all graphs."""
        return len(self._handle)

    # ---- reading

    def graphs(self) -> list[URIRef]:
        """Return the names of all graphs, sorted."""
        return sorted(URIRef(name.value) for name in self._handle.named_graphs())

    def triples(self, graph: URIRef) -> Graph:
        """Return one graph as an rdflib graph of its own."""
        return to_graph(self._held(ox.NamedNode(graph)), graph)

    @property
    def ontology_version(self) -> str:
        """The version of the ontology that the data was written with, empty where none is told."""
        name = ox.NamedNode(ONTOLOGY)
        told = self._handle.quads_for_pattern(name, None, None, name)
        return version_text(to_graph(quad.triple for quad in told))

    def holds(self, graph: URIRef, triples: Graph) -> bool:
        """Whether a graph holds just these triples."""
        return self._held(ox.NamedNode(graph)) == to_ox(triples)

    def _held(self, name: ox.NamedNode) -> set[ox.Triple]:
        return {quad.triple for quad in self._handle.quads_for_pattern(None, None, None, name)}

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
            raise syntax_error(query, _short(error)) from error

    def serialise(self, suffix: str, graph: URIRef | None = None, prefixes: Mapping[str, str] = {}) -> bytes:
        """Write one graph, or all, in the format of a file suffix.

        Triples and quads are sorted, so that two writings of the same content are equal. Formats of
        quads keep the names of graphs; a JSON-LD file of one graph is about its things alone.
        """
        form = FORMATS[suffix]
        name = ox.NamedNode(graph) if graph is not None else None
        quads = sorted(self._handle.quads_for_pattern(None, None, None, name), key=str)
        if not form.supports_datasets or (graph is not None and form == ox.RdfFormat.JSON_LD):
            triples = sorted({quad.triple for quad in quads}, key=str)
            return written(ox.serialize(triples, format=form, prefixes=dict(prefixes)))
        return written(ox.serialize(quads, format=form, prefixes=dict(prefixes)))

    # ---- writing

    def replace(self, graph: URIRef, triples: Graph) -> Change:
        """Make a graph hold just these triples, writing only the difference, whole or not at all.

        What the graph of a plan held before goes to the history.
        """
        return self._replace(graph, to_ox(triples), keep=graph != ONTOLOGY)

    def remove(self, graph: URIRef) -> Change:
        """Remove a graph; what it held goes to the history."""
        return self._replace(graph, set())

    def undo(self, graph: URIRef, steps: Callable[[str], str] = lambda _: "") -> Change | None:
        """Bring back what a graph held before its last change, or return nothing if there is none.

        `steps` gives the update that brings what was written with a version of the ontology to today's.
        """
        for file in reversed(self._history.files(_tail(graph)) if self._history else []):
            change = self._replace(
                graph, renewed(history.read(file), steps(history.version(file))), keep=False
            )
            file.unlink()
            # A write that was cut off leaves a revision that nothing followed: that is no change.
            if change.added or change.removed:
                return change
        return None

    def revise(self, update: str, graph: URIRef, triples: Graph) -> None:
        """Run an update over all graphs and make one hold just these triples, whole or not at all."""
        name = ox.NamedNode(graph)
        parts = [update, f"DROP SILENT GRAPH {name}", update_text(name, to_ox(triples), set(), ())]
        self._handle.update("\n;\n".join(part for part in parts if part))
        self._finish()

    def _replace(self, graph: URIRef, wanted: set[ox.Triple], *, keep: bool = True) -> Change:
        name = ox.NamedNode(graph)
        old = self._held(name)
        new = {triple for triple in wanted if triple in old or not elsewhere(self._handle, triple, name)}
        added, removed = new - old, old - new
        if not (added or removed):
            return Change(0, 0)
        if keep and old and self._history:
            self._history.keep(_tail(graph), n_quads(old, name), self.ontology_version)
        if removed:
            moved = [quad for triple in removed if (quad := adopted(self._handle, triple, name))]
            update = update_text(name, added, removed, moved)
            # An empty graph would keep its name.
            self._handle.update(update if new else f"{update} ; DROP SILENT GRAPH {name}")
        else:
            self._handle.extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in added)
        self._finish()
        return Change(len(added), len(removed))

    def _finish(self) -> None:
        self.revision += 1
        if self.folder:
            self._handle.flush()
            history.write_whole(self.folder / "revision", str(self.revision).encode())


def read_revision(folder: Path) -> int:
    """Return the revision counter of a store on disk, 0 where it was never written."""
    try:
        return int((folder / "revision").read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def _tail(graph: URIRef) -> str:
    return graph.rpartition("/")[2]


def _short(error: Exception) -> str:
    return " ".join(str(error).split())
