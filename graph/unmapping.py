"""Writes a plan as a workbook again: the way back from `graph.mapping`, by the shapes alone.

A graph keeps the order of rows, and none of the values of a cell or of the links sheet: values stand in
the order of the things that they name (`CellWriter.in_order`), links in that of the rows that they are
from. A value that a cell cannot hold, such as a text with the sign that separates values in its column,
is not written in another shape: it is left over, and the caller is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.term import Node

from ontology import Model, SheetModel
from ontology.namespaces import ID, PLAN

from .errors import SourceError
from .headers import ID as ROW_ID
from .headers import KIND, roles
from .i18n import mark
from .known import Known, outline
from .link_sheet import LINKS
from .mapping import map_workbook
from .plan_names import plan_id
from .unmapping_cells import CellWriter
from .unmapping_links import LinkWriter
from .unmapping_names import PlanNames, Thing
from .workbook import INFO, Row, Sheet, Workbook

_FIRST_ROW = 2


@dataclass(frozen=True)
class Unmapped:
    """A plan as a workbook, and how the triples that it reads back to differ from those of the plan.

    `left_over` are triples that the workbook cannot hold, or holds in another form: a part or a link record
    gets the name that the mapping gives it. `added` are those that it says beyond them.
    """

    workbook: Workbook
    left_over: Graph
    added: Graph


def to_workbook(triples: Graph, plan: URIRef, model: Model, known: Known | None = None) -> Unmapped:
    """Write the triples of a plan or register as a workbook, and read it again to tell what is lost.

    Parameters
    ----------
    triples
        The graph of the plan; other triples in it are left over.
    plan
        The IRI of the plan.
    model
        What the shapes say.
    known
        The outlines of the plans and registers that it refers to. One that is not known is referred to
        by its address, as far as that is of the common form.

    Raises
    ------
    SourceError
        The triples hold no plan or register of that IRI.
    """
    names = PlanNames(triples, plan, model, known or Known())
    workbook = written(names)
    again = map_workbook(workbook, outline(workbook, model), model, names.with_strangers()).graph
    return Unmapped(workbook, triples - again, again - triples)


def written(names: PlanNames, path: Path | None = None, ranks: Mapping[Node, int] | None = None) -> Workbook:
    """Write a plan as a workbook without reading it again; `ranks` orders the records of links."""
    if names.plan not in names.things:
        message = mark("{plan}: no plan or register of this name in these triples")
        raise SourceError(message, plan=names.plan)
    writer = CellWriter(names)
    links = LinkWriter(names, writer, ranks or {})
    rows: dict[str, list[dict[str, str]]] = {}
    for thing in names.things.values():
        rows.setdefault(thing.sheet.name, []).append(_row(thing, writer, links))
    rows[LINKS] = links.rows()
    path = path or Path(plan_id(names.plan))
    return Workbook(
        path,
        {
            name: _sheet(sheet, rows[name], path / f"{name}.csv")
            for name, sheet in names.model.sheets.items()
            if rows.get(name)
        },
    )


def _row(thing: Thing, writer: CellWriter, links: LinkWriter) -> dict[str, str]:
    kinds = thing.sheet.kinds.items()
    frame = {ROW_ID: thing.thing_id, KIND: next((word for word, cls in kinds if cls == thing.cls), "")}
    cells = writer.row(thing.iri, thing.shape, lambda column: links.in_cell(thing, column))
    return frame | cells | (_base(thing) if thing.sheet.name == INFO else {})


def _base(plan: Thing) -> dict[str, str]:
    """Return the cell that gives a plan its address, where that is not of the common form."""
    base = str(plan.iri).removesuffix(plan.thing_id)
    columns = (column for column in plan.shape.columns if column.path == (PLAN.base,))
    return {column.key: base for column in columns if base != str(ID)}


def _sheet(sheet: SheetModel, rows: Iterable[Mapping[str, str]], file: Path) -> Sheet:
    kept = [dict(row) for row in rows]
    columns = (header for column in sheet.columns for header in column.headers)
    used = {header for row in kept for header in row}
    headers = (*roles(sheet), *(header for header in columns if header in used))
    return Sheet(
        name=sheet.name,
        file=file,
        headers=headers,
        rows=tuple(
            Row(number, {header: row[header] for header in headers if row.get(header)})
            for number, row in enumerate(kept, _FIRST_ROW)
        ),
        title=sheet.name,
        positions={header: place for place, header in enumerate(headers, 1)},
    )
