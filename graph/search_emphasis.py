"""Which letters of a name a reader asked for, so that a list of what was found can show them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .search_finnish import bases
from .search_words import folded, keys, words

_WORD = re.compile(r"[^\W_]+")
# So many letters from the beginning of a word that was asked for tell that another word has to do with it.
_LEAST = 4
# What is longer is not looked at.
_LONGEST, _MOST = 400, 12


def emphasised(label: str, asked: str, lang: str) -> list[tuple[int, int]]:
    """Return where in a name stands what was asked for, as beginnings and ends, in their order.

    It may stand there in another form, within a compound, or but for a slip of the finger.

    >>> emphasised("Omatoimikirjasto", "kirjaston", "fi"), emphasised("Lasten talo", "lapsi", "fi")
    ([(8, 16)], [(0, 6)])
    >>> emphasised("Liikuntapalvelut", "liikuntapalvleut", "fi"), emphasised("Talo", "puu", "fi")
    ([(0, 12)], [])
    """
    wanted = words(asked[:_LONGEST])[:_MOST]
    for how in (_same, _begun):
        found = (_within(match, wanted, lang, how) for match in _WORD.finditer(label[:_LONGEST]))
        places = [place for place in found if place is not None]
        if places:
            return places
    return []


_Places = Callable[[str, str, str], Iterator[tuple[int, int]]]


def _within(match: re.Match[str], wanted: list[str], lang: str, how: _Places) -> tuple[int, int] | None:
    """Return the longest part of one word of a name that was asked for."""
    letters = [folded(letter) for letter in match[0]]
    text = "".join(letters)
    # Where each folded letter came from: one letter may become two, or none.
    origin = [at for at, letter in enumerate(letters) for _ in letter]
    places = [place for word in wanted for place in how(text, word, lang)]
    if not places:
        return None
    start, end = max(places, key=lambda place: place[1] - place[0])
    return match.start() + origin[start], match.start() + origin[end - 1] + 1


def _same(text: str, word: str, lang: str) -> Iterator[tuple[int, int]]:
    """Yield where a word, or what it is a form of, stands in another one."""
    if text.startswith(word):
        yield 0, len(word)
    for part in sorted({word, *bases(word)}, key=len, reverse=True):
        at = text.find(part) if len(part) >= _LEAST else -1
        if at >= 0:
            yield at, at + len(part)
    if not keys(text, lang).isdisjoint(keys(word, lang)):
        yield 0, len(text)


def _begun(text: str, word: str, _: str) -> Iterator[tuple[int, int]]:
    """Yield the letters with which both words begin, where they are many."""
    least = max(_LEAST, len(word) * 2 // 5)
    for length in range(len(word) - 1, least - 1, -1):
        if text.startswith(word[:length]):
            yield 0, length
            return
