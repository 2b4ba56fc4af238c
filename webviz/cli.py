"""The command `planweave`: everything of `graph.cli`, and `serve`."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn

import click

from graph import PlanGraph
from graph.cli import planweave, run
from graph.commands.frame import DONE, FAILED, NO, Setup
from graph.commands.plans import tell
from graph.i18n import mark, translate
from graph.remote_address import Where

from . import create_app
from .serving import listening, open_browser, told_address
from .serving import serve as serve_alone
from .settings import Settings
from .workers import Workers, can_have_workers

_TRANSLATIONS = Path(__file__).parent / "translations"


@planweave.command(
    epilog="""
\b
Examples:
  planweave serve                        the store planweave.db, on this computer
  planweave serve data/kemi --open       these workbooks, and a browser
  planweave serve --workers 4            for many visitors
  planweave serve --host 0.0.0.0 --public-url https://plans.example.fi --embed-from https://www.kemi.fi
"""
)
@click.argument("source", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    metavar="NUMBER",
    help="The port to listen at; 0 takes a free one.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    metavar="NUMBER",
    help="How many processes answer; more use more processors.",
)
@click.option("--public-url", default="", metavar="URL", help="The address under which others reach it.")
@click.option(
    "--embed-from",
    multiple=True,
    metavar="ORIGIN",
    help="An origin whose pages may show an embed, such as https://www.kemi.fi; may be given again.",
)
@click.option(
    "--sources",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="PLANWEAVE_SOURCES",
    help="The folder of source files that passages are quoted from; also PLANWEAVE_SOURCES.",
)
@click.option("--open", "browser", is_flag=True, help="Open a browser where there is one.")
@click.pass_context
def serve(
    context: click.Context,
    source: tuple[Path, ...],
    host: str,
    port: int,
    workers: int,
    *,
    public_url: str,
    embed_from: tuple[str, ...],
    sources: Path | None,
    browser: bool,
) -> None:
    """Show the plans in a browser.

    With SOURCE, the workbooks there are shown from a store that lasts as long as the viewer.
    """
    setup: Setup = context.obj
    if workers > 1 and not can_have_workers():
        message = mark("this system cannot have several processes answer at one address; leave out --workers")
        raise click.UsageError(translate(message, setup.lang, _TRANSLATIONS))
    signal.signal(signal.SIGTERM, _stop)
    with _store(context, setup, source) as store:
        settings = Settings(store, public_url, ("'self'", *embed_from), sources, host=host)
        code = _listen(settings, port, workers, setup, browser=browser)
    context.exit(code)


def _stop(number: int, _: object) -> NoReturn:
    """End as after Ctrl+C, so that nothing temporary stays behind."""
    sys.exit(128 + number)


@contextmanager
def _store(context: click.Context, setup: Setup, source: tuple[Path, ...]) -> Iterator[Where]:
    if not source:
        setup.freshen()
        yield setup.store
        return
    with tempfile.TemporaryDirectory(prefix="planweave-") as folder:
        store = Path(folder) / "store"
        with PlanGraph.create(store).store as made, setup.progress() as progress:
            results = PlanGraph(made).add(*source, progress=progress)
        for added in results:
            tell(setup, added)
        if any(added.change is None for added in results):
            context.exit(NO)
        yield store


def _listen(settings: Settings, port: int, workers: int, setup: Setup, *, browser: bool) -> int:
    """Answer until a signal, in this process or in several; return the exit code."""
    sockets = listening(settings.host, port)

    def ready() -> None:
        address = told_address(sockets, settings.host)
        _say(setup, mark("the plans are shown at {address} – stop with Ctrl+C"), address=address)
        if browser:
            open_browser(address)

    def told(process: int, how: str) -> None:
        message = mark("a process of the viewer has ended ({process}: {how}); another one takes its place")
        _say(setup, message, process=process, how=how)

    with ExitStack() as opened:
        for made in sockets:
            opened.enter_context(made)
        if workers == 1:
            serve_alone(create_app(settings), sockets, ready)
            return DONE
        return DONE if Workers(settings, sockets, setup.lang, told).run(workers, ready) else FAILED


def _say(setup: Setup, message: str, **values: object) -> None:
    click.echo(translate(message, setup.lang, _TRANSLATIONS, **values), err=True)


def main() -> NoReturn:
    """Run the command line."""
    run(planweave)
