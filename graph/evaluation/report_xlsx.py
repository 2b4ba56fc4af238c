"""Writes the answers of a report as a spreadsheet: the contents in front, then a sheet for each question."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import Literal

from ontology import pick
from ontology.namespaces import CONCEPT

from ..i18n import mark
from ..spreadsheets.answers import Page, pages_as_bytes
from ..spreadsheets.plain_writing import Value
from ..table import Cell, Table
from . import report_words as w
from .answer import Answer
from .report import Evaluation, is_fine
from .report_cells import is_number
from .report_document import foot
from .report_words import Words

_GAP, _FINE, _TOLD, _APART = mark("missing"), mark("in order"), mark("tells"), mark("does not apply")
_HEADS = (
    mark("Group"),
    mark("Question"),
    mark("Answer in a sentence"),
    mark("State"),
    mark("Found"),
    mark("Of how many"),
    mark("By named links alone"),
)
_NAME = mark("Name of the question")


def write_xlsx(evaluation: Evaluation) -> bytes:
    """Return the answers as the bytes of an `.xlsx` file."""
    wish, words = evaluation.wish, Words(evaluation.wish.lang)
    title = words(w.EVALUATION, plan=wish.plan.label.text)
    shown = [one for one in evaluation.answers if one.applies]
    pages = [_page(one, words) for one in shown]
    rows = [_row(one, evaluation, words) for one in (*shown, *evaluation.apart)]
    told = evaluation.answers[0].scope.lines(wish.lang) if evaluation.answers else []
    front = Page(
        words(w.CONTENTS), (title, *told, foot(evaluation, words)), tuple(map(words, (*_HEADS, _NAME))), rows
    )
    return pages_as_bytes(front, pages, title, wish.lang)


def state(one: Answer) -> str:
    """Return the marked word for how an answer stands."""
    if not one.applies:
        return _APART
    if one.gap:
        return _GAP
    return _FINE if is_fine(one) else _TOLD


def _row(one: Answer, evaluation: Evaluation, words: Words) -> tuple[Value, ...]:
    question, count = one.question, one.count
    labels = evaluation.wish.plans.model.labels(CONCEPT[f"question-group/{question.group}"])
    numbers = (count.found, count.total, count.named) if count is not None else (None, None, None)
    named = (pick(labels, words.lang).text, question.summary[words.lang])
    return (*named, one.said(words.lang), words(state(one)), *numbers, question.name)


def _page(one: Answer, words: Words) -> Page:
    question, lang = one.question, words.lang
    about = [question.summary[lang], one.said(lang), question.description[lang], one.sensitivity(lang)]
    about += [text[lang] for text in (question.reading, question.healthy) if text.get(lang)]
    return Page(question.summary[lang], tuple(filter(None, about)), *_rows(one.table, lang))


def _rows(table: Table, lang: str) -> tuple[tuple[str, ...], Sequence[Sequence[Value]]]:
    """Return what a reader sees of a table, with the IDs of its things behind."""
    things = [n for n in range(len(table.columns)) if any(row[n].iri for row in table.rows)]
    names = [column.names.get(lang) or column.key for column in table.columns]
    heads = (*names, *(f"{names[place]} (ID)" for place in things))
    rows = [(*map(_value, row), *(str(row[n].plain or "") for n in things)) for row in table.rows]
    return heads, rows


def _value(cell: Cell) -> Value:
    term = cell.term
    if is_number(cell) and isinstance(term, Literal):
        return float(term) if "." in str(term) else int(term)
    return cell.text
