"""Maps one row to triples, cell by cell, in the forms that the shapes give to columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import RDF, Literal, URIRef
from rdflib.term import Node

from ontology import Column, Form, Shape

from . import cells
from .cells import Rejected
from .errors import Place
from .findings import Severity
from .former import without_former_concepts
from .headers import Headings
from .i18n import mark
from .mapped import Mapped, at, path_key
from .passages import Passages
from .references import References
from .workbook import Row

#: Takes the value of a linked column: the thing of the row, the column, the value, the cell.
LinkTaker = Callable[[URIRef, Column, URIRef, Place], None]


@dataclass
class RowMapper:
    """Maps rows of any sheet of one workbook."""

    mapped: Mapped
    references: References
    take_link: LinkTaker
    _names: dict[URIRef, dict[str, URIRef]] = field(default_factory=dict)

    def map_row(self, thing: URIRef, row: Row, headings: Headings, shape: Shape) -> None:
        """Add what the cells of a row say of a thing; what cannot be read becomes a finding."""
        base = self.mapped.rows[thing]
        for header, heading in headings.found.items():
            if heading.column is None:
                continue
            column = shape.column(heading.column.key)
            place = at(base, header)
            if column is not None:
                self.mapped.cells.setdefault((thing, path_key(column)), place)
                if header in row.cells:
                    self._map_cell(thing, column, heading.lang, row.cells[header], place)
            elif header in row.cells:
                message = mark("“{found}” does not belong to a row of this kind")
                self.mapped.find(place, message, found=row.cells[header])
        for column in shape.columns:
            self._default(thing, column)

    def _default(self, thing: URIRef, column: Column) -> None:
        if (thing, column.predicate, None) in self.mapped.graph:
            return
        value = self.mapped.info(column.default_from) if column.default_from else column.default_value
        if value is not None:
            self.mapped.graph.add((thing, column.predicate, value))

    def _map_cell(self, thing: URIRef, column: Column, lang: str, text: str, place: Place) -> None:
        if column.form is Form.CONCEPT and column.scheme is not None:
            text = without_former_concepts(self.mapped, column, text, place)
            if not text:
                return
        for value in self._values(column, lang, text):
            if isinstance(value, Rejected):
                self.mapped.find(place, value.message, Severity.ERROR, **value.values)
                continue
            self._warn_of_thousands(column, text, place)
            self.mapped.values[thing, path_key(column), value] = place
            if column.linked and isinstance(value, URIRef):
                self.take_link(thing, column, value, place)
            elif column.inverse:
                self.mapped.graph.add((value, column.predicate, thing))
            else:
                self.mapped.graph.add((self._holder(thing, column), column.predicate, value))

    def _warn_of_thousands(self, column: Column, text: str, place: Place) -> None:
        number = cells.doubtful(text, column)
        if number:
            message = mark("“{found}” is read as {number}; if thousands are meant, write {whole}")
            whole = text.replace(",", "")
            self.mapped.find(place, message, Severity.WARNING, found=text, number=number, whole=whole)

    def _holder(self, thing: URIRef, column: Column) -> URIRef:
        """Return the node that holds the value: the thing, or a part of it by the path."""
        holder = thing
        for step in column.path[:-1]:
            part = URIRef(f"{holder}/{re.split('[#/]', step)[-1]}")
            self.mapped.graph.add((holder, step, part))
            if column.part_class is not None:
                self.mapped.graph.add((part, RDF.type, column.part_class))
            holder = part
        return holder

    def _values(self, column: Column, lang: str, text: str) -> Iterator[Node | Rejected]:
        if column.form is Form.PASSAGES:
            yield from self._passages.read(text)
            return
        for part in cells.split(text, column.separator):
            yield self._value(column, lang, part)

    def _value(self, column: Column, lang: str, text: str) -> Node | Rejected:
        if column.form is Form.TEXT:
            return Literal(text, lang=lang)
        if column.form is Form.CONCEPT and column.scheme is not None:
            notations = self.mapped.model.schemes[column.scheme]
            return cells.concept(text, notations, self._concept_names(column.scheme))
        if column.form is Form.REFERENCE:
            return self.references.read(text)
        return cells.literal(text, column)

    @cached_property
    def _passages(self) -> Passages:
        return Passages(self.mapped.graph, self.mapped.outline)

    def _concept_names(self, scheme: URIRef) -> dict[str, URIRef]:
        if scheme not in self._names:
            model = self.mapped.model
            self._names[scheme] = {
                name.casefold(): concept
                for concept in model.schemes[scheme].values()
                for name in model.labels(concept).values()
            }
        return self._names[scheme]
