"""What a layout leaves free: where its title, its content and its foot stand, and in which colours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pptx.presentation import Presentation as Pptx
from pptx.shapes.base import BaseShape
from pptx.slide import SlideLayout, SlideMaster

from .measures import EMU, Area, is_free, largest_beside

Part = SlideMaster | SlideLayout

#: How far the content begins below a title at most, where the template has more air.
_AIR = 60.0
#: Of a slide, for what is drawn behind it rather than on it.
_BEHIND = 0.6
STAMP_HIGH = 18.0
#: Of the width of the content, for the stamp to stand in the foot.
_STAMP_SHARE = 0.6


@dataclass(frozen=True)
class Ground:
    """A layout: where its title, content, stamp and number stand, and how large its title is written."""

    layout: SlideLayout
    title: Area
    title_size: float
    #: What of its width is no room for text.
    title_inside: float
    content: Area
    stamp: Area
    number: Area | None


def ground_of(prs: Pptx) -> Ground:
    """Return what the layout with only a title leaves free, or of that which comes nearest."""
    layout = min(prs.slide_master.slide_layouts, key=_unlike_title_only)
    wide, high = (prs.slide_width or 0) / EMU, (prs.slide_height or 0) / EMU
    margin = 0.0375 * wide
    whole = Area(margin, margin / 2, wide - 2 * margin, high - margin)
    places = {kind: area for part in (prs.slide_master, layout) for kind, area in _placeholders(part)}
    title = places.get("title", places.get("ctrTitle", Area(whole.x, whole.y, whole.wide, high * 0.14)))
    feet = [area for kind, area in places.items() if kind in {"dt", "ftr", "sldNum"} and area.y > high * 0.8]
    foot = min((area.y for area in feet), default=whole.bottom)
    body = places.get("body", whole)
    content = _content(whole, title, body, foot)
    drawn = [area for part in (prs.slide_master, layout) for area in _drawn(part)]
    drawn = [area for area in drawn if area.size < _BEHIND * wide * high]
    number = places.get("sldNum")
    stamp = _stamp(content, number, foot, high)
    roomy = stamp.high >= STAMP_HIGH and stamp.wide >= _STAMP_SHARE * content.wide
    if not (roomy and is_free(stamp, drawn)):
        stamp = Area(content.x, content.bottom - STAMP_HIGH, content.wide, STAMP_HIGH)
        content = content.without_bottom(STAMP_HIGH + 4)
    return Ground(layout, title, title_size(prs, layout), _inside(prs, layout), content, stamp, number)


def _unlike_title_only(layout: SlideLayout) -> tuple[bool, bool, int]:
    kinds = [kind for kind, _ in _placeholders(layout)]
    has_title = bool(layout._element.xpath(".//p:ph[@type='title' or @type='ctrTitle']"))
    return layout._element.get("type") != "titleOnly", not has_title, len(kinds)


def _placeholders(part: Part) -> Iterator[tuple[str, Area]]:
    """Yield the placeholders that have a place, the first of each kind."""
    seen = set()
    for each in part.shapes:
        if not each.is_placeholder:
            continue
        kind = str(each._element.xpath("string(.//p:ph/@type)")) or "obj"
        if kind in seen or each.width is None or each.left is None:
            continue
        seen.add(kind)
        yield kind, _area(each)


def _area(each: BaseShape) -> Area:
    return Area(each.left / EMU, each.top / EMU, each.width / EMU, each.height / EMU)


def _drawn(part: Part) -> Iterator[Area]:
    for each in part.shapes:
        if not each.is_placeholder and each.width is not None:
            yield _area(each)


def _content(whole: Area, title: Area, body: Area, foot: float) -> Area:
    """Return the room for content: beside the title, as wide as the template's own, and above the foot."""
    above = Area(whole.x, whole.y, whole.wide, min(foot, whole.bottom) - whole.y - 4)
    free = largest_beside(above, title)
    if free.y < title.bottom:
        within = free.within(body)
        return within if within.size > free.size / 2 else free
    top = body.y if title.bottom <= body.y <= title.bottom + _AIR else title.bottom + 4
    x, right = max(free.x, body.x), min(free.right, body.right)
    bottom = min(free.bottom, body.bottom) if body.bottom > whole.bottom * 0.75 else free.bottom
    return Area(x, top, right - x, bottom - top)


def _stamp(content: Area, number: Area | None, foot: float, high: float) -> Area:
    """Return the room in the foot beside the number of the slide."""
    row = Area(content.x, foot, content.wide, min(max(high - foot - 6, 0.0), 24.0))
    if number is None or number.bottom < foot:
        return row
    row = Area(content.x, number.y, content.wide, max(number.high, STAMP_HIGH))
    left = Area(row.x, row.y, number.x - row.x - 8, row.high)
    right = Area(number.right + 8, row.y, row.right - number.right - 8, row.high)
    return max(left, right, key=lambda area: area.size)


def title_size(prs: Pptx, layout: SlideLayout) -> float:
    """Return the size of a title's text in points."""
    for part, path in (
        (layout, ".//p:sp[.//p:ph[@type='title']]//a:lstStyle/a:lvl1pPr/a:defRPr/@sz"),
        (prs.slide_master, ".//p:sp[.//p:ph[@type='title']]//a:lstStyle/a:lvl1pPr/a:defRPr/@sz"),
        (prs.slide_master, ".//p:titleStyle/a:lvl1pPr/a:defRPr/@sz"),
    ):
        for value in part._element.xpath(path):
            return int(value) / 100
    return 28.0


def _inside(prs: Pptx, layout: SlideLayout) -> float:
    """Return how much of a title's width is left free on its sides, in points."""
    found = [7.2, 7.2]
    for part in (prs.slide_master, layout):
        for place, side in enumerate(("lIns", "rIns")):
            for value in part._element.xpath(f".//p:sp[.//p:ph[@type='title']]//a:bodyPr/@{side}"):
                found[place] = int(value) / EMU
    return sum(found)


def scheme_of(prs: Pptx) -> dict[str, str]:
    """Return the colours of the theme by the names that slides use, such as `tx1` and `accent1`."""
    master = prs.slide_master
    theme = next(r.target_part for r in master.part.rels.values() if r.reltype.endswith("/theme"))
    xml = theme.blob.decode("utf-8", "replace")
    block = re.search(r"<a:clrScheme\b.*?</a:clrScheme>", xml, flags=re.DOTALL)
    colour = r'<a:(\w+)>\s*<a:(?:srgbClr val|sysClr[^>]*lastClr)="([0-9a-fA-F]{6})"'
    found: dict[str, str] = dict(re.findall(colour, block.group() if block else ""))
    names = master._element.xpath("./p:clrMap/@*")
    return found | {value.attrname: found.get(str(value), "") for value in names}


def ground_colour(layout: SlideLayout, scheme: dict[str, str]) -> str:
    """Return the colour behind a slide: the layout's own, else the master's, else that of the theme."""
    for part in (layout, layout.slide_master):
        for path in ("./p:cSld/p:bg/p:bgPr/a:solidFill/*", "./p:cSld/p:bg/p:bgRef/*"):
            for colour in part._element.xpath(path):
                value = str(colour.get("val", ""))
                return scheme.get(value, value)
    return scheme.get("bg1", "FFFFFF")
