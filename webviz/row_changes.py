"""What came, went and is different between two times in the rows of a picture, each in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
#: What the rows of pictures are known again by; those of questions by the things that they name.
_LINK, _CELL = ("from", "relation", "to"), ("group", "row", "column")
#: What else there is to a link: in which of several ways it stands is no change of it.
_OF_LINK = {"basis", "confidence", *_LINK, *(f"{key}Label" for key in _LINK)}
#: A number that is shown as a word.
_UNCERTAIN = "confidence"
#: How many rows are named of each sort.
MOST_NAMED = 3
_LONGEST = 120


@dataclass(frozen=True)
class RowChanges:
    """Rows in words that came, went and are different, and whether they are links."""

    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    are_links: bool = False

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return bool(self.came or self.went or self.altered)


def row_changes(then: Iterable[Row], now: Iterable[Row], about: Collection[str] = ()) -> RowChanges:
    """Return what is different now in the rows of a picture; rows of what it is about come first.

    >>> row_changes([{"from": "p:1", "relation": "r", "to": "p:2"}], [])
    RowChanges(came=(), went=('p:1 – r – p:2',), altered=(), are_links=True)
    """
    before, after = (
        _by_key(sorted(_told(rows), key=lambda row: not {*row.values()} & {*about})) for rows in (then, now)
    )
    return RowChanges(
        tuple(_said(rows[0]) for key, rows in after.items() if key not in before),
        tuple(_said(rows[0]) for key, rows in before.items() if key not in after),
        tuple(_became(before[key], rows) for key, rows in after.items() if before.get(key, rows) != rows),
        any(_is_of(row, _LINK) for rows in (*before.values(), *after.values()) for row in rows[:1]),
    )


def _told(rows: Iterable[Row]) -> list[Row]:
    """Leave out the sums of a matrix, which follow from its cells, and the places of links in an order."""
    return [
        {key: value for key, value in row.items() if key in _OF_LINK} if _is_of(row, _LINK) else row
        for row in rows
        if not _is_of(row, _CELL) or row["column"] is not None or not row.get("actions")
    ]


def _by_key(rows: Iterable[Row]) -> dict[tuple[object, ...], list[Row]]:
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        same = found.setdefault(_key(row), [])
        if row not in same:
            same.append(row)
    for same in found.values():
        same.sort(key=repr)
    return found


def _key(row: Row) -> tuple[object, ...]:
    for keys in (_LINK, _CELL):
        if _is_of(row, keys):
            return tuple(row[key] for key in keys)
    return tuple(row[key] for key in _named(row)) or tuple(row.values())


def _is_of(row: Row, keys: Sequence[str]) -> bool:
    return all(key in row for key in keys)


def _named(row: Row) -> list[str]:
    """Return the columns that hold things or concepts, and so have labels."""
    return [key for key in row if f"{key}Label" in row]


def _became(before: Sequence[Row], after: Sequence[Row]) -> str:
    """Return a row in words with the first number of it that is another one now."""
    was, became = before[0], after[0]
    numbers = [
        f": {was[key]} → {value}"
        for key, value in became.items()
        if key != _UNCERTAIN and was.get(key) != value and all(map(_is_number, (was.get(key), value)))
    ]
    return _said(became) + (numbers[0] if numbers and len(before) == len(after) == 1 else "")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _said(row: Row) -> str:
    """Return a row in words."""
    own = next((keys for keys in (_LINK, _CELL[1:]) if _is_of(row, keys)), ())
    keys = own or _named(row) or list(row)
    texts = [str(row.get(f"{key}Label") or row[key]) for key in keys if row.get(key) is not None]
    return " – ".join(text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…" for text in texts)
