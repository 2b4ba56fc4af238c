"""Reads, checks and stores workbooks: registers first, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from rdflib import URIRef

from ontology import Model, load_model
from ontology.namespaces import ONTOLOGY, PLAN, SAVED_VIEWS

from . import migration, program
from .answers import Change
from .checking import check_book
from .errors import Place, SourceError
from .findings import Finding, Report, Severity
from .former import with_sheets_of_today
from .i18n import mark
from .known import Known, Outline, outline
from .mapped import Mapped
from .plan_names import learn, plan_id, short
from .recognised import recognised
from .spreadsheets import find_workbooks, read_workbook
from .store import Store
from .workbook import INFO, Workbook

#: Told of each step: what is done, the step, the number of steps.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Added:
    """What became of one workbook: its report, and the change where it was stored."""

    path: Path
    plan_id: str
    report: Report
    change: Change | None = None


@dataclass(frozen=True)
class Checked:
    """Workbooks as they were checked, and the stored plans that they were checked against."""

    known: Known
    books: tuple[tuple[Mapped, Report], ...]

    @property
    def ok(self) -> bool:
        """Whether all may be stored."""
        return all(report.ok for _, report in self.books)

    def added(self, changes: Mapping[URIRef, Change] = {}) -> list[Added]:
        """Return what became of each workbook."""
        return [
            Added(mapped.workbook.path, mapped.outline.plan_id, report, changes.get(mapped.outline.iri))
            for mapped, report in self.books
        ]


def known_plans(store: Store) -> Known:
    """Return the outlines of all plans and registers in a store."""
    things: dict[tuple[URIRef, URIRef], dict[str, URIRef]] = {}
    for plan, plan_class, thing, cls in program.rows(store, "outlines"):
        found = things.setdefault((URIRef(str(plan)), URIRef(str(plan_class))), {})
        if thing is not None:
            found[str(thing).removeprefix(f"{plan}/")] = URIRef(str(cls))
    return Known().with_outlines(
        Outline(plan_id(plan), plan, cls, found, titles=partial(_titles, store, plan))
        for (plan, cls), found in things.items()
    )


def _titles(store: Store, plan: URIRef) -> list[tuple[str, str]]:
    """Return the titles of the things of a stored plan, each with the ID of its thing."""
    found = program.rows(store, "titles", [plan])
    return [(str(title), str(thing).removeprefix(f"{plan}/")) for thing, title in found]


def check_workbooks(
    paths: Iterable[Path], known: Known | None = None, progress: Progress | None = None
) -> list[tuple[Mapped, Report]]:
    """Map and check every workbook at or below the paths, registers first.

    Raises
    ------
    SourceError
        A path holds no workbook, a file cannot be read, two workbooks have one ID, or the stored plan
        of that ID has another IRI.
    """
    model = load_model()
    books = _outlined(paths, model, progress)
    known = known or Known()
    for book, found in books:
        _require_same_iri(book, found, known)
    known = known.with_outlines(found for _, found in books)
    learn(known_plan.iri for known_plan in known.plans.values())
    result: list[tuple[Mapped, Report]] = []
    for number, (book, found) in enumerate(books):
        if progress:
            progress(found.plan_id, number, len(books))
        result.append(check_book(book, found, model, known, _told(progress)))
    if progress:
        progress("", len(books), len(books))
    return result


def _told(progress: Progress | None) -> Callable[[int, int], None]:
    def told(done: int, total: int) -> None:
        if progress:
            progress(mark("mapping and checking the rows"), done, total)

    return told


def _outlined(
    paths: Iterable[Path], model: Model, progress: Progress | None
) -> list[tuple[Workbook, Outline]]:
    places = dict.fromkeys(place for path in paths for place in find_workbooks(path))
    books: list[tuple[Workbook, Outline]] = []
    for number, place in enumerate(places):
        if progress:
            progress(mark("reading"), number, len(places))
        book = with_sheets_of_today(recognised(read_workbook(place), model), model)
        books.append((book, outline(book, model)))
    seen: dict[str, Workbook] = {}
    for book, found in books:
        if found.plan_id in seen:
            message = mark("{path}: has the ID {plan}, which {first} has too; give one of them another")
            first = seen[found.plan_id].path
            raise SourceError(message, path=book.path, plan=found.plan_id, first=first)
        seen[found.plan_id] = book
    return sorted(books, key=lambda pair: (pair[1].cls != PLAN.Register, pair[1].plan_id))


def _require_same_iri(book: Workbook, found: Outline, known: Known) -> None:
    stored = known.plans.get(found.plan_id)
    if stored is not None and stored.iri != found.iri:
        message = mark(
            "{path}: the plan {plan} is stored as {stored}, and this workbook makes it {iri}; give it "
            "another ID, or remove the stored one first"
        )
        values = {"plan": found.plan_id, "stored": stored.iri, "iri": found.iri}
        raise SourceError(message, Place(book.path, INFO, 2), path=book.path, **values)


def check_against(store: Store | None, paths: Sequence[Path], progress: Progress | None = None) -> Checked:
    """Check workbooks against a store, and warn of things that go while stored plans refer to them."""
    known = known_plans(store) if store else Known()
    books = check_workbooks(paths, known, progress)
    given = [mapped.outline.iri for mapped, _ in books]
    if store is None:
        return Checked(known, tuple(books))
    return Checked(
        known, tuple((mapped, _with_lost(store, mapped, report, known, given)) for mapped, report in books)
    )


def _with_lost(store: Store, mapped: Mapped, report: Report, known: Known, given: list[URIRef]) -> Report:
    outline = mapped.outline
    gone = known.things_of(outline.iri) - Known().with_outlines([outline]).things_of(outline.iri)
    message = mark("{thing} is no longer here, and {plan} refers to it")
    place = Place(mapped.workbook.path, INFO)
    lost = tuple(
        Finding(Severity.WARNING, message, place, {"thing": thing, "plan": plan})
        for thing, plan in referrers(store, gone, given)
    )
    return replace(report, findings=(*report.findings, *lost))


def referrers(store: Store, things: Iterable[URIRef], own: Sequence[URIRef]) -> list[tuple[str, str]]:
    """Return which of the things are referred to by a plan beyond one's own, and the ID of that plan."""
    rows = program.rows(store, "referrers", things)
    return [(short(thing), plan_id(plan)) for thing, plan in rows if plan not in (*own, SAVED_VIEWS)]


def add_workbooks(
    store: Store, paths: Sequence[Path], progress: Progress | None = None, checked: Checked | None = None
) -> list[Added]:
    """Check every workbook, and store all of them in one write if none has an error; else store none.

    What was checked against the same plans is not checked again.
    """
    migration.upgrade(store)
    if checked is None or checked.known != known_plans(store):
        checked = check_against(store, paths, progress)
    if not checked.ok:
        return checked.added()
    if progress:
        progress(mark("storing"), 0, 1)
    graphs = {mapped.outline.iri: mapped.content for mapped, _ in checked.books}
    return checked.added(store.replace_all({ONTOLOGY: migration.installed().terms(), **graphs}))
