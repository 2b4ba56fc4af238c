"""Marks what a check finds in a copy of the workbook: a coloured cell, a comment, and a list in front."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ontology import Model
from ontology.namespaces import WB

from .errors import Place, SourceError
from .findings import Report
from .i18n import mark, translate
from .recognised import recognised
from .severities import SEVERITIES
from .spots import Spots
from .spreadsheets import read_workbook, write_workbook
from .spreadsheets.annotate import Remark, Words, write_annotated
from .spreadsheets.suffixes import XLSX

_HEADERS = (mark("Severity"), mark("Sheet"), mark("Cell"), mark("Column"), mark("Found"), mark("Finding"))


def annotate(
    reports: Sequence[Report], target: Path, model: Model, lang: str, *, force: bool = False
) -> None:
    """Write the workbook of a report as `.xlsx` with its findings in their cells.

    A spreadsheet of that kind is copied as it stands, and only the marked cells change; any other
    workbook is written anew, each row in its line.

    Raises
    ------
    SourceError
        There are several workbooks, the target is no `.xlsx` file, or it is the workbook itself, or a file
        that is there already, without `force`.
    """
    (report, *others) = reports
    book = report.workbook
    if others or book is None:
        message = mark("only one workbook at a time can be marked; {count} were given")
        raise SourceError(message, count=len(reports))
    source = report.path
    if target.suffix.casefold() != XLSX:
        message = mark("{path}: the marked copy is an .xlsx file; give it a name such as {example}")
        raise SourceError(message, Place(target), path=target, example=target.with_suffix(XLSX).name)
    if target.exists() and target.samefile(source):
        message = mark("{path}: this is the workbook itself, and would be lost; give the copy another name")
        raise SourceError(message, Place(target), path=target)
    if target.exists() and not force:
        message = mark("{path}: is there already, and somebody may work in it; write over it with --force")
        raise SourceError(message, Place(target), path=target)
    if source.suffix.casefold() != XLSX:
        write_workbook(book, target, model, lang)
        book, source = recognised(read_workbook(target), model), target
    spots = Spots(book, model, lang)
    remarks = [
        Remark(
            spots.of(finding.place),
            finding.severity,
            translate(SEVERITIES[finding.severity], lang),
            finding.text(lang),
        )
        for finding in report.all(model.sheets)
    ]
    words = Words(_title(model, lang), tuple(translate(header, lang) for header in _HEADERS))
    write_annotated(source, target, remarks, words)


def _title(model: Model, lang: str) -> str:
    names = model.labels(WB.FindingsSheet)
    return names.get(lang) or names["en"]
