"""Betweenness and communities beside networkx, in the same run.

python -m bench.analysis --things 10000 --large 100000

Networks are drawn by lot from a seed: bodies of twenty fields that meet in actions of two to eight, most
of them within their field, some bodies much more often than others; and one with clustered links and a few
centres (Holme and Kim 2002).
"""

from __future__ import annotations

import argparse
from functools import partial

import networkx as nx
import numpy as np

from graph.analysis import Ties, communities, sampled_betweenness
from graph.analysis.large import is_installed

from .timing import Record, markdown, processor_median_of, ratio

PIVOTS, SEED, FIELDS = 100, 20, 20


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.analysis", description=__doc__)
    parser.add_argument("--things", type=int, default=10_000, help="for betweenness")
    parser.add_argument("--large", type=int, default=100_000, help="for communities")
    parser.add_argument("--exact", action="store_true", help="compare with exact values too: a minute or two")
    options = parser.parse_args(arguments)
    print(markdown(*betweenness_times(options.things, exact=options.exact)))
    print(markdown(*community_times(options.large)))
    return 0


def networks(count: int) -> dict[str, nx.Graph[int]]:
    """Return the networks that are measured."""
    return {
        "bodies that share actions": shared_actions(count),
        "clustered, few centres": nx.powerlaw_cluster_graph(count, 3, 0.3, seed=SEED),
    }


def shared_actions(count: int) -> nx.Graph[int]:
    """Return bodies that are linked where they share an action."""
    chance = np.random.default_rng(SEED)
    field, liked = chance.integers(0, FIELDS, count), chance.pareto(1.5, count) + 1
    of_field = [np.flatnonzero(field == number) for number in range(FIELDS)]
    sums = [np.cumsum(liked[inside]) for inside in of_field]
    every, total = np.arange(count), np.cumsum(liked)
    made: nx.Graph[int] = nx.Graph()
    made.add_nodes_from(range(count))
    for _ in range(count + count // 2):
        number = chance.integers(0, FIELDS)
        size = min(2 + int(chance.geometric(0.4)), 8)
        inside = chance.random(size) < 0.8
        drawn = chance.random(size)
        members = {
            int(pool[np.searchsorted(summed, place * summed[-1])])
            for within, place in zip(inside, drawn, strict=True)
            for pool, summed in [(of_field[number], sums[number]) if within else (every, total)]
        }
        made.add_edges_from((one, other) for one in members for other in members if one < other)
    return made


def ties_of(made: nx.Graph[int]) -> Ties:
    """Return a network of networkx as ours; the order of the things is that of their numbers."""
    names = [f"{node:07}" for node in made]
    return Ties.of(((names[a], names[b]) for a, b in made.edges()), names)


def betweenness_times(count: int, *, exact: bool) -> tuple[str, list[Record]]:
    """Return the title and the rows of the table of betweenness."""
    records: list[Record] = []
    for name, made in networks(count).items():
        ties = ties_of(made)
        ours, found = processor_median_of(3, partial(sampled_betweenness, ties, PIVOTS))
        theirs, other = processor_median_of(3, partial(nx.betweenness_centrality, made, k=PIVOTS, seed=SEED))
        values = np.array([other[node] for node in range(ties.count)])
        true = _exact(ties) if exact else None
        records.append(
            {
                "network": name,
                "things": ties.count,
                "pairs": len(ties.pairs),
                "networkx k=100, s": round(theirs, 2),
                "ours k=100, s": round(ours, 3),
                "times as fast": ratio(theirs, ours),
                "ours, correlation with exact": _correlation(found.values, true),
                "networkx, correlation with exact": _correlation(values, true),
                "bound stated": float(f"{found.bound:.2g}"),
                "largest error": None if true is None else float(f"{np.abs(found.values - true).max():.2g}"),
            }
        )
    return f"Betweenness, {PIVOTS} pivots", records


def _exact(ties: Ties) -> np.typing.NDArray[np.float64]:
    """Return the exact values; that ours are those of networkx to 1e-9 is tested."""
    return sampled_betweenness(ties, ties.count).values


def _correlation(
    values: np.typing.NDArray[np.float64], true: np.typing.NDArray[np.float64] | None
) -> float | None:
    return None if true is None else round(float(np.corrcoef(values, true)[0, 1]), 4)


def community_times(count: int) -> tuple[str, list[Record]]:
    """Return the title and the rows of the table of communities."""
    records: list[Record] = []
    for name, made in networks(count).items():
        ties = ties_of(made)
        ours, found = processor_median_of(3, partial(communities, ties))
        theirs, groups = processor_median_of(1, partial(nx.community.louvain_communities, made, seed=SEED))
        records.append(
            {
                "network": name,
                "things": made.number_of_nodes(),
                "pairs": len(ties.pairs),
                "networkx Louvain, s": round(theirs, 2),
                "ours, s": round(ours, 3),
                "times as fast": ratio(theirs, ours),
                "ours, modularity": round(found.modularity, 4),
                "networkx, modularity": round(nx.community.modularity(made, groups), 4),
            }
        )
    method = "networkit" if is_installed() else "networkx, as networkit is not installed"
    return f"Communities, found by {method}", records


if __name__ == "__main__":
    raise SystemExit(main())
