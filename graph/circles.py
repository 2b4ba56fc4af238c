"""Finds references that lead in a circle, in the columns where the shapes allow none."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter

from rdflib.term import Node

from .i18n import mark
from .mapped import Mapped, path_key

_Edge = tuple[Node, Node]


def tell_circles(mapped: Mapped) -> None:
    """Find each reference of a workbook that is part of a circle, such as a goal that is part of itself."""
    sheets = (sheet for name, sheet in mapped.model.sheets.items() if name in mapped.workbook.sheets)
    keys = {
        (path_key(c), c.predicate) for sheet in sheets for s in sheet.shapes for c in s.columns if c.acyclic
    }
    message = mark("“{found}” leads back to this row in a circle")
    for key, predicate in keys:
        edges = set(mapped.graph.subject_objects(predicate))
        blocked = _blocked(edges) & _blocked((end, start) for start, end in edges)
        for thing, value in edges:
            place = mapped.place_of(thing, key, value)
            if place is not None and thing in blocked and value in blocked:
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
