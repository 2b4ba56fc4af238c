"""Each question through the library, on bare pyoxigraph, and on rdflib: the same rows each time.

`ask` is what a reader of a store on disk gets who asks on and on, so that it comes out of memory; `first`
is the answer before that, out of the files. Each has its peer: pyoxigraph in memory, and on the files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyoxigraph
from rdflib import XSD, Dataset, Literal
from rdflib.query import ResultRow

from graph import PlanGraph
from graph.datasets import PATIENCE, Datasets
from graph.terms import to_rdflib

from .timing import Record, TooSlowError, at_most, geometric_mean, milliseconds, processor_median_of, ratio

LANG = "en"


@dataclass(frozen=True)
class Peers:
    """One store on disk, opened in five ways."""

    plans: PlanGraph
    files: PlanGraph
    bare: pyoxigraph.Store
    memory: pyoxigraph.Store
    rdflib: Dataset

    @classmethod
    def open(cls, folder: Path) -> Peers:
        """Open a store for reading, and copy it to rdflib."""
        plans, files = PlanGraph.open(folder), PlanGraph.open(folder)
        files.datasets = Datasets(files.store, patience=sys.maxsize)
        text = plans.store.serialise(".nq")
        dataset = Dataset(default_union=True)
        dataset.parse(data=text, format="nquads")
        memory = pyoxigraph.Store()
        memory.bulk_load(text, format=pyoxigraph.RdfFormat.N_QUADS)
        return cls(plans, files, pyoxigraph.Store.read_only(str(folder / "store")), memory, dataset)


@dataclass(frozen=True)
class Effort:
    """How often each question is asked, how long rdflib may take, and of how many questions one is."""

    repeat: int
    rdflib_repeat: int
    rdflib_seconds: float
    every: int = 1


def question_times(peers: Peers, effort: Effort) -> list[Record]:
    """Return a record per question: times in milliseconds, ratios, and whether the rows are equal."""
    names = [*peers.plans.library.questions][:: effort.every]
    records = [_measure(peers, name, effort) for name in names]
    return [*records, _mean(records)] if records else []


def unequal(records: Iterable[Record]) -> list[str]:
    """Return the questions whose rows differ."""
    return [str(record["question"]) for record in records if record["same rows"] == "NO"]


def _measure(peers: Peers, name: str, effort: Effort) -> Record:
    text = peers.plans.bound(peers.plans.library.question(name), {})
    for _ in range(PATIENCE + 1):
        peers.plans.ask(name, LANG)
    asked, table = processor_median_of(effort.repeat, lambda: peers.plans.ask(name, LANG))
    first, again = processor_median_of(effort.repeat, lambda: peers.files.ask(name, LANG))
    memory, solutions = processor_median_of(effort.repeat, lambda: _bare(peers.memory, text))
    bare, _ = processor_median_of(effort.repeat, lambda: _bare(peers.bare, text))
    slow, rows = _rdflib(peers.rdflib, text, effort)
    answers = [
        normal([cell.term for cell in row] for row in table.rows),
        normal([cell.term for cell in row] for row in again.rows),
        normal([to_rdflib(term) for term in row] for row in solutions),
    ]
    if rows is not None:
        answers.append(normal(rows))
    return {
        "question": name,
        "rows": len(table.rows),
        "ask, ms": milliseconds(asked),
        "first, ms": milliseconds(first),
        "pyoxigraph in memory, ms": milliseconds(memory),
        "on files, ms": milliseconds(bare),
        "rdflib, ms": milliseconds(slow) if rows is not None else f"> {effort.rdflib_seconds * 1000:,.0f}",
        "ask : pyoxigraph": ratio(asked, memory),
        "first : files": ratio(first, bare),
        "rdflib : ask": ratio(slow, asked) if rows is not None else None,
        "rdflib : first": ratio(slow, first) if rows is not None else None,
        "same rows": "yes" if all(answer == answers[0] for answer in answers) else "NO",
    }


def _rdflib(dataset: Dataset, text: str, effort: Effort) -> tuple[float, list[list[object]] | None]:
    """Return time and rows, or no rows where rdflib had no answer in time."""
    try:
        with at_most(effort.rdflib_seconds * effort.rdflib_repeat):
            return processor_median_of(
                effort.rdflib_repeat,
                lambda: [list(row) for row in dataset.query(text) if isinstance(row, ResultRow)],
            )
    except TooSlowError:
        return effort.rdflib_seconds, None


def _bare(store: pyoxigraph.Store, text: str) -> list[tuple[object, ...]]:
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return [tuple(solution) for solution in found]


def normal(rows: Iterable[Sequence[object]]) -> list[list[str]]:
    """Return rows in a form that two engines agree on: sorted, in N3, numbers by their value.

    >>> normal([[Literal("2.0", datatype=XSD.decimal)], [Literal(1)]])
    [['1'], ['2']]
    """
    return sorted([_normal(term) for term in row] for row in rows)


def _normal(term: object) -> str:
    if not isinstance(term, Literal):
        return "" if term is None else str(term)
    if isinstance(term.value, int | float | Decimal) and not isinstance(term.value, bool):
        return f"{float(term.value):.9g}"
    return Literal(str(term)).n3() if term.datatype == XSD.string else term.n3()


def _mean(records: Sequence[Record]) -> Record:
    """Return the geometric means of the ratios, without the questions that rdflib did not answer in time."""
    mean: Record = dict.fromkeys(records[0])
    mean["question"] = "geometric mean"
    for key in (key for key in mean if " : " in key):
        ratios = [value for record in records if isinstance(value := record[key], float)]
        mean[key] = geometric_mean(ratios) if ratios else None
    return mean
