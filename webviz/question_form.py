"""The form of a question: a field for each parameter by its type, with words instead of values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import URIRef

from graph.errors import ParameterError
from graph.i18n import mark
from graph.library import NamedQuery, Param, concept_of, iri_of
from graph.query_parts import CONFIDENCE, NAMED
from ontology import Label, pick
from ontology.namespaces import CONCEPT, PLAN

from . import current

_LABELS = {NAMED: mark("Which links count"), CONFIDENCE: mark("How sure a link must be")}
_NAMED = {
    "": mark("All links"),
    "true": mark("Only those based on the source"),
    "false": mark("Only planners' readings"),
}
_ANY = mark("Any")
_YES_NO = {"": _ANY, "true": mark("yes"), "false": mark("no")}
#: How a value is typed in where it is not chosen from a list.
_INPUTS = {"number": "number", "thing": "thing", "date": "date"}


@dataclass(frozen=True)
class Choice:
    """A value that may be chosen, in words."""

    value: str
    text: str


@dataclass(frozen=True)
class Field:
    """A parameter as a reader fills it in: chosen where there are choices, else typed in as `kind`."""

    name: str
    label: str
    kind: str
    value: str
    choices: tuple[Choice, ...] = ()


def fields(question: NamedQuery, values: Mapping[str, str]) -> list[Field]:
    """Return the fields of a question, filled with the values that it is asked with."""
    return [
        _field(question, name, param, values.get(name, param.default))
        for name, param in question.params.items()
    ]


def _field(question: NamedQuery, name: str, param: Param, value: str) -> Field:
    if param.type == "concept" and value.startswith(str(CONCEPT)):
        value = value.removeprefix(str(CONCEPT)).replace("/", ":", 1)
    choices = _choices(name, param, value)
    return Field(name, label_of(question, name), _INPUTS.get(param.type, "text"), value, choices)


def label_of(question: NamedQuery, name: str) -> str:
    """Return what a parameter is called: its own label, else that of the column or scheme of its name."""
    lang = current.lang()
    own = question.params[name].label if name in question.params else {}
    if not own and name in _LABELS:
        return current.word(_LABELS[name])
    names = own or question.columns.get(name) or {}
    if not names and question.type_of(name) == "concept":
        return pick(current.plans().model.labels(URIRef(f"{CONCEPT}{name}")), lang, fallback=name).text
    return names.get(lang) or name


def in_words(error: ParameterError, question: NamedQuery) -> ParameterError:
    """Return an error of a value with the words of the form instead of names."""
    told = dict(error.values)
    if "name" in told:
        told["name"] = label_of(question, str(told["name"]))
    return ParameterError(error.message, **told)


def labels(question: NamedQuery, values: Mapping[str, str]) -> dict[str, tuple[URIRef, Label]]:
    """Return the labels of things and concepts among the values, by the name of their parameter."""
    readers = {"thing": current.plans().iri_of, "concept": concept_of}
    kinds = {key: question.type_of(key) for key in values if question.type_of(key) in readers}
    things = {key: readers[kind](values[key]) for key, kind in kinds.items()}
    described = current.plans().describe(things.values(), current.lang())
    return {key: (iri, described[iri].label) for key, iri in things.items()}


def _choices(name: str, param: Param, value: str) -> tuple[Choice, ...]:
    found = _known_choices(name, param)
    if found and value not in {choice.value for choice in found}:
        found.append(Choice(value, _text(param, value)))
    return tuple(found)


def _known_choices(name: str, param: Param) -> list[Choice]:
    """Return what may be chosen; nothing where any value may be typed in."""
    any_one = [] if param.default else [Choice("", current.word(_ANY))]
    if param.choices:
        return any_one + [Choice(value, _text(param, value)) for value in param.choices]
    if param.type == "boolean":
        words = {**(_NAMED if name == NAMED else _YES_NO)}
        if name == NAMED:
            words.pop("false")
        return [Choice(value, current.word(text)) for value, text in words.items()]
    if name == CONFIDENCE:
        return any_one + _confidences()
    if param.type == "concept":
        options = _scheme(name)
        return any_one + options if options else []
    return []


def _text(param: Param, value: str) -> str:
    """Return a value in words."""
    if param.type == "boolean":
        return current.word(_YES_NO[value]) if value in _YES_NO else value
    if param.type not in {"concept", "thing"} or not value:
        return value
    try:
        iri = concept_of(value) if param.type == "concept" else iri_of(value)
    except ValueError:
        return value
    return current.plans().describe([iri], current.lang())[iri].label.text


def _confidences() -> list[Choice]:
    """Return the words for confidences with the least number that each stands for, the strictest first."""
    model, lang = current.plans().model, current.lang()
    found = []
    for concept in model.schemes[URIRef(f"{CONCEPT}confidence")].values():
        least = model.graph.value(concept, PLAN.atLeast)
        word = pick(model.labels(concept), lang).text
        text = current.word("at least {word} ({least})", word=word, least=least)
        found.append(Choice(str(least), text))
    return found


def _scheme(name: str) -> list[Choice]:
    """Return the concepts of the scheme that is called like the parameter."""
    model, lang = current.plans().model, current.lang()
    scheme = model.schemes.get(URIRef(f"{CONCEPT}{name}"), {})
    return [
        Choice(f"{name}:{key}", pick(model.labels(concept), lang).text) for key, concept in scheme.items()
    ]
