"""From a view to a networkx graph, beside SPARQL of rdflib that fills networkx: edges per second.

python -m bench.viewing --triples 1000000
"""

from __future__ import annotations

import argparse
import gc

import networkx as nx
import pyoxigraph
from rdflib import Dataset
from rdflib.query import ResultRow

from graph import PlanGraph
from ontology import terms_graph
from ontology.namespaces import ONTOLOGY

from .generate import plans
from .timing import Record, TooSlowError, at_most, markdown, processor_median_of, ratio

VIEW, LANG = "whole-plan", "en"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.viewing", description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=600, help="how long rdflib may take")
    options = parser.parse_args(arguments)
    print(markdown(*view_times(options.triples, options.seconds)))
    return 0


def view_times(triples: int, seconds: float) -> tuple[str, list[Record]]:
    """Return the title and the rows of the table; rdflib may take so many seconds."""
    plans_ = PlanGraph.in_memory()
    text = _fill(plans_, triples)
    view = plans_.library.view(VIEW).text
    bare, edges = processor_median_of(3, lambda: _drained(plans_, view))
    ours, made = processor_median_of(3, lambda: plans_.view(VIEW, LANG).to_networkx())
    records = [_record("pyoxigraph alone, rows drained", edges, bare, ours)]
    records.append(_record("view -> networkx", made.number_of_edges(), ours, ours))
    try:
        with at_most(seconds):
            theirs, other = _rdflib(text, view)
            records.append(_record("rdflib -> networkx", other.number_of_edges(), theirs, ours))
    except TooSlowError:
        records.append(_record(f"rdflib -> networkx, given up after {seconds:g} s", 0, seconds, ours))
    return f"A view of {len(plans_.store):,} triples as a network", records


def _fill(plans_: PlanGraph, triples: int) -> str:
    """Fill a store in memory; return its content as N-Quads."""
    plans_.store.replace_all({ONTOLOGY: terms_graph()})
    handle = plans_.store._handle
    for plan in plans(triples):
        name = pyoxigraph.NamedNode(plan.graph)
        handle.bulk_load("".join(plan.lines).encode(), format=pyoxigraph.RdfFormat.N_TRIPLES, to_graph=name)
    return plans_.store.serialise(".nq").decode()


def _drained(plans_: PlanGraph, text: str) -> int:
    found = plans_.store._handle.query(text, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return len([tuple(row) for row in found])


def _rdflib(text: str, view: str) -> tuple[float, nx.MultiDiGraph[str]]:
    dataset = Dataset(default_union=True)
    dataset.parse(data=text, format="nquads")
    gc.collect()

    def fill() -> nx.MultiDiGraph[str]:
        made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for row in dataset.query(view):
            assert isinstance(row, ResultRow)
            made.add_edge(str(row[0]), str(row[2]), key=str(row[1]), relation=str(row[1]))
        return made

    return processor_median_of(1, fill)


def _record(name: str, edges: int, seconds: float, ours: float) -> Record:
    return {
        "way": name,
        "edges": edges,
        "s": round(seconds, 2),
        "edges per s": round(edges / seconds),
        ": view -> networkx": ratio(seconds, ours),
    }


if __name__ == "__main__":
    raise SystemExit(main())
