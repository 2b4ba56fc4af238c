"""Reads one cell: text in, RDF terms out, or a finding that says what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rdflib import XSD, Literal, URIRef

from ontology import LANGUAGES, Column

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


_TRUE = {"yes", "true", "1", "x", "y", "kyllä", "k", "on", "tosi", "ja", "j", "sant"}
_FALSE = {"no", "false", "0", "n", "ei", "e", "epätosi", "nej", "falskt"}
_MIDNIGHT = r"(?:[T ]0{1,2}[:.]00(?:[:.]00(?:\.0+)?)?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_MIDNIGHT}$", re.ASCII)
_FINNISH = re.compile(rf"(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?(\d{{4}}|\d\d){_MIDNIGHT}$", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d\d", re.ASCII)
_PERCENT = re.compile(r"(.+?)\s?%")
_FORMULA = re.compile(r"=.|#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)")
_CENTURY = 2000
_CODE_IN_BRACKETS = re.compile(r"(.+) \(([^()]+)\)")
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
    if is_formula(text):
        return formula(text)
    text = _without_percent(text, column)
    if datatype not in _READERS:
        value = Literal(text, datatype=datatype)
        message = mark("“{found}” is not {expected}")
        expected_type = datatype.rpartition("#")[2]
        return Rejected(message, {"found": text, "expected": expected_type}) if value.ill_typed else value
    read, expected = _READERS[datatype]
    found = read(text)
    if found is None:
        return _of_another_kind(text, datatype) or Rejected(
            mark("“{found}” is not {expected}"), {"found": text, "expected": expected}
        )
    return Literal(found, datatype=datatype)


def _of_another_kind(text: str, datatype: URIRef) -> Rejected | None:
    """Tell a day where a year is expected, and the other way round: neither is made up or dropped."""
    if datatype == XSD.gYear and (day := _date(text)):
        message = mark("“{found}” is a day, and this column holds a year; write {year}")
        return Rejected(message, {"found": text, "year": day[:4]})
    if datatype == XSD.date and _year(text):
        message = mark("“{found}” is a year, and this column holds a day, such as {example}")
        return Rejected(message, {"found": text, "example": f"31.12.{text}"})
    return None


def is_formula(text: str) -> bool:
    """Whether a cell holds a formula, or what a spreadsheet shows where one fails."""
    return _FORMULA.match(text) is not None


def formula(text: str) -> Rejected:
    """Return why a formula is not read where a value is expected."""
    return Rejected(mark("“{found}” is a formula, which is not read; write the value"), {"found": text})


def _without_percent(text: str, column: Column) -> str:
    """Return a percentage in the measure of its column: `80 %` is 0.8 where the greatest value is 1.

    >>> from rdflib import RDF
    >>> _without_percent("80 %", Column("x", {}, {}, (), False, None, 1, XSD.decimal, limits=("0", "1")))
    '0.8'
    """
    match = _PERCENT.fullmatch(text) if column.datatype in {XSD.decimal, XSD.integer} else None
    number = _number(match[1]) if match else None
    if number is None:
        return text
    greatest = Decimal(column.limits[-1]) if column.limits else None
    return format(Decimal(number) / 100, "f") if greatest == 1 else number


def concept(
    text: str,
    notations: Mapping[str, URIRef],
    names: Mapping[str, URIRef],
    labels: Callable[[URIRef], Mapping[str, str]] | None = None,
) -> URIRef | Rejected:
    """Read a cell by the notation or the name of a concept, case forgiven; `labels` tell its names."""
    word = text.casefold()
    found = notations.get(text) or names.get(word) or notations.get(word)
    if found is None and (match := _CODE_IN_BRACKETS.fullmatch(text)):
        # As the choices are told: “Jatkuva (continuous)”.
        found = notations.get(match[2]) if names.get(match[1].casefold()) == notations.get(match[2]) else None
    if found is not None:
        return found
    if is_formula(text):
        return formula(text)
    message = mark("“{found}” is not one of: {choices}")
    told = {code: labels(one) if labels else {} for code, one in notations.items()}
    return Rejected(message, {"found": text, "choices": choices(told)})


def choices(codes: Mapping[str, Mapping[str, str]]) -> str | dict[str, str]:
    """Return the codes of a list with their names, by language where they have any.

    >>> choices({"yes": {"fi": "Kyllä"}})["fi"]
    'Kyllä (yes)'
    """
    if not any(codes.values()):
        return ", ".join(codes)
    return {
        lang: ", ".join(
            f"{names[lang]} ({code})" if names.get(lang, code).casefold() != code else code
            for code, names in codes.items()
        )
        for lang in LANGUAGES
    }


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
    year, month, day = (int(part) for part in parts)
    try:
        return date(year + (_CENTURY if len(parts[0]) == 2 else 0), month, day).isoformat()
    except ValueError:
        return None


def _year(text: str) -> str | None:
    match = re.fullmatch(r"(\d{4})(?:[.,]0)?", text, re.ASCII)
    return match[1] if match else None


def _whole(text: str) -> str | None:
    match = re.fullmatch(r"([+-]?\d{1,18})(?:[.,]0{1,2})?", _without_spaces(text), re.ASCII)
    return str(int(match[1])) if match else None


def _without_spaces(text: str) -> str:
    """Take the spaces out that set thousands apart: `1 000` is a number, and `1 2` is two."""
    return re.sub(r"(?<=\d)\s(?=\d{3}(?!\d))", "", text).replace("\N{MINUS SIGN}", "-")


@dataclass(frozen=True)
class Doubt:
    """A value that was read, and that may mean something else: a message and its values."""

    message: str
    values: dict[str, object]


def doubtful(text: str, column: Column) -> Doubt | None:
    """Return how a value is read that may mean something else; nothing where there is no doubt.

    `1,234` is 1.234 as Finnish and Swedish have it, and a thousand times as much in English.
    """
    if column.datatype == XSD.date and _SHORT_YEAR.fullmatch(text):
        message = mark("“{found}” is read as {day}; write the year in full")
        return Doubt(message, {"found": text, "day": _date(text)})
    if column.datatype != XSD.decimal:
        return None
    if _PERCENT.fullmatch(text) and not column.limits:
        message = mark(
            "“{found}” is read as {number}; the sign is not kept: write the unit in its own column"
        )
        return Doubt(message, {"found": text, "number": _without_percent(text, column)})
    if not _THOUSANDS.fullmatch(_without_spaces(text)):
        return None
    message = mark("“{found}” is read as {number}; if thousands are meant, write {whole}")
    return Doubt(message, {"found": text, "number": _number(text), "whole": text.replace(",", "")})


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
