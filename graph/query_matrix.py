"""What the header of a matrix says: what a number opens, the order of columns, the sentence above."""

from __future__ import annotations

import string
from collections.abc import Mapping

from .i18n import mark
from .library import MATRICES, NamedQuery
from .query_header import Header, Texts, plain
from .query_parts import params_of

OWN_KEYS = ("order", "opens", "first", "last", "gap", "says")
#: The columns of the answer that each matrix has: a row, a column, and how many actions they share.
_CELL = ("row", "column", "actions")
#: A number opens a question; with `total` the end of a row opens another one, for the row alone.
_OPENS = ("question", "row", "column", "total")
_FULLEST, _BARE = "fullest", "bare"
#: What the sentence above can tell: rows that have actions, rows that have a number, and all rows; columns
#: that have a number, and all of them.
PLACES = ("found", "filled", "total", "columns", "allColumns")
#: The sentence above, by the class of the rows or for all; what stands in a row whose actions are in no
#: column; and what stands there where the matrix has no row.
SOME, BARE, EMPTY = "some", "bare", "empty"
#: What the column that comes last is called, where the name of its thing says too much.
REST = "rest"


def matrix_of(header: Header, text: str, columns: Mapping[str, Texts]) -> NamedQuery:
    """Return the matrix of a file; what is wrong in the header is noted there."""
    missing = [name for name in _CELL if name not in columns]
    if missing:
        message = mark("{file}, line {line}: {key} must name just what the query selects: {choices}")
        header.wrong(message, "columns", choices=_CELL)
    header.only(_OPENS, "opens")
    order = header.text("order", "99")
    return NamedQuery(
        name=header.file.stem,
        kind=MATRICES,
        file=header.file,
        text=text,
        summary=header.texts("summary"),
        description=header.texts("description"),
        params=params_of(header, None),
        columns=columns,
        says=_says(header),
        order=int(order) if order.isdecimal() else 99,
        opens={key: plain(value) for key, value in header.mapping("opens").items()},
        gap_is_bare=header.one_of("gap", ("", _BARE)) == _BARE,
        fullest_first=header.one_of("first", ("", _FULLEST)) == _FULLEST,
        rest=header.text("last"),
    )


def _says(header: Header) -> dict[str, Texts]:
    cases = dict.fromkeys([SOME, BARE, EMPTY, *header.mapping("says")])
    says: dict[str, Texts] = {case: header.texts("says", case) for case in cases}
    for case, texts in says.items():
        for text in texts.values():
            _check_places(header, case, text)
    return says


def _check_places(header: Header, case: str, text: str) -> None:
    try:
        places = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        places = {"{"}
    for place in sorted(places - set(PLACES)):
        message = mark("{file}, line {line}: {key} has the place {place}; it can fill: {choices}")
        header.wrong(message, "says", case, choices=PLACES, place=place)
