"""Reads a presentation as what is on its slides, and measures it: overlaps, overflow, glue, texts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from pptx import Presentation
from pptx.parts.slide import SlidePart
from pptx.slide import Slide

from graph.drawing.text_measure import width_of

EMU = 12700
#: Where lines are glued to rounded rectangles and circles, as Office numbers the sites.
SITES = {
    "roundRect": ((0.5, 0.0), (0.0, 0.5), (0.5, 1.0), (1.0, 0.5)),
    "rect": ((0.5, 0.0), (0.0, 0.5), (0.5, 1.0), (1.0, 0.5)),
    "ellipse": (
        (0.5, 0.0), (0.1464, 0.1464), (0.0, 0.5), (0.1464, 0.8536),
        (0.5, 1.0), (0.8536, 0.8536), (1.0, 0.5), (0.8536, 0.1464),
    ),
}  # fmt: skip
#: In which order children must stand, of those that are written here.
ORDER = {
    "cNvPr": ("hlinkClick", "hlinkHover", "extLst"),
    "spPr": ("xfrm", "custGeom", "prstGeom", "noFill", "solidFill", "gradFill", "ln", "effectLst"),
    "ln": ("noFill", "solidFill", "prstDash", "round", "headEnd", "tailEnd"),
    "pPr": ("lnSpc", "spcBef", "spcAft", "buNone", "buFont", "buChar", "defRPr"),
    "rPr": ("ln", "noFill", "solidFill", "latin", "ea", "cs", "hlinkClick"),
    "txBody": ("bodyPr", "lstStyle", "p"),
    "sp": ("nvSpPr", "spPr", "style", "txBody", "extLst"),
    "cxnSp": ("nvCxnSpPr", "spPr", "style", "extLst"),
    "cNvCxnSpPr": ("cxnSpLocks", "stCxn", "endCxn"),
    "presentation": (
        "sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst", "sldIdLst", "sldSz", "notesSz",
        "custShowLst", "defaultTextStyle", "extLst",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """A shape as the file has it; measures in points."""

    id: int
    name: str
    descr: str
    decorative: bool
    kind: str  # sp, cxnSp, graphicFrame, pic
    preset: str
    x: float
    y: float
    wide: float
    high: float
    text: str
    paragraphs: tuple[str, ...]
    size: float
    bold: bool
    inside: float
    langs: tuple[str, ...]
    link: str
    start: tuple[int, int] | None = None
    end: tuple[int, int] | None = None
    flip_h: bool = False
    flip_v: bool = False
    dashed: bool = False
    arrow: bool = False
    placeholder: str = ""
    bends: tuple[float, ...] = ()

    @property
    def right(self) -> float:
        return self.x + self.wide

    @property
    def bottom(self) -> float:
        return self.y + self.high

    @property
    def begins(self) -> tuple[float, float]:
        return (self.right if self.flip_h else self.x), (self.bottom if self.flip_v else self.y)

    @property
    def ends(self) -> tuple[float, float]:
        return (self.x if self.flip_h else self.right), (self.y if self.flip_v else self.bottom)

    @property
    def holds_text(self) -> bool:
        return bool(self.text.strip()) and self.kind == "sp"


def opened(content: bytes):
    """Return a presentation of python-pptx."""
    return Presentation(io.BytesIO(content))


def shapes(slide: Slide) -> list[Shape]:
    """Return the shapes of a slide in the order in which they are read."""
    return _shapes(slide.part)


@lru_cache(maxsize=4)
def _shapes(part: SlidePart) -> list[Shape]:
    return [_shape(each) for each in part.slide.shapes]


def _shape(each) -> Shape:
    e = each._element

    def number(path: str) -> float:
        found = e.xpath(path)
        return int(found[0]) / EMU if found else 0.0

    def ends(tag: str) -> tuple[int, int] | None:
        found = e.xpath(f".//a:{tag}")
        return (int(found[0].get("id")), int(found[0].get("idx"))) if found else None

    text = each.text_frame.text if each.has_text_frame else ""
    sizes = [int(value) / 100 for value in e.xpath(".//a:r/a:rPr/@sz")]
    link = e.xpath("./*/p:cNvPr/a:hlinkClick/@r:id")
    return Shape(
        id=each.shape_id,
        name=each.name,
        descr=e.xpath("string(./*/p:cNvPr/@descr)"),
        decorative=bool(e.xpath("./*/p:cNvPr//*[local-name()='decorative' and @val='1']")),
        kind=e.tag.rpartition("}")[2],
        preset=e.xpath("string(.//a:prstGeom/@prst)"),
        x=each.left / EMU,
        y=each.top / EMU,
        wide=each.width / EMU,
        high=each.height / EMU,
        text=text,
        paragraphs=tuple(line for part in text.split("\n") for line in part.split("\v")),
        size=min(sizes, default=0.0),
        bold="1" in e.xpath(".//a:r/a:rPr/@b"),
        inside=number(".//a:bodyPr/@lIns"),
        langs=tuple(e.xpath(".//a:r/a:rPr/@lang")),
        link=each.part.rels[link[0]].target_ref if link else "",
        start=ends("stCxn"),
        end=ends("endCxn"),
        flip_h=bool(e.xpath(".//a:xfrm[@flipH='1']")),
        flip_v=bool(e.xpath(".//a:xfrm[@flipV='1']")),
        dashed=bool(e.xpath(".//a:prstDash")),
        arrow=bool(e.xpath(".//a:tailEnd[@type='triangle']")),
        placeholder=e.xpath("string(.//p:nvPr/p:ph/@type)"),
        bends=tuple(int(value.split()[1]) / 100000 for value in e.xpath(".//a:prstGeom//a:gd/@fmla")),
    )


def overlapping(slide: Slide, by: float = 0.5) -> list[tuple[str, str]]:
    """Return the pairs of texts and boxes that cover each other by more than `by` points."""
    solid = [shape for shape in shapes(slide) if shape.holds_text or shape.preset == "roundRect"]
    solid = [shape for shape in solid if shape.placeholder != "sldNum"]

    def cover(one: Shape, other: Shape) -> bool:
        across = min(one.right, other.right) - max(one.x, other.x)
        down = min(one.bottom, other.bottom) - max(one.y, other.y)
        return across > by and down > by

    return [(a.name, b.name) for a, b in combinations(solid, 2) if cover(a, b)]


def overflowing(slide: Slide, leading: float = 1.2) -> list[tuple[str, float]]:
    """Return the texts that need more lines, or wider ones, than their shapes hold, and by how much."""
    found = []
    for shape in shapes(slide):
        if not shape.holds_text or not shape.size:
            continue
        room = shape.wide - 2 * shape.inside
        lines = [line for part in shape.paragraphs for line in _lines(part, room, shape)]
        over = len(lines) * shape.size * leading - shape.high
        wide = max((width_of(line, shape.size, bold=shape.bold) - room for line in lines), default=0.0)
        if over > 1.5 or wide > 0.5:
            found.append((shape.text, round(max(over, wide), 1)))
    return found


def _lines(text: str, room: float, shape: Shape) -> Iterator[str]:
    """Yield lines as Office makes them: it breaks between words only."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if line and width_of(longer, shape.size, bold=shape.bold) > room + 0.01:
            yield line
            line = word
        else:
            line = longer
    yield line


def outside(slide: Slide, wide: float, high: float) -> list[str]:
    """Return the shapes that are not wholly on a slide of that size."""
    return [
        shape.name
        for shape in shapes(slide)
        if min(shape.x, shape.y) < -0.1 or shape.right > wide + 0.1 or shape.bottom > high + 0.1
    ]


def loose(slide: Slide) -> list[str]:
    """Return the connectors that do not begin and end at the sites to which they are glued."""
    by_id = {shape.id: shape for shape in shapes(slide)}
    found = []
    for shape in by_id.values():
        if shape.kind != "cxnSp" or (shape.decorative and not shape.start):
            continue
        for glue, (x, y) in ((shape.start, shape.begins), (shape.end, shape.ends)):
            if glue is None or glue[0] not in by_id:
                found.append(f"{shape.name}: not glued")
                continue
            box = by_id[glue[0]]
            dx, dy = SITES[box.preset][glue[1]] if box.preset in SITES else (None, None)
            if dx is None:
                near = box.x - 1 <= x <= box.right + 1 and box.y - 1 <= y <= box.bottom + 1
            else:
                # A line within a column is one point wide, as Office writes it.
                near = abs(box.x + box.wide * dx - x) <= 1.05 and abs(box.y + box.high * dy - y) <= 0.1
            if not near:
                found.append(f"{shape.descr or shape.name}: {box.name}")
    return found


def silent(slide: Slide) -> list[str]:
    """Return the shapes that neither say what they show nor are marked as decoration."""
    return [
        shape.name for shape in shapes(slide) if not (shape.descr or shape.decorative or shape.placeholder)
    ]


def misordered(content: bytes) -> list[str]:
    """Return the elements whose children stand in another order than the standard asks for."""
    prs = opened(content)
    found = []
    for root in (prs.part._element, *(slide._element for slide in prs.slides)):
        for element in root.iter():
            order = ORDER.get(str(element.tag).rpartition("}")[2])
            if order is None:
                continue
            places = [order.index(tag) for child in element if (tag := child.tag.rpartition("}")[2]) in order]
            strange = [c.tag for c in element if c.tag.rpartition("}")[2] not in order]
            if places != sorted(places) or (strange and not element.tag.endswith(("}rPr", "}pPr"))):
                found.append(f"{element.tag}: {[child.tag for child in element]}")
    return found


def tie_ends(slide: Slide) -> list[tuple[int, int, Shape]]:
    """Return for each tie the boxes that it joins, also where small dots lead it past a column."""
    every = {shape.id: shape for shape in shapes(slide)}
    lines = [shape for shape in every.values() if shape.kind == "cxnSp" and shape.start and shape.end]
    into = {shape.end[0]: shape for shape in lines if every[shape.end[0]].decorative}
    found = []
    for last in lines:
        if every[last.end[0]].decorative:
            continue
        first = last
        while every[first.start[0]].decorative:
            first = into[first.start[0]]
        found.append((first.start[0], last.end[0], last))
    return found


def require_sound(content: bytes, wide: float = 960.0, high: float = 540.0) -> list:
    """Return the slides of a file in which nothing overlaps, overflows, hangs loose or is silent."""
    prs = opened(content)
    for slide in prs.slides:
        assert overlapping(slide) == []
        assert overflowing(slide) == []
        assert outside(slide, wide, high) == []
        assert loose(slide) == []
        assert silent(slide) == []
        assert min((shape.size for shape in shapes(slide) if shape.size), default=12) >= 12
    assert misordered(content) == []
    return list(prs.slides)
