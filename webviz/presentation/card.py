"""A picture as chat programs and social media show a link: its sentence in large letters, itself below."""

from __future__ import annotations

from html import escape

from graph.drawing.raster import png as raster
from graph.drawing.strokes import ACCENT, INK, SOFT
from graph.drawing.text_measure import FONTS, shortened, wrapped

from .scene import Chart, Grid, Scene
from .svg import svg

#: The size that all of these programs show whole, in pixels.
WIDTH, HEIGHT = 1200, 630
_EDGE, _TITLE, _SCOPE, _MOST_LINES, _MOST_ROWS = 48, 40, 22, 3, 12
_LINE = 1.2


def card(scene: Scene) -> bytes:
    """Return a picture with its title as PNG of 1,200 by 630 pixels.

    Raises
    ------
    NoTypefaceError
        The machine has no typeface at all.
    """
    return raster(_drawn(scene), width=WIDTH)


def _drawn(scene: Scene) -> str:
    room = WIDTH - 2 * _EDGE
    lines = wrapped(scene.title, room, _TITLE, bold=True, lang=scene.lang, most=_MOST_LINES)
    texts = [
        _text(line, _EDGE + _TITLE * (0.85 + number * _LINE), _TITLE, INK, "bold")
        for number, line in enumerate(lines)
    ]
    down = _EDGE + len(lines) * _TITLE * _LINE + 8
    if scene.scope:
        texts.append(_text(shortened(scene.scope, room, _SCOPE), down + _SCOPE, _SCOPE, SOFT, "normal"))
        down += _SCOPE * 1.4
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<rect width="{WIDTH}" height="10" fill="{ACCENT}"/>'
        f"{''.join(texts)}{_picture(scene, down + 20, room)}</svg>"
    )


def _text(text: str, y: float, size: float, colour: str, weight: str) -> str:
    return (
        f'<text x="{_EDGE}" y="{y:.0f}" font-family="{FONTS}" font-size="{size}" font-weight="{weight}" '
        f'fill="{colour}">{escape(text)}</text>'
    )


def _picture(scene: Scene, y: float, room: float) -> str:
    """Return the picture as a part of the card; of a table or a chart only how it begins."""
    begins = isinstance(scene.content, Grid | Chart)
    drawn = svg(scene, bare=True, transparent=True, rows=_MOST_ROWS if begins else 0).decode()
    part = drawn[drawn.index("<svg") :]
    head, _, rest = part.partition(">")
    view = head.split('viewBox="', 1)[1].split('"', 1)[0]
    fit = "xMinYMin slice" if begins else "xMidYMin meet"
    return (
        f'<svg x="{_EDGE}" y="{y:.0f}" width="{room}" height="{HEIGHT - y - 24:.0f}" viewBox="{view}" '
        f'preserveAspectRatio="{fit}">{rest}'
    )
