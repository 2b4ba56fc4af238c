"""Bars as a chart of PowerPoint's own: the numbers of the answer, each written at its bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.chart.chart import Chart as PptxChart
from pptx.chart.datalabel import DataLabels
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.util import Pt

from graph import Table
from graph.evaluation import chart_words
from graph.evaluation.chart_bars import MOST_SERIES
from graph.evaluation.chart_data import Grid, grid, joined, largest
from graph.query_parts import Chart

from . import chart_look
from .frame import Sheet
from .measures import Area
from .table_words import shorter

#: How many bars are read from the back of a room.
MOST_BARS = 16
_LEAST_BARS = 4
_NO_TEXT, _LONGEST = "–", 36
_WHITE = (
    '<c:spPr xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:solidFill><a:schemeClr val="bg1"/>'
    "</a:solidFill></c:spPr>"
)


class Bars:
    """The numbers of an answer by name, and by series where it has some: as many as are legible."""

    def __init__(self, table: Table, chart: Chart, lang: str, area: Area) -> None:
        """Choose the largest that fit into an area, in points."""
        self.table, self.chart, self.lang = table, chart, lang
        self.whole = grid(table, chart.column("label"), chart.column("series"), chart.column("value"))
        self.series = bool(chart.column("series")) and len(self.whole.columns) > 1
        narrow = joined(self.whole, MOST_SERIES, chart_words.others(lang))
        high = area.high * (0.88 if self.series else 0.96)
        for count in range(min(MOST_BARS, len(narrow.rows)), 0, -1):
            self.shown = largest(narrow, count, MOST_SERIES)
            numbers = [value for row in self.shown.values for value in row if value is not None]
            self.stacked = all(value >= 0 and value == int(value) for value in numbers)
            rows = 1 if self.stacked else len(self.shown.columns)
            room = high / max(1.0, rows * 0.6)
            found = chart_look.labels(self.shown.rows, area.wide, room, lang)
            if found or count <= _LEAST_BARS:
                self.size, self.names = found or (chart_look.SMALL, list(self.shown.rows))
                break

    @property
    def cut(self) -> bool:
        """Whether there are more than are shown."""
        return len(self.shown.rows) < len(self.whole.rows)

    @property
    def is_empty(self) -> bool:
        """Whether there is no number."""
        return all(value is None for row in self.whole.values for value in row)

    def said(self) -> str:
        """Return what the chart shows, with its numbers, for those who do not see it."""
        told = chart_words.of_bars(self.table, self.chart, self.shown, self.whole, self.lang)
        return f"{told} {'; '.join(map(_in_words, self._in_rows()))}."

    def _in_rows(self) -> list[tuple[str, str]]:
        found = []
        for name, row in zip(self.shown.rows, self.shown.values, strict=True):
            named = zip(self.shown.columns, row, strict=True)
            parts = [
                (column, chart_words.amount(value, self.lang)) for column, value in named if value is not None
            ]
            said = ", ".join(f"{column} {text}" if self.series else text for column, text in parts)
            found.append((name, said or _NO_TEXT))
        return found

    def put(self, sheet: Sheet, area: Area, name: str, value: str, hue: int) -> None:
        """Put the chart on a slide; `value` is what the numbers are called, `hue` the accent of bars."""
        area = chart_look.lower(area, len(self.names), chart_look.LEGEND * self.series)
        heads = different(self.shown.columns) if self.series else [value]
        rows = {head: [row[place] for row in self.shown.values] for place, head in enumerate(heads)}
        data = chart_look.numbers(self.names, rows, _format(self.shown, self.series))
        kind = XL_CHART_TYPE.BAR_STACKED if self.series and self.stacked else XL_CHART_TYPE.BAR_CLUSTERED
        made = chart_look.put(sheet, kind, data, area, name, self.said())
        chart_look.dress(made, sheet, self.size, legend=self.series, area=area)
        self._axis(made)
        plot = made.plots[0]
        plot.gap_width = 40
        plot.overlap = 100 if kind == XL_CHART_TYPE.BAR_STACKED else 0
        for place, series in enumerate(plot.series):
            chart_look.fill(series.format.fill, place, len(heads), hue)
            if self.series:
                series.format.line.color.theme_color = MSO_THEME_COLOR.TEXT_1
                series.format.line.width = Pt(0.75)
            self._labels(series.data_labels, inside=kind == XL_CHART_TYPE.BAR_STACKED)

    def _axis(self, made: PptxChart) -> None:
        axis: Any = made.value_axis
        numbers = [value or 0.0 for row in self.shown.values for value in row]
        if min(numbers) >= 0:
            axis.minimum_scale = 0
        if not any(numbers):
            axis.maximum_scale = 1
        axis.has_major_gridlines = False
        axis.visible = False

    def _labels(self, labels: DataLabels, *, inside: bool) -> None:
        labels.show_value = True
        labels.font.size = Pt(self.size)
        labels.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
        labels.number_format = _format(self.shown, self.series)
        labels.number_format_is_linked = False
        labels.position = XL_LABEL_POSITION.CENTER if inside else XL_LABEL_POSITION.OUTSIDE_END
        if inside:
            # On a pattern a number is read where it stands on white.
            labels._element.xpath("./c:numFmt")[0].addnext(parse_xml(_WHITE))


def _in_words(pair: tuple[str, str]) -> str:
    return f"{pair[0]}: {pair[1]}"


def _format(found: Grid, series: bool) -> str:
    """Return how numbers are written; where bars have parts, a part of nothing is not."""
    whole = all(value is None or value == int(value) for row in found.values for value in row)
    form = "#,##0" if whole else "#,##0.0#"
    return f"{form};-{form};;" if series else form


def different(names: Sequence[str]) -> list[str]:
    """Return names of which no two are the same."""
    found: list[str] = []
    for name in names:
        short = shorter(name, _LONGEST) or _NO_TEXT
        told, number = short, 2
        while told in found:
            told, number = f"{short} ({number})", number + 1
        found.append(told)
    return found
