"""The command `upgrade`: what an earlier version stored, as the installed one has it."""

from __future__ import annotations

import click

from ..i18n import mark
from ..migration import recorded
from .frame import Setup


@click.command(
    epilog="""
\b
Examples:
  planweave upgrade
  planweave --store kemi.db upgrade
"""
)
@click.pass_obj
def upgrade(setup: Setup) -> None:
    """Bring the store to the installed version of the ontology.

    `add`, `remove`, `undo`, `redo` and `serve` do so by themselves. Until then, a command that only reads
    refuses a store whose data has to be moved. Either all is upgraded or nothing.
    """
    with setup.writing() as plans:
        version = recorded(plans.store)
    click.echo(
        setup.word(mark("{folder}: version {version} of the ontology"), folder=setup.store, version=version)
    )
