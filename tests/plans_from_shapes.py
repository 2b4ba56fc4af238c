"""Plans for hypothesis, made from the shapes: every sheet, every form of a column, every kind of thing.

All that stands in them can be read: what is refused is the matter of other tests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hypothesis import strategies as st
from rdflib import XSD, URIRef

from graph.headers import FROM, ID, KIND, RELATION, TO, roles
from graph.known import Known, Outline
from graph.migration import installed
from graph.spreadsheets.grids import clean
from graph.workbook import INFO, Row, Sheet, Workbook
from ontology import LANGUAGES, Column, Form, Model, Shape, SheetModel, load_model
from ontology.namespaces import ID as COMMON
from ontology.namespaces import PLAN

MODEL: Model = load_model()
PLAN_ID = "suunnitelma-2026"
ROWED = [sheet for sheet in MODEL.sheets.values() if sheet.id_prefix]
ODD = [
    '=HYPERLINK("http://x.example")',
    "'=1",
    "@SUM(A1)",
    "+358 40 123",
    "- kävely",
    'hän sanoi: "ei"',
    "pilkku, ja\nrivinvaihto",
    "00123",
    "1e5",
    "TRUE",
    "2024-01-01",
    "kävely | pyöräily; hiihto",
    "#N/A",
    "'",
    "\N{ZERO WIDTH JOINER}👩\N{ZERO WIDTH JOINER}🚒 ääkköset",
    "A1",
]

#: Cells of the plan itself that are read before anything else.
FRAME = {"base": "https://suunnitelmat.example/id/", "model-version": str(installed().version)}


def _strangers() -> Known:
    """A register of a thing of every class, and a plan with an address of its own."""
    classes = [cls for sheet in ROWED for shape in sheet.shapes for cls in shape.classes]
    things = {f"r{number}": cls for number, cls in enumerate(classes, 1)}
    register = Outline("rekisteri", URIRef(f"{COMMON}rekisteri"), PLAN.Register, things)
    other = Outline("toinen", URIRef("https://kaupunki.example/id/toinen"), PLAN.Plan, {"A1": PLAN.Action})
    return Known().with_outlines([register, other])


KNOWN = _strangers()


@dataclass(frozen=True)
class Written:
    """A row to be: its sheet, ID, class and kind."""

    sheet: SheetModel
    thing_id: str
    cls: URIRef
    kind: str

    @property
    def shape(self) -> Shape:
        shape = self.sheet.shape_of(self.cls)
        assert shape is not None
        return shape


def texts(separator: str = "") -> st.SearchStrategy[str]:
    """Texts as a cell can hold them; with a separator, as one of several values."""
    signs = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]) | st.just("\n")
    found = (st.sampled_from(ODD) | st.text(signs, min_size=1, max_size=20)).map(clean)
    return found.filter(lambda text: bool(text) and not (separator and set(f"{separator}|\n") & set(text)))


LITERALS: Mapping[URIRef, st.SearchStrategy[str]] = {
    XSD.date: st.dates(min_value=date(1000, 1, 1)).map(date.isoformat) | st.just("3.10.2022"),
    XSD.gYear: st.integers(1000, 9999).map(str),
    XSD.integer: st.integers(2000, 10**9).map(str),
    XSD.decimal: st.decimals(-(10**9), 10**9, places=3).map(lambda number: format(number, "f"))
    | st.sampled_from(["0,5", "1 000", "2e3", "-0"]),
    XSD.boolean: st.sampled_from(["yes", "no", "kyllä", "nej", "x"]),
}


@st.composite
def workbooks(draw: st.DrawFn) -> Workbook:
    """A plan with a few rows on some of its sheets, and links between them."""
    rows = [_info(draw), *draw(_things())]
    pool = {row.thing_id: row.cls for row in rows}
    cells = {row.thing_id: _cells(draw, row, pool) for row in rows}
    for key, value in FRAME.items():
        if key in cells[PLAN_ID]:
            cells[PLAN_ID][key] = value
    sheets = {
        sheet.name: _sheet(sheet, [cells[row.thing_id] for row in rows if row.sheet == sheet])
        for sheet in MODEL.sheets.values()
    }
    links = MODEL.sheet_of(PLAN.Link)
    assert links is not None
    sheets[links.name] = _sheet(links, _links(draw, rows, pool, links))
    return Workbook(Path(PLAN_ID), {name: sheet for name, sheet in sheets.items() if sheet.rows})


def _info(draw: st.DrawFn) -> Written:
    sheet = MODEL.sheets[INFO]
    kind = draw(st.sampled_from(sorted(sheet.kinds)))
    return Written(sheet, PLAN_ID, sheet.kinds[kind], kind)


@st.composite
def _things(draw: st.DrawFn) -> list[Written]:
    kinds = [(sheet, cls, kind) for sheet in ROWED for cls, kind in _kinds(sheet)]
    sources = [number for number, (_, cls, _) in enumerate(kinds) if cls == PLAN.Source]
    chosen = draw(st.lists(st.sampled_from(sources), max_size=2))
    chosen += draw(st.lists(st.integers(0, len(kinds) - 1), max_size=9))
    ends = draw(st.lists(st.sampled_from(["", ".1", "-ö", "_x"]), min_size=len(chosen), max_size=len(chosen)))
    picked = [kinds[number] for number in chosen]
    return [
        Written(sheet, f"{sheet.id_prefix}{number}{end}", cls, kind)
        for number, ((sheet, cls, kind), end) in enumerate(zip(picked, ends, strict=True), 1)
    ]


def _kinds(sheet: SheetModel) -> Sequence[tuple[URIRef, str]]:
    return [(cls, kind) for kind, cls in sheet.kinds.items()] or [(sheet.shapes[0].classes[0], "")]


def _cells(draw: st.DrawFn, row: Written, pool: Mapping[str, URIRef]) -> dict[str, str]:
    cells = {ID: row.thing_id} | ({KIND: row.kind} if row.kind else {})
    # A row with nothing but its ID is taken for an empty one in a spreadsheet.
    said = next(column for column in row.shape.columns if column.form in {Form.TEXT, Form.LITERAL})
    for column in (said, *_some(draw, row.shape.columns, 6)):
        cells |= _column(draw, column, _apart(row, column, pool))
    return cells


def _apart(row: Written, column: Column, pool: Mapping[str, URIRef]) -> dict[str, URIRef]:
    """Return what a row may refer to: links lead to later things alone, so that none leads in a circle."""
    keys = list(pool)
    place = keys.index(row.thing_id)
    kept = {*(keys[:place] if column.inverse else keys[place + 1 :])}
    return {key: cls for key, cls in pool.items() if key in kept or cls == PLAN.Source}


def _some(draw: st.DrawFn, columns: Sequence[Column], most: int) -> list[Column]:
    places = draw(st.lists(st.integers(0, len(columns) - 1), unique=True, max_size=most))
    return [columns[place] for place in places]


def _column(draw: st.DrawFn, column: Column, pool: Mapping[str, URIRef]) -> dict[str, str]:
    values = _values(column, pool)
    if values is None:
        return {}
    several = (
        st.lists(values, min_size=1, max_size=3, unique=True)
        if column.separator
        else values.map(lambda v: [v])
    )
    langs = draw(st.sets(st.sampled_from(LANGUAGES), min_size=1)) if column.form is Form.TEXT else {""}
    return {
        header: f"{column.separator} ".join(draw(several))
        for header in column.headers
        if header.rpartition(".")[2] in langs or langs == {""}
    }


def _values(column: Column, pool: Mapping[str, URIRef]) -> st.SearchStrategy[str] | None:
    if column.form is Form.TEXT:
        return texts(column.separator)
    if column.form is Form.CONCEPT:
        assert column.scheme is not None
        return st.sampled_from(sorted(MODEL.schemes[column.scheme]))
    if column.form is Form.REFERENCE:
        return _references(column.classes, pool)
    if column.form is Form.PASSAGES:
        return _passages(pool)
    assert column.datatype is not None
    return LITERALS[column.datatype] if column.datatype in LITERALS else texts(column.separator)


def _references(classes: Sequence[URIRef], pool: Mapping[str, URIRef]) -> st.SearchStrategy[str] | None:
    own = [key for key, cls in pool.items() if not classes or cls in classes]
    abroad = [
        f"{outline.plan_id}:{key}"
        for outline in KNOWN.plans.values()
        for key, cls in outline.things.items()
        if not classes or cls in classes
    ]
    plans = [outline.plan_id for outline in KNOWN.plans.values() if outline.cls in classes]
    if own:
        return st.sampled_from(own) | st.sampled_from([*own, *abroad, *plans])
    return st.sampled_from([*abroad, *plans]) if abroad or plans else None


def _passages(pool: Mapping[str, URIRef]) -> st.SearchStrategy[str] | None:
    sources = [key for key, cls in pool.items() if cls == PLAN.Source]
    if not sources:
        return None
    prefixes = [f"{key}!" for key in sources] + ([""] if len(sources) == 1 else [])
    spans = st.tuples(st.integers(1, 900), st.integers(0, 20))
    lines = spans.map(lambda span: f"{span[0]}-{sum(span)}" if span[1] else f"{span[0]}")
    return st.tuples(st.sampled_from(prefixes), lines).map("".join)


def _links(
    draw: st.DrawFn, rows: Sequence[Written], pool: Mapping[str, URIRef], links: SheetModel
) -> list[dict[str, str]]:
    ends = [(row, column) for row in rows for column in row.shape.columns if column.linked]
    found: dict[tuple[str, URIRef, str], list[dict[str, str]]] = {}
    for place in draw(st.lists(st.integers(0, len(ends) - 1), max_size=5)) if ends else ():
        row, column = ends[place]
        targets = _references(column.classes, _apart(row, column, pool))
        if targets is not None:
            target = draw(targets)
            pair = (target, row.thing_id) if column.inverse else (row.thing_id, target)
            frame = {FROM: row.thing_id, RELATION: column.key, TO: target}
            told = _details(draw, links.shapes[0], pool)
            found[pair[0], column.predicate, pair[1]] = [frame | cells for cells in told]
    return [row for told in found.values() for row in told]


def _details(draw: st.DrawFn, shape: Shape, pool: Mapping[str, URIRef]) -> list[dict[str, str]]:
    """What is said of a link in one document, or in two."""
    chosen = _some(draw, shape.columns, 3)
    cells = {key: text for column in chosen for key, text in _column(draw, column, pool).items()}
    if draw(st.booleans()):
        return [cells]
    documents = draw(st.permutations(["rekisteri", "toinen"]))
    return [{**cells, "document": documents[0]}, {"document": documents[1]}]


def _sheet(sheet: SheetModel, rows: Sequence[Mapping[str, str]]) -> Sheet:
    used = {header for row in rows for header in row}
    columns = [header for column in sheet.columns for header in column.headers if header in used]
    headers = (*roles(sheet), *columns)
    written = tuple(Row(number, dict(row)) for number, row in enumerate(rows, 2))
    return Sheet(sheet.name, Path(PLAN_ID) / f"{sheet.name}.csv", headers, written, sheet.name)
