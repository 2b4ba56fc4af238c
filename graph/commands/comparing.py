"""Commands that put plans beside each other: compare, benchmark."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from ..comparison import Matching, compare
from ..comparison.benchmark import benchmark as side_by_side
from ..comparison.benchmark import benchmark_table, shares_table
from ..comparison.changes import THRESHOLD
from ..comparison.matching import is_report
from ..comparison.multiples import municipalities, small_multiples
from ..comparison.opening import latest_two, many, sides
from ..comparison.promised import promised, promised_summary, promised_table
from ..comparison.shared import shared_partners, shared_table
from ..comparison.sides import Side
from ..comparison.summary import summary
from ..comparison.tables import table
from ..errors import ParameterError
from ..evaluation import scope_of
from ..i18n import mark
from ..plan_graph import PlanGraph
from ..table import Table
from ..table_sheets import xlsx
from ..whole_files import write_whole
from .frame import DONE, NO, Setup
from .output import FORMATS, XLSX, emit, form_of, output_in

Command = TypeVar("Command", bound=Callable[..., object])


def emit_tables(
    setup: Setup, tables: Mapping[str, Table], main: str, form: str | None, output: Path | None
) -> None:
    """Write the main table in a format; a spreadsheet has the others on further sheets."""
    form = form_of(form, output)
    if form != XLSX or output is None:
        emit(tables[main], setup.lang, form, output)
        return
    write_whole(output, xlsx({setup.word(name): found for name, found in tables.items()}, setup.lang))


@click.command(
    "compare",
    epilog="""
\b
Examples:
  planweave compare kemi-2023 kemi-2024
  planweave compare kemi-2024 --revision 3          the plan now, beside what it was after change 3
  planweave compare kemi-2024 mine.xlsx -o changes.xlsx
  planweave compare kemi-strategia-2022 kemi-hyvinvointi-2023        promised and reported
  planweave compare old.xml new.xml                 two versions of a plan in StratML
""",
)
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", required=False)
@click.option(
    "--revision",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="Compare A after that change with B, or with A as it is.",
)
@click.option(
    "--match",
    "matching",
    type=click.Choice([matching.value for matching in Matching]),
    default=Matching.AUTO.value,
    show_default=True,
    help="What matches: IDs within versions of a plan, and links of one deed; only IDs; or only links.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(1, 100),
    default=THRESHOLD,
    show_default=True,
    metavar="PERCENT",
    help="How alike things must be called to be suggested as the same.",
)
@click.option("--no-suggestions", is_flag=True, help="Suggest nothing by names.")
@click.option(
    "--promised/--changes",
    "as_promised",
    default=None,
    help="What A promised beside what B reports, or what changed.  [default: as fits the plans]",
)
@output_in((*FORMATS, XLSX), by_ending=True)
@click.pass_context
def compare_command(
    context: click.Context,
    before: str,
    after: str | None,
    revision: int | None,
    matching: str,
    threshold: float,
    form: str | None,
    output: Path | None,
    *,
    no_suggestions: bool,
    as_promised: bool | None,
) -> None:
    """Show what makes one plan of another.

    A and B are IDs of stored plans, PLAN@NUMBER for what a plan was after that change of its history, or
    workbooks. Without B, the plan is shown beside what it was before its last change. Things are
    matched by ID where both are versions of one plan, then by links that say they are one deed, then by
    their names: those are suggestions, and told as such. Of a report and the plan that it reports on, the
    table tells what was promised beside what is reported. The exit code is 1 where nothing differs.
    """
    setup: Setup = context.obj
    with _plans(setup) as plans:
        one, other = sides(plans, *_named(plans, before, after, revision))
        _tell_left_out(setup, one, other)
        if as_promised is None:
            as_promised = is_report(one, other) or is_report(other, one)
        if as_promised:
            one, other = (other, one) if is_report(other, one) else (one, other)
            _promised(setup, one, other, form, output)
            context.exit(DONE)
        made = compare(one, other, Matching(matching), None if no_suggestions else threshold)
    emit_tables(setup, {mark("Changes"): table(made, setup.lang)}, "Changes", form, output)
    for line in summary(made, setup.lang):
        setup.say("{line}", line=line)
    context.exit(DONE if made else NO)


def _tell_left_out(setup: Setup, *both: Side) -> None:
    """Say what of a foreign file is not compared."""
    for side in both:
        for finding in side.notes:
            setup.say("{file}: {text}", file=side.name, text=finding.text(setup.lang))


def _promised(setup: Setup, one: Side, other: Side, form: str | None, output: Path | None) -> None:
    made = promised(one, other)
    found = promised_table(made, PlanGraph(other.store), setup.lang)
    emit_tables(setup, {mark("Promised and reported"): found}, "Promised and reported", form, output)
    for line in promised_summary(made, setup.lang):
        setup.say("{line}", line=line)


@contextmanager
def _plans(setup: Setup) -> Iterator[PlanGraph | None]:
    """Open the store where there is one: workbooks can be compared without."""
    if not setup.stored:
        yield None
        return
    with setup.reading() as plans:
        yield plans


def _named(plans: PlanGraph | None, before: str, after: str | None, revision: int | None) -> Sequence[str]:
    if revision is not None:
        return f"{before}@{revision}", after or before
    if after is not None:
        return before, after
    if plans is None:
        raise ParameterError(mark("name two plans to compare; see: planweave compare --help"))
    return latest_two(plans, before)


@click.command(
    epilog="""
\b
Examples:
  planweave benchmark                                    all stored plans
  planweave benchmark kemi-2023 tornio-2023 -o table.xlsx
  planweave benchmark plans/ --charts shares.svg --partners partners.svg
"""
)
@click.argument("plan", nargs=-1)
@click.option(
    "--charts",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the shares as small charts, one for each measure, to an SVG file.",
)
@click.option(
    "--partners",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the municipalities with the partners that they share as a network to an SVG file.",
)
@output_in((*FORMATS, XLSX), by_ending=True)
@click.pass_obj
def benchmark(
    setup: Setup,
    plan: tuple[str, ...],
    charts: Path | None,
    partners: Path | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Put many plans into one table.

    PLAN is the ID of a stored plan, a workbook, or a folder that holds workbooks; without any, all stored
    plans are taken. Rows are how many things each plan has, and what each question finds of how many.
    A spreadsheet has the shares as numbers and the shared partners on further sheets.
    """
    with _plans(setup) as stored, setup.progress() as progress:
        plans, names = many(stored, plan, progress)
        made = side_by_side(plans, names, setup.lang, progress)
        shared = shared_partners(plans, [info.plan_id for info in made.plans])
        tables = {
            mark("Plans side by side"): benchmark_table(made, setup.lang),
            mark("Shares"): shares_table(made, setup.lang),
            mark("Shared partners"): shared_table(shared, plans, setup.lang),
        }
        drawn = {
            charts: small_multiples(made, setup.lang) if charts else "",
            partners: municipalities(shared, plans, setup.lang) if partners else "",
        }
        scopes = [(info.plan_id, scope_of(plans, setup.lang, info.plan_id)) for info in made.plans]
    for file, svg in drawn.items():
        if file is not None:
            write_whole(file, svg.encode())
    emit_tables(setup, tables, next(iter(tables)), form, output)
    for name, scope in scopes:
        for line in scope.lines(setup.lang):
            setup.say("{plan}: {line}", plan=name, line=line)
