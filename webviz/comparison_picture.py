"""What changed between two plans, drawn: every thing in its place whichever plan is shown.

Added, removed and changed things are told by their shape, their outline and a sign; colour comes on top.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree.ElementTree import Element, SubElement, tostring

from rdflib import URIRef

from graph import Network
from graph.comparison import Comparison, Kind
from graph.comparison.matching import By
from graph.i18n import mark
from graph.network import NetworkLink, NetworkThing
from graph.network_layout import Positions, positions
from ontology import Label, Model, pick

from . import current

#: So many things are drawn; of larger plans those further out are left out.
_MOST = 300
_MOST_NAMED = 60
_LONGEST = 30
_WIDTH = 1100.0
_MARGIN = 120.0
_ADDED, _REMOVED, _CHANGED, _SUGGESTED, _SAME = "added", "removed", "changed", "suggested", "same"
#: Colour, sign and word of each state; all colours have 4.5:1 on white.
_LOOKS = {
    _ADDED: ("#1e6b3a", "+", mark("added")),
    _REMOVED: ("#a3271b", "\N{MINUS SIGN}", mark("removed")),
    _CHANGED: ("#7a5200", "~", mark("changed")),
    _SUGGESTED: ("#5b3a8c", "?", mark("suggested as the same")),
    _SAME: ("#5c6773", "", mark("unchanged")),
}
_TELL_MATCH = {Kind.SAME, Kind.BESIDE}


@dataclass(frozen=True)
class Legend:
    """A line of the legend: what a sign means, and how many things have it."""

    sign: str
    name: str
    count: int
    svg: str


@dataclass(frozen=True)
class Drawn:
    """The picture as SVG, empty where it is too large; its legend, and how many things are left out."""

    svg: str
    alt: str
    legend: tuple[Legend, ...]
    left_out: int


def drawn(made: Comparison, lang: str, show: str = "both") -> Drawn | None:
    """Return the picture of a comparison: of both plans together, or of one in the same places.

    Nothing where nothing differs.
    """
    if not made:
        return None
    return _Picture(made, lang, show).drawn()


@dataclass
class _Picture:
    made: Comparison
    lang: str
    show: str
    states: dict[str, str] = field(default_factory=dict)

    def drawn(self) -> Drawn:
        self.states = dict(self._states())
        kept = self._kept()
        counts = Counter(self.states[name] for name in kept)
        legend = tuple(
            Legend(sign, current.word(word), counts[state], _symbol(state))
            for state, (_, sign, word) in _LOOKS.items()
            if counts[state]
        )
        said = ", ".join(f"{line.name} {line.count}" for line in legend)
        alt = current.word(mark("The things of both plans and their links: {counts}."), counts=said)
        return Drawn(self._svg(kept, alt) if kept else "", alt, legend, len(self.states) - len(kept))

    # ---- what is drawn

    def _states(self) -> Iterator[tuple[str, str]]:
        """Yield each thing that a picture shows, by its name in the plan after, with what became of it."""
        suggested = {m.after for m in self.made.matches.pairs if m.by is By.SUGGESTION}
        changed = {row.after for row in self.made.rows if row.match and not {*row.kinds} & _TELL_MATCH}
        for thing in self.made.before.things:
            if thing not in self.made.matches.forward and self._kind(thing):
                yield thing, _SAME if thing in self.made.restated.restated else _REMOVED
        back = {match.after for match in self.made.matches.pairs}
        for thing in self.made.after.things:
            if self._kind(thing) and thing not in back:
                yield thing, _ADDED
            elif self._kind(thing):
                state = _CHANGED if thing in changed else _SAME
                yield thing, _SUGGESTED if thing in suggested else state

    def _class(self, thing: str) -> URIRef:
        return self.made.after.things.get(thing) or self.made.before.things[thing]

    def _kind(self, thing: str) -> str:
        if thing in {str(self.made.before.plan), str(self.made.after.plan)}:
            return ""
        found = self._model.kind_of(self._class(thing))
        return found.name if found else ""

    @property
    def _model(self) -> Model:
        return self.made.after.model

    @cached_property
    def _rings(self) -> Mapping[str, int]:
        return {kind.name: kind.ring for kind in self._model.kinds}

    def _kept(self) -> list[str]:
        """Return what is drawn: all, else what differs and stands near, else without the outer rings."""
        kept = sorted(self.states)
        if len(kept) > _MOST:
            ends = {end for pair in self._pairs for end in pair if _differs(self.states, pair)}
            kept = [name for name in kept if self.states[name] != _SAME or name in ends]
        for ring in sorted({*self._rings.values()}, reverse=True):
            if len(kept) <= _MOST:
                break
            kept = [name for name in kept if self._rings[self._kind(name)] < ring]
        return kept if len(kept) <= _MOST else []

    @cached_property
    def _pairs(self) -> Mapping[tuple[str, str], str]:
        """The links between what a picture may show, with what became of each."""
        forward = self.made.matches.forward
        was = {
            (forward.get(s, s), forward.get(o, o))
            for s, o in _linked(self.made.before.facts, self.states, forward)
        }
        now = set(_linked(self.made.after.facts, self.states, {}))
        found = dict.fromkeys(was & now, _SAME)
        return found | dict.fromkeys(now - was, _ADDED) | dict.fromkeys(was - now, _REMOVED)

    # ---- the drawing

    def _svg(self, kept: list[str], alt: str) -> str:
        pairs = {pair: state for pair, state in self._pairs.items() if {*pair} <= {*kept}}
        places = _fitted(positions(self._network(kept, pairs), self._rings))
        height = max(y for _, y in places.values()) + _MARGIN / 3
        root = Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {_WIDTH:.0f} {height:.0f}",
                "role": "img",
                "font-family": "Noto Sans, Segoe UI, sans-serif",
                "font-size": "11",
            },
        )
        SubElement(root, "title", {"id": "compared"}).text = current.word(
            mark("What changed between the plans")
        )
        SubElement(root, "desc").text = alt
        for (one, other), state in sorted(pairs.items()):
            if self._shown(state):
                _line(root, places[one], places[other], state)
        for name in kept:
            if self._shown(self.states[name]):
                _mark(root, places[name], self.states[name], self._title(name))
        self._names(root, places, kept)
        return tostring(root, encoding="unicode")

    def _shown(self, state: str) -> bool:
        hidden = {"before": _ADDED, "after": _REMOVED}.get(self.show)
        return state != hidden

    def _network(self, kept: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Network:
        none = URIRef("")
        things = tuple(
            NetworkThing(URIRef(name), Label(name, ""), self._class(name), self._kind(name)) for name in kept
        )
        links = tuple(
            NetworkLink(URIRef(one), URIRef(other), none, none, "", True, None)
            for one, other in sorted(pairs)
        )
        return Network("compare", things, links)

    def _title(self, name: str) -> str:
        side = self.made.after if name in self.made.after.things else self.made.before
        kind = next(kind for kind in self._model.kinds if kind.name == self._kind(name))
        word = current.word(_LOOKS[self.states[name]][2])
        return f"{pick(kind.names, self.lang).text}: {side.label(name, self.lang).text} ({word})"

    def _names(self, root: Element, places: Positions, kept: Iterable[str]) -> None:
        """Write the names of what differs, each where it covers no other."""
        taken: list[tuple[float, float, float]] = []
        wanted = [n for n in kept if self.states[n] != _SAME and self._shown(self.states[n])]
        for name in sorted(wanted, key=lambda n: (self._rings[self._kind(n)], n))[: 5 * _MOST_NAMED]:
            side = self.made.after if name in self.made.after.things else self.made.before
            text = side.label(name, self.lang).text
            text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
            x, y, wide = *places[name], 5.8 * len(text)
            if len(taken) < _MOST_NAMED and not any(
                abs(y - other) < 13 and abs(x - at) < (wide + width) / 2 for at, other, width in taken
            ):
                taken.append((x, y, wide))
                label = SubElement(root, "text", {**_at(x, y + 19), "text-anchor": "middle"})
                label.attrib |= {"fill": "#1b2430", "stroke": "#ffffff", "stroke-width": "3"}
                label.attrib |= {"paint-order": "stroke"}
                label.text = text


def _differs(states: Mapping[str, str], pair: tuple[str, str]) -> bool:
    return any(states[end] != _SAME for end in pair)


def _linked(
    facts: Iterable[tuple[str, str, object]], shown: Mapping[str, str], forward: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for subject, _, value in facts:
        if isinstance(value, URIRef) and forward.get(subject, subject) in shown:
            other = str(value)
            if forward.get(other, other) in shown and other != subject:
                yield subject, other


def _fitted(places: Positions) -> Positions:
    """Return the places moved and scaled to the width of the picture."""
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    scale = min(1.0, (_WIDTH - 2 * _MARGIN) / ((max(xs) - min(xs)) or 1.0))
    left = (_WIDTH - (max(xs) - min(xs)) * scale) / 2
    return {
        n: ((x - min(xs)) * scale + left, (y - min(ys)) * scale + _MARGIN / 3) for n, (x, y) in places.items()
    }


def _at(x: float, y: float) -> dict[str, str]:
    return {"x": f"{x:.1f}", "y": f"{y:.1f}"}


def _line(root: Element, one: tuple[float, float], other: tuple[float, float], state: str) -> None:
    ends = zip(("x1", "y1", "x2", "y2"), (*one, *other), strict=True)
    line = SubElement(root, "line", {key: f"{value:.1f}" for key, value in ends})
    if state == _SAME:
        line.attrib |= {"stroke": "#c3ccd5", "stroke-width": "1"}
        return
    line.attrib |= {"stroke": _LOOKS[state][0], "stroke-width": "1.6"}
    if state == _REMOVED:
        line.set("stroke-dasharray", "5 4")


def _mark(root: Element, place: tuple[float, float], state: str, title: str) -> None:
    """Draw a thing: added a square, removed a dashed diamond, changed a triangle, else a circle."""
    x, y = place
    colour, sign, _ = _LOOKS[state]
    group = SubElement(root, "g")
    if title:
        SubElement(group, "title", {"id": f"compared-{len(root)}"}).text = title
    outline = {"stroke": colour, "stroke-width": "1.5", "fill": "#ffffff"}
    if state == _ADDED:
        size = {"x": f"{x - 7:.1f}", "y": f"{y - 7:.1f}", "width": "14", "height": "14"}
        SubElement(group, "rect", {**size, **outline, "fill": colour})
    elif state == _REMOVED:
        points = f"{x:.1f},{y - 9:.1f} {x + 9:.1f},{y:.1f} {x:.1f},{y + 9:.1f} {x - 9:.1f},{y:.1f}"
        SubElement(group, "polygon", {"points": points, **outline, "stroke-dasharray": "3 2"})
    elif state == _CHANGED:
        points = f"{x:.1f},{y - 10:.1f} {x + 10:.1f},{y + 8:.1f} {x - 10:.1f},{y + 8:.1f}"
        SubElement(group, "polygon", {"points": points, **outline})
    else:
        radius = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "4" if state == _SAME else "8"}
        dots = {"stroke-dasharray": "2 2"} if state == _SUGGESTED else {}
        SubElement(group, "circle", {**radius, **outline, **dots})
    if sign:
        text = SubElement(group, "text", _at(x, y + (6 if state == _CHANGED else 4)))
        text.attrib |= {"text-anchor": "middle", "font-weight": "700", "font-size": "12"}
        text.attrib |= {"fill": "#ffffff" if state == _ADDED else colour}
        text.text = sign


def _symbol(state: str) -> str:
    """Return the sign of a state alone, for the legend."""
    root = Element("svg", {"viewBox": "0 0 24 24", "width": "22", "height": "22", "aria-hidden": "true"})
    _mark(root, (12, 12), state, "")
    return tostring(root, encoding="unicode")
