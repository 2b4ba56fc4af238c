"""What is left of a network around some things, and of those things that are linked with many."""

from __future__ import annotations

from dataclasses import replace

from rdflib import URIRef

from graph import Network
from graph.network import NetworkLink, degrees
from graph.table import short

from .state import State

#: As a depth: the whole picture, in which what is in focus is chosen.
WHOLE = "0"
_TWO_STEPS = "2"
MOST_LEAST = 1_000


def near(network: Network, state: State) -> Network:
    """Return what of a network is linked with enough others, and stands around what is in focus."""
    if not (least_of(state) > 1 or (state.focus and state.depth != WHOLE)):
        return network
    links = _around(_much_linked(network.links, least_of(state)), state)
    ends = {end for link in links for end in (link.source, link.target)}
    kept = {thing.iri for thing in network.things if short(thing.iri) in state.focus}
    things = tuple(thing for thing in network.things if thing.iri in ends or thing.iri in kept)
    return replace(network, links=links, things=things)


def least_of(state: State) -> int:
    """Return with how many others a thing must be linked; what is no number counts as one.

    >>> least_of(State(least="3")), least_of(State(least="many"))
    (3, 1)
    """
    return min(int(state.least), MOST_LEAST) if state.least.isdecimal() and len(state.least) < 5 else 1


def _much_linked(links: tuple[NetworkLink, ...], least: int) -> tuple[NetworkLink, ...]:
    degree = degrees(links)
    return tuple(link for link in links if min(degree[link.source], degree[link.target]) >= least)


def _around(links: tuple[NetworkLink, ...], state: State) -> tuple[NetworkLink, ...]:
    if not state.focus or state.depth == WHOLE:
        return links
    names = set(state.focus)
    first = tuple(link for link in links if short(link.source) in names or short(link.target) in names)
    if state.depth != _TWO_STEPS:
        return first
    inner: set[URIRef] = {end for link in first for end in (link.source, link.target)}
    return tuple(link for link in links if link.source in inner or link.target in inner)
