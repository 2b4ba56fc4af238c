"""Writes a workbook as an `.xlsx` file for people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.worksheet.properties import PageSetupProperties

from ontology import Model

from ..headers import Headings
from ..i18n import mark
from ..workbook import INFO, Workbook
from .xlsx_guide import guide
from .xlsx_layout import Tab, layout
from .xlsx_lists import Lists
from .xlsx_marks import put_marks
from .xlsx_saving import save
from .xlsx_sheet import write_tab
from .xlsx_words import Words, tab_name

if TYPE_CHECKING:
    from .writing import Mark


def write_xlsx(
    workbook: Workbook,
    file: Path,
    model: Model,
    lang: str,
    marks: Sequence[Mark] = (),
    front: Collection[str] = (),
) -> None:
    """Write the sheets in a language, each row in its line, behind a page that explains them.

    Sheets stand in the order of the model, those that hold nothing behind the others; `front` names
    sheets that stand in front even so. The same workbook gives the same bytes.

    Raises
    ------
    SourceError
        A cell is too long for a spreadsheet, or the file cannot be written.
    """
    words = Words(model, lang)
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = tab_name(words.pick(words.front.guide, "Guide"))
    tabs = layout(workbook, words, front)
    pages = [book.create_sheet(tab.title) for tab in tabs]
    hidden = book.create_sheet(tab_name(words.pick(words.front.lists, "Lists")))
    for one in book.worksheets:
        one.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    lists = Lists(hidden, tabs, words)
    for own, tab in zip(pages, tabs, strict=True):
        write_tab(own, tab, words, lists)
        name = tab.sheet.name
        put_marks(own, tab, [m for m in marks if m.sheet in {name, tab.title}], words)
    hidden.sheet_state = "hidden"
    title = _title(tabs, model, words)
    guide(page, tabs, words, title, file.name)
    book.properties.title = title
    book.properties.creator = "Planweave"
    book.properties.language = lang
    save(book, file)


def _title(tabs: Sequence[Tab], model: Model, words: Words) -> str:
    """Return the name of the plan, in the language where it has one."""
    found = next((tab for tab in tabs if tab.sheet.name == INFO and tab.model), None)
    rows = [row for row in found.sheet.rows if row.number not in found.example] if found else []
    if found is None or not rows:
        return words.say(mark("Workbook of a plan"))
    headings = Headings(found.sheet, model.sheets[INFO], model)
    titles = {
        heading.lang: rows[0].cells[header]
        for header, heading in headings.found.items()
        if heading.lang
        and heading.column in [s.heading.column for s in found.title_slots if s.heading]
        and header in rows[0].cells
    }
    return words.pick(titles, words.say(mark("Workbook of a plan")))
