"""Networks for Kumu: a workbook with the sheets that it imports.

After Kumu's documentation (docs.kumu.io, "Structure your data for Kumu" and "How do I avoid duplicating
data?"): elements have `Label` in the first column and may have `Type`, `Description`, `Tags`, `ID` and any
further fields; connections have `From` and `To` in the first two and may have `Type`, `Direction`, `Tags`,
`ID` and any further fields. Several values in a cell are separated by `|`. Where elements have IDs, `From`
and `To` hold these, and an underscore in an ID keeps an element from being found in the search of a map.
IDs let a second import change what the first one made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..network import Network, NetworkLink, NetworkThing
from ..plan_graph import PlanGraph
from ..spreadsheets.plain_writing import Value, tables_as_bytes
from .said import Said, plan_of, said_of
from .words import Words, ids, line, ordered

ELEMENTS = ("Label", "Type", "Description", "Tags", "ID", "Plan", "Page", "IRI")
CONNECTIONS = ("From", "To", "Type", "Direction", "ID", "Basis", "Confidence")
_SEVERAL = "|"
_DIRECTION = "directed"


def kumu(plans: PlanGraph, network: Network, lang: str) -> bytes:
    """Return a network as an `.xlsx` file that Kumu imports."""
    words = Words(plans.model, lang)
    said = said_of(plans, network, lang)
    names = ids(thing.iri for thing in network.things)
    elements = (_element(thing, names, said, words) for thing in network.things)
    connections = _connections(network, names, words)
    return tables_as_bytes({"Elements": (ELEMENTS, elements), "Connections": (CONNECTIONS, connections)})


def _element(thing: NetworkThing, names: Mapping[str, str], said: Said, words: Words) -> tuple[Value, ...]:
    tags = [line(tag).replace(_SEVERAL, "/") for tag in said.tags.get(thing.iri, ())]
    return (
        line(thing.label.text),
        words.kind(thing),
        said.descriptions.get(thing.iri, ""),
        _SEVERAL.join(tags),
        names[thing.iri],
        plan_of(thing.iri),
        said.pages.get(thing.iri, ""),
        str(thing.iri),
    )


def _connections(network: Network, names: Mapping[str, str], words: Words) -> Iterator[tuple[Value, ...]]:
    records = ids(_record(link) for link in network.links)
    for link in ordered(network.links):
        source, target = names[link.source], names[link.target]
        relation, record = words.relation(link), records[_record(link)]
        yield source, target, relation, _DIRECTION, record, link.basis, link.confidence


def _record(link: NetworkLink) -> str:
    return (
        f"{link.record} {link.source} {link.relation} {link.target}" if not link.record else str(link.record)
    )
