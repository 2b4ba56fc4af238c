"""How long it takes from a folder of CSV files to a loaded store, step by step."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.known import Known, outline
from graph.mapped import Mapped
from graph.mapping import map_workbook
from graph.spreadsheets import find_workbooks, read_workbook
from graph.store import Store
from graph.validation import check
from ontology import Model, load_model, terms_graph
from ontology.namespaces import ONTOLOGY, PLAN

from .timing import Record, T, milliseconds


@dataclass
class _Clock:
    """Adds up the time of each step."""

    spent: dict[str, float] = field(default_factory=dict)

    def time(self, step: str, work: Callable[[], T]) -> T:
        start = time.perf_counter()
        value = work()
        self.spent[step] = self.spent.get(step, 0.0) + time.perf_counter() - start
        return value


def load_times(data: Path, repeat: int) -> tuple[list[Record], int]:
    """Return the median of each step, and how many triples were loaded."""
    ontology = _Clock()
    model = ontology.time("ontology", load_model)
    ontology.time("ontology", terms_graph)
    clocks = [_Clock() for _ in range(repeat)]
    triples = [_load(data, model, clock) for clock in clocks]
    steps = {step: statistics.median(clock.spent[step] for clock in clocks) for step in clocks[0].spent}
    steps["all four"] = statistics.median(sum(clock.spent.values()) for clock in clocks)
    records: list[Record] = [{"step": step, "ms": milliseconds(seconds)} for step, seconds in steps.items()]
    once: Record = {"step": "ontology, once per process", "ms": milliseconds(ontology.spent["ontology"])}
    return [*records, once], triples[0]


def _load(data: Path, model: Model, clock: _Clock) -> int:
    books = clock.time("read", lambda: [read_workbook(path) for path in find_workbooks(data)])
    outlines = clock.time("read", lambda: [outline(book, model) for book in books])
    known = Known().with_outlines(outlines)
    pairs = sorted(zip(books, outlines, strict=True), key=lambda pair: pair[1].cls != PLAN.Register)
    mapped = clock.time("map", lambda: [map_workbook(book, found, model, known) for book, found in pairs])
    reports = clock.time("check", lambda: [check(one, model, known) for one in mapped])
    assert all(report.ok for report in reports), [report.errors for report in reports]
    with TemporaryDirectory() as folder:
        return clock.time("load", lambda: _store(Path(folder) / "db", mapped))


def _store(folder: Path, plans: list[Mapped]) -> int:
    with Store.create(folder) as store:
        store.replace(ONTOLOGY, terms_graph())
        for mapped in plans:
            store.replace(mapped.outline.iri, mapped.graph)
        return len(store)
