"""The user's own template: its masters, fonts and colours stay, its example slides go."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from pptx import Presentation
from pptx.presentation import Presentation as Pptx

from graph.errors import ParameterError
from graph.i18n import mark

_TYPES = "[Content_Types].xml"
_TEMPLATE = b"presentationml.template.main+xml"
_PRESENTATION = b"presentationml.presentation.main+xml"
#: What names slides that are gone: sections and shows.
_OF_SLIDES = "./p:custShowLst | ./p:extLst/p:ext[*[local-name()='sectionLst']]"
#: Larger is no template; unpacked.
_MOST_BYTES = 250_000_000


def from_template(file: Path) -> Pptx:
    """Return the presentation in a file, without its slides.

    Raises
    ------
    ParameterError
        If it is no PowerPoint presentation or template, or has no layout for slides.
    """
    try:
        prs = Presentation(io.BytesIO(_as_presentation(file)))
        found = any(True for master in prs.slide_masters for _ in master.slide_layouts)
    except Exception as error:
        raise _no_template(file) from error
    if not found:
        raise _no_template(file)
    _drop_slides(prs)
    return prs


def _no_template(file: Path) -> ParameterError:
    message = mark("{file} is no PowerPoint presentation or template (.pptx, .potx)")
    return ParameterError(message, file=file.name)


def _as_presentation(file: Path) -> bytes:
    """Return the file with the type of a presentation, for a template has another."""
    written = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as target:
        parts = source.infolist()
        if sum(part.file_size for part in parts) > _MOST_BYTES:
            raise ValueError("too large")
        for part in parts:
            # What a part says of its size may not be so.
            with source.open(part) as packed:
                content = packed.read(part.file_size + 1)
            if part.filename == _TYPES:
                content = content.replace(_TEMPLATE, _PRESENTATION)
            target.writestr(part.filename, content)
    return written.getvalue()


def _drop_slides(prs: Pptx) -> None:
    slides = prs.slides._sldIdLst
    for slide in list(slides):
        prs.part.drop_rel(slide.rId)
        slides.remove(slide)
    root = prs.part._element
    for each in root.xpath(_OF_SLIDES):
        each.getparent().remove(each)
    for each in root.xpath("./p:extLst[not(*)]"):
        root.remove(each)
