"""An example row for every class, and the triples that it really becomes.

The values are those of a row of the example town, else the examples of the columns, else plain ones by the
form of the column. What the mapping does not take is left out, so an example is never wrong.
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
from .example_rows import TownRow, town_rows
from .findings import Severity
from .headers import FROM, ID, KIND, RELATION, TO
from .i18n import mark, translate
from .known import Known, outline
from .link_sheet import LINKS
from .mapped import Mapped
from .mapping import map_workbook
from .workbook import INFO, Row, Sheet, Workbook

_PLAN_ID = "esimerkki"
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
    ids: Mapping[URIRef, str]
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
    draft = _Draft(model, lang, info_kind, _ids(model))
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
    for cls in _classes(sheet):
        word = next((word for word, of in sheet.kinds.items() if of == cls), "")
        kind = {KIND: word} if word else {}
        yield cls, {ID: draft.ids[cls], **kind, **_cells(draft, sheet, cls)}


def _classes(sheet: SheetModel) -> list[URIRef]:
    return list(sheet.kinds.values()) or [cls for shape in sheet.shapes for cls in shape.classes]


def _ids(model: Model) -> dict[URIRef, str]:
    """Return the ID of the row of each class: that of the town, where no other class has it."""
    found: dict[URIRef, str] = {}
    for sheet in model.sheets.values():
        for number, cls in enumerate(_classes(sheet), 1):
            town = town_rows().get(cls)
            given = town.id if town and town.id and town.id not in found.values() else ""
            found[cls] = given or f"{sheet.id_prefix}{number}"
    return found


def _cells(draft: _Draft, sheet: SheetModel, cls: URIRef) -> dict[str, str]:
    """Return the cells of a row: of the columns with a value the first, required ones before others."""
    shape = sheet.shape_of(cls)
    assert shape is not None
    town = town_rows().get(cls)
    columns = [column for column in shape.columns if not column.link_only]
    values = {column.key: _cell(draft, column, cls, town) for column in columns}
    filled = [column for column in columns if values[column.key]]
    ranked = sorted(filled, key=lambda c: (not c.required, not c.examples, c.order))[:_MOST_CELLS]
    return {_header(draft, c): values[c.key] for c in sorted(ranked, key=lambda c: c.order)}


def _header(draft: _Draft, column: Column) -> str:
    return f"{column.key}.{draft.lang}" if column.form is Form.TEXT else column.key


def _cell(draft: _Draft, column: Column, cls: URIRef, town: TownRow | None) -> str:
    """Return what the town has in the column; what it leaves empty stays so, unless it is required."""
    header = _header(draft, column)
    anything = column.form is Form.REFERENCE and not column.classes
    text = town.cells.get(header, "") if town and not anything else ""
    own = column.form is Form.REFERENCE and draft.ids[cls] in split(text, column.separator)
    if town is None or header not in town.headers or (column.required and (own or not text)):
        return _value(draft, column, cls)
    return "" if own else text


def _value(draft: _Draft, column: Column, cls: URIRef) -> str:
    given = column.examples.get(draft.lang) or column.examples.get("")
    if given and draft.ids.get(cls) not in given:
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
            return draft.ids[target] if target != cls else f"{sheet.id_prefix}{len(_classes(sheet)) + 1}"
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
    """Return a row of the links sheet: the town's, else the first link of the first row that has one."""
    sheet = draft.model.sheets[LINKS]
    town = town_rows().get(PLAN.Link)
    ends = {role: town.cells.get(role, "") for role in (FROM, RELATION, TO)} if town else {}
    if _is_there(draft, ends):
        return {**ends, **_cells(draft, sheet, PLAN.Link)}
    for name, rows in draft.rows.items():
        for cls, cells in rows:
            shape = draft.model.sheets[name].shape_of(cls)
            for column in shape.columns if shape and cells.get(ID) != _PLAN_ID else ():
                if column.linked and not column.inverse and cells.get(column.key):
                    to = split(cells[column.key], column.separator)[0]
                    ends = {FROM: cells[ID], RELATION: column.key, TO: to}
                    return {**ends, **_cells(draft, sheet, PLAN.Link)}
    return {}


def _is_there(draft: _Draft, ends: Mapping[str, str]) -> bool:
    """Whether a row of the example has a link in its column."""
    rows = (cells for sheet in draft.rows.values() for _, cells in sheet if cells.get(ID) == ends.get(FROM))
    return any(ends[TO] in split(cells.get(ends[RELATION], ""), ";") for cells in rows)


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
