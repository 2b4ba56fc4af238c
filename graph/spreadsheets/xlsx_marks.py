"""Findings as coloured cells and comments: the colour never stands alone, its word is in the comment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from typing import TYPE_CHECKING

from openpyxl.worksheet.worksheet import Worksheet

from ..headers import plain
from . import xlsx_look as look
from .xlsx_hints import comment_of
from .xlsx_layout import Slot, Tab
from .xlsx_words import Words

if TYPE_CHECKING:
    from .writing import Mark

_WORST_FIRST = list(look.SEVERITIES)


def put_marks(page: Worksheet, tab: Tab, marks: Iterable[Mark], words: Words) -> None:
    """Colour and comment the marked cells of a tab; a mark without a header colours its whole row."""
    found: dict[tuple[int, int], list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: _WORST_FIRST.index(mark.severity)):
        row = mark.row or tab.header_row
        slot = _slot(tab, mark.header)
        if slot is None:
            _colour_row(page, tab, row, mark)
        place = slot.position if slot else _first(tab)
        found.setdefault((row, place), []).append(mark)
    for (row, column), told in found.items():
        cell = page.cell(row, column)
        cell.fill = copy(look.fill(look.SEVERITIES[told[0].severity][1]))
        text = "\n".join(dict.fromkeys(_lines(told, words)))
        before = f"\n\n{cell.comment.text}" if cell.comment else ""
        cell.comment = comment_of(text + before)


def _lines(marks: Iterable[Mark], words: Words) -> Iterator[str]:
    for mark in marks:
        word = words.say(look.SEVERITIES[mark.severity][0])
        yield f"{word[:1].upper()}{word[1:]}: {mark.text}"


def _slot(tab: Tab, header: str) -> Slot | None:
    """Return the column that a mark names: by its header, its key, its words, or as `#5`."""
    if not header:
        return None
    if header.startswith("#") and header[1:].isdigit():
        return Slot(int(header[1:]), "", "", None, folded=False)
    exact = next((slot for slot in tab.slots if slot.header == header), None)
    return (
        exact
        or tab.by_key.get(header)
        or next((s for s in tab.slots if plain(s.text) == plain(header)), None)
    )


def _first(tab: Tab) -> int:
    return min((slot.position for slot in tab.slots if not slot.folded), default=1)


def _colour_row(page: Worksheet, tab: Tab, row: int, mark: Mark) -> None:
    for slot in tab.slots:
        if not slot.folded:
            page.cell(row, slot.position).fill = copy(look.fill(look.SEVERITIES[mark.severity][1]))
