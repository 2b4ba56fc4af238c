"""Small multiples: a small bar chart for each share, all on one scale; and municipalities as a network."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import wrap
from xml.etree.ElementTree import Element, SubElement, tostring

from ..drawing.strokes import ACCENT, INK, SOFT, WHITE
from ..drawing.text_measure import FONTS
from ..evaluation.chart_svg import TIE, clean
from ..i18n import mark, translate
from ..network import by_forces
from ..plan_graph import PlanGraph
from .benchmark import Benchmark, Measure
from .shared import SharedPartners

_FONT = {"font-family": FONTS, "fill": INK}
_EMPTY = "#e8edf2"
_COLUMNS, _WIDE, _GAP, _ROW, _HEAD, _NAME = 2, 500, 40, 24, 44, 190
_SIDE, _LARGEST = 640, 34.0


def small_multiples(made: Benchmark, lang: str) -> str:
    """Return the shares of all plans as SVG: a chart for each measure, the plans in the same order."""
    measures = made.shares
    high = _HEAD + _ROW * len(made.plans) + _GAP
    rows = -(-len(measures) // _COLUMNS)
    root = _root(_COLUMNS * (_WIDE + _GAP) - _GAP, max(rows * high, _HEAD))
    SubElement(root, "title", {"id": "shares-by-plan"}).text = translate(mark("Shares by plan"), lang)
    SubElement(root, "desc").text = translate(
        mark("{measures} measures of {plans} plans; each bar is a share from 0 to 100 per cent."),
        lang,
        measures=len(measures),
        plans=len(made.plans),
    )
    names = [info.plan_id for info in made.plans]
    for place, measure in enumerate(measures):
        left, top = (place % _COLUMNS) * (_WIDE + _GAP), (place // _COLUMNS) * high
        _chart(root, measure, names, (left, top), lang)
    return tostring(root, encoding="unicode")


def _root(width: float, height: float) -> Element:
    size = {"viewBox": f"0 0 {width:.0f} {height:.0f}", "role": "img", "font-size": "12", **_FONT}
    return Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size})


def _chart(
    root: Element, measure: Measure, names: Sequence[str], place: tuple[float, float], lang: str
) -> None:
    left, top = place
    for number, line in enumerate(wrap(measure.name, 66)[:2]):
        _text(root, left, top + 14 + 15 * number, line, weight="700")
    room = _WIDE - _NAME - 90
    for number, (name, value) in enumerate(zip(names, measure.values, strict=True)):
        y = top + _HEAD + number * _ROW
        _text(root, left, y + 12, name if len(name) <= 29 else f"{name[:28]}…")
        share = value.share if value else None
        if value is None or share is None:
            _text(root, left + _NAME, y + 12, translate(mark("does not apply"), lang), colour=SOFT)
            continue
        for width, colour in ((room, _EMPTY), (room * min(share, 1.0), ACCENT)):
            box = {"x": f"{left + _NAME}", "y": f"{y}", "width": f"{width:.1f}", "height": "15"}
            SubElement(root, "rect", {**box, "fill": colour})
        _text(root, left + _NAME + room + 6, y + 12, f"{value.found} / {value.total}")


def _text(
    root: Element,
    x: float,
    y: float,
    text: str,
    *,
    weight: str = "400",
    colour: str = INK,
    middle: bool = False,
) -> None:
    look = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-weight": weight, "fill": colour}
    if middle:
        look |= {"text-anchor": "middle", "stroke": WHITE, "stroke-width": "3", "paint-order": "stroke"}
    SubElement(root, "text", look).text = clean(text)


def municipalities(made: SharedPartners, plans: PlanGraph, lang: str) -> str:
    """Return municipalities as SVG: the area of a circle is its partners, a line has the number shared."""
    named = plans.describe(made.owners, lang)
    pairs = [(str(pair.one), str(pair.other)) for pair in made.pairs]
    places = by_forces([str(owner) for owner in made.owners], pairs)
    root = _root(_SIDE, _SIDE)
    SubElement(root, "title", {"id": "municipalities"}).text = translate(
        mark("Municipalities and the partners that they share"), lang
    )
    said = ", ".join(
        f"{named[pair.one].label.text} – {named[pair.other].label.text}: {len(pair.bodies)}"
        for pair in made.pairs
    )
    SubElement(root, "desc").text = clean(said) or translate(mark("No partner is shared."), lang)
    at = {
        name: (_SIDE / 2 + x * _SIDE * 0.36, _SIDE / 2 + y * _SIDE * 0.36) for name, (x, y) in places.items()
    }
    most = max((len(pair.bodies) for pair in made.pairs), default=1)
    for pair in made.pairs:
        (x1, y1), (x2, y2) = at[str(pair.one)], at[str(pair.other)]
        ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
        width = f"{1 + 7 * len(pair.bodies) / most:.1f}"
        SubElement(root, "line", {**ends, "stroke": TIE, "stroke-width": width})
        _text(root, (x1 + x2) / 2, (y1 + y2) / 2 + 4, str(len(pair.bodies)), weight="700", middle=True)
    largest = max(made.owners.values(), default=1) or 1
    for owner, count in made.owners.items():
        x, y = at[str(owner)]
        radius = max(6.0, _LARGEST * math.sqrt(count / largest))
        SubElement(root, "circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{radius:.1f}", "fill": ACCENT})
        _text(root, x, y + radius + 16, f"{named[owner].label.text} ({count})", middle=True)
    return tostring(root, encoding="unicode")
