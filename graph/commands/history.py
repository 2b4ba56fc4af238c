"""Commands for the earlier states of a plan: history, undo, redo; and what every change writes down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import click
from rdflib import URIRef

from ontology import load_model, pick

from ..answers import Change
from ..difference import Difference
from ..difference_words import lines
from ..i18n import mark
from ..placement import Placed
from ..plan_graph import PlanGraph
from ..plan_names import plan_id
from ..provenance import Revision, joined
from ..recording import Origin, Recorder, compared
from ..store import Store
from ..whole_files import write_whole
from .frame import NO, Setup
from .output import emit, output_options, table_of

Command = TypeVar("Command", bound=Callable[..., object])

_COLUMNS = {
    "number": mark("No."),
    "time": mark("Time"),
    "command": mark("Command"),
    "added": mark("Added"),
    "changed": mark("Changed"),
    "removed": mark("Removed"),
    "source": mark("From"),
    "by": mark("By"),
    "text": mark("What changed"),
}
_COUNTS = ("thingsAdded", "thingsChanged", "thingsRemoved")


def by_option(command: Command) -> Command:
    """Add `--by` to a command that changes a plan."""
    return click.option(
        "--by",
        envvar="PLANWEAVE_BY",
        default="",
        metavar="NAME",
        help="Who makes the change, for the history; also PLANWEAVE_BY.  [default: nobody is named]",
    )(command)


def record_as(
    setup: Setup, plans: PlanGraph, command: str, by: str, sources: Mapping[URIRef, Path] | None = None
) -> None:
    """Let what is written to a store be recorded; what `add` changes is told before it is written."""

    def tell(plan: URIRef, made: Difference) -> None:
        if command == "add":
            tell_difference(setup, plan_id(plan), made)

    origin = Origin(command, by.strip(), sources or {})
    plans.store.recorder = Recorder(plans.store, plans.model, origin, tell)


def tell_planned(setup: Setup, store: Store, change: Placed) -> None:
    """Say what a write would make of a plan."""
    plan, added, removed = URIRef(change.name.value), change.added, change.removed
    tell_difference(setup, plan_id(plan), compared(store, load_model(), plan, removed, added))
    click.echo(f"{plan_id(plan)}: {change_text(setup, Change(len(added), len(removed)))}")


def tell_difference(setup: Setup, plan: str, made: Difference) -> None:
    """Say what is added, changed and removed of a plan, and warn of things that disappear."""
    for line in lines(made, setup.lang):
        setup.line(f"{plan}: {line}")
    if made.removed:
        message = mark("{plan}: things that disappear: {count}; `planweave undo {plan}` brings them back")
        setup.say(message, plan=plan, count=len(made.removed))


@click.command(
    epilog="""
\b
Examples:
  planweave history kemi-hyvinvointi-2023
  planweave history kemi-hyvinvointi-2023 -f csv -o changes.csv
  planweave history kemi-hyvinvointi-2023 --rdf changes.ttl      the records in the terms of PROV
"""
)
@click.argument("plan")
@click.option(
    "--rdf",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the records as Turtle, in the terms of PROV, to a file.",
)
@output_options
@click.pass_obj
def history(setup: Setup, plan: str, rdf: Path | None, form: str, output: Path | None) -> None:
    """List the changes of a plan, the newest first.

    PLAN is the ID of a plan or register, also of a removed one. Each line tells when the change was
    made, with which command and from what, how many things were added, changed and removed, and who
    made it, where that was told with `--by`; csv and json tell the changes one by one too. Of changes
    by earlier versions only the time is known.
    """
    with setup.reading() as plans:
        iri = plans.ever_stored().get(plan) or plans.iri_of_plan(plan)
        kept = plans.store.history
        assert kept is not None
        if rdf is not None:
            write_whole(rdf, joined(kept.records(iri)))
        whole = form != "table"
        found = [_row(setup, r, whole=whole) for r in reversed(kept.revisions(iri))]
    if rdf is not None:
        setup.say(mark("written: {file} ({size} bytes)"), file=rdf, size=rdf.stat().st_size)
        return
    emit(table_of("history", _COLUMNS, found), setup.lang, form, output)
    if not found:
        setup.say(mark("{plan}: no earlier revision is kept"), plan=plan)


def _row(setup: Setup, revision: Revision, *, whole: bool) -> tuple[object, ...]:
    """Return a change as a row; its first line alone tells the numbers by sheet."""
    time = revision.time.astimezone().isoformat(timespec="seconds")
    record = revision.record
    if record is None:
        return (revision.number, time, *[""] * (len(_COLUMNS) - 2))
    counts = [record.counts.get(key) for key in _COUNTS]
    source = record.source.name if record.source else ""
    first, *rest = pick(record.comments, setup.lang).text.split("\n")
    text = "; ".join([first, *rest]) if whole else first
    return (revision.number, time, record.command, *counts, source, record.by, text)


@click.command(
    epilog="""
\b
Examples:
  planweave undo kemi-hyvinvointi-2023
"""
)
@click.argument("plan")
@by_option
@click.pass_context
def undo(context: click.Context, plan: str, by: str) -> None:
    """Bring back what a plan was before its last change.

    PLAN is the ID of a plan or register, also of a removed one. Again, and it goes back one more step;
    `redo` takes an undo back, until the plan is changed otherwise: then what was undone is among the
    earlier revisions too. Where there is none, the exit code is 1.
    """
    with context.obj.writing() as plans:
        record_as(context.obj, plans, "undo", by)
        change = plans.undo(plan)
        if change is None:
            plans.iri_of_plan(plan)
    _tell_step(context, plan, change, mark("{plan}: no earlier revision is kept"))
    context.obj.say(mark("take it back with: {command}"), command=f"planweave redo {plan}")


@click.command(
    epilog="""
\b
Examples:
  planweave redo kemi-hyvinvointi-2023
"""
)
@click.argument("plan")
@by_option
@click.pass_context
def redo(context: click.Context, plan: str, by: str) -> None:
    """Bring back what the last undo of a plan replaced.

    PLAN is the ID of a plan or register. As often as it was undone since its last change; then the
    exit code is 1.
    """
    with context.obj.writing() as plans:
        record_as(context.obj, plans, "redo", by)
        change = plans.redo(plan)
        if change is None:
            plans.iri_of_plan(plan)
    _tell_step(context, plan, change, mark("{plan}: nothing was undone since its last change"))


def _tell_step(context: click.Context, plan: str, change: Change | None, none: str) -> None:
    setup: Setup = context.obj
    if change is None:
        setup.say(none, plan=plan)
        context.exit(NO)
    click.echo(f"{plan}: {change_text(setup, change)}")


def change_text(setup: Setup, change: Change) -> str:
    """Return how many triples a change has, in words."""
    if not (change.added or change.removed):
        return setup.word(mark("unchanged"))
    return setup.word(
        mark("{added} triples added, {removed} removed"), added=change.added, removed=change.removed
    )
