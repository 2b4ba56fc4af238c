"""Reads the cells of one sheet of an `.xlsx` file in a stream."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime

from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import from_excel

from .gathering import Gathered, Merge
from .values import value_text, written_number

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ROW, _CELL, _VALUE, _FORMULA = (_MAIN + name for name in ("row", "c", "v", "f"))
_TEXT, _PHONETIC, _MERGE = (_MAIN + name for name in ("t", "rPh", "mergeCell"))
_DIGITS = "0123456789"
# Excel writes a control sign so, a line end within a cell among them.
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")


@dataclass(frozen=True)
class BookValues:
    """What the cells of all sheets refer to: texts, and which styles are dates, counted from when."""

    strings: Sequence[str]
    dates: AbstractSet[int]
    durations: AbstractSet[int]
    epoch: datetime


def unescaped(text: str) -> str:
    r"""Return a text with the control signs that its file spells out.

    >>> unescaped("yksi_x000D_\nkaksi"), unescaped("A_x1_")
    ('yksi\r\nkaksi', 'A_x1_')
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x00" in text else text


def _iso_text(text: str) -> str:
    try:
        return value_text(datetime.fromisoformat(text))
    except ValueError:
        return text


@dataclass
class SheetCells:
    """Takes the elements of a sheet's XML, and gathers its rows and merged ranges.

    The element of a cell comes first, then its formula and its value, then its end.
    """

    values: BookValues
    gathered: Gathered
    merges: list[Merge] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    _number: int = 0
    _row: list[str] = field(default_factory=list)
    _cell: Mapping[str, str] = field(default_factory=dict)
    _value: str = ""
    _formula: str | None = None
    _formula_of: Mapping[str, str] = field(default_factory=dict)
    _shared: dict[str, Translator] = field(default_factory=dict)
    _columns: dict[str, int] = field(default_factory=dict)
    _phonetic: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        self.text.clear()
        if name == _CELL:
            self._cell, self._value, self._formula = attributes, "", None
        elif name == _ROW:
            self._number = int(float(attributes["r"])) if "r" in attributes else self._number + 1
            self._row = []
        elif name == _FORMULA:
            self._formula_of = attributes
        elif name == _PHONETIC:
            self._phonetic = True
        elif name == _MERGE:
            self._take_merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == _VALUE:
            self._value = "".join(self.text)
        elif name == _CELL:
            self._take_cell()
        elif name == _TEXT and not self._phonetic:
            self._value += "".join(self.text)
        elif name == _FORMULA:
            self._formula = "".join(self.text)
        elif name == _PHONETIC:
            self._phonetic = False
        elif name == _ROW:
            self.gathered.add(self._number, self._row)

    def _take_cell(self) -> None:
        row = self._row
        at = self._cell.get("r")
        column = self._column(at.rstrip(_DIGITS)) if at else len(row) + 1
        value = self._text() if self._formula is None else self._formula_text()
        if not value:
            if not at:
                row.append("")
            return
        missing = column - len(row)
        if missing > 1:
            row.extend([""] * (missing - 1))
        if missing > 0:
            row.append(value)
        else:
            row[column - 1] = value

    def _column(self, name: str) -> int:
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = column_index_from_string(name)
        return found

    def _text(self) -> str:
        kind = self._cell.get("t", "n")
        value = self._value
        if not value:
            return ""
        if kind == "s":
            return self.values.strings[int(value)]
        if kind == "n":
            return self._number_text(value)
        if kind == "b":
            return value_text(value not in {"0", "false"})
        if kind == "d":
            return _iso_text(value)
        return unescaped(value)

    def _number_text(self, value: str) -> str:
        style = int(self._cell.get("s", "0"))
        if style not in self.values.dates:
            return written_number(value)
        try:
            moment = from_excel(float(value), self.values.epoch, timedelta=style in self.values.durations)
        except (OverflowError, ValueError):
            return written_number(value)
        return value_text(moment)

    def _formula_text(self) -> str:
        """Return a formula as it is written, else, where it cannot be told, its last value."""
        kind = self._formula_of.get("t")
        if kind == "dataTable":
            inputs = (self._formula_of.get(name, "") for name in ("r1", "r2"))
            return f"=TABLE({';'.join(filter(None, inputs))})"
        written = f"={unescaped(self._formula)}" if self._formula else ""
        return written if kind != "shared" else self._shared_text(written)

    def _shared_text(self, written: str) -> str:
        """Return one of several formulas that are written once; the others say what is different."""
        key, at = self._formula_of.get("si", ""), self._cell.get("r", "")
        try:
            if written:
                self._shared[key] = Translator(written, at)
            elif key in self._shared:
                return str(self._shared[key].translate_formula(at))
        except (ValueError, IndexError, KeyError, AttributeError, TypeError):
            return written or self._text()
        return written or self._text()

    def _take_merge(self, reference: str) -> None:
        left, top, _, bottom = range_boundaries(reference)
        if left and top and bottom:
            self.merges.append(Merge(top, bottom, left))
