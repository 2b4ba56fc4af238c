"""What the guard costs: the same query in a confined process of its own, and in this process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph

from graph.guard import Guard

from .timing import Record, median_of, milliseconds

JSON = "application/sparql-results+json"
SMALLEST = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"


def guard_times(folder: Path, questions: Mapping[str, str], repeat: int) -> list[Record]:
    """Return the time of a few queries with and without the guard, and the difference."""
    data = folder / "store"
    bare = pyoxigraph.Store.read_only(str(data))
    queries = {"one triple": SMALLEST, **questions}
    with Guard(data) as guard:
        guard.query(SMALLEST)  # starts its worker
        return [_measure(guard, bare, name, text, repeat) for name, text in queries.items()]


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
