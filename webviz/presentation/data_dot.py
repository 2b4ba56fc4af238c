"""A picture in the language of Graphviz: columns as ranks, or the things of a network at their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from graph.drawing import Spot, Tie, spread_out
from graph.drawing.frame import SIZE
from graph.drawing.spread_labels import Label
from graph.drawing.strokes import INK, SOFT, WHITE
from graph.drawing.text_measure import FONTS, clean, wrapped

from .data_drawn import Drawn, Thing, colour_of, drawn, said_of
from .scene import Layered, Scene, Spread

_FONT = FONTS.partition(",")[0]
#: Graphviz measures in points and inches, of which 72 points make one; a pixel is three quarters of a point.
_POINT, _INCH = 0.75, 96.0
_WIDTH = 230.0
#: On which side lines of a name are even, by where it is held.
_SIDES = {"start": "\\l", "middle": "\\n", "end": "\\r"}
_SHAPES = {
    "dot": "circle",
    "square": "square",
    "diamond": "diamond",
    "triangle": "triangle",
    "triangleDown": "invtriangle",
    "star": "star",
    "hexagon": "hexagon",
}
Attributes = Mapping[str, str]


def dot(scene: Scene) -> bytes:
    """Return a picture for `dot`: dashed where a link is a reading, in the colours of the legend."""
    found, content = drawn(scene), scene.content
    body = _network(content, found, scene.lang) if isinstance(content, Spread) else _columns(scene, found)
    lines = [
        *(f"// {clean(text)}" for text in (scene.title, *said_of(scene))),
        "digraph {",
        *(
            f"  {key}={_quoted(value)}"
            for key, value in _frame(scene, has_columns=isinstance(content, Layered)).items()
        ),
        f"  node [{_attributes(_NODES)}]",
        f"  edge [{_attributes(_EDGES)}]",
        *body,
        "}",
        "",
    ]
    return "\n".join(lines).encode(errors="replace")


_NODES = {"fontname": _FONT, "fontsize": "10", "penwidth": "1.2", "fontcolor": INK}
_EDGES = {"fontname": _FONT, "fontsize": "9", "fontcolor": SOFT, "arrowsize": "0.6"}


def _frame(scene: Scene, *, has_columns: bool) -> dict[str, str]:
    below = [scene.title, *said_of(scene)]
    frame = {
        "label": "".join(f"{_text(text, 900)}\\l" for text in below if text),
        "labelloc": "b",
        "labeljust": "l",
        "fontname": _FONT,
        "fontsize": "10",
        "fontcolor": SOFT,
        "bgcolor": WHITE,
        "charset": "UTF-8",
    }
    if has_columns:
        return {**frame, "rankdir": "LR", "ranksep": "1.4", "nodesep": "0.16", "newrank": "true"}
    return {
        **frame,
        "layout": "neato",
        "inputscale": "72",
        "splines": "line",
        "outputorder": "edgesfirst",
    }


# ---- columns


def _columns(scene: Scene, found: Drawn) -> Iterator[str]:
    columns = scene.content.columns if isinstance(scene.content, Layered) else ()
    heads: list[str] = []
    kinds = {kind.name: kind.colour for kind in scene.kinds}
    for place, column in enumerate(columns):
        within = [thing for thing in found.things if thing.column == place]
        if not within:
            continue
        head = {"label": _text(column.title), "shape": "plaintext", "fontcolor": kinds.get(column.kind, INK)}
        heads.append(f"column {place}")
        yield "  {"
        yield "    rank=same"
        yield f"    {_id(heads[-1])} [{_attributes(head)}]"
        yield from (f"    {_id(thing.short)} [{_attributes(_box(thing))}]" for thing in within)
        yield "  }"
    for before, after in pairwise(heads):
        yield f"  {_id(before)} -> {_id(after)} [style=invis, weight=100]"
    things = found.thing()
    yield from (_tie(tie, things) for tie in found.ties)


def _box(thing: Thing) -> Attributes:
    fill, ink = (thing.colour, WHITE) if thing.marked else (WHITE, INK)
    said = {"label": _text(thing.called, _WIDTH, thing.note), "shape": "box", "style": "rounded,filled"}
    return {**said, "color": thing.colour, "fillcolor": fill, "fontcolor": ink, **_link(thing)}


def _link(thing: Thing) -> Attributes:
    return {"tooltip": _text(thing.text), **({"URL": thing.url} if thing.url else {})}


def _tie(tie: Tie, things: Mapping[str, Thing]) -> str:
    """Return a link so that its left end comes first: that is how columns keep their order."""
    source, target = things[tie.source], things[tie.target]
    back = source.column > target.column
    said = _stroke(tie, back=back) | {"label": _text(tie.words, 150)}
    if source.column == target.column:
        said["constraint"] = "false"
    first, second = (tie.target, tie.source) if back else (tie.source, tie.target)
    return f"  {_id(first)} -> {_id(second)} [{_attributes(said)}]"


def _stroke(tie: Tie, *, back: bool = False) -> dict[str, str]:
    said = {"color": colour_of(tie), "tooltip": _text(". ".join(filter(None, (tie.words, tie.basis))))}
    if tie.mutual:
        said["dir"] = "none"
    elif back:
        said["dir"] = "back"
    return said | ({} if tie.named else {"style": "dashed"})


# ---- a network


def _network(content: Spread, found: Drawn, lang: str) -> Iterator[str]:
    """Yield things and names where the picture has them, and links between things."""
    placed = spread_out(content.spots, found.ties, size=SIZE, lang=lang)
    things = found.thing()
    for spot in placed.spots:
        yield f"  {_id(spot.id)} [{_attributes(_spot(things[spot.id], spot))}]"
    for tie in placed.ties:
        yield f"  {_id(tie.source)} -> {_id(tie.target)} [{_attributes(_stroke(tie))}]"
    for place, label in enumerate(placed.labels):
        yield f"  {_id(f'name {place}')} [{_attributes(_name(label))}]"


def _spot(thing: Thing, spot: Spot) -> Attributes:
    across = f"{2 * spot.radius / _INCH:.3f}"
    said = {
        "label": _text(thing.letter),
        "shape": _SHAPES.get(thing.kind.symbol if thing.kind else "", "circle"),
        "style": "filled",
        "fillcolor": thing.colour,
        "color": INK if thing.marked else WHITE,
        "fontcolor": WHITE,
        "fixedsize": "true",
        "width": across,
        "height": across,
        "pos": _pos(spot.x, spot.y),
    }
    return {**said, **_link(thing)}


def _name(label: Label) -> Attributes:
    left, top, right, bottom = label.area
    text = "".join(_text(line) + _SIDES[label.anchor] for line in label.lines)
    said = {"label": text, "shape": "plaintext", "margin": "0", "width": "0", "height": "0"}
    return {**said, "pos": _pos((left + right) / 2, (top + bottom) / 2)}


def _pos(x: float, y: float) -> str:
    return f"{x * _POINT:.1f},{-y * _POINT or 0.0:.1f}!"


# ---- writing


def _text(text: str, width: float = 0, below: str = "") -> str:
    """Return a text that shows as it is: nothing in it is an escape of Graphviz, or an entity."""
    lines = wrapped(text, width, SIZE) if width else [clean(text)]
    lines += [clean(below)] if below else []
    return "\\n".join(line.replace("\\", "\\\\").replace("&", "&amp;") for line in lines)


def _quoted(text: str) -> str:
    """Return a value in quotation marks; only these mean anything in there."""
    return '"' + text.replace('"', '\\"') + '"'


def _id(text: str) -> str:
    return _quoted(text.replace("\\", "\\\\"))


def _attributes(values: Attributes) -> str:
    return ", ".join(f"{key}={_quoted(value)}" for key, value in values.items() if value or key == "label")
