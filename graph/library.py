"""Finds and checks the named queries: questions (tables) and views (pictures).

A query is a `.rq` file whose first lines are a header in YAML behind `#+`, as grlc reads it. What
is unknown or missing there is an error that names file and line. A parameter stands in the query
as `VALUES ?name { UNDEF }`; a value replaces `UNDEF` as a serialised term, never as pasted text, so
that the file runs unchanged in any SPARQL tool.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import yaml
from rdflib import XSD, URIRef

from ontology import LANGUAGES, load_model
from ontology.namespaces import CONCEPT, ID

from .errors import ParameterError, QuerySyntaxError, ShapeError, UnknownQueryError, nearest
from .i18n import mark
from .store import Store

FOLDER = Path(__file__).parent / "queries"
QUESTIONS, VIEWS = "questions", "views"
EXPECT = ("empty", "rows", "any")
CHARTS = ("none", "bar", "matrix", "timeline", "network")
TYPES = ("boolean", "thing", "concept", "string", "number")
_KEYS = {"summary", "description", "group", "expect", "chart", "params", "needs", "columns"}
_VIEW_COLUMNS = ("from", "relation", "to", "link")
_GROUPS = URIRef(f"{CONCEPT}question-group")
_OPEN = re.compile(r"VALUES\s+\?(?P<name>\w+)\s*\{\s*UNDEF\s*\}")

Texts = Mapping[str, str]


@dataclass(frozen=True)
class NamedQuery:
    """A question or a view: what it says of itself, and its text."""

    name: str
    kind: str
    file: Path
    text: str
    summary: Texts
    description: Texts
    group: str = ""
    expect: str = "any"
    chart: str = "none"
    params: Mapping[str, str] = field(default_factory=dict)
    #: The parameter without which the answer is no use as a file, where there is one.
    needs: str = ""
    columns: Mapping[str, Texts] = field(default_factory=dict)

    def bind(self, values: Mapping[str, str]) -> str:
        """Return the query with parameters bound; those not given stay open.

        Raises
        ------
        ParameterError
            The query has no such parameter, or the value is not of its type.
        """
        if not values:
            return self.text
        terms = {name: self._term(name, value) for name, value in values.items()}

        # All in one reading of the text, so that no value is read as a place for another one.
        def bound(place: re.Match[str]) -> str:
            name = place["name"]
            return f"VALUES ?{name} {{ {terms[name]} }}" if name in terms else place[0]

        return _OPEN.sub(bound, self.text)

    def _term(self, name: str, value: str) -> str:
        if name not in self.params:
            message = mark("{query} has no parameter {name}; it has: {choices}")
            choices = ", ".join(self.params) or "-"
            raise ParameterError(message, query=self.name, name=name, choices=choices)
        return _term(name, self.params[name], value)


@dataclass(frozen=True)
class Library:
    """All questions and views, by name."""

    questions: Mapping[str, NamedQuery]
    views: Mapping[str, NamedQuery]

    def question(self, name: str) -> NamedQuery:
        """Return a question by name.

        Raises
        ------
        UnknownQueryError
            There is none; the message gives the nearest name.
        """
        return _get(self.questions, name, mark("no question {name}; see: planweave questions"))

    def view(self, name: str) -> NamedQuery:
        """Return a view by name, or raise `UnknownQueryError`."""
        return _get(self.views, name, mark("no view {name}; see: planweave views"))


@lru_cache(maxsize=4)
def load_library(*extra: Path) -> Library:
    """Read and check all queries of ours and of further folders.

    Raises
    ------
    ShapeError
        A header lacks a key, has an unknown one, or does not fit its query.
    """
    found: dict[str, dict[str, NamedQuery]] = {QUESTIONS: {}, VIEWS: {}}
    for folder in (FOLDER, *extra):
        for kind, queries in found.items():
            for file in sorted((folder / kind).glob("*.rq")):
                queries[file.stem] = read_query(file, kind)
    return Library(found[QUESTIONS], found[VIEWS])


def read_query(file: Path, kind: str) -> NamedQuery:
    """Read and check one query file, or raise `ShapeError` with file and line."""
    text = file.read_text(encoding="utf-8")
    header = _header(file, text)
    for key in sorted(map(str, header.keys() - _KEYS)):
        message = mark("{file}, line {line}: unknown key {key}; expected one of: {choices}")
        _wrong(file, text, key, message, choices=_KEYS)
    query = NamedQuery(
        name=file.stem,
        kind=kind,
        file=file,
        text=text,
        summary=_texts(file, text, header, "summary"),
        description=_texts(file, text, header, "description"),
        group=str(header.get("group", "")),
        expect=str(header.get("expect", "any")),
        chart=str(header.get("chart", "none")),
        params=_mapping(file, text, header, "params"),
        needs=str(header.get("needs", "")),
        columns=_mapping(file, text, header, "columns"),
    )
    _check(query)
    return query


def _header(file: Path, text: str) -> dict[str, Any]:
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        mark_ = getattr(error, "problem_mark", None)
        line = mark_.line + 1 if mark_ else 1
        message = mark("{file}, line {line}: the header is not YAML")
        raise ShapeError(message, file=file.name, line=line) from error
    if not isinstance(header, dict):
        message = mark("{file}, line 1: expected a header of lines that begin with #+")
        raise ShapeError(message, file=file.name)
    return header


def _texts(file: Path, text: str, header: Mapping[str, Any], key: str) -> Texts:
    found = header.get(key)
    if not isinstance(found, dict) or set(found) != set(LANGUAGES):
        message = mark("{file}, line {line}: {key} is missing, or not in all of: {choices}")
        _wrong(file, text, key, message, choices=LANGUAGES)
    return {lang: str(value) for lang, value in found.items()}


def _mapping(file: Path, text: str, header: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = header.get(key) or {}
    if not isinstance(found, dict):
        message = mark("{file}, line {line}: {key} must be lines of the form {choices}")
        _wrong(file, text, key, message, choices=["name: value"])
    return {str(name): value for name, value in found.items()}


def _wrong(file: Path, text: str, key: str, message: str, *, choices: Iterable[str]) -> NoReturn:
    lines = text.splitlines()
    line = next((n for n, written in enumerate(lines, 1) if re.match(rf"#\+\s*{key}\s*:", written)), 1)
    values = {"key": key, "choices": ", ".join(sorted(choices))}
    raise ShapeError(message, file=file.name, line=line, **values)


def _check(query: NamedQuery) -> None:
    file, text = query.file, query.text
    rules = [("expect", query.expect, EXPECT), ("chart", query.chart, CHARTS)]
    if query.kind == QUESTIONS:
        rules.append(("group", query.group, tuple(load_model().schemes[_GROUPS])))
    for key, value, choices in rules:
        if value not in choices:
            message = mark("{file}, line {line}: {key} must be one of: {choices}")
            _wrong(file, text, key, message, choices=choices)
    open_names = {place["name"] for place in _OPEN.finditer(text)}
    for name, kind in query.params.items():
        if kind not in TYPES or name not in open_names:
            message = mark(
                "{file}, line {line}: each of {key} needs VALUES ?name {{ UNDEF }} and a type of: {choices}"
            )
            _wrong(file, text, "params", message, choices=TYPES)
    projected = _projected(query)
    wanted = _VIEW_COLUMNS if query.kind == VIEWS else tuple(query.columns)
    if set(projected) != set(wanted):
        message = mark("{file}, line {line}: {key} must name just what the query selects: {choices}")
        _wrong(file, text, "columns", message, choices=projected)
    for name in query.columns:
        _texts(file, text, query.columns, name)


def _projected(query: NamedQuery) -> list[str]:
    try:
        return list(Store.in_memory().select(query.text).variables)
    except QuerySyntaxError as error:
        message = mark("{file}: not a SELECT in SPARQL ({reason})")
        raise ShapeError(message, file=query.file.name, reason=error) from error


def _get(queries: Mapping[str, NamedQuery], name: str, message: str) -> NamedQuery:
    if name not in queries:
        near = nearest(name, queries)
        if near:
            message = mark("no question or view {name}; did you mean {near}?")
        raise UnknownQueryError(message, name=name, near=near)
    return queries[name]


def _term(name: str, kind: str, value: str) -> str:
    """Serialise a value as a term of SPARQL by the type of its parameter."""
    try:
        return _TERMS[kind](value)
    except (ValueError, InvalidOperation) as error:
        message = mark("“{found}” is no value for {name}; expected: {kind}")
        raise ParameterError(message, found=value, name=name, kind=kind) from error


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


# What the store takes as an IRI, which is stricter than what rdflib does (RFC 3987).
_LETTER = r"(?:[\w.~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
_IRI = re.compile(rf"https?://[\w.-]+(?::\d{{1,5}})?(?:[/?]{_LETTER})?(?:#{_LETTER})?")
_MOST_DIGITS = 30
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r"})
_TERMS: Mapping[str, Callable[[str], str]] = {
    "boolean": _boolean,
    "thing": lambda value: iri_of(value).n3(),
    "concept": lambda value: concept_of(value).n3(),
    "string": _string,
    "number": _number,
}
