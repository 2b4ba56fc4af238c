"""A timeline: bars over years, from a beginning to an end; what is open at an end runs to the edge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..drawing.strokes import ACCENT, RULE, SOFT
from ..query_parts import Chart
from ..table import Table
from . import chart_words
from .chart_data import Span, name_of, spans
from .chart_svg import LINE_HEIGHT, SMALL, WIDTH, Sheet, width_of, wrapped

MOST = 40
_LABELS = 250.0
_BAR = 14.0
_MOST_YEARS = 10
_SHORTEST = 3.0


def timeline(table: Table, chart: Chart, lang: str, title: str) -> tuple[str, str] | None:
    """Return a timeline and what it says; nothing where no row has a date."""
    whole, series = spans(table, chart)
    dated = [span for span in whole if span.start or span.end]
    if not dated:
        return None
    shown = _fewer(whole)
    axis = _Axis(whole, max(width_of(chart_words.days(span, lang), SMALL) for span in shown))
    alt = chart_words.of_timeline(table, chart, whole, len(shown), (axis.first, axis.last), lang)
    sheet = Sheet()
    has_series = bool(chart.column("series"))
    y = sheet.legend(0, series) if has_series else 0.0
    sheet.text(
        _LABELS, y + 14, wrapped(name_of(table, chart.column("label"), lang), _LABELS, 1)[0], "end", fill=SOFT
    )
    top = y + 22
    heights = [max(len(wrapped(span.label, _LABELS - 4)) * LINE_HEIGHT + 6, 24.0) for span in shown]
    axis.draw(sheet, top - 8, top + sum(heights))
    y = top
    for span, height in zip(shown, heights, strict=True):
        sheet.texts(_LABELS, y + height / 2, wrapped(span.label, _LABELS - 4), "end")
        fill = sheet.fill(span.series) if has_series else ACCENT
        axis.bar(sheet, span, y + height / 2, fill)
        said = chart_words.days(span, lang)
        sheet.text(WIDTH, y + height / 2 + SMALL * 0.35, said, "end", font_size=SMALL)
        y += height
    if len(shown) < len(whole):
        y = sheet.note(y + 4, chart_words.cut(len(shown), len(whole), lang))
    return sheet.svg(title, alt, y + 6), alt


def _fewer(found: Sequence[Span]) -> list[Span]:
    """Return the longest bars, in their order, where there are too many; those without dates go first."""

    def length(span: Span) -> int:
        if span.start and span.end:
            return (span.end - span.start).days
        return 10**7 if span.start or span.end else -(10**7)

    places = sorted(range(len(found)), key=lambda place: (-length(found[place]), place))[:MOST]
    return [found[place] for place in sorted(places)]


class _Axis:
    """Years from left to right; `told` is how much room the written times take on the right."""

    def __init__(self, found: Sequence[Span], told: float) -> None:
        days = [day for span in found for day in (span.start, span.end) if day]
        self.first, self.last = min(days).year, max(days).year
        self.left, self.right = _LABELS + 22.0, WIDTH - told - 22.0
        self.unit = (self.right - self.left) / (self.last + 1 - self.first)

    def at(self, day: date) -> float:
        part = (day.timetuple().tm_yday - 1) / 366
        return self.left + (day.year + part - self.first) * self.unit

    def draw(self, sheet: Sheet, top: float, bottom: float) -> None:
        """Draw a line where each year, or each few years, begins."""
        years = self.last + 1 - self.first
        step = next(
            step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if years / step <= _MOST_YEARS
        )
        step = max(step, int(-(-44 // self.unit)) if self.unit < 44 else step)
        for year in range(self.first, self.last + 1, step):
            x = self.left + (year - self.first) * self.unit
            sheet.line(x, top, x, bottom, RULE)
            sheet.text(x + 3, top + 2, f"{year:04}", fill=SOFT, font_size=SMALL)

    def bar(self, sheet: Sheet, span: Span, middle: float, fill: str) -> None:
        """Draw a bar; an open end is an arrow head to the edge."""
        if not span.start and not span.end:
            return
        low = self.at(span.start) if span.start else self.left
        high = self.at(span.end) + self.unit / 366 if span.end else self.right
        low, high = min(low, high), max(low, high)  # an end before the beginning is drawn too
        sheet.rect(low, middle - _BAR / 2, max(high - low, _SHORTEST), _BAR, fill)
        for edge, way, is_open in ((low, -1, not span.start), (high, 1, not span.end)):
            if is_open:
                tip = f"M{edge:.1f} {middle - 9:.1f}l{way * 12} 9l{-way * 12} 9z"
                sheet.path(tip, fill=fill)
