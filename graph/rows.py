"""Maps one row to triples, cell by cell, in the forms that the shapes give to columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import RDF, XSD, Literal, URIRef
from rdflib.term import Node

from ontology import LANGUAGES, Column, Form, Shape

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

_SIMPLE = {XSD.date, XSD.gYear, XSD.integer, XSD.decimal, XSD.boolean}

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
                    self._map_cell(thing, column, heading.lang, row.cells[header], place, shape)
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

    def _map_cell(
        self, thing: URIRef, column: Column, lang: str, text: str, place: Place, shape: Shape
    ) -> None:
        if column.form is Form.CONCEPT and column.scheme is not None:
            text = without_former_concepts(self.mapped, column, text, place)
            if not text:
                return
        for value in self._values(column, lang, text, place):
            if isinstance(value, Rejected):
                told = self._elsewhere(value, column, shape) or value
                self.mapped.find(place, told.message, Severity.ERROR, **told.values)
                continue
            doubt = cells.doubtful(text, column)
            if doubt:
                self.mapped.find(place, doubt.message, Severity.WARNING, **doubt.values)
            self.mapped.values[thing, path_key(column), value] = place
            if column.linked and isinstance(value, URIRef):
                self.take_link(thing, column, value, place)
            elif column.inverse:
                self.mapped.graph.add((value, column.predicate, thing))
            else:
                self.mapped.graph.add((self._holder(thing, column), column.predicate, value))

    def _elsewhere(self, rejected: Rejected, column: Column, shape: Shape) -> Rejected | None:
        """Tell in which column a value belongs that its own cannot hold.

        “jatkuva” is no deadline, and it is a kind of schedule; “joka syksy” is a schedule in words.
        """
        values, text = rejected.values, str(rejected.values.get("found", ""))
        if not values.keys() & {"expected", "example", "choices"}:
            return None
        beside = [c for c in shape.columns if c.path[:-1] == column.path[:-1] and c != column]
        in_part = beside if len(column.path) > 1 else []
        fitting = [c for c in in_part if self._fits(text, c)] or self._by_word(text, column, shape)
        if fitting:
            message = mark("“{found}” does not belong here; write it in the column {column}")
            return Rejected(message, {"found": text, "column": _names(fitting)})
        words = [c for c in in_part if c.form is Form.TEXT and any(letter.isalpha() for letter in text)]
        if words and "expected" in values:
            message = mark("“{found}” is not {expected}; words go into the column {column}")
            return Rejected(message, {**values, "column": _names(words)})
        if words and "choices" in values:
            message = mark("“{found}” is not one of: {choices}; other words go into the column {column}")
            return Rejected(message, {**values, "column": _names(words)})
        return None

    def _by_word(self, text: str, column: Column, shape: Shape) -> list[Column]:
        """Return the columns of codes to which a word belongs that stands where a time should."""
        times = {XSD.date, XSD.gYear}
        return [c for c in shape.columns if column.datatype in times and c.scheme and self._fits(text, c)]

    def _fits(self, text: str, column: Column) -> bool:
        if column.form is Form.CONCEPT:
            return isinstance(self._value(column, "", text), URIRef)
        year = column.form is Form.LITERAL and column.datatype == XSD.gYear
        return year and isinstance(cells.literal(text, column), Literal)

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

    def _values(self, column: Column, lang: str, text: str, place: Place) -> Iterator[Node | Rejected]:
        if column.form is Form.PASSAGES:
            yield from self._passages.read(text)
            return
        parts = cells.split(text, column.separator)
        if not column.separator and _takes_one(column) and len(several := cells.split(text, ";")) > 1:
            message = mark("“{found}” holds {count} values, and this column takes one")
            yield Rejected(message, {"found": " ".join(text.split()), "count": len(several)})
            return
        for part in parts:
            yield self._reference(column, part, place) or self._value(column, lang, part)

    def _reference(self, column: Column, text: str, place: Place) -> Node | Rejected | None:
        if column.form is not Form.REFERENCE:
            return None
        return self.references.read(
            text,
            column.classes,
            lambda message, values: self.mapped.find(place, message, Severity.NOTE, **values),
        )

    def _value(self, column: Column, lang: str, text: str) -> Node | Rejected:
        if column.form is Form.TEXT:
            return Literal(text, lang=lang)
        if column.form is Form.CONCEPT and column.scheme is not None:
            notations = self.mapped.model.schemes[column.scheme]
            labels = self.mapped.model.labels
            return cells.concept(text, notations, self._concept_names(column.scheme), labels)
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


def _names(columns: Sequence[Column]) -> dict[str, str]:
    return {lang: " / ".join(c.names.get(lang, c.key) for c in columns) for lang in LANGUAGES}


def _takes_one(column: Column) -> bool:
    """Whether a column takes one value in which no sign that parts values can stand."""
    return column.form in {Form.CONCEPT, Form.REFERENCE} or column.datatype in _SIMPLE
