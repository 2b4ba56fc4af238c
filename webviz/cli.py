"""The command `planweave`: everything of `graph.cli`, and `serve`."""

from __future__ import annotations

import tempfile
import threading
import webbrowser
from pathlib import Path

import click
import waitress

from graph import PlanGraph
from graph.cli import planweave, run
from graph.i18n import mark, translate

from .app import create_app
from .settings import Settings

_EXAMPLES = """
\b
Examples:
  planweave serve                      the store planweave.db, on this computer
  planweave serve data/kemi --open     these workbooks, and a browser
  planweave serve --host 0.0.0.0 --public-url https://plans.example.fi
"""


@planweave.command(epilog=_EXAMPLES)
@click.argument("source", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, help="The port to listen at.")
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
    help="The folder of source files that passages are quoted from.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open a browser where there is one.")
@click.pass_context
def serve(
    context: click.Context,
    source: tuple[Path, ...],
    host: str,
    port: int,
    public_url: str,
    embed_from: tuple[str, ...],
    sources: Path | None,
    *,
    open_browser: bool,
) -> None:
    """Show the plans in a browser.

    With SOURCE, the workbooks there are shown from a store that lasts as long as the viewer.
    """
    with tempfile.TemporaryDirectory(prefix="planweave-") as folder:
        store = _temporary(Path(folder) / "store", source) if source else context.obj.store
        settings = Settings(store, public_url, ("'self'", *embed_from), sources)
        _serve(create_app(settings), host, port, context.obj.lang, open_browser=open_browser)
