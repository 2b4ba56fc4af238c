"""Charts for the terminal: bars of blocks, numbers in columns, lines over years, pairs with their weight."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence

from ..query_parts import Chart
from ..table import Table
from . import chart_words
from .chart_bars import MOST_BARS, MOST_COLUMNS
from .chart_data import Grid, Span, grid, largest, name_of, spans, ties
from .chart_svg import clean

WIDTH = 80
_BLOCKS = " ▏▎▍▌▋▊▉"
_FULL = "█"
_LEAST = 10
_MOST_PAIRS = 40


def as_text(table: Table, chart: Chart, lang: str, width: int | None = None) -> str:
    """Return an answer as a chart of letters, no wider than `width`; empty where there is nothing to draw."""
    lines = _WRITERS[chart.type](table, chart, lang, max(width or WIDTH, 4 * _LEAST)) if table.rows else []
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _bars(table: Table, chart: Chart, lang: str, width: int) -> list[str]:
    """Return a bar a row; of several series, the sum, and the parts in brackets."""
    whole = grid(table, chart.column("label"), chart.column("series"), chart.column("value"))
    shown = largest(whole, MOST_BARS, len(whole.columns))
    told = [_parts(row, lang, shown) for row in shown.values]
    wide = min(max(map(len, shown.rows)), width // 2)
    room = max(width - wide - max(map(len, told)) - 3, _LEAST)
    most = max((abs(total) for total in shown.totals), default=0.0)
    lines = [f"{name_of(table, chart.column('label'), lang)}: {name_of(table, chart.column('value'), lang)}"]
    for label, total, text in zip(shown.rows, shown.totals, told, strict=True):
        bar = _bar(abs(total) / most * room if most else 0.0)
        lines += _labelled(label, wide, f" {bar} {text}" if bar else f" {text}")
    return [*lines, *_cut(len(shown.rows), len(whole.rows), lang)]


def _parts(row: Sequence[float | None], lang: str, shown: Grid) -> str:
    known = [value for value in row if value is not None]
    total = chart_words.amount(sum(known) if known else None, lang)
    if len(shown.columns) < 2 or len(known) < 2:
        return total
    named = zip(shown.columns, row, strict=True)
    parts = [f"{clean(name)} {chart_words.amount(value, lang)}" for name, value in named if value]
    return f"{total} ({', '.join(parts)})"


def _bar(length: float) -> str:
    eighths = round(length * 8)
    return (_FULL * (eighths // 8) + _BLOCKS[eighths % 8]).strip()


def _labelled(label: str, wide: int, text: str) -> list[str]:
    """Return a label in lines of a width, and a text beside the last of them."""
    lines = textwrap.wrap(clean(label), wide) or [""]
    return [*(line.ljust(wide) for line in lines[:-1]), lines[-1].ljust(wide) + text]


def _matrix(table: Table, chart: Chart, lang: str, width: int) -> list[str]:
    """Return numbers in columns that have numbers for names, and what those mean below."""
    whole = grid(table, chart.column("rows"), chart.column("columns"), chart.column("value"))
    texts = [[chart_words.amount(value, lang) if value else "·" for value in row] for row in whole.values]
    cell = max([len(text) for row in texts for text in row] + [2]) + 1
    columns = max(1, min(MOST_COLUMNS, (width - 2 * _LEAST) // cell))
    shown = largest(whole, MOST_BARS, columns)
    wide = max(width - cell * len(shown.columns), _LEAST)
    wide = min(wide, max(map(len, shown.rows)))
    heads = "".join(str(place + 1).rjust(cell) for place in range(len(shown.columns)))
    lines = [" " * wide + heads]
    for label, row in zip(shown.rows, shown.values, strict=True):
        numbers = "".join((chart_words.amount(value, lang) if value else "·").rjust(cell) for value in row)
        lines += _labelled(label, wide, numbers)
    lines.append("")
    for place, name in enumerate(shown.columns, 1):
        lines += textwrap.wrap(f"{place} {clean(name)}", width, subsequent_indent="  ")
    cells = len(shown.rows) * len(shown.columns)
    return [*lines, *_cut(cells, len(whole.rows) * len(whole.columns), lang)]


def _timeline(table: Table, chart: Chart, lang: str, width: int) -> list[str]:
    found, _ = spans(table, chart)
    shown = found[:MOST_BARS]
    told = [chart_words.days(span, lang) for span in shown]
    days = [day.year for span in shown for day in (span.start, span.end) if day]
    if not days:
        return []
    wide = min(max(len(span.label) for span in shown), width // 3)
    room = max(width - wide - max(map(len, told)) - 4, _LEAST)
    first, last = min(days), max(days)
    lines = [f"{'':{wide}} {first}{last:>{max(room - 4, 5)}}"]
    for span, text in zip(shown, told, strict=True):
        lines += _labelled(span.label, wide, f" {_line(span, first, last, room)} {text}")
    return [*lines, *_cut(len(shown), len(found), lang)]


def _line(span: Span, first: int, last: int, room: int) -> str:
    if not span.start and not span.end:
        return " " * room
    unit = room / (last + 1 - first)
    low = int(((span.start.year if span.start else first) - first) * unit)
    high = int(((span.end.year if span.end else last) + 1 - first) * unit)
    low, high = sorted((min(low, room - 1), high))
    bar = "─" * max(high - low - 2, 0)
    ends = "├" if span.start else "◀", "┤" if span.end else "▶"
    return (" " * low + ends[0] + bar + ends[1]).ljust(room)[: room + 1]


def _network(table: Table, chart: Chart, lang: str, width: int) -> list[str]:
    """Return pairs, the strongest first."""
    found = ties(table, chart, 10**6, 10**6)
    shown = found.ties[:_MOST_PAIRS]
    lines: list[str] = []
    for tie in shown:
        weight = f": {chart_words.amount(tie.weight, lang)}" if chart.column("weight") else ""
        pair = f"{clean(found.things[tie.source])} – {clean(found.things[tie.target])}{weight}"
        lines += textwrap.wrap(pair, width, subsequent_indent="  ")
    return [*lines, *_cut(len(shown), len(found.ties), lang)]


def _cut(shown: int, everything: int, lang: str) -> Iterable[str]:
    return ["", chart_words.cut(shown, everything, lang)] if shown < everything else []


_WRITERS: Mapping[str, Callable[[Table, Chart, str, int], list[str]]] = {
    "bar": _bars,
    "matrix": _matrix,
    "timeline": _timeline,
    "network": _network,
}
