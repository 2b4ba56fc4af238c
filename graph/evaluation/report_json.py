"""The answers of a report as data for other programs."""

from __future__ import annotations

from typing import Any

from .answer import Answer
from .report import Evaluation

#: The columns of the rows, in order.
COLUMNS = ("question", "group", "title", "says", "applies", "gap", "found", "total", "named", "sure", "rows")


def rows(evaluation: Evaluation) -> list[dict[str, Any]]:
    """Return a row for each question: its sentence, whether it is a gap, and the numbers."""
    return [_row(one, evaluation.wish.lang) for one in evaluation.answers]


def _row(one: Answer, lang: str) -> dict[str, Any]:
    question, count = one.question, one.count
    return {
        "question": question.name,
        "group": question.group,
        "title": question.summary[lang],
        "says": one.said(lang),
        "applies": one.applies,
        "gap": one.gap,
        "found": count.found if count else None,
        "total": count.total if count else None,
        "named": count.named if count else None,
        "sure": count.sure if count else None,
        "rows": len(one.table.rows),
    }
