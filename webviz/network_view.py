"""A network as vis-network draws it: pyvis builds things, links and options; we do the writing.

pyvis' own writers contact content delivery networks, run inline script and write files, so only
its builder is used, and vis-network is served from the files that the pyvis package brings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pyvis.network import Network as Builder

from graph import Network
from graph.network import degrees
from graph.table import short
from ontology import DisplayKind, Model, pick

from .layout import positions

#: The files of vis-network that a page may load, by the name under /vis/.
ASSETS = {
    "vis-network.min.js": "lib/vis-9.1.2/vis-network.min.js",
    "vis-network.css": "lib/vis-9.1.2/vis-network.css",
}
_FONT = "Noto Sans, Segoe UI, sans-serif"
_NAMED, _READING, _STRONG = "#768494", "#9c7a35", "#14506a"
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "tooltipDelay": 200,
        "dragNodes": False,
        "hideEdgesOnDrag": False,
        "keyboard": {"enabled": False},
    },
    "nodes": {
        "borderWidth": 1,
        "font": {
            "face": _FONT,
            "color": "#1b2430",
            "strokeWidth": 4,
            "strokeColor": "#ffffff",
            "vadjust": -3,
        },
        "scaling": {"label": {"enabled": False, "drawThreshold": 1, "maxVisible": 100}},
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


def asset(name: str) -> Traversable | None:
    """Return a file of vis-network from the installed pyvis package, if it is on the list."""
    path = ASSETS.get(name)
    return files("pyvis").joinpath("templates", path) if path else None


def build(network: Network, model: Model, lang: str) -> dict[str, Any]:
    """Return things, links and options for vis-network, with positions of ours."""
    kinds = {kind.name: kind for kind in model.kinds}
    builder = Builder(directed=True)
    builder.set_options(json.dumps(_OPTIONS))
    places = positions(network, {name: kind.ring for name, kind in kinds.items()})
    degree = degrees(network.links)
    for thing in network.things:
        x, y = places[str(thing.iri)]
        builder.add_node(
            short(thing.iri),
            label=" ",
            x=x,
            y=y,
            physics=False,
            kind=thing.kind,
            text=_lines(thing.label.text),
            title=thing.label.text,
            **_look(kinds.get(thing.kind), degree.get(thing.iri, 0)),
        )
    _add_links(builder, network, model, lang)
    return {"things": builder.nodes, "links": builder.edges, "options": _OPTIONS}


def _add_links(builder: Builder, network: Network, model: Model, lang: str) -> None:
    for link in network.links:
        builder.add_edge(
            short(link.source),
            short(link.target),
            title=pick(model.relation_names(link.relation), lang).text,
            relation=short(link.relation),
            basis=link.basis,
            dashes=not link.named,
            color={"color": _NAMED if link.named else _READING, "highlight": _STRONG, "hover": _STRONG},
            width=1,
            arrows="to",
        )


def _look(kind: DisplayKind | None, degree: int) -> Mapping[str, Any]:
    colour = kind.colour if kind else "#555555"
    dark = {"background": colour, "border": "#111111"}
    ring = kind.ring if kind else 3
    return {
        "shape": kind.symbol if kind else "dot",
        "color": {"background": colour, "border": "#ffffff", "highlight": dark, "hover": dark},
        "size": (22 if ring == 0 else 9) + min(14, 2.2 * degree**0.7),
        # Which labels come first where not all find room.
        "weight": (3 - ring) * 100 + degree,
        "order": kind.order if kind else 99,
    }


def _lines(text: str, width: int = 24) -> str:
    """Break a label into lines of about `width` letters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
