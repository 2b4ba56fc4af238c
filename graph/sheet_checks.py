"""What is said of sheets, headers and the frame of a row, before any cell is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rdflib.term import Node

from ontology import LANGUAGES, Column
from ontology.namespaces import PLAN

from .cells import choices
from .errors import Place, nearest
from .findings import Finding, Severity
from .former import tell_former_headers, tell_renamed_sheets
from .headers import ID, KIND, Headings
from .i18n import mark
from .known import PLAN_ID
from .mapped import Mapped
from .parts import Numbered
from .workbook import INFO, Row

_NAMED = 3


def check_sheets(mapped: Mapped) -> None:
    """Find sheets that have no place in a workbook, and files that are none."""
    sheets, model = mapped.workbook.sheets, mapped.model
    tell_renamed_sheets(mapped)
    for file in mapped.workbook.unread:
        message = mark("this file is not read; save each of its sheets as CSV UTF-8")
        mapped.find(Place(file), message, Severity.WARNING)
    for name in sheets.keys() - model.sheets.keys():
        near = model.former_sheets.get(name) or nearest(name, model.sheets)
        message = mark("no such sheet; did you mean {near}?") if near else mark("no such sheet")
        mapped.find(Place(sheets[name].file, name), message, near=near)


def has_headers(headings: Headings) -> bool:
    """Whether a sheet has headers of ours, or nothing at all."""
    return bool(headings.found) or not (headings.sheet.rows or any(headings.sheet.headers))


def check_headings(mapped: Mapped, headings: Headings) -> None:
    """Find headers that mean nothing, that mean something else today, and that hide one another."""
    sheet = headings.sheet
    place = Place(sheet.file, sheet.name, sheet.header_row)
    if sheet.caption:
        message = mark("the headers stand in row {row}; what stands above them is not read")
        mapped.find(place, message, Severity.NOTE, row=sheet.header_row)
    if not has_headers(headings):
        message = mark("no header of this sheet is known; expected a row of headers such as {names}")
        mapped.find(place, message, names=_names_of_columns(headings))
        return
    for header in headings.unknown:
        near = headings.suggestion(header)
        message = mark("no such column; did you mean {near}?") if near else mark("no such column")
        mapped.find(replace(place, column=header), message, near=near)
    tell_former_headers(mapped, headings)
    _check_twice(mapped, headings)


def _check_twice(mapped: Mapped, headings: Headings) -> None:
    """Find headers of which one would hide another: of one text, for the ID, or for one language.

    Two that mean one column of several values are both read.
    """
    sheet, first = headings.sheet, dict[str, str]()
    for header in filter(None, sheet.headers):
        heading = headings.found.get(header)
        one = heading and not heading.former and (heading.role or heading.lang)
        key = heading.key if heading and one else header
        if key in first:
            place = Place(sheet.file, sheet.name, sheet.header_row, header)
            message = (
                mark("the same column stands here twice")
                if first[key] == header
                else mark("this is the same column as {first}; write all into one of them")
            )
            mapped.find(place, message, first=first[key])
        first.setdefault(key, header)


def check_strays(mapped: Mapped, headings: Headings, rows: Iterable[Row]) -> None:
    """Find cells that stand in a column without a header; one that stands there twice is told above."""
    sheet = headings.sheet
    twice = {number for number, header in enumerate(sheet.headers, 1) if header}
    for row in rows:
        for number, found in row.strays.items():
            if number in twice:
                continue
            place = Place(sheet.file, sheet.name, row.number, f"#{number}")
            mapped.find(place, mark("“{found}” stands in a column without a header"), found=found)


def check_id(mapped: Mapped, one: Numbered, headings: Headings, ids: Mapping[str, tuple[str, int]]) -> None:
    """Find an ID that is none or stands elsewhere already; `ids` has the first place of each."""
    thing_id, name = one.thing_id, headings.sheet_model.name
    place = Place(headings.sheet.file, name, one.row.number, ID)
    first_sheet, first_row = ids[thing_id]
    if (first_sheet, first_row) != (name, one.row.number):
        sheet = mapped.workbook.sheets[first_sheet]
        message = mark("the ID “{found}” stands at {first} already; IDs are unique in a plan")
        mapped.find(place, message, found=thing_id, first=f"{sheet.title or sheet.name}:{first_row}")
    elif not PLAN_ID.fullmatch(thing_id):
        message = mark("“{found}” is no ID; expected letters, digits, dots and hyphens")
        mapped.find(place, message, found=thing_id)


def _names_of_columns(headings: Headings) -> dict[str, str]:
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


def tell_filled(mapped: Mapped, headings: Headings, filled: Sequence[Numbered]) -> None:
    """Warn once of the rows of a sheet whose IDs were filled in."""
    if not filled:
        return
    first, last = filled[0], filled[-1]
    place = Place(headings.sheet.file, headings.sheet_model.name, first.row.number, ID)
    if len(filled) == 1:
        message = mark("no ID; it is read as {found}: write it there, so that it stays")
        mapped.find(place, message, Severity.WARNING, found=first.thing_id)
        return
    message = mark(
        "{count} rows have no ID; they get {first} – {last}: write the IDs there, so that they stay"
    )
    values = {"count": len(filled), "first": first.thing_id, "last": last.thing_id}
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
