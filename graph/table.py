"""The answer to a question: named columns, rows of cells, each with the label that a reader sees."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

from ontology import Label

from . import plan_names
from .neutral import neutral
from .terms import Term

if TYPE_CHECKING:
    from pandas import DataFrame

short = plan_names.short

#: What a cell is in JSON.
Plain = str | int | float | bool | None


@dataclass(frozen=True)
class TableColumn:
    """A column: the variable of the query, and its name by language."""

    key: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Cell:
    """A value as the store gives it, and its label where it stands for a thing."""

    term: Term
    label: Label | None = None

    @property
    def text(self) -> str:
        """What a reader sees."""
        if self.label is not None and self.label.text:
            return self.label.text
        return "" if self.term is None else number_text(self.term)

    @property
    def whole(self) -> str:
        """The text for other programs: no number is rounded."""
        named = self.label is not None and self.label.text
        return self.text if self.term is None or named else _whole_text(self.term)

    @property
    def iri(self) -> str | None:
        """The thing that the cell stands for, if any."""
        return str(self.term) if isinstance(self.term, URIRef) else None

    @property
    def plain(self) -> Plain:
        """The value for other programs: the short form of a thing, a number, a text."""
        if self.term is None or isinstance(self.term, URIRef):
            return short(self.term) if self.term is not None else None
        value = self.term.toPython() if isinstance(self.term, Literal) else str(self.term)
        if isinstance(value, Decimal | float):
            # JSON knows no other numbers.
            return float(value) if math.isfinite(value) else str(self.term)
        return value if isinstance(value, int) else str(self.term)


@dataclass(frozen=True)
class Table:
    """Rows as a question gave them; `truncated` says that there were more."""

    name: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool = False
    #: The language of its labels: how it shows itself in a notebook.
    lang: str = field(default="en", repr=False, compare=False)

    def to_pandas(self) -> DataFrame:
        """Return a frame of pandas with all rows, or raise `PlanweaveError` without pandas."""
        from .notebook import table_frame

        return table_frame(self)

    def _repr_html_(self) -> str:
        from .notebook import table_html

        return table_html(self)

    def named_rows(self) -> list[dict[str, Cell]]:
        """Return each row as cells by the key of their column."""
        keys = [column.key for column in self.columns]
        return [dict(zip(keys, row, strict=True)) for row in self.rows]

    def csv(self, lang: str) -> str:
        """Return the table as CSV: a header, and for things an extra column with the short form."""
        things = [any(row[n].iri for row in self.rows) for n in range(len(self.columns))]
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        header: list[str] = []
        for column, thing in zip(self.columns, things, strict=True):
            name = column.names.get(lang) or column.key
            header += [f"{name} (ID)", name] if thing else [name]
        writer.writerow(map(neutral, header))
        for row in self.rows:
            cells: list[object] = []
            for cell, thing in zip(row, things, strict=True):
                cells += [cell.plain, neutral(cell.whole)] if thing else [neutral(cell.whole)]
            writer.writerow(cells)
        return written.getvalue()

    def records(self) -> list[dict[str, Plain]]:
        """Return the rows for JSON: the value by column, and the label where there is one."""
        result: list[dict[str, Plain]] = []
        for row in self.rows:
            record: dict[str, Plain] = {}
            for column, cell in zip(self.columns, row, strict=True):
                record[column.key] = cell.plain
                if cell.label is not None:
                    record[f"{column.key}Label"] = cell.text
            result.append(record)
        return result


def number_text(term: object) -> str:
    """Return a number as a person reads it: two decimals, or two digits where those would say nothing."""
    text = str(term)
    value = term.value if isinstance(term, Literal) else None
    if not isinstance(value, Decimal) or "." not in text:
        return text
    near = round(value, 2)
    if not near and value:
        near = round(value, 1 - value.adjusted())
    return _plain(near)


def _whole_text(term: Term) -> str:
    """Return a value with all of its digits, as another program reads it."""
    value = term.value if isinstance(term, Literal) else None
    return _plain(value) if isinstance(value, Decimal) else str(term)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
