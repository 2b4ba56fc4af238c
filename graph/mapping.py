"""Maps a workbook to RDF by reading the shapes: no property of a plan is named here.

What is named is the frame that every plan has: the thing of a row, its class, its order, the plan
that it is part of, the passages that it rests on, and the record of each link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from rdflib import DCTERMS, RDF, Literal, URIRef

from ontology import Model, SheetModel
from ontology.namespaces import PLAN

from .errors import Place, nearest
from .findings import Severity
from .former import tell_former_headers, tell_renamed, tell_renamed_sheets
from .headers import ID, KIND, Headings
from .i18n import mark
from .known import Known, Outline, numbered
from .link_sheet import LINKS, LinkSheet
from .mapped import Mapped, at
from .recognised import tell_empty
from .references import References
from .rows import RowMapper
from .workbook import INFO, Row, Sheet, Workbook

_ID = re.compile(r"[^\W_][\w.-]*")


def map_workbook(workbook: Workbook, outline: Outline, model: Model, known: Known) -> Mapped:
    """Map every sheet; what cannot be read becomes a finding, and the rest is mapped.

    Parameters
    ----------
    workbook
        The sheets as written.
    outline
        The IDs and classes of the same workbook, from `known.outline`.
    model
        What the shapes say.
    known
        The outlines of the plans and registers that cells may refer to.
    """
    mapped = Mapped(workbook, outline, model)
    _Mapper(mapped, References(outline, known)).run()
    return mapped


@dataclass
class _Mapper:
    mapped: Mapped
    references: References

    @cached_property
    def links(self) -> LinkSheet:
        return LinkSheet(self.mapped, self.references)

    @cached_property
    def rows(self) -> RowMapper:
        return RowMapper(self.mapped, self.references, self.links.take)

    def run(self) -> None:
        headings = {name: self._headings(name, sheet) for name, sheet in self._known_sheets()}
        self._check_ids(headings)
        for name, found in headings.items():
            if name != LINKS:
                self._map_sheet(found)
        if LINKS in headings:
            self.links.take_rows(headings[LINKS])
        self.links.write(headings.get(LINKS), self.rows.map_row)
        tell_empty(self.mapped)

    def _known_sheets(self) -> list[tuple[str, SheetModel]]:
        sheets, model = self.mapped.workbook.sheets, self.mapped.model
        tell_renamed_sheets(self.mapped)
        for file in self.mapped.workbook.unread:
            message = mark("this file is not read; save each of its sheets as CSV UTF-8")
            self.mapped.find(Place(file), message, Severity.WARNING)
        for name in sheets.keys() - model.sheets.keys():
            near = model.former_sheets.get(name) or nearest(name, model.sheets)
            message = mark("no such sheet; did you mean {near}?") if near else mark("no such sheet")
            self.mapped.find(Place(sheets[name].file, name), message, near=near)
        return [(name, sheet_model) for name, sheet_model in model.sheets.items() if name in sheets]

    def _headings(self, name: str, sheet_model: SheetModel) -> Headings:
        headings = Headings(self.mapped.workbook.sheets[name], sheet_model, self.mapped.model)
        for header in headings.unknown:
            near = headings.suggestion(header)
            message = mark("no such column; did you mean {near}?") if near else mark("no such column")
            self.mapped.find(Place(headings.sheet.file, name, 1, header), message, near=near)
        tell_former_headers(self.mapped, headings)
        self._check_stray(headings.sheet)
        self._check_twice(headings)
        return headings

    def _check_twice(self, headings: Headings) -> None:
        """Find headers of which one would hide another: of one text, or two for the ID of a row.

        Two that mean one column are both read.
        """
        sheet, first = headings.sheet, dict[str, str]()
        for header in filter(None, sheet.headers):
            heading = headings.found.get(header)
            key = heading.role if heading and heading.role else header
            if key in first:
                place = Place(sheet.file, sheet.name, 1, header)
                message = (
                    mark("the same column stands here twice")
                    if first[key] == header
                    else mark("this is the same column as {first}; write all into one of them")
                )
                self.mapped.find(place, message, first=first[key])
            first.setdefault(key, header)

    def _check_stray(self, sheet: Sheet) -> None:
        for row in sheet.rows:
            for number, found in row.strays.items():
                place = Place(sheet.file, sheet.name, row.number, f"#{number}")
                self.mapped.find(place, mark("“{found}” stands in a column without a header"), found=found)

    def _check_ids(self, headings: dict[str, Headings]) -> None:
        seen: dict[str, Place] = {}
        for name, found in headings.items():
            if not found.sheet_model.id_prefix:
                continue
            for row, thing_id, filled in numbered(found):
                place = Place(found.sheet.file, name, row.number, ID)
                self._check_id(thing_id, place, seen, filled=filled)
                seen.setdefault(thing_id, place)

    def _check_id(self, thing_id: str, place: Place, seen: dict[str, Place], *, filled: bool) -> None:
        if thing_id in seen:
            first = f"{seen[thing_id].sheet}:{seen[thing_id].row}"
            message = mark("the ID “{found}” stands at {first} already; IDs are unique in a plan")
            self.mapped.find(place, message, found=thing_id, first=first)
        elif not _ID.fullmatch(thing_id):
            message = mark("“{found}” is no ID; expected letters, digits, dots and hyphens")
            self.mapped.find(place, message, found=thing_id)
        elif filled:
            message = mark("no ID; it is read as {found}: write it there, so that it stays")
            self.mapped.find(place, message, Severity.WARNING, found=thing_id)

    def _map_sheet(self, headings: Headings) -> None:
        if headings.sheet_model.name == INFO:
            rows = [(row, "") for row in headings.sheet.rows[:1]]
            for row in headings.sheet.rows[1:]:
                place = Place(headings.sheet.file, INFO, row.number)
                self.mapped.find(place, mark("this sheet has one row; what stands here is not read"))
        else:
            rows = [(row, thing_id) for row, thing_id, _ in numbered(headings)]
        for order, (row, thing_id) in enumerate(rows, 1):
            self._map_thing(row, thing_id, order, headings)

    def _map_thing(self, row: Row, thing_id: str, order: int, headings: Headings) -> None:
        place = Place(headings.sheet.file, headings.sheet_model.name, row.number)
        cls = headings.kind(row)
        shape = headings.sheet_model.shape_of(cls) if cls is not None else None
        if cls is None or shape is None:
            message = mark("“{found}” is not one of: {choices}")
            values = {"found": headings.cell(row, KIND), "choices": ", ".join(headings.sheet_model.kinds)}
            self.mapped.find(at(place, KIND), message, Severity.ERROR, **values)
            return
        outline = self.mapped.outline
        thing = outline.iri_of(thing_id) if thing_id else outline.iri
        tell_renamed(self.mapped, at(place, KIND), headings.cell(row, KIND), headings.renamed_kind(row))
        self.mapped.rows[thing] = place
        self._frame(thing, cls, order if thing_id else None)
        self.rows.map_row(thing, row, headings, shape)

    def _frame(self, thing: URIRef, cls: URIRef, order: int | None) -> None:
        self.mapped.graph.add((thing, RDF.type, cls))
        if order is not None:
            self.mapped.graph.add((thing, DCTERMS.isPartOf, self.mapped.outline.iri))
            self.mapped.graph.add((thing, PLAN.order, Literal(order)))
