"""Slides of an answer: a chart of PowerPoint's own, or a table where that says it better."""

from __future__ import annotations

from dataclasses import replace

from graph.drawing.text_measure import wrapped
from graph.evaluation import chart_words
from graph.evaluation.chart_data import grid, name_of
from graph.i18n import mark

from ..scene import Chart, Grid, GridCell, GridRow, Scene
from ..told import told
from .chart_bar import Bars
from .chart_timeline import Timeline
from .frame import LEADING, LEAST, Frame, said_of
from .grid import add_grid
from .grid_fit import MOST_SLIDES
from .ground import scheme_of
from .marks import Text
from .table_xml import hue_of

_SHADES = 4
#: With so few slides more, what a chart leaves out stands in no table.
_FEWEST = 1
_SHOWN = mark("The chart shows the largest: {shown} of {all}.")
_LONGEST_SHOWN = mark("The timeline shows {shown} of {all}.")


def add_chart(frame: Frame, scene: Scene, chart: Chart, most: int = MOST_SLIDES) -> int:
    """Add the slides of an answer, and return how many; a table tells what a chart leaves out."""
    kind = chart.parts.type
    if kind == "bar":
        return _bars(frame, scene, chart, most)
    if kind == "timeline":
        return _timeline(frame, scene, chart, most)
    if kind == "matrix":
        return add_grid(frame, scene, _matrix(chart, scene.lang) or chart.grid, most)
    return add_grid(frame, scene, chart.grid, most)


def _bars(frame: Frame, scene: Scene, chart: Chart, most: int) -> int:
    area = frame.room(said_of(scene)).without_top(LEAST * LEADING + 4)
    bars = Bars(chart.table, chart.parts, scene.lang, area)
    if bars.is_empty:
        return add_grid(frame, scene, chart.grid, most)
    if bars.cut:
        scene = _with(scene, _SHOWN, len(bars.shown.rows), len(bars.whole.rows))
    value = name_of(chart.table, chart.parts.column("value"), scene.lang)
    said = said_of(scene)
    sheet = frame.slide(said)
    area = sheet.area.without_top(LEAST * LEADING + 4)
    head = f"{name_of(chart.table, chart.parts.column('label'), scene.lang)}: {value}"
    place = replace(sheet.area, high=LEAST * LEADING)
    lines = wrapped(head, place.wide, LEAST, lang=scene.lang, most=1)
    sheet.text(place, Text(lines, LEAST, frame.colours.soft, scene.lang))
    bars.put(sheet, area, scene.called or scene.title, value, hue_of(scheme_of(frame.prs)))
    frame.finish(sheet, said)
    return 1 + (_rest(frame, scene, chart, most - 1) if bars.cut else 0)


def _timeline(frame: Frame, scene: Scene, chart: Chart, most: int) -> int:
    timeline = Timeline(chart.table, chart.parts, scene.lang, frame.room(said_of(scene)))
    if timeline.is_empty:
        return add_grid(frame, scene, chart.grid, most)
    if timeline.cut:
        scene = _with(scene, _LONGEST_SHOWN, len(timeline.shown), len(timeline.whole))
    said = said_of(scene)
    sheet = frame.slide(said)
    timeline.put(sheet, sheet.area, scene.called or scene.title, hue_of(scheme_of(frame.prs)))
    frame.finish(sheet, said)
    return 1 + (_rest(frame, scene, chart, most - 1) if timeline.cut else 0)


def _rest(frame: Frame, scene: Scene, chart: Chart, most: int) -> int:
    """Add the table that has all that a chart leaves out, where there may be some slides of it."""
    return add_grid(frame, replace(scene, left_out=""), chart.grid, most) if most > _FEWEST else 0


def _with(scene: Scene, message: str, shown: int, everything: int) -> Scene:
    said = told(message, scene.lang, shown=shown, all=everything)
    return replace(scene, left_out=" ".join(filter(None, (scene.left_out, said))))


def _matrix(chart: Chart, lang: str) -> Grid | None:
    """Return the numbers of an answer as a table by two things, shaded; nothing where it has none."""
    parts = chart.parts
    found = grid(chart.table, parts.column("rows"), parts.column("columns"), parts.column("value"))
    most = max((abs(value or 0.0) for row in found.values for value in row), default=0.0)
    if not most:
        return None
    heads = (name_of(chart.table, parts.column("rows"), lang), *found.columns)
    rows = (
        GridRow((GridCell(name), *(_number(value, most, lang) for value in row)))
        for name, row in zip(found.rows, found.values, strict=True)
    )
    return Grid(tuple(map(GridCell, heads)), tuple(rows))


def _number(value: float | None, most: float, lang: str) -> GridCell:
    if not value:
        return GridCell("")
    shade = min(_SHADES, max(1, -int(-abs(value) * _SHADES // most)))
    return GridCell(chart_words.amount(value, lang), value, shade)
