"""Recognises the sheets of a spreadsheet that a person filled in.

Tabs have names in any language; beside them stand a guide, lists, example rows and rows made ready.
What only helps to fill a workbook in is left out here, and nothing that a person wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ontology import LANGUAGES, Model, pick
from ontology.front import front

from .captions import below_caption
from .errors import Place, SourceError
from .example_marks import has_content, is_example
from .findings import Severity
from .headers import ID, Headings, plain
from .i18n import mark
from .mapped import Mapped
from .spreadsheets.xlsx_words import tab_name
from .workbook import INFO, Sheet, Workbook


def recognised(workbook: Workbook, model: Model) -> Workbook:
    """Return a workbook with its sheets under the names of the model, without what only helps.

    Sheets that nobody knows stay as they are, unless they are wholly empty.

    Raises
    ------
    SourceError
        Two tabs are the same sheet, such as `Toimenpiteet` and `actions`.
    """
    names, helpers = _names(model), _helpers(model)
    sheets: dict[str, Sheet] = {}
    for key, sheet in workbook.sheets.items():
        written = plain(sheet.title or key)
        name = _known(key, model) or names.get(plain(key)) or names.get(written, key)
        if name == key and (written in helpers or _is_empty(sheet)) and name not in model.sheets:
            continue
        if name in sheets:
            message = mark("{path}: {first} and {second} are one sheet; take one of them away")
            titles = {"first": sheets[name].title, "second": sheet.title or key}
            raise SourceError(message, Place(sheet.file, name), path=workbook.path, **titles)
        own = sheet if sheet.name == name else replace(sheet, name=name)
        sheets[name] = _without_helping_rows(own, model)
    return replace(workbook, sheets=sheets)


def tell_empty(mapped: Mapped) -> None:
    """Warn that none of the sheets that a plan begins with holds anything yet."""
    model, sheets = mapped.model, mapped.workbook.sheets
    kind = next((name for name, cls in model.sheets[INFO].kinds.items() if cls == mapped.outline.cls), "")
    first = [name for name, sheet in front(model.graph).sheets.items() if kind in sheet.first_in]
    wanted = [sheet for name, sheet in model.sheets.items() if name in first and sheet.id_prefix]
    written = any(sheet.rows for name, sheet in sheets.items() if name != INFO)
    if written or not any(sheet.name in sheets for sheet in wanted):
        return
    names = {lang: ", ".join(pick(sheet.names, lang).text for sheet in wanted) for lang in LANGUAGES}
    message = mark("nothing is written here yet; begin with these sheets: {sheets}")
    mapped.find(Place(mapped.workbook.path, INFO), message, Severity.WARNING, sheets=names)


def _known(key: str, model: Model) -> str:
    return key if key in model.sheets or key in model.former_sheets else ""


def _is_empty(sheet: Sheet) -> bool:
    return not sheet.rows and not any(sheet.headers)


def _without_helping_rows(sheet: Sheet, model: Model) -> Sheet:
    sheet_model = model.sheets.get(model.former_sheets.get(sheet.name, sheet.name))
    if sheet_model is None:
        return sheet
    sheet = below_caption(sheet, Headings(sheet, sheet_model, model))
    headings = Headings(sheet, sheet_model, model)
    kept = tuple(row for row in sheet.rows if has_content(row, headings) and not is_example(row, headings))
    if len(kept) == len(sheet.rows):
        return sheet
    left_out = (row for row in sheet.rows if not has_content(row, headings))
    ready = frozenset(headings.cell(row, ID) for row in left_out) - {""}
    return replace(sheet, rows=kept, ready=ready)


def _names(model: Model) -> Mapping[str, str]:
    return {plain(text): name for text, name in reversed(list(_pairs(model)))}


def _pairs(model: Model) -> Iterator[tuple[str, str]]:
    """Yield every name that a sheet may have, and its name in the model; the stronger names first."""
    tabs = front(model.graph).sheets
    yield from ((name, name) for name in model.sheets)
    for name, sheet in model.sheets.items():
        for text in (*sheet.names.values(), *(tabs[name].tab_names.values() if name in tabs else ())):
            yield text, name
            yield tab_name(text), name
    yield from ((name, name) for name in model.former_sheets)


def _helpers(model: Model) -> frozenset[str]:
    found = front(model.graph)
    helping = (found.guide, found.lists, *model.aside)
    return frozenset(plain(name) for names in helping for name in names.values())
