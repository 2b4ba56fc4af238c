"""An example row for every class, and the triples that it really becomes.

The values are the examples of the columns, else plain ones by the form of the column. What the mapping
does not take is left out, so an example is never wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from rdflib import DCTERMS, XSD, Graph, URIRef
from rdflib.term import Node

from ontology import Column, Form, Model, SheetModel, load_model, pick
from ontology.namespaces import PLAN, PREFIXES

from .cells import split
from .findings import Severity
from .headers import FROM, ID, KIND, RELATION, TO
from .i18n import mark, translate
from .known import Known, outline
from .link_sheet import LINKS
from .mapped import Mapped
from .mapping import map_workbook
from .workbook import INFO, Row, Sheet, Workbook

_PLAN_ID = "esimerkki-2026"
_MOST_CELLS = 9
_ROUNDS = 4
_PLAIN = {
    XSD.integer: "12",
    XSD.decimal: "25",
    XSD.gYear: "2026",
    XSD.date: "2026-06-30",
    XSD.boolean: "yes",
    XSD.anyURI: "https://www.example.fi/",
}
_TEXT = mark("example")


@dataclass(frozen=True)
class Example:
    """A row as it is written, by the heading of each cell, and what it becomes."""

    cells: Mapping[str, str]
    turtle: str


@dataclass
class _Draft:
    """The example workbook while it is made: rows by sheet, each with the class that it stands for."""

    model: Model
    lang: str
    info_kind: str
    rows: dict[str, list[tuple[URIRef, dict[str, str]]]] = field(default_factory=dict)

    def workbook(self) -> Workbook:
        sheets = {}
        for name, rows in self.rows.items():
            headers = tuple(dict.fromkeys(header for _, cells in rows for header in cells))
            numbered = tuple(Row(number, cells) for number, (_, cells) in enumerate(rows, 2))
            sheets[name] = Sheet(name, Path(f"{name}.csv"), headers, numbered)
        return Workbook(Path(_PLAN_ID), sheets)


def examples(lang: str) -> Mapping[URIRef, Example]:
    """Return an example of each class that stands on a sheet, in a language."""
    return _examples(load_model().graph, lang)


@lru_cache(maxsize=6)
def _examples(source: Graph, lang: str) -> Mapping[URIRef, Example]:
    model = load_model()
    assert model.graph is source
    found: dict[URIRef, Example] = {}
    for kind, cls in model.sheets[INFO].kinds.items():
        draft = _drafted(model, lang, kind)
        mapped = _mapped(draft)
        for term, example in _read(draft, mapped):
            if term not in model.sheets[INFO].kinds.values() or term == cls:
                found.setdefault(term, example)
    return found


def _drafted(model: Model, lang: str, info_kind: str) -> _Draft:
    draft = _Draft(model, lang, info_kind)
    for name, sheet in model.sheets.items():
        if name == INFO:
            cls = sheet.kinds[info_kind]
            cells = {ID: _PLAN_ID, KIND: info_kind, **_cells(draft, sheet, cls)}
            draft.rows[name] = [(cls, cells)]
        elif name == LINKS:
            continue
        else:
            draft.rows[name] = list(_rows(draft, sheet))
    _fill_targets(draft)
    draft.rows[LINKS] = [(PLAN.Link, _link_row(draft))]
    return draft


def _rows(draft: _Draft, sheet: SheetModel) -> Iterator[tuple[URIRef, dict[str, str]]]:
    classes = list(sheet.kinds.items()) or [("", cls) for shape in sheet.shapes for cls in shape.classes]
    for number, (word, cls) in enumerate(classes, 1):
        kind = {KIND: word} if word else {}
        yield cls, {ID: f"{sheet.id_prefix}{number}", **kind, **_cells(draft, sheet, cls)}


def _cells(draft: _Draft, sheet: SheetModel, cls: URIRef) -> dict[str, str]:
    shape = sheet.shape_of(cls)
    assert shape is not None
    columns = [column for column in shape.columns if not column.link_only]
    ranked = sorted(columns, key=lambda c: (not c.required, not c.examples, c.order))[:_MOST_CELLS]
    cells: dict[str, str] = {}
    for column in sorted(ranked, key=lambda c: c.order):
        header = f"{column.key}.{draft.lang}" if column.form is Form.TEXT else column.key
        value = _value(draft, column, cls)
        if value:
            cells[header] = value
    return cells


def _value(draft: _Draft, column: Column, cls: URIRef) -> str:
    given = column.examples.get(draft.lang) or column.examples.get("")
    if given:
        return f"{column.separator} ".join(given) if column.separator else given[0]
    if column.form is Form.TEXT:
        what = pick(draft.model.labels(cls) if column.required else column.names, draft.lang)
        return f"{what} ({translate(_TEXT, draft.lang)})"
    if column.form is Form.CONCEPT and column.scheme is not None:
        return next(iter(draft.model.schemes.get(column.scheme, {})), "")
    if column.form is Form.PASSAGES:
        return "3-4"
    if column.form is Form.REFERENCE:
        return _target(draft, column, cls)
    return _literal(column)


def _literal(column: Column) -> str:
    plain = _PLAIN.get(column.datatype or XSD.string, "")
    if not column.limits or not plain:
        return plain
    least, most = float(column.limits[0]), float(column.limits[-1])
    return plain if least <= float(plain) and (least == most or float(plain) <= most) else column.limits[-1]


def _target(draft: _Draft, column: Column, cls: URIRef) -> str:
    """Return the ID of a thing that the column may lead to, another than the thing itself."""
    for target in column.classes:
        sheet = draft.model.sheet_of(target)
        if sheet is not None and sheet.id_prefix:
            classes = list(sheet.kinds.values()) or [c for shape in sheet.shapes for c in shape.classes]
            number = classes.index(target) + 1
            return f"{sheet.id_prefix}{number if target != cls else len(classes) + 1}"
    return ""


def _fill_targets(draft: _Draft) -> None:
    """Add a row without details for each ID that an example names and no row has."""
    ids = {cells.get(ID) for rows in draft.rows.values() for _, cells in rows}
    for name, rows in list(draft.rows.items()):
        for cls, cells in list(rows):
            shape = draft.model.sheets[name].shape_of(cls)
            for column in shape.columns if shape else ():
                if column.form is not Form.REFERENCE:
                    continue
                for wanted in split(cells.get(column.key, ""), column.separator):
                    if wanted and wanted not in ids and ":" not in wanted:
                        ids.add(wanted)
                        _add_target(draft, column, wanted)


def _add_target(draft: _Draft, column: Column, wanted: str) -> None:
    for target in column.classes:
        sheet = draft.model.sheet_of(target)
        if sheet is not None and sheet.id_prefix and sheet.name in draft.rows:
            word = next((word for word, cls in sheet.kinds.items() if cls == target), "")
            draft.rows[sheet.name].append((target, {ID: wanted} | ({KIND: word} if word else {})))
            return


def _link_row(draft: _Draft) -> dict[str, str]:
    """Return a row of the links sheet: the first link of the first row that has one."""
    sheet = draft.model.sheets[LINKS]
    for name, rows in draft.rows.items():
        for cls, cells in rows:
            shape = draft.model.sheets[name].shape_of(cls)
            for column in shape.columns if shape and cells.get(ID) != _PLAN_ID else ():
                if column.linked and not column.inverse and cells.get(column.key):
                    to = split(cells[column.key], column.separator)[0]
                    ends = {FROM: cells[ID], RELATION: column.key, TO: to}
                    return {**ends, **_cells(draft, sheet, PLAN.Link)}
    return {}


def _mapped(draft: _Draft) -> Mapped:
    """Map the workbook; cells with errors are emptied, and it is mapped again."""
    for _ in range(_ROUNDS):
        workbook = draft.workbook()
        mapped = map_workbook(workbook, outline(workbook, draft.model), draft.model, Known())
        wrong = [f.place for f in mapped.findings if f.severity is Severity.ERROR and f.place.column]
        if not wrong:
            return mapped
        for place in wrong:
            _, cells = draft.rows[place.sheet or ""][(place.row or 2) - 2]
            cells.pop(place.column or "", None)
    return mapped


def _read(draft: _Draft, mapped: Mapped) -> Iterator[tuple[URIRef, Example]]:
    for name, rows in draft.rows.items():
        for number, (cls, cells) in enumerate(rows, 2):
            thing = _record(mapped, number) if name == LINKS else _thing(mapped, cells[ID])
            yield cls, Example(cells, turtle_of(mapped, thing))


def _thing(mapped: Mapped, thing_id: str) -> URIRef:
    return mapped.outline.iri if thing_id == _PLAN_ID else mapped.outline.iri_of(thing_id)


def _record(mapped: Mapped, number: int) -> URIRef:
    found = (thing for thing, place in mapped.rows.items() if (place.sheet, place.row) == (LINKS, number))
    return URIRef(str(next(found, mapped.outline.iri)))


def turtle_of(mapped: Mapped, thing: URIRef, lang: str = "") -> str:
    """Return what is said of a thing and of its parts, as Turtle with the prefixes that it needs.

    With a language, texts in others are left out.
    """
    source = mapped.graph
    found = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace, replace=True)
    found.bind("", f"{mapped.outline.iri}/", replace=True)
    parts = (part for part in source.objects(thing) if _is_part(source, part, thing))
    for one in (thing, *dict.fromkeys(parts)):
        for predicate, value in source.predicate_objects(one):
            if not lang or getattr(value, "language", None) in {lang, None}:
                found.add((one, predicate, value))
    return found.serialize(format="turtle").strip()


def _is_part(source: Graph, part: Node, thing: URIRef) -> bool:
    return str(part).startswith(f"{thing}/") and (part, DCTERMS.isPartOf, None) not in source
