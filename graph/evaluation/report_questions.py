"""An answer as a section of the report: what it tells, the sentence, the table, the chart, how to read it."""

from __future__ import annotations

from ..i18n import translate
from ..table import Table
from . import report_words as w
from .answer import Answer
from .charts import drawn
from .report import Wish
from .report_cells import folded, grouped_block, table_block
from .report_model import Block, Figure, Paragraph, Run, Section, line
from .report_words import Words

#: How many rows a report shows of an answer, of one that a chart shows too, and of the table of the plan.
MOST_ROWS, MOST_BESIDE, MOST_OF_TABLE = 20, 12, 400


def question_section(one: Answer, wish: Wish, words: Words) -> Section:
    """Return an answer as a section."""
    question, lang = one.question, wish.lang
    blocks: list[Block] = [
        Paragraph(line(one.said(lang)), "said"),
        Paragraph(line(question.description[lang])),
    ]
    picture = figure(one, wish, words)
    blocks += picture
    blocks += table(one, wish, words, MOST_BESIDE if picture else MOST_ROWS)
    blocks += notes(one, words)
    return Section(f"q-{question.name}", line(question.summary[lang]), tuple(blocks))


def table_section(one: Answer, wish: Wish, words: Words) -> Section:
    """Return the table of the whole plan as a section on pages of their own."""
    question, lang = one.question, wish.lang
    blocks: list[Block] = [
        Paragraph(line(one.said(lang)), "said"),
        Paragraph(line(question.description[lang])),
    ]
    blocks += notes(one, words)
    head = head_of(one)
    rows = folded(one.table, *range(head + 2))
    if rows:
        caption = words(w.TABLE, title=question.summary[lang])
        nothing = words(w.NOTHING_HERE)
        blocks.append(
            grouped_block(one.table, rows[:MOST_OF_TABLE], lang, caption, head=head, nothing=nothing)
        )
    if len(rows) > MOST_OF_TABLE:
        blocks.append(rest(one.table, len(rows), wish, words, MOST_OF_TABLE))
    return Section(f"q-{question.name}", line(question.summary[lang]), tuple(blocks), wide=True)


def notes(one: Answer, words: Words) -> list[Block]:
    """Return how to read an answer: of how many, under which reading of links, why it is asked, its traps."""
    question, lang = one.question, words.lang
    told: list[tuple[str, str]] = []
    if one.count is not None:
        count = one.count
        of = words(w.BASE_IS, found=count.found, total=count.total, noun=count.noun[lang])
        told.append((w.BASE, of))
    told += [(w.SENSITIVE, text) for text in [fewer(one, lang)] if text]
    headed = ((w.MATTERS, question.matters), (w.READING, question.reading), (w.HEALTHY, question.healthy))
    told += [(head, text[lang]) for head, text in headed if text.get(lang)]
    runs = [run for head, text in told for run in (Run(f"{words(head)}: ", strong=True), Run(f"{text} "))]
    return [Paragraph(line(*runs), "note")] if runs else []


def fewer(one: Answer, lang: str) -> str:
    """Return what an answer finds where fewer links count; empty where that is no matter."""
    _, _, told = one.sensitivity(lang).partition("; ")
    if told and {one.found.named, one.found.sure} <= {None, one.found.all}:
        return translate(w.SAME_NUMBER, lang)
    return f"{told}." if told else ""


def figure(one: Answer, wish: Wish, words: Words) -> list[Block]:
    """Return the chart of an answer, where it has one and it says something."""
    chart = one.question.chart
    if chart is None or not one.table.rows:
        return []
    title = one.question.summary[wish.lang]
    picture = drawn(one.table, chart, wish.lang, title=title)
    caption = words(w.FIGURE, title=title)
    return [] if picture is None else [Figure(picture.svg, picture.alt, caption)]


def table(one: Answer, wish: Wish, words: Words, most: int) -> list[Block]:
    """Return the rows of an answer as a table, cut where there are many, with the way to the rest."""
    head = head_of(one)
    rows = folded(one.table, head)
    if not rows:
        return []
    caption, known = words(w.TABLE, title=one.question.summary[wish.lang]), wish.plan.iri
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
