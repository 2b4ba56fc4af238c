"""Charts of answers: bars, matrix, timeline and network, as SVG that says what it shows, and as text.

Each number of a chart comes from the rows of the answer; a chart that cannot hold all of them shows the
largest, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..query_parts import Chart
from ..table import Table
from .chart_bars import bars, matrix
from .chart_network import drawn_network
from .chart_terminal import as_text
from .chart_timeline import timeline

__all__ = ["Drawing", "as_text", "drawn"]

_Drawer = Callable[[Table, Chart, str, str], tuple[str, str] | None]
_DRAWERS: Mapping[str, _Drawer] = {
    "bar": bars,
    "matrix": matrix,
    "timeline": timeline,
    "network": drawn_network,
}


@dataclass(frozen=True)
class Drawing:
    """A chart: a whole SVG file that needs no other, and what is in it in a sentence or two."""

    svg: str
    alt: str


def drawn(table: Table, chart: Chart, lang: str, *, title: str) -> Drawing | None:
    """Return an answer as a chart; nothing where there is nothing to draw.

    Parameters
    ----------
    table
        The answer.
    chart
        The kind of chart, and which column is which part of it.
    lang
        The language of names, numbers and of the text alternative: fi, sv or en.
    title
        What the chart is called: it stands in the file, not in the picture.
    """
    found = _DRAWERS[chart.type](table, chart, lang, title) if table.rows else None
    return Drawing(*found) if found else None
