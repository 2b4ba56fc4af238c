"""The quads of a store that may be public, and what has to change in a copy that holds them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import TypeGuard

import pyoxigraph as ox
from rdflib import XSD, URIRef

from . import program
from .placement import Placed
from .spill import collect
from .store import Store
from .visibility import Hidden
from .visibility_state import LeftOut, Link

_URI = ox.NamedNode(XSD.anyURI)


class Visible:
    """What of a store may be public; `held` are its quads."""

    def __init__(self, store: Store, hidden: Hidden) -> None:
        """Take an open store, and what is internal in it."""
        self.store = store
        self.hidden = hidden
        self.held: ox.Store = store.oxigraph
        self._blanks: dict[ox.BlankNode, bool] = {}

    def graphs(self) -> list[ox.NamedNode]:
        """Return the graphs of the store that are not internal as a whole."""
        return [ox.NamedNode(name) for name in self.store.graphs() if name not in self.hidden]

    def quads(self, graph: ox.NamedNode) -> Iterator[ox.Quad]:
        """Yield what of a graph may be public, and the links that it holds instead of an internal graph."""
        if graph.value in self.hidden:
            return
        yield from filter(self._shows, self.held.quads_for_pattern(None, None, None, graph))
        yield from (quad for quad in self._adopted if quad.graph_name == graph)

    def shows(self, quad: ox.Quad) -> bool:
        """Whether a quad is one of those."""
        stands = quad in self.held and not self._is_hidden(quad.graph_name) and self._shows(quad)
        return stands or quad in self._adopted

    def changes(self, graph: ox.NamedNode, copy: ox.Store) -> Placed:
        """Return what has to come and go in the graph of a copy."""
        had = copy.quads_for_pattern(None, None, None, graph)
        added = collect(quad.triple for quad in self.quads(graph) if quad not in copy)
        removed = collect(quad.triple for quad in had if not self.shows(quad))
        return Placed(graph, added, removed, any(True for _ in self.quads(graph)))

    def _shows(self, quad: ox.Quad) -> bool:
        return not (self._is_hidden(quad.subject) or self._is_hidden(quad.object))

    def _is_hidden(self, term: object) -> bool:
        if isinstance(term, ox.BlankNode):
            return self._hangs_on_hidden(term)
        if isinstance(term, ox.Triple):
            return any(map(self._is_hidden, (term.subject, term.predicate, term.object)))
        # An address may also stand as a text.
        return isinstance(term, ox.NamedNode | ox.Literal) and term.value in self.hidden

    def _hangs_on_hidden(self, node: ox.BlankNode) -> bool:
        """Whether a node without an address hangs on something internal, or tells of it."""
        if node not in self._blanks:
            group, ends, asked = {node}, set[object](), [node]
            while asked:
                beside = set(self._beside(asked.pop()))
                new = {end for end in beside if isinstance(end, ox.BlankNode)} - group
                group |= new
                ends |= beside - group
                asked += new
            self._blanks |= dict.fromkeys(group, any(map(self._is_hidden, ends)))
        return self._blanks[node]

    def _beside(self, node: ox.BlankNode) -> Iterator[object]:
        yield from (quad.object for quad in self.held.quads_for_pattern(node, None, None, None))
        yield from (quad.subject for quad in self.held.quads_for_pattern(None, None, node, None))

    @cached_property
    def adopted(self) -> frozenset[Link]:
        """The links that internal graphs hold for public ones, each with its graph in the copy."""
        holders = [name for name in self.store.graphs() if name in self.hidden]
        homes: dict[tuple[str, str, str], str] = {}
        for row in program.rows(self.store, "adopted", holders) if holders else ():
            subject, predicate, value, graph, _ = told = tuple(map(str, row))
            if not any(name in self.hidden for name in told):
                link = (subject, predicate, value)
                homes[link] = min(graph, homes.get(link, graph))
        return frozenset((graph, *link) for link, graph in homes.items())

    @cached_property
    def _adopted(self) -> frozenset[ox.Quad]:
        node = ox.NamedNode
        return frozenset(ox.Quad(node(s), node(p), node(o), node(graph)) for graph, s, p, o in self.adopted)

    def left_out(self, things: frozenset[str]) -> LeftOut:
        """Return what is left out, of which a planner counts these things."""
        return LeftOut(self.hidden.names, things, self.adopted)


def touched(
    before: LeftOut, after: LeftOut, stores: Collection[ox.Store], graphs: Iterable[URIRef]
) -> set[ox.NamedNode]:
    """Return the graphs that change in a copy: those written, and those that mention what came or went.

    What came is internal now, and what went is not any longer; it is looked for in all of the stores. Of a
    whole plan, things may be mentioned that it does not hold: then any graph may change.
    """
    found = {ox.NamedNode(name) for name in graphs}
    found |= {ox.NamedNode(link[0]) for link in before.adopted ^ after.adopted}
    terms = [ox.NamedNode(name) for name in before.names ^ after.names]
    if any(store.contains_named_graph(term) for term in terms for store in stores):
        return {graph for store in stores for graph in store.named_graphs() if _is_named(graph)}
    for term in terms:
        for store in stores:
            found |= set(_mentioning(store, term))
    return found


def _mentioning(store: ox.Store, term: ox.NamedNode) -> Iterator[ox.NamedNode]:
    texts = (ox.Literal(term.value), ox.Literal(term.value, datatype=_URI))
    for pattern in ((term, None, None, None), *((None, None, value, None) for value in (term, *texts))):
        for quad in store.quads_for_pattern(*pattern):
            if _is_named(quad.graph_name):
                yield quad.graph_name


def _is_named(graph: object) -> TypeGuard[ox.NamedNode]:
    return isinstance(graph, ox.NamedNode)
