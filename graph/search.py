"""Finds things by name or ID, forgiving case, accents, inflection and a slip of the finger."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import groupby
from operator import itemgetter

from rdflib import URIRef

from ontology import DisplayKind, Label

from .plan_graph import PlanGraph
from .search_likeness import FORM, START, like
from .search_reading import Index, Named, ask
from .search_words import folded, keys, words

# How many names are weighed one by one; the others have more words, or meet fewer.
_WEIGHED, _OF_GRAPH = 200, 100
# With so many names for a single word, it is not looked for what is less like it.
_ENOUGH = 1000
# How well a name fits that is just what was asked for; plans come a little before their things below that.
_WHOLE = 0.99
_FIRST = 1.1
# What is longer than this, or has more words, is not read to its end.
_LONGEST, _MOST_WORDS = 200, 12
#: A name by its graph and its number there.
_Place = tuple[int, int]


@dataclass(frozen=True)
class Hit:
    """A thing that was found, and how well its name or ID fits, from 0 to 1."""

    iri: URIRef
    label: Label
    kind: DisplayKind | None
    plan: Label
    score: float


def find(plans: PlanGraph, text: str, lang: str, limit: int = 20, plan_id: str | None = None) -> list[Hit]:
    """Return the things whose ID or name in any language is most like a text, the best first.

    What has this ID comes first, next what is called just so, what begins so, what has all words in some
    form, as parts of compounds, and last with slips of the finger. Where no name has all words, those
    with most of them are found. `plan_id` keeps to one plan, or raises `UnknownQueryError`.
    """
    text = text[:_LONGEST]
    if not words(text):
        return []
    graph = str(plans.iri_of_plan(plan_id)) if plan_id else ""
    return ask(plans.store, lambda index: _hits(plans, index, _found(index, text, lang, graph, limit), lang))


def _found(index: Index, text: str, lang: str, graph: str, limit: int) -> list[tuple[float, Named]]:
    """Return each thing once, under its name or ID that fits best."""
    best: dict[str, tuple[float, Named]] = {}
    by_id = [hit for hit in _by_id(index, text.strip(), limit) if graph in ("", hit[1].graph)]
    for score, named in (*by_id, *_by_name(index, words(text)[:_MOST_WORDS], lang, graph, whole=bool(by_id))):
        if score > best.get(named.iri, (0.0,))[0]:
            best[named.iri] = (score, named)
    return sorted(best.values(), key=lambda hit: (-hit[0], folded(hit[1].label), hit[1].iri))[:limit]


def _hits(plans: PlanGraph, index: Index, chosen: Sequence[tuple[float, Named]], lang: str) -> list[Hit]:
    """Describe what was found, in a language."""
    described = plans.describe([iri for _, named in chosen for iri in (named.iri, named.graph)], lang)
    hits = []
    for score, named in chosen:
        thing, plan = described[URIRef(named.iri)], described[URIRef(named.graph)]
        # An index that is one write ahead may name what this handle does not see.
        if thing.cls is not None or index.exact:
            # What a plan is, its name and the column of plans tell.
            kind = plans.model.kind_of(thing.cls) if named.thing and thing.cls is not None else None
            hits.append(Hit(URIRef(named.iri), thing.label, kind, plan.label, round(score, 4)))
    return hits


# ---- by ID


def _by_id(index: Index, text: str, limit: int) -> list[tuple[float, Named]]:
    """Return the things that have this ID, alone or with their plan, and those whose ID begins so."""
    if any(letter.isspace() for letter in text):
        return []
    plan, colon, thing = text.rpartition(":")
    found = index.by_id(plan, thing, limit * 4) if thing else []
    plans = [] if colon else index.plans(text, limit * 4)
    whole = [(1.0, named) for named in found if folded(named.thing) == folded(thing)]
    whole += [(1.0, named) for named in plans if folded(_ending(named.graph)) == folded(text)]
    # The beginning of a name is looked for among the names; only numbers are told by their ID alone.
    if not colon and not any(letter.isdigit() for letter in text):
        return whole
    return whole + [(0.89 - 0.001 * at, named) for at, named in enumerate([*plans, *found])]


def _ending(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


# ---- by name


def _by_name(
    index: Index, asked: Sequence[str], lang: str, graph: str, *, whole: bool
) -> list[tuple[float, Named]]:
    """Return names that have all words, or else, unless only those are wanted, as many as any has."""
    met = [_met(index, word, graph, alone=len(asked) == 1) for word in asked]
    every: Collection[_Place] = set(met[0]).intersection(*met[1:])
    share = [1 / len(asked)] * len(asked)
    if not every and not whole:
        every, share = _most(met), _rarity(met)
    fits: dict[_Place, float] = dict.fromkeys(every, 0.0)
    for part, names in zip(share, met, strict=True):
        for name in names.keys() & fits.keys():
            fits[name] += part * names[name]
    weighed = nsmallest(_WEIGHED, fits, key=lambda name: (-fits[name], name[1], name[0]))
    return [
        (_score(asked, fits[name], named, lang, all(name in names for names in met)), named)
        for name, named in zip(weighed, index.named(weighed), strict=True)
    ]


def _most(met: Sequence[Mapping[_Place, float]]) -> list[_Place]:
    """Return the names that have as many words as any has."""
    counts = Counter(name for names in met for name in names)
    most = max(counts.values(), default=0)
    return [name for name, count in counts.items() if count == most]


def _rarity(met: Sequence[Mapping[_Place, float]]) -> list[float]:
    """Return how much each word tells: more if in fewer names, and a little if first.

    Where a word is met only in parts or with slips, the best of these count as if it was met.
    """
    counts = [sum(fit >= START for fit in names.values()) or len(names) for names in met]
    told = [(1 if at else _FIRST) / math.log2(2 + count) for at, count in enumerate(counts)]
    best = [max(names.values(), default=1.0) for names in met]
    return [part / sum(told) / fit for part, fit in zip(told, best, strict=True)]


def _met(index: Index, word: str, graph: str, *, alone: bool) -> dict[_Place, float]:
    """Return the names in which something like a word stands, by graph and number, with how well."""
    found: dict[_Place, float] = {}
    for weight, alike in groupby(like(index, word).items(), key=itemgetter(1)):
        if alone and len(found) >= _ENOUGH:
            break
        for at, names in index.places((number for number, _ in alike), graph):
            # Names with few words have low numbers: what comes later in a long list cannot come out first.
            for name in names[: _OF_GRAPH if alone else None]:
                found.setdefault((at, name), weight)
    return found


def _score(asked: Sequence[str], fit: float, named: Named, lang: str, every: bool) -> float:
    """Return how well a name fits: first by kind of likeness, then by language, length and place."""
    own = words(named.label)
    first = next((at for at, word in enumerate(own) if _is_form(asked[0], word, named.lang)), len(own))
    begins = all(_is_form(*pair, named.lang) for pair in zip(asked, own, strict=False)) and every
    score = 0.88 * fit
    if own == list(asked):
        score = _WHOLE
    elif begins and fit >= START:
        score = 0.96 if len(own) == len(asked) and fit >= FORM else 0.9 + 0.02 * (own[0] == asked[0])
    return (
        score
        - (0.05 if named.lang not in (lang, "") else 0.0)
        - 0.02 * (1 - min(1.0, len(asked) / len(own)))
        - 0.005 * named.other
        - 0.001 * min(first, 5)
        + (0.03 if not named.thing and score < 0.9 else 0.0)
    )


def _is_form(asked: str, word: str, lang: str) -> bool:
    """Whether a word begins as it was asked for, or is another form of it."""
    return word.startswith(asked) or not keys(word, lang).isdisjoint(keys(asked, lang))
