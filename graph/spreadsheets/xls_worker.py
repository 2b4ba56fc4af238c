"""Reads an old binary `.xls` file in a process of its own, which a damaged file may bring down."""

from __future__ import annotations

import contextlib
import json
import sys

import python_calamine

from .values import value_text

#: Exit codes beside 0.
UNREADABLE, PROTECTED = 1, 3
_MEMORY = 2_000_000_000


def tell(file: str) -> None:
    """Write each sheet as a line of JSON, and end: title, merged ranges, rows with their numbers.

    Rows and columns of ranges are counted from 0, as `python_calamine` has them; numbers of rows from 1.
    """
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _tell(file)
    except python_calamine.PasswordError:
        sys.exit(PROTECTED)
    except python_calamine.CalamineError:
        sys.exit(UNREADABLE)


def _tell(file: str) -> None:
    with python_calamine.load_workbook(file) as book:
        for number, title in enumerate(book.sheet_names):
            sheet = book.get_sheet_by_index(number)
            top, left = sheet.start or (0, 0)
            texts = ([value_text(value) for value in row] for row in sheet.iter_rows())
            rows = [(n, [""] * left + row) for n, row in enumerate(texts, top + 1) if any(row)]
            json.dump([title, sheet.merged_cell_ranges or [], rows], sys.stdout)
            sys.stdout.write("\n")
