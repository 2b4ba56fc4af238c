"""What is in a chart, in a sentence or two: for those who do not see it, and for those in a hurry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from ..i18n import mark, translate
from ..query_parts import Chart
from ..table import Table
from .chart_data import Grid, Span, Ties, name_of, named

_MOST_NAMES = 3
_LARGE = 1e12
_LOCALES = {"en": "en_GB"}
_BARS = mark("Bar chart. Rows: {rows} ({count}). Length of the bars: {values}.")
_SERIES = mark("Divided by: {name} ({names}).")
_MOST = mark("Most: {names} ({amount}).")
_LEAST = mark("Least: {names} ({amount}).")
_EQUAL = mark("All are equal: {amount}.")
_ZERO = mark("Zero ({count}): {names}.")
_MATRIX = mark(
    "Matrix of numbers. Rows: {rows} ({row_count}). Columns: {columns} ({column_count}). Numbers: {values}."
)
_EMPTY = mark("Empty cells: {empty} of {cells}.")
_ROWS_EMPTY = mark("Rows without any ({count}): {names}.")
_TIMELINE = mark("Timeline {first}–{last}. Rows: {rows} ({count}).")
_FIRST = mark("First to begin: {names} ({day}).")
_LAST = mark("Last to end: {names} ({day}).")
_OPEN = mark("Without an end ({count}): {names}.")
_NO_DATES = mark("Without dates ({count}): {names}.")
_NETWORK = mark("Drawing of connections. {sides}: {things} in all, connections: {ties}.")
_STRONGEST = mark("Strongest: {names} ({amount}).")
_MANY = mark("Most connected: {names} ({amount}).")
_ALONE = mark("Without connections ({count}): {names}.")
_CUT = mark("Drawn are the largest: {shown} of {all}. The table has the rest.")
_OTHERS = mark("{names} and {count} more")
_FROM, _UNTIL = mark("from {day}"), mark("until {day}")
_UNKNOWN = mark("no dates")


def amount(value: float | None, lang: str) -> str:
    """Return a number as it is written in a language, with two decimals at the most."""
    if value is None:
        return "–"
    if abs(value) >= _LARGE:
        return f"{value:.3g}"
    return str(format_decimal(value, format="#,##0.##", locale=lang))


def names(texts: Sequence[str], lang: str) -> str:
    """Return up to three names, and how many more there are."""
    some = list(texts[:_MOST_NAMES])
    if len(texts) <= _MOST_NAMES:
        return str(format_list(some, locale=lang))
    return translate(_OTHERS, lang, names=", ".join(some), count=len(texts) - len(some))


def others(lang: str) -> str:
    """Return the name of what is joined because there is too much of it."""
    return translate(mark("others"), lang)


def cut(shown: int, everything: int, lang: str) -> str:
    """Return the sentence of a chart that leaves something out."""
    return translate(_CUT, lang, shown=shown, all=everything)


def days(span: Span, lang: str) -> str:
    """Return when a bar of a timeline begins and ends: in years where these are whole."""
    start, end = _day(span.start, lang), _day(span.end, lang)
    if span.start and span.end and _is_whole(span.start, span.end):
        start, end = str(span.start.year), str(span.end.year)
    elif span.start and _starts_year(span.start):
        start = str(span.start.year)
    elif span.end and not span.start and _ends_year(span.end):
        end = str(span.end.year)
    if not start and not end:
        return translate(_UNKNOWN, lang)
    if not end:
        return translate(_FROM, lang, day=start)
    if not start:
        return translate(_UNTIL, lang, day=end)
    return start if start == end else f"{start}–{end}"


def _is_whole(start: date, end: date) -> bool:
    return _starts_year(start) and _ends_year(end)


def _starts_year(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _ends_year(day: date) -> bool:
    return day.year == date.max.year or _starts_year(day + timedelta(days=1))


def _day(day: date | None, lang: str) -> str:
    return str(format_date(day, "medium", locale=_LOCALES.get(lang, lang))) if day else ""


def _said(lang: str, *sentences: tuple[str, Mapping[str, object]]) -> str:
    return " ".join(translate(message, lang, **values) for message, values in sentences)


def _extremes(
    values: Sequence[float], texts: Sequence[str], lang: str
) -> list[tuple[str, Mapping[str, object]]]:
    """Return what tells the largest, the smallest, and those of nothing."""
    known = sorted(set(values))
    at = {value: [place for place, other in enumerate(values) if other == value] for value in known}

    def told(value: float) -> dict[str, object]:
        return {"names": names(named(at[value], texts), lang), "amount": amount(value, lang)}

    if len(known) == 1:
        return (
            [(_EQUAL, {"amount": amount(known[0], lang)})] if len(values) > 1 else [(_MOST, told(known[0]))]
        )
    found = [(_MOST, told(known[-1]))]
    if known[0] != 0:
        found.append((_LEAST, told(known[0])))
    if 0 in at:
        found.append((_ZERO, {"count": len(at[0]), "names": names(named(at[0], texts), lang)}))
    return [*found]


def of_bars(table: Table, chart: Chart, shown: Grid, whole: Grid, lang: str) -> str:
    """Return what a bar chart shows."""
    heads = {
        "rows": name_of(table, chart.column("label"), lang),
        "values": name_of(table, chart.column("value"), lang),
        "count": len(whole.rows),
    }
    sentences: list[tuple[str, Mapping[str, object]]] = [(_BARS, heads)]
    if chart.column("series"):
        name = name_of(table, chart.column("series"), lang)
        sentences.append((_SERIES, {"name": name, "names": names(whole.columns, lang)}))
    sentences += _extremes(whole.totals, whole.rows, lang)
    return _with_cut(_said(lang, *sentences), len(shown.rows), len(whole.rows), lang)


def of_matrix(table: Table, chart: Chart, shown: Grid, whole: Grid, lang: str) -> str:
    """Return what a matrix shows."""
    heads = {part: name_of(table, chart.column(part), lang) for part in ("rows", "columns")}
    values = name_of(table, chart.column("value"), lang)
    counts = {"row_count": len(whole.rows), "column_count": len(whole.columns)}
    cells = [
        (value or 0.0, f"{row} / {column}")
        for row, found in zip(whole.rows, whole.values, strict=True)
        for column, value in zip(whole.columns, found, strict=True)
    ]
    most = max(value for value, _ in cells)
    top = [text for value, text in cells if value == most]
    empty = sum(not value for value, _ in cells)
    bare = [row for row, total in zip(whole.rows, whole.totals, strict=True) if not total]
    sentences: list[tuple[str, Mapping[str, object]]] = [(_MATRIX, {**heads, **counts, "values": values})]
    sentences.append((_MOST, {"names": names(top, lang), "amount": amount(most, lang)}))
    sentences.append((_EMPTY, {"empty": empty, "cells": len(cells)}))
    if bare:
        sentences.append((_ROWS_EMPTY, {"count": len(bare), "names": names(bare, lang)}))
    said = _said(lang, *sentences)
    return _with_cut(said, len(shown.rows) * len(shown.columns), len(cells), lang)


def of_timeline(
    table: Table, chart: Chart, found: Sequence[Span], shown: int, years: tuple[int, int], lang: str
) -> str:
    """Return what a timeline shows."""
    rows = name_of(table, chart.column("label"), lang)
    head = {"first": years[0], "last": years[1], "rows": rows, "count": len(found)}
    sentences: list[tuple[str, Mapping[str, object]]] = [(_TIMELINE, head)]
    starts = [span.start for span in found if span.start]
    ends = [span.end for span in found if span.end]
    if starts:
        first = [span.label for span in found if span.start == min(starts)]
        sentences.append((_FIRST, {"names": names(first, lang), "day": _day(min(starts), lang)}))
    if ends:
        last = [span.label for span in found if span.end == max(ends)]
        sentences.append((_LAST, {"names": names(last, lang), "day": _day(max(ends), lang)}))
    for message, few in (
        (_OPEN, [span.label for span in found if span.start and not span.end]),
        (_NO_DATES, [span.label for span in found if not span.start and not span.end]),
    ):
        if few:
            sentences.append((message, {"count": len(few), "names": names(few, lang)}))
    return _with_cut(_said(lang, *sentences), shown, len(found), lang)


def of_network(table: Table, chart: Chart, found: Ties, lang: str) -> str:
    """Return what a drawn network shows."""
    sides = list(dict.fromkeys(name_of(table, chart.column(part), lang) for part in ("from", "to")))
    head = {"sides": " – ".join(sides), "things": found.things_in_all, "ties": found.ties_in_all}
    sentences: list[tuple[str, Mapping[str, object]]] = [(_NETWORK, head)]
    if chart.column("weight") and found.ties:
        most = max(tie.weight for tie in found.ties)
        top = [_pair(found, place) for place, tie in enumerate(found.ties) if tie.weight == most]
        sentences.append((_STRONGEST, {"names": names(top, lang), "amount": amount(most, lang)}))
    degrees = [sum(n in (tie.source, tie.target) for tie in found.ties) for n in range(len(found.things))]
    if found.ties:
        most_ties = max(degrees)
        top = [text for text, degree in zip(found.things, degrees, strict=True) if degree == most_ties]
        sentences.append((_MANY, {"names": names(top, lang), "amount": most_ties}))
    alone = [text for text, degree in zip(found.things, degrees, strict=True) if not degree]
    if alone:
        sentences.append((_ALONE, {"count": len(alone), "names": names(alone, lang)}))
    said = _said(lang, *sentences)
    said = _with_cut(said, len(found.things), found.things_in_all, lang)
    whole = len(found.things) == found.things_in_all
    return _with_cut(said, len(found.ties), found.ties_in_all, lang) if whole else said


def _pair(found: Ties, place: int) -> str:
    tie = found.ties[place]
    return f"{found.things[tie.source]} – {found.things[tie.target]}"


def _with_cut(said: str, shown: int, everything: int, lang: str) -> str:
    return said if shown >= everything else f"{said} {cut(shown, everything, lang)}"
