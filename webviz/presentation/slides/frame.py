"""The frame of every slide: its title, the basis and scope, the legend, the stamp and the notes."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Pptx
from pptx.slide import Slide
from pptx.util import Pt

from graph.drawing.text_measure import clean, width_of, wrapped
from graph.i18n import translate
from ontology import DisplayKind

from ..scene import Deck, Layered, Scene, Sign, Spread, Stamp
from . import finishing
from .colours import Colours, colours_of
from .ground import Ground, ground_colour, ground_of, scheme_of
from .legend import legend_lines, legend_marks
from .marks import Mark, Text, joined, locale, text_box
from .measures import Area
from .own_theme import own, own_ground
from .template import from_template

#: The least size of any text, in points; of the line with basis and scope, and of a title.
LEAST = 12.0
_SCOPE, _LEAST_TITLE = 14.0, 20.0
_MOST_OF_SCOPE = 2
#: A title that is little too long for one line is written so much smaller.
_ONE_LINE = 0.84
#: From one line of text to the next, in sizes.
LEADING = 1.2
TRANSLATIONS = Path(__file__).parents[2] / "translations"


@dataclass(frozen=True)
class Said:
    """What stands around the content of a slide, and in its notes (a paragraph each)."""

    title: str
    scope: str = ""
    stamp: Stamp = field(default_factory=Stamp)
    legend: Sequence[Sign] = ()
    left_out: str = ""
    notes: Sequence[str] = ()


class Sheet:
    """A slide while it is written: `area` in points is free for its content."""

    def __init__(self, slide: Slide, area: Area, colours: Colours, lang: str) -> None:
        """Begin with a slide that has its title and its scope."""
        self.slide, self.area, self.colours, self.lang = slide, area, colours, lang
        self._tree = slide.shapes._spTree
        self._last = max((int(value) for value in self._tree.xpath(".//p:cNvPr/@id")), default=1)
        self._links: dict[str, str] = {}

    def new(self, name: str, descr: str = "", url: str = "") -> Mark:
        """Return the properties of a new shape: what it is called and says, and where it leads."""
        self._last += 1
        link = ""
        if url:
            if url not in self._links:
                self._links[url] = self.slide.part.relate_to(url, _HYPERLINK, is_external=True)
            link = self._links[url]
        return Mark(self._last, clean(name)[:80], descr, link)

    def add(self, xml: str) -> None:
        """Put a shape on the slide, before those that are there, and after them in the order of reading."""
        self._tree.append(parse_xml(xml))

    def text(self, area: Area, text: Text, *, name: str = "", descr: str = "", url: str = "") -> None:
        """Put a text on the slide; it says itself unless `descr` says more."""
        said = descr or text.joined()
        self.add(text_box(self.new(name or said, said, url), area, text))


_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


class Frame:
    """A presentation while it is written, one slide after the other."""

    def __init__(self, kinds: Sequence[DisplayKind], lang: str, template: Path | None = None) -> None:
        """Begin an empty presentation in which `kinds` take the accents of the theme.

        Raises
        ------
        ParameterError
            If the template is no PowerPoint presentation.
        """
        self.lang, self.template = lang, template
        self.prs: Pptx = from_template(template) if template else own(kinds, lang)
        self.ground: Ground = ground_of(self.prs) if template else own_ground(self.prs)
        scheme = scheme_of(self.prs)
        self.colours = colours_of(scheme, ground_colour(self.ground.layout, scheme), kinds)
        self.kinds = {kind.name: kind for kind in kinds}

    def room(self, said: Said) -> Area:
        """Return the room that a slide with these words has for its content."""
        area = self._below_title(said)
        if said.scope:
            area = area.without_top(len(self._scope(said.scope)) * _SCOPE * LEADING + 8)
        lines = len(legend_lines(self._signs(said), area.wide))
        return area.without_bottom(lines * LEAST * 1.5 + (6 if lines else 0))

    def slide(self, said: Said) -> Sheet:
        """Return a new slide with its title and scope; `finish` adds what is read after the content."""
        slide = self.prs.slides.add_slide(self.ground.layout)
        for each in list(slide.placeholders):
            if each._element.xpath("string(.//p:ph/@type)") not in {"title", "ctrTitle"}:
                slide.shapes._spTree.remove(each._element)
        sheet = Sheet(slide, self.room(said), self.colours, self.lang)
        self._title(sheet, said.title)
        if said.scope:
            lines = self._scope(said.scope)
            content = self._below_title(said)
            place = Area(content.x, content.y, content.wide, len(lines) * _SCOPE * LEADING + 2)
            sheet.text(place, Text(lines, _SCOPE, self.colours.soft, self.lang, whole=said.scope))
        self.write_notes(slide, said)
        return sheet

    def finish(self, sheet: Sheet, said: Said) -> None:
        """Add the legend, the stamp and the number to a slide with its content."""
        content = self.ground.content
        signs = self._signs(said)
        high = len(legend_lines(signs, content.wide)) * LEAST * 1.5
        legend_marks(sheet, Area(content.x, content.bottom - high, content.wide, high), signs, self.kinds)
        if said.stamp.said:
            place = self.ground.stamp
            lines = wrapped(said.stamp.said, place.wide, LEAST, lang=self.lang, most=1)
            text = Text(lines, LEAST, self.colours.soft, self.lang, anchor="ctr")
            sheet.text(place, text, descr=said.stamp.said, url=said.stamp.address)
        self._number(sheet)

    def written(self, *, title: str, stamp: Stamp) -> bytes:
        """Return the file."""
        return finishing.finished(self.prs, title=title, lang=self.lang, day=stamp.day)

    def word(self, message: str, **values: object) -> str:
        """Return a text of the viewer in the language of the presentation."""
        return translate(message, self.lang, TRANSLATIONS, **values)

    # ---- the parts of a slide

    def _scope(self, scope: str) -> list[str]:
        return wrapped(scope, self.ground.content.wide, _SCOPE, lang=self.lang, most=_MOST_OF_SCOPE)

    def _signs(self, said: Said) -> list[Sign]:
        return [*said.legend, *([Sign(said.left_out)] if said.left_out else [])]

    def _below_title(self, said: Said) -> Area:
        """Return the room below the title; without a template, a short one leaves more."""
        content = self.ground.content
        if self.template:
            return content
        size, lines, _ = self._fitting(said.title)
        return content.without_top(len(lines) * size * LEADING - self.ground.title.high)

    def _fitting(self, title: str) -> tuple[float, list[str], bool]:
        """Return at which size a title fits, its lines, and whether all of it fits."""
        place, size = self.ground.title, self.ground.title_size
        room = place.wide - self.ground.title_inside
        if not self.template and width_of(clean(title), size, bold=True) * _ONE_LINE <= room:
            size = min(size, size * room / width_of(clean(title) or "-", size, bold=True) // 0.5 * 0.5)
        while True:
            lines = wrapped(title, room, size, bold=True, lang=self.lang) or [""]
            widest = max((width_of(word, size, bold=True) for word in clean(title).split()), default=0.0)
            if len(lines) * size * LEADING <= place.high and widest <= room:
                return size, lines, True
            if size <= _LEAST_TITLE:
                break
            size -= 1
        most = max(1, int(place.high / (size * LEADING)))
        return size, wrapped(title, room, size, bold=True, lang=self.lang, most=most), False

    def _title(self, sheet: Sheet, title: str) -> None:
        shape = sheet.slide.shapes.title
        size, lines, is_whole = self._fitting(title)
        if shape is None:
            paint = self.colours.ink
            sheet.text(self.ground.title, Text(lines, size, paint, self.lang, bold=True, anchor="b"))
            return
        if not self.template:
            place = self.ground.title
            shape.left, shape.top, shape.width = Pt(place.x), Pt(place.y), Pt(place.wide)
            shape.height = Pt(len(lines) * size * LEADING)
        shape.text_frame.text = clean(title) if is_whole else joined(lines)
        for run in shape.text_frame.paragraphs[0].runs:
            look = run._r.get_or_add_rPr()
            look.set("lang", locale(self.lang))
            if size != self.ground.title_size:
                look.set("sz", str(round(size * 100)))

    def write_notes(self, slide: Slide, said: Said) -> None:
        """Write what a slide says, its sources, its day and its address into its notes."""
        about = (said.scope, said.left_out, said.stamp.said, said.stamp.address)
        self.tell(slide, [said.title, *said.notes, *about])

    def tell(self, slide: Slide, lines: Sequence[str]) -> None:
        """Add paragraphs to the notes of a slide, none of them twice."""
        frame = slide.notes_slide.notes_text_frame
        if frame is None:
            return
        told = (clean(each) for each in (*frame.text.split("\n"), *lines))
        frame.text = "\n".join(dict.fromkeys(each for each in told if each))
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                run._r.get_or_add_rPr().set("lang", locale(self.lang))

    def _number(self, sheet: Sheet) -> None:
        """Copy the number of the slide from the layout, where that has one."""
        for each in self.ground.layout._element.xpath(".//p:sp[.//p:ph[@type='sldNum']]")[:1]:
            copied = copy.deepcopy(each)
            copied.xpath(".//p:cNvPr")[0].set("id", str(sheet.new("").number))
            for run in copied.xpath(".//a:rPr"):
                run.set("lang", locale(self.lang))
            for text in copied.xpath(".//a:t"):
                text.text = str(len(self.prs.slides))
            sheet.slide.shapes._spTree.append(copied)


def said_of(scene: Scene, part: str = "") -> Said:
    """Return what stands around the content of a scene; `part` such as "1/3" is added to its title."""
    title = f"{scene.title} ({part})" if part else scene.title
    notes = (*scene.desc.splitlines(), *scene.sources)
    return Said(title, scene.scope, scene.stamp, scene.legend, scene.left_out, notes)


def used_kinds(shown: Scene | Deck) -> list[DisplayKind]:
    """Return the kinds that a picture, or any of a report, shows, in the order of the legend."""
    scenes = shown.scenes if isinstance(shown, Deck) else [shown]
    found: dict[str, DisplayKind] = {}
    for scene in scenes:
        names = {sign.kind for sign in scene.legend} | set(_kinds_in(scene))
        found |= {kind.name: kind for kind in scene.kinds if kind.name in names}
    return sorted(found.values(), key=lambda kind: kind.order)


def _kinds_in(scene: Scene) -> Sequence[str]:
    if isinstance(scene.content, Layered):
        boxes = [box.kind for box in scene.content.boxes]
        return [*(column.kind for column in scene.content.columns), *boxes]
    return [spot.kind for spot in scene.content.spots] if isinstance(scene.content, Spread) else []
