"""Reads old binary `.xls` files into grids: their values, since formulas are not told apart there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError

from .gathering import Gathered, Merge
from .grids import Grid
from .package import kind_of, readable, refuse_kind, refuse_password
from .values import value_text

SUFFIX = ".xls"


def read_grids(file: Path) -> Iterator[Grid]:
    """Yield every sheet of a file, hidden ones too.

    Raises
    ------
    SourceError
        It is no such file, is protected or damaged, or holds more than fits.
    """
    with readable(file):
        with file.open("rb") as source:
            kind = kind_of(source.read(1024))
        if kind != "XLS":
            raise refuse_kind(file, kind)
        with _book(file) as book:
            for number, name in enumerate(book.sheet_names):
                yield _grid(Gathered(file, name), book.get_sheet_by_index(number))


def _book(file: Path) -> CalamineWorkbook:
    try:
        return python_calamine.load_workbook(file)
    except PasswordError as error:
        raise refuse_password(file) from error
    except BaseException as error:
        if isinstance(error, Exception | KeyboardInterrupt):
            raise
        # A panic of the library is no Exception.
        raise refuse_kind(file, "") from error


def _grid(gathered: Gathered, sheet: CalamineSheet) -> Grid:
    top, left = sheet.start or (0, 0)
    for number, row in enumerate(sheet.iter_rows(), top + 1):
        gathered.add(number, [""] * left + [value_text(value) for value in row])
    merges = (
        Merge(first + 1, last + 1, column + 1)
        for (first, column), (last, _) in sheet.merged_cell_ranges or ()
    )
    return gathered.grid(merges)
