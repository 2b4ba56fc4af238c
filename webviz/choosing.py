"""Which things a form asks for: those chosen from suggestions, or those that a typed name stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from rdflib import URIRef

from graph import PlanGraph
from graph.errors import UnknownQueryError
from graph.i18n import mark
from graph.search import Hit, find
from graph.table import short
from ontology import DisplayKind, Label

from . import current

#: How well a name fits that is just what was asked for, and how many choices there are at most.
_SAME_NAME, _MOST = 0.99, 8

_NO_LABEL = Label("", "")


@dataclass(frozen=True)
class Choice:
    """What one field asks for: the short form of a thing, or what may be meant by a text.

    `thing` is empty where nothing, or more than one thing, is called so.
    """

    text: str
    thing: str = ""
    label: Label = _NO_LABEL
    kind: DisplayKind | None = None
    choices: tuple[Hit, ...] = ()


def chosen(name: str) -> list[Choice]:
    """Return what the fields of a form ask for that share a name; one field may tell several IDs.

    What is empty is left out. A text is first taken for an ID, then for the name of what was chosen
    before, then for any name.
    """
    texts, before = request.args.getlist(name), request.args.getlist(f"{name}-chosen")
    if len(texts) == 1 and not before:
        texts = texts[0].split(",")
    known = [text.strip() for text in texts]
    before += [""] * (len(known) - len(before))
    return _resolved([pair for pair in zip(known, before, strict=False) if pair[0]])


def _resolved(asked: Sequence[tuple[str, str]]) -> list[Choice]:
    plans, lang = current.plans(), current.lang()
    iris = {text: _iri(plans, text) for pair in asked for text in pair if text}
    described = plans.describe([iri for iri in iris.values() if iri], lang)
    found = []
    for text, before in asked:
        choices = [
            Choice(text, short(iri), described[iri].label, plans.model.kind_of(cls))
            for name in (text, before)
            if (iri := iris.get(name)) is not None and (cls := described[iri].cls) is not None
            if name == text or described[iri].label.text == text
        ]
        found.append(choices[0] if choices else _named(plans, text, lang))
    return found


def _iri(plans: PlanGraph, text: str) -> URIRef | None:
    try:
        return plans.iri_of(text)
    except ValueError:
        return None


def _named(plans: PlanGraph, text: str, lang: str) -> Choice:
    """Return the one thing that has a name, or those that are called most like it."""
    hits = find(plans, text, lang, _MOST)
    same = [hit for hit in hits if hit.score >= _SAME_NAME] or hits
    if len(same) == 1:
        hit = same[0]
        return Choice(text, short(hit.iri), hit.label, hit.kind)
    return Choice(text, choices=tuple(same))


def require(found: Sequence[Choice]) -> None:
    """Raise `UnknownQueryError` where a field asks for nothing that is stored: for data, not for pages."""
    for one in found:
        if not one.thing:
            raise UnknownQueryError(mark("no thing {thing} is stored"), thing=one.text)
