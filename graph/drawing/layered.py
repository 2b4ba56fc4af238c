"""A layered picture as geometry: boxes in columns, ties between them, and words that cover nothing.

Nothing here knows of pages, files or colours. The same columns, boxes and ties always give the same
picture. How it is made: `layered_order` lets few ties cross, `layered_place` puts boxes near what they
are tied to, `layered_route` leads the ties through the gaps between columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .closeness import CLOSENESS, Closeness
from .layered_grid import PAD, Grid, grid_of
from .layered_order import ordered
from .layered_place import placed
from .layered_route import Head, Placed, Routed, Word, heads, routed
from .layered_things import Box, Column, Tie

__all__ = ["Box", "Column", "Head", "Layout", "Placed", "Routed", "Tie", "Word", "lay_out"]


@dataclass(frozen=True)
class Layout:
    """A picture that is ready to be drawn; all measures in pixels from its top left corner."""

    boxes: tuple[Placed, ...]
    ties: tuple[Routed, ...]
    heads: tuple[Head, ...]
    #: Words that stand above a gap and hold for all ties in it.
    words: tuple[Word, ...]
    width: float
    height: float
    size: float
    #: Where the heads end and the boxes begin.
    top: float
    #: How many pairs of ties cross, ties within one column left out.
    crossings: int

    def box(self, name: str) -> Placed:
        """Return the box of that ID, or raise `KeyError`."""
        found = {each.box.id: each for each in self.boxes}
        return found[name]


def lay_out(
    columns: Sequence[Column],
    boxes: Sequence[Box],
    ties: Sequence[Tie],
    *,
    width: float | None = None,
    height: float | None = None,
    size: float = 14,
    closeness: Sequence[Closeness] = CLOSENESS,
) -> Layout:
    """Return the picture of boxes in columns and of the ties between them.

    Parameters
    ----------
    columns
        From left to right; one without a box takes no room.
    boxes
        With different IDs; those of a column in the order in which they stand where no tie says otherwise.
    ties
        Those of which an end is no box, or both ends are the same box, are left out.
    width
        How wide the picture may be; it becomes wider where its columns need that.
    height
        How high the picture may be; boxes stand apart from what they are tied to where it is less than that
        needs, and it becomes higher where a column does not fit.
    size
        Of all text, in pixels.
    closeness
        How close columns may stand, the roomiest first.
    """
    grid = grid_of(columns, boxes, ties, width=width, size=size, closeness=closeness)
    titles = tuple(heads(grid))
    crossings = ordered(grid)
    placed(grid, height)
    drawn, lines, words = routed(grid)
    return Layout(drawn, lines, titles, words, grid.width, _height(grid), size, grid.top, crossings)


def _height(grid: Grid) -> float:
    ends = [node.y + node.high / 2 for layer in grid.layers for node in layer]
    return max(ends, default=grid.top) + PAD
