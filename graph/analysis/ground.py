"""The ground that ways lead over: all links that count, what kind each thing is, and what is closed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rdflib import Literal, URIRef

from ontology import LANGUAGES, DisplayKind
from ontology.namespaces import PLAN

from .. import program
from ..network import Network, NetworkLink
from ..numbers import number_of
from ..plan_graph import PlanGraph
from ..terms import Row
from .paths import near_of

#: The view that holds the same links.
VIEW = "connections"
#: How many grounds are kept until the store changes.
_KEPT = 8


@dataclass(frozen=True, eq=False)
class Ground:
    """Links with what they rest on; the kind of each thing by name; and what leads to everything.

    Things are told by their IRIs, as texts.
    """

    links: tuple[NetworkLink, ...]
    kinds: Mapping[str, str]
    closed: frozenset[str]
    every_kind: tuple[DisplayKind, ...]

    @cached_property
    def near(self) -> dict[str, set[str]]:
        """With what each thing is linked."""
        return near_of((str(link.source), str(link.target)) for link in self.links)

    @cached_property
    def between(self) -> Mapping[frozenset[str], list[NetworkLink]]:
        """The links of each pair."""
        found: dict[frozenset[str], list[NetworkLink]] = {}
        for link in self.links:
            found.setdefault(frozenset((str(link.source), str(link.target))), []).append(link)
        return found

    @cached_property
    def by_kind(self) -> Mapping[str, list[str]]:
        """The linked things of each kind."""
        found: dict[str, list[str]] = {}
        for name in self.near:
            found.setdefault(self.kinds.get(name, ""), []).append(name)
        return found

    def named(self, one: str, other: str) -> bool:
        """Whether a source names that two things are linked."""
        return any(link.named for link in self.between[frozenset((one, other))])

    def kind(self, name: str) -> DisplayKind | None:
        """Return how the legend shows a thing."""
        key = self.kinds.get(name, "")
        return next((kind for kind in self.every_kind if kind.name == key), None)

    def stones(self) -> list[DisplayKind]:
        """Return the kinds of things that a way may lead through, if the reader wants, in their order."""
        return [
            kind
            for kind in self.every_kind
            if any(name not in self.closed for name in self.by_kind.get(kind.name, ()))
        ]

    def barred(self, hidden: Collection[str]) -> frozenset[str]:
        """Return what is no stepping stone where things of these kinds are none either."""
        return self.closed.union(*(self.by_kind.get(kind, ()) for kind in hidden))


def left_out(kinds: Iterable[DisplayKind]) -> list[str]:
    """Return the kinds that are no stepping stones unless the reader wants them to be."""
    return [kind.name for kind in kinds if not kind.stone]


def ground_of(plans: PlanGraph, plan_id: str | None, *, named: bool = False) -> Ground:
    """Return the ground of a plan, or of all; `named` leaves out what only a reader read.

    Raises
    ------
    UnknownQueryError
        There is no such plan.
    """
    kept: OrderedDict[tuple[str | None, bool], Ground] = plans.remembered.once("grounds", OrderedDict)
    key = (plan_id, named)
    found = kept.get(key)
    if found is None:
        found = kept[key] = _named(ground_of(plans, plan_id)) if named else _read(plans, plan_id)
        while len(kept) > _KEPT:
            kept.popitem(last=False)
    return found


def ground_from(plans: PlanGraph, network: Network) -> Ground:
    """Return the ground that a view gives."""
    kinds = {str(thing.iri): thing.kind for thing in network.things}
    return Ground(network.links, kinds, closed(plans), plans.model.kinds)


def closed(plans: PlanGraph) -> frozenset[str]:
    """Return what is no stepping stone in any plan: the goals of a report are those of its parent plan."""

    def read() -> frozenset[str]:
        return frozenset(str(thing) for (thing,) in program.rows(plans.store, "no-stepping-stones"))

    return plans.remembered.once("no stepping stones", read)


def _named(ground: Ground) -> Ground:
    links = tuple(link for link in ground.links if link.named)
    return Ground(links, ground.kinds, ground.closed, ground.every_kind)


def _read(plans: PlanGraph, plan_id: str | None) -> Ground:
    asked = plans.asked(plans.library.view(VIEW), plan_id)
    classes = {str(cls): kind.name for kind in plans.model.kinds for cls in kind.classes}
    named = {str(basis) for basis in plans.model.graph.subjects(PLAN.named, Literal(True))}
    links: dict[NetworkLink, None] = {}
    kinds: dict[str, str] = {}
    order = {kind.name: kind.order for kind in plans.model.kinds}
    for row in program.rows(asked.store, "ways", classes, asked.graphs):
        if row[0] is not None:
            links[_link(row, named)] = None
        else:
            thing, kind = str(row[6]), classes[str(row[7])]
            if thing not in kinds or order[kind] < order[kinds[thing]]:
                kinds[thing] = kind
    ends = {end for link in links for end in (link.source, link.target)}
    kinds |= _foreign(plans, {end for end in ends if str(end) not in kinds})
    return Ground(tuple(links), kinds, closed(plans), plans.model.kinds)


def _foreign(plans: PlanGraph, things: Collection[URIRef]) -> dict[str, str]:
    """Return the kinds of things of other plans, such as the objectives of the plan above a report."""
    found = plans.describe(things, LANGUAGES[0]) if things else {}
    kinds = {str(thing): plans.model.kind_of(one.cls) for thing, one in found.items() if one.cls}
    return {thing: kind.name for thing, kind in kinds.items() if kind}


def _link(row: Row, named: Collection[str]) -> NetworkLink:
    # What is an IRI already is not checked to be one again: that takes most of the time of large plans.
    source, relation, target, record = (
        term if isinstance(term, URIRef) else URIRef(str(term)) for term in row[:4]
    )
    basis, sure = str(row[4]), number_of(row[5])
    key = basis.rpartition("/")[2]
    return NetworkLink(source, target, relation, record, key, basis in named, sure)
