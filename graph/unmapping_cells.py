"""Writes the values of a thing as cells, each so that reading the cell gives the value back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from rdflib import XSD, Literal, URIRef
from rdflib.term import Node

from ontology import LANGUAGES, Column, Form, Shape

from . import cells
from .spreadsheets.grids import clean
from .unmapping_names import PlanNames, Rank
from .workbook import INFO

_BOOLEANS = {"true": "yes", "false": "no"}


@dataclass(frozen=True)
class CellWriter:
    """Writes cells of any sheet of one plan."""

    names: PlanNames

    def row(
        self, node: URIRef, shape: Shape, chosen: Callable[[Column], Iterable[Node] | None]
    ) -> dict[str, str]:
        """Return the cells of a thing by header; `chosen` may say which values stand in a column."""
        chosen_values = ((column, chosen(column)) for column in shape.columns)
        return {
            header: text
            for column, values in chosen_values
            for header, text in self._cells(column, self.values(node, column) if values is None else values)
            if text
        }

    def values(self, node: URIRef, column: Column) -> list[Node]:
        """Return what a column holds of a thing; nothing where the mapping adds the same by itself."""
        triples = self.names.triples
        if column.inverse:
            return list(triples.subjects(column.predicate, node))
        holder: Node | None = node
        for step in column.path[:-1]:
            own = URIRef(f"{holder}/{re.split('[#/]', step)[-1]}")
            holder = own if (holder, step, own) in triples else triples.value(holder, step, any=True)
        found = list(triples.objects(holder, column.predicate)) if holder is not None else []
        return [] if found == [self.default(column)] else found

    def default(self, column: Column) -> Node | None:
        """Return the value that an empty cell of a column stands for."""
        return self.info(column.default_from) if column.default_from else column.default_value

    def info(self, key: str) -> Node | None:
        """Return what the plan itself has for a column of its own sheet."""
        column = self.names.model.sheets[INFO].shapes[0].column(key)
        return self.names.triples.value(self.names.plan, column.predicate, any=True) if column else None

    def in_order(self, column: Column, values: Iterable[Node]) -> list[Node]:
        """Return the values that a cell can hold, in the order in which they stand there.

        A graph keeps no order of values: things stand in the order of their rows, concepts in that of
        their list, lines and numbers from the first on, texts by the alphabet.
        """
        told = [(told[0], value) for value in values if (told := self._told(column, value))]
        return [value for _, value in sorted(told, key=lambda pair: pair[0])]

    def _cells(self, column: Column, values: Iterable[Node]) -> Iterator[tuple[str, str]]:
        if column.form is not Form.TEXT:
            yield column.key, self._joined(column, values)
            return
        for lang, header in zip(LANGUAGES, column.headers, strict=True):
            spoken = (value for value in values if isinstance(value, Literal) and value.language == lang)
            yield header, self._joined(column, spoken)

    def _joined(self, column: Column, values: Iterable[Node]) -> str:
        texts = [text for _, text in sorted(filter(None, (self._told(column, value) for value in values)))]
        return f"{column.separator} ".join(texts) if column.separator else "".join(texts[:1])

    def _told(self, column: Column, value: Node) -> tuple[Rank, str] | None:
        """Return the place of a value in its cell and how it is written; nothing where no cell holds it."""
        told = self._writers[column.form](column, value)
        if told is None or cells.split(told[1], column.separator) != [told[1]]:
            return None
        return told

    @cached_property
    def _writers(self) -> dict[Form, Callable[[Column, Node], tuple[Rank, str] | None]]:
        return {
            Form.TEXT: self._text,
            Form.LITERAL: self._literal,
            Form.CONCEPT: self._concept,
            Form.REFERENCE: self._reference,
            Form.PASSAGES: lambda _, value: self.names.lines(value),
        }

    def _text(self, _: Column, value: Node) -> tuple[Rank, str] | None:
        text = clean(str(value)) if isinstance(value, Literal) and value.language else ""
        return ((text,), text) if text else None

    def _literal(self, column: Column, value: Node) -> tuple[Rank, str] | None:
        if not isinstance(value, Literal) or value.language:
            return None
        text = clean(str(value))
        if (value.datatype or XSD.string) != (column.datatype or XSD.string):
            return None
        if value.datatype == XSD.boolean:
            text = _BOOLEANS.get(text, text)
        rank = str(value) if value.datatype in {None, XSD.string} else _sortable(value)
        return ((rank,), text) if text and isinstance(cells.literal(text, column), Literal) else None

    def _concept(self, column: Column, value: Node) -> tuple[Rank, str] | None:
        assert column.scheme is not None
        notations = list(self.names.model.schemes.get(column.scheme, {}).items())
        return next(
            (((place,), code) for place, (code, concept) in enumerate(notations) if concept == value), None
        )

    def _reference(self, _: Column, value: Node) -> tuple[Rank, str] | None:
        text = self.names.text(value) if isinstance(value, URIRef) else None
        return (self.names.rank(value), text) if text else None


def _sortable(value: Literal) -> str:
    """Return a number so that the alphabet puts it in order; other values as they are."""
    try:
        return f"{float(value):+030.10f}"
    except (TypeError, ValueError):
        return str(value)
