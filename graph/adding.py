"""Reads, checks and stores workbooks: registers first, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef

from ontology import Model, load_model
from ontology.namespaces import ONTOLOGY, PLAN

from . import migration, program
from .errors import SourceError
from .findings import Report
from .former import with_sheets_of_today
from .i18n import mark
from .known import Known, Outline, outline
from .mapped import Mapped
from .mapping import map_workbook
from .store import Change, Store
from .validation import check
from .workbook import Workbook, find_workbooks, read_workbook

#: Told of each step: what is done, the step, the number of steps.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Added:
    """What became of one workbook: its report, and the change where it was stored."""

    path: Path
    plan_id: str
    report: Report
    change: Change | None = None


def known_plans(store: Store) -> Known:
    """Return the outlines of all plans and registers in a store."""
    things: dict[tuple[URIRef, URIRef], dict[str, URIRef]] = {}
    for plan, plan_class, thing, cls in program.rows(store, "outlines"):
        found = things.setdefault((URIRef(str(plan)), URIRef(str(plan_class))), {})
        if thing is not None:
            found[str(thing).removeprefix(f"{plan}/")] = URIRef(str(cls))
    return Known().with_outlines(
        Outline(plan.rpartition("/")[2], plan, cls, found) for (plan, cls), found in things.items()
    )


def check_workbooks(
    paths: Iterable[Path], known: Known | None = None, progress: Progress | None = None
) -> list[tuple[Mapped, Report]]:
    """Map and check every workbook at or below the paths, registers first.

    Raises
    ------
    SourceError
        A path holds no workbook, a file cannot be read, or two workbooks have one ID.
    """
    model = load_model()
    books = _outlined(paths, model)
    known = (known or Known()).with_outlines(found for _, found in books)
    result: list[tuple[Mapped, Report]] = []
    for number, (book, found) in enumerate(books):
        if progress:
            progress(found.plan_id, number, len(books))
        mapped = map_workbook(book, found, model, known)
        result.append((mapped, check(mapped, model, known)))
    if progress:
        progress("", len(books), len(books))
    return result


def _outlined(paths: Iterable[Path], model: Model) -> list[tuple[Workbook, Outline]]:
    folders = dict.fromkeys(folder for path in paths for folder in find_workbooks(path))
    read = (with_sheets_of_today(read_workbook(folder), model) for folder in folders)
    books = [(book, outline(book, model)) for book in read]
    seen: dict[str, Workbook] = {}
    for book, found in books:
        if found.plan_id in seen:
            message = mark("{path}: has the ID {plan}, which {first} has too; give one of them another")
            first = seen[found.plan_id].path
            raise SourceError(message, path=book.path, plan=found.plan_id, first=first)
        seen[found.plan_id] = book
    return sorted(books, key=lambda pair: (pair[1].cls != PLAN.Register, pair[1].plan_id))


def add_workbooks(store: Store, paths: Sequence[Path], progress: Progress | None = None) -> list[Added]:
    """Check every workbook, and store all of them if none has an error; else store none."""
    migration.upgrade(store)
    checked = check_workbooks(paths, known_plans(store), progress)
    results = [Added(m.workbook.path, m.outline.plan_id, report) for m, report in checked]
    if not all(report.ok for _, report in checked):
        return results
    store.replace(ONTOLOGY, migration.installed().terms())
    return [
        Added(added.path, added.plan_id, added.report, store.replace(mapped.outline.iri, mapped.graph))
        for added, (mapped, _) in zip(results, checked, strict=True)
    ]
