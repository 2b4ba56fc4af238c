"""Templates like those of cities: dark and 4:3, with example slides, or with the title on the left."""

from __future__ import annotations

import io
import re
import zipfile

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Emu, Pt

_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_SECTIONS = (
    f'<p:extLst {_P}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst '
    'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="Alku" '
    'id="{6D8A7F5E-0000-4000-8000-000000000001}"><p14:sldIdLst><p14:sldId id="256"/></p14:sldIdLst>'
    "</p14:section></p14:sectionLst></p:ext></p:extLst>"
)


def dark() -> bytes:
    """Return a .potx of 4:3 with light text on dark ground, Finnish layouts, two slides and a section."""
    prs = Presentation()
    master = prs.slide_master
    names = master._element.xpath("./p:clrMap")[0]
    for name, value in {"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"}.items():
        names.set(name, value)
    _colour(prs, {"dk1": "0B2545", "lt1": "FFFFFF", "dk2": "13315C", "lt2": "EEF4ED", "accent1": "134074"})
    for layout in prs.slide_layouts:
        layout.name = {"Title Only": "Vain otsikko"}.get(layout.name, f"Asettelu {layout.name}")
    for number in range(2):
        slide = prs.slides.add_slide(prs.slide_layouts[1])
        slide.shapes.title.text = f"Esimerkkidia {number}"
    prs.part._element.append(parse_xml(_SECTIONS))
    return _with_type(_saved(prs), "presentationml.presentation.main", "presentationml.template.main")


def right_title() -> bytes:
    """Return a .pptx of 16:9 whose titles stand in a column on the left, in large letters, with a logo."""
    prs = Presentation()
    prs.slide_width, prs.slide_height = Emu(12192000), Emu(6858000)
    for part in (prs.slide_master, *prs.slide_layouts):
        for each in part.placeholders:
            kind = each._element.ph.get("type")
            if kind in {"title", "ctrTitle"}:
                each.left, each.top, each.width, each.height = Pt(20), Pt(60), Pt(230), Pt(400)
            elif kind == "body":
                each.left, each.top, each.width, each.height = Pt(270), Pt(40), Pt(660), Pt(440)
    logo = prs.slide_master.shapes._spTree
    logo.append(
        parse_xml(
            f'<p:sp {_A} {_P}><p:nvSpPr><p:cNvPr id="99" name="Logo"/><p:cNvSpPr/><p:nvPr/>'
            '</p:nvSpPr><p:spPr><a:xfrm><a:off x="457200" y="6350000"/>'
            '<a:ext cx="1200000" cy="400000"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:sp>'
        )
    )
    return _saved(prs)


def _colour(prs, values: dict[str, str]) -> None:
    rels = prs.slide_master.part.rels.values()
    part = next(rel.target_part for rel in rels if rel.reltype.endswith("/theme"))
    xml = part.blob.decode()
    for name, value in values.items():
        xml = re.sub(f"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>', xml)
    part._blob = xml.encode()


def _saved(prs) -> bytes:
    content = io.BytesIO()
    prs.save(content)
    return content.getvalue()


def _with_type(content: bytes, before: str, after: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, part.replace(before.encode(), after.encode()) if "Types" in name else part)
    return written.getvalue()
