"""A picture as all outputs take it: what is drawn, how it is called, what it rests on, where it is from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from graph import Network, Table
from graph.drawing import Box, Column, Spot, Tie
from graph.query_parts import Chart as ChartParts
from ontology import DisplayKind

__all__ = [
    "Chart",
    "Deck",
    "Grid",
    "GridCell",
    "GridRow",
    "Layered",
    "Scene",
    "Sign",
    "Spot",
    "Spread",
    "Stamp",
]


@dataclass(frozen=True)
class Stamp:
    """Which state of the plans an output shows, so that it can be told later whether it is still true.

    `plans` are plan IDs with their revisions, such as `kemi-hyvinvointi-2023@3`; `day` is the day of the
    newest of these revisions and never that of the export, so that equal content gives equal files.
    `address` is the live page in full, with the revisions in it; empty without a public address.
    """

    plans: tuple[str, ...] = ()
    day: date | None = None
    address: str = ""
    #: All of the above in one line, in words of the reader.
    said: str = ""


@dataclass(frozen=True)
class Sign:
    """A line of the legend: a kind of thing (`kind`), a stroke (`named` or `reading`), or words alone.

    Where it is not the kind that colours, `colour` is what the words explain, and `letter` stands on it.
    """

    words: str
    kind: str = ""
    stroke: str = ""
    colour: str = ""
    letter: str = ""


@dataclass(frozen=True)
class Layered:
    """Boxes in columns, as `graph.drawing.lay_out` takes them: the close-up and the paths."""

    columns: tuple[Column, ...]
    boxes: tuple[Box, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True)
class Spread:
    """The whole network: things at their places, and what links them."""

    spots: tuple[Spot, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True)
class GridCell:
    """A cell of a table; `shade` is how dark its ground is, from 0 to 4."""

    text: str
    number: float | None = None
    shade: int = 0
    url: str = ""
    kind: str = ""
    lang: str = ""


@dataclass(frozen=True)
class GridRow:
    """A row: its head, its cells, and whether it is a heading over the rows below it, or a gap.

    A heading has one cell, across all columns. A gap has two where it is told why: its head, and the
    reason across all other columns.
    """

    cells: tuple[GridCell, ...]
    is_group: bool = False
    is_gap: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: the matrix, the list, or an answer; the first column is the head of each row."""

    heads: tuple[GridCell, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True)
class Chart:
    """An answer whose rows are drawn as `parts` says, with the same answer as a table."""

    table: Table
    parts: ChartParts
    grid: Grid


@dataclass(frozen=True)
class Scene:
    """A picture that is ready for any output, in one language."""

    #: What a file of it is called, without suffix: ASCII letters, digits and hyphens.
    name: str
    lang: str
    #: A sentence made from the numbers, unless the reader wrote another.
    title: str
    #: What the picture is called, such as the name of the saved view.
    called: str
    #: The basis and the scope in one line, to stand on the picture itself.
    scope: str
    #: What the picture says, for those who do not see it: the same in words, a paragraph a line.
    desc: str
    content: Layered | Spread | Grid | Chart
    kinds: tuple[DisplayKind, ...] = ()
    legend: tuple[Sign, ...] = ()
    #: Where it comes from: documents with pages, publishers, who read them; a line each, for notes.
    sources: tuple[str, ...] = ()
    #: What is not shown though it belongs there, or nothing.
    left_out: str = ""
    stamp: Stamp = field(default_factory=Stamp)
    #: The links of the picture as a table, or the rows of the answer: the equal of the picture.
    listed: Grid | None = None
    #: What boxes and ties stand for: IRIs, relations, records; without it there is no JSON-LD.
    network: Network | None = None
    #: Of what is left out the part which tells how many things of each kind are shown.
    counts: str = ""


@dataclass(frozen=True)
class Deck:
    """Several pictures in an order, with what stands on the first page: a report."""

    name: str
    lang: str
    title: str
    scope: str
    scenes: Sequence[Scene]
    #: What a reader must know, and the result in a few sentences.
    summary: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    stamp: Stamp = field(default_factory=Stamp)
