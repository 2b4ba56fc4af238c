"""What is left of a picture when kinds, relations, bases, fields and years are filtered."""

from __future__ import annotations

from dataclasses import replace

from rdflib import URIRef

from graph import Network
from graph.facets import Facets, of_field, of_year
from graph.network import NetworkLink

from .nearness import near
from .state import State


def relation_key(relation: URIRef) -> str:
    """Return the name of a relation in an address: the last part of its IRI."""
    return str(relation).replace("#", "/").rpartition("/")[2]


def filtered(network: Network, state: State, known: Facets | None = None) -> Network:
    """Return what is left of a network by the filters of a state.

    Things without a link left are left out too. Fields and years need what is known of the things.
    """
    shown = {thing.iri for thing in network.things if thing.kind not in state.hide}
    links = tuple(
        link
        for link in network.links
        if link.source in shown and link.target in shown and _counts(link, state)
    )
    left = replace(network, links=links)
    if known is not None:
        if state.field:
            left = replace(left, links=of_field(left, known, state.field))
        if state.year.isdecimal():
            left = replace(left, links=of_year(left, known, int(state.year)))
    ends = {end for link in left.links for end in (link.source, link.target)}
    left = replace(left, things=tuple(thing for thing in network.things if thing.iri in ends))
    return near(left, state)


def _counts(link: NetworkLink, state: State) -> bool:
    if state.without and relation_key(link.relation) in state.without:
        return False
    return (link.named or not state.named) and (not state.basis or link.basis in state.basis)
