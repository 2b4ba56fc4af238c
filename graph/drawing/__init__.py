"""Layered pictures: boxes in columns laid out and written as SVG.

Nothing here knows of pages, plans or a web server: the same things always give the same picture.
"""

from .layered import Box, Column, Layout, Placed, Tie, lay_out
from .picture import svg

__all__ = ["Box", "Column", "Layout", "Placed", "Tie", "lay_out", "svg"]
