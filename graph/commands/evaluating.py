"""The command `evaluate`: all questions of a plan as one report, in one file or several."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..errors import ParameterError
from ..evaluation.report import Evaluation, Wish, evaluate
from ..evaluation.report_document import document_for
from ..evaluation.report_files import DOCUMENTS, FORMS, written
from ..evaluation.report_md import write_md
from ..evaluation.report_xlsx import state
from ..i18n import mark
from ..plan_graph import PlanGraph
from ..plan_info import PlanInfo
from ..whole_files import write_whole
from .exporting_internal import reading
from .frame import DONE, NO, Setup, pairs
from .output import emit, table_of

_HEADS = {"question": mark("Question"), "state": mark("State"), "says": mark("Answer in a sentence")}


@click.command(
    "evaluate",
    epilog="""
\b
Formats, by the end of FILE:
  .html       one page that needs nothing else, for a browser or for paper
  .docx       Word: headings, tables, pictures with texts, page numbers
  .xlsx       a sheet for each question, the contents in front
  .md         Markdown
  .json       the sentences and numbers, for other programs

\b
Examples:
  planweave evaluate                                        the plan, where there is one: in the terminal
  planweave evaluate kemi-hyvinvointi-2023 -o report.docx -o report.html
  planweave evaluate kemi-hyvinvointi-2023 --full -o all-answers.docx
  planweave --lang fi evaluate kemi-hyvinvointi-2023 --body kirjasto -o library.docx
  planweave --quiet evaluate kemi-hyvinvointi-2023 --fail-on-gaps
""",
)
@click.argument("plan", required=False)
@click.option(
    "-o",
    "--output",
    "files",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the report to this file; may be given several times.",
)
@click.option("--body", metavar="ID", default="", help="Only the list of what this body still owes.")
@click.option("--full", is_flag=True, help="With every answer, its table and its chart.")
@click.option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="A parameter's value.")
@click.option("--named", is_flag=True, help="Only links that the source names itself; -p named=true.")
@click.option("--internal", is_flag=True, help="Report what is marked internal too.")
@click.option("--fail-on-gaps", is_flag=True, help="Exit with 1 where something is missing.")
@click.pass_context
def evaluate_command(
    context: click.Context,
    plan: str | None,
    files: tuple[Path, ...],
    body: str,
    params: tuple[str, ...],
    *,
    full: bool,
    named: bool,
    internal: bool,
    fail_on_gaps: bool,
) -> None:
    """Ask a plan all questions, and write the answers as one report.

    PLAN is the ID of a stored plan; it may be left out where there is one. The report tells what it covers,
    what is missing and why, the table that councils expect, and what each responsible body still owes;
    with --full also every answer. Without -o, the sentences are listed. What is marked internal is left
    out.
    """
    setup: Setup = context.obj
    for file in files:
        _require_suffix(file, body)
    values = pairs(params) | ({"named": "true"} if named else {})
    with reading(setup, plan, internal=internal) as plans:
        chosen = _plan(plans, plan, setup.lang)
        wish = Wish(plans, chosen, setup.lang, values, date.today())  # noqa: DTZ011 - the day of the user
        with setup.progress() as progress:
            found = evaluate(wish, progress)
        made = [(file, written(found, file.suffix.lower(), body, full=full)) for file in files]
        if not files:
            _list(found, body, setup)
    for file, data in made:
        write_whole(file, data)
        setup.say(mark("written: {file} ({size} bytes)"), file=file, size=len(data))
    setup.say(mark("questions that found something missing: {count}"), count=len(found.gaps))
    context.exit(NO if found.gaps and fail_on_gaps else DONE)


def _plan(plans: PlanGraph, plan_id: str | None, lang: str) -> PlanInfo:
    """Return the plan that is asked for, or the only one."""
    stored = [info for info in plans.plans(lang) if info.kind == "plan"]
    if plan_id:
        iri = plans.iri_of_plan(plan_id)
        stored = [info for info in stored if info.iri == iri]
        if not stored:
            message = mark("{plan} is a register; evaluate a plan: planweave plans")
            raise ParameterError(message, plan=plan_id)
    if not stored:
        raise ParameterError(mark("the store holds no plan yet; see: planweave add"))
    if len(stored) > 1:
        message = mark("several plans are stored; say which: planweave evaluate PLAN, of {choices}")
        raise ParameterError(message, choices=", ".join(info.plan_id for info in stored))
    return stored[0]


def _require_suffix(file: Path, body: str) -> None:
    choices = DOCUMENTS if body else tuple(FORMS)
    if file.suffix.lower() not in choices:
        message = mark("{file}: unknown suffix; expected one of: {choices}")
        raise ParameterError(message, file=file, choices=" ".join(choices))


def _list(found: Evaluation, body: str, setup: Setup) -> None:
    """Write the sentences to standard output, or the list of a body as Markdown."""
    if body:
        click.echo(write_md(document_for(found, body)).decode(), nl=False)
        return
    lines = [(one.question.name, setup.word(state(one)), one.said(setup.lang)) for one in found.answers]
    emit(table_of("evaluate", _HEADS, lines), setup.lang, "table", None)
