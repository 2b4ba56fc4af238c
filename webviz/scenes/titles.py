"""Sentences made from numbers, as titles: grammatically right with any label, and short enough for a slide.

Labels are never inflected: they stand in quotation marks, or where the nominative does. How things are
counted in words stands in the ontology, with the kinds of things.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.drawing.text_measure import clean
from graph.evaluation import Answer
from graph.evaluation.counting import counted_cells
from graph.i18n import mark
from ontology import DisplayKind

from .. import current
from ..words import number as digits

#: How many letters a title has where possible, how many of a name it shows, and how many numbers it tells.
LONGEST, _LONGEST_NAME, _MOST_COUNTS = 90, 60, 2
#: What may be left of a name where the sentence around it is long.
_SHORTEST_NAME = 24
#: How long a title may be that lists names.
_LONGEST_LIST = 130
_WORDS = (
    mark("two"), mark("three"), mark("four"), mark("five"), mark("six"), mark("seven"), mark("eight"),
    mark("nine"), mark("ten"),
)  # fmt: skip
_PLAIN, _BUT, _AND = mark("“{name}”: {told}"), mark("{told}, but {gap}"), mark("{names} and {last}")
_SIMPLE = "{name}: {told}"
_NOTHING = mark("no links are recorded")
#: What would turn round the letters after a name, too.
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def in_words(number: int) -> str:
    """Return a number from two to ten in words, any other in digits."""
    return current.word(_WORDS[number - 2]) if 2 <= number < len(_WORDS) + 2 else digits(number)


def counted(kind: DisplayKind, number: int) -> str:
    """Return how many things of a kind there are, in words: `three actions`."""
    lang = current.lang()
    return kind.one[lang] if number == 1 else f"{in_words(number)} {kind.many[lang]}"


def links_in_words(number: int) -> str:
    """Return how many links there are, in words."""
    if not number:
        return current.word(_NOTHING)
    many = current.plural("{number} link", "{number} links", number)
    return many.replace(str(number), in_words(number))


def listed(texts: Sequence[str]) -> str:
    """Return texts as a sentence lists them."""
    if len(texts) < 2:
        return "".join(texts)
    return current.word(_AND, names=", ".join(texts[:-1]), last=texts[-1])


def around(
    name: str,
    kind: DisplayKind | None,
    counts: Sequence[tuple[DisplayKind, int]],
    gap: str = "",
    links: int = 0,
    *,
    are_several: bool = False,
) -> str:
    """Return what stands around a thing of a kind: numbers by kind, and what is missing, if anything.

    Where no kind is counted, it is so many links. The names of several things stand without quotation marks.
    """
    simple = _SIMPLE if are_several else current.word(_PLAIN)
    told = [counted(each, number) for each, number in counts[:_MOST_COUNTS]]
    if not told:
        return _fitted(simple, name, gap or links_in_words(links))
    counts_told = list(dict.fromkeys((listed(told), told[0])))
    sentences = [current.word(_BUT, told=each, gap=gap) for each in counts_told if gap] + counts_told
    forms = [kind.tells[current.lang()]] if kind and kind.tells else []
    every = [(form, told) for told in sentences for form in (*forms, simple)]
    fitting = (form.format(name=name, told=told) for form, told in every if len(name) <= _LONGEST_NAME)
    best = next((title for title in fitting if len(title) <= LONGEST), "")
    return best or _fitted(simple, name, sentences[0])


def _fitted(form: str, name: str, told: str) -> str:
    """Return a sentence with so much of a name that it is no longer than a title should be."""
    room = max(_SHORTEST_NAME, LONGEST - len(form.format(name="", told=told)))
    return form.format(name=cut(name, room), told=told)


def cut(text: str, most: int = _LONGEST_NAME) -> str:
    """Return a text in one line, cut at the end of a word where it is longer."""
    text = clean("".join(letter for letter in text if letter not in _TURNING))
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rpartition(' ')[0].rstrip(' ,;:–-') or text[: most - 1]}…"


def answered(found: Answer) -> str:
    """Return the sentence of an answer; where it is long, without names that it lists, and the report.

    What the report is stands in the line below the title.
    """
    said = found.said(current.lang())
    names = [cell.text for cell in counted_cells(found.question, found.table) if cell.text]
    if len(said) > LONGEST:
        said = _without_names(said, names)
    if len(said) > LONGEST:
        said = said.replace(f" {found.scope.where(current.lang())}", "", 1)
    return cut(plain(said), _LONGEST_LIST)


def _without_names(said: str, names: Sequence[str]) -> str:
    """Leave out names in brackets or after a colon, and all sentences after the one that lists them.

    Where no number stands before them, they are what the sentence says, and only as many go as must.
    """
    starts = [at for name in names for at in (said.find(f" ({name}"), said.find(f": {name}")) if at > 0]
    first = said[: min(starts)] if starts else _first(said)
    return first if any(map(str.isdecimal, first)) else cut(plain(_first(said)), _LONGEST_LIST)


def _first(said: str) -> str:
    first, stop, rest = said.partition(". ")
    return first if stop and rest[:1].isupper() else said


def plain(said: str) -> str:
    """Return a sentence as a title has it: without a full stop at its end."""
    return said[:-1] if said.endswith(".") and not said.endswith("..") else said
