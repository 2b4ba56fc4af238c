"""Commands that ask by name: ask, search."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from ..errors import UnknownQueryError
from ..evaluation import Answer, answer
from ..evaluation.charts import as_text, drawn
from ..evaluation.plain import record
from ..evaluation.sheets import as_xlsx
from ..i18n import mark
from ..query_parts import CONFIDENCE, NAMED
from ..search import Hit, find
from ..table import Cell
from ..whole_files import write_whole
from .frame import DONE, NO, Setup, pairs
from .output import FORMATS, XLSX, as_json, emit, form_of, output_in, output_options, table_of, width, write
from .questioning import EXPECTED

_HIT = {"thing": mark("Name"), "kind": mark("Kind"), "plan": mark("Plan")}
_CHART, _SVG = "chart", "svg"


@click.command(
    epilog="""
\b
Examples:
  planweave ask actions-of-field --plan kemi-hyvinvointi-2023
  planweave ask actions-of-field --named -f csv -o fields.csv
  planweave ask actions-per-priority --plan kemi-hyvinvointi-2023 -o priorities.xlsx
  planweave ask actions-per-priority --plan kemi-hyvinvointi-2023 -f chart
  planweave ask actions-per-priority --plan kemi-hyvinvointi-2023 -o priorities.svg
"""
)
@click.argument("name")
@click.option(
    "--plan",
    metavar="ID[,ID]",
    help="Ask this plan, or several together, with the registers; without it, all plans.",
)
@click.option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="A parameter's value.")
@click.option("--named", is_flag=True, help="Only links that the source names itself; -p named=true.")
@click.option(
    "--confidence",
    type=click.FloatRange(0, 1),
    metavar="NUMBER",
    help="Only links that the reader is at least so sure of, from 0 to 1; -p confidence=NUMBER.",
)
@click.option("--fail-on-gaps", is_flag=True, help="Exit with 1 where a healthy plan would answer otherwise.")
@click.option("--full", is_flag=True, help="JSON with the scope, the count and the query beside the rows.")
@output_in((*FORMATS, XLSX, _CHART), by_ending=True)
@click.pass_context
def ask(
    context: click.Context,
    name: str,
    plan: str | None,
    params: tuple[str, ...],
    confidence: float | None,
    form: str | None,
    output: Path | None,
    *,
    named: bool,
    fail_on_gaps: bool,
    full: bool,
) -> None:
    """Answer a question.

    NAME is a question that `planweave questions` lists. Beside the answer it is told which units
    reported, of how many things the answer speaks, and what remains of it with fewer links.
    """
    setup: Setup = context.obj
    values = pairs(params) | ({NAMED: "true"} if named else {})
    if confidence is not None:
        values[CONFIDENCE] = f"{confidence:g}"
    form = form_of(form, output, {_SVG: _CHART})
    setup.library()
    with setup.reading() as plans:
        found = answer(plans, name, setup.lang, plan, values)
        bound = plans.bound(found.question, values, plan)
    if form == XLSX:
        assert output is not None
        write_whole(output, as_xlsx(found, bound, setup.lang, datetime.now(UTC).astimezone().date()))
    elif form == _CHART:
        write(_chart(found, setup.lang, output), output)
    elif form == "json" and full:
        write(as_json(record(found, bound, setup.lang)), output)
    else:
        emit(found.table, setup.lang, form, output)
    _tell(setup, found)
    context.exit(NO if found.gap and fail_on_gaps else DONE)


def _chart(found: Answer, lang: str, output: Path | None) -> str:
    """Return an answer as a chart: SVG for a file of that name, else letters for a terminal."""
    chart = found.question.chart
    if chart is None:
        message = mark("{query} has no chart; without -f chart it answers as a table")
        raise UnknownQueryError(message, query=found.question.name)
    if output is not None and output.suffix.casefold() == f".{_SVG}":
        drawing = drawn(found.table, chart, lang, title=found.question.summary[lang])
        if drawing is None:
            message = mark("{query}: there is nothing to draw")
            raise UnknownQueryError(message, query=found.question.name)
        return drawing.svg
    return as_text(found.table, chart, lang, width(output))


def _tell(setup: Setup, found: Answer) -> None:
    """Tell what the rows are to be read with."""
    setup.say(mark("rows: {count}"), count=len(found.table.rows))
    for line in found.scope.lines(setup.lang):
        setup.tell(line)
    if not found.applies or found.question.says:
        setup.tell(found.said(setup.lang))
    if found.applies:
        _tell_count(setup, found)
    if found.gap:
        expected = setup.word(EXPECTED[found.question.expect])
        setup.say(mark("a healthy plan gives: {expected}"), expected=expected)


def _tell_count(setup: Setup, found: Answer) -> None:
    if found.count is not None:
        noun = found.count.noun[setup.lang]
        setup.say(mark("counted against: {total} {noun}"), total=found.count.total, noun=noun)
    if found.count is not None or found.question.sensitive:
        setup.say(mark("found: {count}"), count=found.sensitivity(setup.lang))


@click.command(
    epilog="""
\b
Examples:
  planweave search kirjasto               forgives case, endings and a slip of the finger
  planweave search A1.13                  an ID, or its beginning
  planweave search "mobile games" --plan kemi-hyvinvointi-2023 -f json
"""
)
@click.argument("text")
@click.option("--plan", metavar="ID", help="Search this plan alone; without it, all plans and registers.")
@output_options
@click.pass_obj
def search(setup: Setup, text: str, plan: str | None, form: str, output: Path | None) -> None:
    """Find plans and things by name or ID.

    The first column is the ID that `planweave show` takes.
    """
    with setup.reading() as plans:
        hits = find(plans, text, setup.lang, plan_id=plan)
    emit(table_of("search", _HIT, [_hit(hit, setup.lang) for hit in hits]), setup.lang, form, output)
    if not hits:
        setup.say(mark("nothing is called {text}"), text=text)


def _hit(hit: Hit, lang: str) -> tuple[object, ...]:
    return Cell(hit.iri, hit.label), hit.kind.names[lang] if hit.kind else "", hit.plan.text
