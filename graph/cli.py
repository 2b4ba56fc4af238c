"""The command line: `planweave` and its commands; `webviz.cli` adds `serve` and is its entry."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click

from ontology import LANGUAGES, load_model
from ontology.files import OntologyFileError

from .commands import (
    analyzing,
    asking,
    backups,
    checking,
    comparing,
    evaluating,
    exporting,
    history,
    merging,
    plans,
    questioning,
    reading,
    saved,
    sparql,
    template,
    things,
    upgrading,
)
from .commands.frame import Commands, Setup, StorePlace
from .errors import ShapeError
from .i18n import mark
from .remote_address import Where
from .writers import running


def _speak(context: click.Context, _: click.Parameter, lang: str | None) -> str | None:
    """Let all that follows be told in the language that was asked for."""
    setup: Setup = context.obj
    setup.lang = lang or setup.lang
    return lang


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""
\b
Examples:
  planweave add data/kemi
  planweave plans
  planweave --store kemi.db --lang fi search kirjasto
""",
)
@click.option(
    "--store",
    type=StorePlace(),
    envvar="PLANWEAVE_STORE",
    default=Setup.store,
    show_default=True,
    metavar="PATH|URL",
    help="The folder of the store, or the address of a SPARQL service; also PLANWEAVE_STORE.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    envvar="PLANWEAVE_LANG",
    is_eager=True,  # so that what is wrong with the other options is told in it
    callback=_speak,
    expose_value=False,
    help="The language of what is shown; also PLANWEAVE_LANG.  [default: the system's, else en]",
)
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    envvar="PLANWEAVE_WAIT",
    default=Setup.wait,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for another that writes to the store; also PLANWEAVE_WAIT.",
)
@click.option(
    "--questions",
    "own_questions",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="PLANWEAVE_QUESTIONS",
    metavar="FOLDER",
    help="Questions of your own; also PLANWEAVE_QUESTIONS.  [default: questions beside the store]",
)
@click.option("--quiet", is_flag=True, help="No progress bar and no hints.")
@click.version_option(package_name="planweave", prog_name="planweave")
@click.pass_context
def planweave(
    context: click.Context, store: Where, wait: float, own_questions: Path | None, *, quiet: bool
) -> None:
    """Turn plans into one knowledge graph, and ask it.

    Plans are workbooks: folders of CSV files. `add` stores them, `ask` and `search` find what they say,
    `export` takes it elsewhere, `serve` shows it in a browser. Exit codes: 0 done, 1 the answer is no,
    2 it could not be answered.
    """
    setup: Setup = context.obj
    setup.store, setup.quiet, setup.wait, setup.own_questions = store, quiet, wait, own_questions
    running(f"planweave {context.invoked_subcommand or ''}".strip())
    _require_ontology()


def _require_ontology() -> None:
    """Raise `ShapeError` where the ontology's files, or those that an organisation adds, cannot be read."""
    try:
        load_model()
    except OntologyFileError as error:
        message = mark("{file}: the ontology cannot be read here ({reason})")
        if error.line is not None:
            message = mark("{file}, line {line}: the ontology cannot be read here ({reason})")
        raise ShapeError(message, file=error.file, line=error.line, reason=error.reason) from error


for command in (
    template.template,
    reading.mapping,
    reading.read,
    plans.add,
    checking.check,
    plans.plans,
    plans.remove,
    history.history,
    history.undo,
    history.redo,
    upgrading.upgrade,
    backups.backup,
    backups.restore,
    questioning.questions,
    asking.ask,
    questioning.views,
    saved.saved,
    asking.search,
    evaluating.evaluate_command,
    comparing.compare_command,
    comparing.benchmark,
    things.show,
    analyzing.analyze,
    sparql.sparql,
    exporting.export,
    merging.merge_command,
):
    planweave.add_command(command)


def run(group: click.Group) -> NoReturn:
    """Run a command line: every error of ours ends in one line on standard error and an exit code."""
    group.main(prog_name="planweave")
