"""The command `planweave`: everything of `graph.cli`, and `serve`."""

from __future__ import annotations

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
from graph.visibility import hidden, kept_back
from graph.visibility_copy import left_out_of

from . import create_app
from .settings import GUARD, LONGEST_BODY, Settings

if TYPE_CHECKING:
    from flask import Flask

#: The threads that pages have for themselves, whatever queries hold.
_THREADS = 8
_TRANSLATIONS = Path(__file__).parent / "translations"


@planweave.command(
    epilog="""
\b
Examples:
  planweave serve                        the store planweave.db, on this computer
  planweave serve data/kemi --open       these workbooks, and a browser
  planweave serve --host 0.0.0.0 --public-url https://plans.example.fi --embed-from https://www.kemi.fi
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
    "--sources",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="PLANWEAVE_SOURCES",
    help="The folder of source files that passages are quoted from; also PLANWEAVE_SOURCES.",
)
@click.option("--internal", is_flag=True, help="Show others what is internal too: in a network of your own.")
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
    sources: Path | None,
    internal: bool,
    open_browser: bool,
) -> None:
    """Show the plans in a browser.

    With SOURCE, the workbooks there are shown from a store that lasts as long as the viewer. On this
    computer all is shown. Where others reach the viewer, by --public-url or another --host, what is
    marked internal is kept back.
    """
    setup: Setup = context.obj
    signal.signal(signal.SIGTERM, _stop)
    with _store(context, setup, source) as store:
        settings = Settings(
            store, public_url, ("'self'", *embed_from), sources, host=host, internal=internal or None
        )
        app = create_app(settings)
        _tell_internal(setup, settings)
        _listen(app, host, port, setup, open_browser=open_browser)


def _tell_internal(setup: Setup, settings: Settings) -> None:
    """Tell how much is kept back, or that it is not."""
    if settings.is_public:
        message = mark("kept back as internal: {count}; see: planweave serve --internal")
        count = len(left_out_of(settings.store))
    elif settings.is_for_others:
        message = mark("whoever reaches this viewer sees what is internal too: {count}")
        with PlanGraph.open(settings.store).store as store:
            count = len(kept_back(store, hidden(store)))
    else:
        return
    if count:
        click.echo(translate(message, setup.lang, _TRANSLATIONS, count=count), err=True)


def _stop(number: int, _: object) -> NoReturn:
    """End as after Ctrl+C, so that nothing temporary stays behind."""
    sys.exit(128 + number)


@contextmanager
def _store(context: click.Context, setup: Setup, source: tuple[Path, ...]) -> Iterator[Path]:
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
            max_request_body_size=LONGEST_BODY,
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
