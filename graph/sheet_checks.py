"""Finds what is wrong with sheets, headers and IDs, before any cell is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .errors import Place, nearest
from .findings import Severity
from .former import tell_former_headers, tell_renamed_sheets
from .headers import ID, Headings
from .i18n import mark
from .mapped import Mapped
from .parts import Numbered
from .workbook import Row

_ID = re.compile(r"[^\W_][\w.-]*")


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


def check_headings(mapped: Mapped, headings: Headings) -> None:
    """Find headers that mean nothing, that mean something else today, and that hide one another."""
    name = headings.sheet_model.name
    for header in headings.unknown:
        near = headings.suggestion(header)
        message = mark("no such column; did you mean {near}?") if near else mark("no such column")
        mapped.find(Place(headings.sheet.file, name, 1, header), message, near=near)
    tell_former_headers(mapped, headings)
    _check_twice(mapped, headings)


def _check_twice(mapped: Mapped, headings: Headings) -> None:
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
            mapped.find(place, message, first=first[key])
        first.setdefault(key, header)


def check_strays(mapped: Mapped, headings: Headings, rows: Iterable[Row]) -> None:
    """Find cells that stand in a column without a header."""
    sheet = headings.sheet
    for row in rows:
        for number, found in row.strays.items():
            place = Place(sheet.file, sheet.name, row.number, f"#{number}")
            mapped.find(place, mark("“{found}” stands in a column without a header"), found=found)


def check_id(mapped: Mapped, one: Numbered, headings: Headings, ids: Mapping[str, tuple[str, int]]) -> None:
    """Find an ID that stands elsewhere already, that is none, or that was filled in."""
    thing_id, name = one.thing_id, headings.sheet_model.name
    place = Place(headings.sheet.file, name, one.row.number, ID)
    if ids[thing_id] != (name, one.row.number):
        message = mark("the ID “{found}” stands at {first} already; IDs are unique in a plan")
        mapped.find(place, message, found=thing_id, first=":".join(map(str, ids[thing_id])))
    elif not _ID.fullmatch(thing_id):
        message = mark("“{found}” is no ID; expected letters, digits, dots and hyphens")
        mapped.find(place, message, found=thing_id)
    elif one.filled:
        message = mark("no ID; it is read as {found}: write it there, so that it stays")
        mapped.find(place, message, Severity.WARNING, found=thing_id)
