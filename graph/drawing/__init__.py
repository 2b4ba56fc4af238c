"""Pictures laid out and written as SVG: boxes in columns, and things at places of their own.

Nothing here knows of pages, plans or a web server: the same things always give the same picture.
"""

from .frame import Frame, framed
from .layered import Box, Column, Layout, Placed, Tie, lay_out
from .legend import Entry
from .picture import draw_layered, svg
from .spread import Spot, Spread, draw_spread, spread_out

__all__ = [
    "Box",
    "Column",
    "Entry",
    "Frame",
    "Layout",
    "Placed",
    "Spot",
    "Spread",
    "Tie",
    "draw_layered",
    "draw_spread",
    "framed",
    "lay_out",
    "spread_out",
    "svg",
]
