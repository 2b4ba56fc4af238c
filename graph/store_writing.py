"""How every store is written to: by what differs, whole or not at all, and so that it can be undone.

What is stored where, and how a difference gets there, is for each kind of store to say.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph, URIRef

from ontology.namespaces import ONTOLOGY

from .answers import Change
from .history import History, Keep, Recorder, version
from .placement import Placed, moved, placed
from .query_text import refuse_federation
from .spill import Content, collect, staging
from .staging import Staged
from .store_reading import Reading
from .terms import n_quads


class Writing(Reading):
    """Changes to graphs, of which the earlier revisions are kept where there is a history."""

    folder: Path | None
    history: History | None
    recorder: Recorder | None

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
            yield placed(self._held(staged, list(named)), staged, list(named), collect)

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

    def update(self, text: str) -> None:
        """Run an update over all graphs, whole or not at all; raise `QuerySyntaxError` where it is none."""
        refuse_federation(text)
        self._update(text)

    @abstractmethod
    def _update(self, text: str) -> None:
        """Run an update that was found to ask no other service."""

    @abstractmethod
    def _held(self, wanted: ox.Store, names: Sequence[ox.NamedNode]) -> ox.Store:
        """Return what is stored now, as far as one must know it to place what is wanted."""

    @abstractmethod
    def _commit(self, changes: Sequence[Placed], links: Iterable[ox.Quad]) -> None:
        """Do what was found to change, whole or not at all; the links are those that change their graph."""

    def _with_records(self, changes: Collection[Placed], names: Sequence[ox.NamedNode]) -> None:
        """See to it that what is held tells who else has a record of the links that go."""

    def _step(self, graph: URIRef, steps: Callable[[str], str], *, back: bool) -> Change | None:
        if self.history is None:
            return None
        keep = partial(self.history.keep, version=self.ontology_version, undone=back)
        for file in reversed(self.history.files(graph, undone=not back)):
            change = self._write({graph: file}, keep, steps(version(file)))[graph]
            file.unlink()
            # A write that was cut off leaves a revision that nothing followed: that is no change.
            if change.added or change.removed:
                return change
        return None

    def _keep(self, name: URIRef, old: Iterable[bytes]) -> str:
        pieces = iter(old)
        first = next(pieces, None)
        if first is None or self.history is None or name == ONTOLOGY:
            return ""
        self.history.resume(name)
        return self.history.keep(name, chain([first], pieces), self.ontology_version)

    def _write(self, wanted: Mapping[URIRef, Content], keep: Keep, update: str = "") -> dict[URIRef, Change]:
        """Make each graph hold its content, which an update brings to today's terms first."""
        named = {ox.NamedNode(name): content for name, content in wanted.items()}
        with staging(self.folder, named, update) as staged:
            held = self._held(staged, list(named))
            found = placed(held, staged, list(named), collect)
            changes = {URIRef(change.name.value): change for change in found if change.changed}
            records = {n: self.recorder(c) for n, c in changes.items() if self.recorder and n != ONTOLOGY}
            stamps = {
                name: keep(name, n_quads(held.quads_for_pattern(None, None, None, change.name)))
                for name, change in changes.items()
            }
            if changes:
                self._with_records(changes.values(), list(named))
                self._commit([*changes.values()], moved(held, changes.values(), staged, list(named)))
            if self.history:
                self.history.record(records, stamps)
        return {URIRef(c.name.value): Change(len(c.added), len(c.removed)) for c in found}
