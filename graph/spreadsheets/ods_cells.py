"""Reads the cells of an OpenDocument spreadsheet in a stream."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from ..errors import Place
from .gathering import Gathered, Merge
from .grids import Grid
from .values import duration_text, value_text, written_number

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT = (f"{_NAMESPACE}{part}:1.0 " for part in ("office", "table", "text"))
_SHEET, _ROW, _SOURCE = (_TABLE + name for name in ("table", "table-row", "table-source"))
_CELLS = {_TABLE + "table-cell", _TABLE + "covered-table-cell"}
_PARAGRAPH, _SPACE = _TEXT + "p", _TEXT + "s"
_SIGNS = {_TEXT + "tab": "\t", _TEXT + "line-break": "\n"}
_OTHER_TEXT = {
    _OFFICE + "annotation",
    _TABLE + "shapes",
    _TEXT + "note",
    _TEXT + "ruby-text",
    *(f"{_NAMESPACE}drawing:1.0 {name}" for name in ("frame", "custom-shape", "rect", "line", "g")),
}
_FORMULA_LANGUAGE = re.compile(r"[a-z]+:(?==)")
_CLOCK = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
_MOST_SPACES = 1_000


@dataclass
class OdsCells:
    """Takes the elements of the content of a file, and gathers its sheets.

    What a comment or a drawing says is no part of its cell; a copy of a sheet of another file is none
    of this one.
    """

    file: Path
    grids: list[Grid] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    _gathered: Gathered | None = None
    _merges: list[Merge] = field(default_factory=list)
    _foreign: bool = False
    _number: int = 0
    _row: list[str] = field(default_factory=list)
    _row_times: int = 1
    _cell: Mapping[str, str] = field(default_factory=dict)
    _paragraphs: list[str] = field(default_factory=list)
    _empties: int = 0
    _aside: int = 0
    _depth: int = 0

    def place(self) -> Place:
        """Return how far reading came."""
        return self._gathered.place() if self._gathered else Place(self.file)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if self._aside or name in _OTHER_TEXT:
            self._aside += 1
            return
        if name == _SHEET:
            self._start_sheet(attributes)
        elif self._depth == 1:
            self._start_inside(name, attributes)

    def _start_inside(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _CELLS:
            self._cell, self._paragraphs = attributes, []
        elif name == _PARAGRAPH:
            self.text.clear()
        elif name == _SPACE:
            self.text.append(" " * min(int(attributes.get(_TEXT + "c", "1")), _MOST_SPACES))
        elif name in _SIGNS:
            self.text.append(_SIGNS[name])
        elif name == _ROW:
            self._row, self._empties = [], 0
            self._row_times = int(attributes.get(_TABLE + "number-rows-repeated", "1"))
        elif name == _SOURCE:
            self._foreign = True

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if self._aside:
            self._aside -= 1
            self.text.clear()
        elif name == _SHEET:
            self._end_sheet()
        elif self._depth != 1:
            return
        elif name == _PARAGRAPH:
            self._paragraphs.append("".join(self.text))
        elif name in _CELLS:
            self._end_cell()
        elif name == _ROW:
            self._end_row()

    def _start_sheet(self, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            self._gathered = Gathered(self.file, attributes.get(_TABLE + "name", ""))
            self._merges, self._number, self._foreign = [], 0, False

    def _end_sheet(self) -> None:
        self._depth -= 1
        if self._depth == 0 and self._gathered is not None and not self._foreign:
            self.grids.append(self._gathered.grid(self._merges))

    def _end_cell(self) -> None:
        times = int(self._cell.get(_TABLE + "number-columns-repeated", "1"))
        value = self._value()
        if not value:
            self._empties += times
            return
        assert self._gathered is not None
        self._gathered.take_room(self._number + 1, self._empties + times)
        self._row.extend([""] * self._empties)
        self._empties = 0
        rows = int(self._cell.get(_TABLE + "number-rows-spanned", "1"))
        if rows > 1:
            self._merges.append(Merge(self._number + 1, self._number + rows, len(self._row) + 1))
        self._row.extend([value] * times)

    def _end_row(self) -> None:
        assert self._gathered is not None
        for number in range(1, self._row_times + 1) if self._row else ():
            self._gathered.add(self._number + number, list(self._row))
        self._number += self._row_times

    def _value(self) -> str:
        cell = self._cell
        formula = cell.get(_TABLE + "formula")
        if formula:
            return _FORMULA_LANGUAGE.sub("", formula, count=1)
        kind = cell.get(_OFFICE + "value-type")
        if kind in {"float", "currency", "percentage"}:
            return written_number(cell.get(_OFFICE + "value", ""))
        if kind == "date":
            return _date(cell.get(_OFFICE + "date-value", ""))
        if kind == "time":
            return _time(cell.get(_OFFICE + "time-value", ""))
        if kind == "boolean":
            return value_text(cell.get(_OFFICE + "boolean-value") == "true")
        return cell.get(_OFFICE + "string-value") or "\n".join(self._paragraphs)


def _date(text: str) -> str:
    try:
        return value_text(datetime.fromisoformat(text))
    except ValueError:
        return text


def _time(text: str) -> str:
    found = _CLOCK.fullmatch(text)
    if not found:
        return text
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    clock = duration_text(-span if found[1] else span)
    return f"0{clock}" if clock[1] == ":" else clock
