"""Words as the search compares them: without case and accents, and whatever ending they stand with.

A word has *keys*: two forms of one word share at least one. Finnish changes within the word too
(päihde, päihteiden; kunta, kuntien), so an ending that is taken off leaves what the word may have been.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

from . import search_finnish

# What is written above and below letters, as Unicode has it in blocks.
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Return a text without case and accents.

    >>> folded("Työllisyys ÅBO")
    'tyollisyys abo'
    """
    if text.isascii():
        return text.lower()
    # Taken apart on both sides: some signs are letters, or capitals, only once they are.
    small = unicodedata.normalize("NFKD", text).casefold()
    return _MARKS.sub("", unicodedata.normalize("NFKD", small))


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared, in their order.

    >>> words("Aamu- ja iltapäivätoiminta (P1.1)")
    ['aamu', 'ja', 'iltapaivatoiminta', 'p1', '1']
    """
    return _WORD.findall(folded(text))


@lru_cache(maxsize=50_000)
def keys(word: str, lang: str) -> frozenset[str]:
    """Return the keys of a word of a language, none in a language whose endings are not known.

    >>> bool(keys("lasten", "fi") & keys("lapsi", "fi")), bool(keys("skolorna", "sv") & keys("skola", "sv"))
    (True, True)
    """
    made = _KEYS.get(lang)
    return made(word) if made and not word.isdigit() else frozenset()


_LEAST = 3

# Endings of Swedish and English, the longest first; what is before one has at least three letters.
_SWEDISH = re.compile(
    r"(?:heternas|heterna|hetens|heten|heters|heter|andets|andet|andes|ande|ornas|arnas|ernas|orna|arna|erna|"
    r"ades|ade|ors|ars|ers|ens|ets|ans|nas|ums|or|ar|er|en|et|an|na|um|ad|as|es|(?:(?<=[aeiouy])|(?<=[eo]r)|(?<=el))ns?|"
    r"t|s|a|e)$"
)
_DEFINITE, _GENITIVE, _VOWEL = re.compile(r"nas?$"), re.compile(r"s$"), re.compile(r"(?:[ae]|(?<=[ae])n)$")
_SWEDISH_STRANGE = {"bocker": "bok", "bockerna": "bok", "stader": "stad", "staderna": "stad", "man": "man"}
_ENGLISH_STRANGE = {
    "children": "child",
    "people": "person",
    "men": "man",
    "women": "woman",
    "lives": "life",
    "wellbeing": "wellbeing",
}


def _swedish(word: str) -> frozenset[str]:
    strange = _SWEDISH_STRANGE.get(word)
    if strange:
        return frozenset((strange,))
    found = {word, *(_without(ending, word) for ending in (_SWEDISH, _DEFINITE, _GENITIVE))}
    found |= {_without(_VOWEL, key) for key in found}
    # medlem, medlemmar; plan, planerna; a vowel that falls out: cykel, cyklar; nyckel, nycklar
    found |= {re.sub(r"([mn])\1$", r"\1", key) for key in found}
    found |= {re.sub(r"[ea]([lrn])$", r"\1", key) for key in found if len(key) > 4}
    found |= {key[: -len("het")] for key in found if key.endswith("het") and len(key) > 5}
    return frozenset(found)


def _english(word: str) -> frozenset[str]:
    strange = _ENGLISH_STRANGE.get(word)
    if strange:
        return frozenset((strange,))
    bare = re.sub(r"(?:ie[sd]|ying)$", "y", word) if len(word) > 4 else word
    if bare == word:
        bare = _without(re.compile(r"(?:(?<=s|x|z)es|(?<=ch|sh)es|(?<![su])s)$"), word)
    found = {bare, _without(re.compile(r"(?:ings?|ed)$"), bare)}
    found |= {re.sub(r"([bdgmnprt])\1$", r"\1", key) for key in found if key != bare}
    return frozenset(key[:-1] if key.endswith("e") and len(key) > _LEAST else key for key in found)


def _without(ending: re.Pattern[str], word: str) -> str:
    """Take an ending off where enough of the word is left."""
    found = ending.search(word, _LEAST)
    return word[: found.start()] if found else word


_KEYS: Mapping[str, Callable[[str], frozenset[str]]] = {
    "fi": search_finnish.keys,
    "sv": _swedish,
    "en": _english,
}
