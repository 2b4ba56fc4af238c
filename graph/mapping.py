"""Maps a workbook to RDF by reading the shapes: no property of a plan is named here.

What is named is the frame that every plan has: the thing of a row, its class, its order, the plan
that it is part of, the passages that it rests on, and the record of each link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rdflib import DCTERMS, RDF, Literal, URIRef
from rdflib.term import Node

from ontology import Model
from ontology.namespaces import PLAN

from .circles import Circles
from .errors import Place
from .former import tell_renamed
from .headers import KIND, Headings
from .i18n import mark
from .known import Known, Outline
from .link_sheet import LINKS, LinkSheet
from .mapped import Mapped, at
from .parts import CELLS, Ends, Numbered, Part, Run, parts_of
from .recognised import tell_empty
from .references import References
from .rows import RowMapper
from .sheet_checks import (
    check_headings,
    check_id,
    check_sheets,
    check_strays,
    has_headers,
    tell_filled,
    tell_if_empty,
    tell_unknown_kind,
)
from .workbook import INFO, Row, Workbook


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
    (mapped,) = map_parts(workbook, outline, model, known, cells=0)
    return mapped


def map_parts(
    workbook: Workbook, outline: Outline, model: Model, known: Known, cells: int = CELLS
) -> Iterator[Mapped]:
    """Map a workbook part after part, as `map_workbook` does the whole; a part holds so many cells.

    All parts together have the triples and the findings of the whole. A part also holds those triples
    of others that its own are checked with.
    """
    first = Mapped(workbook, outline, model)
    references = References(outline, known, model)
    whole = Whole.of(first, references, cells)
    carried: list[tuple[Node, Node, Node]] = []
    circles = Circles(model)
    for part in whole.parts:
        mapped = first if part.number == 0 else Mapped(workbook, outline, model)
        for triple in carried:
            mapped.graph.add(triple)
        _Mapper(mapped, references, whole, part).run()
        carried += _carried(mapped, first=part.number == 0)
        if whole.ends is not None:
            whole.ends.note_passages(mapped.graph, part.number)
        circles.note(mapped)
        if part.number == len(whole.parts) - 1:
            circles.tell(mapped)
        yield mapped
    late = list(whole.ends.late_triples()) if whole.ends else []
    if late:
        last = Mapped(workbook, outline, model)
        for triple in late:
            last.graph.add(triple)
        yield last


def _carried(mapped: Mapped, *, first: bool) -> list[tuple[Node, Node, Node]]:
    """Return what later rows ask for: what the plan says of itself, and how long the sources are."""
    counts = list(mapped.graph.triples((None, PLAN.lineCount, None)))
    plan = mapped.outline.iri
    return [*mapped.graph.triples((plan, None, None)), *counts] if first else counts


@dataclass(frozen=True)
class Whole:
    """A workbook as all of its parts see it."""

    headings: Mapping[str, Headings]
    parts: Sequence[Part]
    #: The first place of each ID: sheet and row.
    ids: Mapping[str, tuple[str, int]]
    links: Mapping[int, Sequence[Row]]
    #: The rows whose IDs were filled in, by sheet.
    filled: Mapping[str, Sequence[Numbered]]
    ends: Ends | None = None

    @classmethod
    def of(cls, mapped: Mapped, references: References, cells: int) -> Whole:
        """Read the headers, number the rows, and cut them into parts."""
        sheets, model = mapped.workbook.sheets, mapped.model
        headings = {
            name: Headings(sheets[name], described, model, mapped.outline.lang)
            for name, described in model.sheets.items()
            if name in sheets
        }
        read = {name: found for name, found in headings.items() if has_headers(found)}
        parts = parts_of((found for name, found in read.items() if name != LINKS), cells)
        ids: dict[str, tuple[str, int]] = {}
        filled: dict[str, list[Numbered]] = {}
        for run in (run for part in parts for run in part.runs):
            name = run.headings.sheet_model.name
            for one in run.rows if run.headings.sheet_model.id_prefix else ():
                ids.setdefault(one.thing_id, (name, one.row.number))
                if one.filled:
                    filled.setdefault(name, []).append(one)
        if len(parts) == 1:
            rows = {0: read[LINKS].sheet.rows} if LINKS in read else {}
            return cls(headings, parts, ids, rows, filled)
        ends = Ends.of(parts, references, model)
        links = _link_rows(mapped, references, read.get(LINKS), ends)
        return cls(headings, parts, ids, links, filled, ends)


def _link_rows(
    mapped: Mapped, references: References, headings: Headings | None, ends: Ends
) -> dict[int, list[Row]]:
    """Return the rows of the Links sheet by the part that they belong to."""
    found: dict[int, list[Row]] = {}
    if headings is None:
        return found
    for row in headings.sheet.rows:
        # What is wrong with the row is told where it is taken.
        unheard = Mapped(mapped.workbook, mapped.outline, mapped.model)
        found.setdefault(LinkSheet(unheard, references, ends).home(row, headings), []).append(row)
    return found


@dataclass
class _Mapper:
    mapped: Mapped
    references: References
    whole: Whole
    part: Part

    @cached_property
    def links(self) -> LinkSheet:
        return LinkSheet(self.mapped, self.references, self.whole.ends, self.part.number)

    @cached_property
    def rows(self) -> RowMapper:
        return RowMapper(self.mapped, self.references, self.links.take)

    def run(self) -> None:
        if self.part.number == 0:
            self._check_whole()
        for run in self.part.runs:
            check_strays(self.mapped, run.headings, (one.row for one in run.rows))
            self._map_run(run)
        links, rows = self.whole.headings.get(LINKS), self.whole.links.get(self.part.number, ())
        if links is not None and rows:
            check_strays(self.mapped, links, rows)
            self.links.take_rows(links, rows)
        self.links.write(links, self.rows.map_row)

    def _check_whole(self) -> None:
        """Find what is told once of the whole workbook, of its sheets and their headers."""
        check_sheets(self.mapped)
        tell_if_empty(self.mapped)
        tell_empty(self.mapped)
        for name, found in self.whole.headings.items():
            check_headings(self.mapped, found)
            tell_filled(self.mapped, found, self.whole.filled.get(name, ()))

    def _map_run(self, run: Run) -> None:
        headings, rows = run.headings, run.rows
        self.mapped.count += len(rows)
        if headings.sheet_model.name == INFO:
            rows = rows[:1] if run.first else ()
            for one in run.rows[len(rows) :]:
                place = Place(headings.sheet.file, INFO, one.row.number)
                self.mapped.find(place, mark("this sheet has one row; what stands here is not read"))
        for one in rows:
            if headings.sheet_model.id_prefix:
                check_id(self.mapped, one, headings, self.whole.ids)
            self._map_thing(one.row, one.thing_id, one.order, headings)

    def _map_thing(self, row: Row, thing_id: str, order: int, headings: Headings) -> None:
        place = Place(headings.sheet.file, headings.sheet_model.name, row.number)
        cls = headings.kind(row)
        shape = headings.sheet_model.shape_of(cls) if cls is not None else None
        if cls is None or shape is None:
            tell_unknown_kind(self.mapped, headings, row)
            return
        outline = self.mapped.outline
        thing = outline.iri_of(thing_id) if thing_id else outline.iri
        if thing_id and self.whole.ids[thing_id] != (place.sheet, row.number):
            # A second row of one ID is checked by itself: the plan is not stored.
            thing = URIRef(f"{thing}~{row.number}")
        tell_renamed(self.mapped, at(place, KIND), headings.cell(row, KIND), headings.renamed_kind(row))
        self.mapped.rows[thing] = place
        self._frame(thing, cls, order if thing_id else None)
        self.rows.map_row(thing, row, headings, shape)

    def _frame(self, thing: URIRef, cls: URIRef, order: int | None) -> None:
        self.mapped.graph.add((thing, RDF.type, cls))
        if order is not None:
            self.mapped.graph.add((thing, DCTERMS.isPartOf, self.mapped.outline.iri))
            self.mapped.graph.add((thing, PLAN.order, Literal(order)))
