"""Collects the links of a workbook: from short-cut columns and from the Links sheet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace

from rdflib import PROV, RDF, Literal, URIRef

from ontology import Column, Shape
from ontology.namespaces import CONCEPT, PLAN

from .cells import Rejected, choices
from .errors import Place, nearest
from .findings import Severity
from .former import column_of_former
from .headers import FROM, RELATION, TO, Headings
from .i18n import mark
from .links import Relation, add_record, record_iri
from .mapped import Mapped, at
from .parts import Ends, both_ways, relation_of
from .references import References
from .workbook import Row, Sheet

LINKS = "links"

#: Adds what the cells of a row say of a link record.
RowTaker = Callable[[URIRef, Row, Headings, Shape], None]


@dataclass(frozen=True)
class _Draft:
    """A link on its way: from which thing, where it was written, its row in the Links sheet."""

    thing: URIRef
    place: Place
    row: Row | None = None


@dataclass
class LinkSheet:
    """The links of one workbook; each becomes a plain triple and a record."""

    mapped: Mapped
    references: References
    #: Where the workbook is mapped in parts: what of the others matters here, and the number of this one.
    ends: Ends | None = None
    part: int = 0
    _drafts: dict[Relation, _Draft] = field(default_factory=dict)
    #: What other documents say of a link, each in a row of its own.
    _elsewhere: dict[Relation, list[_Draft]] = field(default_factory=dict)

    def take(self, thing: URIRef, column: Column, value: URIRef, place: Place) -> None:
        """Take a link from a short-cut column."""
        relation = relation_of(thing, column, value)
        if relation in self._drafts or (self.ends and self.ends.homes.get(relation, self.part) != self.part):
            self.mapped.find(place, mark("the same link stands here twice"), Severity.WARNING)
            return
        self._note(relation, _Draft(thing, place))

    def take_rows(self, headings: Headings, rows: Iterable[Row]) -> None:
        """Take rows of the Links sheet: details of links, and links that stand only there."""
        for row in rows:
            base = Place(headings.sheet.file, LINKS, row.number)
            ends = self._ends(row, headings, base)
            if ends is None:
                continue
            column = self._column(ends[0], headings.cell(row, RELATION), base)
            if column is not None:
                self._take_row(row, headings, column, ends)

    def write(self, headings: Headings | None, take_row: RowTaker) -> None:
        """Write every link: triple, record, and what its row in the Links sheet says."""
        shape = self.mapped.model.shape_of(PLAN.Link)
        assert shape is not None
        headings = headings or _no_headings(self.mapped)
        further = [(relation, draft) for relation, found in self._elsewhere.items() for draft in found]
        for relation, draft in (*self._drafts.items(), *further):
            row = draft.row or Row(draft.place.row or 0, {})
            document = self._document(row, headings, draft.thing)
            record = record_iri(self.mapped.outline.iri, relation, document)
            add_record(self.mapped.graph, record, relation, document)
            self.mapped.rows[record] = draft.place
            take_row(record, row, headings, shape)
            self._passages(record, relation)
            if draft.row is not None:
                self._check_certain(record)
        for relation in self.ends.beside(self.part) if self.ends else ():
            self.mapped.graph.add((relation.subject, relation.predicate, relation.object))
            cls = self.references.known.classes.get(relation.subject)
            if cls is not None:
                self.mapped.graph.add((relation.subject, RDF.type, cls))

    def _check_certain(self, record: URIRef) -> None:
        """Warn of a link that the source states and of which a person is not sure."""
        sure = self.mapped.graph.value(record, PLAN.confidence)
        stated = (record, PLAN.basis, CONCEPT["basis/stated"]) in self.mapped.graph
        if stated and isinstance(sure, Literal) and sure.toPython() < 1:
            message = mark("a link that the source states is certain; give another basis, or no confidence")
            place = self.mapped.cells[record, str(PLAN.confidence)]
            self.mapped.find(place, message, Severity.WARNING)

    def home(self, row: Row, headings: Headings) -> int:
        """Return the part that a row of the Links sheet belongs to; the first where its thing is in none."""
        assert self.ends is not None
        base = Place(headings.sheet.file, LINKS, row.number)
        ends = self._ends(row, headings, base)
        column = self._column(ends[0], headings.cell(row, RELATION), base) if ends else None
        if ends is None or column is None:
            return 0
        part = self.ends.part_of(ends[0]) or 0
        if column.predicate not in both_ways(self.mapped.model):
            return part
        return self.ends.homes.setdefault(relation_of(ends[0], column, ends[1]), part)

    def _passages(self, record: URIRef, relation: Relation) -> None:
        """Let a link without lines of its own rest on the passages of the thing that it is from."""
        data = self.mapped.graph
        if (record, PROV.wasDerivedFrom, None) not in data:
            if self.ends and self.ends.part_of(relation.subject) not in {None, self.part}:
                self.ends.late.append((record, relation.subject))
            for passage in list(data.objects(relation.subject, PROV.wasDerivedFrom)):
                data.add((record, PROV.wasDerivedFrom, passage))

    def _note(self, relation: Relation, draft: _Draft) -> None:
        self._drafts[relation] = draft
        key = (relation.subject, str(relation.predicate), relation.object)
        self.mapped.values.setdefault(key, draft.place)

    def _ends(self, row: Row, headings: Headings, base: Place) -> tuple[URIRef, URIRef] | None:
        found: list[URIRef] = []
        for role in (FROM, TO):
            text = headings.cell(row, role)
            end = self._end(text, at(base, role)) if text else Rejected(mark("is empty; expected an ID"), {})
            if isinstance(end, Rejected):
                self.mapped.find(at(base, role), end.message, Severity.ERROR, **end.values)
            else:
                found.append(end)
        return (found[0], found[1]) if len(found) == len((FROM, TO)) else None

    def _end(self, text: str, place: Place) -> URIRef | Rejected:
        return self.references.read(
            text, (), lambda message, values: self.mapped.find(place, message, Severity.NOTE, **values)
        )

    def _column(self, subject: URIRef, key: str, base: Place) -> Column | None:
        own = self.mapped.graph.value(subject, RDF.type)
        cls = URIRef(str(own)) if own is not None else self.references.known.classes.get(subject)
        shape = self.mapped.model.shape_of(cls) if cls is not None else None
        linked = {column.key: column for column in (shape.columns if shape else ()) if column.linked}
        names = self._names(linked.values())
        found = linked.get(key) or names.get(key.casefold())
        if found is None and shape is not None:
            found = column_of_former(self.mapped, shape, key, at(base, RELATION))
        if found is None:
            near = linked.get(nearest(key, linked)) or names.get(nearest(key.casefold(), names))
            message = (
                mark("“{found}” is no relation of this row; did you mean {near}?")
                if near
                else mark("“{found}” is no relation of this row; expected one of: {choices}")
            )
            told = choices({key: column.names for key, column in linked.items()}) or "–"
            values = {"found": key, "near": near.names if near else "", "choices": told}
            self.mapped.find(at(base, RELATION), message, Severity.ERROR, **values)
        return found

    def _names(self, columns: Collection[Column]) -> dict[str, Column]:
        """Return the columns by their names, and by the words of their properties where those are free."""
        labels = self.mapped.model.labels
        words = {w.casefold(): c for c in columns if not c.inverse for w in labels(c.predicate).values()}
        return words | {name.casefold(): c for c in columns for name in c.names.values()}

    def _take_row(self, row: Row, headings: Headings, column: Column, ends: tuple[URIRef, URIRef]) -> None:
        base = Place(headings.sheet.file, LINKS, row.number)
        relation = relation_of(ends[0], column, ends[1])
        draft = self._drafts.get(relation)
        if draft is None:
            self._note(relation, _Draft(ends[0], base, row))
            if not column.link_only and ends[0] in self.mapped.rows:
                message = mark("the row of {thing} does not list this link under {column}")
                thing = headings.cell(row, FROM)
                self.mapped.find(at(base, TO), message, Severity.WARNING, thing=thing, column=column.names)
        elif draft.row is not None and self._in_another_document(row, headings, relation):
            self._elsewhere.setdefault(relation, []).append(replace(draft, place=base, row=row))
        elif draft.row is not None:
            message = mark("the same link stands at row {first} already")
            self.mapped.find(at(base, TO), message, first=draft.row.number)
        else:
            self._drafts[relation] = replace(draft, place=base, row=row)

    def _in_another_document(self, row: Row, headings: Headings, relation: Relation) -> bool:
        drafts = (self._drafts[relation], *self._elsewhere.get(relation, ()))
        told = [self._document(draft.row, headings, draft.thing) for draft in drafts if draft.row]
        return self._document(row, headings, drafts[0].thing) not in told

    def _document(self, row: Row, headings: Headings, subject: URIRef) -> URIRef:
        text = headings.value(row, "document")
        found = self.references.read(text) if text else None
        return found if isinstance(found, URIRef) else self.mapped.document_of(subject)


def _no_headings(mapped: Mapped) -> Headings:
    empty = Sheet(LINKS, mapped.workbook.path, (), ())
    return Headings(empty, mapped.model.sheets[LINKS], mapped.model)
