"""Where a triple lives: in one graph, also where several plans state it.

The union of all graphs counts a triple once per graph, so what several plans state stands in one of
them. That the others state a link too is told by their records of it: a plan states the triple of
each of its link records, wherever that triple stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox
from rdflib import RDF

Triples = set[ox.Triple]
#: Triples that come or go: in memory, or read from a file each time.
Changed = Collection[ox.Triple]
#: Makes a place to collect triples in.
Collect = Callable[[Iterable[ox.Triple]], Collection[ox.Triple]]
#: So many triples of a graph are compared in memory.
_FEW = 100_000
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(term) for term in (RDF.subject, RDF.predicate, RDF.object))
#: What tells a record from a suggestion, which names the ends of a link too and states none.
_RECORD = (ox.NamedNode(RDF.type), ox.NamedNode(RDF.Statement))
#: Has every graph state the links of its records.
LINKS = f"""
INSERT {{ GRAPH ?graph {{ ?s ?p ?o }} }}
WHERE {{
  GRAPH ?graph {{
    ?record a <{RDF.Statement}> ; <{RDF.subject}> ?s ; <{RDF.predicate}> ?p ; <{RDF.object}> ?o
    FILTER NOT EXISTS {{ ?s ?p ?o }}
  }}
}}"""


@dataclass(frozen=True)
class Placed:
    """What a write makes of one graph: the triples that come, and those that go."""

    name: ox.NamedNode
    added: Changed
    removed: Changed
    #: Whether the graph holds anything then.
    after: bool = True

    @property
    def changed(self) -> bool:
        """Whether anything comes or goes."""
        return bool(self.added or self.removed)


def placed(
    held: ox.Store, wanted: ox.Store, names: Sequence[ox.NamedNode], collect: Collect = set
) -> list[Placed]:
    """Return what comes and goes where each graph states just the triples that it has in `wanted`.

    Those of a big graph are asked one by one, so that nothing is held but the difference.
    """
    others = any(name not in names for name in held.named_graphs())
    return [_placed(held, wanted, names, number, others, collect) for number in range(len(names))]


def _placed(
    held: ox.Store,
    wanted: ox.Store,
    names: Sequence[ox.NamedNode],
    number: int,
    others: bool,
    collect: Collect,
) -> Placed:
    name = names[number]
    stated, before = _few(wanted, name), _few(held, name)

    def fresh() -> Iterator[ox.Triple]:
        for triple in _coming(held, wanted, name, stated, before):
            if _is_taken(held, wanted, triple, names, number):
                continue
            if not others or not _elsewhere(held, triple, names):
                yield triple

    added, old = collect(fresh()), _triples(held, name)
    if stated is None or before is None:
        removed = collect(triple for triple in old if _in(triple, name) not in wanted)
        after = bool(added) or any(_in(triple, name) in wanted for triple in _triples(held, name))
    else:
        removed = before - stated
        after = bool(added) or len(removed) < len(before)
    return Placed(name, added, removed, after)


def _coming(
    held: ox.Store, wanted: ox.Store, name: ox.NamedNode, stated: Triples | None, before: Triples | None
) -> Iterable[ox.Triple]:
    """Return what a graph states that it does not hold."""
    if stated is not None and before is not None:
        return stated - before
    every = _triples(wanted, name)
    return every if before == set() else (triple for triple in every if _in(triple, name) not in held)


def _triples(store: ox.Store, name: ox.NamedNode) -> Iterator[ox.Triple]:
    return (quad.triple for quad in store.quads_for_pattern(None, None, None, name))


def _in(triple: ox.Triple, name: ox.NamedNode) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, name)


def _few(store: ox.Store, name: ox.NamedNode) -> Triples | None:
    """Return the triples of a graph; nothing where they are too many to be held in memory."""
    found = set(islice(_triples(store, name), _FEW + 1))
    return found if len(found) <= _FEW else None


def _is_taken(
    held: ox.Store, wanted: ox.Store, triple: ox.Triple, names: Sequence[ox.NamedNode], number: int
) -> bool:
    """Whether another of the graphs that are written has a triple: it had it before, or it comes first."""
    for place, other in enumerate(names):
        quad = ox.Quad(triple.subject, triple.predicate, triple.object, other)
        if place != number and quad in wanted and (place < number or quad in held):
            return True
    return False


def moved(
    held: ox.Store, changes: Collection[Placed], wanted: ox.Store, names: Collection[ox.NamedNode]
) -> Iterator[ox.Quad]:
    """Yield where the links go on that leave their graph: each to one that has a record of it too."""
    told: Triples = set()
    for triple in (triple for change in changes for triple in change.removed):
        stays = any(ox.Quad(triple.subject, triple.predicate, triple.object, n) in wanted for n in names)
        found = None if stays or triple in told else _adopted(held, triple, names)
        if found is not None:
            told.add(triple)
            yield found


def update_text(changes: Iterable[Placed], moved: Iterable[ox.Quad] = ()) -> str:
    """Return one update of all graphs that change; what is moved goes to the graphs of its quads."""
    parts: list[str] = []
    for change in changes:
        if change.after:
            parts.append(_data("DELETE", change.name, change.removed))
            parts.append(_data("INSERT", change.name, change.added))
        else:
            # An empty graph would keep its name.
            parts.append(f"DROP SILENT GRAPH {change.name}")
    parts += [_data("INSERT", quad.graph_name, [quad.triple]) for quad in moved]
    return " ; ".join(part for part in parts if part)


def _data(word: str, name: object, triples: Collection[ox.Triple]) -> str:
    if not triples:
        return ""
    return f"{word} DATA {{ GRAPH {name} {{ {' . '.join(map(str, triples))} }} }}"


def with_links(triples: Triples) -> Triples:
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
    # By the subject, which has a few links, where an object such as a priority may have thousands.
    for quad in held.quads_for_pattern(None, _SUBJECT, triple.subject, None):
        record, other = quad.subject, quad.graph_name
        same = (
            ox.Quad(record, *_RECORD, other) in held
            and ox.Quad(record, _PREDICATE, triple.predicate, other) in held
            and ox.Quad(record, _OBJECT, triple.object, other) in held
        )
        if other not in names and same:
            return ox.Quad(triple.subject, triple.predicate, triple.object, other)
    return None
