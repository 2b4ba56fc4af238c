"""The page of all sheets, columns and closed lists, as the shapes tell it."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import SKOS, XSD, Literal, URIRef

from ontology import LANGUAGES, Column, Form, Model, SheetModel, load_model
from ontology.namespaces import WB

from .docs_text import GENERATED, IN_WORDS, one_per_line, side_by_side, table

DATATYPES = {
    XSD.string: "text",
    XSD.integer: "whole number",
    XSD.decimal: "number",
    XSD.gYear: "year, such as `2025`",
    XSD.date: "date, such as `2025-12-31`",
    XSD.boolean: "`yes` or `no`; empty: not said",
    XSD.anyURI: "web address",
}
INTRODUCTION = f"""\
# Sheets and columns

{GENERATED}

Everything that a workbook may hold. How to fill one in: [plan.md](plan.md). A column may be headed by its key
or by its name in any of the three languages; what is not needed can be left out. In the tables:

- **required**: each row needs a value. **several**: values are joined by `; `.
- **link**: the program keeps for each value what it rests on and where the source says it. By default that is
  *stated* in the lines of the row; anything else is a row of the sheet [links](#links).
- **links sheet only**: stands as a row of [links](#links), and is no column.
- ID: an ID of the same workbook, or `plan:ID` of another one.
- lines: lines of the source file, such as `34-35; 246`; with several source files `T1!34-35`.
"""


def columns_page() -> str:
    """Return the page."""
    model = load_model()
    sheets = model.sheets.values()
    overview = table(
        ["Sheet", *IN_WORDS.values(), "IDs such as"],
        ([f"[{s.name}](#{s.name})", *_names(s), f"`{s.id_prefix}1`" if s.id_prefix else ""] for s in sheets),
    )
    parts = [INTRODUCTION, overview, *(_sheet(model, sheet) for sheet in sheets)]
    parts.append("# Closed lists\n\nWhat may be written in a column of codes.\n")
    parts += [_scheme(model, scheme) for scheme in _schemes(model)]
    return "\n".join(parts)


def _names(sheet: SheetModel) -> list[str]:
    return [sheet.names[lang] for lang in LANGUAGES]


def _sheet(model: Model, sheet: SheetModel) -> str:
    parts = [f"## {sheet.name}\n\n{side_by_side(sheet.names)}\n", _kinds(model, sheet)]
    rows = [*_roles(model, sheet), *(_column(model, column) for column in sheet.columns)]
    parts.append(table(["Column", "Name", "Cell", "Meaning"], rows))
    return "\n".join(part for part in parts if part)


def _kinds(model: Model, sheet: SheetModel) -> str:
    labels = {kind: model.labels(cls) for kind, cls in sheet.kinds.items()}
    rows = ([f"`{kind}`", *(names[lang] for lang in LANGUAGES)] for kind, names in labels.items())
    return table(["Kind", *IN_WORDS.values()], rows) if labels else ""


def _roles(model: Model, sheet: SheetModel) -> Iterator[list[str]]:
    """Yield the columns that are no property: what identifies a row, or the ends of a link."""
    if sheet.name == "links":
        roles = [
            ("from", WB["from"], "ID"),
            ("relation", WB.relation, "key of a column"),
            ("to", WB.to, "ID"),
        ]
    else:
        roles = [("id", WB.rowId, "letters, digits, `.` and `-`")]
        roles += [("kind", WB.rowKind, "one of the kinds above")] if sheet.kinds else []
    for key, term, cell in roles:
        meaning = one_per_line(_texts(model, term))
        yield [f"`{key}`", one_per_line(model.labels(term)), f"**required**; {cell}", meaning]


def _column(model: Model, column: Column) -> list[str]:
    keys = "<br>".join(f"`{header}`" for header in column.headers)
    return [keys, one_per_line(column.names), _cell(model, column), one_per_line(column.descriptions)]


def _cell(model: Model, column: Column) -> str:
    flags = {
        "**required**": column.required and not column.default_from,
        "**links sheet only**": column.link_only,
        "**link**": column.linked and not column.link_only,
        "**several**": bool(column.separator),
    }
    words = [word for word, holds in flags.items() if holds]
    return "; ".join([*words, _form(model, column), *_limits(column)])


def _form(model: Model, column: Column) -> str:
    if column.form is Form.CONCEPT:
        key = str(column.scheme).rpartition("/")[2]
        return f"code of [{key}](#{key})"
    if column.form is Form.REFERENCE:
        return f"ID of: {_classes(model, column)}" if column.classes else "ID of anything"
    if column.form is Form.PASSAGES:
        return "lines"
    return "text" if column.form is Form.TEXT else DATATYPES[URIRef(column.datatype or XSD.string)]


def _classes(model: Model, column: Column) -> str:
    return ", ".join(model.labels(cls).get("en", str(cls)).lower() for cls in column.classes)


def _limits(column: Column) -> Iterator[str]:
    if len(column.limits) > 1:
        yield f"{column.limits[0]} to {column.limits[1]}"
    elif column.limits:
        yield f"from {column.limits[0]}"
    if isinstance(column.default_value, URIRef):
        yield f"empty: `{column.default_value.rpartition('/')[2]}`"
    if column.default_from:
        yield f"empty: as `{column.default_from}` on the sheet [info](#info)"


def _schemes(model: Model) -> list[URIRef]:
    used = {column.scheme for sheet in model.sheets.values() for column in sheet.columns if column.scheme}
    return sorted(used)


def _scheme(model: Model, scheme: URIRef) -> str:
    rows = (
        [f"`{code}`", one_per_line(model.labels(concept)), one_per_line(_texts(model, concept))]
        for code, concept in model.schemes[scheme].items()
    )
    title = side_by_side(model.labels(scheme))
    return f"## {scheme.rpartition('/')[2]}\n\n{title}\n\n{table(['Code', 'Name', 'Meaning'], rows)}"


def _texts(model: Model, term: URIRef) -> dict[str, str]:
    found = model.graph.objects(term, SKOS.definition)
    return {text.language or "": str(text) for text in found if isinstance(text, Literal)}
