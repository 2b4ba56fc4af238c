"""A view as a network: things and links between them, also as a networkx graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
from rdflib import URIRef

from ontology import Label

if TYPE_CHECKING:
    from .notebook import Frames

_SEED = 20


@dataclass(frozen=True)
class NetworkThing:
    """A thing of a plan in a picture."""

    iri: URIRef
    label: Label
    cls: URIRef
    kind: str


class NetworkLink(NamedTuple):
    """A link in a picture, with what its record says: how it is drawn depends on `named`."""

    source: URIRef
    target: URIRef
    relation: URIRef
    record: URIRef
    basis: str
    named: bool
    confidence: float | None


@dataclass(frozen=True)
class Network:
    """The answer to a view; `truncated` says that there were more links.

    In a notebook it shows itself as a picture with its links as a list below.
    """

    name: str
    things: tuple[NetworkThing, ...]
    links: tuple[NetworkLink, ...]
    truncated: bool = False
    #: The language of its labels and what it is called in there: how it shows itself, not what it is.
    lang: str = field(default="en", repr=False, compare=False)
    title: str = field(default="", repr=False, compare=False)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return a networkx graph: nodes are IRIs with `label` and `kind`; edge keys are relations.

        >>> Network("empty", (), ()).to_networkx().number_of_nodes()
        0
        """
        result: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=self.name)
        for thing in self.things:
            result.add_node(str(thing.iri), label=thing.label.text, kind=thing.kind, type=str(thing.cls))
        names = {str(thing.iri): str(thing.iri) for thing in self.things}
        for link in self.links:
            relation = str(link.relation)
            said = {} if link.confidence is None else {"confidence": link.confidence}
            source, target = (names.get(end) or str(end) for end in (link.source, link.target))
            result.add_edge(source, target, relation, relation=relation, basis=link.basis, **said)
        return result

    def to_pandas(self) -> Frames:
        """Return two frames of pandas, `things` and `links`, or raise `PlanweaveError` without pandas."""
        from .notebook import network_frames

        return network_frames(self)

    def _repr_html_(self) -> str:
        from .notebook import network_html

        return network_html(self)

    def _repr_svg_(self) -> str:
        from .notebook import network_svg

        return network_svg(self)

    def graphml(self) -> bytes:
        """Return the network as GraphML."""
        return "\n".join(nx.generate_graphml(self.to_networkx())).encode()


def as_graphml(
    name: str,
    nodes: Iterable[tuple[str, Mapping[str, object]]],
    edges: Iterable[tuple[str, str, Mapping[str, object]]],
    about: Mapping[str, object] | None = None,
) -> bytes:
    """Return nodes and edges with what is said of them as GraphML; each edge has an `id` of its own.

    `about` is what is said of the whole.
    """
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=name)
    made.graph.update(about or {})
    for node, values in nodes:
        made.add_node(node, **values)
    for source, target, values in edges:
        made.add_edge(source, target, key=str(values["id"]), **values)
    return "\n".join(nx.generate_graphml(made, edge_id_from_attribute="id")).encode()


def degrees(links: Iterable[NetworkLink]) -> Mapping[URIRef, int]:
    """Return with how many different things each thing is linked."""
    near: dict[URIRef, set[URIRef]] = {}
    for link in links:
        near.setdefault(link.source, set()).add(link.target)
        near.setdefault(link.target, set()).add(link.source)
    return {iri: len(found) for iri, found in near.items()}


def by_forces(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Return places within the unit square where linked things attract each other.

    The same names and pairs always give the same places (Fruchterman and Reingold 1991).
    """
    drawn: nx.Graph[str] = nx.Graph()
    drawn.add_nodes_from(names)
    drawn.add_edges_from(pairs)
    found = nx.spring_layout(drawn, seed=_SEED, iterations=150, method="force")
    return {name: (float(x), float(y)) for name, (x, y) in found.items()}
