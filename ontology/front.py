"""What a spreadsheet shows at once: the sheets in front, the columns in sight, the words of its helpers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rdflib import RDF, RDFS, Graph
from rdflib.term import Node

from .model import texts
from .namespaces import WB

#: How many rows get an ID where the ontology does not say.
_ROOM = 30


@dataclass(frozen=True)
class FrontSheet:
    """A sheet as a spreadsheet shows it first.

    `first_in` are the kinds of workbook that it stands in front of, `columns` the keys in sight (empty:
    all), `room` the number of rows made ready, and `tab_names` short names by language.
    """

    first_in: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()
    room: int = _ROOM
    tab_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Front:
    """All that the ontology says of the look of a spreadsheet; sheets and groups stand by name."""

    sheets: Mapping[str, FrontSheet]
    colours: Mapping[str, str]
    guide: Mapping[str, str]
    lists: Mapping[str, str]
    example: Mapping[str, str]


@lru_cache(maxsize=4)
def front(source: Graph) -> Front:
    """Read what the ontology says of spreadsheets."""
    sheets = {_text(source, node, WB.name): node for node in source.subjects(RDF.type, WB.Sheet)}
    groups = source.subjects(RDF.type, WB.SheetGroup)
    return Front(
        {name: _sheet(source, node) for name, node in sheets.items()},
        {_text(source, group, WB.name): _text(source, group, WB.colour) for group in groups},
        texts(source, WB.Guide, RDFS.label),
        texts(source, WB.Lists, RDFS.label),
        texts(source, WB.ExampleRow, RDFS.label),
    )


def _text(source: Graph, node: Node, predicate: Node) -> str:
    value = source.value(node, predicate)
    return "" if value is None else str(value)


def _sheet(source: Graph, node: Node) -> FrontSheet:
    return FrontSheet(
        frozenset(str(kind) for kind in source.objects(node, WB.firstIn)),
        frozenset(str(key) for key in source.objects(node, WB.firstColumn)),
        int(_text(source, node, WB.room) or _ROOM),
        texts(source, node, WB.tabName),
    )
