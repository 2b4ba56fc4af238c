"""What the guard costs: the same query in a confined process that waits for it, and in this process.

python -m bench.guarding [TRIPLES ...]     10000 100000 1000000
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph

from graph import PlanGraph
from graph.guard import Guard
from graph.guard_messages import FRESH

from .generate import built
from .serving import CACHE
from .timing import Record, markdown, median_of, milliseconds

JSON = "application/sparql-results+json"
QUESTIONS = 6
SMALLEST = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"


def guard_times(folder: Path, questions: Mapping[str, str], repeat: int) -> list[Record]:
    """Return the time of a few queries with and without the guard, and the difference."""
    data = folder / "store"
    bare = pyoxigraph.Store.read_only(str(data))
    queries = {"one triple": SMALLEST, **questions}
    with Guard(data) as guard:
        guard.query(SMALLEST)  # starts its worker
        records = [_measure(guard, bare, name, text, repeat) for name, text in queries.items()]
    with Guard(data, revision=lambda: FRESH) as guard:
        guard.query(SMALLEST)
        return [*records, _measure(guard, bare, "one triple, while others write", SMALLEST, repeat)]


def _measure(guard: Guard, bare: pyoxigraph.Store, name: str, text: str, repeat: int) -> Record:
    guarded, answer = median_of(repeat, lambda: guard.query(text, accept=[JSON]))
    open_, body = median_of(repeat, lambda: _bare(bare, text))
    return {
        "query": name,
        "rows": _rows(answer.body),
        "same rows": "yes" if _rows(answer.body) == _rows(body) else "NO",
        "guarded, ms": milliseconds(guarded),
        "in this process, ms": milliseconds(open_),
        "overhead, ms": milliseconds(guarded - open_),
    }


def _rows(body: bytes) -> int:
    return len(json.loads(body)["results"]["bindings"])


def _bare(store: pyoxigraph.Store, text: str) -> bytes:
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return found.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b""


def main(arguments: list[str] | None = None) -> int:
    """Measure at each size, and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.guarding", description=__doc__)
    parser.add_argument("triples", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--repeat", type=int, default=15)
    parser.add_argument("--cache", type=Path, default=CACHE, help="where generated plans are kept")
    options = parser.parse_args(arguments)
    for triples in options.triples:
        folder = built(triples, options.cache)
        with PlanGraph.open(folder).store as store:
            questions = PlanGraph(store).library.questions
        texts = {name: query.text for name, query in list(questions.items())[:QUESTIONS]}
        title = f"Guarded queries, {triples:,} triples (median of {options.repeat})"
        print(markdown(title, guard_times(folder, texts, options.repeat)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
