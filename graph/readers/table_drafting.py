"""Writes what was guessed of a foreign file as a mapping that a person can read and correct."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ontology import Form, Model, pick

from ..errors import Place, SourceError
from ..i18n import mark, translate
from ..slugs import slug
from ..spreadsheets.grids import Grid, clean
from ..workbook import letters
from .table_guessing import GuessedColumn, GuessedTable, guess_tables
from .table_headers import lowest
from .words import NOTED, PERSONS, Words, words

_LOOKS = {
    "empty": mark("it has no values"),
    "dates": mark("its values are dates"),
    "numbers": mark("its values are numbers"),
    "addresses": mark("its values are e-mail addresses"),
    "long": mark("its values are long texts, such as a description"),
    "repeated": mark("few values repeat in it, as in a closed list or a level"),
    "texts": mark("its values are texts"),
}
_WIDTH = 60
_SAMPLES = 3


def draft(file: Path, grids: Sequence[Grid], model: Model, lang: str, sheet: str = "") -> str:
    """Return the text of a mapping for a foreign file.

    Raises
    ------
    SourceError
        No sheet of the file looks like a table of a plan, or the named one does not.
    """
    if sheet and all(grid.title != sheet for grid in grids):
        message = mark("{file}: no sheet {sheet}; it has: {choices}")
        values = {"sheet": sheet, "choices": ", ".join(grid.title for grid in grids)}
        raise SourceError(message, Place(file), file=file.name, **values)
    tables = guess_tables(grids, model, sheet)
    if not tables:
        message = mark(
            "{file}: no sheet looks like a table of a plan; no row holds known headers, such as {headers}"
        )
        names = [pick(model.sheets[s].names, lang, fallback=s).text for _, s in words(model).levels]
        raise SourceError(message, Place(file), file=file.name, headers=", ".join(dict.fromkeys(names)))
    return "\n".join(_Draft(file, grids, tables, model, lang).lines()) + "\n"


@dataclass(frozen=True)
class _Draft:
    file: Path
    grids: Sequence[Grid]
    tables: Sequence[GuessedTable]
    model: Model
    lang: str

    def lines(self) -> Iterator[str]:
        known = words(self.model)
        yield from self._comment(
            mark("How {file} is read. Guessed: look it through, and correct it."), file=self.file.name
        )
        yield from self._comment(
            mark("Then: planweave read {file} --mapping THIS -o plan.xlsx"), file=self.file.name
        )
        yield ""
        yield "[plan]"
        yield f"id = {_text(slug(self.file.stem) or 'plan')}"
        yield f"title = {_text(self._title())}"
        yield from self._comment(mark("The language of the file, such as fi, sv, en or fr."))
        yield f"# language = {_text(self.lang)}"
        yield from self._comment(
            mark("The language of the columns that its texts are put into: fi, sv or en.")
        )
        yield f"texts = {_text(self.lang)}"
        yield ""
        yield from self._comment(mark("Which column says what stands above a row of a sheet."))
        yield "[parents]"
        yield from (f"{sheet} = {_text(key)}" for sheet, key in known.parents.items())
        yield ""
        yield from self._comment(mark("What every new row of a sheet says."))
        yield "[always]"
        yield from (f"{_text(key)} = {_text(value)}" for key, value in known.always.items())
        for table in self.tables:
            yield from self._table(table, known)
        yield from self._unread()

    def _title(self) -> str:
        table = self.tables[0]
        for number, record in table.grid.rows:
            cells = [text for cell in record if (text := clean(cell))]
            if number < table.header_rows[0] and len(cells) == 1 and len(cells[0]) < _WIDTH:
                return cells[0]
        return self.file.stem

    def _unread(self) -> Iterator[str]:
        read = {table.grid.title for table in self.tables}
        for grid in self.grids:
            if grid.title not in read and grid.rows:
                yield ""
                message = mark(
                    "Not read, for it looks like no table of a plan: the sheet {sheet} ({count} rows)."
                )
                yield from self._comment(message, sheet=grid.title, count=len(grid.rows))

    def _table(self, table: GuessedTable, known: Words) -> Iterator[str]:
        yield ""
        yield "[[table]]"
        yield f"sheet = {_text(table.grid.title)}"
        yield f"header-rows = {list(table.header_rows)}"
        yield f"first-row = {table.first_row}"
        if table.by_code:
            yield from self._comment(
                mark("The sheet of a row by the number of parts of its code: 1, 1.1, 1.1.1 ...")
            )
            yield f"by-code = {json.dumps(list(table.by_code))}"
        taken: set[str] = set()
        for column in table.columns:
            yield ""
            yield from self._column(column, known, taken)

    def _column(self, column: GuessedColumn, known: Words, taken: set[str]) -> Iterator[str]:
        head = [
            "[[table.column]]",
            f'column = "{letters(column.at + 1)}"',
            f"from = {_text(lowest(column.header))}",
        ]
        if column.guess is None:
            yield from self._unguessed(column, head)
            return
        yield from self._samples(column)
        yield from head
        if column.level:
            yield f"level = {column.level}"
            yield f'sheet = "{column.guess.sheet}"'
            yield from (["code = true"] if column.code else [])
            yield from (["fill-down = true"] if column.fill_down else [])
            return
        yield from self._target(column, known, taken)

    def _target(self, column: GuessedColumn, known: Words, taken: set[str]) -> Iterator[str]:
        assert column.guess is not None
        to = column.guess.to
        if column.guess.kind == PERSONS:
            yield from self._comment(
                mark("Names of persons: with ignore = true instead of the next two lines they stay out.")
            )
        if column.guess.kind in {NOTED, PERSONS} or (to in taken and not self._takes_several(to, known)):
            yield 'to = "note"'
            yield "label = true"
            return
        if to in taken and to not in known.make:
            yield f"to = {_text(to)}"
            yield "label = true"
            return
        taken.add(to)
        yield f"to = {_text(to)}"
        if to in known.make:
            yield f"make = {_text(known.make[to])}"
        if to in known.make or column.split:
            yield f"split = {_text(column.split)}"
        if column.mapped or column.unknown:
            yield from self._values(column)

    def _takes_several(self, to: str, known: Words) -> bool:
        sheet, _, key = to.rpartition(".")
        columns = self.model.sheets[sheet or known.action_sheet].columns
        column = next((c for c in columns if c.key == key), None)
        return bool(sheet) or (column is not None and (bool(column.separator) or column.form is Form.TEXT))

    def _values(self, column: GuessedColumn) -> Iterator[str]:
        pairs = [f"{_text(value)} = {_text(to)}" for value, to in (column.mapped or {}).items()]
        yield "[table.column.values]"
        yield from pairs
        for value in column.unknown:
            yield from self._comment(mark("not known: {value}"), value=_text(value))

    def _unguessed(self, column: GuessedColumn, head: Sequence[str]) -> Iterator[str]:
        message = mark("Not guessed: no column of ours has a name like “{header}”; {looks}.")
        looks = translate(_LOOKS[column.looks], self.lang)
        yield from self._comment(message, header=" ".join(column.header.split()), looks=looks)
        yield from self._samples(column)
        if column.values:
            yield from (f"# {line}" for line in (*head, 'to = "note"', "label = true"))

    def _samples(self, column: GuessedColumn) -> Iterator[str]:
        different = list(dict.fromkeys(" ".join(value.split()) for value in column.values))
        shown = [f"{text[:_WIDTH]}…" if len(text) > _WIDTH else text for text in different[:_SAMPLES]]
        if shown:
            message = mark("{count} values, for example: {samples}")
            yield from self._comment(message, count=len(column.values), samples=" | ".join(shown))

    def _comment(self, message: str, **values: object) -> Iterator[str]:
        yield f"# {translate(message, self.lang, **values)}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
