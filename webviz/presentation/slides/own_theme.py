"""The presentation without a template: white, 16:9, the legend's colours, a font that every PC has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pptx import Presentation
from pptx.presentation import Presentation as Pptx
from pptx.slide import SlideMaster
from pptx.util import Pt

from ontology import DisplayKind

from .colours import ACCENTS
from .ground import Ground, Part, ground_of
from .marks import locale

#: In points.
WIDE, HIGH, MARGIN = 960.0, 540.0, 36.0
_TITLE = (MARGIN, 14.0, WIDE - 2 * MARGIN, 64.0)
_BODY = (MARGIN, 84.0, WIDE - 2 * MARGIN, 418.0)
_FOOT, _FOOT_HIGH = 508.0, 20.0
_INK, _SOFT, _LINK, _PALE = "1B2430", "4D5966", "14506A", "F1F4F6"
#: On every Windows and Mac, and with the same widths everywhere else.
_FONT = "Arial"
#: The layouts that are kept, by their types.
_KEPT = ("title", "obj", "titleOnly", "blank")


def own(kinds: Sequence[DisplayKind], lang: str) -> Pptx:
    """Return an empty presentation whose accents are the colours of `kinds`."""
    prs = Presentation()
    prs.slide_width, prs.slide_height = Pt(WIDE), Pt(HIGH)
    for size in prs.part._element.xpath(".//p:sldSz[@type]"):
        del size.attrib["type"]
    _drop_pictures_of_origin(prs)
    _keep_layouts(prs)
    _set_theme(prs, [kind.colour.lstrip("#").upper() for kind in kinds])
    for part in (prs.slide_master, *prs.slide_layouts):
        _place(part)
    _set_title(prs)
    _set_insides(prs)
    for element in (prs.part._element, *(p._element for p in (prs.slide_master, *prs.slide_layouts))):
        for run in element.iter("{*}rPr", "{*}endParaRPr", "{*}defRPr"):
            if run.get("lang"):
                run.set("lang", locale(lang))
    return prs


def own_ground(prs: Pptx) -> Ground:
    """Return what the own presentation leaves free: the same every time, whatever its colours are."""
    known = _own_ground()
    layouts = prs.slide_master.slide_layouts
    return replace(known, layout=next(each for each in layouts if each.name == known.layout.name))


@lru_cache(maxsize=1)
def _own_ground() -> Ground:
    return ground_of(own((), "fi"))


def _drop_pictures_of_origin(prs: Pptx) -> None:
    """Leave out the thumbnail, the printer and the program of whoever made the first presentation."""
    for rels in (prs.part.package._rels, prs.part.rels):
        for name, rel in list(rels.items()):
            if rel.reltype.endswith(("/thumbnail", "/printerSettings", "/extended-properties")):
                rels.pop(name)


def _keep_layouts(prs: Pptx) -> None:
    for layout in list(prs.slide_layouts):
        if layout._element.get("type") not in _KEPT:
            prs.slide_layouts.remove(layout)


def _set_theme(prs: Pptx, colours: Sequence[str]) -> None:
    part = next(r.target_part for r in prs.slide_master.part.rels.values() if r.reltype.endswith("/theme"))
    xml = part.blob.decode("utf-8")
    accents = [*colours[:ACCENTS], *("44546A", "1F6F8B", "B3541E", "8A2252", "2A7F62", "6B3FA0")][:ACCENTS]
    values = {"dk1": _INK, "lt1": "FFFFFF", "dk2": _SOFT, "lt2": _PALE}
    values |= {f"accent{place}": value for place, value in enumerate(accents, 1)}
    values |= {"hlink": _LINK, "folHlink": _SOFT}
    scheme = "".join(f'<a:{n}><a:srgbClr val="{v}"/></a:{n}>' for n, v in values.items())
    scheme = f'<a:clrScheme name="Planweave">{scheme}</a:clrScheme>'
    xml = re.sub(r"<a:clrScheme .*?</a:clrScheme>", scheme, xml, flags=re.DOTALL)
    font = f'<a:latin typeface="{_FONT}"/><a:ea typeface=""/><a:cs typeface="{_FONT}"/>'
    fonts = f"<a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont>"
    fonts = f'<a:fontScheme name="Planweave">{fonts}</a:fontScheme>'
    xml = re.sub(r"<a:fontScheme .*?</a:fontScheme>", fonts, xml, flags=re.DOTALL)
    part._blob = xml.replace('name="Office Theme"', 'name="Planweave"', 1).encode("utf-8")


def _place(part: Part) -> None:
    """Give the placeholders of the master their places; those of layouts follow, or are widened to 16:9."""
    for each in part.shapes:
        kind = str(each._element.xpath("string(.//p:ph/@type)"))
        if isinstance(part, SlideMaster) and kind in _PLACES:
            each.left, each.top, each.width, each.height = (Pt(value) for value in _PLACES[kind])
        elif each._element.xpath("./p:spPr/a:xfrm"):
            each.left, each.width = round(each.left * 4 / 3), round(each.width * 4 / 3)


_PLACES = {
    "title": _TITLE,
    "body": _BODY,
    "dt": (MARGIN, _FOOT, 200.0, _FOOT_HIGH),
    "ftr": (300.0, _FOOT, 360.0, _FOOT_HIGH),
    "sldNum": (WIDE - MARGIN - 60.0, _FOOT, 60.0, _FOOT_HIGH),
}


def _set_insides(prs: Pptx) -> None:
    """Let all texts of the master begin where their boxes do."""
    for body in prs.slide_master._element.xpath(".//p:sp//a:bodyPr"):
        for side in ("lIns", "tIns", "rIns", "bIns"):
            body.set(side, "0")
        if body.xpath("../..//p:ph[@type='title']"):
            body.set("anchor", "b")
            for child in list(body):
                body.remove(child)


def _set_title(prs: Pptx) -> None:
    """Let titles be bold and on the left, and other texts be of the sizes of slides."""
    master = prs.slide_master._element
    for style in master.xpath(".//p:titleStyle/a:lvl1pPr"):
        style.set("algn", "l")
    for run in master.xpath(".//p:titleStyle/a:lvl1pPr/a:defRPr"):
        run.set("sz", "2600")
        run.set("b", "1")
    for tint in master.xpath(".//a:schemeClr[a:tint]"):
        tint.set("val", "tx2")
        tint.remove(tint[0])
    for place, run in enumerate(master.xpath(".//p:bodyStyle/*/a:defRPr")):
        run.set("sz", str((2000, 1800, 1600, 1400)[min(place, 3)]))
