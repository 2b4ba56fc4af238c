"""A picture as an SVG file that stands alone: text as text, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from graph.drawing import Entry, Frame, framed
from graph.drawing.drawn import layered_drawn, spread_drawn
from graph.drawing.frame import Draw
from graph.drawing.strokes import SOFT, Pen
from graph.i18n import mark
from ontology import DisplayKind

from . import svg_chart, svg_grid
from .scene import Chart, Grid, Layered, Scene, Spread
from .told import told

__all__ = ["svg"]

_Size = tuple[float, float]


def svg(
    scene: Scene, *, transparent: bool = False, width: int | None = None, bare: bool = False, rows: int = 0
) -> bytes:
    """Return a picture as SVG, the same for the same scene.

    Parameters
    ----------
    scene
        The picture.
    transparent
        Whether it has no white ground.
    width
        How wide it is, in pixels; as wide as it was drawn, if nothing.
    bare
        Whether all but the picture, its legend and what it cannot show is left to whoever takes it.
    rows
        How many rows of a table are drawn at most; all of them, if 0.
    """
    kinds = {kind.name: kind for kind in scene.kinds}
    size, draw, note = _content(scene, kinds, rows)
    frame = Frame(
        lang=scene.lang,
        title=scene.title,
        desc=scene.desc,
        scope=scene.scope,
        legend=tuple(
            Entry(sign.words, sign.stroke, sign.kind, sign.colour, sign.letter) for sign in scene.legend
        ),
        notes=tuple(filter(None, (note, *(() if bare else (scene.left_out, scene.stamp.said))))),
        address=scene.stamp.address,
    )
    if any(sign.colour for sign in scene.legend):  # then only the shape tells the kind
        kinds = {name: replace(kind, colour=SOFT) for name, kind in kinds.items()}
    return framed(frame, size, draw, kinds, bare=bare, transparent=transparent, width=width)


def _content(scene: Scene, kinds: Mapping[str, DisplayKind], rows: int) -> tuple[_Size, Draw, str]:
    """Return how large the picture is, what draws it, and what must be said of it."""
    content = scene.content
    if isinstance(content, Layered):
        size, draw, _ = layered_drawn(content.columns, content.boxes, content.ties, kinds)
        return size, draw, ""
    if isinstance(content, Spread):
        return _spread(content, kinds, scene.lang)
    if isinstance(content, Chart):
        chart = svg_chart.chart(content, scene.lang, scene.title)
        if chart:
            return chart.size, chart.draw, ""
        content = content.grid
    return _grid(content, kinds, scene.lang, rows)


def _spread(content: Spread, kinds: Mapping[str, DisplayKind], lang: str) -> tuple[_Size, Draw, str]:
    size, draw, (shown, every) = spread_drawn(content.spots, content.ties, kinds, lang)
    note = "" if shown == every else told(mark("Names shown: {shown}/{all}."), lang, shown=shown, all=every)
    return size, draw, note


def _grid(content: Grid, kinds: Mapping[str, DisplayKind], lang: str, rows: int) -> tuple[_Size, Draw, str]:
    table = svg_grid.measured(content, lang, rows)

    def draw(parent: Element, pen: Pen) -> None:
        svg_grid.draw_grid(parent, table, kinds, pen)

    note = ""
    if len(table.rows) < len(content.rows):
        shown, everything = len(table.rows), len(content.rows)
        note = told(mark("Rows shown: {shown}/{all}."), lang, shown=shown, all=everything)
    return (table.width, table.height), draw, note
