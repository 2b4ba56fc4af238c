"""The command `planweave`: everything of `graph.cli`, and `serve`."""

from __future__ import annotations

import os
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
from graph.visibility import hidden, kept_back
from graph.visibility_copy import left_out_of
from graph.visibility_reading import open_public

from . import create_app
from .cli_export import export
from .cors import is_origin
from .editing import SHORTEST_TOKEN, TOKEN_VARIABLE, new_token
from .serving import listening, open_browser, told_address
from .serving import serve as serve_alone
from .settings import Settings
from .workers import Workers, can_have_workers
from .yasqe import VARIABLE, found_at

_TRANSLATIONS = Path(__file__).parent / "translations"


planweave.add_command(export)


def _origins(_: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if not is_origin(value):
            message = f"{value!r} is no origin; expected one such as https://www.kemi.fi, or *"
            raise click.BadParameter(message, param=parameter)
    return values


@planweave.command(
    epilog="""
\b
Examples:
  planweave serve                        the store planweave.db, on this computer
  planweave serve data/kemi --open       these workbooks, and a browser
  planweave serve --workers 4            for many visitors
  planweave serve --host 0.0.0.0 --public-url https://plans.example.fi --embed-from https://www.kemi.fi
  planweave serve --edit --cors https://www.kemi.fi
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
    "--cors",
    multiple=True,
    metavar="ORIGIN",
    callback=_origins,
    help="An origin whose pages may read data from here, or * for all; may be given again.",
)
@click.option(
    "--edit",
    is_flag=True,
    help="Let programs write that show the token: that of PLANWEAVE_EDIT_TOKEN, else one that is told.",
)
@click.option(
    "--sources",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="PLANWEAVE_SOURCES",
    help="The folder of source files that passages are quoted from; also PLANWEAVE_SOURCES.",
)
@click.option(
    "--yasqe",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar=VARIABLE,
    metavar="FOLDER",
    help="The folder of the npm package @zazuko/yasqe, for the SPARQL page; also PLANWEAVE_YASQE.  "
    "[default: node_modules beside the store, or here]",
)
@click.option(
    "--accessibility-contact",
    default="",
    envvar="PLANWEAVE_ACCESSIBILITY_CONTACT",
    metavar="TEXT",
    help="Where to tell of what is not accessible; also PLANWEAVE_ACCESSIBILITY_CONTACT.",
)
@click.option("--internal", is_flag=True, help="Show others what is internal too: in a network of your own.")
@click.option("--no-earlier", is_flag=True, help="Show others the plans only as they are now.")
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
    cors: tuple[str, ...],
    edit: bool,
    sources: Path | None,
    yasqe: Path | None,
    accessibility_contact: str,
    internal: bool,
    no_earlier: bool,
    browser: bool,
) -> None:
    """Show the plans in a browser.

    With SOURCE, the workbooks there are shown from a store that lasts as long as the viewer. On this
    computer all is shown. Where others reach the viewer, by --public-url or another --host, what is
    marked internal is kept back.
    """
    setup: Setup = context.obj
    if workers > 1 and not can_have_workers():
        message = mark("this system cannot have several processes answer at one address; leave out --workers")
        raise click.UsageError(translate(message, setup.lang, _TRANSLATIONS))
    signal.signal(signal.SIGTERM, _stop)
    with _store(context, setup, source) as store:
        settings = Settings(
            store,
            public_url,
            ("'self'", *embed_from),
            sources,
            queries=setup.queries,
            host=host,
            edit_token=_token(setup) if edit else "",
            cors=cors,
            internal=internal or None,
            earlier=not no_earlier,
            lasting=not source,
            yasqe=found_at(yasqe, setup.store),
            accessibility_contact=accessibility_contact,
        )
        setup.library()  # which tells what is wrong with questions of one's own
        _tell_internal(setup, settings)
        code = _listen(settings, port, workers, setup, browser=browser)
    context.exit(code)


def _tell_internal(setup: Setup, settings: Settings) -> None:
    """Tell how much is kept back, or that it is not."""
    if settings.is_public and isinstance(settings.store, Path):
        message = mark("kept back as internal: {count}; see: planweave serve --internal")
        open_public(settings.store, PlanGraph.open).store.close()
        count = len(left_out_of(settings.store))
    elif settings.is_for_others and not settings.is_public:
        message = mark("whoever reaches this viewer sees what is internal too: {count}")
        with PlanGraph.open(settings.store).store as store:
            count = len(kept_back(store, hidden(store)))
    else:
        return
    if count:
        click.echo(translate(message, setup.lang, _TRANSLATIONS, count=count), err=True)


def _token(setup: Setup) -> str:
    """Return the token of the environment, or a new one, which is told."""
    given = os.environ.get(TOKEN_VARIABLE, "")
    if given and (len(given) < SHORTEST_TOKEN or not given.isascii() or not given.isprintable()):
        message = mark("{variable}: expected at least {shortest} letters, digits and signs")
        text = translate(message, setup.lang, _TRANSLATIONS, variable=TOKEN_VARIABLE, shortest=SHORTEST_TOKEN)
        raise click.UsageError(text)
    if not given:
        given = new_token()
        message = mark("whoever shows this token may write: {token}")
        click.echo(translate(message, setup.lang, _TRANSLATIONS, token=given), err=True)
    return given


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
