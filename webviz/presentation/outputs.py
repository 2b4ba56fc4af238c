"""All that a picture can become: one list for pages, addresses and the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from graph.i18n import mark

from .scene import Chart, Deck, Grid, Layered, Scene, Spread

#: How wide a picture made of points is unless told otherwise, in pixels, and how wide it may be.
WIDTH, NARROWEST, WIDEST = 1920, 100, 8000

_PICTURES = (Layered, Spread, Grid, Chart)
_NETWORKS = (Layered, Spread)


@dataclass(frozen=True)
class Wish:
    """How a file is wanted: its width in pixels, without a ground, in a presentation of one's own.

    A writer takes of it what it knows. `assets` gives the text of a script or style sheet by its name.
    """

    width: int | None = None
    transparent: bool = False
    template: Path | None = None
    assets: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Output:
    """A form of file: what it is called, its media type, how it is written, and what it can hold."""

    name: str
    mimetype: str
    write: Callable[[Scene | Deck, Wish], bytes]
    contents: tuple[type, ...]
    #: Whether a presenter asks for it; all others stand under "other formats".
    is_main: bool = False

    def holds(self, shown: Scene | Deck) -> bool:
        """Whether it can hold a picture, or a report."""
        return isinstance(shown.content if isinstance(shown, Scene) else shown, self.contents)


def _written(module: str, function: str) -> Callable[..., bytes]:
    """Return a writer that is looked up when it is first needed: each brings a library of its own."""

    def write(shown: Scene | Deck, **wishes: object) -> bytes:
        found: Callable[..., bytes] = getattr(import_module(f".{module}", __package__), function)
        return found(shown, **wishes)

    return write


def _plain(module: str, function: str) -> Callable[[Scene | Deck, Wish], bytes]:
    write = _written(module, function)
    return lambda shown, _: write(shown)


def _pptx(shown: Scene | Deck, wish: Wish) -> bytes:
    return _written("slides", "pptx")(shown, template=wish.template)


def _png(shown: Scene | Deck, wish: Wish) -> bytes:
    return _written("png", "png")(shown, width=wish.width or WIDTH, transparent=wish.transparent)


def _svg(shown: Scene | Deck, wish: Wish) -> bytes:
    return _written("svg", "svg")(shown, width=wish.width, transparent=wish.transparent)


def _html(shown: Scene | Deck, wish: Wish) -> bytes:
    return _written("html", "html")(shown, assets=wish.assets)


#: By the end of the file's name, in the order in which they are offered.
OUTPUTS: Mapping[str, Output] = {
    "pptx": Output(
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _pptx,
        (*_PICTURES, Deck),
        is_main=True,
    ),
    "png": Output(mark("Picture (PNG)"), "image/png", _png, _PICTURES, is_main=True),
    "svg": Output(mark("Drawing (SVG)"), "image/svg+xml", _svg, _PICTURES, is_main=True),
    "pdf": Output("PDF", "application/pdf", _plain("pdf", "pdf"), (*_PICTURES, Deck), is_main=True),
    "html": Output(mark("Page of its own (HTML)"), "text/html", _html, _PICTURES, is_main=True),
    "docx": Output(
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _plain("word", "docx"),
        (*_NETWORKS, Chart),
    ),
    "graphml": Output("GraphML", "application/graphml+xml", _plain("data_networks", "graphml"), _NETWORKS),
    "gexf": Output("GEXF", "application/gexf+xml", _plain("data_networks", "gexf"), _NETWORKS),
    "things.csv": Output(mark("Things (CSV)"), "text/csv", _plain("data_tables", "things_csv"), _NETWORKS),
    "links.csv": Output(mark("Links (CSV)"), "text/csv", _plain("data_tables", "links_csv"), _NETWORKS),
    "csv": Output(mark("Table (CSV)"), "text/csv", _plain("data_tables", "table_csv"), (Grid, Chart)),
    "mmd": Output("Mermaid", "text/plain", _plain("data_mermaid", "mermaid"), _NETWORKS),
    "dot": Output("DOT", "text/vnd.graphviz", _plain("data_dot", "dot"), _NETWORKS),
    "jsonld": Output("JSON-LD", "application/ld+json", _plain("data_rdf", "json_ld"), _NETWORKS),
}


def suffix_of(file: str) -> str:
    """Return the suffix of a file name by which it can be written, without the dot; empty for none.

    >>> suffix_of("kemi.Links.CSV"), suffix_of("kemi.PPTX"), suffix_of("kemi.doc")
    ('links.csv', 'pptx', '')
    """
    fitting = [suffix for suffix in OUTPUTS if file.lower().endswith(f".{suffix}")]
    return max(fitting, key=len, default="")
