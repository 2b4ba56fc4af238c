"""A picture in the language of Graphviz: columns as ranks, or the things of a network at their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from graph.drawing import Column, Tie
from graph.drawing.frame import SIZE
from graph.drawing.strokes import INK, SOFT
from graph.drawing.text_measure import FONTS, clean, wrapped

from .data_drawn import Drawn, Thing, colour_of, drawn, said_of
from .scene import Layered, Scene

_FONT = FONTS.partition(",")[0]
#: Graphviz measures in points and inches, of which 72 points make one; a pixel is three quarters of a point.
_POINT, _INCH = 0.75, 96.0
_WIDTH = 230.0
#: How many things of a network have their names written beside them; all have them as a tooltip.
_MOST_NAMES = 60
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
    found = drawn(scene)
    columns = scene.content.columns if isinstance(scene.content, Layered) else ()
    lines = [
        *(f"// {clean(text)}" for text in (scene.title, *said_of(scene))),
        "digraph {",
        *(f"  {key}={_quoted(value)}" for key, value in _frame(scene, has_columns=bool(columns)).items()),
        f"  node [{_attributes(_NODES)}]",
        f"  edge [{_attributes(_EDGES)}]",
        *(_columns(scene, columns, found) if columns else _network(scene, found)),
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
        "bgcolor": "#ffffff",
        "charset": "UTF-8",
    }
    if has_columns:
        return {**frame, "rankdir": "LR", "ranksep": "1.4", "nodesep": "0.16", "newrank": "true"}
    return {
        **frame,
        "layout": "neato",
        "splines": "line",
        "outputorder": "edgesfirst",
        "forcelabels": "false",
    }


# ---- columns


def _columns(scene: Scene, columns: tuple[Column, ...], found: Drawn) -> Iterator[str]:
    heads = []
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
    fill, ink = (thing.colour, "#ffffff") if thing.marked else ("#ffffff", INK)
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


def _network(scene: Scene, found: Drawn) -> Iterator[str]:
    named = _named(scene, found)
    for thing in found.things:
        yield f"  {_id(thing.short)} [{_attributes(_spot(thing, is_named=thing.short in named))}]"
    for tie in found.ties:
        yield f"  {_id(tie.source)} -> {_id(tie.target)} [{_attributes(_stroke(tie))}]"


def _named(scene: Scene, found: Drawn) -> set[str]:
    """Return the things of which the names are written: where there are many, those that come first."""
    weights = {spot.id: spot.weight for spot in getattr(scene.content, "spots", ())}
    first = sorted(
        found.things, key=lambda thing: (not thing.marked, -weights.get(thing.short, 0.0), thing.short)
    )
    return {thing.short for thing in first[:_MOST_NAMES]}


def _spot(thing: Thing, *, is_named: bool) -> Attributes:
    across = f"{max(thing.wide, 4) / _INCH:.3f}"
    said = {
        "label": _text(thing.letter),
        "shape": _SHAPES.get(thing.kind.symbol if thing.kind else "", "circle"),
        "style": "filled",
        "fillcolor": thing.colour,
        "color": INK if thing.marked else "#ffffff",
        "fontcolor": "#ffffff",
        "fixedsize": "true",
        "width": across,
        "height": across,
        "pos": f"{thing.x * _POINT:.1f},{-thing.y * _POINT or 0.0:.1f}!",
    }
    return {**said, **({"xlabel": _text(thing.called, 150)} if is_named else {}), **_link(thing)}


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
