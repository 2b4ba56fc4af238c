"""The beginning and the end of a report: what the plan is, what is covered, and what it is made from."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version

from babel.dates import format_time
from rdflib import URIRef

from ontology import pick
from ontology.namespaces import ONTOLOGY

from .. import program
from . import report_words as w
from .report import Evaluation
from .report_cells import day, label_run
from .report_model import Block, Facts, Line, Paragraph, Run, Section, line
from .report_words import Words


def about(evaluation: Evaluation, words: Words) -> tuple[Block, ...]:
    """Return the facts below the title: period, year, who made and adopted the plan, the date."""
    wish = evaluation.wish
    items: list[tuple[str, tuple[Line, ...]]] = [
        (words(name), (line(text),))
        for name, text in ((w.PERIOD, wish.plan.period), (w.YEAR, wish.plan.year))
        if text
    ]
    items += _facts(evaluation)
    items.append((words(w.DONE_ON), (line(day(wish.today, wish.lang)),)))
    return (Facts(tuple(items)),)


def _facts(evaluation: Evaluation) -> list[tuple[str, tuple[Line, ...]]]:
    """Return what the store says of the plan, under the names of the properties."""
    wish = evaluation.wish
    rows = [row[1:] for row in program.rows(wish.plans.store, "report-facts", [wish.plan.iri])]
    things = _lines(evaluation, (thing for _, thing in rows))
    found: dict[str, list[Line]] = {}
    for relation, thing in rows:
        names = wish.plans.model.relation_names(URIRef(str(relation)))
        found.setdefault(_capital(pick(names, wish.lang).text), []).append(things[URIRef(str(thing))])
    return [(name, tuple(lines)) for name, lines in found.items()]


def _lines(evaluation: Evaluation, things: Iterable[object]) -> dict[URIRef, Line]:
    wish = evaluation.wish
    described = wish.plans.describe(things, wish.lang)
    return {iri: (label_run(one.label, wish.lang),) for iri, one in described.items()}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def covers(evaluation: Evaluation, words: Words) -> Section:
    """Return the section that says who reported and who did not, and how much the plan holds."""
    answers = evaluation.answers
    told = answers[0].scope.lines(words.lang) if answers else []
    blocks: list[Block] = [Paragraph(line(text)) for text in told]
    if held := _held(evaluation):
        blocks.append(Paragraph(line(words(w.HOLDS, things=", ".join(held)))))
    return Section("covers", line(words(w.COVERS)), tuple(blocks))


def _held(evaluation: Evaluation) -> list[str]:
    """Return how many rows of each sheet the plan holds, in the order of the sheets."""
    wish = evaluation.wish
    sheets: dict[str, int] = {}
    for _, cls, count in program.rows(wish.plans.store, "report-holds", [wish.plan.iri]):
        sheet = wish.plans.model.sheet_of(URIRef(str(cls)))
        if sheet is not None:
            sheets[sheet.name] = sheets.get(sheet.name, 0) + int(str(count))
    every = wish.plans.model.sheets
    named = ((pick(every[key].names, wish.lang).text, sheets[key]) for key in every if key in sheets)
    return [f"{name.lower()} {number}" for name, number in named]


def _changed(evaluation: Evaluation, words: Words) -> str:
    """Return when the plan was last changed, in the time of this machine; empty where that is not kept."""
    wish = evaluation.wish
    kept = wish.plans.store.history
    times = [revision.time for revision in kept.revisions(wish.plan.iri)] if kept else []
    if not times:
        return ""
    last, locale = max(times).astimezone(), "en_GB" if wish.lang == "en" else wish.lang
    time = format_time(last.time(), "short", locale=locale)
    return words(w.CHANGED_AT, day=day(last.date(), wish.lang), time=time)


def sources(evaluation: Evaluation, words: Words) -> Section:
    """Return the section on what the report is made from: documents, versions, parameters, and how."""
    wish = evaluation.wish
    documents = [row[1] for row in program.rows(wish.plans.store, "report-sources", [wish.plan.iri])]
    values = ", ".join(f"{key}={text}" for key, text in wish.values.items()) or words(w.ALL_LINKS)
    versions = f"Planweave {version('planweave')}, {ONTOLOGY} {wish.plans.store.ontology_version}"
    items: list[tuple[str, tuple[Line, ...]]] = [
        (words(w.VERSIONS), (line(versions),)),
        (words(w.PARAMETERS), (line(values),)),
        (words(w.DONE_ON), (line(day(wish.today, wish.lang)),)),
    ]
    if changed := _changed(evaluation, words):
        items.insert(0, (words(w.CHANGED), (line(changed),)))
    if documents:
        items.insert(0, (words(w.DOCUMENTS), tuple(_lines(evaluation, documents).values())))
    asked = "".join(f" -p {key}={text}" for key, text in wish.values.items()) + " --full" * words.full
    command = f"planweave --lang {wish.lang} evaluate {wish.plan.plan_id}{asked} -o report.html"
    return Section(
        "sources",
        line(words(w.SOURCES)),
        (
            Facts(tuple(items)),
            Paragraph(line(Run(words(w.MADE), strong=True), ". ", words(w.MADE_TEXT))),
            Paragraph(line(words(w.AGAIN), Run(command, code=True)), "note"),
        ),
    )
