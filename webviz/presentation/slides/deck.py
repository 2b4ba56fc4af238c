"""A report as slides: title, result in sentences, an answer after the other, and what all of it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml

from graph.drawing.text_measure import wrapped
from graph.i18n import mark

from ..scene import Deck, Scene
from ..told import told
from .frame import LEADING, Frame, Said, Sheet
from .marks import Text
from .measures import Area

AddScene = Callable[[Frame, Scene, int], None]
#: How many slides a report has at most, and each of its answers.
MOST_SLIDES, MOST_OF_ONE = 25, 2
_SIZES = (20.0, 18.0, 16.0, 14.0)
_BESIDE, _BETWEEN = 16.0, 0.5
_SUMMARY, _FINDINGS, _BASIS = mark("The result"), mark("Findings"), mark("What this is based on")
_SHORT = mark("{name} ({part})")
_LEFT_OUT = mark("Findings without a slide of their own: {names}.")
_REPORT = mark("Report of the evaluation")
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"


def add_deck(frame: Frame, deck: Deck, add_scene: AddScene) -> None:
    """Add the slides of a report, in sections that PowerPoint shows beside them."""
    writer = _Writer(frame, deck, add_scene)
    parts = (
        (_SUMMARY, writer.beginning),
        (_FINDINGS, writer.findings),
        (_BASIS, writer.basis),
    )
    sections = []
    for name, write in parts:
        before = len(frame.prs.slides)
        write()
        sections.append((told(name, deck.lang), range(before, len(frame.prs.slides))))
    _section(frame, [(name, places) for name, places in sections if places])


@dataclass(frozen=True)
class _Writer:
    frame: Frame
    deck: Deck
    add_scene: AddScene

    def beginning(self) -> None:
        """Add the first slide, and those of the result."""
        self._title()
        self._sentences(told(_SUMMARY, self.deck.lang), self.deck.summary)

    def findings(self) -> None:
        """Add a slide for each answer, two where one does not hold it."""
        before = len(self.frame.prs.slides)
        for scene in self._shown():
            self.add_scene(self.frame, scene, MOST_OF_ONE)
            if len(self.frame.prs.slides) - before >= MOST_SLIDES:
                break

    def basis(self) -> None:
        """Add what the report rests on, and what it leaves out."""
        deck = self.deck
        apart = [scene.called or scene.title for scene in deck.scenes[len(self._shown()) :]]
        texts = [deck.scope, *deck.sources, deck.stamp.said]
        if apart:
            texts.append(told(_LEFT_OUT, deck.lang, names="; ".join(apart)))
        self._sentences(told(_BASIS, deck.lang), list(dict.fromkeys(filter(None, texts))))

    def _shown(self) -> Sequence[Scene]:
        return self.deck.scenes[: MOST_SLIDES - 5]

    def _title(self) -> None:
        """Add the first slide: what the report is of, what it covers, and of which day it is."""
        deck, frame = self.deck, self.frame
        said = Said(deck.title, stamp=deck.stamp, notes=(*deck.summary, *deck.sources))
        sheet = frame.slide(said)
        area = sheet.area
        lines = [told(_REPORT, deck.lang), deck.scope]
        y = area.y + LEADING * _SIZES[0]
        for text, size in zip(filter(None, lines), _SIZES, strict=False):
            broken = wrapped(text, area.wide * 0.8, size, lang=deck.lang, most=5)
            high = len(broken) * size * LEADING
            place = Area(area.x, y, area.wide * 0.8, high)
            sheet.text(place, Text(broken, size, frame.colours.soft, deck.lang))
            y += high + size
        frame.finish(sheet, said)

    def _sentences(self, title: str, texts: Iterable[str]) -> None:
        """Add slides of sentences, each with a mark before it, in one size of text."""
        told_texts = [text for text in texts if text.strip()]
        if not told_texts:
            return
        room = self.frame.room(Said(title, stamp=self.deck.stamp))
        tried = [(size, list(_pages(told_texts, room, size, self.deck.lang))) for size in _SIZES]
        size, pages = next((one for one in tried if len(one[1]) == 1), tried[-1])
        for number, page in enumerate(pages, 1):
            part = told(_SHORT, self.deck.lang, name=title, part=f"{number}/{len(pages)}")
            said = Said(part if len(pages) > 1 else title, stamp=self.deck.stamp)
            sheet = self.frame.slide(said)
            self._list(sheet, page, size)
            self.frame.finish(sheet, said)

    def _list(self, sheet: Sheet, page: Sequence[Sequence[str]], size: float) -> None:
        y = sheet.area.y
        for lines in page:
            high = len(lines) * size * LEADING
            place = Area(sheet.area.x + _BESIDE, y, sheet.area.wide - _BESIDE, high)
            sheet.text(place, Text(lines, size, self.frame.colours.ink, self.deck.lang))
            y += high + size * _BETWEEN


def _pages(texts: Sequence[str], room: Area, size: float, lang: str) -> Iterator[list[list[str]]]:
    """Yield the texts of each slide, in lines."""
    page: list[list[str]] = []
    used = 0.0
    for text in texts:
        lines = wrapped(text, room.wide - _BESIDE, size, lang=lang, most=6)
        high = len(lines) * size * LEADING + size * _BETWEEN
        if page and used + high > room.high:
            yield page
            page, used = [], 0.0
        page.append(lines)
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
