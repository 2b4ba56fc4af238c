"""The peers of the search: every name scored in Python as search once did, and CONTAINS in SPARQL."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from graph.search_words import words
from graph.store import Store

_NAMES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?name WHERE { ?thing dcterms:isPartOf ?plan ; skos:prefLabel|skos:altLabel ?name %s }
"""
_LEAST = 0.62


def scan(store: Store, text: str, limit: int) -> list[str]:
    """Return the things whose name is most like a text, by scoring all names."""
    wanted = words(text)
    best: dict[str, float] = {}
    for thing, name in store.select(_NAMES % "").rows:
        score = _score(wanted, words(str(name)))
        if score >= _LEAST and score > best.get(str(thing), 0.0):
            best[str(thing)] = score
    return sorted(best, key=lambda thing: (-best[thing], thing))[:limit]


def contains(store: Store, text: str, limit: int) -> list[str]:
    """Return the first things in whose name a text stands as it is, but for case."""
    literal = text.casefold().replace("\\", "\\\\").replace('"', '\\"')
    found = store.select(_NAMES % f'FILTER(CONTAINS(LCASE(STR(?name)), "{literal}"))').rows
    return list(dict.fromkeys(str(row[0]) for row in found))[:limit]


def _score(wanted: Sequence[str], name: Sequence[str]) -> float:
    if not name or not wanted:
        return 0.0
    met = sum(max(_alike(word, other) for other in name) for word in wanted) / len(wanted)
    return met * 0.9 + 0.1 * min(1.0, len(wanted) / len(name))


def _alike(word: str, other: str) -> float:
    if other.startswith(word):
        return 1.0
    if len(word) > 3 and word in other:
        return 0.85
    pairs = enumerate(zip(word, other, strict=False))
    shared = next((at for at, (a, b) in pairs if a != b), min(len(word), len(other)))
    if shared >= 4 and shared >= min(len(word), len(other)) - 2:
        return max(0.75, shared / max(len(word), len(other)))
    if len(word) > 4 and abs(len(word) - len(other)) <= 2:
        return difflib.SequenceMatcher(None, word, other).ratio() * 0.8
    return 0.0
