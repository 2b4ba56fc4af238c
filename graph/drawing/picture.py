"""A layered picture as SVG, for a page, a file or a frame: it needs no style sheet and no script.

Boxes are links with the kind and the whole name as their accessible name. What a source names is drawn
solid, a reading dashed; the picture says so itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement, tostring

from ontology import DisplayKind, pick

from .layered import Head, Layout, Placed, Routed, Word
from .layered_grid import INSIDE, LEADING, PAD
from .layered_route import SIGN
from .text_measure import FONTS, clean, width_of

INK, SOFT, ACCENT, LINK = "#1b2430", "#4d5966", "#1f6f8b", "#14506a"
_NAMED, _READING = "#5f6f7e", "#8a6a24"
_DASHES = "6 4"
_RADIUS = 8
#: How many letters of a name are told; the page of the thing tells all.
_LONGEST = 300
#: The signs of the kinds, 14 pixels wide and high; what is missing here is a circle.
SIGNS = {
    "square": "M1 1h12v12H1z",
    "diamond": "M7 0l7 7-7 7-7-7z",
    "triangle": "M7 1l7 12H0z",
    "triangleDown": "M7 13L0 1h14z",
    "star": "M7 0l2 5 5 .3-4 3.4 1.4 5L7 11l-4.4 2.7 1.4-5-4-3.4 5-.3z",
    "hexagon": "M3.5 1h7L14 7l-3.5 6h-7L0 7z",
}
_CIRCLE = "M.5 7a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0z"


def svg(
    layout: Layout,
    model_kinds: Iterable[DisplayKind],
    *,
    title: str,
    desc: str,
    lang: str,
    links: bool = True,
    legend: Sequence[tuple[str, str]] = (),
) -> str:
    """Return a picture as a `<svg>` element.

    Parameters
    ----------
    layout
        What is drawn, and where.
    model_kinds
        How the legend shows each kind: its name, colour and sign.
    lang
        The language of the picture.
    title, desc
        What the picture is called, and what it shows in a sentence.
    links
        Whether boxes and heads lead anywhere.
    legend
        Lines below the picture: `named` or `reading` for the stroke to be explained, else empty, and words.
    """
    return tostring(_Drawing(layout, model_kinds, lang, links=links).drawn(title, desc, legend), "unicode")


class _Drawing:
    def __init__(self, layout: Layout, kinds: Iterable[DisplayKind], lang: str, *, links: bool) -> None:
        self.layout = layout
        self.kinds: Mapping[str, DisplayKind] = {kind.name: kind for kind in kinds}
        self.lang, self.links = lang, links
        self.leading = layout.size * LEADING

    def drawn(self, title: str, desc: str, legend: Sequence[tuple[str, str]]) -> Element:
        lines = list(self._legend_lines(legend))
        width = max(self.layout.width, *(PAD + x + wide for _, _, x, _, wide in lines), 0.0)
        height = self.layout.height + (lines[-1][3] + PAD if lines else 0.0)
        root = Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "class": "layered",
                "role": "group",
                "lang": self.lang,
                "width": f"{width:.0f}",
                "height": f"{height:.0f}",
                "viewBox": f"0 0 {width:.0f} {height:.0f}",
                "font-family": FONTS,
                "font-size": f"{self.layout.size:g}",
                "fill": INK,
            },
        )
        SubElement(root, "title").text = clean(title)
        SubElement(root, "desc").text = clean(desc)
        ties = SubElement(root, "g", {"class": "ties", "aria-hidden": "true"})
        spoken = (routed.word for routed in self.layout.ties if routed.word)
        for word in spoken:
            self._word(ties, word)
        for tie in sorted(self.layout.ties, key=lambda routed: routed.tie.named):
            self._tie(ties, tie)
        for placed in self.layout.boxes:
            self._box(root, placed)
        self._heads(root, width)
        self._legend(root, lines)
        return root

    # ---- ties

    def _tie(self, parent: Element, routed: Routed) -> None:
        tie = routed.tie
        group = SubElement(parent, "g", {"class": "tie named" if tie.named else "tie reading"})
        group.attrib |= {"data-source": tie.source, "data-target": tie.target}
        SubElement(group, "title").text = clean(". ".join(filter(None, (tie.words, tie.basis))))
        colour = _NAMED if tie.named else _READING
        line = SubElement(group, "path", {"d": _path(routed), "fill": "none", "stroke": colour})
        line.set("stroke-width", "1.3")
        if not tie.named:
            line.set("stroke-dasharray", _DASHES)
        if tie.mutual:
            return
        (x, y), back = routed.tip, -7 if routed.from_left else 7
        arrow = f"M{x:.1f} {y:.1f}l{back} -3.5v7z"
        SubElement(group, "path", {"d": arrow, "fill": colour})

    def _word(self, parent: Element, word: Word) -> None:
        text = self._lines(parent, word.lines, word.x, word.y)
        text.attrib |= {"class": "word", "text-anchor": word.anchor, "fill": SOFT}
        text.attrib |= {"stroke": "#ffffff", "stroke-width": "4", "paint-order": "stroke"}
        text.set("stroke-linejoin", "round")

    def _lines(self, parent: Element, lines: Sequence[str], x: float, y: float) -> Element:
        text = SubElement(parent, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}"})
        for place, line in enumerate(lines):
            part = SubElement(text, "tspan", {"x": f"{x:.1f}", "y": f"{y + place * self.leading:.1f}"})
            part.text = line
        return text

    # ---- boxes and heads

    def _link(self, parent: Element, url: str, name: str) -> Element:
        if not (self.links and url):
            return SubElement(parent, "g")
        return SubElement(parent, "a", {"href": url, "aria-label": name})

    def _colour(self, kind: str) -> str:
        return self.kinds[kind].colour if kind in self.kinds else ACCENT

    def _box(self, parent: Element, placed: Placed) -> None:
        box = placed.box
        kind = pick(self.kinds[box.kind].names, self.lang).text if box.kind in self.kinds else ""
        called = f"{box.text[:_LONGEST]}…" if len(box.text) > _LONGEST else box.text
        said = ": ".join(filter(None, (kind, clean(called))))
        name = ", ".join(filter(None, (said, clean(box.note))))
        link = self._link(parent, box.url, name)
        link.attrib |= {"class": "box centre" if box.centre else "box", "data-id": box.id}
        if box.centre:
            link.set("aria-current", "true")
        SubElement(link, "title").text = name
        colour = self._colour(box.kind)
        frame = {"x": placed.x, "y": placed.y, "width": placed.wide, "height": placed.high}
        rect = SubElement(link, "rect", {key: f"{value:.1f}" for key, value in frame.items()})
        rect.attrib |= {"rx": str(_RADIUS), "stroke": colour, "stroke-width": "1.3"}
        rect.set("fill", colour if box.centre else "#ffffff")
        lines = [*placed.lines, *filter(None, (placed.note,))]
        free = placed.high - len(lines) * self.leading
        first = placed.y + free / 2 + self.leading * 0.76
        text = self._lines(link, lines, placed.x + INSIDE, first)
        if box.lang and box.lang != self.lang:
            text.set("lang", box.lang)
        if box.centre:
            text.attrib |= {"fill": "#ffffff", "font-weight": "700"}
        elif placed.note:
            text[-1].set("fill", SOFT)

    def _heads(self, parent: Element, width: float) -> None:
        """Draw the heads last and on white, so that a page can let them stay while it scrolls."""
        group = SubElement(parent, "g", {"class": "heads"})
        behind = {"width": f"{width:.0f}", "height": f"{self.layout.top - 2:.1f}", "fill": "#ffffff"}
        SubElement(group, "rect", behind)
        for head in self.layout.heads:
            self._head(group, head)
        words = SubElement(group, "g", {"aria-hidden": "true"})
        for word in self.layout.words:
            self._word(words, word)

    def _head(self, parent: Element, head: Head) -> None:
        kind = self.kinds.get(head.column.kind)
        x = head.x
        if kind:
            place = f"translate({x:.1f} {head.y - 12:.1f})"
            SubElement(parent, "path", {"d": SIGNS.get(kind.symbol, _CIRCLE), "fill": kind.colour}).set(
                "transform", place
            )
        if head.column.kind:
            x += SIGN
        text = self._lines(parent, head.lines, x, head.y)
        for part, line in zip(text, head.lines, strict=True):
            part.tail = "" if line.endswith("-") else " "
        text.attrib |= {"class": "head", "font-weight": "700", "fill": self._colour(head.column.kind)}
        if head.more:
            below = head.y + len(head.lines) * self.leading
            name = f"{clean(head.column.title)}: {clean(head.column.more)}"
            link = self._link(parent, head.column.more_url, name)
            link.set("class", "more")
            more = self._lines(link, head.more, head.x, below)
            more.attrib |= {"fill": LINK, "text-decoration": "underline"}

    # ---- the legend

    def _legend_lines(
        self, legend: Sequence[tuple[str, str]]
    ) -> Iterable[tuple[str, str, float, float, float]]:
        """Yield the stroke and words of each entry with its place below the picture, and its width."""
        x, y = PAD, self.leading
        for stroke, words in legend:
            wide = (38.0 if stroke else 0.0) + width_of(words, self.layout.size)
            if x > PAD and x + wide > self.layout.width - PAD:
                x, y = PAD, y + self.leading * 1.2
            yield stroke, words, x, y, wide
            x += wide + 24

    def _legend(self, parent: Element, lines: Iterable[tuple[str, str, float, float, float]]) -> None:
        for stroke, words, x, below, _ in lines:
            y = self.layout.height + below - 4
            if stroke:
                ends = [f"{end:.1f}" for end in (x, x + 30, y - 4)]
                line = SubElement(parent, "path", {"d": f"M{ends[0]} {ends[2]}H{ends[1]}", "fill": "none"})
                line.attrib |= {"stroke": _NAMED if stroke == "named" else _READING, "stroke-width": "1.6"}
                if stroke != "named":
                    line.set("stroke-dasharray", _DASHES)
            text = self._lines(parent, [words], x + (38 if stroke else 0), y)
            text.attrib |= {"class": "legend", "fill": SOFT}


def _path(routed: Routed) -> str:
    x, y = routed.start
    parts = [f"M{x:.1f} {y:.1f}"]
    for step in routed.steps:
        points = " ".join(f"{value:.1f}" for value in step)
        parts.append(f"{'C' if len(step) == 6 else 'L'}{points}")
    return "".join(parts)


def sampled(routed: Routed, steps: int = 16) -> list[tuple[float, float]]:
    """Return points along a tie from its start, for those who draw otherwise, or check."""
    found = [routed.start]
    for before, step in pairwise([routed.start, *routed.steps]):
        x, y = before[-2:]
        if len(step) == 2:
            found.append((step[0], step[1]))
            continue
        for part in range(1, steps + 1):
            t = part / steps
            weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
            xs, ys = (x, *step[0::2]), (y, *step[1::2])
            found.append(
                (
                    sum(w * v for w, v in zip(weights, xs, strict=True)),
                    sum(w * v for w, v in zip(weights, ys, strict=True)),
                )
            )
    return found
