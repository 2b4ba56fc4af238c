"""The commands `backup` and `restore`: a store in one file, and back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ..backup import check, default_name, save
from ..backup_manifest import Manifest
from ..errors import SourceError
from ..i18n import mark
from ..remote_address import Service
from ..restore import restore as restore_store
from ..restore_service import restore_service
from ..store import Store
from .frame import Setup

_FILE = click.Path(path_type=Path)


@click.command(
    epilog="""
\b
Examples:
  planweave backup                         a file with the date in its name, here
  planweave backup /srv/backups            ... in that folder
  planweave backup kemi.zip --force        in the place of an earlier one
  planweave backup kemi.zip --check        read a backup again, and save nothing
"""
)
@click.argument("file", default=Path(), type=_FILE)
@click.option("--check", "only_check", is_flag=True, help="Read a backup from end to end, and save nothing.")
@click.option("--force", is_flag=True, help="Write over a file that stands there.")
@click.pass_obj
def backup(setup: Setup, file: Path, *, only_check: bool, force: bool) -> None:
    """Save the store in one file: all plans, and what they were before.

    FILE is a file, or a folder where it gets a name with date and time. What is saved is the state of one
    moment, also while the viewer runs or plans are added. The file is read again before it gets its name.
    """
    if only_check:
        _tell_checked(setup, file)
        return
    target = file / default_name() if file.is_dir() else file
    if target.exists() and not force:
        raise SourceError(mark("{file} is there already; --force writes over it"), file=target)
    with setup.progress() as progress:
        made = save(lambda: Store.open(setup.store), target, progress)
    click.echo(
        _told(
            setup, mark("{file}: {triples} triples of {graphs} graphs, earlier states: {kept}"), target, made
        )
    )


@click.command(
    epilog="""
\b
Examples:
  planweave restore planweave-2026-11-24-153005.zip
  planweave --store other.db restore kemi.zip        into another folder
  planweave restore kemi.zip --force                 in the place of a store, which is kept beside
  planweave restore kemi.zip --check                 read the backup, and restore nothing
"""
)
@click.argument("file", type=_FILE)
@click.option(
    "--check", "only_check", is_flag=True, help="Read the backup from end to end, and restore nothing."
)
@click.option("--force", is_flag=True, help="Put the backup in the place of a store; that is kept beside.")
@click.pass_obj
def restore(setup: Setup, file: Path, *, only_check: bool, force: bool) -> None:
    """Build the store anew from a backup.

    FILE is what `planweave backup` wrote. It is read from end to end before anything is touched, and the
    new store is ready and compared with the backup before it takes its place. The viewer shows it at the
    next request.
    """
    if only_check:
        _tell_checked(setup, file)
        return

    def work() -> None:
        with setup.progress() as progress:
            if isinstance(setup.store, Service):
                found = restore_service(file, setup.store, force=force, progress=progress)
            else:
                found = restore_store(file, setup.store, force=force, progress=progress)
        message = mark("{folder}: restored, {triples} triples of {graphs} graphs, earlier states: {kept}")
        click.echo(_told(setup, message, file, found.manifest))
        if found.former is not None:
            setup.say(mark("the former store is kept in {folder}"), folder=found.former)
        if not found.exact:
            setup.say(mark("the service writes some values otherwise; each graph has its number of triples"))

    setup.in_turn(work)


def _tell_checked(setup: Setup, file: Path) -> None:
    if file.is_dir():
        raise SourceError(mark("{folder}: a folder; name the backup that is to be read"), folder=file)
    with setup.progress() as progress:
        found = check(file, progress)
    message = mark("{file}: whole, of {made}, {triples} triples of {graphs} graphs, earlier states: {kept}")
    click.echo(_told(setup, message, file, found))


def _told(setup: Setup, message: str, file: Path, found: Manifest) -> str:
    made = datetime.fromisoformat(found.made).astimezone().isoformat(" ", timespec="minutes")
    return setup.word(
        message,
        file=file,
        folder=setup.store,
        made=made,
        triples=found.triples,
        graphs=len(found.graphs),
        kept=found.revisions,
    )
