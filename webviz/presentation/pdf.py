"""Pictures as a tagged PDF: each with its list of links, for those who read and those who listen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from graph.drawing.strokes import INK, LINK, SHADES, SOFT
from graph.drawing.text_measure import FONTS, clean
from graph.i18n import mark

from .scene import Deck, Grid, GridCell, GridRow, Scene, Stamp
from .svg import svg
from .svg_grid import GAP_GROUND, GROUP_GROUND, measured
from .told import told

_PAGES = Path(__file__).with_name("pdf.typ")
#: A picture that is no higher than this, in parts of its width, has a whole sheet lying; others a longer one.
_HIGHEST = 0.55
#: How wide sheets are, in millimetres, and from how wide a picture on, in pixels, the larger one is taken.
_A4, _A3, _WIDE = 297, 420, 1260.0
_CLAIMED: Final = "ua-1"
#: How many rows of a table are written: each takes a quarter of a megabyte while the file is made.
MOST_ROWS = 2_000
_MORE = mark("And {number} more rows; the list on the live page has all of them.")


def pdf(shown: Scene | Deck) -> bytes:
    """Return a picture, or a report, as PDF: vector, tagged, with its language and a text for each picture.

    A page is a sheet of A4 lying, of A3 for a whole network, and as much longer as a picture needs. What is
    written meets PDF/UA-1 and says so; a text without a typeface takes the claim away, and not the tags.
    """
    scenes = [shown] if isinstance(shown, Scene) else [_without(scene, shown) for scene in shown.scenes]
    pictures: dict[str, str] = {}
    data = {
        "title": clean(shown.title) or shown.name,
        "lang": shown.lang,
        "day": _day(shown.stamp),
        "stamp": clean(shown.stamp.said),
        "fonts": _fonts(),
        "opening": _opening(shown) if isinstance(shown, Deck) else None,
        "scenes": [_scene(scene, pictures) for scene in scenes],
    }
    inputs = {"data": json.dumps(data, ensure_ascii=False), **pictures}
    try:
        return _made(inputs, shown.stamp, _CLAIMED)
    except typst.TypstError:
        return _made(inputs, shown.stamp)


def _made(inputs: dict[str, str], stamp: Stamp, *standards: typst.PDFStandard) -> bytes:
    day = stamp.day
    made = typst.compile(
        _PAGES.read_bytes(),
        format="pdf",
        font_paths=_machine(),
        sys_inputs=inputs,
        pdf_standards=list(standards),
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC)
        if day
        else datetime(2000, 1, 1, tzinfo=UTC),
    )
    return bytes(made)


@lru_cache(maxsize=1)
def _machine() -> typst.Fonts:
    """Return the typefaces of the machine, and those that the library brings along."""
    return typst.Fonts()


@lru_cache(maxsize=1)
def _fonts() -> list[str]:
    """Return those of our typefaces that are there; without any, the library's own are taken."""
    known = set(_machine().families())
    return [name for name in FONTS.split(", ") if name in known] or ["Libertinus Serif"]


def _day(stamp: Stamp) -> dict[str, int] | None:
    day = stamp.day
    return {"year": day.year, "month": day.month, "day": day.day} if day else None


def _opening(deck: Deck) -> dict[str, Any]:
    return {
        "title": clean(deck.title) or deck.name,
        "scope": clean(deck.scope),
        "summary": [clean(line) for line in deck.summary],
        **_sources(deck),
    }


def _without(scene: Scene, deck: Deck) -> Scene:
    """Return a picture of a report without the sources that the report names at its beginning."""
    return replace(scene, sources=tuple(line for line in scene.sources if line not in deck.sources))


def _sources(shown: Scene | Deck) -> dict[str, Any]:
    return {
        "sources": [clean(line) for line in shown.sources],
        "sources-head": told(mark("Sources"), shown.lang),
    }


def _scene(scene: Scene, pictures: dict[str, str]) -> dict[str, Any]:
    """Return a picture as the pages take it; what is drawn is put into `pictures`."""
    is_table = isinstance(scene.content, Grid)
    picture = None if is_table else _picture(scene, pictures)
    content = _grid(scene.content, scene.lang) if isinstance(scene.content, Grid) else None
    listed = scene.listed if not hasattr(scene.content, "grid") else scene.listed or scene.content.grid
    return {
        "title": clean(scene.title) or scene.name,
        "scope": clean(scene.scope),
        "picture": picture,
        "content": content,
        "sheet": picture["sheet"] if picture else _sheet(sum(content["wides"])) if content else None,
        "left-out": clean(scene.left_out),
        "address": scene.stamp.address,
        "listed": _grid(listed, scene.lang) if listed and not is_table else None,
        "list-head": told(mark("The same as a list"), scene.lang),
        **_sources(scene),
    }


def _picture(scene: Scene, pictures: dict[str, str]) -> dict[str, Any]:
    drawn = svg(scene, bare=True).decode()
    key = f"picture{len(pictures)}"
    pictures[key] = drawn
    wide, high = (float(drawn.split(f'{name}="', 1)[1].split('"', 1)[0]) for name in ("width", "height"))
    alt = " ".join(filter(None, map(clean, (scene.title, *scene.desc.splitlines()))))
    return {"key": key, "alt": alt or scene.name, "sheet": _sheet(wide, long=high > wide * _HIGHEST)}


def _sheet(wide: float, *, long: bool = False) -> dict[str, Any] | None:
    """Return the sheet for a picture so many pixels wide; nothing for the usual one."""
    is_large = wide > _WIDE
    return {"wide": _A3 if is_large else _A4, "high": long} if is_large or long else None


# ---- tables


def _grid(grid: Grid, lang: str) -> dict[str, Any] | None:
    """Return a table with its cells as they look; nothing for one without columns."""
    if not grid.heads:
        return None
    table = measured(grid, lang, MOST_ROWS)
    count = len(grid.heads)
    more = len(grid.rows) - len(table.rows)
    heads = [_cell(laid.cell, lang, bold=True, middle=laid.middle) for laid in table.heads.cells]
    rows = []
    for row in table.rows:
        cells = [
            _cell(
                laid.cell,
                lang,
                bold=row.row.is_group or place == 0,
                middle=laid.middle,
                row=row.row,
                span=1 if place < len(row.cells) - 1 else count - place,
            )
            for place, laid in enumerate(row.cells)
        ]
        rows.append(cells or [_cell(GridCell(""), lang, span=count)])
    if more:
        rows.append([_cell(GridCell(told(_MORE, lang, number=more)), lang, bold=True, span=count)])
    return {"wides": [round(laid.wide, 1) for laid in table.heads.cells], "heads": heads, "rows": rows}


def _cell(
    cell: GridCell,
    lang: str,
    *,
    bold: bool = False,
    middle: bool = False,
    row: GridRow | None = None,
    span: int = 1,
) -> dict[str, Any]:
    ground, ink = SHADES[min(max(cell.shade, 0), len(SHADES) - 1)]
    if row and not cell.shade:
        ground = GROUP_GROUND if row.is_group else GAP_GROUND if row.is_gap else ""
    if ink == INK and not bold:
        ink = LINK if cell.url else SOFT if row and row.is_gap else INK
    return {
        "text": clean(cell.text),
        "url": cell.url,
        "lang": cell.lang or lang,
        "bold": bold,
        "middle": middle,
        "span": span,
        "ground": ground if ground and ground != SHADES[0][0] else None,
        "ink": ink,
    }
