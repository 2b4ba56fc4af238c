"""What a chart is made from: names and numbers out of the rows of an answer."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from rdflib import Literal

from ..query_parts import Chart
from ..table import Cell, Table

NOTHING = "–"
#: More than that is no number of a plan, and would leave nothing of the others.
_MOST = 1e15
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")


@dataclass(frozen=True)
class Grid:
    """Numbers by row and column."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]

    @property
    def totals(self) -> tuple[float, ...]:
        """The sum of each row."""
        return tuple(sum(value or 0.0 for value in row) for row in self.values)


@dataclass(frozen=True)
class Span:
    """A bar of a timeline: from a day to a day, where these are known."""

    label: str
    start: date | None
    end: date | None
    series: int


@dataclass(frozen=True)
class Tie:
    """A link of a drawn network: the places of its ends, and its weight."""

    source: int
    target: int
    weight: float


@dataclass(frozen=True)
class Ties:
    """Things and what ties them, the strongest of `things_in_all` and `ties_in_all`."""

    things: tuple[str, ...]
    ties: tuple[Tie, ...]
    #: How many of the things stand on the left of two columns; 0 where things on both sides are the same.
    left: int
    things_in_all: int
    ties_in_all: int

    def strengths(self) -> list[float]:
        """Return the sum of weights at each thing."""
        found = [0.0] * len(self.things)
        for tie in self.ties:
            found[tie.source] += tie.weight
            found[tie.target] += tie.weight
        return found


def name_of(table: Table, key: str, lang: str) -> str:
    """Return the name of a column."""
    column = next((column for column in table.columns if column.key == key), None)
    return (column.names.get(lang) if column else "") or key


def number_of(cell: Cell | None) -> float | None:
    """Return the number in a cell, if it is one that can be drawn."""
    if cell is None or not isinstance(cell.term, Literal) or isinstance(cell.term.value, bool):
        return None
    try:
        value = float(cell.term.value)
    except (TypeError, ValueError, OverflowError):
        return None
    return value if math.isfinite(value) and abs(value) <= _MOST else None


def _amount(cells: Sequence[Cell]) -> float | None:
    """Return the sum of numbers; of other things, how many different ones there are."""
    known = [cell for cell in cells if cell.term is not None]
    numbers = [number_of(cell) for cell in known]
    if all(number is not None for number in numbers):
        return sum(number for number in numbers if number is not None) if known else None
    return float(len({str(cell.term) for cell in known if number_of(cell) is None}))


class _Places:
    """Gives each thing of a column its place, in the order of the answer."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self.texts: list[str] = []

    def of(self, cell: Cell | None) -> int:
        key = "" if cell is None or cell.term is None else f"{type(cell.term).__name__} {cell.term}"
        if key not in self.places:
            self.places[key] = len(self.texts)
            self.texts.append((cell.text if cell else "") or NOTHING)
        return self.places[key]


def grid(table: Table, rows: str, columns: str, values: str) -> Grid:
    """Return the numbers of a column by two others; without columns, there is one."""
    row_places, column_places = _Places(), _Places()
    found: dict[tuple[int, int], list[Cell]] = {}
    for row in table.named_rows():
        place = row_places.of(row.get(rows)), column_places.of(row.get(columns))
        found.setdefault(place, []).append(row[values])
    sums = {place: _amount(cells) for place, cells in found.items()}
    made = tuple(
        tuple(sums.get((r, c)) for c in range(len(column_places.texts))) for r in range(len(row_places.texts))
    )
    names, heads = tuple(row_places.texts), tuple(column_places.texts)
    return Grid(names, heads, made)


def largest(found: Grid, rows: int, columns: int) -> Grid:
    """Return a grid with at most so many rows and columns: those with the largest sums, in their order."""
    sums = [sum(abs(row[c] or 0.0) for row in found.values) for c in range(len(found.columns))]
    kept_columns = _largest(sums, columns)
    narrow = tuple(tuple(row[c] for c in kept_columns) for row in found.values)
    kept = _largest([sum(abs(value or 0.0) for value in row) for row in narrow], rows)
    return replace(
        found,
        rows=tuple(found.rows[r] for r in kept),
        columns=tuple(found.columns[c] for c in kept_columns),
        values=tuple(narrow[r] for r in kept),
    )


def joined(found: Grid, most: int, name: str) -> Grid:
    """Return a grid with at most so many columns: the smallest ones are summed in the last, of that name."""
    if len(found.columns) <= most:
        return found
    sums = [sum(abs(row[c] or 0.0) for row in found.values) for c in range(len(found.columns))]
    kept = _largest(sums, most - 1)
    rest = [c for c in range(len(found.columns)) if c not in kept]
    values = tuple((*(row[c] for c in kept), sum(row[c] or 0.0 for c in rest)) for row in found.values)
    return replace(found, columns=(*(found.columns[c] for c in kept), name), values=values)


def _largest(sizes: Sequence[float], most: int) -> list[int]:
    return sorted(sorted(range(len(sizes)), key=lambda place: (-sizes[place], place))[:most])


def spans(table: Table, chart: Chart) -> tuple[list[Span], list[str]]:
    """Return the bars of a timeline, one for each different row, and the names of its series."""
    series = _Places()
    found: dict[tuple[object, ...], Span] = {}
    for row in table.named_rows():
        label, start, end = (row.get(chart.column(part)) for part in ("label", "start", "end"))
        place = series.of(row.get(chart.column("series")))
        text = (label.text if label else "") or NOTHING
        made = Span(text, _day(start), _day(end, last=True), place)
        found.setdefault((str(label.term) if label else "", made), made)
    return list(found.values()), series.texts


def _day(cell: Cell | None, *, last: bool = False) -> date | None:
    """Return the first or last day of the year, month or day in a cell."""
    parts = _DATE.match(str(cell.term)) if cell is not None and cell.term is not None else None
    if parts is None:
        return None
    year, month, day = (int(part) if part else 0 for part in parts.groups())
    try:
        month = month or (12 if last else 1)
        return date(year, month, day or (monthrange(year, month)[1] if last else 1))
    except ValueError:
        return None


def ties(table: Table, chart: Chart, most_things: int, most_ties: int) -> Ties:
    """Return the strongest things of a network and what ties them; one tie for each pair of things.

    A weight of nothing is no tie; what no tie is left of stays a thing alone.
    """
    places = _Places()
    weights: dict[tuple[int, ...], float] = {}
    sources, targets = set[int](), set[int]()
    for row in table.named_rows():
        ends = [row.get(chart.column(part)) for part in ("from", "to")]
        known = [[places.of(cell)] if cell is not None and cell.term is not None else [] for cell in ends]
        sources.update(known[0])
        targets.update(known[1])
        weight = number_of(row.get(chart.column("weight"))) if chart.column("weight") else 1.0
        for pair in product(*known):
            weights[pair] = weights.get(pair, 0.0) + max(weight or 0.0, 0.0)
    merged = _merged(weights)
    strengths = [0.0] * len(places.texts)
    for (a, b), weight in merged.items():
        strengths[a] += weight
        strengths[b] += weight
    kept = _largest(strengths, most_things)
    two_columns = not sources & targets
    order = sorted(kept, key=lambda place: (two_columns and place in targets, place))
    return _cut_ties(places.texts, merged, order, len(sources & set(order)) if two_columns else 0, most_ties)


def _merged(weights: Mapping[tuple[int, ...], float]) -> dict[tuple[int, int], float]:
    """Return one weight for each pair: what is said both ways is one tie, and none is tied to itself."""
    merged: dict[tuple[int, int], float] = {}
    for (a, b), weight in weights.items():
        if a != b and weight:
            pair = min(a, b), max(a, b)
            merged[pair] = max(merged.get(pair, 0.0), weight)
    return merged


def _cut_ties(
    texts: Sequence[str], merged: Mapping[tuple[int, int], float], order: Sequence[int], left: int, most: int
) -> Ties:
    place = {thing: n for n, thing in enumerate(order)}
    inside = [(pair, weight) for pair, weight in merged.items() if pair[0] in place and pair[1] in place]
    strongest = sorted(inside, key=lambda found: (-found[1], found[0]))[:most]
    made = tuple(Tie(place[a], place[b], weight) for (a, b), weight in strongest)
    return Ties(tuple(texts[thing] for thing in order), made, left, len(texts), len(merged))


def named(places: Iterable[int], texts: Sequence[str]) -> list[str]:
    """Return the texts at some places."""
    return [texts[place] for place in places]
