"""The native shapes of kinds, and the places where lines are glued to them."""

from __future__ import annotations

from .measures import Area

#: By the symbol of a kind; all else is a circle.
_PRESETS = {
    "square": "rect",
    "diamond": "diamond",
    "triangle": "triangle",
    "triangleDown": "flowChartMerge",
    "star": "star5",
    "hexagon": "hexagon",
}
_CIRCLE = "ellipse"
_ROUND = 0.146447
#: The connection sites of each shape in its own order, in shares of its width and height.
SITES: dict[str, tuple[tuple[float, float], ...]] = {
    "rect": ((0.5, 0), (0, 0.5), (0.5, 1), (1, 0.5)),
    "roundRect": ((0.5, 0), (0, 0.5), (0.5, 1), (1, 0.5)),
    "diamond": ((0.5, 0), (0, 0.5), (0.5, 1), (1, 0.5)),
    "flowChartMerge": ((0.5, 0), (0.25, 0.5), (0.5, 1), (0.75, 0.5)),
    "triangle": ((0.5, 0), (0.25, 0.5), (0, 1), (0.5, 1), (1, 1), (0.75, 0.5)),
    "ellipse": (
        (0.5, 0),
        (_ROUND, _ROUND),
        (0, 0.5),
        (_ROUND, 1 - _ROUND),
        (0.5, 1),
        (1 - _ROUND, 1 - _ROUND),
        (1, 0.5),
        (1 - _ROUND, _ROUND),
    ),
    "hexagon": ((1, 0.5), (0.75, 1), (0.25, 1), (0, 0.5), (0.25, 0), (0.75, 0)),
    "star5": ((0.5, 0), (0, 0.38197), (0.190983, 1), (0.809017, 1), (1, 0.38197)),
}


def preset_of(symbol: str) -> str:
    """Return the native shape for the symbol of a kind.

    >>> preset_of("star"), preset_of("dot")
    ('star5', 'ellipse')
    """
    return _PRESETS.get(symbol, _CIRCLE)


def nearest_site(preset: str, area: Area, x: float, y: float) -> tuple[int, float, float]:
    """Return the number and place of the connection site of a shape that is nearest to a point."""
    places = [(area.x + area.wide * dx, area.y + area.high * dy) for dx, dy in SITES[preset]]
    number = min(range(len(places)), key=lambda at: (places[at][0] - x) ** 2 + (places[at][1] - y) ** 2)
    return number, *places[number]
