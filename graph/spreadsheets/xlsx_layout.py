"""Where everything stands in a spreadsheet: tabs, columns and rows, before any cell is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ontology import Form, SheetModel

from ..example_marks import has_content, is_example
from ..headers import Heading, Headings, roles
from ..workbook import Sheet, Workbook
from .xlsx_words import Words, tab_name


@dataclass(frozen=True)
class Slot:
    """A column of a tab: `header` is what the workbook calls it (empty where it is added here)."""

    position: int
    header: str
    text: str
    heading: Heading | None
    folded: bool


@dataclass(frozen=True)
class Tab:
    """A sheet as the spreadsheet shows it; without a model it is one that nobody knows."""

    title: str
    sheet: Sheet
    model: SheetModel | None
    slots: tuple[Slot, ...]
    in_front: bool
    example: frozenset[int]

    @property
    def header_row(self) -> int:
        """The line of the headers."""
        return self.sheet.header_row

    @property
    def last_row(self) -> int:
        """The last line that has a cell."""
        return max((row.number for row in self.sheet.rows), default=self.header_row)

    @cached_property
    def by_key(self) -> dict[str, Slot]:
        """The columns by what they mean."""
        return {slot.heading.key: slot for slot in reversed(self.slots) if slot.heading}

    @property
    def title_slots(self) -> tuple[Slot, ...]:
        """The columns of the first text, in the order in which they stand for one another."""
        texts = [s for s in self.slots if s.heading and s.heading.column and s.heading.lang]
        columns = [slot.heading.column for slot in texts if slot.heading and slot.heading.column]
        first = min(columns, key=lambda column: column.order, default=None)
        return tuple(s for s in texts if s.heading and s.heading.column == first)


def layout(workbook: Workbook, words: Words, front: Collection[str] = ()) -> list[Tab]:
    """Return the tabs in order: those in front by the order of the model, the empty ones behind them.

    In front stand the sheets of `front` and those that hold anything.
    """
    tabs = [_tab(name, sheet, words, wanted=name in front) for name, sheet in workbook.sheets.items()]
    order = {name: place for place, name in enumerate(words.model.sheets)}
    names = list(workbook.sheets)
    ranked = sorted(
        zip(names, tabs, strict=True), key=lambda pair: (not pair[1].in_front, order.get(pair[0], len(order)))
    )
    return list(_one_name_each(tab for _, tab in ranked))


def _one_name_each(tabs: Iterator[Tab]) -> Iterator[Tab]:
    taken: set[str] = set()
    for tab in tabs:
        title, number = tab.title, 1
        while title.casefold() in taken:
            number += 1
            title = f"{tab.title[:27]} {number}"
        taken.add(title.casefold())
        yield replace(tab, title=title)


def _tab(name: str, sheet: Sheet, words: Words, *, wanted: bool) -> Tab:
    model = words.model.sheets.get(name)
    if model is None:
        slots = [Slot(p, h, h, None, folded=False) for h, p in _positions(sheet)]
        return Tab(tab_name(sheet.title or name), sheet, None, tuple(slots), True, frozenset())
    headings = Headings(sheet, model, words.model)
    example = frozenset(row.number for row in sheet.rows if is_example(row, headings))
    real = [row for row in sheet.rows if row.number not in example and has_content(row, headings)]
    used = {header for row in real for header in row.cells}
    slots = list(_slots(headings, words, used))
    return Tab(words.tab(model), sheet, model, tuple(slots), wanted or bool(real), example)


def _positions(sheet: Sheet) -> list[tuple[str, int]]:
    """Return the headers and where they stand; those of a sheet that no file gave stand in their order."""
    return [
        (header, sheet.positions.get(header, place))
        for place, header in enumerate(sheet.headers, 1)
        if header
    ]


def _slots(headings: Headings, words: Words, used: Collection[str]) -> Iterator[Slot]:
    sheet, model = headings.sheet, headings.sheet_model
    taken: set[str] = set()
    last = max((p for row in sheet.rows for p in row.strays), default=0)
    for header, place in _positions(sheet):
        heading = headings.found.get(header)
        again = heading is not None and heading.key in taken
        text = words.header(heading, model) if heading and not heading.former and not again else header
        taken |= {heading.key} if heading else set()
        folded = heading is not None and header not in used and not _in_sight(heading, model, words)
        yield Slot(place, header, text, heading, folded)
        last = max(last, place)
    for heading in _all(model, words.lang):
        if heading.key not in taken:
            last += 1
            folded = not _in_sight(heading, model, words)
            yield Slot(last, "", words.header(heading, model), heading, folded)


def _in_sight(heading: Heading, model: SheetModel, words: Words) -> bool:
    if heading.column is None:
        return True
    found = words.front.sheets.get(model.name)
    wanted = found.columns if found else frozenset()
    return heading.lang in {"", words.lang} and (not wanted or heading.column.key in wanted)


def _all(model: SheetModel, lang: str) -> Iterator[Heading]:
    """Yield every column of a sheet in the order of the model, the reader's own language first."""
    for role in roles(model):
        yield Heading(role)
    for column in model.columns:
        if column.link_only:
            continue
        languages = [h.rpartition(".")[2] for h in column.headers] if column.form is Form.TEXT else [""]
        for own in sorted(languages, key=lambda one: one != lang):
            yield Heading("", column, own)


def ordered_headings(model: SheetModel, words: Words) -> list[Heading]:
    """Return every column of a sheet, those in sight first."""
    return sorted(_all(model, words.lang), key=lambda heading: not _in_sight(heading, model, words))
