"""Reads a foreign spreadsheet by a mapping: every cell is carried over, or told of as left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ontology import Model

from ..errors import Place, SourceError, nearest
from ..findings import Finding, Severity
from ..headers import plain
from ..i18n import mark, translate
from ..spreadsheets.grids import Grid
from ..workbook import INFO, Workbook
from .table_mapping import Mapped, TableMapping
from .table_rows import Rows, Thing, spans
from .table_walk import TableWalk

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
        walk = TableWalk(self.file, self.mapping.file, self.rows, table, grid, source)
        walk.walk()
        self.findings += walk.findings
        self.counts += walk.counts
        self.read_rows += walk.read_rows
        if not walk.read_rows:
            self._find(Severity.WARNING, mark("no rows below the headers; nothing was read"), grid)

    def _finish(self, thing: Thing) -> None:
        if not self.rows.link(thing) and thing.above is not None:
            message = mark("{id} stands below {above}, which the sheet {sheet} cannot say")
            place = Place(self.file, thing.sheet)
            values = {"id": thing.id, "above": thing.above.id, "sheet": thing.sheet}
            self.findings.append(Finding(Severity.WARNING, message, place, values))
        self.rows.ensure_title(thing)
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
