"""The chart of an answer as a part of a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, fromstring

from graph.drawing.frame import WIDE
from graph.drawing.layered_grid import PAD
from graph.drawing.strokes import WHITE, Pen
from graph.evaluation.charts import drawn

from .scene import Chart

_SPACE = "{http://www.w3.org/2000/svg}"
_SAID = frozenset({"title", "desc"})


@dataclass(frozen=True)
class Drawn:
    """A chart, made as wide as a picture usually is."""

    parts: tuple[Element, ...]
    font: dict[str, str]
    size: tuple[float, float]
    scale: float

    def draw(self, parent: Element, pen: Pen) -> None:
        """Draw the chart into an element."""
        place = f"translate({PAD:g} 0) scale({self.scale:.4f})"
        group = SubElement(parent, "g", {"transform": place, **self.font})
        whole = [part for part in self.parts if not (pen.transparent and _is_ground(part))]
        group.extend(whole)


def chart(content: Chart, lang: str, title: str) -> Drawn | None:
    """Return the chart of an answer; nothing where there is nothing to draw."""
    found = drawn(content.table, content.parts, lang, title=title)
    if found is None:
        return None
    root = fromstring(found.svg)  # noqa: S314 - written by this program
    wide, high = float(root.get("width", "1")), float(root.get("height", "1"))
    scale = (WIDE - 2 * PAD) / wide
    parts = tuple(_plain(part) for part in root)
    font = {key: root.get(key, "") for key in ("font-family", "font-size", "fill")}
    return Drawn(tuple(p for p in parts if p.tag not in _SAID), font, (WIDE, high * scale), scale)


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
