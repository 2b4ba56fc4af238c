"""Finds and checks the named queries: questions (tables) and views (pictures).

A query is a `.rq` file whose first lines are a header in YAML behind `#+`, as grlc reads it. What
is unknown or missing there is an error that names file and line. A parameter stands in the query
as `VALUES ?name { UNDEF }`; a value replaces `UNDEF` as a serialised term, never as pasted text, so
that the file runs unchanged in any SPARQL tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rdflib import XSD, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery

from ontology import LANGUAGES
from ontology.namespaces import ID

from .errors import ParameterError, ShapeError, UnknownQueryError, nearest
from .i18n import mark

FOLDER = Path(__file__).parent / "queries"
QUESTIONS, VIEWS = "questions", "views"
EXPECT = ("empty", "rows", "any")
CHARTS = ("none", "bar", "matrix", "timeline", "network")
TYPES = ("boolean", "thing", "concept", "string", "number")
_KEYS = {"summary", "description", "group", "expect", "chart", "params", "columns"}
_VIEW_COLUMNS = ("from", "relation", "to", "link")

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
    columns: Mapping[str, Texts] = field(default_factory=dict)

    def bind(self, values: Mapping[str, str]) -> str:
        """Return the query with parameters bound; those not given stay open.

        Raises
        ------
        ParameterError
            The query has no such parameter, or the value is not of its type.
        """
        text = self.text
        for name, value in values.items():
            if name not in self.params:
                message = mark("{query} has no parameter {name}; it has: {choices}")
                choices = ", ".join(self.params) or "-"
                raise ParameterError(message, query=self.name, name=name, choices=choices)
            term = _term(name, self.params[name], value)
            text = _undefined(name).sub(lambda _, t=term, n=name: f"VALUES ?{n} {{ {t} }}", text)
        return text


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
    for key in header.keys() - _KEYS:
        _wrong(file, text, key, mark("unknown key {key}; expected one of: {choices}"), choices=_KEYS)
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
        params=header.get("params") or {},
        columns=header.get("columns") or {},
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
        raise ShapeError(mark("{file}, line 1: expected a header of lines that begin with #+"), file=file.name)
    return header


def _texts(file: Path, text: str, header: Mapping[str, Any], key: str) -> Texts:
    found = header.get(key)
    if not isinstance(found, dict) or set(found) != set(LANGUAGES):
        _wrong(file, text, key, mark("{key} is missing, or not in all of: {choices}"), choices=LANGUAGES)
    return {lang: str(value) for lang, value in dict(found or {}).items()}


def _wrong(file: Path, text: str, key: str, message: str, *, choices: Iterable[str]) -> None:
    lines = text.splitlines()
    line = next((n for n, written in enumerate(lines, 1) if re.match(rf"#\+\s*{key}\s*:", written)), 1)
    values = {"key": key, "choices": ", ".join(sorted(choices))}
    raise ShapeError("{file}, line {line}: " + message, file=file.name, line=line, **values)


def _check(query: NamedQuery) -> None:
    file, text = query.file, query.text
    if query.expect not in EXPECT:
        _wrong(file, text, "expect", mark("{key} must be one of: {choices}"), choices=EXPECT)
    if query.chart not in CHARTS:
        _wrong(file, text, "chart", mark("{key} must be one of: {choices}"), choices=CHARTS)
    for name, kind in query.params.items():
        if kind not in TYPES or not _undefined(name).search(text):
            message = mark("{key}: each needs VALUES ?name {{ UNDEF }} and a type of: {choices}")
            _wrong(file, text, "params", message, choices=TYPES)
    projected = _projected(query)
    wanted = _VIEW_COLUMNS if query.kind == VIEWS else tuple(query.columns)
    if set(projected) != set(wanted):
        message = mark("{key} must name just what the query selects: {choices}")
        _wrong(file, text, "columns", message, choices=projected)
    for name in query.columns:
        _texts(file, text, query.columns, name)


def _projected(query: NamedQuery) -> list[str]:
    try:
        algebra = prepareQuery(query.text).algebra
    except Exception as error:
        reason = " ".join(str(error).split())
        message = mark("{file}: not SPARQL ({reason})")
        raise ShapeError(message, file=query.file.name, reason=reason) from error
    return [str(variable) for variable in algebra.get("PV", [])]


def _get(queries: Mapping[str, NamedQuery], name: str, message: str) -> NamedQuery:
    if name not in queries:
        near = nearest(name, queries)
        if near:
            message = mark("no question or view {name}; did you mean {near}?")
        raise UnknownQueryError(message, name=name, near=near)
    return queries[name]


def _undefined(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES\s+\?{re.escape(name)}\s*\{{\s*UNDEF\s*\}}")


def _term(name: str, kind: str, value: str) -> str:
    """Serialise a value as a term of SPARQL by the type of its parameter."""
    try:
        return _TERMS[kind](value)
    except (ValueError, InvalidOperation) as error:
        message = mark("“{found}” is no value for {name}; expected: {kind}")
        raise ParameterError(message, found=value, name=name, kind=kind) from error


def _iri(value: str) -> str:
    text = value if re.match(r"https?://", value) else f"{ID}{value.replace(':', '/', 1)}"
    if re.search(r'[\s<>"{}|\\^`]', text):
        raise ValueError(value)
    return URIRef(text).n3()


def _boolean(value: str) -> str:
    if value not in {"true", "false"}:
        raise ValueError(value)
    return value


_TERMS = {
    "boolean": _boolean,
    "thing": _iri,
    "concept": _iri,
    "string": lambda value: Literal(value).n3(),
    "number": lambda value: Literal(Decimal(value), datatype=XSD.decimal).n3(),
}

