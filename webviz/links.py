"""The links of a picture as rows: for the list, and for data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rdflib import URIRef

from graph.collation import key
from graph.network import Network, NetworkLink, NetworkThing
from graph.records import sure
from graph.table import Plain, short
from ontology import DisplayKind, Label, pick
from ontology.namespaces import CONCEPT

from . import current
from .link_places import NOWHERE, Place

COLUMNS = ("from", "relation", "to", "basis", "confidence")
_UNKNOWN_KIND = 99


@dataclass(frozen=True)
class LinkRow:
    """A link in words, with the place where it stands once that is known."""

    source: NetworkThing
    source_kind: DisplayKind | None
    relation: Label
    target: NetworkThing
    target_kind: DisplayKind | None
    basis: Label
    sure: Label | None
    link: NetworkLink
    plan: Label
    place: Place = NOWHERE

    @property
    def texts(self) -> tuple[str, ...]:
        """The words of the row, in which a reader looks for some."""
        confidence = self.sure.text if self.sure else ""
        names = (self.source.label, self.relation, self.target.label, self.basis, self.plan)
        return (*(name.text for name in names), confidence)

    def record(self) -> dict[str, Plain]:
        """Return the row as data."""
        return {
            "from": short(self.source.iri),
            "fromLabel": self.source.label.text,
            "relation": short(self.link.relation),
            "relationLabel": self.relation.text,
            "to": short(self.target.iri),
            "toLabel": self.target.label.text,
            "basis": self.link.basis,
            "basisLabel": self.basis.text,
            "confidence": self.link.confidence,
        }


def _named(row: LinkRow) -> tuple[object, ...]:
    """What rows stand in the order of unless another one is asked for: goals first, then by name."""
    lang = current.lang()
    order = row.source_kind.order if row.source_kind else _UNKNOWN_KIND
    names = (key(name.text, lang) for name in (row.source.label, row.relation, row.target.label))
    # Of several that are called the same, always the same comes first.
    return (order, *names, str(row.source.iri), str(row.target.iri))


#: What rows are sorted by, by the key of their column.
_ORDERS: Mapping[str, Callable[[LinkRow], tuple[object, ...]]] = {
    "from": lambda row: key(row.source.label.text, current.lang()),
    "relation": lambda row: key(row.relation.text, current.lang()),
    "to": lambda row: key(row.target.label.text, current.lang()),
    "basis": lambda row: (key(row.basis.text, current.lang()), -_confidence(row)),
    "place": lambda row: (key(row.place.order[0], current.lang()), *row.place.order[1:]),
    "plan": lambda row: key(row.plan.text, current.lang()),
}


def _confidence(row: LinkRow) -> float:
    return 1.0 if row.link.confidence is None else row.link.confidence


def rows(network: Network) -> list[LinkRow]:
    """Return the links of a network in words, in their usual order."""
    model, lang = current.plans().model, current.lang()
    things = {thing.iri: thing for thing in network.things}
    kinds = {kind.name: kind for kind in model.kinds}
    plans = {info.plan_id: info.label for info in current.plans().plans(lang)}
    bases = {
        notation: pick(model.labels(concept), lang)
        for notation, concept in model.schemes[CONCEPT.basis].items()
    }
    relations = {
        relation: pick(model.relation_names(relation), lang, fallback=short(relation))
        for relation in {link.relation for link in network.links}
    }
    found = [
        LinkRow(
            source=things[link.source],
            source_kind=kinds.get(things[link.source].kind),
            relation=relations[link.relation],
            target=things[link.target],
            target_kind=kinds.get(things[link.target].kind),
            basis=bases.get(link.basis, Label("", "")),
            sure=sure(model, link.confidence, lang),
            link=link,
            plan=plans.get(short(link.record).partition(":")[0], Label("", "")),
        )
        for link in network.links
    ]
    return sorted(found, key=_named)


def in_order(found: Sequence[LinkRow], sort: str, *, down: bool = False) -> list[LinkRow]:
    """Return rows sorted by one of the columns; rows that are equal in it stay as they were."""
    if sort not in _ORDERS:
        return list(found)
    return sorted(found, key=_ORDERS[sort], reverse=down)


def with_words(found: Sequence[LinkRow], wanted: str) -> list[LinkRow]:
    """Return the rows in which all words of a text stand, in any of their columns."""
    words = wanted.casefold().split()
    texts = (("\n".join(row.texts).casefold(), row) for row in found)
    return [row for text, row in texts if all(word in text for word in words)]


def placed(found: Sequence[LinkRow], where: Mapping[URIRef, Place]) -> list[LinkRow]:
    """Return rows with the places where they stand."""
    return [replace(row, place=where.get(row.link.record, NOWHERE)) for row in found]


def records(found: Sequence[LinkRow]) -> list[dict[str, Plain]]:
    """Return rows as data."""
    return [row.record() for row in found]
