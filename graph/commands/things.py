"""The command `show`: all that is said of one thing, and what each statement rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rdflib import URIRef

from .. import program
from ..errors import SourceError, UnknownQueryError, nearest
from ..i18n import mark
from ..plan_graph import PlanGraph
from ..records import LinkRecord, Passage
from ..table import short
from ..things import Thing, ThingReader, Value
from .frame import Setup
from .output import as_json, clean, emit, output_options, table_of, width, wrap, write

_STATEMENT = {
    "relation": mark("Statement"),
    "value": mark("Value"),
    "basis": mark("Basis"),
    "confidence": mark("Confidence"),
    "lines": mark("Lines"),
    "quote": mark("In the source"),
    "note": mark("Note"),
}


@click.command(
    epilog="""
\b
Examples:
  planweave show kemi:kirjasto
  planweave show kemi-hyvinvointi-2023:A1.01 --sources ~/sources     with the wording of the source
"""
)
@click.argument("thing", metavar="ID")
@click.option(
    "--sources",
    type=click.Path(path_type=Path),
    envvar="PLANWEAVE_SOURCES",
    metavar="DIR",
    help="The folder of source files that passages are quoted from.",
)
@output_options
@click.pass_obj
def show(setup: Setup, thing: str, sources: Path | None, form: str, output: Path | None) -> None:
    """Tell all that is said of a thing.

    Each statement comes with its basis, its confidence and its lines in the source. ID is `PLAN:ID`, as
    `planweave search` finds it, the ID of a plan, or a whole IRI.
    """
    if sources is not None and not sources.is_dir():
        raise SourceError(mark("{path}: no such file or folder"), path=sources)
    with setup.reading() as plans:
        found = _read(plans, thing, setup.lang, sources)
    if form == "table":
        write(_text(found, setup, width(output)), output)
        return
    statements = table_of(found.short, _STATEMENT, _rows(found))
    if form == "json":
        write(as_json(_record(found) | {"statements": statements.records()}), output)
    else:
        emit(statements, setup.lang, form, output)


def _read(plans: PlanGraph, thing: str, lang: str, sources: Path | None) -> Thing:
    reader = ThingReader(plans, lang, sources)
    try:
        return reader.read(plans.iri_of(thing))
    except (UnknownQueryError, ValueError) as error:
        near = _near(thing, plans)
        message = (
            mark("no thing {thing} is stored; did you mean {near}?")
            if near
            else mark("no thing {thing} is stored; look for it with: planweave search TEXT")
        )
        raise UnknownQueryError(message, thing=thing, near=near) from error


def _near(thing: str, plans: PlanGraph) -> str:
    """Return the ID that may have been meant: of the same end in some plan, else the most alike."""
    known = sorted({short(row[0]) for row in program.rows(plans.store, "names")})
    same = [name for name in known if name.rpartition(":")[2] == thing]
    return same[0] if same else nearest(thing, known)


def _rows(thing: Thing) -> Iterator[tuple[object, ...]]:
    for statement in thing.statements:
        for value in statement.values:
            yield statement.name.text, value.cell, *_said_of(value.record)


def _said_of(record: LinkRecord | None) -> tuple[object, ...]:
    if record is None:
        return ("",) * (len(_STATEMENT) - 2)
    quotes = " … ".join(filter(None, (passage.quote for passage in record.passages)))
    return (record.basis.text, record.confidence, _lines(record.passages), quotes, _notes(record))


def _notes(record: LinkRecord) -> str:
    return "; ".join([label.text for _, label in record.details] + [note.text for note in record.notes])


def _lines(passages: Iterable[Passage]) -> str:
    return "; ".join(map(_place, passages))


def _place(passage: Passage) -> str:
    """Return lines as a workbook has them: `T1!34-35`."""
    lines = str(passage.first) if passage.first == passage.last else f"{passage.first}-{passage.last}"
    source = short(passage.iri).rpartition("/")[0].rpartition(":")[2]
    return f"{source}!{lines}"


# ---- as text


def _text(thing: Thing, setup: Setup, wide: int | None) -> str:
    lines = [f"{thing.label.text}  [{thing.short}]", *_head(thing)]
    for statement in thing.statements:
        lines += ["", f"{statement.name.text}:", *(f"  {_value(value)}" for value in statement.values)]
    quoted = {_place(passage): passage.quote for passage in _passages(thing) if passage.quote}
    if quoted:
        lines += ["", setup.word(mark("In the source:"))]
        lines += [f"  {place}: “{quote}”" for place, quote in quoted.items()]
    return "".join(f"{wrap(clean(line), wide)}\n" for line in lines)


def _head(thing: Thing) -> Iterator[str]:
    yield " · ".join(filter(None, (thing.class_name.text, thing.plan.text if thing.plan else "")))
    yield from (f"{lang}: {text}" for lang, text in sorted(thing.labels.items()) if lang != thing.label.lang)
    if thing.passages:
        yield _lines(thing.passages)
    yield from (note.text for note in thing.notes)


def _value(value: Value) -> str:
    """Return a value with its ID, and what its link rests on."""
    iri = value.cell.iri
    name = f"{value.cell.text}  [{short(iri)}]" if iri and short(iri) != iri else value.cell.text
    if value.record is None:
        return name
    basis, confidence, lines, _, notes = map(str, _said_of(value.record))
    sure = confidence if value.record.confidence is not None else ""
    return f"{name}  ({', '.join(filter(None, (basis, sure, lines, notes)))})"


def _passages(thing: Thing) -> Iterator[Passage]:
    yield from thing.passages
    for statement in thing.statements:
        yield from (place for value in statement.values if value.record for place in value.record.passages)


# ---- as JSON


def _record(thing: Thing) -> dict[str, object]:
    return {
        "id": thing.short,
        "iri": str(thing.iri),
        "label": thing.label.text,
        "labels": dict(thing.labels),
        "class": thing.class_name.text,
        "plan": short(thing.plan.term) if thing.plan and isinstance(thing.plan.term, URIRef) else None,
        "lines": [{"lines": _place(place), "quote": place.quote} for place in thing.passages],
        "notes": [note.text for note in thing.notes],
    }
