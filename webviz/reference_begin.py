"""What the reference page says first, how to begin, and what it says of Turtle: read from the model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rdflib import XSD, Graph, URIRef

from graph.headers import KIND
from graph.start import LinkExample, StartBook, link_example, start
from graph.workbook import INFO
from ontology import Column, Form, Model, load_model
from ontology.namespaces import CONCEPT, PLAN, PREFIXES

#: How a plan in Turtle is checked, in the folder that the files were downloaded to.
CHECK_TURTLE = (
    "pip install pyshacl",
    "cat plan.ttl ontology.ttl > all.ttl",
    "pyshacl --shapes shapes.ttl all.ttl",
)
_DATES = ("30.6.2026", "2026-06-30")
_BARE = {XSD.integer: "12", XSD.decimal: "10.0", XSD.boolean: "true"}
_QUOTED = {
    XSD.string: "4210",
    XSD.gYear: "2026",
    XSD.date: "2026-06-30",
    XSD.anyURI: "https://www.example.fi/",
}


@dataclass(frozen=True)
class Begin:
    """What the first section shows: the small workbook, and words of the model in its sentences."""

    book: StartBook
    headings: tuple[str, ...]
    codes: tuple[str, ...]
    text: str
    dates: tuple[str, ...]
    relation: str
    link: LinkWords
    register: str


@dataclass(frozen=True)
class LinkWords:
    """The sheet of links, and how a reading of one's own is marked there."""

    sheet: str
    basis: str
    own: str
    confidence: str


@dataclass(frozen=True)
class InTurtle:
    """What the section on Turtle shows."""

    prefixes: str
    values: tuple[tuple[URIRef, str], ...]
    link: LinkExample
    commands: tuple[str, ...]


def begin(lang: str) -> Begin:
    """Return what the first section shows in a language."""
    return _begin(load_model().graph, lang)


@lru_cache(maxsize=6)
def _begin(source: Graph, lang: str) -> Begin:
    model = load_model()
    assert model.graph is source
    book = start(lang)
    responsible = _column(model, PLAN.Action, PLAN.responsible)
    text = next(c for c in model.sheets[INFO].columns if c.form is Form.TEXT and c.required)
    kinds = model.sheets[INFO].kinds
    return Begin(
        book=book,
        headings=tuple(dict.fromkeys([responsible.key, *responsible.names.values()])),
        codes=_codes(model, book),
        text=f"{text.key}.{lang}",
        dates=_DATES,
        relation=_column(model, PLAN.Action, PLAN.implements).key,
        link=_link_words(model),
        register=f"{KIND} = {next(word for word, cls in kinds.items() if cls == PLAN.Register)}",
    )


def _column(model: Model, cls: URIRef, predicate: URIRef) -> Column:
    shape = model.shape_of(cls)
    assert shape is not None
    return next(column for column in shape.columns if column.path == (predicate,))


def _codes(model: Model, book: StartBook) -> tuple[str, ...]:
    """Return the last code of the small workbook, and the names that may stand in its place."""
    found: tuple[str, ...] = ()
    for sheet in book.sheets:
        for column in model.sheets[sheet.name].columns:
            if column.scheme is not None and column.key in sheet.headers:
                code = sheet.rows[-1][sheet.headers.index(column.key)]
                concept = model.schemes[column.scheme].get(code)
                found = (code, *model.labels(concept).values()) if concept else found
    return tuple(dict.fromkeys(found))


def _link_words(model: Model) -> LinkWords:
    sheet = model.sheet_of(PLAN.Link)
    basis = _column(model, PLAN.Link, PLAN.basis)
    assert sheet is not None
    assert basis.scheme is not None
    own = CONCEPT["basis/curated"]
    code = next(code for code, concept in model.schemes[basis.scheme].items() if concept == own)
    return LinkWords(sheet.name, basis.key, code, _column(model, PLAN.Link, PLAN.confidence).key)


def in_turtle(lang: str) -> InTurtle:
    """Return what the section on Turtle shows in a language."""
    prefixes = "\n".join(f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in PREFIXES.items())
    columns = (column for sheet in load_model().sheets.values() for column in sheet.columns)
    used = dict.fromkeys(column.datatype for column in columns if column.form is Form.LITERAL)
    values = ((datatype, _value(datatype)) for datatype in used if datatype in {**_BARE, **_QUOTED})
    return InTurtle(prefixes, tuple((URIRef(str(d)), v) for d, v in values), link_example(lang), CHECK_TURTLE)


def _value(datatype: URIRef | None) -> str:
    if datatype in _BARE:
        return _BARE[datatype]
    text = f'"{_QUOTED[datatype or XSD.string]}"'
    return text if datatype == XSD.string else f"{text}^^xsd:{str(datatype).rpartition('#')[2]}"
