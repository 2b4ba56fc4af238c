"""Commands that change what is stored, and that list it: add, plans, remove."""

from __future__ import annotations

from pathlib import Path

import click

from ..adding import Added, Checked, check_against
from ..i18n import mark
from ..migration import is_current
from ..plan_info import PlanInfo, Size
from ..store import Store
from .checking import checked_against, lines
from .frame import DONE, NO, Setup
from .history import by_option, change_text, record_as, tell_planned
from .output import emit, output_options, table_of

_PLAN = {
    "id": mark("ID"),
    "name": mark("Name"),
    "kind": mark("Kind"),
    "year": mark("Year"),
    "period": mark("Period"),
    "language": mark("Language"),
    "things": mark("Things"),
    "links": mark("Links"),
}
#: How many references to what is gone are told one by one.
_MOST_TOLD = 10
_KINDS = {"plan": mark("plan"), "register": mark("register")}


@click.command(
    epilog="""
\b
Examples:
  planweave add data/kemi                 a folder of workbooks, registers first
  planweave add kemi-2024 kemi-2025       two workbooks
  planweave add kemi-2024 --dry-run       say what would change, and store nothing
"""
)
@click.argument("source", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and store nothing.")
@by_option
@click.pass_context
def add(context: click.Context, source: tuple[Path, ...], by: str, *, dry_run: bool) -> None:
    """Check workbooks and store them.

    SOURCE is a workbook, or a folder that holds workbooks. All are stored, or none if one of them has
    an error. A plan that is stored already is replaced, and what that adds, changes and removes is told
    before; `undo` brings the earlier one back, `history` lists the changes.
    """
    setup: Setup = context.obj
    if dry_run:
        context.exit(DONE if _rehearse(setup, source) else NO)
    checked = _checked_first(setup, source)
    if checked is not None and not checked.ok:
        results = checked.added()
    else:
        with setup.writing(new=True) as plans, setup.progress() as progress:
            checked = checked or check_against(plans.store, source, progress)
            sources = {mapped.outline.iri: mapped.workbook.path for mapped, _ in checked.books}
            record_as(setup, plans, "add", by, sources)
            results = plans.add(*source, progress=progress, checked=checked)
    for added in results:
        tell(setup, added)
    if any(added.change is None for added in results):
        setup.say(mark("nothing was stored; correct the errors and add again"))
        context.exit(NO)
    setup.say(mark("see it in a browser: {command}"), command=_serve(setup))


def _rehearse(setup: Setup, source: tuple[Path, ...]) -> bool:
    """Say what adding workbooks would change, and whether they can be added."""
    checked = checked_against(setup, source)
    for added in checked.added():
        tell(setup, added)
    if not checked.ok:
        setup.say(mark("nothing was stored; correct the errors and add again"))
        return False
    contents = {mapped.outline.iri: mapped.content for mapped, _ in checked.books}
    with _stored(setup) as store, store.planned(contents) as changes:
        for change in changes:
            tell_planned(setup, store, change)
    setup.say(mark("nothing was stored, as --dry-run says"))
    return True


def _stored(setup: Setup) -> Store:
    return Store.open(setup.store) if setup.stored else Store.in_memory()


def _checked_first(setup: Setup, source: tuple[Path, ...]) -> Checked | None:
    """Check while others may write, and before there is a store; nothing where the store must be upgraded."""
    with setup.progress() as progress:
        if not setup.stored:
            return check_against(None, source, progress)
        with Store.open(setup.store) as store:
            return check_against(store, source, progress) if is_current(store) else None


def tell(setup: Setup, added: Added) -> None:
    """Say what became of one workbook: its findings, and what changed in the store."""
    for line in lines(setup, added.plan_id, added.report, added.report.findings):
        click.echo(line, err=True)
    if added.change is not None:
        click.echo(f"{added.plan_id}: {change_text(setup, added.change)}")


def _serve(setup: Setup) -> str:
    return "planweave serve" if setup.store == Setup.store else f"planweave --store {setup.store} serve"


@click.command(
    epilog="""
\b
Examples:
  planweave plans                all plans and registers
  planweave --lang fi plans -f csv
"""
)
@output_options
@click.pass_obj
def plans(setup: Setup, form: str, output: Path | None) -> None:
    """List the plans and registers of the store."""
    with setup.reading() as opened:
        stored = opened.plans(setup.lang)
        sizes = opened.sizes(stored)
        rows = [_plan_row(setup, info, sizes[info.plan_id]) for info in stored]
    emit(table_of("plans", _PLAN, rows), setup.lang, form, output)
    if not rows:
        setup.say(mark("no plan is stored; add one with: planweave add FOLDER"))


def _plan_row(setup: Setup, info: PlanInfo, size: Size) -> tuple[object, ...]:
    kind = setup.word(_KINDS[info.kind])
    counts = (size.things, size.links)
    return (info.plan_id, info.label.text, kind, info.year, info.period, info.language, *counts)


@click.command(
    epilog="""
\b
Examples:
  planweave remove kemi-hyvinvointi-2023
"""
)
@click.argument("plan")
@by_option
@click.pass_obj
def remove(setup: Setup, plan: str, by: str) -> None:
    """Remove a plan or register from the store.

    PLAN is its ID, as `planweave plans` lists it. What other plans refer to in it is told, as their
    links end in nothing then. `undo` brings it back.
    """
    with setup.writing() as plans:
        record_as(setup, plans, "remove", by)
        lost = plans.referrers(plan)
        change = plans.remove(plan)
    click.echo(f"{plan}: {change_text(setup, change)}")
    for thing, other in lost[:_MOST_TOLD]:
        setup.say(mark("{thing} is no longer here, and {plan} refers to it"), thing=thing, plan=other)
    if len(lost) > _MOST_TOLD:
        setup.say(mark("and {count} more like these"), count=len(lost) - _MOST_TOLD)
    setup.say(mark("bring it back with: {command}"), command=f"planweave undo {plan}")
