"""A layered picture as SVG, for a page, a file or a frame: it needs no style sheet and no script.

Boxes are links with the kind and the whole name as their accessible name. What a source names is drawn
solid, a reading dashed; the picture says so itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement

from ontology import DisplayKind, pick

from .layered import Head, Layout, Placed, Routed, Word
from .layered_grid import INSIDE, LEADING, PAD
from .layered_route import SIGN
from .legend import Entry, draw_legend, stood
from .strokes import (
    ACCENT,
    DASHES,
    LINK,
    NAMED,
    READING,
    SOFT,
    WHITE,
    Pen,
    as_text,
    halo,
    linked,
    root_of,
    said_apart,
    sign,
    write,
)
from .text_measure import clean

_RADIUS = 8
#: How many letters of a name are told; the page of the thing tells all.
_LONGEST = 300


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
    pen = Pen(lang, layout.size, layout.size * LEADING, links=links)
    entries = [Entry(words, stroke) for stroke, words in legend]
    lines = list(stood(entries, PAD, layout.width - PAD, size=pen.size, leading=pen.leading))
    width = max(layout.width, *(PAD + each.x + each.wide for each in lines), 0.0)
    height = layout.height + (lines[-1].y + PAD if lines else 0.0)
    root = root_of(width, height, lang, layout.size, **{"class": "layered", "role": "group"})
    SubElement(root, "title").text = clean(title)
    SubElement(root, "desc").text = clean(desc)
    kinds = {kind.name: kind for kind in model_kinds}
    draw_layered(root, layout, kinds, pen, width=width)
    draw_legend(root, lines, layout.height, pen.leading, kinds)
    return as_text(root)


def draw_layered(
    parent: Element, layout: Layout, kinds: Mapping[str, DisplayKind], pen: Pen, *, width: float = 0.0
) -> None:
    """Draw boxes, ties and heads into an element; the heads stand on white that is `width` wide."""
    _Drawing(layout, kinds, pen).draw(parent, width or layout.width)


class _Drawing:
    def __init__(self, layout: Layout, kinds: Mapping[str, DisplayKind], pen: Pen) -> None:
        self.layout, self.kinds, self.pen = layout, kinds, pen
        self.lang, self.leading = pen.lang, pen.leading

    def draw(self, root: Element, width: float) -> None:
        ties = SubElement(root, "g", {"class": "ties", "aria-hidden": "true"})
        spoken = (routed.word for routed in self.layout.ties if routed.word)
        for word in spoken:
            self._word(ties, word)
        for tie in sorted(self.layout.ties, key=lambda routed: routed.tie.named):
            self._tie(ties, tie)
        for placed in self.layout.boxes:
            self._box(root, placed)
        self._heads(root, width)

    # ---- ties

    def _tie(self, parent: Element, routed: Routed) -> None:
        tie = routed.tie
        group = SubElement(parent, "g", {"class": "tie named" if tie.named else "tie reading"})
        group.attrib |= {"data-source": tie.source, "data-target": tie.target}
        SubElement(group, "title").text = clean(". ".join(filter(None, (tie.words, tie.basis))))
        colour = NAMED if tie.named else READING
        line = SubElement(group, "path", {"d": _path(routed), "fill": "none", "stroke": colour})
        line.set("stroke-width", "1.3")
        if not tie.named:
            line.set("stroke-dasharray", DASHES)
        if tie.mutual:
            return
        (x, y), back = routed.tip, -7 if routed.from_left else 7
        arrow = f"M{x:.1f} {y:.1f}l{back} -3.5v7z"
        SubElement(group, "path", {"d": arrow, "fill": colour})

    def _word(self, parent: Element, word: Word) -> None:
        text = write(parent, word.lines, word.x, word.y, self.leading)
        text.attrib |= {"class": "word", "text-anchor": word.anchor, "fill": SOFT}
        halo(text, self.pen)

    # ---- boxes and heads

    def _colour(self, kind: str) -> str:
        return self.kinds[kind].colour if kind in self.kinds else ACCENT

    def _box(self, parent: Element, placed: Placed) -> None:
        box = placed.box
        kind = pick(self.kinds[box.kind].names, self.lang).text if box.kind in self.kinds else ""
        called = f"{box.text[:_LONGEST]}…" if len(box.text) > _LONGEST else box.text
        said = ": ".join(filter(None, (kind, clean(called))))
        name = ", ".join(filter(None, (said, clean(box.note))))
        link = linked(parent, box.url, name, self.pen)
        link.attrib |= {"class": "box centre" if box.centre else "box", "data-id": box.id}
        if box.centre:
            link.set("aria-current", "true")
        SubElement(link, "title").text = name
        colour = self._colour(box.kind)
        frame = {"x": placed.x, "y": placed.y, "width": placed.wide, "height": placed.high}
        rect = SubElement(link, "rect", {key: f"{value:.1f}" for key, value in frame.items()})
        rect.attrib |= {"rx": str(_RADIUS), "stroke": colour, "stroke-width": "1.3"}
        rect.set("fill", colour if box.centre else WHITE)
        lines = [*placed.lines, *filter(None, (placed.note,))]
        free = placed.high - len(lines) * self.leading
        first = placed.y + free / 2 + self.leading * 0.76
        text = write(link, lines, placed.x + INSIDE, first, self.leading)
        if box.lang and box.lang != self.lang:
            text.set("lang", box.lang)
        if box.centre:
            text.attrib |= {"fill": WHITE, "font-weight": "700"}
        elif placed.note:
            text[-1].set("fill", SOFT)

    def _heads(self, parent: Element, width: float) -> None:
        """Draw the heads last and on white, so that a page can let them stay while it scrolls."""
        group = SubElement(parent, "g", {"class": "heads"})
        if not self.pen.transparent:
            behind = {"width": f"{width:.0f}", "height": f"{self.layout.top - 2:.1f}", "fill": WHITE}
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
            sign(parent, kind, x, head.y - 12)
        if head.column.kind:
            x += SIGN
        text = write(parent, head.lines, x, head.y, self.leading)
        said_apart(text, head.lines)
        text.attrib |= {"class": "head", "font-weight": "700", "fill": self._colour(head.column.kind)}
        if head.more:
            below = head.y + len(head.lines) * self.leading
            name = f"{clean(head.column.title)}: {clean(head.column.more)}"
            link = linked(parent, head.column.more_url, name, self.pen)
            link.set("class", "more")
            more = write(link, head.more, head.x, below, self.leading)
            more.set("fill", SOFT)
            if link.tag == "a":
                more.attrib |= {"fill": LINK, "text-decoration": "underline"}


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
