"""An answer as a spreadsheet: the rows on one sheet, and on another what they are to be read with."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Sequence
from datetime import date

from ..i18n import mark, translate
from ..spreadsheets.plain_writing import Tables, tables_as_bytes
from ..table_sheets import rows_for_sheet
from .answer import Answer

_ANSWER, _ABOUT = mark("Answer"), mark("About the answer")
_WHAT, _SAID = mark("What"), mark("Said")


def as_xlsx(found: Answer, bound: str, lang: str, day: date) -> bytes:
    """Return an answer as the content of an `.xlsx` file.

    Parameters
    ----------
    found
        The answer.
    bound
        The query in SPARQL that gave it.
    lang
        The language of headers and labels.
    day
        The day that is told on the second sheet.
    """
    headers, rows = rows_for_sheet(found.table, lang)
    about = [(translate(what, lang), said) for what, said in _about(found, bound, lang, day) if said]
    sheets: Tables = {
        translate(_ANSWER, lang): (headers, rows),
        translate(_ABOUT, lang): ((translate(_WHAT, lang), translate(_SAID, lang)), about),
    }
    return tables_as_bytes(sheets, for_people=True)


def _about(found: Answer, bound: str, lang: str, day: date) -> Iterator[tuple[str, str]]:
    question, scope = found.question, found.scope
    yield mark("Question"), question.summary[lang]
    yield mark("What it answers"), question.description[lang]
    yield mark("Why it matters"), question.matters.get(lang, "")
    yield mark("How to read it"), question.reading.get(lang, "")
    yield mark("A healthy plan"), question.healthy.get(lang, "")
    yield mark("Plan"), scope.plan.label.text if scope.plan else ""
    for line in scope.lines(lang):
        yield mark("Scope"), line
    yield mark("In short"), found.said(lang)
    yield mark("What it rests on"), found.sensitivity(lang)
    for name, value in {**question.defaults, **found.values}.items():
        yield mark("Parameter"), f"{name} = {value}"
    yield mark("Date"), day.isoformat()
    yield mark("Version"), f"Planweave {importlib.metadata.version('planweave')}"
    yield mark("Name"), question.name
    yield from _in_pieces(bound)


def _in_pieces(text: str, longest: int = 30_000) -> Sequence[tuple[str, str]]:
    """Return a text in pieces that a cell can hold."""
    return [("SPARQL", text[start : start + longest]) for start in range(0, len(text), longest)]
