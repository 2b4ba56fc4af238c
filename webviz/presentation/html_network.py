"""The whole network as a picture in a page that can be brought nearer: its names grow with it, not its text.

All names are in it. Those that find room at first are shown, and a script shows others as there is more
room; without a script the picture stands as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement, tostring

from graph.drawing import Tie
from graph.drawing.strokes import ACCENT, CIRCLE, DASHES, INK, NAMED, READING, SIGNS, WHITE
from graph.drawing.text_measure import FONTS, clean, width_of, wrapped
from ontology import DisplayKind, pick

from .html_things import Named
from .scene import Spot, Spread

#: How wide the picture is shown at first, in pixels, and the size of its text there.
WIDTH, TEXT = 860.0, 12.5
#: A line of a name is so wide at most, in sizes of its text, and a name has so many.
_LINE, _LINES, _LEADING = 12.0, 3, 1.15
_MARGIN = 40.0
#: How small a thing is shown at first, in pixels; from how many lines on these are drawn faintly.
_LEAST, _MANY = 3.6, 600


def network_svg(
    spread: Spread,
    kinds: Iterable[DisplayKind],
    named: Mapping[str, Named],
    ties: Sequence[Tie],
    *,
    lang: str,
    title: str,
    desc: str,
) -> str:
    """Return the network as an `<svg>` element whose things lead to their places in the file.

    Its lines stand in the order of `ties`, those that a source names first.
    """
    return tostring(_Network(spread, kinds, named, lang).drawn(ties, title, desc), "unicode")


class _Network:
    def __init__(
        self, spread: Spread, kinds: Iterable[DisplayKind], named: Mapping[str, Named], lang: str
    ) -> None:
        spots = {spot.id: spot for spot in spread.spots}
        self.left, self.top, self.wide, self.high = _frame(spots.values())
        least = _LEAST * self.wide / WIDTH
        self.spots = {name: replace(spot, radius=max(spot.radius, least)) for name, spot in spots.items()}
        self.kinds = {kind.name: kind for kind in kinds}
        self.named, self.lang = named, lang
        #: Of the text, in units of the picture, as it is shown at first.
        self.size = TEXT * self.wide / WIDTH
        self.lines = {spot.id: self._wrapped(spot) for spot in self.spots.values()}

    def drawn(self, ties: Sequence[Tie], title: str, desc: str) -> Element:
        frame = f"{self.left:.0f} {self.top:.0f} {self.wide:.0f} {self.high:.0f}"
        root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "group"})
        root.set("class", "spread dense" if len(ties) > _MANY else "spread")
        root.attrib |= {"lang": self.lang, "viewBox": frame, "font-family": FONTS, "fill": INK}
        root.set("font-size", f"{self.size:.1f}")
        SubElement(root, "title").text = clean(title)
        SubElement(root, "desc").text = desc
        for symbol in dict.fromkeys(kind.symbol for kind in self.kinds.values() if kind.symbol in SIGNS):
            self._defined(root, symbol)
        self._defined(root, "")
        for is_named, colour in ((True, NAMED), (False, READING)):
            self._ties(root, [tie for tie in ties if tie.named == is_named], colour, dashed=not is_named)
        shown = self._shown()
        for spot in sorted(self.spots.values(), key=lambda spot: -spot.radius):
            self._spot(root, spot, said=spot.id in shown)
        return root

    @staticmethod
    def _defined(root: Element, symbol: str) -> None:
        shape = SubElement(root, "symbol", {"id": f"sign-{symbol}", "viewBox": "0 0 14 14"})
        path = {"d": SIGNS.get(symbol, CIRCLE), "vector-effect": "non-scaling-stroke"}
        shape.set("overflow", "visible")
        SubElement(shape, "path", path)

    def _ties(self, root: Element, ties: Iterable[Tie], colour: str, *, dashed: bool) -> None:
        group = SubElement(root, "g", {"class": "ties", "aria-hidden": "true", "stroke": colour})
        if dashed:
            group.set("stroke-dasharray", DASHES)
        for tie in ties:
            one, other = self.spots[tie.source], self.spots[tie.target]
            SubElement(group, "path", {"d": f"M{one.x:.0f} {one.y:.0f}L{other.x:.0f} {other.y:.0f}"})

    def _spot(self, root: Element, spot: Spot, *, said: bool) -> None:
        thing, kind = self.named[spot.id], self.kinds.get(spot.kind)
        name = ": ".join(filter(None, (pick(kind.names, self.lang).text if kind else "", thing.brief)))
        group = SubElement(root, "a", {"class": "box", "href": f"#{thing.anchor}", "data-id": thing.anchor})
        group.attrib |= {"aria-label": name, "data-weight": f"{spot.weight:g}"}
        group.attrib |= {"data-at": f"{spot.x:.0f} {spot.y:.0f} {spot.radius:.0f}"}
        colour = spot.colour or (kind.colour if kind else ACCENT)
        if spot.marked:
            ring = {"class": "ring", "r": f"{spot.radius + 6:.0f}", "fill": "none", "stroke": INK}
            SubElement(group, "circle", {**_middle(spot), **ring, "stroke-width": "3"})
        self._symbol(group, spot, kind.symbol if kind else "", colour)
        if spot.letter:
            letter = SubElement(group, "text", {"class": "letter", "text-anchor": "middle", "fill": WHITE})
            letter.attrib |= {"x": f"{spot.x:.0f}", "y": f"{spot.y + spot.radius * 0.38:.0f}"}
            letter.attrib |= {"font-size": f"{spot.radius * 1.1:.0f}", "font-weight": "600"}
            letter.text = spot.letter
        self._name(group, spot, said=said)

    def _symbol(self, group: Element, spot: Spot, symbol: str, colour: str) -> None:
        side, known = f"{2 * spot.radius:.0f}", symbol if symbol in SIGNS else ""
        use = {"href": f"#sign-{known}", "width": side, "height": side, "fill": colour}
        use |= {"x": f"{spot.x - spot.radius:.0f}", "y": f"{spot.y - spot.radius:.0f}"}
        SubElement(group, "use", {"class": "symbol", **use})

    def _name(self, group: Element, spot: Spot, *, said: bool) -> None:
        lines = self.lines[spot.id]
        if not lines:
            return
        text = SubElement(
            group, "text", {"class": "name" if said else "name unsaid", "text-anchor": "middle"}
        )
        text.set("data-wide", f"{self._wide(lines):.1f}")
        text.attrib |= {"x": f"{spot.x:.0f}", "y": f"{spot.y + spot.radius:.0f}"}
        if spot.lang and spot.lang != self.lang:
            text.set("lang", spot.lang)
        for line in lines:
            part = SubElement(text, "tspan", {"x": f"{spot.x:.0f}", "dy": f"{_LEADING}em"})
            part.text = line

    # ---- names

    def _wrapped(self, spot: Spot) -> list[str]:
        return wrapped(self.named[spot.id].brief, _LINE * 10, 10, lang=spot.lang or self.lang, most=_LINES)

    @staticmethod
    def _wide(lines: Iterable[str]) -> float:
        return max((width_of(line, 1) for line in lines), default=0.0)

    def _shown(self) -> set[str]:
        """Return whose names find room below their symbols, the weightier first; none covers another."""
        order = sorted(self.spots.values(), key=lambda spot: (not spot.marked, -spot.weight, spot.id))
        taken = [
            (spot.x - spot.radius, spot.y - spot.radius, spot.x + spot.radius, spot.y + spot.radius, spot.id)
            for spot in order
        ]
        shown = set()
        for spot in order:
            half, high = self._wide(self.lines[spot.id]) * self.size / 2, len(self.lines[spot.id])
            top = spot.y + spot.radius
            box = (spot.x - half, top, spot.x + half, top + high * _LEADING * self.size + 3, spot.id)
            if self._holds(box) and not any(_meet(box, other) for other in taken):
                taken.append(box)
                shown.add(spot.id)
        return shown

    def _holds(self, box: _Area) -> bool:
        right, bottom = self.left + self.wide, self.top + self.high
        return box[0] >= self.left and box[2] <= right and box[3] <= bottom


_Area = tuple[float, float, float, float, str]


def _meet(one: _Area, other: _Area) -> bool:
    apart = one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]
    return not apart and one[4] != other[4]


def _middle(spot: Spot) -> dict[str, str]:
    return {"cx": f"{spot.x:.0f}", "cy": f"{spot.y:.0f}"}


def _frame(spots: Iterable[Spot]) -> tuple[float, float, float, float]:
    """Return left, top, width and height of what all things need, with room for names below."""
    sides = [(s.x - s.radius, s.y - s.radius, s.x + s.radius, s.y + s.radius) for s in spots]
    if not sides:
        return 0.0, 0.0, WIDTH, WIDTH / 2
    left, top = min(side[0] for side in sides) - _MARGIN, min(side[1] for side in sides) - _MARGIN
    right, bottom = max(side[2] for side in sides) + _MARGIN, max(side[3] for side in sides) + _MARGIN
    wide, high = max(right - left, WIDTH / 2), max(bottom - top, WIDTH / 4)
    return left, top, wide, high + wide * 0.05
