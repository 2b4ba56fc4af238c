"""Runs a SPARQL update that somebody sends: whole or not at all, and so that it can be undone.

Plans are named graphs, and the union of them is what a query sees: an update that would write to the
graph without a name is refused, and the graph of the ontology stays as it is installed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from rdflib import URIRef

from ontology import load_model
from ontology.namespaces import ONTOLOGY, PREFIXES

from .errors import QueryError, QuerySyntaxError
from .i18n import mark
from .migration import installed
from .plan_graph import PlanGraph
from .query_text import add_prefixes, line_and_column, prologue_end, refuse_federation
from .rdf_text import graph_name
from .recording import Origin, Recorder
from .remote_address import Where
from .store import Store
from .update_text import graphs_written, with_dataset, with_prefixes_in_front

_LONGEST_TEXT = 1_000_000


@dataclass(frozen=True)
class Update:
    """An update as the protocol has it: its text, the dataset beside it, and the base of its IRIs."""

    text: str
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()
    base: str = ""
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)

    @property
    def prologue(self) -> str:
        """The base and the prefixes that the text does not declare, on its first line."""
        base = f"BASE <{self.base}> " if self.base else ""
        return base + add_prefixes(self.text, self.prefixes).removesuffix(self.text)


def _nothing() -> None:
    pass


def run_update(
    folder: Where,
    update: Update,
    opened: Callable[[], None] = _nothing,
    written: Callable[[], None] = _nothing,
) -> None:
    """Run an update over a store; `opened` and `written` are called at these moments.

    What each plan held before goes to the history, so that `undo` brings it back.

    Raises
    ------
    QuerySyntaxError
        The text is no update, or asks for another service.
    ParameterError
        A graph is not named by an absolute IRI.
    QueryError
        It would write to the graph without a name, or names a graph that is not there.
    StoreError
        Another process writes to the store, or it cannot be written.
    """
    text = checked(update)
    with PlanGraph.create(folder).store as store:
        store.companions = (_Teller(written), *store.companions)
        opened()
        touched = graphs_written(update.text, store.graphs(), update.prefixes)
        with _undoable(store, [URIRef(name) for name in sorted(touched - {str(ONTOLOGY)})]):
            _run(store, text, with_ontology=str(ONTOLOGY) in touched or not store.graphs())
        _drop_empty(store)


@dataclass(frozen=True)
class _Teller:
    """A companion of a store that tells of each write."""

    told: Callable[[], None]

    def follow(self, store: Store, graphs: Collection[URIRef] | None, revision: int) -> None:  # noqa: ARG002
        """Tell that a write is done."""
        self.told()


def checked(update: Update) -> str:
    """Return the text of an update with its dataset, base and prefixes, after it was read."""
    if len(update.text) > _LONGEST_TEXT:
        raise QuerySyntaxError(mark("this update is longer than {most} characters"), most=_LONGEST_TEXT)
    for iri in (*update.default_graphs, *update.named_graphs):
        graph_name(iri)
    refuse_federation(update.text)
    front, plain = with_prefixes_in_front(update.text, update.prefixes)
    prologue = update.prologue + front
    _read(prologue, plain)
    text = with_dataset(plain, update.default_graphs, update.named_graphs)
    with suppress(QuerySyntaxError):
        # Where this can be read too, the text ends with a semicolon.
        _read(prologue, f"{text}\nINSERT DATA {{}}")
        text = f"{text}\nINSERT DATA {{}}"
    return prologue + text


def _read(prologue: str, text: str) -> None:
    """Read an update without running it, or raise `QuerySyntaxError` at its place in the text."""
    # Where all of it can be read, its first operation fails, and nothing else is run.
    first = f" DROP GRAPH <urn:uuid:{secrets.token_hex(16)}> ; "
    at = prologue_end(text)
    try:
        Store.in_memory().update(prologue + text[:at] + first + text[at:])
    except RuntimeError:
        return
    except QuerySyntaxError as error:
        raise _in_its_place(error, text, prologue, first) from error


def _in_its_place(error: QuerySyntaxError, text: str, prologue: str, first: str) -> QuerySyntaxError:
    """Return an error with the column that it has without what was put into its line."""
    values, at = dict(error.values), prologue_end(text)
    line, column = line_and_column(text, at)
    if "column" in values:
        found = int(str(values["column"]))
        ours = len(prologue) * (values["line"] == 1)
        found -= ours
        found -= len(first) * (values["line"] == line and found >= column)
        values["column"] = max(1, found)
    return QuerySyntaxError(error.message, **values)


def _run(store: Store, text: str, *, with_ontology: bool) -> None:
    """Run an update, and have it fail where it leaves anything in the graph without a name."""
    mine = f"<urn:uuid:{secrets.token_hex(16)}>"
    guarded = (
        f"{text}\n;\nINSERT {{ GRAPH {mine} {{ {mine} {mine} {mine} }} }} "
        f"WHERE {{ {{ SELECT * {{ ?s ?p ?o }} LIMIT 1 }} }} ; CREATE GRAPH {mine} ; DROP GRAPH {mine}"
    )
    try:
        if with_ontology:
            store.revise(guarded, ONTOLOGY, installed().terms())
        else:
            store.update(guarded)
    except RuntimeError as error:
        if mine in str(error):
            message = mark(
                "this would write to the graph without a name; name the graph of a plan, "
                "with GRAPH <…> or WITH <…>"
            )
            raise QueryError(message) from error
        raise QueryError(mark("cannot be answered: {reason}"), reason=" ".join(str(error).split())) from error


def _drop_empty(store: Store) -> None:
    """Let no graph keep its name that holds nothing any more."""
    empty = [graph for graph in store.graphs() if not any(store.n_quads(graph))]
    if empty:
        store.update(" ; ".join(f"DROP SILENT GRAPH <{graph}>" for graph in empty))


@contextmanager
def _undoable(store: Store, graphs: Sequence[URIRef]) -> Iterator[None]:
    """Keep what graphs hold before a write; of those that it does not change, nothing is kept."""
    history, folder = store.history, store.folder
    if history is None or folder is None:
        yield
        return
    with Store.open(folder) as before:
        version = store.ontology_version
        stamps = {graph: history.keep(graph, before.n_quads(graph), version) for graph in graphs}
        changed: list[URIRef] = []
        try:
            yield
            changed = [graph for graph in graphs if _take_up(store, before, graph, stamps)]
        finally:
            for graph in (graph for graph in graphs if graph not in changed):
                _forget(store, graph, stamps[graph])


def _take_up(store: Store, before: Store, graph: URIRef, stamps: Mapping[URIRef, str]) -> bool:
    """Write down how a graph was changed, if it was."""
    change = store.written_since(before, graph)
    if change.changed and store.history is not None:
        store.history.resume(graph)
        record = Recorder(before, load_model(), Origin("update"))(change)
        store.history.record({graph: record}, stamps)
    return change.changed


def _forget(store: Store, graph: URIRef, stamp: str) -> None:
    if store.history is not None:
        for file in store.history.files(graph):
            if file.name.startswith(stamp):
                file.unlink()
