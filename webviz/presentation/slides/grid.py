"""Slides of a table: the matrix, the list, and answers, over as many slides as it takes."""

from __future__ import annotations

import re
from dataclasses import replace

from pptx.presentation import Presentation as Pptx

from ..scene import Grid, Scene
from . import table_words
from .frame import Frame, Said, Sheet, said_of
from .grid_fit import MOST_SLIDES, fit
from .grid_pages import Fit, Page
from .ground import scheme_of
from .measures import Area
from .table_xml import hue_of, look_of, named, table_xml

#: So many slides that do not show all rows are no better than one.
_NO_BETTER = 2
#: What is said of a slide among many, when its room is measured.
_PART = "10/10"
#: Typefaces that are narrower than the widest, and how wide they are as a share of it.
_NARROW_FONTS, _ARIAL = frozenset({"Arial", "Calibri", "Helvetica", "Liberation Sans"}), (0.9, 0.87)


def add_grid(frame: Frame, scene: Scene, grid: Grid, most: int = MOST_SLIDES) -> int:
    """Add the slides of a table, `most` at most, and return how many there are."""
    grid = grid if grid.rows else replace(grid, rows=(table_words.nothing(scene.lang, len(grid.heads)),))
    fitted = fit_scene(frame, scene, grid, most)
    for place, page in enumerate(fitted.pages, 1):
        said = _said(scene, fitted, f"{place}/{len(fitted.pages)}" if len(fitted.pages) > 1 else "")
        sheet = frame.slide(said)
        add_table(frame, sheet, grid, page, scene.called or scene.title)
        frame.finish(sheet, said)
    return len(fitted.pages)


def fit_scene(frame: Frame, scene: Scene, grid: Grid, most: int = MOST_SLIDES) -> Fit:
    """Return how a table fits on slides, with what must be said beside it when it does not."""
    share = _ARIAL if theme_font(frame.prs) in _NARROW_FONTS else (1.0, 1.0)
    room = frame.room(said_of(scene, _PART))
    fitted = fit(grid, room.wide, room.high, scene.lang, most, share=share)
    if table_words.left_out(fitted, scene.lang):
        room = frame.room(_said(scene, fitted, _PART))
        fitted = fit(grid, room.wide, room.high, scene.lang, most, share=share)
    few = 1 < len(fitted.pages) <= _NO_BETTER and most <= _NO_BETTER
    return fit_scene(frame, scene, grid, 1) if few and fitted.shown < fitted.rows else fitted


def theme_font(prs: Pptx) -> str:
    """Return the typeface of text in a theme; empty where it names none."""
    rels = prs.slide_master.part.rels.values()
    theme = next(rel.target_part for rel in rels if rel.reltype.endswith("/theme"))
    found = re.search(rb'<a:minorFont>.*?<a:latin typeface="([^"]*)"', theme.blob, flags=re.DOTALL)
    return found.group(1).decode("utf-8", "replace") if found else ""


def _said(scene: Scene, fitted: Fit, part: str) -> Said:
    said = said_of(scene, part)
    more = table_words.left_out(fitted, scene.lang)
    return replace(said, left_out=" ".join(filter(None, (said.left_out, more))))


def add_table(frame: Frame, sheet: Sheet, grid: Grid, page: Page, name: str) -> None:
    """Put a table on a slide."""
    scheme = scheme_of(frame.prs)
    hue = f"accent{hue_of(scheme)}"
    look = look_of(frame.colours.ink, frame.colours.ground, scheme, hue)
    head = named(sheet.new("").number, name, table_words.of_table(grid, page, frame.lang))
    shaded = any(cell.shade for row in grid.rows for cell in row.cells)
    place = Area(sheet.area.x, sheet.area.y, page.wide, page.high)

    def link(url: str) -> str:
        return sheet.new("", url=url).link

    sheet.add(table_xml(page, place, look, head=head, lang=frame.lang, link=link, centred=shaded))
