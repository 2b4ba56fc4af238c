"""What a council reads first: the summary, and what is missing and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rdflib import URIRef

from ontology import pick
from ontology.labels import Label
from ontology.namespaces import CONCEPT

from . import report_words as w
from .answer import Answer
from .report import GROUPS, Evaluation
from .report_cells import Folded, cell_run, column_name, folded, label_run, row_lines
from .report_model import Block, Bullets, Line, Paragraph, Run, Section, line
from .report_questions import fewer, figure, head_of
from .report_words import Words

_REASONS = str(CONCEPT["reason/"])
#: How many gaps a summary tells where the library names none to lead, and things below a reason.
_MOST = 8


def summary(evaluation: Evaluation, words: Words) -> Section:
    """Return the summary: how many questions, and the sentences of those that lead."""
    concerned = [one for one in evaluation.answers if one.applies]
    if not concerned:
        return Section("summary", line(words(w.SUMMARY)), (Paragraph(line(words(w.NOTHING_FITS)), "lead"),))
    fine = evaluation.fine
    counted = words(
        w.COUNTED,
        asked=len(evaluation.answers),
        gaps=len(evaluation.gaps),
        fine=len(fine),
        told=len(concerned) - len(fine) - len(evaluation.gaps),
    )
    if evaluation.apart:
        counted += " " + words(w.APART, apart=len(evaluation.apart))
    lead = evaluation.reported("lead") or evaluation.gaps[:_MOST]
    parts = (
        ("lacking", w.LACKING, [one for one in lead if one.gap]),
        ("order", w.IN_ORDER, fine[:_MOST]),
        ("figures", w.FIGURES, [one for one in lead if not one.gap and one not in fine]),
    )
    sections = tuple(
        Section(key, line(words(title)), (*_sentences(found, words), *_figures(found, evaluation, words)))
        for key, title, found in parts
        if found
    )
    return Section("summary", line(words(w.SUMMARY)), (Paragraph(line(counted), "lead"),), sections)


def _sentences(found: Sequence[Answer], words: Words) -> tuple[Block, ...]:
    return (Bullets(tuple(_sentence(one, words) for one in found)),)


def _figures(found: Sequence[Answer], evaluation: Evaluation, words: Words) -> list[Block]:
    """Return the charts of answers; where every answer stands in the report, its chart stands there."""
    if words.full:
        return []
    return [block for one in found for block in figure(one, evaluation.wish, words)]


def _sentence(one: Answer, words: Words) -> Line:
    """Return the sentence of an answer, and what it would be with fewer links."""
    return line(one.said(words.lang), *_see(one, words, " "))


def _see(one: Answer, words: Words, before: str = "") -> Line:
    """Return what leads to an answer, where it is in the report."""
    if not words.full:
        return ()
    title = one.question.summary[words.lang]
    return line(before, Run(words(w.SEE, title=title), link=f"q-{one.question.name}"))


def missing(evaluation: Evaluation, words: Words) -> Section:
    """Return what is missing: where the answer tells the reason, by reason; the rest by group."""
    gaps = evaluation.gaps
    if not gaps:
        return Section("missing", line(words(w.MISSING)), (Paragraph(line(words(w.NOTHING_LACKS))),))
    told = [one for one in gaps if _reason_at(one) is not None]
    parts = [_explained(one, evaluation, words) for one in told]
    parts += _grouped([one for one in gaps if one not in told], evaluation, words)
    return Section("missing", line(words(w.MISSING)), parts=tuple(parts))


def _reason_at(one: Answer) -> int | None:
    """Return the column that holds the reasons, if there is one."""
    places = range(len(one.table.columns))
    return next((place for place in places if _is_reason(one, place)), None)


def _is_reason(one: Answer, place: int) -> bool:
    return bool(one.table.rows) and all(str(row[place].term).startswith(_REASONS) for row in one.table.rows)


def _explained(one: Answer, evaluation: Evaluation, words: Words) -> Section:
    """Return a gap with its things under the reasons that stand for them."""
    place = _reason_at(one)
    assert place is not None
    blocks: list[Block] = [Paragraph(line(one.said(words.lang)), "said")]
    if said := fewer(one, words.lang):
        blocks.append(Paragraph(line(Run(f"{words(w.SENSITIVE)}: ", strong=True), said), "note"))
    rows = folded(one.table, head_of(one))
    reasons = {str(row[place][0].term): row[place][0] for row in rows}
    parts = []
    for iri, cell in reasons.items():
        items = [_item(one, row, place, words) for row in rows if str(row[place][0].term) == iri]
        title = (cell_run(cell, words.lang),)
        key = f"why-{one.question.name}-{iri.rpartition('/')[2]}"
        if len(items) > _MOST:
            more = words(w.AND_MORE, number=len(items) - _MOST)
            items[_MOST:] = [line(more, *_see(one, words))]
        parts.append(Section(key, title, (*_definition(iri, evaluation, words), Bullets(tuple(items)))))
    return Section(
        f"gap-{one.question.name}", line(one.question.summary[words.lang]), tuple(blocks), tuple(parts)
    )


def _definition(iri: str, evaluation: Evaluation, words: Words) -> tuple[Block, ...]:
    texts: dict[str, str] = evaluation.wish.plans.model.definitions(URIRef(iri))
    found: Label = pick(texts, words.lang)
    return (Paragraph((label_run(found, words.lang),)),) if found.text else ()


def _item(one: Answer, row: Folded, reason: int, words: Words) -> Line:
    """Return a thing that is missing, and what else its row says."""
    head, lines = head_of(one), row_lines(row, words.lang)
    runs: list[Run | str] = [cell_run(row[head][0], words.lang, strong=True)]
    for place, told in enumerate(lines):
        if place in {head, reason} or not told:
            continue
        runs += [". ", *column_name(one.table, place, words.lang), ": "]
        for number, text in enumerate(told):
            runs += ["; " if number else "", *text]
    return line(*runs, ".")


def _grouped(gaps: Sequence[Answer], evaluation: Evaluation, words: Words) -> Iterable[Section]:
    model = evaluation.wish.plans.model
    for key, concept in model.schemes[GROUPS].items():
        inside = [one for one in gaps if one.question.group == key]
        if inside:
            title = pick(model.labels(concept), words.lang).text
            yield Section(f"gaps-{key}", line(title), (Bullets(tuple(_sentence(o, words) for o in inside)),))
