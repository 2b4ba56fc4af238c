"""Networks for Onodo: a workbook with the sheets that it imports.

After Onodo's own import and export (civio/onodo on GitHub, `xlsx_dataset_importer.rb` and
`xlsx_dataset_exporter.rb`): the sheet `Nodes` has `Name`, `Type`, `Description` and `Visible`, the sheet
`Relations` has `Source`, `Type`, `Target`, `Directed`, `At`, `From` and `To`; other columns become fields of
one's own. Nodes are told apart by their names, and relations name them, so each name stands for one thing
alone. `Directed` is the number 1, and a node is hidden only where `Visible` is the number 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from rdflib import URIRef

from ..network import Network, NetworkThing
from ..plan_graph import PlanGraph
from ..plan_names import short
from ..spreadsheets.plain_writing import Value, tables_as_bytes
from .said import Said, plan_of, said_of
from .words import Words, line, ordered

NODES = ("Name", "Type", "Description", "Visible", "Plan", "Page", "IRI")
RELATIONS = ("Source", "Type", "Target", "Directed", "At", "From", "To", "Basis", "Confidence")
_YES = 1


def onodo(plans: PlanGraph, network: Network, lang: str) -> bytes:
    """Return a network as an `.xlsx` file that Onodo imports."""
    words = Words(plans.model, lang)
    names = unlike(network.things)
    said = said_of(plans, network, lang)
    nodes = (_node(thing, names, said, words) for thing in network.things)
    return tables_as_bytes(
        {"Nodes": (NODES, nodes), "Relations": (RELATIONS, _relations(network, names, words))}
    )


def unlike(things: tuple[NetworkThing, ...]) -> dict[URIRef, str]:
    """Return a name for each thing; those of one name have their IDs behind it."""
    plain = {thing.iri: line(thing.label.text) or short(thing.iri) for thing in things}
    count = Counter(plain.values())
    return {iri: name if count[name] == 1 else f"{name} ({short(iri)})" for iri, name in plain.items()}


def _node(thing: NetworkThing, names: Mapping[URIRef, str], said: Said, words: Words) -> tuple[Value, ...]:
    return (
        names[thing.iri],
        words.kind(thing),
        said.descriptions.get(thing.iri, ""),
        _YES,
        plan_of(thing.iri),
        said.pages.get(thing.iri, ""),
        str(thing.iri),
    )


def _relations(network: Network, names: Mapping[URIRef, str], words: Words) -> Iterator[tuple[Value, ...]]:
    for link in ordered(network.links):
        ends = names[link.source], words.relation(link), names[link.target]
        yield (*ends, _YES, None, None, None, link.basis, link.confidence)
