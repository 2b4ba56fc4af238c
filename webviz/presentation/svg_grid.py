"""A table as a picture: wrapped heads, shades, numbers, headings over rows, and the reasons of gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from graph.drawing.frame import SIZE, WIDE
from graph.drawing.layered_grid import LEADING, PAD
from graph.drawing.strokes import (
    INK,
    LINK,
    RULE,
    SHADES,
    SIGN_WIDE,
    SOFT,
    Pen,
    linked,
    said_apart,
    sign,
    write,
)
from graph.drawing.text_measure import clean, width_of, wrapped
from ontology import DisplayKind

from .scene import Grid, GridCell, GridRow

_LEADING = SIZE * LEADING
_INSIDE, _ABOVE = 7.0, 5.0
#: How narrow and how wide columns are, the first one and the others; how many lines a cell has.
_NARROW, _WIDEST_FIRST, _WIDEST = 58.0, 330.0, 260.0
_WORD, _TIGHT, _LEAST_FIRST = 118.0, 92.0, 210.0
_MOST_LINES = 8
GROUP_GROUND, GAP_GROUND = "#eef2f5", "#fbf6ea"


@dataclass(frozen=True)
class Laid:
    """A cell with its place in its row: where it begins, how wide it is, and its lines."""

    cell: GridCell
    x: float
    wide: float
    lines: tuple[str, ...]
    #: Whether it is a number in the middle of its cell, and not a text at its start.
    middle: bool = False


@dataclass(frozen=True)
class Row:
    """A row with its height and its cells."""

    row: GridRow
    cells: tuple[Laid, ...]
    high: float


@dataclass(frozen=True)
class Measured:
    """A table that is ready to be drawn."""

    heads: Row
    rows: tuple[Row, ...]
    width: float

    @property
    def height(self) -> float:
        """How high it is, in pixels."""
        return self.heads.high + sum(row.high for row in self.rows) + PAD


def measured(grid: Grid, lang: str, most: int = 0) -> Measured:
    """Return a table with the places of its cells; of at most so many rows, where `most` is no 0."""
    shown = grid.rows[:most] if most else grid.rows
    heads = GridRow(grid.heads)
    numbers = [_is_number(shown, column) for column in range(len(grid.heads))]
    wides = _wides([heads, *(row for row in shown if not row.is_group)], len(grid.heads))
    lefts = [PAD]
    for wide in wides:
        lefts.append(lefts[-1] + wide)
    places = [(left, wide, number) for left, wide, number in zip(lefts, wides, numbers, strict=False)]
    rows = tuple(_row(row, places, lefts[-1], lang) for row in shown)
    return Measured(_row(heads, places, lefts[-1], lang, bold=True), rows, max(lefts[-1] + PAD, 2 * PAD))


def _is_number(rows: Sequence[GridRow], column: int) -> bool:
    """Whether all that stands in a column is numbers, or nothing."""
    plain = [row for row in rows if not (row.is_group or row.is_gap)]
    cells = [row.cells[column] for row in plain if len(row.cells) > column]
    filled = [cell for cell in cells if cell.text]
    return column > 0 and bool(filled) and all(cell.number is not None for cell in filled)


def _wides(rows: Sequence[GridRow], count: int) -> list[float]:
    """Return how wide columns are: as wide as they need be where there is room, else in proportion."""
    most = [_WIDEST_FIRST if column == 0 else _WIDEST for column in range(count)]
    wanted, least = [_NARROW] * count, [_NARROW] * count
    for row in rows:
        # What stands over several columns is no reason to widen one.
        cells = row.cells if len(row.cells) == count else row.cells[:1]
        for column, cell in enumerate(cells[:count]):
            if wanted[column] < most[column]:
                more = 2 * _INSIDE + _before(cell) + 1
                words = clean(cell.text[:400]).split() or [""]
                wide = width_of(" ".join(words), SIZE, bold=not row.is_gap) + more
                word = max(width_of(word, SIZE, bold=not row.is_gap) for word in words[:40]) + more
                wanted[column] = min(max(wanted[column], wide), most[column])
                least[column] = min(max(least[column], word), _WORD)
    room = WIDE - 2 * PAD
    if sum(wanted) <= room:
        return wanted
    least[0] = min(wanted[0], _LEAST_FIRST)
    if sum(least) > room:
        least[1:] = [min(wide, _TIGHT) for wide in least[1:]]
    return _shared(wanted, least, room)


def _shared(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Return widths between those wanted and the least, so that together they fill the room, or are least."""
    spare = max(room - sum(least), 0.0)
    more = [wide - low for wide, low in zip(wanted, least, strict=True)]
    share = min(spare / sum(more), 1.0) if sum(more) else 0.0
    return [low + extra * share for low, extra in zip(least, more, strict=True)]


def _before(cell: GridCell) -> float:
    return SIGN_WIDE + 6 if cell.kind else 0.0


def _row(
    row: GridRow,
    places: Sequence[tuple[float, float, bool]],
    right: float,
    lang: str,
    *,
    bold: bool = False,
) -> Row:
    cells = tuple(_cells(row, places, right, lang, bold=bold or row.is_group))
    lines = max((len(cell.lines) for cell in cells), default=1)
    return Row(row, cells, max(lines, 1) * _LEADING + 2 * _ABOVE)


def _cells(
    row: GridRow, places: Sequence[tuple[float, float, bool]], right: float, lang: str, *, bold: bool
) -> Iterator[Laid]:
    given = row.cells[: len(places)]
    if row.is_group:
        given = given[:1]
    for column, cell in enumerate(given):
        left, wide, number = places[column]
        is_last = column == len(given) - 1
        # The last cell of a shorter row, and a reason before empty cells, take the rest of it.
        if is_last and len(given) < len(places):
            wide, number = right - left, False
        is_number = number and (bold or cell.number is not None)
        weight = bold or (column == 0 and not row.is_group)
        room = wide - 2 * _INSIDE - _before(cell)
        lines = wrapped(cell.text, room, SIZE, bold=weight, lang=cell.lang or lang, most=_MOST_LINES)
        yield Laid(cell, left, wide, tuple(lines), is_number)


def draw_grid(parent: Element, table: Measured, kinds: Mapping[str, DisplayKind], pen: Pen) -> None:
    """Draw a table into an element."""
    y = 0.0
    for row in (table.heads, *table.rows):
        is_head = row is table.heads
        group = SubElement(parent, "g", {"class": _class(row.row, is_head=is_head)})
        _grounds(group, row, y, pen)
        for place, cell in enumerate(row.cells):
            _cell(group, cell, row, y, kinds, pen, bold=is_head or row.row.is_group or place == 0)
        y += row.high
        line = {"d": f"M{PAD:.1f} {y:.1f}H{table.width - PAD:.1f}", "stroke": SOFT if is_head else RULE}
        SubElement(group, "path", line)


def _class(row: GridRow, *, is_head: bool) -> str:
    if is_head:
        return "heads"
    return "group" if row.is_group else "gap" if row.is_gap else "row"


def _grounds(parent: Element, row: Row, y: float, pen: Pen) -> None:
    """Draw what a row and its shaded cells stand on."""
    areas: Iterable[tuple[float, float, str]] = (
        (cell.x, cell.wide, SHADES[_shade(cell.cell)][0]) for cell in row.cells if _shade(cell.cell)
    )
    if row.cells and (row.row.is_group or row.row.is_gap) and not pen.transparent:
        last = row.cells[-1]
        ground = GROUP_GROUND if row.row.is_group else GAP_GROUND
        areas = [(PAD, last.x + last.wide - PAD, ground), *areas]
    for x, wide, fill in areas:
        place = {"x": f"{x + 1:.1f}", "y": f"{y + 1:.1f}", "width": f"{max(wide - 2, 0):.1f}"}
        SubElement(parent, "rect", {**place, "height": f"{row.high - 2:.1f}", "rx": "3", "fill": fill})


def _shade(cell: GridCell) -> int:
    return min(max(cell.shade, 0), len(SHADES) - 1)


def _cell(
    parent: Element,
    laid: Laid,
    row: Row,
    y: float,
    kinds: Mapping[str, DisplayKind],
    pen: Pen,
    *,
    bold: bool,
) -> None:
    if not laid.lines:
        return
    cell = laid.cell
    group = linked(parent, cell.url, clean(cell.text)[:300], pen)
    first = y + (row.high - len(laid.lines) * _LEADING) / 2 + _LEADING * 0.76
    x = laid.x + _INSIDE
    if laid.middle:
        x = laid.x + laid.wide / 2
    elif cell.kind in kinds:
        sign(group, kinds[cell.kind], x, first - 12)
    text = write(group, laid.lines, x if laid.middle else x + _before(cell), first, _LEADING)
    said_apart(text, laid.lines)
    ink = SHADES[_shade(cell)][1]
    if ink == INK and group.tag == "a":
        ink = LINK
    text.set("fill", SOFT if row.row.is_gap and not bold else ink)
    if laid.middle:
        text.set("text-anchor", "middle")
    if bold:
        text.set("font-weight", "700")
    if cell.lang and cell.lang != pen.lang:
        text.set("lang", cell.lang)
