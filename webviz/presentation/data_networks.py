"""A picture for Gephi, yEd, Cytoscape and networkx: things at their places, in their colours."""

from __future__ import annotations

from graph.drawing import Tie
from graph.exchange.network_files import About, FileEdge, FileNode, Look, Value, gexf_file, graphml_file
from graph.exchange.text import xml_text
from graph.exchange.words import line

from .data_drawn import Drawn, Thing, colour_of, drawn, said_of, stroke_name
from .scene import Scene


def graphml(scene: Scene) -> bytes:
    """Return a picture as GraphML: places are middles in pixels, y growing downwards."""
    found = drawn(scene)
    nodes = [_node(thing, scene.lang, wide=True) for thing in found.things]
    return graphml_file(_about(scene), nodes, _edges(found, scene.lang))


def gexf(scene: Scene) -> bytes:
    """Return a picture as GEXF 1.3, as Gephi opens it: y grows upwards there."""
    found = drawn(scene)
    return gexf_file(
        _about(scene), [_node(thing, scene.lang) for thing in found.things], _edges(found, scene.lang)
    )


def _about(scene: Scene) -> About:
    stamp = scene.stamp
    said = {
        "title": scene.title,
        "language": scene.lang,
        "plans": ", ".join(stamp.plans),
        "address": stamp.address,
    }
    values = {key: value for key, value in said.items() if value}
    return About(scene.name, "\n".join((scene.title, *said_of(scene))), stamp.day, values)


def _node(thing: Thing, lang: str, *, wide: bool = False) -> FileNode:
    look = Look(
        thing.colour, thing.kind.symbol if thing.kind else "", min(thing.wide, thing.high), (thing.x, thing.y)
    )
    said: dict[str, Value] = {
        "kind": thing.kind.name if thing.kind else "",
        "kindName": thing.kind_name(lang),
        "shortName": thing.short,
        "note": thing.note,
        "page": thing.url,
        "letter": thing.letter,
    }
    values = {key: value for key, value in said.items() if value or key.startswith("kind")}
    if wide:
        values |= {"width": thing.wide, "height": thing.high}
    return FileNode(thing.id, thing.text, values, look)


def _edges(found: Drawn, lang: str) -> list[FileEdge]:
    things = found.thing()
    return [_edge(place, tie, things, lang) for place, tie in enumerate(found.ties, 1)]


def _edge(place: int, tie: Tie, things: dict[str, Thing], lang: str) -> FileEdge:
    values: dict[str, Value] = {"relation": tie.text, "basis": stroke_name(tie, lang), "named": tie.named}
    if tie.sure:
        values["confidence"] = tie.sure
    return FileEdge(
        f"e{place}",
        things[tie.source].id,
        things[tie.target].id,
        line(xml_text(tie.words)),
        values,
        colour=colour_of(tie),
        dashed=not tie.named,
        mutual=tie.mutual,
    )
