"""The first slide of a report, in the layout that a theme has for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN
from pptx.shapes.placeholder import BasePlaceholder, SlidePlaceholder
from pptx.slide import SlideLayout
from pptx.util import Pt

from graph.drawing.text_measure import clean, wrapped

from .frame import LEADING, LEAST, Frame, Said
from .marks import locale
from .measures import EMU, Area

_TITLES = frozenset({"ctrTitle", "title"})
_SIZES = (40, 36, 32, 28, 24, 20)
_BELOW = (20, 18, 16, 14, 12)
#: Around the text of a placeholder, at most.
_INSIDE = 16.0


def add_cover(frame: Frame, said: Said, below: Sequence[str]) -> bool:
    """Add the first slide with a title and lines below it; return whether the theme has room for both."""
    layout = next(filter(_is_cover, frame.prs.slide_layouts), None)
    if layout is None:
        return False
    slide = frame.prs.slides.add_slide(layout)
    places = {_kind(each): each for each in slide.placeholders}
    title = places.get("ctrTitle") or places["title"]
    for kind, each in places.items():
        if each is not title and kind != "subTitle":
            each._element.getparent().remove(each._element)
    if not frame.template:
        _place(title, places["subTitle"], frame.ground.content)
    _fill(title, [said.title], _SIZES, frame.lang, bold=True)
    _fill(places["subTitle"], below, _BELOW, frame.lang)
    if not frame.template:
        for paragraph in places["subTitle"].text_frame.paragraphs:
            paragraph.alignment = PP_ALIGN.LEFT
            for run in paragraph.runs:
                run.font.color.theme_color = MSO_THEME_COLOR.TEXT_2
    frame.tell(slide, [said.title, *said.notes, said.scope, said.stamp.said, said.stamp.address])
    return True


def _place(title: SlidePlaceholder, below: SlidePlaceholder, content: Area) -> None:
    """Place a title above the middle of a slide without a template, and its lines below the middle."""
    for shape, top, high in ((title, 96, 170), (below, 282, 130)):
        shape.left, shape.top, shape.width, shape.height = Pt(content.x), Pt(top), Pt(content.wide), Pt(high)


def _kind(each: BasePlaceholder) -> str:
    found: Any = each._element.ph
    return str(found.get("type", "obj"))


def _is_cover(layout: SlideLayout) -> bool:
    places: Any = layout.placeholders
    kinds = {_kind(each): each for each in places}
    has_room = all(each.width and each.height for each in kinds.values())
    has_both = "subTitle" in kinds and not _TITLES.isdisjoint(kinds)
    return layout._element.get("type") == "title" and has_both and has_room


def _fill(
    shape: SlidePlaceholder, texts: Sequence[str], sizes: Sequence[int], lang: str, *, bold: bool = False
) -> None:
    """Write lines into a placeholder, in the largest size in which they have room."""
    wide, high = (shape.width or 0) / EMU - _INSIDE, (shape.height or 0) / EMU - _INSIDE
    size = next((one for one in sizes if _high(texts, wide, one, bold=bold) <= high), max(sizes[-1], LEAST))
    shape.text_frame.text = "\n".join(map(clean, texts))
    for paragraph in shape.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(size)
            run._r.get_or_add_rPr().set("lang", locale(lang))


def _high(texts: Sequence[str], wide: float, size: float, *, bold: bool) -> float:
    lines = (len(wrapped(text, wide, size, bold=bold)) for text in texts)
    return sum(lines) * size * (LEADING + 0.1)
