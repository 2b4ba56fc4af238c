"""Cells of a spreadsheet: text that no program runs, real numbers and dates where they read back alike."""

from __future__ import annotations

import re
from datetime import date

from openpyxl.cell.cell import Cell, MergedCell
from rdflib import XSD

from ontology import Column

from ..errors import Place, SourceError
from ..i18n import mark

#: As many characters fit into a cell of a spreadsheet.
LONGEST = 32_767

_RUNS = re.compile(r"[=+\-@\t\r']")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,14})", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,8})\.\d{0,5}[1-9]", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
#: Spreadsheets count days from 1900, and took that for a leap year.
_FIRST_DAY = date(1900, 3, 1)


def put(cell: Cell | MergedCell, text: str, place: Place, column: Column | None = None) -> None:
    """Write the text of a cell: as a number or a date where the column has them, else as text.

    Raises
    ------
    SourceError
        The text is longer than a cell can be.
    """
    if len(text) > LONGEST:
        message = mark(
            "{sheet}, row {row}: a cell of {length} characters does not fit into a spreadsheet; "
            "write a folder of CSV"
        )
        raise SourceError(message, place, sheet=place.sheet, row=place.row, length=len(text))
    value = _value(text, column)
    if value is not None:
        number_format = cell.number_format
        cell.value = value
        cell.number_format = number_format
        return
    clean = _ILLEGAL.sub(" ", text)
    cell.value = clean
    # Whatever it begins with: text is text, and no formula.
    cell.data_type = "s"
    if _RUNS.match(clean):
        cell.quotePrefix = True


def _value(text: str, column: Column | None) -> float | date | None:
    """Return the number or the date that reads back as this very text, or nothing."""
    datatype = column.datatype if column is not None and not column.separator else None
    if datatype in {XSD.integer, XSD.decimal, XSD.gYear} and _INTEGER.fullmatch(text) and text != "-0":
        return int(text)
    if datatype == XSD.decimal and _DECIMAL.fullmatch(text) and str(float(text)) == text:
        return float(text)
    if datatype == XSD.date and _DATE.fullmatch(text):
        return _day(text)
    return None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found >= _FIRST_DAY else None
