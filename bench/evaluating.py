"""The report of a plan: alone in a store, and among many other plans.

The well-being plan of Kemi is stored with its register and its strategy, and beside them as many other
towns as make up a size; then the whole evaluation is asked, and the page and the Word file are written.

    python -m bench.evaluating --triples 100000 1000000
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from graph import PlanGraph
from graph.evaluation.report import Wish, evaluate
from graph.evaluation.report_files import written

from .generate import DATA, build, file_of
from .timing import Record, markdown, milliseconds, processor_median_of, ratio

PLAN, LANG = "kemi-hyvinvointi-2023", "fi"
SIZES = (100_000, 1_000_000)
_KEMI = re.compile("/id/kemi[/>-]")


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the table; return 1 where a report takes more than twice as long as alone."""
    parser = argparse.ArgumentParser(prog="python -m bench.evaluating", description=__doc__)
    parser.add_argument("--triples", type=int, nargs="+", default=SIZES)
    parser.add_argument("--folder", type=Path, help="where the stores are kept; a temporary folder")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        records = evaluation_times(options.folder or Path(temporary), options.triples, options.repeat)
    print(markdown(f"The report of one plan (median of {options.repeat}, of the processor)", records))
    return int(any(float(record["ratio"] or 0) > 2 for record in records))


def evaluation_times(folder: Path, sizes: Sequence[int], repeat: int) -> list[Record]:
    """Return the rows of the table: milliseconds of each size, and the ratio to the plan alone."""
    records: list[Record] = []
    alone: float | None = None
    for size in (0, *sizes):
        plans = PlanGraph.open(_store(folder, size))
        with plans.store:
            info = next(one for one in plans.plans(LANG) if one.plan_id == PLAN)
            wish = Wish(plans, info, LANG, {}, date(2026, 1, 1))
            first, found = processor_median_of(1, lambda wish=wish: evaluate(wish))  # type: ignore[misc]
            asked, found = processor_median_of(repeat, lambda wish=wish: evaluate(wish))  # type: ignore[misc]
            page, _ = processor_median_of(repeat, lambda: written(found, ".html"))  # noqa: B023
            word, _ = processor_median_of(repeat, lambda: written(found, ".docx"))  # noqa: B023
            whole = asked + page
            alone = alone or whole
            records.append(
                {
                    "triples": len(plans.store),
                    "first": milliseconds(first),
                    "questions": milliseconds(asked),
                    "page": milliseconds(page),
                    "Word": milliseconds(word),
                    "ratio": ratio(whole, alone),
                }
            )
    return records


def _store(folder: Path, size: int) -> Path:
    """Return a store with Kemi's plans, and others up to a size, built where it is not there yet."""
    place = folder / f"evaluating-{size}"
    if not place.is_dir():
        if size:
            build(_others(folder, size), place)
        plans = PlanGraph.create(place)
        with plans.store:
            plans.add(DATA)
    return place


def _others(folder: Path, size: int) -> Path:
    """Return generated plans without those of Kemi itself, which the generator takes as its pattern."""
    source = file_of(size, folder)
    file = folder / f"others-{size}.nq"
    if not file.exists():
        with source.open(encoding="utf-8") as read, file.open("w", encoding="utf-8") as write:
            write.writelines(line for line in read if not _KEMI.search(line))
    return file


if __name__ == "__main__":
    raise SystemExit(main())
