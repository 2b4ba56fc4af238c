"""Long lists, a page at a time: which part of the rows a page shows, and where the others are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

from . import urls

T = TypeVar("T")

ROWS = 500


@dataclass(frozen=True)
class Paged(Generic[T]):
    """Some of the rows of a list: those of page `number` of `count`, of `total` rows in all."""

    rows: Sequence[T]
    number: int
    count: int
    total: int
    size: int

    @property
    def first(self) -> int:
        """The place of the first row shown, counted from 1."""
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return self.first + len(self.rows) - 1

    def url(self, number: int) -> str:
        """Return the address of another page of this list."""
        return urls.with_args(page=str(number) if number > 1 else "")


def paged(rows: Sequence[T], size: int = ROWS) -> Paged[T]:
    """Return the rows of the page that this request asks for, or of the nearest page that there is."""
    count = max(1, -(-len(rows) // size))
    number = min(max(request.args.get("page", 1, type=int), 1), count)
    start = (number - 1) * size
    return Paged(rows[start : start + size], number, count, len(rows), size)
