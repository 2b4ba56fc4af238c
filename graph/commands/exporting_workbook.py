"""What `export` does for a workbook: a plan as `.xlsx` or a folder of CSV, so that work goes on there."""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph

from ..adding import known_plans
from ..errors import ParameterError, Place, SourceError
from ..i18n import mark
from ..plan_graph import PlanGraph
from ..plan_names import short
from ..spreadsheets import is_workbook, write_workbook
from ..spreadsheets.csv_writing import write_folder
from ..spreadsheets.suffixes import XLSX
from ..template import completed
from ..unmapping import Unmapped, to_workbook
from .exporting_internal import count_internal
from .frame import Setup

_NAMED = 3


def is_for_workbook(path: Path) -> bool:
    """Whether a path to write to is that of a workbook: a spreadsheet, or a folder."""
    return path.suffix.casefold() in {XLSX, ""} or path.is_dir()


def export_workbook(setup: Setup, path: Path, plan: str | None, *, force: bool = False) -> None:
    """Write a stored plan as a workbook, and warn of what no workbook can hold.

    Parameters
    ----------
    setup
        The store, and the language of the headers in a spreadsheet.
    path
        The spreadsheet or folder to write.
    plan
        The ID of the plan; without one the only plan of the store.
    force
        Whether a workbook that is there is written over.

    Raises
    ------
    ParameterError
        The store holds several plans, and none was named.
    SourceError
        A workbook is there already, and must not be written over.
    """
    with setup.reading() as plans:
        plan_id = plan or only_plan(plans, setup.lang)
        iri = plans.iri_of_plan(plan_id)
        found = to_workbook(plans.store.triples(iri), iri, plans.model, known_plans(plans.store))
        internal = count_internal(plans, plan_id)
    if not force and (path.is_file() or is_workbook(path)):
        message = mark("{path}: is there already, and somebody may work in it; write over it with --force")
        raise SourceError(message, Place(path), path=path)
    if path.suffix.casefold() == XLSX and not path.is_dir():
        workbook = completed(found.workbook, plans.model, setup.lang)
        write_workbook(workbook, path, plans.model, setup.lang)
    else:
        write_folder(found.workbook, path, plans.model, overwrite=force)
    sheets = found.workbook.sheets.values()
    message = mark("written: {file} ({sheets} sheets, {rows} rows)")
    setup.say(message, file=path, sheets=len(sheets), rows=sum(len(sheet.rows) for sheet in sheets))
    _warn(setup, plan_id, found)
    if internal:
        message = mark("what is internal is written too: {count}; keep this file to yourselves")
        setup.say(message, count=internal)


def only_plan(plans: PlanGraph, lang: str) -> str:
    """Return the ID of the only plan, or of the only register where there is no plan.

    Raises
    ------
    ParameterError
        There is none, or several: the message says which.
    """
    stored = plans.plans(lang)
    if not stored:
        raise ParameterError(mark("the store holds no plan yet; see: planweave add"))
    choices = [info.plan_id for info in stored if info.kind == "plan"] or [info.plan_id for info in stored]
    if len(choices) > 1:
        message = mark("such a file holds one plan; say which by --plan: {choices}")
        raise ParameterError(message, choices=", ".join(info.plan_id for info in stored))
    return choices[0]


def _warn(setup: Setup, plan_id: str, found: Unmapped) -> None:
    if found.left_over:
        message = mark("{plan}: {count} statements have no place in a workbook, and stay behind: {examples}")
        values = {"count": len(found.left_over), "examples": _examples(found.left_over)}
        setup.say(message, plan=plan_id, **values)
    if found.added:
        message = mark("{plan}: the workbook says {count} things that the stored plan does not: {examples}")
        setup.say(message, plan=plan_id, count=len(found.added), examples=_examples(found.added))


def _examples(triples: Graph) -> str:
    told = [" ".join(map(short, triple)) for triple in sorted(triples)[:_NAMED]]
    return "; ".join(told) + (" …" if len(triples) > _NAMED else "")
