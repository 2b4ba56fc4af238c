"""How large a layered picture can be drawn so that it fits on a slide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.drawing import Layout, Placed, lay_out
from graph.drawing.closeness import CLOSER, DENSE, Closeness
from graph.drawing.layered_grid import PAD

from ..scene import Layered
from .measures import Area

#: The sizes of all text of a picture in points, the best first; in which unit pictures are laid out.
SIZES = (18.0, 16.0, 15.0, 14.0, 13.0, 12.0)
_LAID_OUT = 14.0


@dataclass(frozen=True)
class Fitted:
    """A picture that fits: its layout, the size of its text, and how its measures become points."""

    layout: Layout
    size: float
    scale: float
    area: Area

    @property
    def dx(self) -> float:
        """How far the picture is moved to the right."""
        return self.area.x - PAD * self.scale + max(0.0, self.area.wide - self.wide) / 2

    @property
    def dy(self) -> float:
        """How far the picture is moved down."""
        return self.area.y - PAD * self.scale + max(0.0, self.area.high - self.high) / 3

    @property
    def wide(self) -> float:
        """How wide the picture is."""
        return (self.layout.width - 2 * PAD) * self.scale

    @property
    def high(self) -> float:
        """How high the picture is."""
        return (self.layout.height - 2 * PAD) * self.scale

    @property
    def is_too_wide(self) -> bool:
        """Whether its columns need more room than there is."""
        return self.wide > self.area.wide + 0.5

    def fits(self) -> bool:
        """Whether there is room for all of it."""
        return not self.is_too_wide and self.high <= self.area.high + 0.5

    def place(self, placed: Placed) -> Area:
        """Return where a box stands."""
        by = self.scale
        return Area(placed.x * by + self.dx, placed.y * by + self.dy, placed.wide * by, placed.high * by)


def laid_out(content: Layered, area: Area, size: float) -> Fitted:
    """Return the picture at a size of text, whether it fits or not: its boxes as far apart as can be."""
    drawn = laid_out_so(content, area, size, CLOSER)
    return drawn if drawn.fits() or drawn.is_too_wide else laid_out_so(content, area, size, DENSE)


def laid_out_so(content: Layered, area: Area, size: float, closeness: Sequence[Closeness]) -> Fitted:
    """Return the picture at a size of text and so close, whether it fits or not."""
    scale = size / _LAID_OUT
    width = area.wide / scale + 2 * PAD
    height = area.high / scale + 2 * PAD
    layout = lay_out(
        *(content.columns, content.boxes, content.ties),
        width=width,
        height=height,
        size=_LAID_OUT,
        closeness=closeness,
    )
    return Fitted(layout, size, scale, area)
