"""What is said of whole sheets and of the frame of a row: kinds, IDs that were filled in, an empty plan."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib.term import Node

from ontology import LANGUAGES, Column
from ontology.namespaces import PLAN

from .cells import choices
from .errors import Place
from .findings import Finding, Severity
from .headers import KIND, Headings
from .i18n import mark
from .mapped import Mapped
from .workbook import INFO, Row

_NAMED = 3


def names_of_columns(headings: Headings) -> dict[str, str]:
    """Return the names of the first columns of a sheet, by language."""
    columns = headings.sheet_model.columns[:_NAMED]
    return {lang: ", ".join(column.names.get(lang, column.key) for column in columns) for lang in LANGUAGES}


def tell_if_empty(mapped: Mapped) -> None:
    """Note that a plan has no sheet but that of its name; a register may wait for its first row."""
    sheets = mapped.workbook.sheets
    if mapped.outline.cls != PLAN.Plan or sheets.keys() - {INFO}:
        return
    place = Place(sheets[INFO].file, INFO)
    mapped.find(place, mark("the plan has no sheet but this one yet"), Severity.NOTE)


def tell_filled(mapped: Mapped, filled: Sequence[tuple[Place, str]]) -> None:
    """Warn once for each sheet of rows whose IDs were filled in."""
    if len(filled) == 1:
        ((place, thing_id),) = filled
        message = mark("no ID; it is read as {found}: write it there, so that it stays")
        mapped.find(place, message, Severity.WARNING, found=thing_id)
    elif filled:
        place, first = filled[0]
        message = mark(
            "{count} rows have no ID; they get {first} – {last}: write the IDs there, so that they stay"
        )
        values = {"count": len(filled), "first": first, "last": filled[-1][1]}
        mapped.find(place, message, Severity.WARNING, **values)


def tell_unknown_kind(mapped: Mapped, headings: Headings, row: Row) -> None:
    """Tell that a row is of no kind that its sheet has; once where the column itself is missing."""
    sheet, found = headings.sheet, headings.cell(row, KIND)
    kinds = {code: mapped.model.labels(cls) for code, cls in headings.sheet_model.kinds.items()}
    values = {"found": found, "choices": choices(kinds)}
    place = Place(sheet.file, headings.sheet_model.name, row.number, KIND)
    if not headings.header_of(KIND):
        message = mark("there is no column {name}, and every row needs one of: {choices}")
        place = Place(sheet.file, headings.sheet_model.name, sheet.header_row, KIND)
        mapped.find(place, message, Severity.ERROR, name=headings.names_of(KIND), **values)
    elif found:
        mapped.find(place, mark("“{found}” is not one of: {choices}"), Severity.ERROR, **values)
    else:
        mapped.find(place, mark("is empty; expected one of: {choices}"), Severity.ERROR, **values)


def missing_column(mapped: Mapped, thing: Node, column: Column) -> Finding:
    """Return that a sheet lacks a column which each of its rows needs, at its headers."""
    place = mapped.rows[thing]
    sheet = mapped.workbook.sheets.get(place.sheet)
    header = Place(place.file, place.sheet, sheet.header_row if sheet else place.row, column.headers[0])
    message = mark("there is no column {name}, and every row needs it")
    return Finding(Severity.ERROR, message, header, {"name": column.names})
