"""A report as slides: title, result in sentences, an answer after the other, and what all of it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml

from graph.drawing.text_measure import clean, wrapped
from graph.i18n import mark

from ..scene import Deck, Scene
from ..told import told
from .cover import add_cover
from .frame import LEADING, Frame, Said, Sheet
from .marks import Text, joined, locale, text_box
from .measures import Area, emu

AddScene = Callable[[Frame, Scene, int], None]
#: How many slides a report has at most, and each of its answers.
MOST_SLIDES, MOST_OF_ONE, MOST_OF_SENTENCES = 25, 2, 2
_SIZES, _LARGE = (20.0, 18.0, 16.0, 14.0), 18.0
_BESIDE, _BETWEEN, _MOST_LINES = 16.0, 0.5, 4
_SUMMARY, _FINDINGS, _BASIS = mark("The result"), mark("Findings"), mark("What this is based on")
_LEFT_OUT = mark("Findings without a slide of their own: {names}.")
_REPORT = mark("Report of the evaluation")
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"


def add_deck(frame: Frame, deck: Deck, add_scene: AddScene) -> None:
    """Add the slides of a report, in sections that PowerPoint shows beside them."""
    writer = _Writer(frame, deck, add_scene)
    ends = []
    writer.beginning()
    ends.append(len(frame.prs.slides))
    shown = writer.findings()
    ends.append(len(frame.prs.slides))
    writer.basis(shown)
    ends.append(len(frame.prs.slides))
    names = [told(name, deck.lang) for name in (_SUMMARY, _FINDINGS, _BASIS)]
    places = zip(names, map(range, [0, *ends], ends), strict=False)
    _section(frame, [(name, part) for name, part in places if part])


@dataclass(frozen=True)
class _Writer:
    frame: Frame
    deck: Deck
    add_scene: AddScene

    def beginning(self) -> None:
        """Add the first slide, and those of the result."""
        self._title()
        self._sentences(told(_SUMMARY, self.deck.lang), self.deck.summary)

    def findings(self) -> int:
        """Add a slide for each answer, two where one does not hold it; return how many answers have one."""
        slides = self.frame.prs.slides
        for place, scene in enumerate(self.deck.scenes):
            if len(slides) >= MOST_SLIDES:
                return place
            self.add_scene(self.frame, scene, MOST_OF_ONE)
        return len(self.deck.scenes)

    def basis(self, shown: int) -> None:
        """Add what the report rests on, and what it leaves out."""
        deck = self.deck
        apart = [scene.called or scene.title for scene in deck.scenes[shown:]]
        texts = [deck.scope, *deck.sources, deck.stamp.said]
        if apart:
            texts.append(told(_LEFT_OUT, deck.lang, names="; ".join(apart)))
        self._sentences(told(_BASIS, deck.lang), dict.fromkeys(texts))

    def _title(self) -> None:
        """Add the first slide: what the report is of, what it covers, and of which day it is."""
        deck, frame = self.deck, self.frame
        said = Said(deck.title, stamp=deck.stamp, notes=(*deck.summary, *deck.sources))
        below = [text for text in (told(_REPORT, deck.lang), deck.scope, deck.stamp.said) if text]
        if add_cover(frame, said, below):
            return
        sheet = frame.slide(said)
        y = sheet.area.y + _SIZES[0]
        for text, size in zip(below, _SIZES, strict=False):
            broken = wrapped(text, sheet.area.wide, size, lang=deck.lang, most=4)
            place = replace(sheet.area, y=y, high=len(broken) * size * LEADING)
            sheet.text(place, Text(broken, size, frame.colours.soft, deck.lang))
            y = place.bottom + size * _BETWEEN
        frame.finish(sheet, said)

    def _sentences(self, title: str, texts: Iterable[str], most: int = MOST_OF_SENTENCES) -> None:
        """Add slides of sentences as a list, in one size of text, `most` at most."""
        sentences = [clean(text) for text in texts if clean(text)]
        if not sentences:
            return
        room = self.frame.room(Said(title, stamp=self.deck.stamp))
        tried = [(size, list(_pages(sentences, room, size, self.deck.lang))) for size in _SIZES]
        one = next((found for found in tried if len(found[1]) == 1 and found[0] >= _LARGE), None)
        size, pages = one or next((found for found in tried if len(found[1]) <= most), tried[-1])
        pages = pages[:most]
        for number, page in enumerate(pages, 1):
            part = f"{title} ({number}/{len(pages)})"
            said = Said(part if len(pages) > 1 else title, stamp=self.deck.stamp)
            sheet = self.frame.slide(said)
            self._list(sheet, page, size)
            self.frame.finish(sheet, said)

    def _list(self, sheet: Sheet, page: Sequence[str], size: float) -> None:
        """Put sentences on a slide as a list of PowerPoint's own."""
        paint, lang = self.frame.colours.ink, locale(self.deck.lang)
        look = f'lang="{lang}" sz="{round(size * 100)}" b="0"'
        side = f'marL="{emu(_BESIDE)}" indent="-{emu(_BESIDE)}" algn="l"'
        after = f'<a:spcAft><a:spcPts val="{round(size * _BETWEEN * 100)}"/></a:spcAft>'
        none = '<a:spcBef><a:spcPts val="0"/></a:spcBef>'
        spacing = f'<a:lnSpc><a:spcPct val="100000"/></a:lnSpc>{none}{after}'
        before = f'<a:p><a:pPr {side}>{spacing}<a:buFont typeface="Arial"/><a:buChar char="•"/></a:pPr>'
        runs = (f"<a:r><a:rPr {look}>{paint.fill}</a:rPr><a:t>{escape(text)}</a:t></a:r>" for text in page)
        paragraphs = "".join(f"{before}{run}</a:p>" for run in runs)
        box = text_box(sheet.new(page[0], " ".join(page)), sheet.area, Text((), size, paint, self.deck.lang))
        start, end = box.index("<a:p>"), box.index("</p:txBody>")
        sheet.add(box[:start] + paragraphs + box[end:])


def _pages(texts: Sequence[str], room: Area, size: float, lang: str) -> Iterator[list[str]]:
    """Yield the texts of each slide, none longer than a few lines."""
    page: list[str] = []
    used = 0.0
    for text in texts:
        lines = wrapped(text, room.wide - _BESIDE, size, lang=lang, most=_MOST_LINES)
        high = len(lines) * size * LEADING + size * _BETWEEN
        if page and used + high > room.high:
            yield page
            page, used = [], 0.0
        page.append(text if not lines[-1].endswith("…") else joined(lines))
        used += high
    if page:
        yield page


def _section(frame: Frame, sections: Sequence[tuple[str, range]]) -> None:
    """Name the parts of a presentation, as PowerPoint keeps them."""
    root = frame.prs.part._element
    ids = [slide.get("id") for slide in frame.prs.slides._sldIdLst]
    listed = "".join(
        f'<p14:section name={quoteattr(name)} id="{{00000000-0000-4000-8000-{number:012X}}}"><p14:sldIdLst>'
        + "".join(f'<p14:sldId id="{ids[place]}"/>' for place in places)
        + "</p14:sldIdLst></p14:section>"
        for number, (name, places) in enumerate(sections, 1)
    )
    xml = (
        f'<p:ext xmlns:p="{_P}" uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
        f'<p14:sectionLst xmlns:p14="{_P14}">{listed}</p14:sectionLst></p:ext>'
    )
    lists = root.xpath("./p:extLst")
    if not lists:
        root.append(parse_xml(f'<p:extLst xmlns:p="{_P}"/>'))
        lists = root.xpath("./p:extLst")
    lists[0].append(parse_xml(xml))
