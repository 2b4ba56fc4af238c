"""A network too large to be read, as groups: how many things each holds, and what links them.

Things are told apart by the goal that they hang on and by their kind where that makes few enough
groups, else by plan and kind. A group that is opened shows its things; where these are too many, it
falls into parts in the order of the alphabet. Nothing is left out: each thing is in just one group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from rdflib import URIRef

from graph import Network
from graph.network import NetworkLink, NetworkThing
from graph.table import short
from ontology import DisplayKind, Label

#: How many things, links and groups a browser draws and a reader can follow.
MOST_THINGS, MOST_LINKS, MOST_GROUPS = 1_000, 5_000, 60
#: How many things stand in a part of a group that is too large to be opened whole.
_PART = 150
_SEVERAL, _NONE = "several", "none"
PREFIX = "group:"


@dataclass(frozen=True)
class Group:
    """A bubble: which things it holds; `about` is a goal or plan, or `several` or `none` of them."""

    iri: URIRef
    about: str
    kind: str
    members: tuple[NetworkThing, ...]
    #: The first and the last name in a part of a group that is too large.
    part: tuple[str, str] = ("", "")
    is_open: bool = False
    inside: int = 0

    @property
    def key(self) -> str:
        """What stands in the address where the group is opened."""
        return str(self.iri).removeprefix(PREFIX)


@dataclass(frozen=True)
class Summary:
    """Groups and opened things as a network; `bundles` says how many links each of its links stands for."""

    network: Network
    groups: Mapping[URIRef, Group]
    bundles: Mapping[tuple[URIRef, URIRef], Counter[bool]]
    by_goal: bool
    things: int
    links: int
    #: The same with all groups shut, for where they stand, and the things of those that are opened.
    shut: Network = field(default_factory=lambda: Network("", (), ()))
    opened: Mapping[URIRef, tuple[NetworkThing, ...]] = field(default_factory=dict)


def is_too_large(network: Network) -> bool:
    """Whether a network is rather shown as groups."""
    return len(network.things) > MOST_THINGS or len(network.links) > MOST_LINKS


def summary(network: Network, kinds: Iterable[DisplayKind], opened: Collection[str]) -> Summary:
    """Return the groups of a network, those opened with their things instead."""
    rings = {kind.name: kind.ring for kind in kinds}
    goals = goals_of(network, rings)
    told = sum(goal != _NONE for goal in goals.values())
    groups_by_goal = {(goals[thing.iri], thing.kind) for thing in network.things}
    by_goal = 2 * told >= len(network.things) and len(groups_by_goal) <= MOST_GROUPS

    def about(thing: NetworkThing) -> str:
        return goals[thing.iri] if by_goal else short(thing.iri).partition(":")[0]

    groups = _opened(_grouped(network.things, about), frozenset(opened))
    found = _summed(network, groups, by_goal=by_goal)
    unfolded = {group.iri: group.members for group in groups if group.is_open and len(group.members) > 1}
    if not unfolded:
        return replace(found, shut=found.network)
    shut = [replace(group, is_open=len(group.members) == 1) for group in groups]
    return replace(found, shut=_summed(network, shut, by_goal=by_goal).network, opened=unfolded)


def goals_of(network: Network, rings: Mapping[str, int]) -> dict[URIRef, str]:
    """Return the one goal that each thing hangs on, ring by ring; else `several` or `none`."""
    kind = {thing.iri: rings.get(thing.kind, max(rings.values(), default=0)) for thing in network.things}
    near: dict[URIRef, list[URIRef]] = {iri: [] for iri in kind}
    for link in network.links:
        near[link.source].append(link.target)
        near[link.target].append(link.source)
    found: dict[URIRef, frozenset[URIRef]] = {
        iri: frozenset([iri]) for iri, ring in kind.items() if ring == 0
    }
    for level in sorted(set(kind.values()) - {0}):
        waiting = sorted((iri for iri, ring in kind.items() if ring == level), key=str)
        while waiting:
            reached = {}
            for iri in waiting:
                goals = [found[other] for other in near[iri] if other in found and kind[other] <= level]
                if goals:
                    reached[iri] = frozenset().union(*goals)
            if not reached:
                break
            found |= reached
            waiting = [iri for iri in waiting if iri not in reached]
    return {iri: _only(found.get(iri, frozenset())) for iri in kind}


def _only(goals: frozenset[URIRef]) -> str:
    if len(goals) > 1:
        return _SEVERAL
    return next((short(goal) for goal in goals), _NONE)


def _grouped(things: Iterable[NetworkThing], about: Callable[[NetworkThing], str]) -> list[Group]:
    members: dict[tuple[str, str], list[NetworkThing]] = {}
    for thing in things:
        members.setdefault((about(thing), thing.kind), []).append(thing)
    return [
        Group(URIRef(f"{PREFIX}{key}~{kind}"), key, kind, tuple(sorted(found, key=_name)))
        for (key, kind), found in sorted(members.items())
    ]


def _name(thing: NetworkThing) -> tuple[str, str]:
    return thing.label.text.casefold(), str(thing.iri)


def _opened(groups: list[Group], opened: frozenset[str]) -> list[Group]:
    """Open groups as long as there is room; a large one falls into parts, which are opened in turn."""
    room = MOST_THINGS - len(groups)
    found: list[Group] = []
    for group in groups:
        parts = [group]
        if group.key in opened and len(group.members) > 2 * _PART:
            parts = _parts(group)
        for part in parts:
            opens = part.key in opened and len(part.members) <= min(room, 2 * _PART)
            room -= len(part.members) if opens else 0
            found.append(replace(part, is_open=opens or len(part.members) == 1))
    return found


def _parts(group: Group) -> list[Group]:
    count = -(-len(group.members) // _PART)
    size = -(-len(group.members) // count)
    runs = [group.members[start : start + size] for start in range(0, len(group.members), size)]
    return [
        Group(
            URIRef(f"{group.iri}~{at}"), group.about, group.kind, run, (run[0].label.text, run[-1].label.text)
        )
        for at, run in enumerate(runs, 1)
    ]


def _summed(network: Network, groups: Iterable[Group], *, by_goal: bool) -> Summary:
    shut = {group.iri: group for group in groups if not group.is_open}
    home = {thing.iri: group.iri for group in shut.values() for thing in group.members}
    bundles: dict[tuple[URIRef, URIRef], Counter[bool]] = {}
    inside: Counter[URIRef] = Counter()
    for link in network.links:
        ends = home.get(link.source, link.source), home.get(link.target, link.target)
        if ends[0] == ends[1] and ends[0] in shut:
            inside[ends[0]] += 1
        else:
            bundles.setdefault(ends, Counter())[link.named] += 1
    things = [NetworkThing(group.iri, Label("", ""), URIRef(""), group.kind) for group in shut.values()]
    things += [thing for group in groups if group.is_open for thing in group.members]
    nothing = URIRef("")
    links = [
        NetworkLink(*ends, nothing, nothing, "", named=counts[True] >= counts[False], confidence=None)
        for ends, counts in bundles.items()
    ]
    drawn = Network(network.name, tuple(things), tuple(links), network.truncated)
    counted = {iri: replace(group, inside=inside[iri]) for iri, group in shut.items()}
    return Summary(drawn, counted, bundles, by_goal, len(network.things), len(network.links))
