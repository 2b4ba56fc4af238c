"""What stands beside a picture: the things in focus, the source's words, and what they are linked with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.network import NetworkLink, NetworkThing
from graph.records import Passage, sure
from graph.table import short
from ontology import DisplayKind, Label, pick
from ontology.namespaces import CONCEPT

from . import current
from .focus_choice import place
from .focus_reading import Around

#: How many neighbours are named of one relation; the list has all.
_MOST = 30


@dataclass(frozen=True)
class Neighbour:
    """A thing at the other end of a link, and what that rests on."""

    thing: NetworkThing
    kind: DisplayKind | None
    basis: Label
    named: bool
    confidence: float | None
    sure: Label | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Group:
    """The neighbours in one relation; `count` of them there are."""

    name: Label
    neighbours: tuple[Neighbour, ...]
    count: int


@dataclass(frozen=True)
class Told:
    """What is told of a thing in focus."""

    thing: NetworkThing
    kind: DisplayKind | None
    class_name: Label
    passages: tuple[Passage, ...]
    groups: tuple[Group, ...]


def told(found: Around) -> list[Told]:
    """Return what is told of each thing in focus."""
    model, lang = current.plans().model, current.lang()
    return [
        Told(
            thing=thing,
            kind=model.kind_of(thing.cls),
            class_name=pick(model.labels(thing.cls), lang),
            passages=found.places.get(thing.iri, ()),
            groups=tuple(_groups(found, thing)),
        )
        for thing in found.focus
    ]


def _groups(found: Around, thing: NetworkThing) -> Iterator[Group]:
    model, lang = current.plans().model, current.lang()
    things = {each.iri: each for each in found.whole.things}
    groups: dict[tuple[bool, str], list[NetworkLink]] = {}
    for link in found.own(thing):
        incoming = link.target == thing.iri and link.relation not in found.symmetric
        groups.setdefault((incoming, str(link.relation)), []).append(link)
    order = {str(relation): number for relation, number in model.relation_order.items()}
    for (incoming, relation), links in sorted(
        groups.items(), key=lambda group: (group[0][0], order.get(group[0][1], len(order)))
    ):
        names = model.relation_names(links[0].relation, inverse=incoming)
        others = [(things[link.source if link.target == thing.iri else link.target], link) for link in links]
        others.sort(key=lambda other: place(other[0]))
        neighbours = tuple(_neighbour(found, other, link) for other, link in others[:_MOST])
        yield Group(pick(names, lang, fallback=short(relation)), neighbours, len(others))


def _neighbour(found: Around, other: NetworkThing, link: NetworkLink) -> Neighbour:
    model, lang = current.plans().model, current.lang()
    concept = model.schemes[CONCEPT.basis].get(link.basis)
    return Neighbour(
        thing=other,
        kind=model.kind_of(other.cls),
        basis=pick(model.labels(concept), lang) if concept else Label("", ""),
        named=link.named,
        confidence=link.confidence,
        sure=sure(model, link.confidence, lang),
        passages=found.places.get(link.record, ()),
    )
