"""What is said of the things of a network beyond their names, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rdflib import Literal, URIRef

from ontology import pick

from .. import program
from ..network import Network
from ..plan_graph import PlanGraph
from ..plan_names import short


@dataclass(frozen=True)
class Said:
    """Descriptions, keywords and addresses of things."""

    descriptions: Mapping[URIRef, str] = field(default_factory=dict)
    tags: Mapping[URIRef, Sequence[str]] = field(default_factory=dict)
    pages: Mapping[URIRef, str] = field(default_factory=dict)


def said_of(plans: PlanGraph, network: Network, lang: str) -> Said:
    """Return what is said of the things of a network."""
    texts: dict[URIRef, dict[str, str]] = {}
    tags: dict[URIRef, list[URIRef]] = {}
    pages: dict[URIRef, str] = {}
    things = [thing.iri for thing in network.things]
    for thing, text, tag, page in _rows(plans, things):
        if isinstance(text, Literal):
            texts.setdefault(thing, {}).setdefault(text.language or "", str(text))
        if isinstance(tag, URIRef):
            tags.setdefault(thing, []).append(tag)
        if page is not None:
            pages.setdefault(thing, str(page))
    described = plans.describe((tag for found in tags.values() for tag in found), lang)
    return Said(
        {thing: pick(found, lang).text for thing, found in texts.items()},
        {thing: [described[tag].label.text for tag in sorted(set(found))] for thing, found in tags.items()},
        pages,
    )


def _rows(plans: PlanGraph, things: Iterable[URIRef]) -> Iterable[tuple[URIRef, object, object, object]]:
    for thing, text, tag, page in program.rows(plans.store, "exchange-texts", things):
        yield URIRef(str(thing)), text, tag, page


def plan_of(thing: URIRef) -> str:
    """Return the ID of the plan that a thing is part of, empty for a thing of no plan.

    >>> plan_of(URIRef("https://w3id.org/planweave/id/kemi/kirjasto"))
    'kemi'
    """
    name = short(thing)
    return "" if "/" in name else name.partition(":")[0]


def page_of(plans: PlanGraph, thing: URIRef) -> str:
    """Return the address of the page of a thing, empty where none is told."""
    return next((str(page) for *_, page in _rows(plans, [thing]) if page is not None), "")
