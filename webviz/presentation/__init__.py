"""Into presentations: one picture as a slide, a file, a page of its own, each from the same `Scene`.

Nothing here knows of requests, stores or settings: the same scene always gives the same file.
"""

from .scene import Chart, Deck, Grid, GridCell, GridRow, Layered, Scene, Sign, Spot, Spread, Stamp

__all__ = [
    "Chart",
    "Deck",
    "Grid",
    "GridCell",
    "GridRow",
    "Layered",
    "Scene",
    "Sign",
    "Spot",
    "Spread",
    "Stamp",
]
