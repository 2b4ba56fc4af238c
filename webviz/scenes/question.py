"""The answer to a question, as a scene: its chart where it has one, and its rows."""

from __future__ import annotations

from dataclasses import replace

from rdflib import URIRef

from graph import Table
from graph.evaluation import Answer
from graph.evaluation.charts import drawn
from graph.table import Cell, short

from .. import current
from ..answers import answered, values_of
from ..chosen import chosen
from ..presentation import Chart, Grid, GridCell, GridRow, Scene
from ..state import State
from ..words import said
from .addresses import around
from .stamps import stamp

_ENDPOINT = "questions.question"


def scene(state: State, name: str) -> Scene:
    """Return the scene of an answer, with the values of this request, or raise `UnknownQueryError`."""
    asked = current.plans().library.question(name)
    where = chosen(state)
    found = answered(asked, where, values_of(asked))
    made = of_answer(found, state)
    values = {**found.values, "name": name}
    return replace(made, stamp=stamp(where.plans, state, _ENDPOINT, **values))


def of_answer(found: Answer, state: State) -> Scene:
    """Return the scene of an answer."""
    lang, question = current.lang(), found.question
    grid = grid_of(found.table, state)
    drawable = question.chart is not None and drawn(found.table, question.chart, lang, title="") is not None
    return Scene(
        name=question.name,
        lang=lang,
        title=found.said(lang),
        called=question.summary[lang],
        scope="; ".join([*found.scope.lines(lang)[:1], found.sensitivity(lang)]),
        desc=found.said(lang),
        content=Chart(found.table, question.chart, grid) if question.chart and drawable else grid,
        listed=grid,
    )


def grid_of(table: Table, state: State) -> Grid:
    """Return an answer as a table of words."""
    lang = current.lang()
    heads = tuple(GridCell(column.names.get(lang) or column.key) for column in table.columns)
    return Grid(heads, tuple(GridRow(tuple(_cell(cell, state) for cell in row)) for row in table.rows))


def _cell(cell: Cell, state: State) -> GridCell:
    plain = cell.plain
    number = float(plain) if isinstance(plain, int | float) and not isinstance(plain, bool) else None
    name = short(cell.term) if isinstance(cell.term, URIRef) else ""
    is_thing = ":" in name and name != str(cell.term)
    text = said(cell)
    return GridCell(
        text.text,
        number,
        url=around(name, state) if is_thing else "",
        lang=text.lang,
    )
