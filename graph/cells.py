"""Reads one cell: text in, RDF terms out, or a finding that says what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rdflib import XSD, Literal, URIRef

from ontology import Column

from .i18n import mark


@dataclass(frozen=True)
class Rejected:
    """Why a cell could not be read: a message and its values."""

    message: str
    values: dict[str, object]


@dataclass(frozen=True)
class Span:
    """Lines of a source: `source` is the ID of a source, empty for the only one."""

    source: str
    first: int
    last: int


_TRUE = {"yes", "true", "1", "x", "kyllä", "ja"}
_FALSE = {"no", "false", "0", "ei", "nej"}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_FINNISH = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})$")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
_SPAN = re.compile(r"(?:(?P<source>[^\s!]+)!)?(?P<first>\d+)(?:\s*[-–]\s*(?P<last>\d+))?$")


def split(text: str, separator: str) -> list[str]:
    """Return the values of a cell: by the sign of its column or a line break, where it may hold several.

    Some write `|` for the usual `;`, so both are read.

    >>> split("a; b | c", ";"), split("Turku, Åbo|Naantali", ","), split("a; b", "")
    (['a', 'b', 'c'], ['Turku', 'Åbo|Naantali'], ['a; b'])
    """
    if not separator:
        return [text]
    signs = re.escape(separator + "|" if separator == ";" else separator)
    return [part.strip() for part in re.split(rf"[{signs}\n]", text) if part.strip()]


def literal(text: str, column: Column) -> Literal | Rejected:
    """Read a cell by the datatype of its column."""
    datatype = column.datatype
    if datatype is None or datatype == XSD.string:
        return Literal(text)
    if datatype not in _READERS:
        value = Literal(text, datatype=datatype)
        message = mark("“{found}” is not {expected}")
        expected_type = datatype.rpartition("#")[2]
        return Rejected(message, {"found": text, "expected": expected_type}) if value.ill_typed else value
    read, expected = _READERS[datatype]
    found = read(text)
    if found is None:
        return Rejected(mark("“{found}” is not {expected}"), {"found": text, "expected": expected})
    return Literal(found, datatype=datatype)


def concept(text: str, notations: Mapping[str, URIRef], names: Mapping[str, URIRef]) -> URIRef | Rejected:
    """Read a cell by the notation or the name of a concept, case forgiven."""
    found = notations.get(text) or names.get(text.casefold())
    if found is not None:
        return found
    message = mark("“{found}” is not one of: {choices}")
    return Rejected(message, {"found": text, "choices": ", ".join(notations)})


def spans(text: str) -> Iterator[Span | Rejected]:
    """Read lines such as `34-35; 246` or `T1!34`."""
    for part in split(text, ";"):
        match = _SPAN.match(part)
        first = int(match["first"]) if match else 0
        last = int(match["last"] or first) if match else 0
        if match and 1 <= first <= last:
            yield Span(match["source"] or "", first, last)
        else:
            yield Rejected(mark("“{found}” is not a line or lines such as 34-35"), {"found": part})


def _date(text: str) -> str | None:
    iso, finnish = _ISO.match(text), _FINNISH.match(text)
    if not (iso or finnish):
        return None
    parts = iso.groups() if iso else finnish.groups()[::-1] if finnish else ()
    try:
        return date(*(int(part) for part in parts)).isoformat()
    except ValueError:
        return None


def _year(text: str) -> str | None:
    return text if re.fullmatch(r"\d{4}", text, re.ASCII) else None


def _whole(text: str) -> str | None:
    written = _without_spaces(text)
    return str(int(written)) if re.fullmatch(r"[+-]?\d{1,18}", written, re.ASCII) else None


def _without_spaces(text: str) -> str:
    """Take the spaces out that set thousands apart: `1 000` is a number, and `1 2` is two."""
    return re.sub(r"(?<=\d)\s(?=\d{3}(?!\d))", "", text).replace("\N{MINUS SIGN}", "-")


def doubtful(text: str, column: Column) -> str:
    """Return how a number is read that may mean thousands, empty where there is no doubt.

    `1,234` is 1.234 as Finnish and Swedish have it, and a thousand times as much in English.
    """
    if column.datatype != XSD.decimal or not _THOUSANDS.fullmatch(_without_spaces(text)):
        return ""
    return _number(text) or ""


def _number(text: str) -> str | None:
    written = _without_spaces(text).replace(",", ".")
    if not _NUMBER.fullmatch(written):
        return None
    number = Decimal(written)
    plain = format(number, "f") if number else "0"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _boolean(text: str) -> str | None:
    word = text.casefold()
    return "true" if word in _TRUE else "false" if word in _FALSE else None


# How a lexical form is read, and what is expected in words. Canonical from the start: a store
# gives numbers back in canonical form, and a difference must be a difference of values.
_READERS: dict[URIRef, tuple[Callable[[str], str | None], dict[str, str]]] = {
    XSD.date: (
        _date,
        {
            "fi": "päivämäärä, kuten 3.10.2022 tai 2022-10-03",
            "sv": "ett datum som 3.10.2022 eller 2022-10-03",
            "en": "a date such as 3.10.2022 or 2022-10-03",
        },
    ),
    XSD.gYear: (_year, {"fi": "vuosi, kuten 2023", "sv": "ett år som 2023", "en": "a year such as 2023"}),
    XSD.integer: (_whole, {"fi": "kokonaisluku", "sv": "ett heltal", "en": "a whole number"}),
    XSD.decimal: (_number, {"fi": "luku", "sv": "ett tal", "en": "a number"}),
    XSD.boolean: (_boolean, {"fi": "kyllä tai ei", "sv": "ja eller nej", "en": "yes or no"}),
}
