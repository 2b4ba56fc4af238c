"""Guesses how a foreign table is to be read: its header rows, its levels, and what each column holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ontology import Column, Form, Model

from ..headers import plain
from ..spreadsheets.grids import Grid, clean
from .table_cells import as_date, code_of, fitted
from .table_headers import headers_of, lowest
from .words import Guess, Words, words

_SEARCHED = 20
_LONGEST_HEADER = 90
_SIGNS = (";", "|", "\n", ",")
_FEWEST = 2
_SEVERAL_ALIKE = 0.75
_LONG_TEXT = 80


@dataclass(frozen=True)
class GuessedColumn:
    """A column with what it probably is; `looks` says what its cells are like."""

    at: int
    header: str
    guess: Guess | None
    values: tuple[str, ...]
    level: int = 0
    code: bool = False
    fill_down: bool = False
    split: str = ""
    mapped: Mapping[str, str] | None = None
    unknown: tuple[str, ...] = ()

    @property
    def looks(self) -> str:
        """Return what the cells are like: empty, dates, numbers, addresses, long, repeated, or texts."""
        if not self.values:
            return "empty"
        for name, test in _LOOKS.items():
            if all(test(value) for value in self.values):
                return name
        if max(map(len, self.values)) > _LONG_TEXT:
            return "long"
        return "repeated" if len(set(self.values)) * 2 <= len(self.values) else "texts"


_LOOKS: Mapping[str, Callable[[str], bool]] = {
    "dates": lambda text: bool(as_date(text)),
    "numbers": lambda text: text.replace(" ", "").replace(",", "").replace(".", "").isdigit(),
    "addresses": lambda text: "@" in text and " " not in text,
}


@dataclass(frozen=True)
class GuessedTable:
    """A sheet that looks like a table of a plan."""

    grid: Grid
    header_rows: tuple[int, ...]
    first_row: int
    columns: tuple[GuessedColumn, ...]
    by_code: tuple[str, ...] = ()


def guess_tables(grids: Sequence[Grid], model: Model, sheet: str = "") -> list[GuessedTable]:
    """Return the sheets that look like tables of a plan; one that is named is returned in any case."""
    known = words(model)
    wanted = [grid for grid in grids if not sheet or grid.title == sheet]
    found = [table for grid in wanted if (table := _Table(grid, model, known).guess()) is not None]
    return [table for table in found if table.by_code or any(column.level for column in table.columns)]


@dataclass
class _Table:
    grid: Grid
    model: Model
    words: Words
    _records: list[Sequence[str]] = field(default_factory=list)

    def guess(self) -> GuessedTable | None:
        scored = [
            (self._score(record), -place) for place, (_, record) in enumerate(self.grid.rows[:_SEARCHED])
        ]
        score, place = max(scored, default=(0.0, 0))
        if score < _FEWEST:
            return None
        first = -place
        last = first + self._more_headers(first)
        rows = tuple(number for number, _ in self.grid.rows[first : last + 1])
        above = self.grid.rows[first - 1] if first else None
        if above and above[0] == rows[0] - 1 and sum(bool(clean(cell)) for cell in above[1]) > 1:
            rows = (above[0], *rows)
        start = last + 1
        start += self._hints(start)
        self._records = [record for _, record in self.grid.rows[start:]]
        columns = self._columns(rows)
        first_row = self.grid.rows[start][0] if start < len(self.grid.rows) else rows[-1] + 1
        return self._levelled(GuessedTable(self.grid, rows, first_row, columns))

    def _score(self, record: Sequence[str]) -> float:
        texts = [clean(cell) for cell in record]
        guesses = [self.words.guess(text) for text in texts if text and len(text) <= _LONGEST_HEADER]
        return sum((guess.score for guess in guesses if guess), 0.0)

    def _more_headers(self, first: int) -> int:
        """Return 1 where the next row holds headers too, below captions."""
        if first + 1 >= len(self.grid.rows):
            return 0
        texts = [text for cell in self.grid.rows[first + 1][1] if (text := clean(cell))]
        return int(len(texts) >= _FEWEST and all(map(self.words.guess, texts)))

    def _hints(self, start: int) -> int:
        """Return how many rows below the headers explain the columns, or are titles of a section."""
        count = 0
        for _, record in self.grid.rows[start:]:
            texts = [text for cell in record if (text := clean(cell))]
            several = len(texts) > 5 and len(set(texts)) < len(texts) * _SEVERAL_ALIKE
            alone = not count and len(texts) == 1 and self._next_is_full(start, record)
            if not (several or alone):
                break
            count += 1
        return count

    def _next_is_full(self, start: int, record: Sequence[str]) -> bool:
        if start + 1 >= len(self.grid.rows) or not record[0]:
            return False
        below = self.grid.rows[start + 1][1]
        return bool(clean(below[0])) and sum(bool(clean(cell)) for cell in below) > 1

    def _columns(self, rows: tuple[int, ...]) -> tuple[GuessedColumn, ...]:
        found = []
        for at, header in headers_of(self.grid, rows).items():
            guess = self.words.guess(lowest(header)) or self.words.guess(header)
            values = tuple(text for r in self._records if at < len(r) and (text := clean(r[at])))
            found.append(self._detailed(GuessedColumn(at, header, guess, values)))
        return tuple(found)

    def _detailed(self, column: GuessedColumn) -> GuessedColumn:
        guess = column.guess
        if guess is None or guess.sheet or guess.kind:
            return column
        ours = self._ours(guess.to)
        if guess.to in self.words.make:
            return replace(column, split=_sign(column.values))
        if "." in guess.to and ours is not None and ours.form is Form.TEXT:
            return replace(column, split=_sign(column.values, _SIGNS[:3]))
        if ours is None or ours.form is not Form.CONCEPT:
            return column
        known, mapped, unknown = self.words.values_of(guess.to), {}, []
        for value in dict.fromkeys(column.values):
            to = known.get(plain(value))
            if to is not None:
                mapped[value] = to
            elif fitted(value, ours, self.model) is None:
                unknown.append(value)
        return replace(column, mapped=mapped, unknown=tuple(unknown))

    def _ours(self, to: str) -> Column | None:
        sheet, _, key = to.rpartition(".")
        name = sheet or self.words.action_sheet
        return next((c for c in self.model.sheets[name].columns if c.key == key), None)

    # ---- levels

    def _levelled(self, table: GuessedTable) -> GuessedTable:
        levels: dict[int, GuessedColumn] = {}
        for column in table.columns:
            if column.guess and column.guess.depth and column.guess.depth not in levels:
                levels[column.guess.depth] = column
        coded = next((c for c in table.columns if c.guess and c.guess.to == "id"), None)
        title = next((c for c in table.columns if c.guess and c.guess.to == "title"), None)
        if not levels and title and coded and (depth := _depth(coded.values)) > 1:
            return replace(table, by_code=self.words.by_depth(depth))
        if not any(self._is_deed(column) for column in levels.values()) and title:
            deed = Guess(1, title.header, self.words.action_depth, self.words.action_sheet)
            levels[deed.depth] = replace(title, guess=deed)
        ordered = [levels[depth] for depth in sorted(levels)]
        indented = len(ordered) > 1 and self._indented([column.at for column in ordered])
        numbered = {
            column.at: replace(
                column,
                level=number,
                code=_mostly_coded(column.values),
                fill_down=indented and number < len(ordered),
            )
            for number, column in enumerate(ordered, 1)
        }
        columns = (numbered.get(c.at, _no_level(c)) for c in table.columns)
        return replace(table, columns=tuple(columns))

    def _is_deed(self, column: GuessedColumn) -> bool:
        return column.guess is not None and column.guess.depth >= self.words.action_depth

    def _indented(self, places: Sequence[int]) -> bool:
        """Whether the topmost level stands only where it changes."""
        return any(
            not _cell(record, places[0]) and any(_cell(record, at) for at in places[1:])
            for record in self._records
        )


def _no_level(column: GuessedColumn) -> GuessedColumn:
    taken = column.guess is not None and column.guess.depth
    return replace(column, guess=None) if taken else column


def _cell(record: Sequence[str], at: int) -> str:
    return clean(record[at]) if at < len(record) else ""


def _mostly_coded(values: Sequence[str]) -> bool:
    return bool(values) and sum(bool(code_of(value)[0]) for value in values) * 2 >= len(values)


def _depth(values: Sequence[str]) -> int:
    return max((value.strip(" .").count(".") + 1 for value in values if value[:1].isdigit()), default=0)


def _sign(values: Sequence[str], signs: Sequence[str] = _SIGNS) -> str:
    """Return the sign that stands between the names of a cell, if there is one."""
    return next((sign for sign in signs if any(sign in value for value in values)), "")
