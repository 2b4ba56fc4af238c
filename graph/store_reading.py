"""What every store can be asked, wherever it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO

import pyoxigraph as ox
from rdflib import Graph, URIRef

from ontology.namespaces import ONTOLOGY
from ontology.version import version_text

from .answers import FORMATS, Solutions
from .errors import QuerySyntaxError
from .i18n import mark
from .rdf_text import pour
from .terms import Facts, n_quads, serialised, to_graph, to_ox, to_rdflib

#: What a query gives: rows, a word, or triples.
Found = ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]


class Reading(ABC):
    """Answers over one named graph per plan, register and the ontology; the union is what a query sees."""

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of triples in all graphs."""

    @abstractmethod
    def graphs(self) -> list[URIRef]:
        """Return the names of all graphs, sorted."""

    @abstractmethod
    def _quads(self, graph: URIRef | None, subject: URIRef | None = None) -> Iterator[ox.Quad]:
        """Return the quads of one graph, or of all; those about one subject where it is given."""

    @abstractmethod
    def _query(self, query: str, graphs: Sequence[URIRef]) -> Found:
        """Ask the union of all graphs, or of the graphs named, or raise `QueryError`."""

    def triples(self, graph: URIRef) -> Graph:
        """Return one graph as an rdflib graph of its own."""
        return to_graph((quad.triple for quad in self._quads(graph)), graph)

    def facts(self, graph: URIRef) -> Facts:
        """Return one graph as subjects, predicates and objects, to be read as often as one likes."""
        return Facts([quad.triple for quad in self._quads(graph)])

    @property
    def ontology_version(self) -> str:
        """The version of the ontology that the data was written with, empty where none is told."""
        return version_text(to_graph(quad.triple for quad in self._quads(ONTOLOGY, ONTOLOGY)))

    def holds(self, graph: URIRef, triples: Graph) -> bool:
        """Whether a graph holds just these triples."""
        return {quad.triple for quad in self._quads(graph)} == to_ox(triples)

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
        if not isinstance(found, ox.QuerySolutions):
            return to_graph(found)
        variables = tuple(variable.value for variable in found.variables)
        rows = tuple(tuple(map(to_rdflib, solution)) for solution in found)
        return Solutions(variables, rows)

    def ask(self, query: str, graphs: Sequence[URIRef] = ()) -> bool:
        """Answer an ASK."""
        return self.answer(query, graphs) is True

    def n_quads(self, graph: URIRef) -> Iterator[bytes]:
        """Return a graph as N-Quads, some at a time."""
        return n_quads(self._quads(graph))

    def pour(
        self,
        output: IO[bytes],
        media_type: str,
        graph: URIRef | None = None,
        prefixes: Mapping[str, str] = {},
    ) -> None:
        """Write one graph, or all as one, in a format of `GRAPH_TYPES`, piece by piece and in no order."""
        pour(self._quads(graph), output, media_type, prefixes)

    def serialise(self, suffix: str, graph: URIRef | None = None, prefixes: Mapping[str, str] = {}) -> bytes:
        """Write one graph, or all, in the format of a file suffix.

        Triples and quads are sorted, so that two writings of the same content are equal. Formats of
        quads keep the names of graphs; a JSON-LD file of one graph is about its things alone.
        """
        form = FORMATS[suffix]
        alone = graph is not None and form == ox.RdfFormat.JSON_LD
        return serialised(self._quads(graph), form, prefixes, alone=alone)

    def dump(self, output: IO[bytes]) -> None:
        """Write all graphs as N-Quads in pieces, in no order that means anything."""
        for piece in n_quads(self._quads(None)):
            output.write(piece)
