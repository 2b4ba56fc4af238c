"""Where a word may be broken at the end of a line."""

from __future__ import annotations

_VOWELS = frozenset("aeiouyåäöáéíóúàèüõæøâêîôû")
#: Letters that stand for one sound and stay together.
_TOGETHER = {
    "fi": frozenset({"sh"}),
    "sv": frozenset({"ck", "sj", "skj", "stj", "tj", "ch", "ph", "th", "sh"}),
    "en": frozenset({"ch", "ck", "gh", "ph", "qu", "sh", "th", "wh"}),
}
#: The fewest letters before and after a break.
_FEWEST = 3


def syllables(word: str, lang: str = "fi") -> list[int]:
    """Return after how many letters a word may be broken.

    Finnish breaks before every consonant that a vowel follows. That is close in Swedish and
    English too, where letters of one sound stay together.

    >>> syllables("yhteistyöverkosto")
    [6, 9, 12]
    """
    letters = word.casefold()
    if len(letters) != len(word):
        return []
    together = _TOGETHER.get(lang, frozenset())
    found = []
    for place in range(1, len(word) - 1):
        if not (_is_consonant(letters[place]) and letters[place + 1] in _VOWELS):
            continue
        cut = place - 1 if letters[place - 1 : place + 1] in together else place
        if _VOWELS.isdisjoint(letters[:cut]) or not _stands(letters, cut):
            continue
        found.append(cut)
    return found


def _is_consonant(letter: str) -> bool:
    return letter.isalpha() and letter not in _VOWELS


def _stands(letters: str, cut: int) -> bool:
    """Whether enough letters, and nothing but letters, stand beside a break."""
    beside = letters[max(0, cut - _FEWEST) : cut + _FEWEST]
    return len(beside) == 2 * _FEWEST and beside.isalpha()
