"""What a search found, as suggestions and pages show it: by kind, with the letters that were asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape
from rdflib import URIRef

from graph.i18n import mark
from graph.search import Hit, find
from graph.search_emphasis import emphasised
from graph.table import short
from ontology import DisplayKind

from . import current, urls
from .state import State

_PLANS, _OTHERS = mark("Plans and registers"), mark("Other things")
#: How groups are called in addresses that are of no kind.
PLANS, OTHERS = "plan", "none"
#: How many letters of a name are shown.
_LONGEST = 200


@dataclass(frozen=True)
class Found:
    """One thing that was found, for a text."""

    hit: Hit
    text: str
    #: Its ID, where others are called the same.
    note: str = ""

    @property
    def name(self) -> str:
        """The short form of the thing."""
        return short(self.hit.iri)

    @property
    def url(self) -> str:
        """Where it leads: to what stands around the thing, or to a plan as a whole."""
        if group_of(self.hit) == PLANS:
            return urls.page("pages.start", State(plan=self.name, lang=urls.asked_language()))
        return urls.around(self.name)

    @property
    def page(self) -> str:
        """The address of the page of the thing."""
        return urls.thing(self.hit.iri)

    @property
    def marked(self) -> Markup:
        """The name, with what was asked for emphasised, and its language where that is another one."""
        label = self.hit.label
        lang = label.lang or current.lang()
        text = label.text if len(label.text) <= _LONGEST else f"{label.text[:_LONGEST]}…"
        parts, at = [], 0
        for start, end in emphasised(text, self.text, lang):
            parts += [escape(text[at:start]), Markup("<mark>{}</mark>").format(text[start:end])]
            at = end
        whole = Markup("").join([*parts, escape(text[at:])])
        if lang == current.lang():
            return whole
        return Markup('<span lang="{}">{}</span>').format(lang, whole)


@dataclass(frozen=True)
class Group:
    """What was found of one kind: some of it, and how much there is of it in all."""

    key: str
    name: str
    kind: DisplayKind | None
    found: tuple[Found, ...]
    total: int

    @property
    def names(self) -> dict[str, str]:
        """The name of the group by language, as kinds have it."""
        return {current.lang(): self.name}


def looked_up(text: str, limit: int) -> list[Hit]:
    """Return the things whose names are like a text, the best first."""
    return find(current.plans(), text, current.lang(), limit)


def group_of(hit: Hit) -> str:
    """Return the key of the group that a hit belongs to."""
    if hit.kind is not None:
        return hit.kind.name
    return PLANS if ":" not in short(hit.iri) else OTHERS


def grouped(hits: Iterable[Hit], text: str, most: int | None = None) -> list[Group]:
    """Return hits by kind, the kind of the best hit first, of each kind at most so many."""
    listed = list(hits)
    same = twins(listed)
    by_kind: dict[str, list[Hit]] = {}
    for hit in listed:
        by_kind.setdefault(group_of(hit), []).append(hit)
    return [
        Group(
            key,
            _name(key, of[0]),
            of[0].kind,
            tuple(Found(hit, text, id_of(hit) if hit.iri in same else "") for hit in of[:most]),
            len(of),
        )
        for key, of in by_kind.items()
    ]


def twins(hits: Sequence[Hit]) -> set[URIRef]:
    """Return those that are called the same as another one of their plan: only their IDs differ."""
    names = Counter((hit.label.text, hit.plan.text) for hit in hits)
    return {hit.iri for hit in hits if names[hit.label.text, hit.plan.text] > 1}


def id_of(hit: Hit) -> str:
    """Return the ID of a thing within its plan."""
    return short(hit.iri).rpartition(":")[2]


def suggested(hits: Sequence[Hit], text: str, most: int, each: int) -> list[Group]:
    """Return hits by kind, at most so many in all, and of one kind where there are others."""
    kinds = {group_of(hit) for hit in hits}
    return list(_first(grouped(hits, text, each if len(kinds) > 1 else most), most))


def _first(groups: Iterable[Group], most: int) -> Iterator[Group]:
    for group in groups:
        if most > 0:
            yield Group(group.key, group.name, group.kind, group.found[:most], group.total)
        most -= len(group.found)


def _name(key: str, hit: Hit) -> str:
    if hit.kind is not None:
        return hit.kind.names.get(current.lang(), "") or key
    return current.word(_PLANS if key == PLANS else _OTHERS)
