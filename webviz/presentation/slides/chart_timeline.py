"""A timeline as a chart of PowerPoint's own: stacked bars over years, whose first part is not drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pptx.chart.chart import Chart as PptxChart
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Pt

from graph import Table
from graph.evaluation import chart_words
from graph.evaluation.chart_bars import MOST_SERIES
from graph.evaluation.chart_data import Span, name_of, spans
from graph.query_parts import Chart

from . import chart_look
from .chart_bar import different
from .frame import Sheet
from .measures import Area

MOST_BARS = 16
_MOST_YEARS = 8
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_SHORTEST = 0.02


class Timeline:
    """The bars of an answer over years, the longest of them; what has no date has no bar."""

    def __init__(self, table: Table, chart: Chart, lang: str, area: Area) -> None:
        """Choose the longest bars that fit into an area, in points."""
        self.table, self.chart, self.lang = table, chart, lang
        self.whole, self.series = spans(table, chart)
        dated = [span for span in self.whole if span.start or span.end]
        days = [day for span in dated for day in (span.start, span.end) if day]
        self.first = min((day.year for day in days), default=0)
        self.last = max((day.year for day in days), default=0) + 1
        self.shown: list[Span] = []
        self.size, self.names = chart_look.SMALL, [""]
        for count in range(min(MOST_BARS, len(dated)), 0, -1):
            self.shown = self._longest(dated, count)
            texts = [f"{span.label} ({chart_words.days(span, lang)})" for span in self.shown]
            found = chart_look.labels(texts, area.wide, area.high * 0.84, lang)
            self.size, self.names = found or (chart_look.SMALL, texts)
            if found:
                break

    @property
    def cut(self) -> bool:
        """Whether there are more than are shown."""
        return len(self.shown) < len(self.whole)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has a date."""
        return not self.shown

    def said(self) -> str:
        """Return what the timeline shows, with its times, for those who do not see it."""
        years = self.first, self.last - 1
        told = chart_words.of_timeline(self.table, self.chart, self.whole, len(self.shown), years, self.lang)
        each = (f"{span.label}: {chart_words.days(span, self.lang)}" for span in self.shown)
        return f"{told} {'; '.join(each)}."

    def put(self, sheet: Sheet, area: Area, name: str, hue: int) -> None:
        """Put the timeline on a slide; `hue` is the number of the accent of its bars."""
        has_series = bool(self.chart.column("series")) and len(self.series) > 1
        area = chart_look.lower(area, len(self.names), chart_look.LEGEND * has_series + chart_look.AXIS)
        end = name_of(self.table, self.chart.column("end"), self.lang)
        heads = different(self.series[:MOST_SERIES]) if has_series else [end]
        used = sorted({min(span.series, MOST_SERIES - 1) for span in self.shown}) if has_series else [0]
        start = name_of(self.table, self.chart.column("start"), self.lang)
        rows: dict[str, list[float | None]] = {f"{start} ": [*self._starts()]}
        rows |= {heads[n]: [self._long(span, n if has_series else None) for span in self.shown] for n in used}
        data = chart_look.numbers(self.names, rows, "0.00")
        made = chart_look.put(sheet, XL_CHART_TYPE.BAR_STACKED, data, area, name, self.said())
        chart_look.dress(made, sheet, self.size, legend=has_series, axis=True, area=area)
        plot = made.plots[0]
        plot.gap_width, plot.overlap = 60, 100
        hidden, *bars = plot.series
        hidden.format.fill.background()
        hidden.format.line.fill.background()
        for place, series in enumerate(bars):
            chart_look.fill(series.format.fill, place, len(bars), hue)
        if has_series:
            chart_look.without_first(made)
        self._axis(made)

    def _longest(self, dated: Sequence[Span], count: int) -> list[Span]:
        places = sorted(
            range(len(dated)), key=lambda n: (self._ends(dated[n])[0] - self._ends(dated[n])[1], n)
        )
        return [dated[n] for n in sorted(places[:count])]

    def _ends(self, span: Span) -> tuple[float, float]:
        """Return where a bar begins and ends, in years; an open end is the edge."""
        low = _year(span.start) if span.start else float(self.first)
        high = _year(span.end) + 1 / 366 if span.end else float(self.last)
        return min(low, high), max(low, high)

    def _starts(self) -> list[float]:
        return [round(self._ends(span)[0], 3) for span in self.shown]

    def _long(self, span: Span, series: int | None) -> float | None:
        """Return how long a bar is, in years; nothing where it is of another series."""
        low, high = self._ends(span)
        is_of = series is None or min(span.series, MOST_SERIES - 1) == series
        return round(max(high - low, _SHORTEST), 3) if is_of else None

    def _axis(self, made: PptxChart) -> None:
        axis: Any = made.value_axis
        years = self.last - self.first
        axis.minimum_scale, axis.maximum_scale = self.first, self.last
        axis.major_unit = next((step for step in _STEPS if years / step <= _MOST_YEARS), years)
        axis.has_major_gridlines = True
        axis.major_gridlines.format.line.color.theme_color = MSO_THEME_COLOR.BACKGROUND_2
        axis.format.line.fill.background()
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
        axis.tick_labels.font.size = Pt(self.size)
        axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _year(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 366
