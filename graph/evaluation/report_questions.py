"""An answer as a section of the report: what it tells, the sentence, the table, the chart, how to read it."""

from __future__ import annotations

from ..table import Table
from . import report_words as w
from .answer import Answer
from .report import Wish
from .report_cells import folded, table_block
from .report_model import Block, Paragraph, Run, Section, line
from .report_words import Words

#: How many rows a report shows of an answer, and of the table of the whole plan.
MOST_ROWS, MOST_OF_TABLE = 25, 400


def question_section(one: Answer, wish: Wish, words: Words) -> Section:
    """Return an answer as a section."""
    question, lang = one.question, wish.lang
    blocks: list[Block] = [
        Paragraph(line(one.said(lang)), "said"),
        Paragraph(line(question.description[lang])),
    ]
    blocks += table(one, wish, words, MOST_ROWS)
    blocks += notes(one, words)
    return Section(f"q-{question.name}", line(question.summary[lang]), tuple(blocks))


def table_section(one: Answer, wish: Wish, words: Words) -> Section:
    """Return the table of the whole plan as a section on pages of their own."""
    question, lang = one.question, wish.lang
    blocks: list[Block] = [
        Paragraph(line(one.said(lang)), "said"),
        Paragraph(line(question.description[lang])),
    ]
    blocks += table(one, wish, words, MOST_OF_TABLE)
    blocks += notes(one, words)
    return Section(f"q-{question.name}", line(question.summary[lang]), tuple(blocks), wide=True)


def notes(one: Answer, words: Words) -> list[Block]:
    """Return how to read an answer: of how many, under which reading of links, and its traps."""
    question, lang = one.question, words.lang
    texts = []
    if one.count is not None:
        count = one.count
        noun = count.noun[lang]
        texts.append(words(w.BASE, found=count.found, total=count.total, noun=noun))
    if said := one.sensitivity(lang):
        texts.append(words(w.SENSITIVE, text=said))
    told = ((w.MATTERS, question.matters), (w.READING, question.reading), (w.HEALTHY, question.healthy))
    texts += [words(message, text=text[lang]) for message, text in told if text.get(lang)]
    return [Paragraph(line(text), "note") for text in texts]


def table(one: Answer, wish: Wish, words: Words, most: int) -> list[Block]:
    """Return the rows of an answer as a table, cut where there are many, with the way to the rest."""
    head = head_of(one)
    rows = folded(one.table, head)
    if not rows:
        return []
    caption, known = one.question.summary[wish.lang], wish.plan.iri
    blocks: list[Block] = [
        table_block(one.table, rows[:most], wish.lang, caption, head=head, known=known),
    ]
    if len(rows) > most:
        blocks.append(rest(one.table, len(rows), wish, words, most))
    return blocks


def head_of(one: Answer) -> int:
    """Return the place of the column that names the rows: that of the things that are counted."""
    keys = [column.key for column in one.table.columns]
    counted = one.question.counts
    return keys.index(counted) if counted in keys else 0


def rest(found: Table, total: int, wish: Wish, words: Words, most: int) -> Paragraph:
    """Say that a table is cut, and where the rest of it is."""
    plan = wish.plan.plan_id
    return Paragraph(
        line(
            words(w.CUT, shown=most, total=total),
            words(w.ALL_ROWS),
            Run(f"planweave ask {found.name} --plan {plan}", code=True),
            words(w.OR_PAGE, page=f"/questions/{found.name}?plan={plan}"),
        ),
        "note",
    )
