"""A network as vis-network draws it: pyvis builds things, links and options; we do the writing.

pyvis' own writers contact content delivery networks, run inline script and write files, so only
its builder is used, and vis-network is served from the files that the pyvis package brings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pyvis.edge import Edge
from pyvis.network import Network as Builder
from pyvis.node import Node
from rdflib import URIRef

from graph import Network
from graph.network import degrees
from graph.network_layout import positions
from graph.table import short
from ontology import DisplayKind, Model, pick

#: The files of vis-network that a page may load, by the name under /vis/.
ASSETS = {
    "vis-network.min.js": "lib/vis-9.1.2/vis-network.min.js",
    "vis-network.css": "lib/vis-9.1.2/vis-network.css",
}
_FONT = "Noto Sans, Segoe UI, sans-serif"
_NAMED, _READING, _STRONG = "#768494", "#9c7a35", "#14506a"
_LONGEST = 240
#: From so many links on a picture that is moved shows its things alone, so that it follows the hand.
_MANY_LINKS = 1_500
_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "tooltipDelay": 200,
        "dragNodes": True,
        "hideEdgesOnDrag": False,
        "hideEdgesOnZoom": False,
        "multiselect": True,
        "selectConnectedEdges": True,
        "keyboard": {"enabled": False},
    },
    "nodes": {
        "borderWidth": 1,
        "font": {"face": _FONT, "color": "#1b2430"},
        "scaling": {"label": {"enabled": False}},
        "chosen": {"label": False},
    },
    "edges": {
        "smooth": False,
        "selectionWidth": 0.6,
        "hoverWidth": 0.6,
        "color": {"inherit": False},
        "arrows": {"to": {"scaleFactor": 0.4}},
    },
}


@dataclass(frozen=True)
class Shade:
    """A colour of the legend: what stands on the symbol, what it means, and how many things have it."""

    letter: str
    name: str
    colour: str
    count: int


@dataclass(frozen=True)
class Looks:
    """The shade of each thing where it is not the kind that colours, and how large each is, from 0 to 1."""

    shades: Mapping[URIRef, Shade] = field(default_factory=dict)
    sizes: Mapping[URIRef, float] = field(default_factory=dict)
    legend: tuple[Shade, ...] = ()


@dataclass(frozen=True)
class Dressing:
    """What a drawing shows beyond kinds: colours and sizes, and what is particular to things and links.

    `things` and `links` give what stands in place of what all have, by IRI and by the two ends.
    """

    looks: Looks = field(default_factory=Looks)
    things: Mapping[URIRef, Mapping[str, Any]] = field(default_factory=dict)
    links: Mapping[tuple[URIRef, URIRef], Mapping[str, Any]] = field(default_factory=dict)


def asset(name: str) -> Traversable | None:
    """Return a file of vis-network from the installed pyvis package, if it is on the list."""
    path = ASSETS.get(name)
    return files("pyvis").joinpath("templates", path) if path else None


def build(network: Network, model: Model, lang: str, dressing: Dressing | None = None) -> dict[str, Any]:
    """Return things, links and options for vis-network, with positions of ours."""
    dressing = dressing or Dressing()
    many = len(network.links) > _MANY_LINKS
    moved = {"hideEdgesOnDrag": many, "hideEdgesOnZoom": many}
    options = {**_OPTIONS, "interaction": {**_OPTIONS["interaction"], **moved}}
    builder = Builder(directed=True)
    builder.set_options(json.dumps(options))
    # The builder's own ways in look through all that is there for each thing and link.
    builder.nodes.extend(_things(network, model, dressing))
    builder.edges.extend(_links(network, model, lang, dressing))
    return {"things": builder.nodes, "links": builder.edges, "options": options}


def _things(network: Network, model: Model, dressing: Dressing) -> Iterator[dict[str, Any]]:
    kinds = {kind.name: kind for kind in model.kinds}
    places = positions(network, {name: kind.ring for name, kind in kinds.items()})
    degree = degrees(network.links)
    for thing in network.things:
        x, y = places[str(thing.iri)]
        given = {
            "x": x,
            "y": y,
            "physics": False,
            "kind": thing.kind,
            **said(thing.label.text),
            **_look(kinds.get(thing.kind), degree.get(thing.iri, 0), dressing.looks, thing.iri),
            **dressing.things.get(thing.iri, {}),
        }
        shape = given.pop("shape")
        yield Node(short(thing.iri), shape, " ", **given).options


def _links(network: Network, model: Model, lang: str, dressing: Dressing) -> Iterator[dict[str, Any]]:
    names: dict[URIRef, str] = {}
    for link in network.links:
        if link.relation not in names:
            names[link.relation] = pick(model.relation_names(link.relation), lang).text
        colour = _NAMED if link.named else _READING
        given = {
            "title": names[link.relation],
            "relation": short(link.relation),
            "basis": link.basis,
            "dashes": not link.named,
            "color": {"color": colour, "highlight": _STRONG, "hover": _STRONG},
            "width": 1,
            "arrows": "to",
            **dressing.links.get((link.source, link.target), {}),
        }
        yield Edge(short(link.source), short(link.target), directed=True, **given).options


def _look(kind: DisplayKind | None, degree: int, looks: Looks, iri: URIRef) -> dict[str, Any]:
    shade = looks.shades.get(iri)
    colour = shade.colour if shade else kind.colour if kind else "#555555"
    dark = {"background": colour, "border": "#111111"}
    ring = kind.ring if kind else 3
    share = looks.sizes.get(iri)
    return {
        "shape": kind.symbol if kind else "dot",
        "color": {"background": colour, "border": "#ffffff", "highlight": dark, "hover": dark},
        "size": round(_size(ring, degree) if share is None else 9 + 27 * share, 1),
        # Which labels come first where not all find room.
        "weight": (3 - ring) * 100 + degree,
        "order": kind.order if kind else 99,
        **({"letter": shade.letter} if shade else {}),
    }


def _size(ring: int, degree: int) -> float:
    return (22 if ring == 0 else 9) + min(14.0, 2.2 * float(degree**0.7))


def said(text: str, below: Sequence[str] = (), aside: Sequence[str] = ()) -> dict[str, str]:
    """Return a label in lines and as a tooltip: words of both, and those of the tooltip."""
    cut = _cut(text)
    lines = "".join(f"\n({word})" for word in below)
    return {"text": _lines(cut) + lines, "title": cut + "".join(f" ({word})" for word in [*below, *aside])}


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"


def _lines(text: str, width: int = 24, longest: int = 40) -> str:
    """Break a label into lines of about `width` letters; a word that has no end is broken too."""
    lines = [""]
    words = (word[at : at + longest] for word in text.split() for at in range(0, len(word), longest))
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
