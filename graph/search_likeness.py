"""Which words of an index are like a word that was asked for, and how much."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ontology import LANGUAGES

from .search_finnish import bases, starts
from .search_reading import Index
from .search_words import keys

# How well a word is met: as it stands, in another form, by its beginning, by a part of a compound, with
# a slip of the finger or two, by a beginning with a slip.
EXACT, FORM, START, PART, INNER, NEAR, FAR = 1.0, 0.95, 0.9, 0.75, 0.65, 0.55, 0.45
# The least letters of a part of a compound, of what is before it where it is the last one, of one in the
# middle, and of a word or key (with its language) that may have a slip or two.
_LEAST_PART, _LEAST_BEFORE, _LEAST_START, _LEAST_INNER = 4, 3, 5, 6
_LEAST_SLIP, _LEAST_TWO, _LEAST_KEY = 4, 8, 9
# How many words a word is taken for, and one of so few letters.
_MOST, _MOST_SHORT, _SHORT = 400, 60, 2


def like(index: Index, word: str) -> dict[int, float]:
    """Return the words of an index that are like a word, with how well they meet it, the best first."""
    found = _same(index, word)
    _note(found, _parts(index, word, found))
    if not found:
        _note(found, _slips(index, word))
    best = sorted(found.items(), key=lambda item: (-item[1][1], len(item[0]), item[0]))
    most = _MOST if len(word) > _SHORT else _MOST_SHORT
    return {number: weight for _, (number, weight) in best[:most]}


_Found = dict[str, tuple[int, float]]


def _note(found: _Found, more: Iterable[tuple[str, int, float]]) -> None:
    for text, number, weight in more:
        if text not in found or found[text][1] < weight:
            found[text] = (number, weight)


def _same(index: Index, word: str) -> _Found:
    """Return the word itself, its forms, and what begins so."""
    vocabulary = index.vocabulary
    found: _Found = {}
    for at in vocabulary.beginning(word):
        text = vocabulary.texts[at]
        found[text] = (vocabulary.number(at), EXACT if text == word else START)
    _note(found, ((text, number, FORM) for text, number in index.with_keys(_keys(word)) if text != word))
    return found


def _keys(word: str) -> list[str]:
    return [f"{lang}:{key}" for lang in LANGUAGES for key in keys(word, lang)]


def _parts(index: Index, word: str, same: _Found) -> Iterator[tuple[str, int, float]]:
    """Yield compounds that begin or end with a form of the word, or hold it."""
    vocabulary = index.vocabulary
    forms = {text for text, (_, weight) in same.items() if weight >= FORM} | {word} | bases(word)
    for start in {start for key in keys(word, "fi") for start in starts(key) if len(start) >= _LEAST_START}:
        for at in vocabulary.beginning(start):
            yield vocabulary.texts[at], vocabulary.number(at), PART
    for form in sorted(form for form in forms if len(form) >= _LEAST_PART):
        for at in vocabulary.holding(form):
            text = vocabulary.texts[at]
            if text.startswith(form) or (text.endswith(form) and len(text) - len(form) >= _LEAST_BEFORE):
                yield text, vocabulary.number(at), PART
            elif len(form) >= _LEAST_INNER:
                yield text, vocabulary.number(at), INNER


def _slips(index: Index, word: str) -> Iterator[tuple[str, int, float]]:
    """Yield what is like the word but for a slip of the finger, or two in a long word."""
    if len(word) < _LEAST_SLIP or any(letter.isdigit() for letter in word):
        return
    vocabulary = index.vocabulary
    near = {vocabulary.texts[at]: vocabulary.number(at) for at in _within(word, vocabulary.texts, 1)}
    near.update(index.with_keys(_near_keys(index, word)))
    if near:
        yield from ((text, number, NEAR) for text, number in near.items())
        return
    begun = [text[: len(word)] for text in vocabulary.texts]
    far = [*_within(word, vocabulary.texts, 2)] if len(word) >= _LEAST_TWO else []
    for at in far or _within(word, begun, 1):
        yield vocabulary.texts[at], vocabulary.number(at), FAR


def _near_keys(index: Index, word: str) -> list[str]:
    """Return keys that are one slip away from a key of a word."""
    wanted = [key for key in _keys(word) if len(key) >= _LEAST_KEY]
    return [index.keys()[at] for key in wanted for at in _within(key, index.keys(), 1)][:_MOST]


def _within(word: str, others: list[str], most: int) -> list[int]:
    """Return the places of the words that differ by at most so many letters, two swapped counted once."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    scorer: Callable[..., int] = OSA.distance
    found = process.extract_iter(word, others, scorer=scorer, score_cutoff=most)
    return [at for _, _, at in found]
