"""Tells rows that only help to fill a sheet in from rows that a person wrote."""

from __future__ import annotations

from functools import lru_cache

from rdflib import Graph

from ontology.front import front

from .headers import ID, KIND, Headings
from .workbook import Row


def is_example(row: Row, headings: Headings) -> bool:
    """Whether the first text of a row, beside its ID and kind, begins with `Example:` in any language."""
    first = next((text for header, text in _cells(row, headings) if not _names_only(header, headings)), "")
    word, colon, _ = first.partition(":")
    return bool(colon) and word.strip().casefold() in _words(headings.model.graph)


def has_content(row: Row, headings: Headings) -> bool:
    """Whether a row says anything beside its ID and kind; where rows have no ID, any cell says something."""
    if row.strays or not headings.sheet_model.id_prefix:
        return True
    return any(not _names_only(header, headings) for header in row.cells)


def _cells(row: Row, headings: Headings) -> list[tuple[str, str]]:
    """Return the cells from left to right."""
    order = {header: place for place, header in enumerate(headings.sheet.headers)}
    return sorted(row.cells.items(), key=lambda cell: order.get(cell[0], len(order)))


def _names_only(header: str, headings: Headings) -> bool:
    heading = headings.found.get(header)
    return heading is not None and heading.role in {ID, KIND}


@lru_cache(maxsize=4)
def _words(source: Graph) -> frozenset[str]:
    return frozenset(word.casefold() for word in front(source).example.values())
