"""How a workbook of many actions goes into a store: rows per second of each step, and the memory it takes.

Beside its peers in the same run: bare openpyxl in read-only mode reading the same file, and pyshacl
alone on the triples of the first part, with all of the shapes. Each size is added in a process of its
own, whose peak is the memory of all of it.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pyshacl

from graph import PlanGraph, adding, checking
from graph.known import Known, outline
from graph.mapping import map_parts
from graph.spreadsheets import read_workbook
from graph.store import Store
from graph.validation import findings_of
from ontology import load_model

from .timing import Record, markdown, ratio
from .workbooks import write_plan

SIZES, QUICK = (10_000, 30_000, 100_000), (200,)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print a table per size."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small plan: does it run?")
    parser.add_argument("--actions", type=int, action="append", help="rows of the plan; may be repeated")
    parser.add_argument("--add", type=Path, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.add:
        print(json.dumps(_add(*options.add)))
        return 0
    for actions in options.actions or (QUICK if options.quick else SIZES):
        with TemporaryDirectory() as folder:
            title, records = measure(Path(folder), actions)
            print(markdown(title, records), flush=True)
    return 0


def measure(folder: Path, actions: int) -> tuple[str, list[Record]]:
    """Return the title and the rows of the table of one size."""
    file = write_plan(folder / "plan.xlsx", actions)
    bare, rows = _timed(lambda: _read_bare(file))
    alone, ours = _shacl(file)
    command = [sys.executable, "-m", "bench.scale", "--add", str(file), str(folder / "db")]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    seconds: dict[str, float] = told["seconds"]
    records = [_record("openpyxl alone", bare, rows, 1.0)]
    records += [_record(step, spent, rows, ratio(spent, bare)) for step, spent in seconds.items()]
    checks: Record = {"step": f"pyshacl alone : our check, per triple (first part): {ratio(alone, ours)}"}
    title = f"{rows:,} rows, {told['triples']:,} triples: peak {told['peak, MB']:,} MB"
    return title, [*records, {**dict.fromkeys(records[0]), **checks}]


def _record(step: str, seconds: float, rows: int, against: float) -> Record:
    return {"step": step, "s": round(seconds, 1), "rows per s": round(rows / seconds), ": openpyxl": against}


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    start = time.perf_counter()
    value = work()
    return time.perf_counter() - start, value


def _read_bare(file: Path) -> int:
    book = openpyxl.load_workbook(file, read_only=True)
    rows = sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))
    book.close()
    return rows - len(book.sheetnames)


def _shacl(file: Path) -> tuple[float, float]:
    """Return the seconds that pyshacl takes for the first part with all of the shapes, and that we take."""
    model, book = load_model(), read_workbook(file)
    found = outline(book, model)
    known = Known().with_outlines([found])
    part = next(map_parts(book, found, model, known))
    ours, _ = _timed(lambda: len(findings_of(part, model, known)))
    data = part.graph + model.graph
    alone, _ = _timed(lambda: len(pyshacl.validate(data, shacl_graph=model.graph, inplace=True)))
    return alone, ours


def _add(file: Path, folder: Path) -> dict[str, object]:
    """Add a workbook to a new store; return the seconds of each step and the peak of memory."""
    spent: dict[str, float] = {"read": 0.0, "map": 0.0, "check": 0.0, "store": 0.0}

    def timed(step: str, work: Callable[..., object]) -> Callable[..., object]:
        def run(*args: object, **values: object) -> object:
            start = time.perf_counter()
            try:
                return work(*args, **values)
            finally:
                spent[step] += time.perf_counter() - start

        return run

    def each(*args: object) -> Iterator[object]:
        parts = map_parts(*args)  # type: ignore[arg-type]
        step = timed("map", lambda: next(parts, None))
        while (part := step()) is not None:
            yield part

    for place, name, run in (
        (adding, "read_workbook", timed("read", read_workbook)),
        (checking, "map_parts", each),
        (checking, "findings_of", timed("check", findings_of)),
        (Store, "replace_all", timed("store", replace_all)),
    ):
        setattr(place, name, run)
    start = time.perf_counter()
    with PlanGraph.create(folder).store as store:
        (added,) = PlanGraph(store).add(file)
        spent["all, written down between the steps too"] = time.perf_counter() - start
        assert added.change is not None, added.report.errors[:3]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"seconds": spent, "triples": added.change.added, "peak, MB": peak}


replace_all = Store.replace_all


if __name__ == "__main__":
    sys.exit(main())
