"""What all charts of slides share: their place, their fonts, fills that differ in grey too, equal bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

from pptx.chart.chart import Chart as PptxChart
from pptx.chart.data import CategoryChartData
from pptx.dml.fill import FillFormat
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_PATTERN, MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.util import Pt

from graph.drawing.text_measure import clean, wrapped
from graph.neutral import neutral

from .frame import LEADING, Sheet
from .marks import locale
from .measures import Area, emu
from .table_words import LONGEST, shorter

#: The hue of bars, and a pattern for each series, so that none is told by its colour alone.
_HUES = (
    MSO_THEME_COLOR.ACCENT_1,
    MSO_THEME_COLOR.ACCENT_2,
    MSO_THEME_COLOR.ACCENT_3,
    MSO_THEME_COLOR.ACCENT_4,
    MSO_THEME_COLOR.ACCENT_5,
    MSO_THEME_COLOR.ACCENT_6,
)
_PATTERNS = (
    None,
    MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    MSO_PATTERN.LIGHT_HORIZONTAL,
    MSO_PATTERN.LARGE_CHECKER_BOARD,
    MSO_PATTERN.DARK_VERTICAL,
    MSO_PATTERN.PERCENT_20,
)
#: The share of the width that names take, and around a chart.
NAMES, _EDGE = 0.36, 8.0
LARGE, SMALL = 14.0, 12.0
_MOST_LINES = 2
#: How many letters a legend shows of a name.
_LONGEST_SERIES = 40
#: The heights of a legend and of the names of years.
LEGEND, AXIS = 34.0, 30.0
#: What a bar takes at most, with the room to the next.
_HIGHEST_BAR = 56.0
_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_NO_DAY = (1980, 1, 1, 0, 0, 0)


def labels(names: Sequence[str], wide: float, high: float, lang: str) -> tuple[float, list[str]] | None:
    """Return the size in which names fit beside their bars, and their texts; nothing if they do not fit."""
    room = wide * NAMES - 2 * _EDGE
    for size in (LARGE, SMALL):
        lines = [wrapped(name, room, size, lang=lang, most=_MOST_LINES) or ["–"] for name in names]
        most = max(map(len, lines), default=1)
        if len(names) * (most * size * LEADING + 2) <= high:
            return size, [_written(name, each) for name, each in zip(names, lines, strict=True)]
    return None


def _written(name: str, lines: Sequence[str]) -> str:
    """Return a name that breaks as measured: whole where it fits, cut with an ellipsis where it does not."""
    whole = clean(name)
    return whole if not lines[-1].endswith("…") else shortened_to(whole, lines)


def lower(area: Area, bars: int, around: float) -> Area:
    """Return an area that is no higher than so many bars need, with what stands around them."""
    return replace(area, high=min(area.high, bars * _HIGHEST_BAR + around))


def shortened_to(whole: str, lines: Sequence[str]) -> str:
    """Return the start of a text that so many lines hold, with an ellipsis."""
    letters = sum(len(line.rstrip("-…")) for line in lines[:-1]) + len(lines[:-1]) + len(lines[-1]) - 1
    return f"{whole[:letters].rstrip(' ,;:-–')}…"


def numbers(names: Sequence[str], rows: Mapping[str, Sequence[float | None]], form: str) -> CategoryChartData:
    """Return what a chart is made of: the names of bars, and numbers by series, written in a form."""
    made: Any = CategoryChartData
    data: Any = made(number_format=form)
    data.categories = [neutral(clean(name)) for name in names]
    for name, values in rows.items():
        data.add_series(neutral(shorter(name, _LONGEST_SERIES)), values)
    found: CategoryChartData = data
    return found


def put(
    sheet: Sheet, kind: XL_CHART_TYPE, data: CategoryChartData, area: Area, name: str, descr: str
) -> PptxChart:
    """Put a chart on a slide, with its name and what it says."""
    mark = sheet.new(name)
    shapes: Any = sheet.slide.shapes
    shape = shapes.add_chart(kind, emu(area.x), emu(area.y), emu(area.wide), emu(area.high), data)
    properties = shape._element.xpath("./p:nvGraphicFramePr/p:cNvPr")[0]
    properties.set("id", str(mark.number))
    properties.set("name", mark.name)
    properties.set("descr", clean(descr)[:LONGEST])
    chart: PptxChart = shape.chart
    _number_axes(chart)
    _same_bytes(chart)
    return chart


def dress(
    chart: PptxChart, sheet: Sheet, size: float, *, legend: bool, area: Area, axis: bool = False
) -> None:
    """Give a chart of bars its font, its legend, and room for names; for numbers where `axis` is shown."""
    chart.font.size = Pt(size)
    chart.has_title = False
    chart.has_legend = legend
    if legend and chart.legend is not None:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(max(size, SMALL))
    names = chart.category_axis
    names.reverse_order = True
    names.has_major_gridlines = False
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.theme_color = MSO_THEME_COLOR.TEXT_2
    _every_label(names._element)
    _place_of_bars(chart, (LEGEND * legend + 2) / area.high, (AXIS * axis + 2) / area.high)
    _language(chart, sheet)


def fill(chosen: FillFormat, place: int, series: int, first: int = 1) -> None:
    """Fill the bars of a series, in the accents from that number on; a single one has no pattern."""
    pattern = _PATTERNS[place % len(_PATTERNS)] if series > 1 else None
    painted: Any = chosen
    hue = _HUES[(place + first - 1) % len(_HUES)]
    if pattern is None:
        painted.solid()
        painted.fore_color.theme_color = hue
        return
    painted.patterned()
    painted.pattern = pattern
    painted.fore_color.theme_color = hue
    painted.back_color.theme_color = MSO_THEME_COLOR.BACKGROUND_1


def _element(xml: str) -> BaseOxmlElement:
    names = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    made: BaseOxmlElement = parse_xml(xml.format(ns=names))
    return made


def _every_label(axis: BaseOxmlElement) -> None:
    """Let no name be skipped where bars are many."""
    skip = _element('<c:tickLblSkip {ns} val="1"/>')
    after = axis.xpath("./c:lblOffset") or axis.xpath("./c:lblAlgn")
    if after:
        after[-1].addnext(skip)


def without_first(chart: PptxChart) -> None:
    """Leave the series that is not drawn out of the legend."""
    entry = '<c:legendEntry {ns}><c:idx val="0"/><c:delete val="1"/></c:legendEntry>'
    chart._chartSpace.xpath("./c:chart/c:legend/c:legendPos")[0].addnext(_element(entry))


def _place_of_bars(chart: PptxChart, above: float, below: float) -> None:
    """Give the bars a place of their own, so that names have the room that they were measured for."""
    room = {"x": NAMES, "y": above, "w": 1 - NAMES - 0.05, "h": 1 - above - below}
    places = "".join(f'<c:{key} val="{value:.3f}"/>' for key, value in room.items())
    modes = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    xml = f"<c:layout {{ns}}><c:manualLayout>{modes}{places}</c:manualLayout></c:layout>"
    plot = chart._chartSpace.xpath("./c:chart/c:plotArea")[0]
    for old in plot.xpath("./c:layout"):
        plot.remove(old)
    plot.insert(0, _element(xml))


def _language(chart: PptxChart, sheet: Sheet) -> None:
    space = chart._chartSpace
    code = locale(sheet.lang)
    for run in space.iter("{*}defRPr", "{*}rPr", "{*}endParaRPr"):
        run.set("lang", code)
    for found in space.xpath("./c:lang"):
        space.remove(found)
    first = space.xpath("./c:date1904")
    made = _element(f'<c:lang {{ns}} val="{escape(code)}"/>')
    first[0].addnext(made) if first else space.insert(0, made)


def _number_axes(chart: PptxChart) -> None:
    """Give the axes numbers that the standard allows."""
    found = chart._chartSpace.xpath(".//c:axId | .//c:crossAx")
    numbers = {value: str(place) for place, value in enumerate(dict.fromkeys(e.get("val") for e in found), 1)}
    for each in found:
        each.set("val", numbers[each.get("val")])


def _same_bytes(chart: PptxChart) -> None:
    """Give the workbook inside a chart no time of its own, so that equal content gives equal files."""
    owner: Any = chart.part
    part = owner.chart_workbook.xlsx_part
    if part is None:
        return
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(part.blob)) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _NO_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, _DATES.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", source.read(name)))
    part._blob = written.getvalue()
