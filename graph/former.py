"""Reads a workbook of an earlier version of the ontology: its names that went away, told as warnings.

A sheet, column, kind or code that went away is read as what stands in its place today, by the rules
that the ontology itself gives (`ontology.former`); nothing of it is ever written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rdflib import URIRef

from ontology import Column, Model, Shape

from .cells import split
from .errors import Place
from .findings import Severity
from .headers import Headings, plain
from .i18n import mark
from .mapped import Mapped
from .workbook import Workbook


def with_sheets_of_today(workbook: Workbook, model: Model) -> Workbook:
    """Return a workbook whose sheets stand under today's names; one that has both stays as it is."""
    sheets = {}
    for name, sheet in workbook.sheets.items():
        now = model.former_sheets.get(name, name)
        sheets[now if now not in workbook.sheets else name] = sheet
    return replace(workbook, sheets=sheets)


def tell_renamed_sheets(mapped: Mapped) -> None:
    """Warn of sheets that have another name today."""
    for name, sheet in mapped.workbook.sheets.items():
        if name != sheet.name:
            message = mark("this sheet is called {new} today")
            mapped.find(Place(sheet.file, sheet.name), message, Severity.WARNING, new=name)


def tell_former_headers(mapped: Mapped, headings: Headings) -> None:
    """Warn of columns that have another name today, or that are no longer read."""
    sheet = headings.sheet
    used = {heading.key for heading in headings.found.values() if heading.former is None}
    for header, heading in headings.found.items():
        place = Place(sheet.file, sheet.name, sheet.header_row, header)
        if heading.former is None:
            continue
        if heading.column is None:
            message = mark("this column went away, and its cells are not read: {note}")
            note = mapped.model.history_note(heading.former.predicate)
            mapped.find(place, message, Severity.WARNING, note=note or "–")
        elif heading.key in used:
            mapped.find(
                place, mark("this column and {new} are one today; write all into that one"), new=heading.key
            )
        else:
            mapped.find(place, mark("this column is called {new} today"), Severity.WARNING, new=heading.key)


def tell_renamed(mapped: Mapped, place: Place, found: str, new: str) -> None:
    """Warn of a word that is another today; nothing where there is no new one."""
    if new:
        mapped.find(place, mark("“{found}” is called {new} today"), Severity.WARNING, found=found, new=new)


def without_former_concepts(mapped: Mapped, column: Column, text: str, place: Place) -> str:
    """Return the text of a cell with today's codes in the place of those that went away."""
    if column.scheme is None or column.scheme not in mapped.model.former_concepts:
        return text
    names = _former_names(mapped.model, column.scheme)
    read = (
        _code_of_today(mapped, column.scheme, part, names, place) for part in split(text, column.separator)
    )
    return (column.separator or ";").join(part for part in read if part)


def _former_names(model: Model, scheme: URIRef) -> dict[str, URIRef]:
    """Return the concepts of a scheme that went away, by code and name; a name in use is none of theirs."""
    former = model.former_concepts[scheme]
    found = {name.casefold(): c for c in former.values() for name in model.labels(c).values()}
    found |= {code.casefold(): concept for code, concept in former.items()}
    for code, concept in model.schemes.get(scheme, {}).items():
        for name in (code, *model.labels(concept).values()):
            found.pop(name.casefold(), None)
    return found


def _code_of_today(
    mapped: Mapped, scheme: URIRef, part: str, names: Mapping[str, URIRef], place: Place
) -> str:
    concept = names.get(part.casefold())
    if concept is None:
        return part
    codes = {concept: code for code, concept in mapped.model.schemes.get(scheme, {}).items()}
    following = mapped.model.successor(concept)
    new = codes.get(following, "") if following is not None else ""
    tell_renamed(mapped, place, part, new)
    if not new:
        message = mark("“{found}” went away, and is not read: {note}")
        note = mapped.model.history_note(concept)
        mapped.find(place, message, Severity.WARNING, found=part, note=note or "–")
    return new


def column_of_former(mapped: Mapped, shape: Shape, key: str, place: Place) -> Column | None:
    """Return the linked column in the place of one that went away, by its old key or name."""
    for former in shape.former:
        column = mapped.model.column_after(shape, former)
        names = {plain(name) for name in (former.key, *former.names.values())}
        if column is not None and column.linked and plain(key) in names:
            tell_renamed(mapped, place, key, column.key)
            return column
    return None
