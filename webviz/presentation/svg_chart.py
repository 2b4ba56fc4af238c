"""The chart of an answer as a part of a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, fromstring

from graph.drawing.layered_grid import PAD
from graph.drawing.strokes import WHITE, Pen
from graph.evaluation.charts import drawn

from .scene import Chart

_SPACE = "{http://www.w3.org/2000/svg}"
_SAID = frozenset({"title", "desc"})


@dataclass(frozen=True)
class Drawn:
    """A chart, its text of the size of other pictures."""

    parts: tuple[Element, ...]
    size: tuple[float, float]

    def draw(self, parent: Element, pen: Pen) -> None:
        """Draw the chart into an element."""
        group = SubElement(parent, "g", {"transform": f"translate({PAD:g} 0)"})
        whole = [part for part in self.parts if not (pen.transparent and _is_ground(part))]
        group.extend(whole)


def chart(content: Chart, lang: str, title: str) -> Drawn | None:
    """Return the chart of an answer; nothing where there is nothing to draw."""
    found = drawn(content.table, content.parts, lang, title=title)
    if found is None:
        return None
    root = fromstring(found.svg)  # noqa: S314 - written by this program
    wide, high = float(root.get("width", "1")), float(root.get("height", "1"))
    parts = tuple(_plain(part) for part in root)
    return Drawn(tuple(part for part in parts if part.tag not in _SAID), (wide + 2 * PAD, high))


def _plain(part: Element) -> Element:
    """Return an element without the namespace that its names were read with."""
    made = Element(part.tag.removeprefix(_SPACE), part.attrib)
    made.text = part.text
    made.extend(_plains(part))
    return made


def _plains(part: Element) -> Iterable[Element]:
    return map(_plain, part)


def _is_ground(part: Element) -> bool:
    return part.tag == "rect" and part.get("x") is None and part.get("fill") == WHITE
