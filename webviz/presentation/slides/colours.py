"""Colours as the theme of a presentation has them, so that they follow the user's own template.

Each kind takes an accent of the theme, made darker or lighter where it would else be hard to read on
the ground; what the theme has no accent for keeps the colour of its kind.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ontology import DisplayKind

Rgb = tuple[float, float, float]
#: How many accents a theme has.
ACCENTS = 6
#: Of text on its ground, as WCAG asks.
_LEGIBLE = 4.5
_BLACK, _WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
#: How much lightness is kept and added, in percent, from the accent as it is to what always is legible.
_DARKER = ((100, 0), (75, 0), (50, 0), (25, 0))
_LIGHTER = ((100, 0), (60, 40), (40, 60), (20, 80))


@dataclass(frozen=True)
class Paint:
    """A colour as it is written in a file, and as it is seen."""

    xml: str
    rgb: Rgb

    @property
    def fill(self) -> str:
        """What fills with it."""
        return f"<a:solidFill>{self.xml}</a:solidFill>"


@dataclass(frozen=True)
class Colours:
    """The colours of a presentation: text, softer text, the ground, and those of the kinds by name."""

    ink: Paint
    soft: Paint
    ground: Paint
    link: Paint
    kinds: Mapping[str, Paint]

    def of(self, kind: str) -> Paint:
        """Return the colour of a kind, that of text where it has none."""
        return self.kinds.get(kind, self.ink)


def colours_of(scheme: Mapping[str, str], ground: str, kinds: Sequence[DisplayKind]) -> Colours:
    """Return the colours for a theme whose `scheme` gives hexadecimal values for names such as `tx1`.

    `ground` is the value of the colour behind a slide; kinds take the accents in their order.
    """
    behind = rgb_of(ground)
    bases = [theme_paint(name, scheme) for name in ("tx1", "bg1")]
    ink = max(bases, key=lambda paint: contrast(paint.rgb, behind))
    own = min(bases, key=lambda paint: contrast(paint.rgb, behind))
    if contrast(own.rgb, behind) > 1.1:
        own = fixed_paint(ground)
    soft = theme_paint("tx2", scheme)
    if contrast(soft.rgb, behind) < 5.5:
        soft = ink
    painted = {kind.name: _of_kind(place, kind, scheme, own, ink) for place, kind in enumerate(kinds)}
    return Colours(ink, soft, own, _legible("hlink", scheme, own, ink), painted)


def _of_kind(place: int, kind: DisplayKind, scheme: Mapping[str, str], ground: Paint, ink: Paint) -> Paint:
    if place < ACCENTS:
        return _legible(f"accent{place + 1}", scheme, ground, ink)
    found = fixed_paint(kind.colour.lstrip("#"))
    return found if contrast(found.rgb, ground.rgb) >= _LEGIBLE else ink


def _legible(name: str, scheme: Mapping[str, str], ground: Paint, ink: Paint) -> Paint:
    """Return a colour of the theme, as little changed as lets it be read on the ground."""
    is_dark = contrast(ground.rgb, _WHITE) > contrast(ground.rgb, _BLACK)
    for keep, add in _LIGHTER if is_dark else _DARKER:
        found = theme_paint(name, scheme, keep, add)
        if contrast(found.rgb, ground.rgb) >= _LEGIBLE:
            return found
    return ink


def theme_paint(name: str, scheme: Mapping[str, str], keep: int = 100, add: int = 0) -> Paint:
    """Return a colour of the theme, with so much of its lightness kept and added, in percent."""
    rgb = rgb_of(scheme.get(name, "000000" if name.startswith("tx") else "FFFFFF"))
    if (keep, add) == (100, 0):
        return Paint(f'<a:schemeClr val="{name}"/>', rgb)
    hue, light, full = colorsys.rgb_to_hls(*rgb)
    changed = colorsys.hls_to_rgb(hue, min(1.0, light * keep / 100 + add / 100), full)
    parts = f'<a:lumMod val="{keep}000"/>' + (f'<a:lumOff val="{add}000"/>' if add else "")
    return Paint(f'<a:schemeClr val="{name}">{parts}</a:schemeClr>', changed)


def fixed_paint(value: str) -> Paint:
    """Return a colour that no theme changes."""
    return Paint(f'<a:srgbClr val="{value.upper()}"/>', rgb_of(value))


def rgb_of(value: str) -> Rgb:
    """Return red, green and blue, each from 0 to 1, of six hexadecimal digits; black for all else.

    >>> rgb_of("ff0000")
    (1.0, 0.0, 0.0)
    """
    if not re.fullmatch(r"[0-9a-fA-F]{6}", value):
        return _BLACK
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast of two colours as WCAG defines it, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(rgb: Rgb) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
