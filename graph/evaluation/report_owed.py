"""What each responsible body still owes: a list per body, out of the answers that are meant for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from babel.lists import format_list

from .. import program
from ..errors import ParameterError, nearest
from ..i18n import mark
from ..table import Cell, Table
from . import report_words as w
from .answer import Answer
from .report import Evaluation
from .report_cells import cell_run, folded, table_block
from .report_model import Block, Paragraph, Section, line
from .report_questions import MOST_ROWS, rest
from .report_words import Words

#: What holds of all is told of all from so many bodies on.
_SEVERAL = 2


def owed(evaluation: Evaluation, words: Words, body: str = "") -> list[Section]:
    """Return a section with a part for each body, or for one body, which the first column names.

    Raises
    ------
    ParameterError
        There is nothing in the answer of a body of that name.
    """
    answers = evaluation.reported("owed")
    if body and not answers:
        raise ParameterError(
            mark("nothing is missing for any body, so there is no list for {body}"), body=body
        )
    return [_section(one, evaluation, words, body) for one in answers]


def _section(one: Answer, evaluation: Evaluation, words: Words, body: str) -> Section:
    title = line(one.question.summary[words.lang])
    bodies = {str(row[0].term): row[0] for row in one.table.rows}
    if body:
        bodies = {key: cell for key, cell in bodies.items() if _is_called(cell, body)}
        if not bodies:
            _refuse(one.table, body)
    intro, blocks = w.OWED_INTRO if bodies else w.NOTHING_OWED, list[Block]()
    if not body and (nowhere := _nowhere(one, evaluation)):
        one = _without(one, nowhere)
        left = {str(row[0].term) for row in one.table.rows}
        alone = [bodies[key] for key in bodies if key not in left]
        blocks += _said_once(nowhere.values(), alone if left else [], words)
        bodies = {key: cell for key, cell in bodies.items() if key in left}
        intro = w.OWED_MORE if bodies else w.NOTHING_MORE
    blocks.append(Paragraph(line(words(intro))))
    parts = [_list(one, key, cell, evaluation, words, whole=bool(body)) for key, cell in bodies.items()]
    return Section(f"q-{one.question.name}", title, tuple(blocks), tuple(parts))


def _nowhere(one: Answer, evaluation: Evaluation) -> dict[str, Cell]:
    """Return what no action of any body has, where there are several bodies: it is said once of all."""
    wish, rows = evaluation.wish, one.table.rows
    if len({str(row[0].term) for row in rows}) < _SEVERAL:
        return {}
    told = program.rows(wish.plans.store, "report-responsible", [wish.plan.iri])
    every = sum(int(str(number)) for _, number in told)
    lacking: dict[str, set[str]] = {}
    for row in rows:
        lacking.setdefault(str(row[-1].term), set()).add(str(row[1].term))
    return {str(row[-1].term): row[-1] for row in rows if len(lacking[str(row[-1].term)]) == every}


def _without(one: Answer, nowhere: Collection[str]) -> Answer:
    rows = tuple(row for row in one.table.rows if str(row[-1].term) not in nowhere)
    return replace(one, table=replace(one.table, rows=rows))


def _said_once(things: Iterable[Cell], alone: Iterable[Cell], words: Words) -> list[Block]:
    """Say what no action has, and which bodies lack nothing else."""
    told = [words(w.NOWHERE, things=_listed(things, words).lower())]
    if names := _listed(alone, words):
        told.append(words(w.NOTHING_ELSE, bodies=names))
    return [Paragraph(line(text)) for text in told]


def _listed(cells: Iterable[Cell], words: Words) -> str:
    texts = [cell_run(cell, words.lang).text for cell in cells]
    return format_list(texts, locale=words.lang) if texts else ""


def _list(one: Answer, key: str, body: Cell, evaluation: Evaluation, words: Words, *, whole: bool) -> Section:
    own = tuple(row[1:] for row in one.table.rows if str(row[0].term) == key)
    table = replace(one.table, columns=one.table.columns[1:], rows=own)
    rows = folded(table, 0)
    most = len(rows) if whole else MOST_ROWS
    run = cell_run(body, words.lang)
    blocks: list[Block] = [table_block(table, rows[:most], words.lang, words(w.OWED_BY, body=run.text))]
    if len(rows) > most:
        blocks.append(rest(one.table, len(rows), evaluation.wish, words, most))
    number = [str(row[0].term) for row in one.table.rows].index(key)
    return Section(f"owed-{number}", (run,), tuple(blocks))


def _is_called(cell: Cell, body: str) -> bool:
    return body in {str(cell.plain), str(cell.plain).rpartition(":")[2], cell.text, str(cell.term)}


def _refuse(table: Table, body: str) -> None:
    known = _names(table.rows)
    near = nearest(body, known)
    message = (
        mark("nothing is missing for a body {body}; did you mean {near}?")
        if near
        else mark("nothing is missing for a body {body}; there are: {choices}")
    )
    raise ParameterError(message, body=body, near=near, choices=", ".join(known))


def _names(rows: Iterable[tuple[Cell, ...]]) -> list[str]:
    return list(dict.fromkeys(str(row[0].plain) for row in rows))
