"""How a table fits on slides: one size of text, widths of columns, rows and columns from slide to slide.

Lengths are in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..scene import Grid, GridCell, GridRow
from .grid_pages import Fit, Fitted, Line, Page
from .grid_sharing import evenly, filled, pages, shared
from .grid_text import broken, wide, wide_word

SIZES = (18.0, 16.0, 14.0, 12.0)
#: The share of its size that a line takes, and what stands around the text of a cell.
LEADING, SIDE, BESIDE_NUMBERS, ABOVE = 1.2, 5.0, 2.0, 3.0
MOST_SLIDES = 20
_MOST_LINES, _MOST_HEAD_LINES, _LONGEST = 5, 7, 700
#: A number of slides for which a larger text is worth it, and the sizes then tried.
_FEW, _SEVERAL = 3, (14.0, 12.0)
#: How many lines a cell has at most in a text that could be smaller.
_CALM = 2
#: Of the width of a slide for the first column; of the size of the text for the widest one.
_HEAD_SHARE, _WIDEST = 0.3, 30.0
#: How narrow a column of numbers may be, in sizes of its text: below its name, and where that is turned.
_NARROW, _TURNED, _COMFORTABLE = 4.2, 2.7, 9.0
_HEAD_HEIGHTS, _HEAD_LINES = range(60, 181, 10), 2
#: How many of a hundred texts of a column have room where not all of them can.
_MOST_TEXTS = 85


Share = tuple[float, float]


def fit(
    grid: Grid, wide: float, high: float, lang: str, most: int = MOST_SLIDES, *, share: Share = (1.0, 1.0)
) -> Fit:
    """Return a table on as few slides as its text can be read on, and on `most` at most.

    Parameters
    ----------
    grid
        The table.
    wide, high
        The room on each slide.
    lang
        The language of texts that name no other.
    most
        How many slides there may be; the rows that these do not hold are left out.
    share
        How wide the typeface is, as a share of the widest: in its plain and in its bold form.
    """
    whole = (replace(row, cells=(row.cells or (GridCell(""),))[: len(grid.heads)]) for row in grid.rows)
    grid = replace(grid, rows=tuple(whole))
    made = _chosen(_Sized(grid, wide, high, lang, size, share) for size in SIZES)
    slices = len(made.slices)
    kept = tuple(made.pages[: max(most // slices, 1) * slices])
    rows = sum(not row.is_group for row in grid.rows)
    shown = sum(not line.is_group for page in kept[::slices] for line in page.lines)
    return Fit(kept, min(shown, rows), rows, cut=made.cut)


def _chosen(tried: Iterable[_Sized]) -> _Sized:
    """Return the largest text that takes one slide and breaks little, else a few, else the smallest."""
    found: list[_Sized] = []
    for one in tried:
        if len(one.pages) == 1 and one.most_lines <= _CALM:
            return one
        found.append(one)
    for most in (1, _FEW):
        for one in found:
            together = len(one.slices) == len(found[-1].slices) and one.turned == found[-1].turned
            if one.size in _SEVERAL and together and len(one.pages) <= most:
                return one
    return found[-1]


class _Sized:
    """A table in one size of text."""

    def __init__(self, grid: Grid, wide: float, high: float, lang: str, size: float, share: Share) -> None:
        self.grid, self.wide, self.lang, self.size, self.share = grid, wide, lang, size, share
        self.cut, self.turned = False, False
        self.numbers = frozenset(n for n in range(1, len(grid.heads)) if _is_number(grid, n))
        self.texts = [tuple(self._texts(n)) for n in range(len(grid.heads))]
        self.slices = self._sliced()
        widths = [self._widths(columns) for columns in self.slices]
        made = [
            [self._row(row, *both) for row in grid.rows] for both in zip(self.slices, widths, strict=True)
        ]
        heads = [self._head(*both) for both in zip(self.slices, widths, strict=True)]
        room = high - max(head.high for head in heads)
        highs = [max(lines[n].high for lines in made) for n in range(len(grid.rows))]
        self.most_lines = max(
            (cell.lines for lines in made for row in lines for cell in row.cells), default=1
        )
        self.pages: list[Page] = []
        for rows in pages(grid.rows, highs, room):
            for columns, widths_of, head, lines in zip(self.slices, widths, heads, made, strict=True):
                shown = tuple(replace(lines[n], high=highs[n]) for n in rows)
                self.pages.append(Page(size, columns, widths_of, head, shown, self.numbers))

    # ---- columns

    def _texts(self, column: int) -> Iterable[str]:
        columns = len(self.grid.heads)
        for row in self.grid.rows:
            if len(row.cells) > column and not row.is_group and _span(row, column, columns) == 1:
                yield row.cells[column].text

    def _width(self, text: str, *, bold: bool = False) -> float:
        return self.size * self.share[bold] * wide(text[:_LONGEST], bold)

    def _longest_word(self, text: str, *, bold: bool = False) -> float:
        return self.size * self.share[bold] * wide_word(text[:_LONGEST], bold)

    def _least(self, column: int) -> float:
        """Return how narrow a column may get."""
        texts = self.texts[column]
        if column in self.numbers:
            narrow = _TURNED if self.turned else _NARROW
            return max([narrow * self.size, *(self._width(text, bold=True) for text in texts)])
        longest = max(map(self._longest_word, texts), default=0.0)
        return min(max(longest, _NARROW * self.size), _COMFORTABLE * self.size)

    def _wished(self, column: int, share: int = 100) -> float:
        """Return how wide a column would be with room enough for `share` of a hundred of its texts."""
        head, least = self.grid.heads[column].text, self._least(column)
        if column in self.numbers:
            word = 0.0 if self.turned else self._longest_word(head, bold=True)
            return max(least, min(word, _COMFORTABLE * self.size))
        texts = sorted(map(self._width, self.texts[column]))
        natural = texts[(len(texts) - 1) * share // 100] if texts else 0.0
        return min(max(natural, self._width(head, bold=True), least), _WIDEST * self.size)

    def _side(self, column: int) -> float:
        return BESIDE_NUMBERS if column in self.numbers else SIDE

    def _first(self) -> float:
        return min(self._wished(0), max(self._least(0), _HEAD_SHARE * self.wide))

    def _sliced(self) -> list[tuple[int, ...]]:
        """Return which columns stand on a slide together; the first stands on each.

        Rather than that columns need several slides, their names are turned.
        """
        straight = self._parts()
        self.turned = len(straight) > 1 and bool(self.numbers)
        parts = self._parts() if self.turned else straight
        if len(parts) == len(straight):
            self.turned = False
            parts = straight
        return [(0, *(n + 1 for n in part)) for part in parts]

    def _parts(self) -> list[list[int]]:
        least = [self._least(n) + 2 * self._side(n) for n in range(1, len(self.grid.heads))]
        return evenly(least, self.wide - self._first() - 2 * SIDE)

    def _widths(self, columns: Sequence[int]) -> tuple[float, ...]:
        """Return the widths of columns: as wished and more where there is room, else by what they hold."""
        room = self.wide - sum(2 * self._side(n) for n in columns)
        wished = [self._wished(n) for n in columns]
        if sum(wished) > room:
            least = [self._first() if n == 0 and self.numbers else self._least(n) for n in columns]
            most = [self._wished(n, _MOST_TEXTS) for n in columns]
            least = [min(*both) for both in zip(least, most, strict=True)]
            wished = filled(most, wished, room) or shared(most, least, room)
        elif self.numbers.issuperset(columns[1:]):
            more = min((room - sum(wished)) / max(len(columns) - 1, 1), self.size * 2)
            wished = [wide if n == 0 else wide + more for n, wide in zip(columns, wished, strict=True)]
        else:
            texts = sum(wide for n, wide in zip(columns, wished, strict=True) if n not in self.numbers)
            by = 1 + (room - sum(wished)) / max(texts, 1.0)
            wished = [
                wide * (1.0 if n in self.numbers else by) for n, wide in zip(columns, wished, strict=True)
            ]
        return tuple(wide + 2 * self._side(n) for n, wide in zip(columns, wished, strict=True))

    # ---- rows

    def _fitted(
        self, cell: GridCell, wide: float, *, bold: bool, most: int = _MOST_LINES, side: float = SIDE
    ) -> Fitted:
        room = (wide - 2 * side) / self.share[bold]
        lang, text = cell.lang or self.lang, cell.text[: _LONGEST * 2]
        # Some programs break a link anywhere, also within words.
        text, lines, cut = broken(text, room, self.size, bold, lang, most, bool(cell.url))
        self.cut = self.cut or cut or len(cell.text) > _LONGEST * 2
        return Fitted(cell, text, lines)

    def _head(self, columns: Sequence[int], widths: Sequence[float]) -> Line:
        named = [(self.grid.heads[n], n in self.numbers and self.turned) for n in columns]
        upright = [
            self._fitted(
                GridCell("") if turned else name, wide, bold=True, most=_MOST_HEAD_LINES, side=self._side(n)
            )
            for n, (name, turned), wide in zip(columns, named, widths, strict=True)
        ]
        if not self.turned:
            return self._line(tuple(upright))
        names = [name for name, turned in named if turned]
        high = next((each for each in _HEAD_HEIGHTS if self._stand(names, each)), _HEAD_HEIGHTS[-1])
        cells = (
            self._turned(name, high) if turned else cell
            for (name, turned), cell in zip(named, upright, strict=True)
        )
        return Line(tuple(cells), max(float(high), self._line(tuple(upright)).high))

    def _turned(self, name: GridCell, high: float) -> Fitted:
        """Return a name that is written upwards; its lines end where they are told to."""
        room = (high - 2 * SIDE) / self.share[True]
        text, lines, cut = broken(name.text[:_LONGEST], room, self.size, True, self.lang, _HEAD_LINES, True)
        self.cut = self.cut or cut
        return Fitted(name, text, lines, turned=True)

    def _stand(self, names: Iterable[GridCell], high: float) -> bool:
        """Whether turned names fit into heads of a height, with no word broken."""
        room = (high - 2 * SIDE) / self.share[True]
        for name in names:
            _, lines, _ = broken(name.text[:_LONGEST], room, self.size, True, self.lang, _HEAD_LINES + 1)
            if lines > _HEAD_LINES or self._longest_word(name.text, bold=True) > high - 2 * SIDE:
                return False
        return True

    def _line(self, cells: tuple[Fitted, ...], row: GridRow | None = None) -> Line:
        lines = max(cell.lines for cell in cells)
        high = lines * LEADING * self.size + 2 * ABOVE
        return Line(cells, high, bool(row and row.is_group), bool(row and row.is_gap))

    def _row(self, row: GridRow, columns: Sequence[int], widths: Sequence[float]) -> Line:
        if row.is_group:
            cell = replace(self._fitted(row.cells[0], sum(widths), bold=True), span=len(columns))
            return self._line((cell,), row)
        found, place = [], 0
        while place < len(columns):
            shown, span = _at(row, columns, place, len(self.grid.heads))
            wide = sum(widths[place : place + span])
            side = self._side(columns[place]) if span == 1 else SIDE
            found.append(replace(self._fitted(shown, wide, bold=shown.shade > 0, side=side), span=span))
            place += span
        return self._line(tuple(found), row)


def _is_number(grid: Grid, column: int) -> bool:
    rows = (row for row in grid.rows if not row.is_group and _span(row, column, len(grid.heads)) == 1)
    cells = [row.cells[column] for row in rows if len(row.cells) > column and row.cells[column].text]
    return all(cell.number is not None for cell in cells)


def _span(row: GridRow, column: int, columns: int) -> int:
    """Return over how many columns a cell reaches: the last one of a short row to the end of it."""
    last = len(row.cells) - 1
    return columns - last if 0 < last <= column else 1


def _at(row: GridRow, columns: Sequence[int], place: int, in_all: int) -> tuple[GridCell, int]:
    """Return the cell of a row at a place of a slide, and its span there."""
    column, last = columns[place], len(row.cells) - 1
    if column == 0 or column < last or (column == last == in_all - 1):
        return row.cells[column], 1
    return row.cells[last] if last else GridCell(""), len(columns) - place
