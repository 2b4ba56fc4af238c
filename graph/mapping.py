"""Maps a workbook to RDF by reading the shapes: no property of a plan is named here.

What is named is the frame that every plan has: the thing of a row, its class, its order, the plan
that it is part of, the passages that it rests on, and the record of each link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import DCTERMS, PROV, RDF, Graph, Literal, URIRef
from rdflib.term import Node

from ontology import Column, Form, Model, Shape, SheetModel
from ontology.namespaces import OA, PLAN

from . import cells
from .errors import Place, nearest
from .findings import Finding, Severity
from .headers import FROM, ID, KIND, RELATION, TO, Headings
from .i18n import mark
from .known import Known, Outline, numbered
from .links import Relation, add_record, record_iri
from .workbook import INFO, Row, Workbook

LINKS = "links"
_ID = re.compile(r"[^\W_][\w.-]*")


@dataclass
class Mapped:
    """A workbook as RDF, with the cell that each triple came from."""

    workbook: Workbook
    outline: Outline
    graph: Graph = field(default_factory=Graph)
    findings: list[Finding] = field(default_factory=list)
    rows: dict[Node, Place] = field(default_factory=dict)
    cells: dict[tuple[Node, str], Place] = field(default_factory=dict)
    values: dict[tuple[Node, str, Node], Place] = field(default_factory=dict)

    def place_of(self, focus: Node, path: str, value: Node | None) -> Place | None:
        """Return the cell of a value, else of its column, else the row of the thing."""
        if value is not None and (focus, path, value) in self.values:
            return self.values[focus, path, value]
        return self.cells.get((focus, path)) or self.rows.get(focus)


@dataclass(frozen=True)
class _Draft:
    relation: Relation
    document: URIRef
    place: Place


def path_key(column: Column) -> str:
    """Return the path of a column as a text: `^` marks an inverse step."""
    return ("^" if column.inverse else "") + "/".join(column.path)


def map_workbook(workbook: Workbook, outline: Outline, model: Model, known: Known) -> Mapped:
    """Map every sheet; what cannot be read becomes a finding, and the rest is mapped."""
    return _Mapper(Mapped(workbook, outline), model, known).run()


@dataclass
class _Mapper:
    mapped: Mapped
    model: Model
    known: Known
    drafts: dict[Relation, _Draft] = field(default_factory=dict)

    def run(self) -> Mapped:
        for name in self.mapped.workbook.sheets:
            if name not in self.model.sheets:
                self._unknown_sheet(name)
        self._check_ids()
        for name, sheet_model in self.model.sheets.items():
            if name in self.mapped.workbook.sheets and name != LINKS:
                self._map_sheet(self._headings(name, sheet_model))
        details = self._map_links()
        for relation, draft in self.drafts.items():
            self._record(draft, details.get(relation, []))
        return self.mapped

    # ---- sheets and rows

    def _headings(self, name: str, sheet_model: SheetModel) -> Headings:
        headings = Headings(self.mapped.workbook.sheets[name], sheet_model, self.model)
        for header in headings.unknown:
            near = headings.suggestion(header)
            message = mark("no such column; did you mean {near}?") if near else mark("no such column")
            self._find(Place(headings.sheet.file, name, 1, header), message, near=near)
        for row in headings.sheet.rows:
            for header in row.cells:
                if header.startswith("#"):
                    place = Place(headings.sheet.file, name, row.number, header)
                    message = mark("“{found}” stands in a column without a header")
                    self._find(place, message, found=row.cells[header])
        return headings

    def _unknown_sheet(self, name: str) -> None:
        near = nearest(name, self.model.sheets)
        message = mark("no such sheet; did you mean {near}?") if near else mark("no such sheet")
        file = self.mapped.workbook.sheets[name].file
        self._find(Place(file, name), message, near=near)

    def _check_ids(self) -> None:
        seen: dict[str, Place] = {}
        for name, sheet in self.mapped.workbook.sheets.items():
            sheet_model = self.model.sheets.get(name)
            if sheet_model is None or not sheet_model.id_prefix:
                continue
            for row, thing_id, filled in numbered(Headings(sheet, sheet_model, self.model)):
                place = Place(sheet.file, name, row.number, ID)
                if thing_id in seen:
                    first = f"{seen[thing_id].sheet}:{seen[thing_id].row}"
                    message = mark("the ID “{found}” stands at {first} already; IDs are unique in a plan")
                    self._find(place, message, found=thing_id, first=first)
                elif not _ID.fullmatch(thing_id):
                    message = mark("“{found}” is no ID; expected letters, digits, dots and hyphens")
                    self._find(place, message, found=thing_id)
                elif filled:
                    message = mark("no ID; it is read as {found}: write it there, so that it stays")
                    self._find(place, message, Severity.WARNING, found=thing_id)
                seen.setdefault(thing_id, place)

    def _map_sheet(self, headings: Headings) -> None:
        name = headings.sheet_model.name
        rows = (
            [(row, "", False) for row in headings.sheet.rows[:1]]
            if name == INFO
            else numbered(headings)
        )
        for order, (row, thing_id, _) in enumerate(rows, 1):
            place = Place(headings.sheet.file, name, row.number)
            cls = headings.kind(row)
            if cls is None:
                found = headings.cell(row, KIND)
                message = mark("“{found}” is not one of: {choices}")
                choices = ", ".join(headings.sheet_model.kinds)
                self._find(self._at(place, KIND), message, found=found, choices=choices)
                continue
            outline = self.mapped.outline
            thing = outline.iri_of(thing_id) if thing_id else outline.iri
            self._add(thing, RDF.type, cls)
            if thing_id:
                self._add(thing, DCTERMS.isPartOf, outline.iri)
                self._add(thing, PLAN.order, Literal(order))
            self.mapped.rows[thing] = place
            shape = headings.sheet_model.shape_of(cls)
            assert shape is not None
            self._map_row(thing, row, headings, shape)

    def _map_row(self, thing: URIRef, row: Row, headings: Headings, shape: Shape) -> None:
        base = self.mapped.rows[thing]
        for header, heading in headings.found.items():
            if heading.column is None:
                continue
            column = shape.column(heading.column.key)
            place = self._at(base, header)
            if column is None:
                if header in row.cells:
                    message = mark("“{found}” does not belong to a row of this kind")
                    self._find(place, message, found=row.cells[header])
                continue
            self.mapped.cells.setdefault((thing, path_key(column)), place)
            if header in row.cells:
                self._map_cell(thing, column, heading.lang, row.cells[header], place)
        for column in shape.columns:
            self._default(thing, column)

    def _default(self, thing: URIRef, column: Column) -> None:
        if column.default_from and (thing, column.predicate, None) not in self.mapped.graph:
            value = self._info_value(column.default_from)
            if value is not None:
                self._add(thing, column.predicate, value)

    def _info_value(self, key: str) -> Node | None:
        column = self.model.sheets[INFO].shapes[0].column(key)
        return self.mapped.graph.value(self.mapped.outline.iri, column.predicate) if column else None

    # ---- cells

    def _map_cell(self, thing: URIRef, column: Column, lang: str, text: str, place: Place) -> None:
        holder = self._holder(thing, column)
        for value in self._values(column, lang, text, place):
            self.mapped.values[thing, path_key(column), value] = place
            if column.linked and isinstance(value, URIRef):
                self._draft(thing, column, value, place)
            elif column.inverse:
                self.mapped.graph.add((value, column.predicate, holder))
            else:
                self._add(holder, column.predicate, value)

    def _holder(self, thing: URIRef, column: Column) -> URIRef:
        """Return the node that holds the value: the thing, or a part of it by the path."""
        holder = thing
        for step in column.path[:-1]:
            part = URIRef(f"{holder}/{re.split('[#/]', step)[-1]}")
            self._add(holder, step, part)
            if column.part_class is not None:
                self._add(part, RDF.type, column.part_class)
            holder = part
        return holder

    def _values(self, column: Column, lang: str, text: str, place: Place) -> Iterator[Node]:
        if column.form is Form.PASSAGES:
            yield from self._passages(text, place)
            return
        for part in cells.split(text, column.separator):
            value = self._value(column, lang, part)
            if isinstance(value, cells.Rejected):
                self._find(place, value.message, **value.values)
            elif value is not None:
                yield value

    def _value(self, column: Column, lang: str, text: str) -> Node | cells.Rejected | None:
        if column.form is Form.TEXT:
            return Literal(text, lang=lang)
        if column.form is Form.CONCEPT:
            assert column.scheme is not None
            return cells.concept(text, self.model.schemes[column.scheme], self.concept_names(column.scheme))
        if column.form is Form.REFERENCE:
            return self._reference(text, column)
        return cells.literal(text, column)

    def concept_names(self, scheme: URIRef) -> dict[str, URIRef]:
        """Return the concepts of a scheme by their names in any language."""
        return {
            name.casefold(): concept
            for concept in self.model.schemes[scheme].values()
            for name in self.model.labels(concept).values()
        }

    def _reference(self, text: str, column: Column | None) -> URIRef | cells.Rejected:
        """Read `ID`, `PLAN:ID`, a plan's own ID, or `ID title`."""
        word = text.split(maxsplit=1)[0]
        plan_id, _, thing_id = word.rpartition(":")
        own = self.mapped.outline
        if not plan_id:
            if thing_id in own.things:
                return own.iri_of(thing_id)
            if thing_id == own.plan_id:
                return own.iri
            if thing_id in self.known.plans:
                return self.known.plans[thing_id].iri
            return self._no_such(word, own)
        plan = own if plan_id == own.plan_id else self.known.plans.get(plan_id)
        if plan is None:
            message = mark("“{found}”: no plan or register {plan} is stored or given; add it too")
            return cells.Rejected(message, {"found": word, "plan": plan_id})
        return plan.iri_of(thing_id) if thing_id in plan.things else self._no_such(word, plan)

    def _no_such(self, word: str, plan: Outline) -> cells.Rejected:
        near = nearest(word.rpartition(":")[2], plan.things)
        message = mark("no “{found}” in {plan}; did you mean {near}?") if near else mark("no “{found}” in {plan}")
        return cells.Rejected(message, {"found": word, "plan": plan.plan_id, "near": near})

    # ---- passages

    @cached_property
    def _sources(self) -> dict[str, URIRef]:
        outline = self.mapped.outline
        return {key: outline.iri_of(key) for key, cls in outline.things.items() if cls == PLAN.Source}

    def _passages(self, text: str, place: Place) -> Iterator[URIRef]:
        for span in cells.spans(text):
            if isinstance(span, cells.Rejected):
                self._find(place, span.message, **span.values)
                continue
            source = self._source(span.source)
            if source is None:
                message = mark("“{found}” is no source of this plan; expected one of: {choices}")
                choices = ", ".join(self._sources) or "-"
                self._find(place, message, found=span.source or text, choices=choices)
                continue
            if not self._within(source, span.last):
                message = mark("line {found} is past the end of the source")
                self._find(place, message, found=span.last)
                continue
            yield self._passage(source, span)

    def _source(self, key: str) -> URIRef | None:
        if key:
            return self._sources.get(key)
        return next(iter(self._sources.values())) if len(self._sources) == 1 else None

    def _within(self, source: URIRef, last: int) -> bool:
        count = self.mapped.graph.value(source, PLAN.lineCount)
        return count is None or last <= int(str(count))

    def _passage(self, source: URIRef, span: cells.Span) -> URIRef:
        passage = URIRef(f"{source}/{span.first}-{span.last}")
        self._add(passage, RDF.type, PLAN.Passage)
        self._add(passage, OA.hasSource, source)
        self._add(passage, PLAN.firstLine, Literal(span.first))
        self._add(passage, PLAN.lastLine, Literal(span.last))
        selector = URIRef(f"{passage}/selector")
        self._add(passage, OA.hasSelector, selector)
        self._add(selector, RDF.type, OA.FragmentSelector)
        self._add(selector, DCTERMS.conformsTo, URIRef("http://tools.ietf.org/rfc/rfc5147"))
        # RFC 5147 counts the positions between lines: line=33,35 is the 34th and the 35th line.
        self._add(selector, RDF.value, Literal(f"line={span.first - 1},{span.last}"))
        return passage

    # ---- links

    def _draft(self, thing: URIRef, column: Column, value: URIRef, place: Place) -> None:
        relation = self._relation(thing, column, value)
        if relation in self.drafts:
            self._find(place, mark("the same link stands here twice"), Severity.WARNING)
            return
        self.drafts[relation] = _Draft(relation, self._document(thing), place)
        self.mapped.values[relation.subject, str(column.predicate), relation.object] = place

    def _relation(self, thing: URIRef, column: Column, value: URIRef) -> Relation:
        ends = (value, thing) if column.inverse else (thing, value)
        return Relation(ends[0], column.predicate, ends[1])

    def _document(self, thing: URIRef) -> URIRef:
        found = self.mapped.graph.value(thing, PLAN.inDocument) or self._info_value("document")
        return URIRef(found) if found is not None else self.mapped.outline.iri

    def _map_links(self) -> dict[Relation, list[tuple[Row, Headings]]]:
        details: dict[Relation, list[tuple[Row, Headings]]] = {}
        if LINKS not in self.mapped.workbook.sheets:
            return details
        headings = self._headings(LINKS, self.model.sheets[LINKS])
        for row in headings.sheet.rows:
            relation = self._link_row(row, headings)
            if relation is not None:
                details.setdefault(relation, []).append((row, headings))
        return details

    def _link_row(self, row: Row, headings: Headings) -> Relation | None:
        base = Place(headings.sheet.file, LINKS, row.number)
        ends: list[URIRef] = []
        for role in (FROM, TO):
            text = headings.cell(row, role)
            end = self._reference(text, None) if text else cells.Rejected(mark("is empty"), {})
            if isinstance(end, cells.Rejected):
                self._find(self._at(base, role), end.message, **end.values)
            else:
                ends.append(end)
        if len(ends) < 2:
            return None
        column = self._relation_column(ends[0], headings.cell(row, RELATION), base)
        if column is None:
            return None
        relation = self._relation(ends[0], column, ends[1])
        if relation not in self.drafts:
            document = headings.value(row, "document")
            found = self._reference(document, None) if document else self._document(ends[0])
            if isinstance(found, cells.Rejected):
                return None
            self.drafts[relation] = _Draft(relation, found, self._at(base, TO))
            self.mapped.values[relation.subject, str(column.predicate), relation.object] = self._at(base, TO)
            if not column.link_only and ends[0] in self.mapped.rows:
                message = mark("the row of {thing} does not list this link under {column}")
                thing, key = headings.cell(row, FROM), column.key
                self._find(base, message, Severity.WARNING, thing=thing, column=key)
        return relation

    def _relation_column(self, subject: URIRef, key: str, base: Place) -> Column | None:
        cls = self._class_of(subject)
        shape = self.model.shape_of(cls) if cls is not None else None
        linked = {c.key: c for c in shape.columns if c.linked} if shape else {}
        names = {name.casefold(): c for c in linked.values() for name in c.names.values()}
        found = linked.get(key) or names.get(key.casefold())
        if found is None:
            near = nearest(key, linked)
            message = mark("“{found}” is no relation of this row; expected one of: {choices}")
            choices = near or ", ".join(linked)
            self._find(self._at(base, RELATION), message, found=key, choices=choices)
        return found

    def _class_of(self, thing: URIRef) -> URIRef | None:
        own = self.mapped.graph.value(thing, RDF.type)
        return URIRef(own) if own is not None else self.known.classes.get(thing)

    def _record(self, draft: _Draft, details: list[tuple[Row, Headings]]) -> None:
        plan = self.mapped.outline.iri
        record = record_iri(plan, draft.relation, draft.document)
        add_record(self.mapped.graph, record, draft.relation, draft.document)
        self.mapped.rows[record] = draft.place
        shape = self.model.shape_of(PLAN.Link)
        assert shape is not None
        if len(details) > 1:
            row, headings = details[1]
            place = Place(headings.sheet.file, LINKS, row.number)
            self._find(place, mark("the same link stands at row {first} already"), first=details[0][0].number)
        for row, headings in details[:1]:
            self.mapped.rows[record] = Place(headings.sheet.file, LINKS, row.number)
            self._map_row(record, row, headings, shape)
        for column in shape.columns:
            if column.default_value is not None and (record, column.predicate, None) not in self.mapped.graph:
                self._add(record, column.predicate, column.default_value)
        if (record, PROV.wasDerivedFrom, None) not in self.mapped.graph:
            for passage in list(self.mapped.graph.objects(draft.relation.subject, PROV.wasDerivedFrom)):
                self._add(record, PROV.wasDerivedFrom, passage)

    # ---- small things

    def _add(self, subject: Node, predicate: Node, value: Node) -> None:
        self.mapped.graph.add((subject, predicate, value))

    def _at(self, place: Place, column: str) -> Place:
        return Place(place.file, place.sheet, place.row, column)

    def _find(
        self, place: Place, message: str, severity: Severity = Severity.ERROR, **values: object
    ) -> None:
        self.mapped.findings.append(Finding(severity, message, place, values))


