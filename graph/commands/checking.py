"""The command `check`: what is wrong or doubtful in workbooks, and a copy with it marked in its cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from ontology import load_model

from ..adding import Checked, check_against
from ..findings import Alike, Finding, Report, together
from ..i18n import mark
from ..severities import SEVERITIES
from ..spots import Spots
from .frame import DONE, NO, Setup
from .output import emit, output_options, table_of, write

_FINDING = {
    "plan": mark("Plan"),
    "severity": mark("Severity"),
    "sheet": mark("Sheet"),
    "row": mark("Row"),
    "column": mark("Column"),
    "cell": mark("Cell"),
    "found": mark("Found"),
    "expected": mark("Expected"),
    "text": mark("Finding"),
}


@click.command(
    epilog="""
\b
Examples:
  planweave check data/kemi                         one line per finding
  planweave check data/kemi -f csv -o findings.csv  the findings as a list
  planweave check plan.xlsx --annotate marked.xlsx  a copy with the findings in its cells
"""
)
@click.argument("source", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--annotate",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a copy of the workbook as .xlsx, its findings as coloured cells and comments.",
)
@click.option("--force", is_flag=True, help="Write over a marked copy that is there.")
@output_options
@click.pass_context
def check(
    context: click.Context,
    source: tuple[Path, ...],
    target: Path | None,
    form: str,
    output: Path | None,
    *,
    force: bool,
) -> None:
    """Check workbooks and store nothing.

    Every finding names sheet, row and column. An error keeps a plan out of the store, a warning should
    be looked at, a note says what might be added. Plans that are stored already may be referred to.
    The exit code is 1 when there are errors.
    """
    setup: Setup = context.obj
    reports = {mapped.outline.plan_id: report for mapped, report in checked_against(setup, source).books}
    _emit_findings(setup, reports, form, output)
    if target is not None:
        from ..annotating import annotate

        annotate(list(reports.values()), target, load_model(), setup.lang, force=force)
    _say_sum(setup, source, reports, target)
    context.exit(NO if any(report.errors for report in reports.values()) else DONE)


def checked_against(setup: Setup, source: tuple[Path, ...]) -> Checked:
    """Check against the plans of the store, if there is one."""
    with setup.progress() as progress:
        if not setup.stored:
            return check_against(None, source, progress)
        with setup.reading() as plans:
            return check_against(plans.store, source, progress)


def _say_sum(
    setup: Setup, source: tuple[Path, ...], reports: Mapping[str, Report], target: Path | None
) -> None:
    errors = sum(len(report.errors) for report in reports.values())
    warnings = sum(len(report.warnings) for report in reports.values())
    values = {
        "count": len(reports),
        "errors": errors,
        "warnings": warnings,
        "notes": sum(len(report.notes) for report in reports.values()),
        "next": setup.word(_next(errors, warnings), source=" ".join(map(str, source))),
    }
    setup.say(
        mark("workbooks: {count}, errors: {errors}, warnings: {warnings}, notes: {notes}; {next}"), **values
    )
    if target is not None:
        setup.say(mark("the findings are marked in {file}"), file=target)


def _next(errors: int, warnings: int) -> str:
    if errors:
        return mark("correct the errors and check again")
    if warnings:
        return mark("look at the warnings; then store it with: planweave add {source}")
    return mark("store it with: planweave add {source}")


def lines(setup: Setup, plan_id: str, report: Report, findings: Iterable[Finding]) -> Iterator[str]:
    """Yield each finding of a plan as a line; many alike are one line."""
    book = report.workbook
    spots = Spots(book, load_model(), setup.lang)
    with_cell = book is not None and book.path.is_file()
    for alike in together(findings):
        where = spots.of(alike.first.place).text(with_cell=with_cell)
        severity = setup.word(SEVERITIES[alike.first.severity])
        text = alike.first.text(setup.lang)
        yield f"{plan_id}/{where}: {severity}: {text}{_more(setup, alike)}"


def _more(setup: Setup, alike: Alike) -> str:
    if not alike.rows:
        return ""
    more = setup.word(mark("and {count} more alike: rows {rows}"), count=len(alike.rows), rows=alike.ranges)
    return f" ({more})"


def _emit_findings(setup: Setup, reports: Mapping[str, Report], form: str, output: Path | None) -> None:
    if form == "table":
        told = (
            f"{line}\n"
            for plan_id, report in reports.items()
            for line in lines(setup, plan_id, report, report.all(load_model().sheets))
        )
        write("".join(told), output)
        return
    rows = [row for plan_id, report in reports.items() for row in _rows(setup, plan_id, report)]
    emit(table_of("findings", _FINDING, rows), setup.lang, form, output)


def _rows(setup: Setup, plan_id: str, report: Report) -> Iterator[tuple[object, ...]]:
    model = load_model()
    spots = Spots(report.workbook, model, setup.lang)
    for finding in report.all(model.sheets):
        spot = spots.of(finding.place)
        place = (spot.sheet, spot.row, spot.header, spot.cell, spot.found)
        severity = setup.word(SEVERITIES[finding.severity])
        yield plan_id, severity, *place, finding.expected(setup.lang), finding.text(setup.lang)
