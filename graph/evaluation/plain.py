"""An answer for other programs: the rows, and all that they are to be read with."""

from __future__ import annotations

from .answer import Answer


def record(found: Answer, bound: str, lang: str) -> dict[str, object]:
    """Return an answer as values of JSON; `bound` is the query in SPARQL that gave it."""
    scope, count = found.scope, found.count
    cells = {
        "reported": scope.reported,
        "notReported": scope.not_reported,
        "fieldsNotReported": scope.fields_not_reported,
    }
    return {
        "question": found.question.name,
        "title": found.question.summary[lang],
        "values": {**found.question.defaults, **found.values},
        "plan": scope.plan.plan_id if scope.plan else None,
        "scope": {key: [cell.plain for cell in some] for key, some in cells.items()}
        | {"note": scope.note.text if scope.note else None},
        "applies": found.applies,
        "gap": found.gap,
        "said": found.said(lang),
        "found": found.found.all,
        "total": count.total if count else None,
        "named": found.found.named,
        "sure": found.found.sure,
        "rows": found.table.records(),
        "sparql": bound,
    }
