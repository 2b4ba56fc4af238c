"""The files that a report can become, by the end of their names."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .report import Evaluation
from .report_document import document, document_for
from .report_docx import write_docx
from .report_html import write_html
from .report_json import COLUMNS, rows
from .report_md import write_md
from .report_model import Document
from .report_xlsx import write_xlsx

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Form:
    """How a file is written: from the document, or from the answers themselves; and its media type."""

    media_type: str
    of_document: Callable[[Document], bytes] | None = None
    of_answers: Callable[[Evaluation], bytes] | None = None


def _json(evaluation: Evaluation) -> bytes:
    data = {"columns": COLUMNS, "rows": rows(evaluation)}
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


FORMS: Mapping[str, Form] = {
    ".html": Form("text/html; charset=utf-8", of_document=write_html),
    ".docx": Form(_WORD, of_document=write_docx),
    ".xlsx": Form(_EXCEL, of_answers=write_xlsx),
    ".md": Form("text/markdown; charset=utf-8", of_document=write_md),
    ".json": Form("application/json", of_answers=_json),
}
#: Those in which the list of one body can be written.
DOCUMENTS = tuple(suffix for suffix, form in FORMS.items() if form.of_document)


def written(evaluation: Evaluation, suffix: str, body: str = "", *, full: bool = False) -> bytes:
    """Return the bytes of a file: of the report, of one with every answer, or the list of one body.

    Raises
    ------
    ParameterError
        There is no list for a body of that name.
    """
    form = FORMS[suffix]
    if form.of_answers is not None:
        return form.of_answers(evaluation)
    assert form.of_document is not None
    made = document_for(evaluation, body) if body else document(evaluation, full=full)
    return form.of_document(made)
