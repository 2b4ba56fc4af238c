"""A picture ready for its frame: its size, what draws it, and how many of its names are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from ontology import DisplayKind

from .frame import SIZE, WIDE, Draw
from .layered import Box, Column, Tie, lay_out
from .picture import draw_layered
from .spread import Spot, draw_spread, spread_out
from .strokes import Pen


class Drawn(NamedTuple):
    """Its width and height in pixels, what draws it, and how many of how many names are shown."""

    size: tuple[float, float]
    draw: Draw
    named: tuple[int, int] = (0, 0)


def layered_drawn(
    columns: Sequence[Column], boxes: Sequence[Box], ties: Sequence[Tie], kinds: Mapping[str, DisplayKind]
) -> Drawn:
    """Return boxes in columns as a picture."""
    layout = lay_out(columns, boxes, ties, width=WIDE, size=SIZE)

    def draw(parent: Element, pen: Pen) -> None:
        draw_layered(parent, layout, kinds, pen)

    return Drawn((layout.width, layout.height), draw)


def spread_drawn(
    spots: Iterable[Spot], ties: Iterable[Tie], kinds: Mapping[str, DisplayKind], lang: str
) -> Drawn:
    """Return things at places of their own as a picture in a language."""
    spread = spread_out(spots, ties, size=SIZE, lang=lang)

    def draw(parent: Element, pen: Pen) -> None:
        draw_spread(parent, spread, kinds, pen)

    return Drawn((spread.width, spread.height), draw, spread.named)
