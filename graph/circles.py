"""Finds references that lead in a circle, in the columns where the shapes allow none."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter

from rdflib.term import Node

from ontology import Model

from .errors import Place
from .i18n import mark
from .mapped import Mapped, path_key

_Edge = tuple[Node, Node]


class Circles:
    """Collects the references of columns that allow no circle, and tells those that make one."""

    def __init__(self, model: Model) -> None:
        """Take the columns from the shapes."""
        columns = (c for sheet in model.sheets.values() for shape in sheet.shapes for c in shape.columns)
        self._predicates = {path_key(column): column.predicate for column in columns if column.acyclic}
        self._places: dict[str, dict[_Edge, Place]] = {key: {} for key in self._predicates}

    def note(self, mapped: Mapped) -> None:
        """Note the references of a workbook, or of a part of one."""
        for key, predicate in self._predicates.items():
            for thing, value in mapped.graph.subject_objects(predicate):
                place = mapped.place_of(thing, key, value)
                if place is not None:
                    self._places[key][thing, value] = place

    def tell(self, mapped: Mapped) -> None:
        """Find each reference noted that is part of a circle, such as a goal that is part of itself."""
        message = mark("“{found}” leads back to this row in a circle")
        for edges in self._places.values():
            blocked = _blocked(edges) & _blocked((end, start) for start, end in edges)
            for (thing, value), place in edges.items():
                if thing in blocked and value in blocked:
                    mapped.find(place, message, found=str(value).rpartition("/")[2])


def _blocked(edges: Iterable[_Edge]) -> set[Node]:
    """Return the nodes that no order can reach: those of circles, and what lies behind them."""
    sorter: TopologicalSorter[Node] = TopologicalSorter()
    left: set[Node] = set()
    for start, end in edges:
        sorter.add(start, end)
        left |= {start, end}
    with suppress(CycleError):
        sorter.prepare()
        return set()
    while ready := sorter.get_ready():
        left.difference_update(ready)
        sorter.done(*ready)
    return left
