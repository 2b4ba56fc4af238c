"""A comparison as a table: a row for each thing that came, went or changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rdflib import Literal, URIRef

from ontology import LANGUAGES, Label, pick

from ..difference import Edit
from ..difference_words import Words
from ..i18n import mark, translate
from ..table import Cell, Table, TableColumn
from .changes import Comparison, Row
from .kinds import Kind
from .matching import By
from .sides import Side

NAME = "compare"
_COLUMNS = {
    "sheet": mark("Sheet"),
    "happened": mark("What happened"),
    "before": mark("Before"),
    "after": mark("After"),
    "what": mark("What changed"),
    "likeness": mark("Likeness of the names, %"),
    "matched": mark("Matched by"),
}
_BY = {By.ID: mark("ID"), By.SUGGESTION: mark("suggestion")}
_LEFT_OUT = mark("the other plan says that it leaves this out")


def named_columns(names: Mapping[str, str]) -> tuple[TableColumn, ...]:
    """Return columns whose names are marked messages by key, in all languages."""
    return tuple(
        TableColumn(key, {lang: translate(message, lang) for lang in LANGUAGES})
        for key, message in names.items()
    )


def cell(value: object) -> Cell:
    """Return a value as a cell; what is nothing, or an empty text, is an empty one."""
    return Cell(None if value is None or value == "" else Literal(value))


def table(made: Comparison, lang: str) -> Table:
    """Return the rows of a comparison in a language."""
    words = Telling(made, lang)
    return Table(NAME, named_columns(_COLUMNS), tuple(words.cells(row) for row in made.rows))


@dataclass(frozen=True)
class Telling:
    """Says the rows of a comparison in a language."""

    made: Comparison
    lang: str

    @cached_property
    def _words(self) -> Words:
        return Words(self.made.made, self.lang)

    def cells(self, row: Row) -> tuple[Cell, ...]:
        """Return a row as the cells of the table."""
        return (
            cell(self.sheet(row)),
            cell(", ".join(self.kind(kind) for kind in row.kinds)),
            self._thing(self.made.before, row.before),
            self._thing(self.made.after, row.after),
            cell(self.what(row)),
            cell(row.likeness),
            cell(self.matched(row)),
        )

    def kind(self, kind: Kind) -> str:
        """Return what happened, in a word or two."""
        return translate(kind.name_message, self.lang)

    def sheet(self, row: Row) -> str:
        """Return the sheet that a thing stands on."""
        found = self.made.after.model.sheets.get(row.sheet)
        return pick(found.names, self.lang, fallback=found.name).text if found else ""

    def what(self, row: Row) -> str:
        """Return what exactly changed, column by column."""
        if row.left_out:
            return translate(_LEFT_OUT, self.lang)
        return "; ".join(self._words.edit(edit) for edit in self._in_language(row.edits))

    def matched(self, row: Row) -> str:
        """Return what two things are matched by: ID, the link between them, or a suggestion."""
        if row.match is None:
            return ""
        if row.match.by is not By.LINK:
            return translate(_BY[row.match.by], self.lang)
        return pick(self.made.after.model.relation_names(URIRef(row.match.relation)), self.lang).text

    def _in_language(self, edits: Sequence[Edit]) -> Iterator[Edit]:
        """Yield edits; of a text that changed in several languages, that in the reader's."""
        mine = {_column(edit) for edit in edits if edit.lang == self.lang}
        seen: set[tuple[str, str]] = set()
        for edit in edits:
            column = _column(edit)
            if edit.lang and (edit.lang != self.lang if column in mine else column in seen):
                continue
            seen.add(column)
            yield edit

    def _thing(self, side: Side, thing: str) -> Cell:
        if not thing:
            return Cell(None)
        if thing not in side.things:
            return Cell(URIRef(thing), Label(self._words.thing(URIRef(thing)), self.lang))
        label = side.label(thing, self.lang)
        return Cell(side.term(thing), label)


def _column(edit: Edit) -> tuple[str, str]:
    return (edit.column.key if edit.column else "", str(edit.link or ""))


def lines(messages: Iterable[str]) -> str:
    """Return sentences as lines of text."""
    return "".join(f"{line}\n" for line in messages if line)
