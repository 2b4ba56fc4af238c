"""The links of a picture as rows: for the list, and for data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.network import Network, NetworkLink, NetworkThing
from graph.records import sure
from graph.table import Plain, short
from ontology import DisplayKind, Label, pick
from ontology.namespaces import CONCEPT

from . import current

COLUMNS = ("from", "relation", "to", "basis", "confidence")


@dataclass(frozen=True)
class LinkRow:
    """A link in words."""

    source: NetworkThing
    source_kind: DisplayKind | None
    relation: Label
    target: NetworkThing
    target_kind: DisplayKind | None
    basis: Label
    sure: Label | None
    link: NetworkLink

    @property
    def place(self) -> tuple[int, str, str, str]:
        """Where the row stands unless another order is asked for: goals first, then by name."""
        order = self.source_kind.order if self.source_kind else 99
        return (order, self.source.label.text, self.relation.text, self.target.label.text)

    def key(self, sort: str) -> str:
        """Return the text that the list is sorted by."""
        texts = {
            "from": self.source.label.text,
            "relation": self.relation.text,
            "to": self.target.label.text,
            "basis": self.basis.text,
        }
        return texts[sort].casefold()

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


def rows(network: Network, sort: str = "") -> list[LinkRow]:
    """Return the links of a network in words, sorted by one of the columns if asked."""
    model, lang = current.plans().model, current.lang()
    things = {thing.iri: thing for thing in network.things}
    kinds = {kind.name: kind for kind in model.kinds}
    bases = {
        notation: pick(model.labels(concept), lang)
        for notation, concept in model.schemes[CONCEPT.basis].items()
    }
    found = [
        LinkRow(
            source=things[link.source],
            source_kind=kinds.get(things[link.source].kind),
            relation=pick(model.relation_names(link.relation), lang, fallback=short(link.relation)),
            target=things[link.target],
            target_kind=kinds.get(things[link.target].kind),
            basis=bases.get(link.basis, Label("", "")),
            sure=sure(model, link.confidence, lang),
            link=link,
        )
        for link in network.links
    ]
    found.sort(key=lambda row: row.place)
    return sorted(found, key=lambda row: row.key(sort)) if sort in COLUMNS[:4] else found


def records(found: Sequence[LinkRow]) -> list[dict[str, Plain]]:
    """Return rows as data."""
    return [row.record() for row in found]
