"""What is known of the things of other plans: their IRIs and classes, for references to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import SKOS, URIRef

from ontology import LANGUAGES, Form, Model
from ontology.namespaces import ID, NO_PLANS

from .errors import Place, SourceError
from .headers import ID as ROW_ID
from .headers import Headings
from .i18n import mark
from .migration import require_known_version
from .workbook import INFO, Row, Workbook

#: What the ID of a plan or of a row may look like: it stands in addresses and in references.
PLAN_ID = re.compile(r"[^\W_][\w.-]*")

#: The column of the info sheet that tells the version of the ontology that a workbook was written for.
MODEL_VERSION = "model-version"

#: The column of the info sheet that tells the language of a plan.
LANGUAGE = "language"

_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")


def _no_titles() -> Iterator[tuple[str, str]]:
    yield from ()


@dataclass(frozen=True)
class Outline:
    """A plan or register as others refer to it: its IRI and the class of each of its things.

    `lang` is its own language, `titles` tells its titles, each with the ID of its thing; both are there
    only where a workbook was read.
    """

    plan_id: str
    iri: URIRef
    cls: URIRef
    things: Mapping[str, URIRef]
    lang: str = field(default=LANGUAGES[0], compare=False)
    titles: Callable[[], Iterable[tuple[str, str]]] = field(default=_no_titles, compare=False, repr=False)

    def iri_of(self, thing_id: str) -> URIRef:
        """Return the IRI of a thing by its ID; what no IRI can hold is escaped."""
        return URIRef(f"{self.iri}/{_NO_IRI.sub(lambda sign: f'%{ord(sign[0]):02X}', thing_id)}")


@dataclass(frozen=True)
class Known:
    """The outlines of all plans that a workbook may refer to, by plan ID."""

    plans: Mapping[str, Outline] = field(default_factory=dict)

    def with_outlines(self, outlines: Iterable[Outline]) -> Known:
        """Return what is known with these added or replaced."""
        return Known({**self.plans, **{outline.plan_id: outline for outline in outlines}})

    @cached_property
    def classes(self) -> Mapping[URIRef, URIRef]:
        """The class of every known thing by its IRI."""
        found: dict[URIRef, URIRef] = {}
        for outline in self.plans.values():
            found[outline.iri] = outline.cls
            found.update({outline.iri_of(key): cls for key, cls in outline.things.items()})
        return found

    def things_of(self, plan: URIRef) -> set[URIRef]:
        """Return the IRIs of a known plan and of its things; none of one that is not known."""
        found = (outline for outline in self.plans.values() if outline.iri == plan)
        return {iri for o in found for iri in (o.iri, *map(o.iri_of, o.things))}


def numbered(headings: Headings) -> list[tuple[Row, str, bool]]:
    """Return each row with its ID, and whether the ID was filled in.

    A row without an ID gets the prefix of the sheet and the next free number.
    """
    taken = {headings.cell(row, ROW_ID) for row in headings.sheet.rows} | headings.sheet.ready
    result: list[tuple[Row, str, bool]] = []
    number = 0
    for row in headings.sheet.rows:
        given = headings.cell(row, ROW_ID)
        if given:
            result.append((row, given, False))
            continue
        number += 1
        while f"{headings.sheet_model.id_prefix}{number}" in taken:
            number += 1
        result.append((row, f"{headings.sheet_model.id_prefix}{number}", True))
    return result


def outline(workbook: Workbook, model: Model) -> Outline:
    """Read who a workbook is and which things it holds.

    Raises
    ------
    SourceError
        The info sheet is missing, or gives no ID.
    """
    sheet = workbook.sheets.get(INFO)
    place = Place(file=workbook.path, sheet=INFO)
    if sheet is None or not sheet.rows:
        message = mark("{path}: the sheet info is missing or empty; it gives the plan its ID and name")
        raise SourceError(message, place, path=workbook.path)
    headings = Headings(sheet, model.sheets[INFO], model)
    row = sheet.rows[0]
    require_known_version(workbook.path, headings.value(row, MODEL_VERSION))
    plan_id, cls = headings.cell(row, ROW_ID), headings.kind(row)
    if not PLAN_ID.fullmatch(plan_id) or cls is None:
        message = mark("{path}, info row 2: expected an id such as kemi-2023, and as kind one of: {kinds}")
        kinds = ", ".join(model.sheets[INFO].kinds)
        raise SourceError(message, place, path=workbook.path, kinds=kinds)
    said = headings.value(row, LANGUAGE).casefold()
    language = said if said in LANGUAGES else LANGUAGES[0]
    iri = URIRef(f"{headings.value(row, 'base') or ID}{plan_id}")
    if iri in NO_PLANS:
        message = mark("{path}, info row 2: {iri} is a graph of Planweave’s own; give the plan another ID")
        raise SourceError(message, place, path=workbook.path, iri=iri)
    return Outline(plan_id, iri, cls, _things(workbook, model), language, lambda: _titles(workbook, model))


def _things(workbook: Workbook, model: Model) -> dict[str, URIRef]:
    found: dict[str, URIRef] = {}
    for headings in _with_ids(workbook, model):
        for row, thing_id, _ in numbered(headings):
            # What is of no known kind is told there, and not again wherever it is referred to.
            cls = headings.kind(row) or next(iter(headings.sheet_model.kinds.values()), None)
            if cls is not None:
                found.setdefault(thing_id, cls)
    return found


def _titles(workbook: Workbook, model: Model) -> Iterator[tuple[str, str]]:
    """Yield the names of the things of a workbook in every language, each with the ID of its thing."""
    for headings in _with_ids(workbook, model):
        columns = {header: heading.column for header, heading in headings.found.items()}
        named = [h for h, c in columns.items() if c and c.form is Form.TEXT and c.path == (SKOS.prefLabel,)]
        for row, thing_id, _ in numbered(headings):
            yield from ((row.cells[header], thing_id) for header in named if header in row.cells)


def _with_ids(workbook: Workbook, model: Model) -> Iterator[Headings]:
    for name, sheet in workbook.sheets.items():
        sheet_model = model.sheets.get(name)
        if sheet_model is not None and sheet_model.id_prefix:
            yield Headings(sheet, sheet_model, model)
