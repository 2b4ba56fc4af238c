"""The two plans of a comparison as a user names them: stored ones, earlier revisions, or workbooks."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rdflib import URIRef

from ontology import load_model

from .. import program
from ..adding import Progress
from ..earlier import state_after
from ..earlier_store import beside, restored
from ..errors import ParameterError, SourceError, UnknownQueryError, nearest
from ..findings import Finding
from ..i18n import mark
from ..plan_graph import PlanGraph
from ..readers.stratml import SUFFIX, read_stratml
from ..spreadsheets.writing import write_workbook
from ..store import Store
from .sides import Side, side_of

_REVISION = re.compile(r"(?P<plan>[^@]+)@(?P<number>\d{1,9})")


def sides(plans: PlanGraph | None, before: str, after: str) -> tuple[Side, Side]:
    """Return the two plans that a user names.

    Each is the ID of a stored plan, `PLAN@NUMBER` for what it was after the change of that number, or the
    path of a workbook, a folder with one plan, or a StratML file.

    Raises
    ------
    UnknownQueryError
        No plan or revision of that name is kept.
    ParameterError
        Both are the same plan, or a path holds no plan or several.
    """
    if before == after:
        raise named_twice(before)
    return _side(plans, before), _side(plans, after)


def named_twice(plan: str) -> ParameterError:
    """Return the error of a plan that is compared with itself."""
    message = mark(
        "{plan} is named twice: there is nothing to compare; name another plan, or a revision of it"
    )
    return ParameterError(message, plan=plan)


def _side(plans: PlanGraph | None, text: str) -> Side:
    known = plans is not None and text in {info.plan_id for info in plans.plans("en")}
    if not known and (Path(text).exists() or _is_path(text)):
        return _of_file(plans, Path(text))
    if plans is None:
        raise UnknownQueryError(mark("no plan {plan} is stored; see: planweave plans"), plan=text, near="")
    return revision_or_stored(plans, text)


def revision_or_stored(plans: PlanGraph, text: str, *, revisions: bool = True) -> Side:
    """Return a stored plan, or an earlier revision where these may be asked for; no path is looked at."""
    match = _REVISION.fullmatch(text) if revisions else None
    if match and text not in {info.plan_id for info in plans.plans("en")}:
        return of_revision(plans, match["plan"], int(match["number"]))
    return of_stored(plans, text)


def earlier_of(plans: PlanGraph, plan_id: str) -> str:
    """Return the plan that a plan follows or reports on, else the newest other one; empty for none."""
    stored = {info.iri: info for info in plans.plans("en") if info.kind == "plan"}
    rows = program.rows(plans.store, "related-plans", [plans.iri_of_plan(plan_id)])
    near = [stored[URIRef(str(other))] for _, _, other in rows if URIRef(str(other)) in stored]
    others = near or [info for info in stored.values() if info.plan_id != plan_id]
    return max(others, key=lambda info: (info.year, info.plan_id)).plan_id if others else ""


def _is_path(text: str) -> bool:
    return "/" in text or "\\" in text or Path(text).suffix.casefold() in {".xlsx", ".ods", ".csv", SUFFIX}


def of_stored(plans: PlanGraph, plan_id: str) -> Side:
    """Return a stored plan, or raise `UnknownQueryError`."""
    return side_of(plans.store, plans.model, plans.iri_of_plan(plan_id), plan_id)


# ---- revisions


def of_revision(plans: PlanGraph, plan_id: str, number: int) -> Side:
    """Return what a plan was after the change of that number, or raise `UnknownQueryError`."""
    plan = plans.ever_stored().get(plan_id)
    if plan is None:
        known = plans.ever_stored()
        near = nearest(plan_id, known)
        message = mark("no plan {plan} is stored; see: planweave plans")
        if near:
            message = mark("no plan {plan} is stored; did you mean {near}?")
        raise UnknownQueryError(message, plan=plan_id, near=near)
    history = plans.store.history
    state = state_after(history, plan, number) if history else None
    if state is None:
        message = mark("{plan}: no change has the number {number}; see: planweave history {plan}")
        raise UnknownQueryError(message, plan=plan_id, number=number)
    name = f"{plan_id}@{number}"
    if state.is_current:
        return side_of(plans.store, plans.model, plan, name)
    if state.file is None:
        message = mark("{plan}: what it was after change {number} is not kept any more")
        raise UnknownQueryError(message, plan=plan_id, number=number)
    return side_of(restored(beside(plans.store, [plan]), state.file), plans.model, plan, name, stored=False)


def latest_two(plans: PlanGraph, plan_id: str) -> tuple[str, str]:
    """Return the names of what a plan was before its last change, and of what it is.

    Raises
    ------
    UnknownQueryError
        There is no such plan, or only one state of it is kept.
    """
    plan = plans.iri_of_plan(plan_id)
    changes = len(plans.store.history.revisions(plan)) if plans.store.history else 0
    if changes < 2:
        message = mark("{plan}: no earlier revision is kept; name a second plan to compare it with")
        raise UnknownQueryError(message, plan=plan_id)
    return f"{plan_id}@{changes - 1}", plan_id


# ---- files


def _of_file(plans: PlanGraph | None, path: Path) -> Side:
    with _workbook(path) as (place, notes):
        made = PlanGraph(beside(plans.store, []) if plans else Store.in_memory())
        results = made.add(place)
    broken = [added.plan_id for added in results if added.change is None]
    if broken:
        message = mark("{path}: has errors; see: planweave check {path}")
        raise SourceError(message, path=path)
    given = {added.plan_id for added in results}
    kept = [info for info in made.plans("en") if info.plan_id in given]
    found = [info for info in kept if info.kind == "plan"] or kept
    if len(found) != 1:
        message = mark("{path}: holds several plans ({plans}); name the workbook of one of them")
        raise ParameterError(message, path=path, plans=", ".join(sorted(info.plan_id for info in found)))
    return side_of(made.store, made.model, found[0].iri, str(path), stored=False, notes=notes)


def many(
    plans: PlanGraph | None, texts: Sequence[str], progress: Progress | None = None
) -> tuple[PlanGraph, list[str]]:
    """Return a store with all plans that a user names, and their IDs; workbooks are read into memory.

    Raises
    ------
    UnknownQueryError
        A plan is not stored.
    SourceError
        A workbook has errors.
    """
    stored = {info.plan_id for info in plans.plans("en")} if plans else set()
    paths = [Path(text) for text in texts if text not in stored and (Path(text).exists() or _is_path(text))]
    names = [text for text in texts if Path(text) not in paths]
    if not paths:
        if plans is None:
            raise ParameterError(mark("name workbooks, or a folder of them: no plan is stored"))
        for name in names:
            plans.iri_of_plan(name)
        return plans, names
    made = PlanGraph(beside(plans.store, []) if plans else Store.in_memory())
    results = made.add(*paths, progress=progress)
    for added in results:
        if added.change is None:
            raise SourceError(mark("{path}: has errors; see: planweave check {path}"), path=added.path)
    kinds = {info.plan_id: info.kind for info in made.plans("en")}
    return made, [*names, *(added.plan_id for added in results if kinds[added.plan_id] == "plan")]


@contextmanager
def _workbook(path: Path) -> Iterator[tuple[Path, Sequence[Finding]]]:
    """Return the workbook of a path, read from StratML where it is that, and what was left out then."""
    if path.suffix.casefold() != SUFFIX or not path.is_file():
        yield path, ()
        return
    with tempfile.TemporaryDirectory(prefix="planweave-") as folder:
        target, read_in = Path(folder) / "plan", read_stratml(path)
        write_workbook(read_in.workbook, target, load_model())
        yield target, read_in.findings
