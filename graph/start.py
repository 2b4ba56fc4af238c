"""What somebody begins with: a whole small workbook, empty sheets, and a link of the workbook as Turtle."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rdflib import RDF, Graph, URIRef

from ontology import Form, Model, load_model
from ontology.files import FOLDER
from ontology.namespaces import PLAN

from .examples import turtle_of
from .headers import Headings, roles
from .known import Known, outline
from .mapped import Mapped
from .mapping import map_workbook
from .spreadsheets import find_workbooks, read_workbook

START = FOLDER / "examples" / "start"


@dataclass(frozen=True)
class StartSheet:
    """A sheet of the small workbook in one language."""

    name: str
    names: Mapping[str, str]
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"

    @property
    def text(self) -> str:
        """What stands in the file."""
        return written([self.headers, *self.rows])


@dataclass(frozen=True)
class StartBook:
    """The small workbook: the name of its folder, and its sheets in order."""

    name: str
    sheets: tuple[StartSheet, ...]


@dataclass(frozen=True)
class LinkExample:
    """A link of the small workbook as Turtle: the thing that it starts from, and the record of the link."""

    thing: str
    record: str


def start(lang: str) -> StartBook:
    """Return the small workbook, its texts in one language."""
    return _start(load_model().graph, lang)


@lru_cache(maxsize=6)
def _start(source: Graph, lang: str) -> StartBook:
    model = load_model()
    assert model.graph is source
    book = read_workbook(_folder())
    found = [
        Headings(book.sheets[name], model.sheets[name], model) for name in model.sheets if name in book.sheets
    ]
    return StartBook(book.path.name, tuple(_sheet(headings, lang) for headings in found))


def _folder() -> Path:
    [folder] = find_workbooks(START)
    return folder


def _sheet(headings: Headings, lang: str) -> StartSheet:
    kept = tuple(header for header, heading in headings.found.items() if heading.lang in {lang, ""})
    rows = tuple(tuple(row.cells.get(header, "") for header in kept) for row in headings.sheet.rows)
    return StartSheet(headings.sheet.name, headings.sheet_model.names, kept, rows)


def written(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    r"""Return rows as CSV.

    >>> written([("id", "implements"), ("A1", "P1; P2")], ";")
    'id;implements\nA1;"P1; P2"\n'
    """
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return target.getvalue()


def empty_sheets(lang: str) -> Mapping[str, tuple[str, ...]]:
    """Return the headings of every sheet, with a column for texts in one language alone."""
    model = load_model()
    found: dict[str, tuple[str, ...]] = {}
    for name, sheet in model.sheets.items():
        columns = [column for column in sheet.columns if not column.link_only]
        keys = (f"{c.key}.{lang}" if c.form is Form.TEXT else c.key for c in columns)
        found[name] = (*roles(sheet), *keys)
    return found


def link_example(lang: str) -> LinkExample:
    """Return the first link from an action of the small workbook, as Turtle."""
    return _link_example(load_model().graph, lang)


@lru_cache(maxsize=6)
def _link_example(source: Graph, lang: str) -> LinkExample:
    model = load_model()
    assert model.graph is source
    mapped = _mapped(model)
    [record] = [one for one in mapped.rows if _starts(mapped, URIRef(str(one)))][:1]
    thing = URIRef(str(mapped.graph.value(URIRef(str(record)), RDF.subject)))
    return LinkExample(turtle_of(mapped, thing, lang), turtle_of(mapped, URIRef(str(record)), lang))


def _mapped(model: Model) -> Mapped:
    book = read_workbook(_folder())
    return map_workbook(book, outline(book, model), model, Known())


def _starts(mapped: Mapped, record: URIRef) -> bool:
    """Whether a node is the record of a link that starts from an action."""
    source = mapped.graph
    thing = source.value(record, RDF.subject)
    return thing is not None and (thing, RDF.type, PLAN.Action) in source
