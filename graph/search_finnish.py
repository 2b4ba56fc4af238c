"""The forms of Finnish nouns and adjectives, so that each leads to what all forms of the word share.

All letters come without accents (ä is a, ö is o). A form is cut at each ending that it may have; what is
left is the stem of the word, in the strong or weak grade, before an i of the plural or not. Each of these
gives keys: the stem with its last consonants in one grade and its last vowel as it is in the singular.
Some keys are of no word; they do no harm, as only keys of words that stand somewhere are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_VOWELS = "aeiouy"
#: Clitics and possessive suffixes, which come after all else.
_AFTER = re.compile(r"(?:(?<=..)(?:kin|kaan|han|nsa|mme|nne)|(?<=....)[ns]i)$")
#: Endings of cases after a stem in the singular or in the plural with -t: (ending, closes the syllable).
_SINGULAR = (
    ("ssa", True),
    ("sta", True),
    ("lla", True),
    ("lta", True),
    ("lle", True),
    ("ksi", True),
    ("tta", True),
    ("seen", False),
    ("na", False),
    ("ta", False),
    ("n", True),
    ("t", True),
    ("a", False),
)
#: Endings of cases with the i of the plural; before them an a or e of the stem may have gone.
_PLURAL = (
    "issa",
    "ista",
    "illa",
    "ilta",
    "ille",
    "iksi",
    "itta",
    "isiin",
    "ihin",
    "itten",
    "iden",
    "iin",
    "ineen",
    "ina",
    "ita",
    "ien",
    "jen",
    "ia",
    "ja",
)
_WORDS = {
    "lasta": "lapsi",
    "lasten": "lapsi",
    "miehen": "mies",
    "miehet": "mies",
    "miesten": "mies",
    "miehia": "mies",
    "miehille": "mies",
    "toita": "tyo",
    "toiden": "tyo",
    "toissa": "tyo",
    "toihin": "tyo",
    "teiden": "tie",
    "teita": "tie",
}
_LEAST = 2


def keys(word: str) -> frozenset[str]:
    """Return the keys of a form.

    >>> bool(keys("paihteet") & keys("paihde")), bool(keys("kunnat") & keys("kuntien"))
    (True, True)
    >>> bool(keys("kunnan") & keys("kunnon"))
    False
    """
    found = set(_of(_WORDS.get(word, word)))
    bare = _AFTER.sub("", word)
    # A possessive suffix hides the n or t of the case: lapsensa, lapsiemme.
    if bare != word:
        found.update(_of(bare))
        found.update(_of(f"{bare}n"))
    return frozenset(found)


def bases(word: str) -> set[str]:
    """Return what is left of a form without the endings that it may have."""
    return {base for base, _ in (*_cut(word), *_cut_plural(word))}


def starts(key: str) -> Iterator[str]:
    """Yield how compounds may begin with a word that has this key.

    >>> "paihde" in starts("paihti"), "tyollisyys" in starts("tyollisyyti"), "ihmis" in starts("ihmisi")
    (True, True, True)
    """
    stem, last = key[:-1], key[-1:]
    strong = next((end for end in _WEAK if stem.endswith(end)), "")
    for end in (strong, *_WEAK.get(strong, ())):
        for vowel in ("i", "e") if last == "i" else (last,):
            yield stem.removesuffix(strong) + end + vowel
    if last == "i":
        yield stem
        if re.search(r"[uy]t$", stem):
            yield f"{stem[:-1]}s"


def _of(word: str) -> Iterator[str]:
    yield from _key_of_nominative(word)
    for base, closed in _cut(word):
        yield from _keys_of_stem(base, closed=closed)
    for _, stems in _cut_plural(word):
        for stem in stems:
            yield from _keys_of_stem(stem, closed=True)


def _cut(word: str) -> Iterator[tuple[str, bool]]:
    for ending, closed in _SINGULAR:
        base = word.removesuffix(ending)
        if base != word and len(base) >= _LEAST and _may_follow(base, ending):
            yield base, closed
    illative = re.fullmatch(r"(.+([aeiouy]))h?\2n", word)
    if illative:
        yield illative[1], False
    # lasten, nuorten, ihmisten: after a stem that ends in a consonant
    plural = re.fullmatch(r"(.+[rslnt])ten", word)
    if plural:
        yield plural[1], False


def _may_follow(base: str, ending: str) -> bool:
    """Whether an ending may stand after what is before it."""
    last = base[-1]
    if ending in ("n", "t", "seen", "a"):
        return last in _VOWELS
    if ending == "ta":
        return last in "slrnt" or base[-2:-1] in _VOWELS
    return last in f"{_VOWELS}s"


def _cut_plural(word: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for ending in _PLURAL:
        base = word.removesuffix(ending)
        if base != word and len(base) >= _LEAST:
            yield base, _before_i(base)


def _before_i(base: str) -> tuple[str, ...]:
    """Return the stems that become this before the i of the plural."""
    if base[-1] == "o":
        return base, f"{base[:-1]}a"
    if base[-1] in _VOWELS:
        return base, f"{base}{base[-1]}"
    old = (f"{base[:-1]}te",) if base[-1] == "s" else ()  # uusia, uuden
    return f"{base}a", f"{base}aa", f"{base}e", *old


#: What a form without an ending ends in, and the stems that other forms then have.
_NOMINATIVES = (
    (re.compile(r"nen$"), "se"),
    (re.compile(r"(?<=[uy])s$"), "te"),
    (re.compile(r"(?<=([ai]))s$"), r"\1"),
    (re.compile(r"si$"), "te"),
    (re.compile(r"(?<=i)n$"), "me"),
    (re.compile(r"(?<=[nt])[uy]t$"), "e"),
    (re.compile(r"ton$"), "toma"),
    (re.compile(r"(?<=mp)i$"), "a"),
)


def _key_of_nominative(word: str) -> Iterator[str]:
    """Yield the keys of a form that has no ending."""
    yield _key(word)
    for ending, other in _NOMINATIVES:
        stem, changed = ending.subn(other, word)
        if changed:
            yield _key(stem)


def _keys_of_stem(stem: str, *, closed: bool) -> Iterator[str]:
    """Yield the keys of a stem; in a closed syllable its consonants are in the weak grade."""
    yield _key(stem)
    if re.search(r"[uy]ks[ei]$", stem):
        yield _key(f"{stem[:-3]}te")
    if stem.endswith("ttoma"):
        yield _key(f"{stem[:-4]}oma")
    if closed:
        # The k that goes: tuen, tuki; alun, alku; luvun, luku; ajan, aika
        hidden = re.sub(r"([aeiouylrh])([aeiou])$", r"\1k\2", stem)
        hidden = re.sub(r"([uy])v([uy])$", r"\1k\2", hidden)
        hidden = re.sub(r"j([aeiou])$", r"ik\1", hidden)
        if hidden != stem:
            yield _key(hidden)


_GRADES = (
    (re.compile(r"(kk|pp|tt)([aeiouy]*)$"), lambda m: m[1][0] + m[2]),
    (re.compile(r"d([aeiouy]*)$"), r"t\1"),
    (re.compile(r"nn([aeiouy]+)$"), r"nt\1"),
    (re.compile(r"mm([aeiouy]+)$"), r"mp\1"),
    (re.compile(r"ll([aeiouy]+)$"), r"lt\1"),
    (re.compile(r"rr([aeiouy]+)$"), r"rt\1"),
    (re.compile(r"ng([aeiouy]+)$"), r"nk\1"),
    (re.compile(r"v([aeiouy]+)$"), r"p\1"),
    (re.compile(r"ks([ei])$"), r"s\1"),
)

#: What stands in other forms for the consonants at the end of a key.
_WEAK = {
    "nt": ("nn",),
    "mp": ("mm",),
    "lt": ("ll",),
    "rt": ("rr",),
    "nk": ("ng", "nkk"),
    "k": ("kk",),
    "p": ("pp", "v"),
    "t": ("tt", "d"),
}


def _key(stem: str) -> str:
    """Return a stem in the strong grade, short, with i for e as its last vowel."""
    key = stem if stem[-1:] in _VOWELS else f"{stem}i"
    for grade, strong in _GRADES:
        key, changed = grade.subn(strong, key, count=1)
        if changed:
            break
    if key.endswith("ee"):
        key = key[:-1]
    return f"{key[:-1]}i" if key.endswith("e") else key
