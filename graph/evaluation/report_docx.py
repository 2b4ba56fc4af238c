"""Writes a report as a Word file: real headings, header rows, texts for pictures, language, page numbers."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import singledispatchmethod
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.shared import Emu, Mm, Pt, RGBColor

from ..drawing.raster import png
from .report_docx_text import (
    caption,
    contents,
    footer,
    heading,
    language_of,
    paragraph,
    printable,
    space,
    table,
)
from .report_model import (
    Block,
    Bullets,
    Document,
    Facts,
    Figure,
    Line,
    Paragraph,
    Run,
    Section,
    TableBlock,
)

_INK, _ACCENT, _SOFT = RGBColor(0x1B, 0x24, 0x30), RGBColor(0x14, 0x50, 0x6A), RGBColor(0x4D, 0x59, 0x66)
_FONT, _ZOOM = "Calibri", 2.0
_A4 = (Mm(210), Mm(297))
_MARGIN = Mm(20)
_SIZES = {"Normal": 10.5, "Title": 24, "Heading 1": 17, "Heading 2": 13, "Heading 3": 11.5, "Caption": 9.5}
_DEEPEST = 6
_STYLES = {"text": "Normal", "lead": "Normal", "said": "ReportSaid", "note": "ReportNote"}


def write_docx(document: Document) -> bytes:
    """Return the report as the bytes of a `.docx` file."""
    return _Writer(document).written()


class _Writer:
    """Puts the parts of a document behind each other into a Word file."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.file = docx.Document()
        self.width = _A4[0] - 2 * _MARGIN
        _look(self.file, document)

    def written(self) -> bytes:
        """Return the whole file."""
        self._put(paragraph(self.document_title, "Title", self._address))
        for block in self.document.about:
            self._block(block)
        listed = [(level, part.key, part.title) for level, part in self.document.listed() if level == 1]
        for xml in contents(self.document.contents, listed, self._address) if listed else ():
            self._put(xml)
        for section in self.document.sections:
            self._section(section, 1)
        for xml in footer(self.document.foot):
            self.file.sections[0].footer._element.append(parse_xml(xml))
        saved = io.BytesIO()
        self.file.save(saved)
        return saved.getvalue()

    @property
    def document_title(self) -> Line:
        """The title as a line."""
        return (Run(self.document.title),)

    def _put(self, xml: str) -> None:
        self.file.element.body[-1].addprevious(parse_xml(xml))

    def _address(self, link: str) -> str:
        """Return the number under which the file knows an address outside of it."""
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        return str(self.file.part.relate_to(link, kind, is_external=True))

    def _section(self, section: Section, level: int) -> None:
        if section.wide:
            self._turn(wide=True)
        self._put(heading(section.title, min(level, _DEEPEST), section.key, self._address))
        for block in section.blocks:
            self._block(block)
        for part in section.parts:
            self._section(part, level + 1)
        if section.wide:
            self._turn(wide=False)

    def _turn(self, *, wide: bool) -> None:
        """Begin a page on its side, or an upright one."""
        page = self.file.add_section(WD_SECTION.NEW_PAGE)
        # What ends the page before is a paragraph too: on a full page it would take one of its own.
        shape = self.file.paragraphs[-1].paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(0), Pt(0), Pt(1)
        page.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = reversed(_A4) if wide else _A4
        self.width = Emu(page.page_width - 2 * _MARGIN)

    @singledispatchmethod
    def _block(self, block: Block) -> None:
        raise TypeError(block)

    @_block.register
    def _(self, block: Paragraph) -> None:
        self._put(paragraph(block.runs, _STYLES[block.role], self._address))

    @_block.register
    def _(self, block: Bullets) -> None:
        for item in block.items:
            self._put(paragraph(item, "List Bullet", self._address))

    @_block.register
    def _(self, block: Facts) -> None:
        for name, lines in block.items:
            between = [run for one in lines for run in (*one, Run("; "))][:-1]
            self._put(paragraph((Run(f"{name}: ", strong=True), *between), "Normal", self._address))

    @_block.register
    def _(self, block: TableBlock) -> None:
        self._put(caption(block.caption))
        self._put(table(block, round(self.width / 635), self._address))
        self._put(space())

    @_block.register
    def _(self, block: Figure) -> None:
        self._put(caption(block.caption))
        picture: Any = self.file.add_picture(io.BytesIO(png(block.svg, zoom=_ZOOM)))
        if picture.width > self.width:
            picture.height = round(picture.height * self.width / picture.width)
            picture.width = self.width
        shown = picture._inline.docPr
        shown.set("descr", printable(block.alt))
        shown.set("title", printable(block.caption))


def _look(file: Any, document: Document) -> None:  # noqa: ANN401 - python-docx has no type for it
    """Give the file its paper, fonts, language and properties."""
    page = file.sections[0]
    page.page_width, page.page_height = _A4
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
    _fonts(file.styles)
    _language(file.styles.element, language_of(document.lang))
    core = file.core_properties
    core.title, core.language = printable(document.title), language_of(document.lang)
    core.author = core.comments = ""
    core.created = core.modified = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    core.last_modified_by = ""


def _fonts(styles: Any) -> None:  # noqa: ANN401
    for name, size in _SIZES.items():
        style = styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.font.color.rgb = _INK if name in {"Normal", "Title"} else _ACCENT
        style.font.italic = False
    styles["Caption"].font.color.rgb = _INK
    styles["Normal"].paragraph_format.space_after = Pt(5)
    styles["Caption"].paragraph_format.keep_with_next = True
    for name, bold, colour in (("ReportSaid", True, _INK), ("ReportNote", False, _SOFT)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(10.5 if bold else 9), bold, colour
        style.paragraph_format.space_after = Pt(4)


def _language(styles: Any, code: str) -> None:  # noqa: ANN401
    space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    for found in styles.xpath("w:docDefaults//w:lang"):
        found.set(f"{{{space['w']}}}val", code)
