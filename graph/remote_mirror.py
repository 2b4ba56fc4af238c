"""A local copy of as much of a remote store as one must know to place triples."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

import pyoxigraph as ox
from rdflib import RDF, URIRef

from .placement import Placed
from .remote_protocol import Dataset, Protocol, values
from .remote_state import State

_BATCH = 1000
_RECORD = (ox.NamedNode(RDF.type), ox.NamedNode(RDF.Statement))
_PARTS = tuple(ox.NamedNode(term) for term in (RDF.subject, RDF.predicate, RDF.object))
_ABOUT = "SELECT ?g ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"
_RECORDS = f"""SELECT ?g ?record ?s ?p ?o WHERE {{{{
  VALUES ?s {{{{ {{values}} }}}}
  GRAPH ?g {{{{
    ?record <{RDF.subject}> ?s ; a <{RDF.Statement}> ; <{RDF.predicate}> ?p ; <{RDF.object}> ?o
  }}}}
}}}}"""


class Mirror:
    """Graphs of a service as they stood at one state, whole where they are written, in parts elsewhere."""

    def __init__(self, protocol: Protocol, state: State) -> None:
        """Begin with nothing."""
        self._protocol = protocol
        self.state = state
        self.store = ox.Store()
        self._whole: set[URIRef] = set()

    def take(self, names: Collection[URIRef]) -> None:
        """Take graphs whole."""
        for name in sorted(names - self._whole if isinstance(names, set) else set(names) - self._whole):
            self.store.remove_graph(ox.NamedNode(name))
            if name in self.state.graphs:
                self._protocol.load(name, self.store)
            self._whole.add(name)

    def take_same(self, wanted: ox.Store, names: Sequence[ox.NamedNode]) -> None:
        """Take what other graphs say of the things of which something new is to be written."""
        others = self._others(names)
        if others:
            fresh = dict.fromkeys(
                quad.subject.value
                for name in names
                for quad in wanted.quads_for_pattern(None, None, None, name)
                if quad not in self.store and isinstance(quad.subject, ox.NamedNode)
            )
            self.store.extend(
                ox.Quad(row["s"], row["p"], row["o"], row["g"]) for row in self._asked(_ABOUT, fresh, others)
            )

    def take_records(self, changes: Iterable[Placed], names: Sequence[ox.NamedNode]) -> None:
        """Take the records that other graphs have of links with the subjects of what goes."""
        others = self._others(names)
        if others:
            gone = dict.fromkeys(
                triple.subject.value
                for change in changes
                for triple in change.removed
                if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode)
            )
            for row in self._asked(_RECORDS, gone, others):
                record, graph = row["record"], row["g"]
                ends = zip(_PARTS, (row["s"], row["p"], row["o"]), strict=True)
                self.store.extend(ox.Quad(record, *pair, graph) for pair in [_RECORD, *ends])

    def _others(self, names: Sequence[ox.NamedNode]) -> list[URIRef]:
        written = {name.value for name in names}
        return sorted(name for name in self.state.graphs if str(name) not in written)

    def _asked(self, query: str, subjects: Iterable[str], others: list[URIRef]) -> Iterator[ox.QuerySolution]:
        every, known = iter(subjects), {str(name) for name in others}
        while batch := list(islice(every, _BATCH)):
            text = query.format(values=values(batch))
            rows = self._protocol.solutions(text, Dataset([], others))
            yield from (row for row in rows if row["g"].value in known)
