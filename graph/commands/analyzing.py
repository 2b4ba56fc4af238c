"""The commands `analyze ...`: who connects others, what falls apart, how two things hang together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..i18n import mark, translate
from ..spreadsheets.plain_writing import Value, tables_as_bytes
from ..table_sheets import rows_for_sheet
from ..whole_files import write_whole
from .frame import DONE, NO, Commands, Setup
from .output import FORMATS, XLSX, as_json, emit, form_of, output_in, write

if TYPE_CHECKING:
    from ..analysis.answers import Analysis
    from ..analysis.asking import Wish


@dataclass(frozen=True)
class _Asked:
    """What all these commands are told: of which plan, which links count, and how rows come out."""

    plan: str | None
    named: bool
    confidence: float | None
    form: str | None
    output: Path | None
    view: str = ""

    def wish(self, lang: str, default: str) -> Wish:
        from ..analysis.asking import Wish

        values = {"named": "true"} if self.named else {}
        if self.confidence is not None:
            values["confidence"] = f"{self.confidence:g}"
        return Wish(lang, self.view or default, self.plan, values)


def _options(command: Callable[..., object]) -> Callable[..., object]:
    """Add what all these commands take, and hand it on as one value."""

    @wraps(command)
    def gathered(
        *args: Any,  # noqa: ANN401 - as click has it
        plan: str | None,
        confidence: float | None,
        form: str | None,
        output: Path | None,
        named: bool,
        view: str = "",
        **more: Any,  # noqa: ANN401
    ) -> object:
        return command(*args, asked=_Asked(plan, named, confidence, form, output, view), **more)

    for option in (
        output_in((*FORMATS, XLSX), by_ending=True),
        click.option(
            "--confidence",
            type=click.FloatRange(0, 1),
            metavar="NUMBER",
            help="Only links that are at least so sure, from 0 to 1.",
        ),
        click.option("--named", is_flag=True, help="Only links that the source names itself."),
        click.option(
            "--plan",
            metavar="ID[,ID]",
            help="The network of this plan, or of several, with the registers; without it, of all.",
        ),
    ):
        gathered = option(gathered)
    return gathered


_view = click.option(
    "--view",
    metavar="NAME",
    default="",
    help="The network: one of `planweave views`.  [default: bodies-working-together]",
)


@click.group(
    cls=Commands,
    epilog="""
\b
Examples:
  planweave analyze central --plan kemi-hyvinvointi-2023
  planweave analyze falls-apart --named
  planweave analyze path kemi:kirjasto kemi:lapha
""",
)
def analyze() -> None:
    """Measure the network: who connects others, what falls apart, how two things hang together.

    Each answer says what it means, and on how many links it rests; small networks are indicative only.
    """


@analyze.command(
    epilog="""
\b
Examples:
  planweave analyze central --plan kemi-hyvinvointi-2023
  planweave analyze central --view bodies-across-fields -f csv -o central.csv
"""
)
@_view
@_options
@click.pass_obj
def central(setup: Setup, asked: _Asked) -> None:
    """List who is in contact with most others."""
    _measure(setup, "central", asked)


@analyze.command(
    epilog="""
\b
Examples:
  planweave analyze bridges --plan kemi-hyvinvointi-2023
  planweave analyze bridges --confidence 0.7 -f xlsx -o bridges.xlsx
"""
)
@_view
@_options
@click.pass_obj
def bridges(setup: Setup, asked: _Asked) -> None:
    """List who connects others that are not in contact."""
    _measure(setup, "bridges", asked)


@analyze.command(
    epilog="""
\b
Examples:
  planweave analyze communities
  planweave analyze communities --plan kemi-strategia-2022 -f json
"""
)
@_view
@_options
@click.pass_obj
def communities(setup: Setup, asked: _Asked) -> None:
    """Find groups that work more with one another than with others."""
    _measure(setup, "communities", asked)


@analyze.command(
    epilog="""
\b
Examples:
  planweave analyze cores
  planweave analyze cores --named -f csv
"""
)
@_view
@_options
@click.pass_obj
def cores(setup: Setup, asked: _Asked) -> None:
    """Tell the core of the network from its edge."""
    _measure(setup, "cores", asked)


@analyze.command(
    epilog="""
\b
Examples:
  planweave analyze silos --plan kemi-hyvinvointi-2023
  planweave analyze silos --named
"""
)
@_options
@click.pass_obj
def silos(setup: Setup, asked: _Asked) -> None:
    """Tell how much of the work of each field of activity stays within it."""
    _measure(setup, "silos", asked)


@analyze.command(
    name="falls-apart",
    epilog="""
\b
Examples:
  planweave analyze falls-apart
  planweave analyze falls-apart --plan kemi-strategia-2022 --named
""",
)
@_view
@_options
@click.pass_obj
def falls_apart(setup: Setup, asked: _Asked) -> None:
    """Tell who loses contact if one body leaves."""
    _measure(setup, "falls-apart", asked)


@analyze.command(
    epilog="""
\b
Examples:
  planweave analyze path kemi:kirjasto kemi:lapha
  planweave analyze path liikuntapalvelut hyvinvointialue --plan kemi-hyvinvointi-2023
  planweave analyze path kemi:kirjasto kemi:perusopetus kemi:lapha --hide priority,objective
"""
)
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.argument("third", metavar="[C]", required=False, default="")
@click.option(
    "--hide",
    metavar="KINDS",
    help="Kinds of things that no way leads through, or none.  [default: those of the ontology]",
)
@click.option(
    "--view",
    metavar="NAME",
    default="",
    help="The network: one of `planweave views`.  [default: connections]",
)
@_options
@click.pass_context
def path(context: click.Context, start: str, end: str, third: str, hide: str | None, asked: _Asked) -> None:
    """Show the shortest ways from A to B, or what joins A, B and C, with the relation on each step.

    A, B and C are IDs or names. What they share is told too: an action, a network, or only a priority.
    Exit code 1 where there is no way; what is nearest is told then.
    """
    from ..analysis.answers import NOTHING, WAYS_VIEW
    from ..analysis.answers import path as found_path

    setup: Setup = context.obj
    with setup.reading() as plans:
        hidden = None if hide is None else [kind for kind in hide.split(",") if kind not in {"", NOTHING}]
        found = found_path(plans, start, end, asked.wish(setup.lang, WAYS_VIEW), third, hidden)
    _tell(setup, found, asked)
    context.exit(DONE if found.found else NO)


def _measure(setup: Setup, name: str, asked: _Asked) -> None:
    from ..analysis.answers import DEFAULT_VIEW, analysis

    with setup.reading() as plans:
        found = analysis(plans, name, asked.wish(setup.lang, DEFAULT_VIEW))
    _tell(setup, found, asked)


def _tell(setup: Setup, found: Analysis, asked: _Asked) -> None:
    """Write the table to standard output or a file, and tell the rest beside it."""
    lang, output = setup.lang, asked.output
    form = form_of(asked.form, output)
    if form == XLSX and output is not None:
        _write_xlsx(found, lang, output)
    elif form == "json":
        write(as_json(found.record(lang)), output)
    elif found.table.rows or form == "csv":
        emit(found.table, lang, form, output)
    for line in found.lines(lang):
        setup.say("{line}", line=line)


def _write_xlsx(found: Analysis, lang: str, output: Path) -> None:
    """Write a workbook: the table, and on a sheet of its own what is to be known of it."""
    told: list[list[Value]] = [[line] for line in found.lines(lang)]
    notes = translate(mark("Notes"), lang)
    sheets = {found.name: rows_for_sheet(found.table, lang), notes: ([found.title.text(lang)], told)}
    write_whole(output, tables_as_bytes(sheets, for_people=True))
