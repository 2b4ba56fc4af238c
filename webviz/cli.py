"""The command `planweave`: everything of `graph.cli`, and `serve`."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from graph import PlanGraph
from graph.cli import planweave, run
from graph.commands.frame import NO, Setup
from graph.commands.plans import tell
from graph.i18n import mark, translate
from graph.remote_address import Where

from . import create_app
from .cors import is_origin
from .editing import SHORTEST_TOKEN, TOKEN_VARIABLE, new_token
from .settings import GUARD, LONGEST_GRAPH, Settings

if TYPE_CHECKING:
    from flask import Flask

#: The threads that pages have for themselves, whatever queries hold.
_THREADS = 8
_TRANSLATIONS = Path(__file__).parent / "translations"


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
  planweave serve --host 0.0.0.0 --public-url https://plans.example.fi --embed-from https://www.kemi.fi
  planweave serve --edit --cors https://www.kemi.fi
"""
)
@click.argument("source", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, help="The port to listen at; 0 takes a free one.")
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
@click.option("--open", "open_browser", is_flag=True, help="Open a browser where there is one.")
@click.pass_context
def serve(
    context: click.Context,
    source: tuple[Path, ...],
    host: str,
    port: int,
    *,
    public_url: str,
    embed_from: tuple[str, ...],
    cors: tuple[str, ...],
    edit: bool,
    sources: Path | None,
    open_browser: bool,
) -> None:
    """Show the plans in a browser.

    With SOURCE, the workbooks there are shown from a store that lasts as long as the viewer.
    """
    setup: Setup = context.obj
    signal.signal(signal.SIGTERM, _stop)
    with _store(context, setup, source) as store:
        settings = Settings(
            store,
            public_url,
            ("'self'", *embed_from),
            sources,
            host=host,
            edit_token=_token(setup) if edit else "",
            cors=cors,
        )
        _listen(create_app(settings), host, port, setup, open_browser=open_browser)


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


def _listen(app: Flask, host: str, port: int, setup: Setup, *, open_browser: bool) -> None:
    import waitress

    with app.extensions[GUARD]:
        threads = app.extensions[GUARD].limits.held + _THREADS
        server = waitress.create_server(
            app,
            host=host,
            port=port,
            threads=threads,
            ident="planweave",
            # The pages have a limit of their own.
            max_request_body_size=LONGEST_GRAPH,
        )
        address = address_of(server, host)
        message = mark("the plans are shown at {address} – stop with Ctrl+C")
        click.echo(translate(message, setup.lang, _TRANSLATIONS, address=address), err=True)
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        try:
            server.run()
        finally:
            server.close()


def address_of(server: Any, host: str) -> str:  # noqa: ANN401 - waitress has no types
    """Return the address to open; a host of several addresses has a server for each."""
    port = server.effective_listen[0][1] if hasattr(server, "effective_listen") else server.effective_port
    if host in {"127.0.0.1", "0.0.0.0", "::", "::1"}:  # noqa: S104
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def main() -> NoReturn:
    """Run the command line."""
    run(planweave)
