"""Finds things by name, forgiving case, accents, inflection and a slip of the finger."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rdflib import URIRef

from ontology import DisplayKind, Label

from . import program
from .plan_graph import PlanGraph

_LEAST = 0.62


@dataclass(frozen=True)
class Hit:
    """A thing that was found, and how well its name fits, from 0 to 1."""

    iri: URIRef
    label: Label
    kind: DisplayKind | None
    plan: Label
    score: float


def find(plans: PlanGraph, text: str, lang: str, limit: int = 20) -> list[Hit]:
    """Return the things whose name is most like a text, the best first.

    Finnish words change at their end (kirjasto, kirjaston, kirjastossa), so words are alike by the
    part that they share from the start.
    """
    words = _words(text)
    if not words:
        return []
    best: dict[URIRef, tuple[float, URIRef, URIRef]] = {}
    for thing, cls, name, plan in program.rows(plans.store, "names"):
        score = _score(words, _words(str(name)))
        iri = URIRef(str(thing))
        if score >= _LEAST and score > best.get(iri, (0.0,))[0]:
            best[iri] = (score, URIRef(str(cls)), URIRef(str(plan)))
    chosen = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))[:limit]
    described = plans.describe([iri for iri, (_, _, plan) in chosen for iri in (iri, plan)], lang)
    return [
        Hit(iri, described[iri].label, plans.model.kind_of(cls), described[plan].label, score)
        for iri, (score, cls, plan) in chosen
    ]


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return tuple(re.findall(r"\w+", plain))


def _score(wanted: tuple[str, ...], name: tuple[str, ...]) -> float:
    """Return how well every wanted word is met; names without other words come first."""
    if not name:
        return 0.0
    met = sum(max(_alike(word, other) for other in name) for word in wanted) / len(wanted)
    return met * 0.9 + 0.1 * min(1.0, len(wanted) / len(name))


def _alike(word: str, other: str) -> float:
    if other.startswith(word):
        return 1.0
    if len(word) > 3 and word in other:
        return 0.85
    shared = 0
    for a, b in zip(word, other, strict=False):
        if a != b:
            break
        shared += 1
    stem = shared / max(len(word), len(other))
    if shared >= 4 and shared >= min(len(word), len(other)) - 2:
        return max(0.75, stem)
    if len(word) > 4 and abs(len(word) - len(other)) <= 2:
        return difflib.SequenceMatcher(None, word, other).ratio() * 0.8
    return 0.0
