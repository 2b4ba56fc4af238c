"""Where a triple lives: in one graph, also where several plans state it.

The union of all graphs counts a triple once per graph, so what several plans state stands in one of
them. That the others state a link too is told by their records of it: a plan states the triple of
each of its link records, wherever that triple stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import RDF

Triples = set[ox.Triple]
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(term) for term in (RDF.subject, RDF.predicate, RDF.object))
#: What tells a record from a suggestion, which names the ends of a link too and states none.
_RECORD = (ox.NamedNode(RDF.type), ox.NamedNode(RDF.Statement))


@dataclass(frozen=True)
class Placed:
    """What a write makes of one graph: the triples that it held, and those that it will hold."""

    name: ox.NamedNode
    old: Triples
    new: Triples

    @property
    def added(self) -> Triples:
        """The triples that come."""
        return self.new - self.old

    @property
    def removed(self) -> Triples:
        """The triples that go."""
        return self.old - self.new

    @property
    def changed(self) -> bool:
        """Whether anything comes or goes."""
        return self.old != self.new


def placed(held: ox.Store, wanted: Mapping[ox.NamedNode, Triples]) -> list[Placed]:
    """Return what each graph will hold where each states just these triples and those of its links."""
    old = {name: triples_of(held, name) for name in wanted}
    stated = {name: _with_links(triples) for name, triples in wanted.items()}
    new: dict[ox.NamedNode, Triples] = {}
    taken: Triples = set()
    for name, triples in stated.items():
        new[name] = (triples & old[name]) - taken
        taken |= new[name]
    others = any(name not in wanted for name in held.named_graphs())
    for name, triples in stated.items():
        fresh = triples - taken
        if others:
            fresh = {triple for triple in fresh if not _elsewhere(held, triple, wanted)}
        new[name] |= fresh
        taken |= fresh
    return [Placed(name, old[name], new[name]) for name in wanted]


def moved(held: ox.Store, changes: Collection[Placed]) -> list[ox.Quad]:
    """Return where the links go on that leave their graph: each to one that has a record of it too."""
    names = {change.name for change in changes}
    stay: Triples = set().union(*(change.new for change in changes))
    leave: Triples = set().union(*(change.removed for change in changes)) - stay
    found = (_adopted(held, triple, names) for triple in leave)
    return [quad for quad in found if quad is not None]


def update_text(changes: Iterable[Placed], moved: Iterable[ox.Quad] = ()) -> str:
    """Return one update of all graphs that change; what is moved goes to the graphs of its quads."""
    parts: list[str] = []
    for change in changes:
        parts += [_data("DELETE", change.name, change.removed), _data("INSERT", change.name, change.added)]
        if not change.new:
            # An empty graph would keep its name.
            parts.append(f"DROP SILENT GRAPH {change.name}")
    parts += [_data("INSERT", quad.graph_name, [quad.triple]) for quad in moved]
    return " ; ".join(part for part in parts if part)


def _data(word: str, name: object, triples: Collection[ox.Triple]) -> str:
    if not triples:
        return ""
    return f"{word} DATA {{ GRAPH {name} {{ {' . '.join(map(str, triples))} }} }}"


def triples_of(held: ox.Store, name: ox.NamedNode) -> Triples:
    """Return what a graph holds."""
    return {quad.triple for quad in held.quads_for_pattern(None, None, None, name)}


def _with_links(triples: Triples) -> Triples:
    """Return triples together with those that their link records are about."""
    said: dict[ox.NamedNode, dict[object, object]] = {_SUBJECT: {}, _PREDICATE: {}, _OBJECT: {}}
    for triple in triples:
        if triple.predicate in said:
            said[triple.predicate][triple.subject] = triple.object
    subjects, predicates, objects = said.values()
    records = {triple.subject for triple in triples if (triple.predicate, triple.object) == _RECORD}
    whole = records & subjects.keys() & predicates.keys() & objects.keys()
    links = {ox.Triple(subjects[key], predicates[key], objects[key]) for key in whole}  # type: ignore[arg-type]
    return triples | links


def _elsewhere(held: ox.Store, triple: ox.Triple, names: Collection[ox.NamedNode]) -> bool:
    found = held.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return any(quad.graph_name not in names for quad in found)


def _adopted(held: ox.Store, triple: ox.Triple, names: Collection[ox.NamedNode]) -> ox.Quad | None:
    for quad in held.quads_for_pattern(None, _OBJECT, triple.object, None):
        record, other = quad.subject, quad.graph_name
        same = (
            ox.Quad(record, *_RECORD, other) in held
            and ox.Quad(record, _SUBJECT, triple.subject, other) in held
            and ox.Quad(record, _PREDICATE, triple.predicate, other) in held
        )
        if other not in names and same:
            return ox.Quad(triple.subject, triple.predicate, triple.object, other)
    return None
