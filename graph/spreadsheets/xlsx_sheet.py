"""Writes one tab of a spreadsheet: headers, rows, menus, and how it shows and prints."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import Outline
from openpyxl.worksheet.worksheet import Worksheet

from ..errors import Place
from ..headers import ID
from ..workbook import Row
from . import xlsx_look as look
from .xlsx_hints import comment, comment_of, menu
from .xlsx_layout import Slot, Tab
from .xlsx_lists import Lists
from .xlsx_values import put
from .xlsx_words import Words

#: Menus go on for so many rows below the last one.
_MORE_ROWS = 200
_HEADER_HEIGHT = 34
#: What is frozen at the left stays narrower than a small screen.
_WIDEST_FROZEN = 75.0


def write_tab(page: Worksheet, tab: Tab, words: Words, lists: Lists) -> None:
    """Write a tab; each row stands in its line."""
    for slot in tab.slots:
        _header(page, tab, slot, words)
    for row in tab.sheet.rows:
        _row(page, tab, row, words)
    for slot in tab.slots:
        _column(page, tab, slot, words)
        _menu(page, tab, slot, words, lists)
    _fold(page, tab)
    _view(page, tab, words)
    _print(page, tab)


def _header(page: Worksheet, tab: Tab, slot: Slot, words: Words) -> None:
    cell = page.cell(tab.header_row, slot.position)
    put(cell, slot.text, _place(tab, tab.header_row))
    look.header_look(slot.heading, folded=slot.folded).put(cell)
    if slot.heading is not None and tab.model is not None:
        text = comment(slot.heading, tab.model, words)
        cell.comment = comment_of(text) if text else None


def _row(page: Worksheet, tab: Tab, row: Row, words: Words) -> None:
    example = row.number in tab.example
    place = _place(tab, row.number)
    for slot in tab.slots:
        text = row.cells.get(slot.header, "") if slot.header else ""
        if not (text or example or not slot.folded):
            continue
        cell = page.cell(row.number, slot.position)
        how = look.example_look if example else look.cell_look
        how(slot.heading, words.lang).put(cell)
        if text:
            column = slot.heading.column if slot.heading else None
            put(cell, words.cell(text, slot.heading, tab.model), place, column)
    for position, text in row.strays.items():
        put(page.cell(row.number, position), text, place)


def _place(tab: Tab, row: int) -> Place:
    return Place(tab.sheet.file, tab.title, row)


def _column(page: Worksheet, tab: Tab, slot: Slot, words: Words) -> None:
    dimension = page.column_dimensions[get_column_letter(slot.position)]
    first_text = slot in tab.title_slots[:1]
    longest = 0
    if slot.heading is not None and slot.heading.role == ID:
        longest = max((len(row.cells.get(slot.header, "")) for row in tab.sheet.rows), default=0)
    dimension.width = look.width(slot.heading, first_text=first_text, longest=longest)
    look.cell_look(slot.heading, words.lang).put(dimension)


def _menu(page: Worksheet, tab: Tab, slot: Slot, words: Words, lists: Lists) -> None:
    if slot.heading is None or tab.model is None:
        return
    found = menu(slot.heading, tab.model, words, lists, slot.text)
    if found is not None:
        letter = get_column_letter(slot.position)
        found.add(f"{letter}{tab.header_row + 1}:{letter}{tab.last_row + _MORE_ROWS}")
        page.add_data_validation(found)


def _fold(page: Worksheet, tab: Tab) -> None:
    """Fold the columns away that nobody has filled in; a plus sign at their left unfolds them."""
    page.sheet_properties.outlinePr = Outline(summaryBelow=True, summaryRight=False)
    folded = {slot.position for slot in tab.slots if slot.folded}
    for position in sorted(folded):
        dimension = page.column_dimensions[get_column_letter(position)]
        dimension.outlineLevel = 1
        dimension.hidden = True
        if position - 1 not in folded and position > 1:
            page.column_dimensions[get_column_letter(position - 1)].collapsed = True
    if folded:
        page.sheet_format.outlineLevelCol = 1


def _view(page: Worksheet, tab: Tab, words: Words) -> None:
    page.row_dimensions[tab.header_row].height = _HEADER_HEIGHT
    page.freeze_panes = f"{get_column_letter(_frozen(page, tab) + 1)}{tab.header_row + 1}"
    page.sheet_view.zoomScale = 100
    if tab.slots:
        last = get_column_letter(max(slot.position for slot in tab.slots))
        first = get_column_letter(min(slot.position for slot in tab.slots))
        page.auto_filter.ref = f"{first}{tab.header_row}:{last}{max(tab.last_row, tab.header_row + 1)}"
    group = words.front.colours.get(tab.model.group, "") if tab.model else ""
    page.sheet_properties.tabColor = group.lstrip("#") if tab.in_front and group else look.OPTIONAL


def _frozen(page: Worksheet, tab: Tab) -> int:
    """Return the last column that stays in sight: the first text of a row, where there is room for it."""
    last = tab.title_slots[0].position if tab.title_slots else 1
    letters = [get_column_letter(position) for position in range(1, last + 1)]
    taken = sum(page.column_dimensions[letter].width for letter in letters)
    return last if taken <= _WIDEST_FROZEN else 1


def _print(page: Worksheet, tab: Tab) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = "9"
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.print_title_rows = f"{tab.header_row}:{tab.header_row}"
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom, page.page_margins.footer = 0.5, 0.7, 0.35
    footer = page.oddFooter
    if footer is not None and footer.left is not None and footer.right is not None:
        footer.left.text, footer.right.text = "&A", "&P / &N"
