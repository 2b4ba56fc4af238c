"""A picture as points: exactly as wide as asked for, on white or on nothing."""

from __future__ import annotations

from graph.drawing.raster import png as raster
from graph.errors import ParameterError
from graph.i18n import mark

from .outputs import NARROWEST, WIDEST, WIDTH
from .scene import Scene
from .svg import svg

#: How many rows of a table a picture holds, and how many points at most: half a gigabyte while it is made.
_MOST_ROWS, _MOST_POINTS = 60, 120_000_000


class SizeError(ParameterError):
    """A picture that is asked for in a size that cannot be made."""


def png(scene: Scene, *, width: int = WIDTH, transparent: bool = False) -> bytes:
    """Return a picture as PNG, `width` points wide; long tables end after some rows, and say so.

    Raises
    ------
    SizeError
        The width is below 100 or above 8,000, or the picture would be too high at that width.
    NoTypefaceError
        The machine has no typeface at all.
    """
    if not NARROWEST <= width <= WIDEST:
        raise SizeError(
            mark("a picture is {least} to {most} points wide, not {width}"),
            least=NARROWEST,
            most=WIDEST,
            width=width,
        )
    drawn = svg(scene, transparent=transparent, rows=_MOST_ROWS, width=width)
    height = _height(drawn)
    if width * height > _MOST_POINTS:
        fits = int((_MOST_POINTS * width / height) ** 0.5) // 100 * 100
        raise SizeError(
            mark(
                "the picture would be {height} points high: choose a width of at most {most}, or SVG or PDF"
            ),
            height=height,
            most=max(fits, NARROWEST),
        )
    return raster(drawn.decode(), width=width, transparent=transparent)


def _height(drawn: bytes) -> int:
    """Return the height that an SVG says it has."""
    return int(drawn.split(b'height="', 1)[1].split(b'"', 1)[0])
