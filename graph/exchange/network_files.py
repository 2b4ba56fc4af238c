"""GraphML and GEXF of any things and links: what is said of them, where they stand, and how they look.

GEXF is written as version 1.3, which Gephi writes itself. The file keeps to what Gephi's schemas of 1.2 and
1.3 have in common: a graph has attributes, then nodes, then edges; a node or an edge has its values first
and its looks after them; every edge has an ID of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from ..network import as_graphml
from .text import xml_text

GEXF = "http://gexf.net/1.3"
VIZ = "http://gexf.net/1.3/viz"
_VERSION = "1.3"
_TYPES = {str: "string", float: "double", int: "long", bool: "boolean"}
#: The shapes of GEXF by the signs of the legend; other signs have none there.
_SHAPES = {"dot": "disc", "square": "square", "triangle": "triangle", "diamond": "diamond"}

Value = str | float | bool
Values = Mapping[str, Value]


@dataclass(frozen=True)
class Look:
    """How a thing is drawn: its colour as `#rrggbb`, its sign in the legend, size and middle in pixels.

    y grows downwards, as on a screen.
    """

    colour: str = ""
    sign: str = ""
    size: float = 0.0
    place: tuple[float, float] | None = None

    def values(self) -> dict[str, Value]:
        """Return the same as values, for a format that has no looks of its own."""
        found: dict[str, Value] = {"x": self.place[0], "y": self.place[1]} if self.place else {}
        said: dict[str, Value] = {"size": self.size, "color": self.colour, "shape": self.sign}
        return {**found, **{key: value for key, value in said.items() if value}}


@dataclass(frozen=True)
class FileNode:
    """A thing: its ID, its name on one line, what is said of it, and how it looks."""

    id: str
    label: str
    values: Values
    look: Look = field(default_factory=Look)


@dataclass(frozen=True)
class FileEdge:
    """A link with an ID of its own; `mutual` where no end is its target."""

    id: str
    source: str
    target: str
    label: str
    values: Values
    colour: str = ""
    dashed: bool = False
    mutual: bool = False


@dataclass(frozen=True)
class About:
    """What the whole is: its name, what a reader must know of it, and the day of its newest content."""

    name: str
    description: str = ""
    changed: date | None = None
    values: Values = field(default_factory=dict)


def graphml_file(about: About, nodes: Iterable[FileNode], edges: Iterable[FileEdge]) -> bytes:
    """Return things and links as GraphML, looks among their values; y grows downwards."""
    said = {"description": about.description, "modified": str(about.changed or ""), **about.values}
    return as_graphml(
        xml_text(about.name),
        ((node.id, _clean({"label": node.label, **node.values, **node.look.values()})) for node in nodes),
        ((edge.source, edge.target, _of_edge(edge)) for edge in edges),
        _clean({key: value for key, value in said.items() if value}),
    )


def _of_edge(edge: FileEdge) -> dict[str, Value]:
    found: dict[str, Value] = {"id": edge.id, "label": edge.label, **edge.values}
    looks = {"color": edge.colour, "style": "dashed" if edge.dashed else "", "mutual": edge.mutual}
    return _clean({**found, **{key: value for key, value in looks.items() if value}})


def gexf_file(about: About, nodes: Sequence[FileNode], edges: Sequence[FileEdge]) -> bytes:
    """Return things and links as GEXF; y grows upwards there, as Gephi draws it."""
    register_namespace("", GEXF)
    register_namespace("viz", VIZ)
    root = Element(f"{{{GEXF}}}gexf", version=_VERSION)
    meta = SubElement(root, f"{{{GEXF}}}meta")
    if about.changed:
        meta.set("lastmodifieddate", about.changed.isoformat())
    SubElement(meta, f"{{{GEXF}}}creator").text = "Planweave"
    SubElement(meta, f"{{{GEXF}}}description").text = xml_text(about.description or about.name)
    graph = SubElement(root, f"{{{GEXF}}}graph", defaultedgetype="directed", mode="static")
    node_fields = _fields(graph, "node", (node.values for node in nodes))
    edge_fields = _fields(graph, "edge", (edge.values for edge in edges))
    holder = SubElement(graph, f"{{{GEXF}}}nodes", count=str(len(nodes)))
    for node in nodes:
        element = SubElement(holder, f"{{{GEXF}}}node", id=xml_text(node.id), label=xml_text(node.label))
        _add(element, node_fields, node.values)
        _look(element, node.look)
    holder = SubElement(graph, f"{{{GEXF}}}edges", count=str(len(edges)))
    for edge in edges:
        _edge(holder, edge, edge_fields)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _edge(holder: Element, edge: FileEdge, fields: Mapping[str, str]) -> None:
    names = {"id": edge.id, "label": edge.label, "source": edge.source, "target": edge.target}
    element = SubElement(holder, f"{{{GEXF}}}edge", {key: xml_text(value) for key, value in names.items()})
    if edge.mutual:
        element.set("type", "undirected")
    _add(element, fields, edge.values)
    _colour(element, edge.colour)
    if edge.colour:
        SubElement(element, f"{{{VIZ}}}shape", value="dashed" if edge.dashed else "solid")


def _fields(graph: Element, cls: str, rows: Iterable[Values]) -> dict[str, str]:
    """Declare the values that nodes or edges have, and return their IDs by name."""
    types = {key: _TYPES[type(value)] for row in rows for key, value in row.items()}
    if not types:
        return {}
    declared = SubElement(graph, f"{{{GEXF}}}attributes", {"class": cls, "mode": "static"})
    for place, (title, kind) in enumerate(types.items()):
        SubElement(declared, f"{{{GEXF}}}attribute", id=str(place), title=title, type=kind)
    return {title: str(place) for place, title in enumerate(types)}


def _add(element: Element, fields: Mapping[str, str], values: Values) -> None:
    holder = SubElement(element, f"{{{GEXF}}}attvalues")
    for key, value in _clean(values).items():
        said = str(value).lower() if isinstance(value, bool) else str(value)
        SubElement(holder, f"{{{GEXF}}}attvalue", {"for": fields[key], "value": said})


def _clean(values: Values) -> dict[str, Value]:
    return {key: xml_text(value) if isinstance(value, str) else value for key, value in values.items()}


def _look(node: Element, look: Look) -> None:
    _colour(node, look.colour)
    if look.place:
        x, y = look.place
        SubElement(node, f"{{{VIZ}}}position", x=f"{x:g}", y=f"{-y or 0.0:g}", z="0")
    if look.size:
        SubElement(node, f"{{{VIZ}}}size", value=f"{look.size:g}")
    if look.sign in _SHAPES:
        SubElement(node, f"{{{VIZ}}}shape", value=_SHAPES[look.sign])


def _colour(element: Element, colour: str) -> None:
    if colour:
        red, green, blue = (str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
        SubElement(element, f"{{{VIZ}}}color", r=red, g=green, b=blue)
