"""A spread picture: things with their signs, lines between them, and names beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, SubElement

from ontology import DisplayKind, pick

from .layered_things import Tie
from .spread_labels import Ends, Label, labels
from .spread_things import Spot
from .strokes import (
    ACCENT,
    CIRCLE,
    DASHES,
    INK,
    NAMED,
    READING,
    SIGN_WIDE,
    SIGNS,
    WHITE,
    Pen,
    halo,
    linked,
    write,
)
from .text_measure import clean

__all__ = ["Spot", "Spread", "draw_spread", "spread_out"]

#: How much room names have beside the outermost things, and above and below them.
_SIDE, _ABOVE = 130.0, 30.0
#: Of a thing in pixels; one with a letter is as large as that needs to be read.
_LEAST_RADIUS, _LEAST_WITH_LETTER, _MOST_RADIUS = 4.0, 6.5, 22.0
#: How far below the middle of a sign its letter stands, in parts of the radius, and how large it is there.
_LETTER_PLACES = {"triangle": (0.3, 1.05), "triangleDown": (-0.25, 1.05), "star": (0.05, 1.05)}


@dataclass(frozen=True)
class Spread:
    """A picture that is ready to be drawn; all measures in pixels from its top left corner."""

    spots: tuple[Spot, ...]
    ties: tuple[Tie, ...]
    labels: tuple[Label, ...]
    width: float
    height: float
    size: float

    @property
    def named(self) -> tuple[int, int]:
        """How many things have their name beside them, and how many have one."""
        return len(self.labels), sum(bool(spot.text.strip()) for spot in self.spots)


def spread_out(
    spots: Iterable[Spot], ties: Iterable[Tie], *, width: float = 1600, size: float = 13, lang: str = "fi"
) -> Spread:
    """Return things as a picture of a width, each where it stood in proportion, with names.

    Parameters
    ----------
    spots
        With different IDs, at any places.
    ties
        Those of which an end is no spot, or both ends are the same, are left out.
    width
        Of the picture; its height follows, and is at most as much.
    size
        Of all text, in pixels.
    lang
        Of the picture: names without a language of their own break by it.
    """
    placed, height = _scaled(list({spot.id: spot for spot in spots}.values()), width)
    places = {spot.id: (spot.x, spot.y) for spot in placed}
    drawn = tuple(t for t in ties if t.source in places and t.target in places and t.source != t.target)
    lines: list[Ends] = [(places[tie.source], places[tie.target]) for tie in drawn]
    found = labels(placed, lines, (width, height), text=size, lang=lang)
    return Spread(tuple(placed), drawn, tuple(found), width, height, size)


def _scaled(spots: Sequence[Spot], width: float) -> tuple[list[Spot], float]:
    """Return things in a picture of a width, and its height."""
    if not spots:
        return [], 2 * _ABOVE
    left, right = min(spot.x for spot in spots), max(spot.x for spot in spots)
    top, bottom = min(spot.y for spot in spots), max(spot.y for spot in spots)
    wide, high = right - left, bottom - top
    inner = width - 2 * _SIDE
    scale = min(inner / wide if wide else 1.0, inner / high if high else 1.0, 1.6)
    # What does not fill the width stands in its middle.
    shift = _SIDE + (inner - wide * scale) / 2
    found = [
        replace(
            spot,
            x=round(shift + (spot.x - left) * scale, 1),
            y=round(_ABOVE + _MOST_RADIUS + (spot.y - top) * scale, 1),
            radius=round(min(max(spot.radius * scale, _least(spot)), _MOST_RADIUS), 1),
        )
        for spot in spots
    ]
    return found, high * scale + 2 * (_ABOVE + _MOST_RADIUS)


def _least(spot: Spot) -> float:
    return _LEAST_WITH_LETTER if spot.letter else _LEAST_RADIUS


def draw_spread(parent: Element, spread: Spread, kinds: Mapping[str, DisplayKind], pen: Pen) -> None:
    """Draw lines, things and names into an element."""
    places = {spot.id: (spot.x, spot.y) for spot in spread.spots}
    ties = SubElement(parent, "g", {"class": "ties", "aria-hidden": "true", "fill": "none"})
    for named in (False, True):
        lines = "".join(_line(places[t.source], places[t.target]) for t in spread.ties if t.named == named)
        if lines:
            path = SubElement(ties, "path", {"d": lines, "stroke": NAMED if named else READING})
            path.attrib |= {"stroke-width": "1", "stroke-opacity": ".6"}
            if not named:
                path.set("stroke-dasharray", DASHES)
    _leads(parent, spread.labels)
    for spot in sorted(spread.spots, key=lambda spot: (spot.marked, -spot.radius, spot.id)):
        _spot(parent, spot, kinds, pen)
    names = SubElement(parent, "g", {"class": "names"})
    for label in spread.labels:
        text = write(names, label.lines, label.x, label.y, pen.leading)
        halo(text, pen, "3")
        text.set("text-anchor", label.anchor)
        if label.spot.marked:
            text.set("font-weight", "700")
        if label.spot.lang and label.spot.lang != pen.lang:
            text.set("lang", label.spot.lang)


def _leads(parent: Element, names: Iterable[Label]) -> None:
    """Draw lines to names that stand away from their things."""
    for label in names:
        if label.is_far:
            left, top, right, bottom = label.area
            spot = label.spot
            end = (min(max(spot.x, left), right), min(max(spot.y, top), bottom))
            line = {"d": _line((spot.x, spot.y), end), "stroke": INK, "stroke-width": "1.2"}
            SubElement(parent, "path", {**line, "class": "lead", "aria-hidden": "true"})


def _line(one: tuple[float, float], other: tuple[float, float]) -> str:
    return f"M{one[0]:.1f} {one[1]:.1f}L{other[0]:.1f} {other[1]:.1f}"


def _spot(parent: Element, spot: Spot, kinds: Mapping[str, DisplayKind], pen: Pen) -> None:
    kind = kinds.get(spot.kind)
    said = ": ".join(filter(None, (pick(kind.names, pen.lang).text if kind else "", clean(spot.text)[:300])))
    group = linked(parent, spot.url, said, pen)
    group.attrib |= {"class": "spot", "data-id": spot.id}
    SubElement(group, "title").text = said
    x, y, scale = spot.x, spot.y, spot.radius * 2 / SIGN_WIDE
    if spot.marked:
        ring = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{spot.radius + 3.5:.1f}", "fill": "none"}
        SubElement(group, "circle", {**ring, "stroke": INK, "stroke-width": "2"})
    shape = SubElement(group, "path", {"d": SIGNS.get(kind.symbol, CIRCLE) if kind else CIRCLE})
    shape.attrib |= {"fill": spot.colour or (kind.colour if kind else ACCENT), "stroke": WHITE}
    shape.attrib |= {"stroke-width": f"{1 / scale:.2f}"}
    shape.set("transform", f"translate({x - spot.radius:.1f} {y - spot.radius:.1f}) scale({scale:.3f})")
    if spot.letter:
        lower, share = _LETTER_PLACES.get(kind.symbol if kind else "", (0.0, 1.35))
        size = min(spot.radius * share, 14.0)
        text = write(group, [clean(spot.letter)[:2]], x, y + lower * spot.radius + size * 0.36, 0)
        text.attrib |= {"text-anchor": "middle", "fill": WHITE}
        text.attrib |= {"font-weight": "700", "font-size": f"{size:.1f}"}
