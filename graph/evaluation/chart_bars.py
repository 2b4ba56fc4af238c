"""Bars and matrices: numbers by one thing or by two, each number written where it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..drawing.strokes import ACCENT, RULE, SOFT, WHITE
from ..query_parts import Chart
from ..table import Table
from . import chart_words
from .chart_data import Grid, grid, joined, largest, name_of
from .chart_svg import LINE_HEIGHT, SHADES, SIZE, SMALL, WIDTH, Sheet, width_of, wrapped

MOST_BARS, MOST_COLUMNS, MOST_SERIES = 40, 16, 6
_LABELS = 260.0
_GAP = 10.0
_BAR, _THIN = 18.0, 14.0
_HEAD = 210.0


@dataclass(frozen=True)
class _Scale:
    """Where numbers stand: `zero` is the place of nothing, `unit` the pixels of one."""

    zero: float
    unit: float

    def at(self, value: float) -> float:
        return self.zero + value * self.unit


def bars(table: Table, chart: Chart, lang: str, title: str) -> tuple[str, str] | None:
    """Return a bar chart, horizontal, and what it says; nothing where there is no number."""
    whole = grid(table, chart.column("label"), chart.column("series"), chart.column("value"))
    if not _has_numbers(whole):
        return None
    shown = largest(joined(whole, MOST_SERIES, chart_words.others(lang)), MOST_BARS, MOST_SERIES)
    alt = chart_words.of_bars(table, chart, shown, whole, lang)
    sheet = Sheet()
    y = sheet.legend(0, shown.columns) if chart.column("series") else 0.0
    y = _heads(
        sheet, y, name_of(table, chart.column("label"), lang), name_of(table, chart.column("value"), lang)
    )
    y = _Bars(sheet, shown, lang, series=bool(chart.column("series"))).draw(y)
    y = _note(sheet, y, len(shown.rows), len(whole.rows), lang)
    return sheet.svg(title, alt, y + 6), alt


def _has_numbers(found: Grid) -> bool:
    return any(value is not None for row in found.values for value in row)


def _heads(sheet: Sheet, y: float, label: str, value: str) -> float:
    sheet.text(_LABELS, y + 14, wrapped(label, _LABELS, 1, SMALL)[0], "end", fill=SOFT, font_size=SMALL)
    room = WIDTH - _LABELS - 2 * _GAP
    sheet.text(_LABELS + _GAP, y + 14, wrapped(value, room, 1, SMALL)[0], fill=SOFT, font_size=SMALL)
    return y + 22


def _note(sheet: Sheet, y: float, shown: int, everything: int, lang: str) -> float:
    return y if shown >= everything else sheet.note(y + 4, chart_words.cut(shown, everything, lang))


class _Bars:
    """Draws bars below each other: those of series in one bar where numbers are counts, else side by side."""

    def __init__(self, sheet: Sheet, found: Grid, lang: str, *, series: bool) -> None:
        self.sheet, self.found, self.lang, self.series = sheet, found, lang, series
        numbers = [value for row in found.values for value in row if value is not None]
        self.stacked = all(value >= 0 and value == int(value) for value in numbers)
        ends = list(found.totals) if self.stacked else numbers
        self.told = [self._told(row) for row in found.values]
        room = max(width_of(text) for texts in self.told for text in texts) + 2 * _GAP
        low, high = min(0.0, *ends), max(0.0, *ends)
        left = _LABELS + _GAP
        unit = max(WIDTH - left - room, 40.0) / (high - low) if high > low else 0.0
        self.scale = _Scale(left - low * unit, unit)

    def _told(self, row: Sequence[float | None]) -> list[str]:
        """Return what is written at the end of each bar of a row."""
        if not self.stacked:
            return [chart_words.amount(value, self.lang) for value in row]
        known = [value for value in row if value is not None]
        total = chart_words.amount(sum(known) if known else None, self.lang)
        parts = [chart_words.amount(value, self.lang) for value in known if value]
        return [f"{total} ({' + '.join(parts)})" if self.series and len(parts) > 1 else total]

    def draw(self, y: float) -> float:
        start = y
        for place, label in enumerate(self.found.rows):
            lines = wrapped(label, _LABELS - 4)
            bars = 1 if self.stacked else len(self.found.columns)
            height = max(len(lines) * LINE_HEIGHT, bars * (_BAR if bars == 1 else _THIN + 2)) + 8
            self.sheet.texts(_LABELS, y + height / 2, lines, "end")
            if self.stacked:
                self._stack(place, y + (height - _BAR) / 2)
            else:
                self._beside(place, y + (height - bars * (_THIN + 2)) / 2)
            y += height
        self.sheet.line(self.scale.zero, start, self.scale.zero, y)
        return y

    def _fill(self, series: int) -> str:
        return self.sheet.fill(series) if self.series else ACCENT

    def _stack(self, place: int, y: float) -> None:
        at = self.scale.zero
        for series, value in enumerate(self.found.values[place]):
            wide = (value or 0.0) * self.scale.unit
            if wide:
                self.sheet.rect(at, y, wide, _BAR, self._fill(series), stroke=WHITE)
            at += wide
        self.sheet.text(at + 6, y + _BAR / 2 + SIZE * 0.35, self.told[place][0])

    def _beside(self, place: int, y: float) -> None:
        for series, value in enumerate(self.found.values[place]):
            ends = sorted((self.scale.zero, self.scale.at(value or 0.0)))
            self.sheet.rect(ends[0], y, ends[1] - ends[0], _THIN, self._fill(series))
            self.sheet.text(ends[1] + 6, y + _THIN - 3, self.told[place][series])
            y += _THIN + 2


def matrix(table: Table, chart: Chart, lang: str, title: str) -> tuple[str, str] | None:
    """Return a matrix of shaded numbers, and what it says; nothing where there is no number."""
    whole = grid(table, chart.column("rows"), chart.column("columns"), chart.column("value"))
    if not _has_numbers(whole):
        return None
    shown = largest(whole, MOST_BARS, MOST_COLUMNS)
    alt = chart_words.of_matrix(table, chart, shown, whole, lang)
    sheet = Sheet()
    wide = min(64.0, (WIDTH - _LABELS - _GAP) / len(shown.columns))
    y = _column_heads(sheet, shown, wide)
    y = _cells(sheet, shown, wide, y, lang)
    cells = len(shown.rows) * len(shown.columns)
    y = _note(sheet, y, cells, len(whole.rows) * len(whole.columns), lang)
    return sheet.svg(title, alt, y + 4), alt


def _column_heads(sheet: Sheet, shown: Grid, wide: float) -> float:
    """Write the names of columns upwards; return where they end."""
    lines = [wrapped(name, _HEAD - 6, max(1, int((wide - 2) // LINE_HEIGHT))) for name in shown.columns]
    height = max(width_of(text) for texts in lines for text in texts) + 8
    for place, texts in enumerate(lines):
        middle = _LABELS + _GAP + (place + 0.5) * wide
        for number, text in enumerate(texts):
            x = middle + (number - (len(texts) - 1) / 2) * LINE_HEIGHT + SIZE * 0.35
            turned = f"translate({x:.1f} {height:.0f}) rotate(-90)"
            sheet.text(0, 0, text, transform=turned)
    return height + 6


def _cells(sheet: Sheet, shown: Grid, wide: float, y: float, lang: str) -> float:
    most = max((abs(value or 0.0) for row in shown.values for value in row), default=0.0)
    for label, row in zip(shown.rows, shown.values, strict=True):
        lines = wrapped(label, _LABELS - 4)
        height = max(len(lines) * LINE_HEIGHT + 4, 26.0)
        sheet.texts(_LABELS, y + height / 2, lines, "end")
        for place, value in enumerate(row):
            box = (_LABELS + _GAP + place * wide + 1, y + 1, wide - 2, height - 2)
            if not value:
                sheet.rect(*box, WHITE, stroke=RULE)
                continue
            fill, ink = SHADES[min(len(SHADES) - 1, max(0, -int(-abs(value) * len(SHADES) // most) - 1))]
            sheet.rect(*box, fill, rx=3)
            text = chart_words.amount(value, lang)
            size = SIZE if width_of(text) <= wide - 4 else SIZE * (wide - 4) / width_of(text)
            middle = _LABELS + _GAP + (place + 0.5) * wide
            sheet.text(
                middle, y + height / 2 + SIZE * 0.35, text, "middle", fill=ink, font_size=f"{size:.1f}"
            )
        y += height
    return y
