"""Measures the search of names: what it finds in Kemi's plans, how soon, and what its index costs.

    python -m bench.search                      # Kemi's plans
    python -m bench.search --store FOLDER       # and how soon in another store

`searches.csv` lists what people look for: a text in the language of the reader, and the things of which one
must be among the first so many; where none is wanted, nothing must be found.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from graph import PlanGraph
from graph.search import find
from graph.search_index import FILE, SearchIndex
from graph.table import short
from ontology.namespaces import ONTOLOGY

from .name_scan import contains, scan
from .timing import Record, markdown, milliseconds

DATA = Path(__file__).resolve().parent.parent / "data" / "kemi"
SEARCHES = Path(__file__).with_name("searches.csv")
_LIMIT = 20

#: From a text and a language to the short names of things, the best first.
Search = Callable[[str, str], list[str]]


@dataclass(frozen=True)
class Wanted:
    """What one search has to find."""

    lang: str
    text: str
    within: int
    things: frozenset[str]


def wanted() -> list[Wanted]:
    """Read what people look for."""
    with SEARCHES.open(encoding="utf-8", newline="") as rows:
        return [
            Wanted(row["lang"], row["text"], int(row["within"]), frozenset(row["wanted"].split()))
            for row in csv.DictReader(rows)
        ]


def searches(plans: PlanGraph) -> dict[str, Search]:
    """Return the search and its peers."""
    return {
        "index": lambda text, lang: [short(hit.iri) for hit in find(plans, text, lang, _LIMIT)],
        "all names in Python": lambda text, _: [short(iri) for iri in scan(plans.store, text, _LIMIT)],
        "CONTAINS": lambda text, _: [short(iri) for iri in contains(plans.store, text, _LIMIT)],
    }


def quality(plans: PlanGraph) -> list[Record]:
    """Return for each search how much of what is wanted it finds, and how far in front."""
    records: list[Record] = []
    for name, search in searches(plans).items():
        ranks = [_rank(one, search(one.text, one.lang)) for one in wanted()]
        within = sum(0 < rank <= one.within for one, rank in zip(wanted(), ranks, strict=True))
        found = sum(rank > 0 for rank in ranks)
        mean = statistics.fmean(1 / rank if rank else 0.0 for rank in ranks)
        records.append(
            {
                "search": name,
                "searches": len(ranks),
                "in its place": within,
                "among 20": found,
                "mean reciprocal rank": round(mean, 3),
            }
        )
    return records


def _rank(one: Wanted, found: list[str]) -> int:
    """Return the place of the first thing that is wanted, 0 where none is there."""
    if not one.things:
        return int(not found)
    return next((at for at, thing in enumerate(found, 1) if thing in one.things), 0)


def speed(plans: PlanGraph, slow: int) -> list[Record]:
    """Return for each search how long one takes; only every so many are asked of the peers."""
    records: list[Record] = []
    for name, search in searches(plans).items():
        asked = wanted() if name == "index" else wanted()[::slow]
        first = _seconds(search, "kirjasto", "fi")
        times = sorted(_seconds(search, one.text, one.lang) for one in asked)
        records.append(
            {
                "search": name,
                "first (ms)": milliseconds(first),
                "median (ms)": milliseconds(statistics.median(times)),
                "95 % (ms)": milliseconds(times[len(times) * 95 // 100]),
            }
        )
    return records


def _seconds(search: Search, text: str, lang: str) -> float:
    start = time.perf_counter()
    search(text, lang)
    return time.perf_counter() - start


def index_cost(plans: PlanGraph) -> list[Record]:
    """Return what the index costs: all of it, and one plan that was written again."""
    with TemporaryDirectory() as temporary:
        index, file = SearchIndex(Path(temporary)), Path(temporary) / FILE
        graphs = [graph for graph in plans.store.graphs() if graph != ONTOLOGY]
        whole = _cpu(lambda: index.follow(plans.store, None, 2))
        one = _cpu(lambda: index.follow(plans.store, graphs[-1:], 4))
        return [
            {
                "triples": len(plans.store),
                "plans and registers": len(graphs),
                "built (s, CPU)": round(whole, 2),
                "one plan (s, CPU)": round(one, 3),
                "size (MB)": round(file.stat().st_size / 1e6, 2),
            }
        ]


def _cpu(work: Callable[[], None]) -> float:
    """Return how many seconds of a processor something takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--store", type=Path, help="a store to measure the speed in, besides Kemi's plans")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "db"
        built = PlanGraph.create(folder)
        with built.store:
            built.add(DATA)
        _measure("Kemi's plans", folder, 1, good=True)
    if options.store:
        _measure(str(options.store), options.store, 20, good=False)
    return 0


def _measure(title: str, folder: Path, slow: int, *, good: bool) -> None:
    plans = PlanGraph.open(folder)
    with plans.store:
        if good:
            print(markdown(f"What is found: {title}", quality(plans)))
        print(markdown(f"How soon: {title}", speed(plans, slow)))
        print(markdown(f"The index: {title}", index_cost(plans)))


if __name__ == "__main__":
    sys.exit(main())
