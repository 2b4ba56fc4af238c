"""Values of parameters as terms of SPARQL, written by their type; never pasted text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from rdflib import XSD, URIRef

from ontology.namespaces import CONCEPT, ID

from .errors import ParameterError
from .i18n import mark

TYPES = ("boolean", "thing", "concept", "string", "number", "date")


def term_of(name: str, kind: str, value: str) -> str:
    """Serialise a value as a term of SPARQL by the type of its parameter, or raise `ParameterError`."""
    try:
        return _TERMS[kind](value)
    except (ValueError, InvalidOperation) as error:
        raise ParameterError(_EXPECTED[kind], found=shortened(value), name=name) from error


def shortened(value: str) -> str:
    """Return a value as it stands in a message: a long one is cut, so that the message stays one line."""
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"


def iri_of(value: str) -> URIRef:
    """Return the IRI of `plan:ID`; a whole IRI stays as it is.

    >>> iri_of("kemi:kirjasto")
    rdflib.term.URIRef('https://w3id.org/planweave/id/kemi/kirjasto')
    """
    return _iri_below(str(ID), value)


def concept_of(value: str) -> URIRef:
    """Return the IRI of a concept by `scheme:key`; a whole IRI stays as it is.

    >>> concept_of("field:sport")
    rdflib.term.URIRef('https://w3id.org/planweave/concept/field/sport')
    """
    return _iri_below(str(CONCEPT), value)


def _iri_below(base: str, value: str) -> URIRef:
    text = value if re.match(r"https?://", value) else f"{base}{value.replace(':', '/', 1)}"
    if not value or not _IRI.fullmatch(text):
        raise ValueError(value)
    return URIRef(text)


def _boolean(value: str) -> str:
    if value not in {"true", "false"}:
        raise ValueError(value)
    return value


def _string(value: str) -> str:
    """Write a literal of SPARQL; rdflib's own writing is not safe before a quote at the end."""
    value.encode()  # half a surrogate pair is no text, and raises
    escaped = value.translate(_ESCAPES)
    return f'"{escaped}"'


def _number(value: str) -> str:
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        raise ValueError(value)
    return f'"{number:f}"^^{XSD.decimal.n3()}'


def _date(value: str) -> str:
    day = date.fromisoformat(value)
    if value != day.isoformat():  # other forms of ISO 8601
        raise ValueError(value)
    return f'"{value}"^^{XSD.date.n3()}'


# What the store takes as an IRI, which is stricter than what rdflib does (RFC 3987).
_LETTER = r"(?:[\w.~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
_IRI = re.compile(rf"https?://[\w.-]+(?::\d{{1,5}})?(?:[/?]{_LETTER})?(?:#{_LETTER})?")
_MOST_DIGITS = 30
_LONGEST = 60
_EXPECTED = {
    "boolean": mark("“{found}” is no value for {name}; expected: yes or no (true or false)"),
    "thing": mark("“{found}” is no value for {name}; expected: the ID of a thing, as PLAN:ID"),
    "concept": mark("“{found}” is no value for {name}; expected: a concept, as field:sport"),
    "string": mark("“{found}” is no value for {name}; expected: a text"),
    "number": mark("“{found}” is no value for {name}; expected: a number, as 0.5"),
    "date": mark("“{found}” is no value for {name}; expected: a date, as 2025-12-31"),
}
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r"})
_TERMS: Mapping[str, Callable[[str], str]] = {
    "boolean": _boolean,
    "thing": lambda value: iri_of(value).n3(),
    "concept": lambda value: concept_of(value).n3(),
    "string": _string,
    "number": _number,
    "date": _date,
}
