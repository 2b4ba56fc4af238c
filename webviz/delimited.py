"""Rows as CSV as spreadsheets in a reader's language open it by a click."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from graph.neutral import neutral

BYTE_ORDER_MARK = "\N{BYTE ORDER MARK}"


def delimited(lang: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV that begins with a byte order mark, so that Excel reads its letters.

    Where a number has a decimal comma, columns have semicolons between them. No cell is a formula.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter="," if lang == "en" else ";")
    writer.writerows([neutral("" if cell is None else str(cell)) for cell in row] for row in (heads, *rows))
    return BYTE_ORDER_MARK + written.getvalue()
