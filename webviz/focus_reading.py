"""Reads what stands around things: one query for the links, one for the source, one for all names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rdflib import OWL, RDF, URIRef

from graph import Network, PlanGraph, program
from graph.described import Described
from graph.network import NetworkLink, NetworkThing
from graph.numbers import number_of
from graph.plan_graph import ALL_PLANS
from graph.records import Passage, RecordReader
from graph.terms import Row
from ontology.namespaces import PLAN

from .pictures import Chosen, chosen, filtered, known_facets
from .state import State

#: As many links as the query gives at most.
MOST = 6_000
_NOTHING = URIRef("")


@dataclass(frozen=True)
class Around:
    """What stands around things, before and after what the state leaves out.

    `places` are the passages of the things in focus and of their own links, by IRI; `missing` are names
    of which nothing is stored. A link in one of the `symmetric` relations is told once for both directions.
    """

    focus: tuple[NetworkThing, ...]
    missing: tuple[str, ...]
    whole: Network
    shown: Network
    places: Mapping[URIRef, tuple[Passage, ...]]
    symmetric: frozenset[URIRef]

    def own(self, thing: NetworkThing) -> list[NetworkLink]:
        """Return the links of a thing itself that are shown."""
        return [link for link in self.shown.links if thing.iri in (link.source, link.target)]


def around(plans: PlanGraph, state: State, lang: str, sources: Path | None = None) -> Around:
    """Return what stands around the things in focus; with a folder of sources, passages are quoted."""
    names = {name: _iri(plans, name) for name in state.focus}
    wanted = list(dict.fromkeys(iri for iri in names.values() if iri is not None))
    graphs = plans.dataset(asked(state).plan_id)
    rows = list(program.rows(plans.store, "around", wanted, graphs)) if wanted else []
    own = [row[3] for row in rows if row[0] in wanted or row[2] in wanted]
    told = list(program.rows(plans.store, "around-places", [*wanted, *own])) if wanted else []
    ends = (row[place] for row in rows for place in (0, 2))
    described = plans.describe([*wanted, *ends, *(row[2] for row in told)], lang) if wanted else {}
    known = [iri for iri in wanted if described[iri].cls is not None]
    symmetric = frozenset(URIRef(str(r)) for r in plans.model.graph.subjects(RDF.type, OWL.SymmetricProperty))
    links = tuple(_told_once(_links(plans, rows), symmetric, known))
    things = _things(
        plans, {*known, *(end for link in links for end in (link.source, link.target))}, described
    )
    whole = Network("around", tuple(things.values()), links, truncated=len(rows) >= MOST)
    return Around(
        focus=tuple(things[iri] for iri in known),
        missing=tuple(name for name, iri in names.items() if iri not in known),
        whole=whole,
        shown=_shown(whole, state),
        places=_places(plans, told, described, lang, sources),
        symmetric=symmetric,
    )


def _iri(plans: PlanGraph, name: str) -> URIRef | None:
    try:
        return plans.iri_of(name)
    except ValueError:
        return None


def _shown(whole: Network, state: State) -> Network:
    """Return what the filters leave of it; kinds are left out when it is chosen what to show."""
    known = known_facets(asked(state)) if state.field or state.year else None
    return filtered(whole, replace(state, focus=(), hide=()), known)


def asked(state: State) -> Chosen:
    """Return the plans whose links are read: those of the state, all where it tells none."""
    return chosen(state if state.plan else replace(state, plan=ALL_PLANS))


def _links(plans: PlanGraph, rows: Iterable[Row]) -> Iterable[NetworkLink]:
    named = {
        basis
        for basis, _, value in plans.model.graph.triples((None, PLAN.named, None))
        if str(value) == "true"
    }
    for source, relation, target, record, basis, confidence in rows:
        ends = (URIRef(str(source)), URIRef(str(target)), URIRef(str(relation)), URIRef(str(record)))
        yield NetworkLink(*ends, str(basis).rpartition("/")[2], basis in named, number_of(confidence))


def _told_once(
    links: Iterable[NetworkLink], symmetric: Collection[URIRef], focus: Sequence[URIRef]
) -> Iterable[NetworkLink]:
    """Leave out links that say the same in the other direction, rather those that lead to the focus."""
    found = list(links)
    kept: dict[tuple[URIRef, URIRef, URIRef], None] = {}
    for link in sorted(found, key=lambda link: (link.source not in focus, str(link.source))):
        if link.relation in symmetric and (link.target, link.relation, link.source) not in kept:
            kept[link.source, link.relation, link.target] = None
    for link in found:
        if link.relation not in symmetric or (link.source, link.relation, link.target) in kept:
            yield link


def _things(
    plans: PlanGraph, wanted: Iterable[URIRef], described: Mapping[URIRef, Described]
) -> dict[URIRef, NetworkThing]:
    found = {}
    for iri in sorted(wanted, key=str):
        cls = described[iri].cls or _NOTHING
        kind = plans.model.kind_of(cls)
        found[iri] = NetworkThing(iri, described[iri].label, cls, kind.name if kind else "")
    return found


def _places(
    plans: PlanGraph,
    rows: Iterable[Row],
    described: Mapping[URIRef, Described],
    lang: str,
    sources: Path | None,
) -> Mapping[URIRef, tuple[Passage, ...]]:
    reader = RecordReader(plans, lang, sources)
    found: dict[URIRef, dict[URIRef, Passage]] = {}
    for thing, *place in rows:
        passage = reader.passage(tuple(place), described[URIRef(str(place[1]))].label)
        found.setdefault(URIRef(str(thing)), {})[passage.iri] = passage
    return {
        thing: tuple(sorted(passages.values(), key=lambda each: (each.file, each.first)))
        for thing, passages in found.items()
    }
