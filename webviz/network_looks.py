"""By what the things of the network are coloured, and what makes them large: with a legend in words.

No colour stands alone: what it means is written on the symbol too, as a number or a letter, and the
legend says it in words and counts it. The shape always tells the kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from string import ascii_uppercase

import numpy as np
from rdflib import URIRef

from graph import Network
from graph.analysis import Ties, betweenness, communities
from graph.analysis import degree as degree_of
from graph.facets import Facets
from graph.i18n import mark
from ontology import pick
from ontology.namespaces import CONCEPT

from . import current
from .network_view import Looks, Shade

#: Dark enough on white for symbols, and for the white letters on them (4.5:1).
PALETTE = (
    "#1f6f8b", "#b3541e", "#2a7f62", "#8a2252", "#6b3fa0", "#665200", "#a3341f", "#1a4f72", "#7a4b12",
)  # fmt: skip
REST = "#555555"
#: From never to most often: darker, and the number grows.
STEPS = ("#6f7d8c", "#3c7d96", "#1f5f7c", "#0b3147")

COLOURS = {
    "": mark("Kind"),
    "field": mark("Field of activity"),
    "community": mark("Groups with close ties"),
    "between": mark("Between others"),
}
SIZES = {
    "": mark("Number of links"),
    "between": mark("Between others"),
    "same": mark("All the same size"),
}
_STEP_NAMES = (
    mark("Between no others"),
    mark("Seldom between others"),
    mark("Often between others"),
    mark("Most often between others"),
)
_LARGEST = 2
_Pairs = tuple[tuple[str, str], ...]


def looks(network: Network, colour: str = "", size: str = "", known: Facets | None = None) -> Looks:
    """Return how the things of a network look; what is unknown is taken as the kind, and as links."""
    if not network.things:
        return Looks()
    names, pairs = _simple(network)
    shades, legend = _shades(network, names, pairs, colour, known)
    return Looks(shades, _sizes(names, pairs, size), legend)


def _simple(network: Network) -> tuple[tuple[str, ...], _Pairs]:
    names = tuple(sorted(str(thing.iri) for thing in network.things))
    return names, tuple(sorted({(str(link.source), str(link.target)) for link in network.links}))


@lru_cache(maxsize=16)
def _between(names: tuple[str, ...], pairs: _Pairs) -> dict[str, float]:
    ties = Ties.of(pairs, names)
    return dict(zip(ties.names, betweenness(ties).values.tolist(), strict=True))


@lru_cache(maxsize=16)
def _groups(names: tuple[str, ...], pairs: _Pairs) -> dict[str, int]:
    ties = Ties.of(pairs, names)
    return dict(zip(ties.names, communities(ties).groups.tolist(), strict=True))


def _sizes(names: tuple[str, ...], pairs: _Pairs, size: str) -> dict[URIRef, float]:
    if size == "between":
        found = _between(names, pairs)
        most = max(found.values(), default=0) or 1.0
        return {URIRef(name): float(np.sqrt(value / most)) for name, value in found.items()}
    return dict.fromkeys(map(URIRef, names), 0.2) if size == "same" else {}


# ---- colours

_Coloured = tuple[dict[URIRef, Shade], tuple[Shade, ...]]


def _shades(
    network: Network, names: tuple[str, ...], pairs: _Pairs, colour: str, known: Facets | None
) -> _Coloured:
    if colour == "field":
        return _by_field(network, known or Facets({}, {}))
    if colour == "community":
        return _by_community(network, names, pairs)
    return _by_place(names, pairs) if colour == "between" else ({}, ())


def _legend(keys: Mapping[URIRef, int], said: Sequence[tuple[str, str, str]]) -> _Coloured:
    """Return the shade of each thing by the place of its key among letters, names and colours."""
    counts = Counter(keys.values())
    legend = tuple(Shade(*each, counts[at]) for at, each in enumerate(said))
    return {iri: legend[at] for iri, at in keys.items()}, tuple(shade for shade in legend if shade.count)


def _by_place(names: tuple[str, ...], pairs: _Pairs) -> _Coloured:
    found = _between(names, pairs)
    some = [value for value in found.values() if value > 0]
    low, high = np.quantile(some, [0.5, 0.9]).tolist() if some else (0.0, 0.0)
    keys = {
        URIRef(name): int(value > 0) + int(value > low) + int(value > high) for name, value in found.items()
    }
    steps = enumerate(zip(_STEP_NAMES, STEPS, strict=True))
    return _legend(keys, [(str(at), current.word(name), colour) for at, (name, colour) in steps])


def _by_community(network: Network, names: tuple[str, ...], pairs: _Pairs) -> _Coloured:
    found = _groups(names, pairs)
    ties = Ties.of(pairs, names)
    contacts = dict(zip(ties.names, degree_of(ties).tolist(), strict=True))
    labels = {str(thing.iri): thing.label.text for thing in network.things}
    members: dict[int, list[str]] = {}
    for name in sorted(found, key=lambda name: (-contacts[name], name)):
        members.setdefault(found[name], []).append(name)
    said = []
    for group in range(max(found.values(), default=-1) + 1):
        first = ", ".join(_short(labels[name]) for name in members[group][:_LARGEST])
        said.append((str(group + 1), current.word("Around {names}", names=first), _colour(group)))
    return _legend({URIRef(name): group for name, group in found.items()}, said)


def _colour(at: int) -> str:
    return PALETTE[at] if at < len(PALETTE) else REST


def _short(text: str, most: int = 28) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _by_field(network: Network, known: Facets) -> _Coloured:
    """Colour things by their field of activity; those of several, and of none, have shades of their own."""
    fields = {thing.iri: known.fields.get(thing.iri, frozenset()) for thing in network.things}
    single = {next(iter(found)) for found in fields.values() if len(found) == 1}
    model, lang = current.plans().model, current.lang()
    scheme = model.schemes[CONCEPT.field]
    order = [key for key in scheme if key in single] + sorted(single - scheme.keys())
    said = []
    for at, key in enumerate(order):
        name = pick(model.labels(scheme[key]), lang, fallback=key).text if key in scheme else key
        said.append((ascii_uppercase[at % 26], name, _colour(at)))
    said += [("+", current.word("Several fields"), REST), ("–", current.word("No field told"), STEPS[0])]
    place = {key: at for at, key in enumerate(order)}
    several, none = len(order), len(order) + 1
    keys = {
        iri: none if not found else place[next(iter(found))] if len(found) == 1 else several
        for iri, found in fields.items()
    }
    return _legend(keys, said)
