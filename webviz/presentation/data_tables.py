"""The things and links of a picture, or the table that it is: CSV as spreadsheets open it by a click.

A table has no place for a note, so each row says which state of the plans it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.i18n import mark

from ..delimited import delimited
from .data_drawn import drawn, stroke_name
from .scene import Chart, Grid, Scene
from .told import told

_YES, _STATE = mark("yes"), mark("State of the plans")
_THINGS = (mark("ID"), mark("Name"), mark("Kind"), mark("Note"), mark("Address"), _STATE)
_LINKS = (
    mark("From (ID)"),
    mark("From"),
    mark("Relation"),
    mark("Certainty"),
    mark("To (ID)"),
    mark("To"),
    mark("Holds both ways"),
    mark("What this rests on"),
    _STATE,
)


def things_csv(scene: Scene) -> bytes:
    """Return the things of a picture as CSV, in its order."""
    rows = (
        (thing.short, thing.text, thing.kind_name(scene.lang), thing.note, thing.url, _state(scene))
        for thing in drawn(scene).things
    )
    return _file(scene, _THINGS, rows)


def links_csv(scene: Scene) -> bytes:
    """Return the links of a picture as CSV: both ends by ID and by name, and what each rests on."""
    found = drawn(scene)
    things = found.thing()
    rows = (
        (
            tie.source,
            things[tie.source].text,
            tie.text,
            tie.sure,
            tie.target,
            things[tie.target].text,
            told(_YES, scene.lang) if tie.mutual else "",
            stroke_name(tie, scene.lang),
            _state(scene),
        )
        for tie in found.ties
    )
    return _file(scene, _LINKS, rows)


def table_csv(scene: Scene) -> bytes:
    """Return the table of a picture as CSV; a heading and the reason of a gap stand in rows of their own.

    Raises
    ------
    TypeError
        The picture is no table and no chart.
    """
    content = scene.content
    if not isinstance(content, Chart | Grid):
        raise TypeError(f"{type(content).__name__} is no table")
    grid = content.grid if isinstance(content, Chart) else content
    heads = [*(head.text for head in grid.heads), told(_STATE, scene.lang)]
    rows = (
        (*(cell.text for cell in row.cells), *("" for _ in grid.heads[len(row.cells) :]), _state(scene))
        for row in grid.rows
    )
    return delimited(scene.lang, heads, rows).encode(errors="replace")


def _state(scene: Scene) -> str:
    return ", ".join(scene.stamp.plans)


def _file(scene: Scene, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    return delimited(scene.lang, [told(head, scene.lang) for head in heads], rows).encode(errors="replace")
