"""A network as a chart: two columns where two sorts of things are tied, else things around a circle.

The same answer always gives the same drawing. Every label has room of its own: around the circle, things
stand at even heights and not at even angles.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ..drawing.strokes import ACCENT, SOFT, WHITE
from ..query_parts import Chart
from ..table import Table
from . import chart_words
from .chart_data import Tie, Ties, name_of, ties
from .chart_svg import (
    LINE_HEIGHT,
    SMALL,
    TIE,
    WIDTH,
    Sheet,
    width_of,
    wrapped,
)

MOST_THINGS, MOST_TIES = 40, 150
_LABELS = 232.0
_GAP = 12.0
_LEAST_ROW, _LINES = 26.0, 2
_MOST_NUMBERS = 40
_WIDEST = 9.0
_LEAST_CIRCLE = 360.0
_FEW = 20
_SWEEPS = 8
#: Where along a line its number may stand, the middle first.
_ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78)

Point = tuple[float, float]


def drawn_network(table: Table, chart: Chart, lang: str, title: str) -> tuple[str, str] | None:
    """Return things and their connections as a drawing, and what it says; nothing where there is none."""
    found = ties(table, chart, MOST_THINGS, MOST_TIES)
    if not found.ties:
        return None
    alt = chart_words.of_network(table, chart, found, lang)
    sides = _columns(found) if found.left else _around(found)
    sheet = Sheet()
    y = 6.0
    if found.left:
        heads = [wrapped(name_of(table, chart.column(part), lang), _LABELS, 1)[0] for part in ("from", "to")]
        sheet.text(_LABELS, y + 10, heads[0], "end", fill=SOFT)
        sheet.text(WIDTH - _LABELS, y + 10, heads[1], fill=SOFT)
        y += 22
    places, bottom = _places(found, sides, y, straight=bool(found.left))
    _draw_ties(sheet, found, places, lang, numbers=bool(chart.column("weight")), bend=not found.left)
    for side, things in enumerate(sides):
        for thing in things:
            _draw_thing(sheet, found.things[thing], places[thing], side)
    bottom = _note(sheet, found, bottom, lang)
    return sheet.svg(title, alt, bottom + 8), alt


def _note(sheet: Sheet, found: Ties, y: float, lang: str) -> float:
    if len(found.things) < found.things_in_all:
        return sheet.note(y, chart_words.cut(len(found.things), found.things_in_all, lang))
    if len(found.ties) < found.ties_in_all:
        return sheet.note(y, chart_words.cut(len(found.ties), found.ties_in_all, lang))
    return y


def _near(found: Ties) -> Mapping[int, Mapping[int, float]]:
    near: dict[int, dict[int, float]] = {thing: {} for thing in range(len(found.things))}
    for tie in found.ties:
        near[tie.source][tie.target] = near[tie.target][tie.source] = tie.weight
    return near


# ---- two columns


def _columns(found: Ties) -> tuple[list[int], list[int]]:
    """Order both columns by where the things that they are tied to stand (the barycentre method)."""
    near = _near(found)
    left, right = list(range(found.left)), list(range(found.left, len(found.things)))
    for _ in range(_SWEEPS):
        right = _by_middle(right, left, near)
        left = _by_middle(left, right, near)
    return left, right


def _by_middle(
    moved: Sequence[int], others: Sequence[int], near: Mapping[int, Mapping[int, float]]
) -> list[int]:
    place = {thing: n for n, thing in enumerate(others)}

    def middle(thing: int) -> float:
        tied = {other: weight or 1.0 for other, weight in near[thing].items() if other in place}
        total = sum(tied.values())
        return sum(place[other] * weight for other, weight in tied.items()) / total if total else math.inf

    return sorted(moved, key=lambda thing: (middle(thing), thing))


# ---- a circle


def _around(found: Ties) -> tuple[list[int], list[int]]:
    """Return the left and the right side of a circle: strongly tied things stand next to each other."""
    near, strengths = _near(found), found.strengths()
    left_over = set(range(len(found.things)))
    order: list[int] = []
    while left_over:
        last = order[-4:]

        def pull(thing: int, last: Sequence[int] = last) -> tuple[float, float, int]:
            tied = sum(near[thing].get(other, 0.0) * (n + 1) for n, other in enumerate(last))
            return tied, strengths[thing], -thing

        order.append(max(left_over, key=pull))
        left_over.remove(order[-1])
    half = -(-len(order) // 2)
    return order[half:][::-1], order[:half]


# ---- drawing


def _places(
    found: Ties, sides: tuple[Sequence[int], Sequence[int]], top: float, *, straight: bool
) -> tuple[dict[int, Point], float]:
    """Return where things stand, and where the lower edge is."""
    heights = [[_height(found.things[thing]) for thing in side] for side in sides]
    tall = max(*(sum(side) for side in heights), 0.0 if straight else _LEAST_CIRCLE)
    middle, reach = WIDTH / 2, WIDTH / 2 - _LABELS - _GAP
    places: dict[int, Point] = {}
    for way, side, rows in zip((-1, 1), sides, heights, strict=True):
        spare = (tall - sum(rows)) / max(len(rows), 1)
        y = top
        for thing, row in zip(side, rows, strict=True):
            y += (row + spare) / 2
            part = 2 * (y - top) / tall - 1
            x = reach if straight else reach * (0.35 + 0.65 * math.sqrt(max(0.0, 1 - part * part)))
            places[thing] = (middle + way * x, y)
            y += (row + spare) / 2
    return places, top + tall


def _height(label: str) -> float:
    return max(_LEAST_ROW, len(wrapped(label, _LABELS, _LINES)) * LINE_HEIGHT + 6)


def _draw_thing(sheet: Sheet, label: str, place: Point, side: int) -> None:
    x, y = place
    sheet.circle(x, y, 6, ACCENT)
    way, anchor = (-1, "end") if side == 0 else (1, "start")
    sheet.texts(x + way * _GAP, y, wrapped(label, _LABELS, _LINES), anchor)


def _draw_ties(
    sheet: Sheet, found: Ties, places: Mapping[int, Point], lang: str, *, numbers: bool, bend: bool
) -> None:
    most = max(tie.weight for tie in found.ties) or 1.0
    widest = _WIDEST if len(found.ties) <= _FEW else _WIDEST / 2
    for tie in reversed(found.ties):
        (x1, y1), (x2, y2) = places[tie.source], places[tie.target]
        cx, cy = _bend((x1, y1), (x2, y2)) if bend else ((x1 + x2) / 2, (y1 + y2) / 2)
        wide = 1 + (widest - 1) * tie.weight / most if numbers else 1.5
        curve = f"M{x1:.1f} {y1:.1f}Q{cx:.1f} {cy:.1f} {x2:.1f} {y2:.1f}"
        # A white rim tells which of two lines that cross is which.
        sheet.path(curve, fill="none", stroke=WHITE, stroke_width=f"{wide + 2:.1f}")
        sheet.path(curve, fill="none", stroke=TIE, stroke_width=f"{wide:.1f}")
    if numbers:
        _write_numbers(sheet, found.ties[:_MOST_NUMBERS], places, lang, bend=bend)


def _bend(one: Point, other: Point) -> Point:
    """Return the point that a curve leans to: towards the middle, the more the longer it runs on one side."""
    x, y = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
    if (one[0] < WIDTH / 2) != (other[0] < WIDTH / 2):
        return WIDTH / 2 + (x - WIDTH / 2) * 0.25, y
    away = min(24 + 0.45 * abs(one[1] - other[1]), abs(x - WIDTH / 2))
    return x + (away if x < WIDTH / 2 else -away), y


def _write_numbers(
    sheet: Sheet, found: Sequence[Tie], places: Mapping[int, Point], lang: str, *, bend: bool
) -> None:
    """Write weights on lines, the strongest first, each where no other number and no thing stands."""
    taken = [(x - 7, y - 7, x + 7, y + 7) for x, y in places.values()]
    for tie in found:
        ends = places[tie.source], places[tie.target]
        lean = _bend(*ends) if bend else ((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2)
        text = chart_words.amount(tie.weight, lang)
        half = width_of(text, SMALL) / 2 + 3
        boxes = (_box(_on(ends[0], lean, ends[1], part), half) for part in _ALONG)
        free = next((box for box in boxes if not any(_meet(box, other) for other in taken)), None)
        if free is not None:
            taken.append(free)
            sheet.rect(free[0], free[1], 2 * half, free[3] - free[1], WHITE, rx=4, stroke=TIE)
            sheet.text(free[0] + half, free[3] - 4, text, "middle", font_size=SMALL)


def _on(start: Point, lean: Point, end: Point, part: float) -> Point:
    a, b, c = (1 - part) ** 2, 2 * part * (1 - part), part**2
    return a * start[0] + b * lean[0] + c * end[0], a * start[1] + b * lean[1] + c * end[1]


def _box(middle: Point, half: float) -> tuple[float, float, float, float]:
    return middle[0] - half, middle[1] - 8, middle[0] + half, middle[1] + 8


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
