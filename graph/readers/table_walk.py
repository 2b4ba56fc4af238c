"""Walks the rows of one foreign table: what stands under what, and which cells belong to which row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_uppercase

from ..errors import Place, SourceError, nearest
from ..findings import Finding, Severity
from ..headers import plain
from ..i18n import mark
from ..spreadsheets.grids import Grid, clean
from ..workbook import letters
from .table_cells import TITLE, code_of
from .table_headers import headers_of, number_of, same_header
from .table_mapping import ColumnMapping, TableMapping
from .table_rows import Rows, Thing
from .table_values import Values


@dataclass
class TableWalk:
    """Walks the rows of one table from above."""

    file: Path
    mapping_file: Path
    rows: Rows
    table: TableMapping
    grid: Grid
    source: Thing
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    read_rows: int = 0
    _known: dict[tuple[str, ...], Thing] = field(default_factory=dict)
    _last: dict[int, str] = field(default_factory=dict)
    _anew: set[int] = field(default_factory=set)
    _previous: Thing | None = None

    def walk(self) -> None:
        """Read every row, and tell which columns were left out."""
        headers = headers_of(self.grid, self.table.header_rows)
        self._columns = self._located(headers)
        self._headers = headers
        self._levels = {at: column for at, column in self._columns.items() if column.level}
        self._learn_codes()
        values = Values(self.rows, self._finding)
        left: Counter[int] = Counter()
        for number, record in self.grid.rows:
            cells = {at: text for at, cell in enumerate(record) if (text := clean(cell))}
            if not self._is_within(number):
                self._skipped(number, cells)
            elif cells:
                self._row(number, cells, values, left)
        for at, count in sorted(left.items()):
            self.counts["left out"] += count
            name = headers.get(at, letters(at + 1))
            message = mark("the column {name} is not in the mapping; its {count} values were left out")
            self._finding(Severity.WARNING, message, None, letters(at + 1), name=name, count=count)

    def _is_within(self, number: int) -> bool:
        return number >= self.table.first_row and not 0 < self.table.last_row < number

    def _row(self, number: int, cells: dict[int, str], values: Values, left: Counter[int]) -> None:
        thing = self._by_code(number, cells) if self.table.by_code else self._thing(number, cells)
        if thing is None:
            self.counts["left out"] += len(cells)
            message = mark("no title in any column of a level; the row was left out with its {count} values")
            self._finding(Severity.WARNING, message, number, "", count=len(cells))
            return
        rest = {at: text for at, text in cells.items() if at not in self._levels}
        if thing.own and rest and not self.table.by_code:
            thing = self._repeated(thing, rest, number)
        thing.own = thing.own or bool(rest)
        thing.raw |= rest
        thing.lines.append(number)
        thing.source = self.source.id
        self.read_rows += 1
        self.counts["carried"] += len(cells) - len(rest)
        self._previous = thing
        for at, text in rest.items():
            self._cell(thing, number, at, text, values, left)

    def _cell(
        self, thing: Thing, number: int, at: int, text: str, values: Values, left: Counter[int]
    ) -> None:
        column = self._columns.get(at)
        if column is None:
            left[at] += 1
            return
        self.counts["ignored" if column.ignore else "carried"] += 1
        if not column.ignore:
            name = letters(at + 1)
            values.put(thing, column, text, self._headers.get(at, name), (number, name))

    def _repeated(self, thing: Thing, rest: Mapping[int, str], number: int) -> Thing:
        """Return the row that stood earlier, or a second one where the two disagree."""
        title = " ".join(thing.cells.get(f"{TITLE}.{self.rows.texts}", [thing.id]))
        if not any(self._disagrees(thing, at, text) for at, text in rest.items()):
            message = mark("“{title}” stood on an earlier row too; the two were read as one, {id}")
            self._finding(Severity.NOTE, message, number, "", title=title, id=thing.id)
            return thing
        second = self._again(thing)
        message = mark(
            "“{title}” stood on an earlier row too, and says otherwise; it became a second row, {id}"
        )
        self._finding(Severity.WARNING, message, number, "", title=title, id=second.id)
        return second

    def _disagrees(self, thing: Thing, at: int, text: str) -> bool:
        column = self._columns.get(at)
        if column is None or column.ignore or column.label or column.make or "." in column.to:
            return False
        return thing.raw.get(at, text) != text

    # ---- levels

    def _path(
        self, cells: Mapping[int, str], levels: Mapping[int, ColumnMapping]
    ) -> Iterator[tuple[ColumnMapping, str]]:
        """Yield each level that a row stands under, from above, filled down where the mapping says so."""
        ordered = sorted(levels.items(), key=lambda item: item[1].level)
        deepest = max((c.level for at, c in ordered if at in cells), default=0)
        changed = False
        for at, column in ordered:
            text = cells.get(at, "")
            if text:
                changed = changed or text != self._last.get(column.level)
                self._last[column.level] = text
            elif column.fill_down and not changed and column.level < deepest:
                text = self._last.get(column.level, "")
            else:
                self._last.pop(column.level, None)
            if text and column.level <= deepest:
                yield column, text

    def _thing(self, number: int, cells: Mapping[int, str]) -> Thing | None:
        thing: Thing | None = None
        path: tuple[str, ...] = ()
        for column, text in self._path(cells, self._levels):
            path = (*path, f"{column.level}:{plain(text) or text}")
            if path not in self._known:
                self._known[path] = self._new(column, text, thing)
                self._known[path].source = self.source.id
                self._known[path].lines.append(number)
            thing = self._known[path]
        goes_on = thing is None and any(column.fill_down for column in self._levels.values())
        return self._previous if goes_on else thing

    def _learn_codes(self) -> None:
        """Find out in which levels codes begin anew below each row above, and keep the others free."""
        for at, column in self._levels.items():
            titles: dict[str, set[str]] = {}
            for number, record in self.grid.rows:
                if column.code and self._is_within(number) and at < len(record):
                    code, _ = code_of(clean(record[at]))
                    titles.setdefault(code, set()).add(plain(record[at]))
            titles.pop("", None)
            if any(len(alike) > 1 for alike in titles.values()):
                self._anew.add(column.level)
            else:
                self.rows.reserve(column.sheet, titles)

    def _new(self, column: ColumnMapping, text: str, above: Thing | None) -> Thing:
        found, title = code_of(text) if column.code else ("", text)
        sheet = self._sheet_for(column, above)
        prefix = self.rows.model.sheets[sheet].id_prefix
        code = found
        if found and above is not None and column.level in self._anew:
            code = f"{above.id.lstrip(ascii_uppercase)}.{found}"
        thing = self.rows.new(sheet, f"{prefix}{code}" if code else "", above)
        self.rows.title(thing, title if thing.id == f"{prefix}{code}" else text)
        return thing

    def _sheet_for(self, column: ColumnMapping, above: Thing | None) -> str:
        """Return the sheet of a level; of the level above, where its rows cannot do without one."""
        link = self.rows.parent(column.sheet)
        if link is None or not link.required:
            return column.sheet
        while above is not None and not self.rows.accepts(link, above):
            above = above.above
        higher = [other for other in self._levels.values() if other.level < column.level]
        return column.sheet if above or not higher else max(higher, key=lambda c: c.level).sheet

    def _again(self, thing: Thing) -> Thing:
        rows = self.rows
        second = rows.new(thing.sheet, f"{thing.id}-2", thing.above)
        for title in thing.cells.get(f"{TITLE}.{rows.texts}", []):
            rows.title(second, title)
        for path, known in self._known.items():
            if known is thing:
                self._known[path] = second
        return second

    def _by_code(self, number: int, cells: Mapping[int, str]) -> Thing | None:
        at = next((at for at, column in self._columns.items() if column.to == "id"), None)
        code = cells.get(at, "").strip(" .") if at is not None else ""
        if not code:
            return None
        parts = tuple(code.split("."))
        sheet = self.table.by_code[min(len(parts), len(self.table.by_code)) - 1]
        above = next((t for n in range(len(parts) - 1, 0, -1) if (t := self._known.get(parts[:n]))), None)
        thing = self.rows.new(sheet, self.rows.model.sheets[sheet].id_prefix + code, above)
        if parts in self._known:
            message = mark("the code {code} stood on an earlier row too; the row became {id}")
            self._finding(Severity.WARNING, message, number, "", code=code, id=thing.id)
        self._known.setdefault(parts, thing)
        return thing

    # ---- columns

    def _located(self, headers: Mapping[int, str]) -> dict[int, ColumnMapping]:
        found: dict[int, ColumnMapping] = {}
        for column in self.table.columns:
            at = self._position(column, headers, found)
            if at in found:
                message = mark("{file}, line {line}: the column {column} is mapped twice")
                values = {
                    "file": self.mapping_file.name,
                    "line": column.line,
                    "column": letters(at + 1),
                }
                raise SourceError(message, Place(self.mapping_file, line=column.line), **values)
            found[at] = column
        return found

    def _position(self, column: ColumnMapping, headers: Mapping[int, str], taken: Collection[int]) -> int:
        if not column.header:
            return number_of(column.letter) - 1
        alike = [at for at, header in headers.items() if same_header(header, column.header)]
        by_letter = [at for at in alike if letters(at + 1) == column.letter]
        free = [at for at in alike if at not in taken]
        if by_letter or free or alike:
            return (by_letter or free or alike)[0]
        near = nearest(column.header, headers.values())
        message = (
            mark("{file}, line {line}: no column “{found}” in {sheet}; did you mean “{near}”?")
            if near
            else mark("{file}, line {line}: no column “{found}” in {sheet}; it has: {choices}")
        )
        values = {"found": column.header, "sheet": self.grid.title, "near": near}
        values["choices"] = ", ".join(filter(None, headers.values()))
        file = self.mapping_file
        raise SourceError(message, Place(file, line=column.line), file=file.name, line=column.line, **values)

    def _skipped(self, number: int, cells: Mapping[int, str]) -> None:
        title = self.rows.things[0].cells.get(f"{TITLE}.{self.rows.texts}", [])
        count = sum(text not in title for text in cells.values())
        if number in self.table.header_rows or not count:
            return
        self.counts["left out"] += count
        message = mark("the row stands outside the rows that the mapping reads; {count} values were left out")
        self._finding(Severity.NOTE, message, number, "", count=count)

    def _finding(
        self, severity: Severity, message: str, row: int | None, place: str, **values: object
    ) -> None:
        where = Place(self.file, self.grid.title, row, place)
        self.findings.append(Finding(severity, message, where, values))
