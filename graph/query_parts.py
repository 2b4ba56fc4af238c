"""What the header of a query says of its parameters, of its picture, and of the sentence made from it."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .errors import ParameterError
from .i18n import mark
from .query_header import Header, Texts, named, plain
from .query_values import TYPES, shortened, term_of

#: By kind of picture: the parts that need a column of the answer, and those that may have one.
CHARTS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "bar": (("label", "value"), ("series",)),
    "matrix": (("rows", "columns", "value"), ()),
    "timeline": (("label", "start", "end"), ("series",)),
    "network": (("from", "to"), ("weight",)),
}
NO_CHART = "none"
#: Places in the sentences of `says`; the second part of each is what it takes to fill it.
_ALWAYS = ("found", "names", "which", "rows", "where")
_OF_ALL = ("total", "share")
#: Parameters that let fewer links count, and the place of what is then still found.
NAMED, CONFIDENCE = "named", "confidence"
#: The values of theirs with which an answer is asked again.
FEWER: Mapping[str, str] = {NAMED: "true", CONFIDENCE: "0.5"}
_SENSITIVE = {"named": NAMED, "sure": CONFIDENCE}
SAID = ("none", "some")
#: What begins the place of the sum of a column of numbers.
SUM = "sum_"


@dataclass(frozen=True)
class Param:
    """A parameter: its type, the value that stands for none given, and what may be chosen."""

    type: str
    default: str = ""
    choices: tuple[str, ...] = ()
    label: Texts = field(default_factory=dict)

    def term(self, name: str, value: str) -> str:
        """Return a value as a term of SPARQL, or raise `ParameterError` with what was expected."""
        if self.choices and value not in self.choices:
            message = mark("“{found}” is no value for {name}; expected one of: {choices}")
            raise ParameterError(message, found=shortened(value), name=name, choices=", ".join(self.choices))
        term = term_of(name, self.type, value)
        if name == CONFIDENCE and self.type == "number" and not 0 <= float(value) <= 1:
            message = mark("“{found}” is no value for {name}; expected: a number from 0 to 1, as 0.5")
            raise ParameterError(message, found=shortened(value), name=name)
        return term


@dataclass(frozen=True)
class Chart:
    """How an answer is drawn: the kind of picture, and the column of the table for each of its parts."""

    type: str
    columns: Mapping[str, str]

    def column(self, part: str) -> str:
        """Return the column of a part, as `label` or `value`; empty where it has none."""
        return self.columns.get(part, "")


def params_of(header: Header, places: set[str] | None) -> dict[str, Param]:
    """Return the parameters; each needs a type, and one of the places in the query where these are known."""
    return {name: _param(header, name, found, places) for name, found in header.mapping("params").items()}


def _param(header: Header, name: str, found: object, places: set[str] | None) -> Param:
    path = ("params", name)
    told = named(found) if isinstance(found, dict) else {"type": found}
    if isinstance(found, dict):
        header.only(("type", "default", "choices", "label"), *path)
    kind = plain(told.get("type"))
    if kind not in TYPES or (places is not None and name not in places):
        message = mark(
            "{file}, line {line}: each of {key} needs VALUES ?name {{ UNDEF }} and a type of: {choices}"
        )
        header.at(message, header.line(*path), key="params", choices=", ".join(TYPES))
        return Param("string")
    choices = told.get("choices") or []
    if not isinstance(choices, list):
        message = mark("{file}, line {line}: {key} must be a list of values in brackets")
        header.wrong(message, *path, "choices")
        choices = []
    default = "" if told.get("default") is None else plain(told["default"])
    made = Param(kind, default, tuple(map(plain, choices)), header.texts_if_any(*path, "label"))
    _try_values(header, name, made)
    return made


def _try_values(header: Header, name: str, made: Param) -> None:
    """Note a fault for a choice, or a default, that the parameter would not take."""
    for key, values in (("choices", made.choices), ("default", (made.default,) if made.default else ())):
        for value in values:
            try:
                made.term(name, value)
            except ParameterError as error:
                message = mark("{file}, line {line}: {reason}")
                header.wrong(message, "params", name, key, reason=error)


def chart_of(header: Header, columns: Mapping[str, object]) -> Chart | None:
    """Return the picture; its parts must be columns of the answer."""
    found = header.get("chart")
    if found is None or plain(found) == NO_CHART:
        return None
    told = named(found)
    kind = plain(told.pop("type", found))
    if kind not in CHARTS:
        message = mark("{file}, line {line}: {key} must be one of: {choices}")
        header.wrong(message, "chart", choices=(NO_CHART, *CHARTS))
        return None
    needed, possible = CHARTS[kind]
    parts = {part: plain(column) for part, column in told.items()}
    if not set(needed) <= set(parts) <= {*needed, *possible}:
        message = mark("{file}, line {line}: a chart of type {kind} needs the column of each of: {choices}")
        header.at(message, header.line("chart"), kind=kind, choices=", ".join(needed))
    for part, column in parts.items():
        _must_be_column(header, column, columns, "chart", part)
    return Chart(kind, parts)


def counted_columns(header: Header, columns: Mapping[str, object]) -> tuple[str, ...]:
    """Return the column whose things are counted, or those of pairs: the first where none is told."""
    told = header.get("counts")
    names = tuple(map(plain, told if isinstance(told, list) else [told])) if told else tuple(columns)[:1]
    for name in names:
        _must_be_column(header, name, columns, "counts")
    return names


def column_of(header: Header, key: str, columns: Mapping[str, object]) -> str:
    """Return the column that a key of the header names; nothing where it is not told."""
    found = header.text(key)
    if found:
        _must_be_column(header, found, columns, key)
    return found


def _must_be_column(header: Header, column: str, columns: Mapping[str, object], *path: str) -> None:
    if column not in columns:
        message = mark("{file}, line {line}: {key} names the column {column}; there are: {choices}")
        header.wrong(message, *path, choices=columns, column=column)


def says_of(header: Header, params: Mapping[str, Param], of: str, columns: Iterable[str]) -> dict[str, Texts]:
    """Return the sentences of a report, whose places must be ones that this question can fill."""
    if header.get("says") is None:
        return {}
    header.only(SAID, "says")
    says = {case: header.texts("says", case) for case in SAID}
    known = {*_ALWAYS, *(_OF_ALL if of else ()), *(key for key, name in _SENSITIVE.items() if name in params)}
    known |= {f"{SUM}{column}" for column in columns}
    for case, texts in says.items():
        for lang, text in texts.items():
            _check_places(header, text, known, "says", case, lang)
    return {case: texts for case, texts in says.items() if texts}


def _check_places(header: Header, text: str, known: set[str], *path: str) -> None:
    try:
        places = set(_places(text))
    except ValueError:
        places = {"{"}
    for place in sorted(places - known):
        message = mark("{file}, line {line}: {key} has the place {place}; it can fill: {choices}")
        header.wrong(message, *path, choices=known, place=place)


def _places(text: str) -> Iterator[str]:
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is not None:
            yield f"{name}:{form}" if form else f"{name}!{conversion}" if conversion else name
