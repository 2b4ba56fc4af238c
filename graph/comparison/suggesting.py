"""What may be the same in two plans without common IDs or links: what is called alike, in a like place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ontology import LANGUAGES

from .likeness import alike
from .places import SamePlace
from .sides import Side

#: How much more alike, in per cent, things must be called that stand under different aims.
ELSEWHERE = 15
_WHOLE = 100
#: What a like place adds to the weight of a pair, and an equal ID.
_PLACE, _ID = 10.0, 0.5


def suggestions(
    before: Side,
    after: Side,
    ones: Sequence[str],
    others: Sequence[str],
    threshold: float,
    same_place: SamePlace,
) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of things that may be the same, and how much each weighs.

    Names are compared in the one language in which most things of both plans have one. Where both
    stand under aims that are no match, the names must be `ELSEWHERE` per cent more alike.
    """
    lang = _language(before, after, ones, others)
    here = [thing for thing in ones if _text(before, thing, lang)]
    there = [thing for thing in others if _text(after, thing, lang)]
    for row, column, likeness in _alike(
        [_text(before, t, lang) for t in here], [_text(after, t, lang) for t in there], threshold
    ):
        one, other = here[row], there[column]
        near = same_place(one, other)
        if near is False and likeness < min(threshold + ELSEWHERE, _WHOLE):
            continue
        equal = before.local(one) == after.local(other)
        yield one, other, likeness + _PLACE * bool(near) + _ID * equal


def _alike(ones: Sequence[str], others: Sequence[str], least: float) -> Iterator[tuple[int, int, int]]:
    """Yield the places of texts that are alike; what has one name in both plans is not looked at further."""
    mine, yours = ({text: n for n, text in enumerate(texts)} for texts in (ones, others))
    twice = {text for texts in (ones, others) for text, times in Counter(texts).items() if times > 1}
    same = (mine.keys() & yours.keys()) - twice
    yield from ((mine[text], yours[text], _WHOLE) for text in same)
    left = [n for n, text in enumerate(ones) if text not in same]
    right = [n for n, text in enumerate(others) if text not in same]
    if left and right:
        texts = [ones[n] for n in left], [others[n] for n in right]
        for row, column, likeness in alike(*texts, max(least, 1)):
            yield left[row], right[column], likeness


def _language(before: Side, after: Side, ones: Sequence[str], others: Sequence[str]) -> str:
    sides = ((before, ones), (after, others))
    counts = [
        Counter(lang for thing in things for lang in side.labels.get(thing, {})) for side, things in sides
    ]
    return max((*LANGUAGES, ""), key=lambda lang: min(count[lang] for count in counts))


def _text(side: Side, thing: str, lang: str) -> str:
    labels = side.labels.get(thing, {})
    return labels.get(lang) or next(iter(labels.values()), "")
