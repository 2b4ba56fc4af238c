"""Puts the answers of a plan into one document: what is missing first, the table, every question."""

from __future__ import annotations

from importlib.metadata import version

from ontology import pick

from . import report_words as w
from .report import GROUPS, Evaluation
from .report_cells import day
from .report_model import Bullets, Document, Line, Run, Section, line
from .report_owed import owed
from .report_questions import question_section, table_section
from .report_scope import about, covers, sources
from .report_summary import missing, summary
from .report_words import Words


def document(evaluation: Evaluation, *, full: bool = False) -> Document:
    """Return the report of a plan as a council reads it; a full one holds the answers one by one too."""
    wish = evaluation.wish
    words = Words(wish.lang, full)
    sections = [
        covers(evaluation, words),
        summary(evaluation, words),
        missing(evaluation, words),
        *(table_section(one, wish, words) for one in evaluation.reported("table")),
        *(_groups(evaluation, words) if full else []),
        *owed(evaluation, words),
        *(_apart(evaluation, words) if full else []),
        sources(evaluation, words),
    ]
    return Document(
        lang=wish.lang,
        title=words(w.EVALUATION, plan=wish.plan.label.text),
        about=about(evaluation, words),
        contents=words(w.CONTENTS),
        sections=tuple(section for section in sections if section is not None),
        foot=foot(evaluation, words),
    )


def document_for(evaluation: Evaluation, body: str) -> Document:
    """Return what one responsible body still owes, as a document of its own."""
    wish, words = evaluation.wish, Words(evaluation.wish.lang)
    return Document(
        lang=wish.lang,
        title=words(w.EVALUATION, plan=wish.plan.label.text),
        about=about(evaluation, words),
        contents=words(w.CONTENTS),
        sections=(covers(evaluation, words), *owed(evaluation, words, body), sources(evaluation, words)),
        foot=foot(evaluation, words),
    )


def foot(evaluation: Evaluation, words: Words) -> str:
    """Return what stands at the end of every page."""
    wish = evaluation.wish
    return words(
        w.FOOT, plan=wish.plan.label.text, version=version("planweave"), date=day(wish.today, wish.lang)
    )


def _groups(evaluation: Evaluation, words: Words) -> list[Section]:
    """Return a section for each group of questions that has an answer."""
    wish, model = evaluation.wish, evaluation.wish.plans.model
    sections = []
    for key, concept in model.schemes[GROUPS].items():
        answers = [one for one in evaluation.of_group(key) if one.question.report not in {"table", "owed"}]
        if answers:
            title = pick(model.labels(concept), wish.lang).text
            parts = tuple(question_section(one, wish, words) for one in answers)
            sections.append(Section(f"group-{key}", line(title), parts=parts))
    return sections


def _apart(evaluation: Evaluation, words: Words) -> list[Section]:
    """Return the questions that do not concern the plan, in a line each."""
    apart = evaluation.apart
    if not apart:
        return []
    items: list[Line] = [
        line(Run(one.question.summary[words.lang], strong=True), " – ", one.said(words.lang)) for one in apart
    ]
    return [Section("apart", line(words(w.NOT_ASKED)), (Bullets(tuple(items)),))]
