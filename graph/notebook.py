"""Views, answers and tables in a notebook: pictures and tables that need no script and no network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from ontology import load_model

from .errors import PlanweaveError
from .exchange.text import xml_text
from .exchange.words import Words
from .i18n import mark, translate
from .network import Network
from .network_drawing import NetworkDrawing
from .plan_names import short
from .table import Cell, Table, TableColumn
from .term_names import curie

if TYPE_CHECKING:
    from pandas import DataFrame

    from .evaluation import Answer

#: How many rows of a table are shown; a frame has all of them.
_MOST_ROWS = 500
_HEADS = (mark("From"), mark("Relation"), mark("To"), mark("What it rests on"))
_OF_THINGS = ("id", "label", "lang", "kind", "iri", "type")
_OF_LINKS = (
    *("source", "sourceLabel", "relation", "relationLabel", "target", "targetLabel"),
    *("basis", "named", "confidence", "record"),
)
_LIST = mark("The same as a list ({count})")
_CUT = mark("{shown} of {all} rows are shown.")
_MORE = mark("There were more rows.")
_NO_PANDAS = mark("{method} needs pandas, which is not installed here: pip install 'planweave[notebook]'")
_CELL = "padding:3px 10px;border-bottom:1px solid #d9dfe6;text-align:left;vertical-align:top"
_NUMBER = _CELL.replace("left", "right")


class Frames(NamedTuple):
    """The things and the links of a network as frames of pandas."""

    things: DataFrame
    links: DataFrame


def network_svg(network: Network) -> str:
    """Return a network as a picture: a whole SVG file, the same for the same network."""
    return NetworkDrawing(network, load_model()).svg()


def network_html(network: Network) -> str:
    """Return a network as a picture with the list of its links below, folded."""
    drawing = NetworkDrawing(network, load_model())
    rows = drawing.rows()
    heads = [drawing.word(head) for head in _HEADS]
    return picture_html(drawing.svg(), network.lang, drawing.word(_LIST, count=len(rows)), heads, rows)


def picture_html(
    svg: str, lang: str, summary: str, heads: Iterable[str], rows: Iterable[Sequence[str]]
) -> str:
    """Return a picture with the same as a list below, folded under a summary; all texts are plain."""
    listed = _table(heads, ([escape(xml_text(text)) for text in row] for row in rows))
    folded = f"<details><summary>{escape(summary)}</summary>{listed}</details>"
    return _block(lang, _picture(svg), folded)


def table_html(table: Table) -> str:
    """Return a table in the language of its labels; of many rows the first ones, and how many there are."""
    return _block(table.lang, *_of_table(table))


def answer_html(answer: Answer) -> str:
    """Return an answer: its sentence, what it covers, its chart where it has one, and its rows."""
    # Charts know answers, and answers show themselves by this module.
    from .evaluation.charts import drawn

    lang, question = answer.table.lang, answer.question
    title = question.summary[lang]
    chart = drawn(answer.table, question.chart, lang, title=title) if question.chart else None
    said = [answer.said(lang), answer.sensitivity(lang), *answer.scope.lines(lang)]
    return _block(
        lang,
        f"<p><strong>{escape(xml_text(title))}</strong></p>",
        *(f"<p>{escape(xml_text(text))}</p>" for text in said if text),
        *([_picture(chart.svg)] if chart else []),
        *_of_table(answer.table),
    )


def table_frame(table: Table) -> DataFrame:
    """Return a table as a frame: a column by its key, and for things their names beside.

    Raises
    ------
    PlanweaveError
        pandas is not installed.
    """
    pandas = _pandas("to_pandas")
    named = {column.key for column, cells in _columns(table) if any(cell.label for cell in cells)}
    keys = [
        key
        for column in table.columns
        for key in (column.key, *([f"{column.key}Label"] if column.key in named else []))
    ]
    return pandas.DataFrame.from_records(table.records(), columns=keys)


def network_frames(network: Network) -> Frames:
    """Return a network as frames: things by their short form, links with both ends by theirs.

    Raises
    ------
    PlanweaveError
        pandas is not installed.
    """
    pandas = _pandas("to_pandas")
    things = [
        (short(thing.iri), thing.label.text, thing.label.lang, thing.kind, str(thing.iri), str(thing.cls))
        for thing in network.things
    ]
    words, names = Words(load_model(), network.lang), {t.iri: t.label.text for t in network.things}
    links = [
        (
            short(link.source),
            names.get(link.source, ""),
            curie(link.relation),
            words.relation(link),
            short(link.target),
            names.get(link.target, ""),
            link.basis,
            link.named,
            link.confidence,
            str(link.record),
        )
        for link in network.links
    ]
    frame = pandas.DataFrame.from_records
    of_things = frame(things, columns=[*_OF_THINGS]).set_index(_OF_THINGS[0])
    of_links = frame(links, columns=[*_OF_LINKS])
    return Frames(of_things, of_links)


def _pandas(method: str) -> ModuleType:
    try:
        return import_module("pandas")
    except ModuleNotFoundError as missing:
        raise PlanweaveError(_NO_PANDAS, method=method) from missing


# ---- HTML


def _block(lang: str, *parts: str) -> str:
    return f'<div class="planweave" lang="{escape(lang)}">{"".join(parts)}</div>'


def _picture(svg: str) -> str:
    """Return a picture as a part of a page, never wider than it, on white whatever the page is."""
    element = svg[svg.index("<svg") :].strip()
    style = 'style="max-width:100%;height:auto;background:#ffffff" '
    return f'<figure style="margin:0;overflow-x:auto">{element.replace("<svg ", f"<svg {style}", 1)}</figure>'


def _of_table(table: Table) -> Iterator[str]:
    heads = [column.names.get(table.lang) or column.key for column in table.columns]
    rows = [[_cell(cell, table.lang) for cell in row] for row in table.rows[:_MOST_ROWS]]
    numbers = [_is_number(cells) for _, cells in _columns(table)]
    yield _table(heads, rows, numbers)
    if len(table.rows) > _MOST_ROWS:
        cut = translate(_CUT, table.lang, shown=_MOST_ROWS, all=len(table.rows))
        yield f"<p>{escape(cut)}</p>"
    if table.truncated:
        yield f"<p>{escape(translate(_MORE, table.lang))}</p>"


def _columns(table: Table) -> Iterator[tuple[TableColumn, list[Cell]]]:
    for place, column in enumerate(table.columns):
        yield column, [row[place] for row in table.rows]


def _is_number(cells: Iterable[Cell]) -> bool:
    values = [cell.plain for cell in cells if cell.term is not None]
    return bool(values) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)


def _cell(cell: Cell, lang: str) -> str:
    text = escape(xml_text(cell.text))
    own = cell.label.lang if cell.label else ""
    return f'<span lang="{escape(own)}">{text}</span>' if own and own != lang else text


def _table(heads: Iterable[str], rows: Iterable[Sequence[str]], numbers: Sequence[bool] = ()) -> str:
    """Return a table of cells that are HTML already."""
    styles = [_NUMBER if number else _CELL for number in numbers]
    first = "".join(
        f'<th scope="col" style="{_style(styles, at)}">{escape(xml_text(head))}</th>'
        for at, head in enumerate(heads)
    )
    body = "".join(
        "<tr>"
        + "".join(f'<td style="{_style(styles, at)}">{cell}</td>' for at, cell in enumerate(row))
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{first}</tr></thead><tbody>{body}</tbody></table>"


def _style(styles: Sequence[str], at: int) -> str:
    return styles[at] if at < len(styles) else _CELL
