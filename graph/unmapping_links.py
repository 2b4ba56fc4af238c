"""Tells which links of a plan stand in cells of its rows, and which have a row on the links sheet.

A link has a row there only where the mapping would not give the same by itself: another basis, other
lines than those of the thing it is from, another document, a remark; or where no cell may hold it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import PROV, RDF, URIRef
from rdflib.term import Node

from ontology import Column, Shape
from ontology.namespaces import PLAN

from .headers import FROM, RELATION, TO
from .links import Relation, record_iri
from .unmapping_cells import CellWriter
from .unmapping_names import PlanNames, Thing


@dataclass
class LinkWriter:
    """The links of one plan; what it is asked of rows it needs to know for the links sheet.

    `ranks` puts records in an order of their own, such as that of a sheet which a person wrote.
    """

    names: PlanNames
    writer: CellWriter
    ranks: Mapping[Node, int]
    _rows: list[tuple[tuple[int, int], dict[str, str]]] = field(default_factory=list)
    _done: set[Relation] = field(default_factory=set)

    def in_cell(self, thing: Thing, column: Column) -> list[Node] | None:
        """Return the things whose links stand in a cell; nothing for a column without links."""
        if not column.linked:
            return None
        values = [
            value
            for value in self.writer.in_order(column, self.writer.values(thing.iri, column))
            if not (column.inverse and self._stands_forward(value, column))
        ]
        shown = [] if column.link_only else values if column.separator else values[:1]
        for value in values:
            self._note(thing.iri, column, value, shown=value in shown)
        return shown

    def rows(self) -> list[dict[str, str]]:
        """Return the rows of the links sheet; all rows of things must have been written before."""
        for relation in sorted(self._records.keys() - self._done, key=str):
            self._note_of_another_plan(relation)
        return [cells for _, cells in sorted(self._rows, key=lambda pair: pair[0])]

    def _stands_forward(self, value: Node, column: Column) -> bool:
        thing = self.names.things.get(URIRef(str(value)))
        return thing is not None and _forward(thing.shape, column.predicate) is not None

    def _note(self, thing: URIRef, column: Column, value: Node, *, shown: bool) -> None:
        other = URIRef(str(value))
        subject, target = (other, thing) if column.inverse else (thing, other)
        relation = Relation(subject, column.predicate, target)
        if relation in self._done:
            return
        self._done.add(relation)
        document = self._document_of(thing)
        standard = record_iri(self.names.plan, relation, document)
        records = sorted(self._records.get(relation, ()), key=lambda record: (record != standard, record))
        details = [(record, self._details(record, subject, document)) for record in records]
        if shown and not (len(details) > 1 or any(cells for _, cells in details)):
            return
        ends = {FROM: self.names.text(thing) or "", RELATION: column.key, TO: self.names.text(other) or ""}
        for record, cells in details or ([] if shown else [(standard, {})]):
            self._rows.append((self._rank(record), ends | cells))

    def _note_of_another_plan(self, relation: Relation) -> None:
        """Note a link that starts from a thing of another plan."""
        cls = self.names.known.classes.get(relation.subject)
        shape = self.names.model.shape_of(cls) if cls is not None else None
        column = _forward(shape, relation.predicate) if shape else None
        stated = (relation.subject, relation.predicate, relation.object) in self.names.triples
        named = self.names.text(relation.subject) and self.names.text(relation.object)
        if column is not None and stated and named and relation.subject not in self.names.things:
            self._note(relation.subject, column, relation.object, shown=False)

    def _rank(self, record: URIRef) -> tuple[int, int]:
        """Return where a record stands: as it did, else after those that did, in the order of rows."""
        rank = self.ranks.get(record)
        return (1, len(self._rows)) if rank is None else (0, rank)

    def _details(self, record: URIRef, subject: URIRef, document: URIRef) -> dict[str, str]:
        triples = self.names.triples
        lines = set(triples.objects(subject, PROV.wasDerivedFrom))
        by_itself = {PLAN.inDocument: {document}, PROV.wasDerivedFrom: lines}

        def chosen(column: Column) -> Collection[Node] | None:
            if len(column.path) > 1 or column.predicate not in by_itself:
                return None
            found = set(triples.objects(record, column.predicate))
            return () if found == by_itself[column.predicate] else found

        return self.writer.row(record, self._shape, chosen)

    def _document_of(self, thing: URIRef) -> URIRef:
        found = self.names.triples.value(thing, PLAN.inDocument, any=True) or self.writer.info("document")
        return URIRef(str(found)) if found is not None else self.names.plan

    @cached_property
    def _shape(self) -> Shape:
        shape = self.names.model.shape_of(PLAN.Link)
        assert shape is not None
        return shape

    @cached_property
    def _records(self) -> dict[Relation, list[URIRef]]:
        found: dict[Relation, list[URIRef]] = {}
        for record in self.names.triples.subjects(RDF.type, PLAN.Link):
            for relation in self._relations(record):
                found.setdefault(relation, []).append(URIRef(str(record)))
        return found

    def _relations(self, record: Node) -> Iterator[Relation]:
        ends = [
            list(self.names.triples.objects(record, end)) for end in (RDF.subject, RDF.predicate, RDF.object)
        ]
        if all(len(found) == 1 for found in ends):
            yield Relation(*(URIRef(str(found[0])) for found in ends))


def _forward(shape: Shape, predicate: URIRef) -> Column | None:
    """Return the linked column of a shape whose links start from the thing of the row."""
    return next((c for c in shape.columns if c.linked and not c.inverse and c.path == (predicate,)), None)
