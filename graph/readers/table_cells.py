"""Reads one cell of a foreign table as its column of ours wants it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from rdflib import XSD

from ontology import Column, Form, Model

from .. import cells

#: The column that names a row.
TITLE = "title"

#: Spreadsheets count days from here, where a date is kept as a number.
_DAY_ZERO = date(1899, 12, 30)
_SERIAL = re.compile(r"[2-6]\d{4}")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_CODE = re.compile(r"((?:[^\W\d]+\s+){0,3})(\d{1,3}(?:\.\d{1,3})*)\s*([.):–-]|\s(?=\D)|$)\s*(.*)", re.DOTALL)


def as_date(text: str) -> str:
    """Return a date in ISO form, empty where it is none; days stand before months.

    >>> as_date("31/12/2025"), as_date("47727"), as_date("3.10.2022"), as_date("soon")
    ('2025-12-31', '2030-09-01', '2022-10-03', '')
    """
    if _SERIAL.fullmatch(text):
        return (_DAY_ZERO + timedelta(days=int(text))).isoformat()
    found = _SLASHES.fullmatch(text)
    day = ".".join(found.groups()) if found else text
    read = cells.literal(day, _dates())
    return "" if isinstance(read, cells.Rejected) else str(read)


def _dates() -> Column:
    return Column("", {}, {}, (XSD.date,), False, Form.LITERAL, 0, XSD.date)


def fitted(text: str, column: Column, model: Model) -> str | None:
    """Return a cell as a column can read it, or nothing where the column cannot.

    A date becomes its year where the column has years.
    """
    if column.form is Form.CONCEPT and column.scheme is not None:
        return _concept(text, column, model)
    if column.form is not Form.LITERAL:
        return text if column.form is Form.TEXT else None
    if column.datatype == XSD.date:
        return as_date(text) or None
    if column.datatype == XSD.gYear and not re.fullmatch(r"\d{4}", text):
        return as_date(text)[:4] or None
    read = cells.literal(text, column)
    return None if isinstance(read, cells.Rejected) else text


def _concept(text: str, column: Column, model: Model) -> str | None:
    assert column.scheme is not None
    notations = model.schemes[column.scheme]
    names = {
        label.casefold(): concept
        for concept in notations.values()
        for label in model.labels(concept).values()
    }
    found = cells.concept(text, notations, names)
    return next((key for key, concept in notations.items() if concept == found), None)


def split(text: str, sign: str) -> list[str]:
    """Return the parts of a cell by a sign and by line breaks; bullets before a part are no part of it.

    >>> split("- Kemi, Tornio", ","), split("a; b", "")
    (['Kemi', 'Tornio'], ['a; b'])
    """
    if not sign:
        return [text]
    parts = re.split(rf"{re.escape(sign)}|\n", text)
    return [clean for part in parts if (clean := re.sub(r"^[-–•*]\s+", "", part.strip()).strip())]


def code_of(text: str) -> tuple[str, str]:
    """Return the code that a title begins with, and the rest; words such as `Action` may stand before it.

    >>> code_of("1.2.3 Title"), code_of("Axe 1. Santé"), code_of("Axe 1"), code_of("12 uutta puistoa")
    (('1.2.3', 'Title'), ('1', 'Santé'), ('1', 'Axe 1'), ('', '12 uutta puistoa'))
    """
    found = _CODE.match(text)
    if not found:
        return "", text
    words, code, sign, rest = found.groups()
    if not (words or "." in code or sign.strip()) or (words and not (sign.strip() or not rest)):
        return "", text
    return code, rest.strip() or text


def mapped_value(text: str, values: Mapping[str, str]) -> str | None:
    """Return what a mapping makes of a value, case and blanks forgiven; nothing where it says nothing."""
    wanted = " ".join(text.casefold().split())
    return next((to for value, to in values.items() if " ".join(value.casefold().split()) == wanted), None)
