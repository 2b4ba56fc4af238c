"""Reads a foreign spreadsheet by a mapping: every cell is carried over, or told of as left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ontology import Model

from ..errors import Place, SourceError, nearest
from ..findings import Finding, Severity
from ..headers import plain
from ..i18n import mark, translate
from ..spreadsheets.gathering import letters
from ..spreadsheets.grids import Grid, clean
from ..workbook import INFO, Workbook
from .table_cells import code_of
from .table_headers import headers_of, same_header
from .table_mapping import ColumnMapping, Mapped, TableMapping
from .table_rows import Rows, Thing
from .table_values import Values

SOURCES = "sources"


@dataclass(frozen=True)
class Read:
    """What came out of a foreign file: a workbook, findings, and how many rows of each sheet there are.

    `cells` counts the cells by what became of them: carried, left out, ignored.
    """

    workbook: Workbook
    findings: tuple[Finding, ...]
    rows: int
    cells: Mapping[str, int]


@dataclass
class TableReader:
    """Reads the tables of one file into rows."""

    file: Path
    mapping: Mapped
    model: Model
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    read_rows: int = 0

    def read(self, grids: Sequence[Grid]) -> Read:
        """Read all tables of the mapping; sheets without one are told of.

        Raises
        ------
        SourceError
            The mapping names a sheet or a column that the file does not have.
        """
        self.rows = Rows(self.model, self.mapping.texts, self.mapping.parents, self.mapping.always)
        self._info()
        by_title = {plain(grid.title): grid for grid in grids}
        used: set[str] = set()
        for table in self.mapping.tables:
            grid = by_title.get(plain(table.sheet)) if table.sheet else grids[0] if grids else None
            if grid is None:
                raise self._no_sheet(table, grids)
            used.add(grid.title)
            self._table(table, grid)
        for grid in grids:
            if grid.title not in used and grid.rows:
                message = mark("the sheet is not in the mapping; its {count} rows were left out")
                self._find(Severity.NOTE, message, grid, count=len(grid.rows))
        for thing in self.rows.things:
            self._finish(thing)
        book = self.rows.workbook(self.file)
        return Read(book, tuple(self.findings), self.read_rows, dict(self.counts))

    def _info(self) -> None:
        plan = self.mapping.plan
        info = self.rows.new(INFO, plan.get("id") or "plan")
        info.put("kind", plan.get("kind") or next(iter(self.model.sheets[INFO].kinds)))
        self.rows.title(info, plan.get("title") or self.file.stem)
        for key in ("language", "type"):
            if plan.get(key):
                info.put(key, plan[key])

    def _table(self, table: TableMapping, grid: Grid) -> None:
        source = self.rows.new(SOURCES)
        self.rows.title(source, f"{self.file.name}: {grid.title}")
        source.put("file", self.file.name)
        source.put("line-count", str(grid.rows[-1][0] if grid.rows else 1))
        _TableWalk(self, table, grid, source).walk()

    def _finish(self, thing: Thing) -> None:
        self.rows.link(thing)
        if not thing.lines:
            return
        if self.rows.column(thing.sheet, "lines"):
            thing.put("lines", "; ".join(f"{thing.source}!{span}" for span in spans(thing.lines)))
        elif self.rows.column(thing.sheet, "note"):
            text = translate(mark("Source: {source}, row {row}"), self.mapping.texts)
            where = ", ".join(spans(thing.lines))
            self.rows.note(thing, text.format(source=thing.source, row=where))

    def _find(
        self,
        severity: Severity,
        message: str,
        grid: Grid,
        row: int | None = None,
        column: str = "",
        **values: object,
    ) -> None:
        self.findings.append(Finding(severity, message, Place(self.file, grid.title, row, column), values))

    def _no_sheet(self, table: TableMapping, grids: Sequence[Grid]) -> SourceError:
        titles = [grid.title for grid in grids]
        message = mark("{file}, line {line}: no sheet {sheet} in {source}; it has: {choices}")
        values = {"sheet": table.sheet, "source": self.file.name, "choices": ", ".join(titles)}
        near = nearest(table.sheet, titles)
        place = Place(self.mapping.file, near, line=table.line)
        return SourceError(message, place, file=self.mapping.file.name, line=table.line, **values)


def spans(lines: Sequence[int]) -> list[str]:
    """Return numbers as spans.

    >>> spans([4, 5, 6, 9])
    ['4-6', '9']
    """
    found: list[list[int]] = []
    for line in sorted(set(lines)):
        if found and found[-1][1] == line - 1:
            found[-1][1] = line
        else:
            found.append([line, line])
    return [f"{first}-{last}" if last > first else str(first) for first, last in found]


@dataclass
class _TableWalk:
    """Walks the rows of one table from above."""

    reader: TableReader
    table: TableMapping
    grid: Grid
    source: Thing
    _known: dict[tuple[str, ...], Thing] = field(default_factory=dict)
    _last: dict[int, str] = field(default_factory=dict)

    def walk(self) -> None:
        """Read every row, and tell which columns were left out."""
        headers = headers_of(self.grid, self.table.header_rows)
        self._columns = self._located(headers)
        self._headers = headers
        values = Values(self.reader.rows, self._finding)
        left: Counter[int] = Counter()
        for number, record in self.grid.rows:
            if number < self.table.first_row or (self.table.last_row and number > self.table.last_row):
                if number > max(self.table.header_rows):
                    self._skipped(number, record)
                continue
            cells = {at: text for at, cell in enumerate(record) if (text := clean(cell))}
            if cells:
                self._row(number, cells, values, left)
        for at, count in sorted(left.items()):
            self.reader.counts["left out"] += count
            name = headers.get(at, letters(at + 1))
            message = mark("the column {name} is not in the mapping; its {count} values were left out")
            self._finding(Severity.WARNING, message, None, letters(at + 1), name=name, count=count)

    def _row(self, number: int, cells: dict[int, str], values: Values, left: Counter[int]) -> None:
        levels = {at: c for at, c in self._columns.items() if c.level}
        thing = self._by_code(cells) if self.table.by_code else self._thing(number, cells, levels)
        rest = {at: text for at, text in cells.items() if at not in levels}
        if thing is None:
            self.reader.counts["left out"] += len(cells)
            message = mark("no title in any column of a level; the row was left out with its {count} values")
            self._finding(Severity.WARNING, message, number, "", count=len(cells))
            return
        self.reader.read_rows += 1
        if thing.own and rest and not self.table.by_code:
            message = mark("“{title}” stood on an earlier row too; it was read as a second one, {id}")
            title = cells[max(at for at in levels if at in cells)]
            thing = self._again(thing)
            self._finding(Severity.WARNING, message, number, "", title=title, id=thing.id)
        thing.own = thing.own or bool(rest)
        thing.lines.append(number)
        thing.source = self.source.id
        self.reader.counts["carried"] += len(cells) - len(rest)
        for at, text in rest.items():
            column = self._columns.get(at)
            if column is None:
                left[at] += 1
            elif column.ignore:
                self.reader.counts["ignored"] += 1
            else:
                self.reader.counts["carried"] += 1
                values.put(
                    thing, column, text, self._headers.get(at, letters(at + 1)), (number, letters(at + 1))
                )

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

    def _thing(
        self, number: int, cells: Mapping[int, str], levels: Mapping[int, ColumnMapping]
    ) -> Thing | None:
        thing: Thing | None = None
        path: tuple[str, ...] = ()
        for column, text in self._path(cells, levels):
            path = (*path, f"{column.level}:{plain(text) or text}")
            if path not in self._known:
                self._known[path] = self._new(column.sheet, text, thing, code=column.code)
                self._known[path].source = self.source.id
                self._known[path].lines.append(number)
            thing = self._known[path]
        return thing

    def _new(self, sheet: str, text: str, above: Thing | None, *, code: bool) -> Thing:
        rows = self.reader.rows
        found, title = code_of(text) if code else ("", text)
        prefix = self.reader.model.sheets[sheet].id_prefix
        wanted = f"{prefix}{found}" if found else ""
        if wanted and wanted.casefold() in rows.ids and above is not None:
            wanted = f"{prefix}{above.id.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}.{found}"
        thing = rows.new(sheet, wanted, above)
        rows.title(thing, title if thing.id == f"{prefix}{found}" else text)
        return thing

    def _again(self, thing: Thing) -> Thing:
        rows = self.reader.rows
        second = rows.new(thing.sheet, f"{thing.id}-2", thing.above)
        for title in thing.cells.get(f"title.{rows.texts}", []):
            rows.title(second, title)
        for path, known in self._known.items():
            if known is thing:
                self._known[path] = second
        return second

    def _by_code(self, cells: Mapping[int, str]) -> Thing | None:
        at = next((at for at, column in self._columns.items() if column.to == "id"), None)
        code = cells.get(at, "").strip(" .") if at is not None else ""
        if not code:
            return None
        parts = tuple(code.split("."))
        sheet = self.table.by_code[min(len(parts), len(self.table.by_code)) - 1]
        above = next((t for n in range(len(parts) - 1, 0, -1) if (t := self._known.get(parts[:n]))), None)
        thing = self.reader.rows.new(sheet, self.reader.model.sheets[sheet].id_prefix + code, above)
        self._known[parts] = thing
        return thing

    # ---- columns

    def _located(self, headers: Mapping[int, str]) -> dict[int, ColumnMapping]:
        found: dict[int, ColumnMapping] = {}
        for column in self.table.columns:
            at = self._position(column, headers)
            if at in found:
                message = mark("{file}, line {line}: the column {column} is mapped twice")
                values = {
                    "file": self.reader.mapping.file.name,
                    "line": column.line,
                    "column": letters(at + 1),
                }
                raise SourceError(message, Place(self.reader.mapping.file, line=column.line), **values)
            found[at] = column
        return found

    def _position(self, column: ColumnMapping, headers: Mapping[int, str]) -> int:
        if not column.header:
            return _number(column.letter)
        alike = [at for at, header in headers.items() if same_header(header, column.header)]
        by_letter = [at for at in alike if letters(at + 1) == column.letter]
        if by_letter or alike:
            return (by_letter or alike)[0]
        near = nearest(column.header, headers.values())
        message = (
            mark("{file}, line {line}: no column “{found}” in {sheet}; did you mean “{near}”?")
            if near
            else mark("{file}, line {line}: no column “{found}” in {sheet}; it has: {choices}")
        )
        values = {"found": column.header, "sheet": self.grid.title, "near": near}
        values["choices"] = ", ".join(filter(None, headers.values()))
        file = self.reader.mapping.file
        raise SourceError(message, Place(file, line=column.line), file=file.name, line=column.line, **values)

    def _skipped(self, number: int, record: Sequence[str]) -> None:
        count = sum(bool(clean(cell)) for cell in record)
        self.reader.counts["left out"] += count
        message = mark("the row stands outside the rows that the mapping reads; {count} values were left out")
        self._finding(Severity.NOTE, message, number, "", count=count)

    def _finding(
        self, severity: Severity, message: str, row: int | None, column: str, **values: object
    ) -> None:
        place = Place(self.reader.file, self.grid.title, row, column)
        self.reader.findings.append(Finding(severity, message, place, values))


def _number(letter: str) -> int:
    number = 0
    for sign in letter:
        number = number * 26 + ord(sign) - ord("A") + 1
    return number - 1
