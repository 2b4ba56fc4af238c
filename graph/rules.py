"""What the validator has to read of the shapes for some data, and the data as it reads it fast.

The validator reads all of a shape for every thing. Most columns of a sheet stand empty, and most rules
say what a value must be: a rule about a property that nothing has cannot break.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from rdflib import RDF, SH, SKOS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

_FRAME = {RDF.type, RDF.first, RDF.rest}
_WORDS = {SH.name, SH.description, SH.order, SH.group}
#: What is asked of each value, and so of nothing where there is none.
_OF_VALUES = {
    SH.path,
    SH.datatype,
    SH.nodeKind,
    SH["class"],
    SH["or"],
    SH["in"],
    SH.node,
    SH.property,
    SH.maxCount,
    SH.minInclusive,
    SH.maxInclusive,
    SH.minLength,
    SH.maxLength,
    SH.pattern,
    SH.flags,
    SH.uniqueLang,
    SH.message,
    SH.severity,
    SH.defaultValue,
    RDF.type,
}


class Data(Graph):
    """Data to be checked, as the validator reads it fast.

    A query that is asked of one thing after the other is read once, and `beside` are things of which
    only the class is known: what refers to them is checked, and not they.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.beside: set[Node] = set()

    def subjects(  # type: ignore[override]
        self,
        predicate: Node | None = None,
        object: Node | None = None,  # noqa: A002
        unique: bool = False,
    ) -> Iterator[Node]:
        """Yield the things to be checked that have a property."""
        found = super().subjects(predicate, object, unique)
        return (node for node in found if node not in self.beside) if predicate == RDF.type else found

    def query(self, query_object: str | Query, *args: Any, **values: Any) -> Result:  # noqa: ANN401
        """Answer a query."""
        read = _read(query_object) if isinstance(query_object, str) else query_object
        return super().query(read, *args, **values)


@lru_cache(maxsize=64)
def _read(text: str) -> Query:
    return prepareQuery(text)


def rules_for(shapes: Graph, data: Graph) -> Graph:
    """Return the rules that data may break."""
    return _rules(shapes, frozenset(data.predicates(unique=True)))


@lru_cache(maxsize=16)
def _rules(shapes: Graph, used: frozenset[Node]) -> Graph:
    rules = Graph()
    # Codes are read within their list alone: the mapping has asked this of every cell.
    idle = set(shapes.subjects(SH.path, SKOS.inScheme))
    idle |= {rule for rule, path in shapes.subject_objects(SH.path) if _is_idle(shapes, rule, path, used)}
    for triple in shapes:
        predicate = triple[1]
        if triple[0] in idle or triple[2] in idle:
            continue
        if predicate in _FRAME or (predicate not in _WORDS and str(predicate).startswith(str(SH))):
            rules.add(triple)
    return rules


def _is_idle(shapes: Graph, rule: Node, path: Node, used: frozenset[Node]) -> bool:
    """Whether a rule asks nothing but of values, and no value is there."""
    asked = {predicate for predicate in shapes.predicates(rule) if str(predicate).startswith(str(SH))}
    return asked <= _OF_VALUES | _WORDS and not _steps(shapes, path) <= used


def _steps(shapes: Graph, path: Node) -> set[Node]:
    """Return the properties that must all be there for a value at a path; none where that is not plain."""
    if isinstance(path, URIRef):
        return {path}
    inverse = shapes.value(path, SH.inversePath)
    if isinstance(inverse, URIRef):
        return {inverse}
    steps = set(Collection(shapes, path))
    return steps if all(isinstance(step, URIRef) for step in steps) else set()
