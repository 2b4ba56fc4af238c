"""Each question through the library, on bare pyoxigraph, and on rdflib: the same rows, three times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyoxigraph
from rdflib import XSD, Dataset, Literal
from rdflib.query import ResultRow

from graph import PlanGraph
from graph.store import to_rdflib

from .timing import Record, geometric_mean, median_of, milliseconds, ratio

LANG = "en"


@dataclass(frozen=True)
class Peers:
    """One store on disk, opened three ways."""

    plans: PlanGraph
    bare: pyoxigraph.Store
    rdflib: Dataset

    @classmethod
    def open(cls, folder: Path) -> Peers:
        """Open a store for reading, and copy it to rdflib."""
        plans = PlanGraph.open(folder)
        dataset = Dataset(default_union=True)
        dataset.parse(data=plans.store.serialise(".nq"), format="nquads")
        return cls(plans, pyoxigraph.Store.read_only(str(folder / "store")), dataset)


def question_times(peers: Peers, repeat: int, slow_repeat: int) -> list[Record]:
    """Return a record per question: times in milliseconds, ratios, and whether the rows are equal."""
    records = [_measure(peers, name, repeat, slow_repeat) for name in peers.plans.library.questions]
    return [*records, _mean(records)] if records else []


def unequal(records: Iterable[Record]) -> list[str]:
    """Return the questions whose rows differ."""
    return [str(record["question"]) for record in records if record["same rows"] == "NO"]


def _measure(peers: Peers, name: str, repeat: int, slow_repeat: int) -> Record:
    text = peers.plans.library.question(name).text
    asked, table = median_of(repeat, lambda: peers.plans.ask(name, LANG))
    bare, solutions = median_of(repeat, lambda: _bare(peers.bare, text))
    slow, rows = median_of(slow_repeat, lambda: [row for row in peers.rdflib.query(text) if isinstance(row, ResultRow)])
    answers = [
        normal([cell.term for cell in row] for row in table.rows),
        normal([to_rdflib(term) for term in row] for row in solutions),
        normal(list(row) for row in rows),
    ]
    return {
        "question": name,
        "rows": len(table.rows),
        "ask, ms": milliseconds(asked),
        "pyoxigraph, ms": milliseconds(bare),
        "rdflib, ms": milliseconds(slow),
        "ask : pyoxigraph": ratio(asked, bare),
        "rdflib : ask": ratio(slow, asked),
        "same rows": "yes" if answers[0] == answers[1] == answers[2] else "NO",
    }


def _bare(store: pyoxigraph.Store, text: str) -> list[list[object]]:
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return [list(solution) for solution in found]


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
    mean: Record = dict.fromkeys(records[0])
    mean["question"] = "geometric mean"
    for key in ("ask : pyoxigraph", "rdflib : ask"):
        mean[key] = geometric_mean(float(record[key] or 0) for record in records)
    return mean
