"""What a spreadsheet says of each column: the comment of its header, and the menu of its cells."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from rdflib import SKOS, XSD

from ontology import Column, Form, SheetModel
from ontology.model import texts

from ..headers import FROM, ID, KIND, RELATION, ROLE_TERMS, TO, Heading
from ..i18n import mark
from .xlsx_lists import Lists
from .xlsx_words import Words

_AUTHOR = "Planweave"
#: As many characters may stand in the title and in the text of a hint.
_TITLE_LENGTH, _TEXT_LENGTH = 32, 250
_LINE = 46

_HOW = {
    XSD.date: mark("Write a date such as 3.10.2022."),
    XSD.gYear: mark("Write a year such as 2026."),
    XSD.integer: mark("Write a whole number."),
    XSD.decimal: mark("Write a number."),
    XSD.boolean: mark("Choose yes or no."),
}


def comment(heading: Heading, sheet: SheetModel, words: Words) -> str:
    """Return what the comment of a header says: what it means, how to fill it in, an example."""
    return "\n".join(_unlike(line for line in _explained(heading, sheet, words) if line))


def _unlike(lines: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(lines))


def _explained(heading: Heading, sheet: SheetModel, words: Words) -> Iterator[str]:
    column = heading.column
    if column is None:
        yield from _explained_role(heading, sheet, words)
        return
    yield words.pick(column.descriptions)
    if column.required:
        yield words.say(mark("Fill this in on every row."))
    yield _how(column, heading, sheet, words)
    yield _several(column, words)
    example = example_of(heading, sheet, words)
    if example:
        yield words.say(mark("Example: {example}"), example=example)


def _explained_role(heading: Heading, sheet: SheetModel, words: Words) -> Iterator[str]:
    yield words.pick(texts(words.model.graph, ROLE_TERMS[heading.role], SKOS.definition))
    if heading.role == ID and sheet.id_prefix:
        yield words.say(mark("The IDs are there already; you need not think them up."))
    elif heading.role in {KIND, RELATION, FROM, TO}:
        yield words.say(mark("Fill this in on every row."))
        yield words.say(mark("Choose from the menu of the cell.")) if heading.role in {KIND, RELATION} else ""


def _how(column: Column, heading: Heading, sheet: SheetModel, words: Words) -> str:
    if words.choices(heading, sheet):
        return words.say(mark("Choose from the menu of the cell."))
    if column.form is Form.REFERENCE:
        return _how_to_refer(column, words)
    how = _HOW.get(column.datatype) if column.datatype is not None else None
    return words.say(how) if how else ""


def _how_to_refer(column: Column, words: Words) -> str:
    if not column.classes:
        return words.say(mark("Write the ID of a row."))
    sheets = filter(None, map(words.model.sheet_of, column.classes))
    message = mark("Choose a row from the menu, or write its ID: {kinds}.")
    if not any(sheet.id_prefix for sheet in sheets):
        message = mark("Write the ID of a row: {kinds}.")
    return words.say(message, kinds=_kinds(column, words))


def _kinds(column: Column, words: Words) -> str:
    labels = (words.pick(words.model.labels(cls)).casefold() for cls in column.classes)
    return ", ".join(label for label in labels if label)


def _several(column: Column, words: Words) -> str:
    if not column.separator:
        return ""
    return words.say(mark("Several values: put {separator} between them."), separator=column.separator)


def example_of(heading: Heading, sheet: SheetModel, words: Words) -> str:
    """Return an example of a cell in words, empty where the shapes give none."""
    column = heading.column
    if column is None:
        return ""
    found = column.examples.get(heading.lang or words.lang) or column.examples.get("") or ()
    return words.cell(found[0], heading, sheet) if found else ""


def comment_of(text: str) -> Comment:
    """Return a comment that is as large as its text."""
    lines = sum(1 + len(line) // _LINE for line in text.split("\n"))
    return Comment(text, _AUTHOR, height=28 + 17 * lines, width=330)


def menu(
    heading: Heading, sheet: SheetModel, words: Words, lists: Lists, header: str
) -> DataValidation | None:
    """Return the menu of the cells of a column, or nothing; where several values may stand it only warns."""
    choices = words.choices(heading, sheet)
    formula = lists.closed(choices, header) if choices else ""
    column = heading.column
    if column is not None and not formula:
        formula = lists.references(column)
    if not formula:
        return None
    only = bool(choices) and not (column is not None and column.separator)
    found = DataValidation(type="list", formula1=formula, allow_blank=True, showDropDown=False)
    found.errorStyle = "stop" if only else "warning"
    found.showErrorMessage = True
    found.errorTitle = header[:_TITLE_LENGTH]
    found.error = _error(column, words, only=only)[:_TEXT_LENGTH]
    prompt = _several(column, words) if column is not None else ""
    if prompt:
        found.showInputMessage = True
        found.promptTitle = header[:_TITLE_LENGTH]
        found.prompt = _prompt(prompt, words)[:_TEXT_LENGTH]
    return found


def _prompt(several: str, words: Words) -> str:
    replaced = words.say(mark("Choosing from the menu replaces what stands in the cell."))
    return f"{several} {replaced}"


def _error(column: Column | None, words: Words, *, only: bool) -> str:
    if only:
        return words.say(mark("Choose one of the menu."))
    told = words.say(mark("This is not in the menu."))
    several = _several(column, words) if column is not None else ""
    if column is not None and column.form is Form.REFERENCE:
        other = words.say(mark("A row of another plan is written as PLAN:ID."))
        return " ".join(part for part in (told, several, other) if part)
    return f"{told} {several}".strip()
