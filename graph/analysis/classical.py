"""What networkx finds in a network of ours."""

from __future__ import annotations

import networkx as nx
import numpy as np

from .ties import Integers, Ties


def _graph(ties: Ties) -> nx.Graph[int]:
    made: nx.Graph[int] = nx.Graph()
    made.add_nodes_from(range(ties.count))
    triples = zip(ties.pairs[:, 0].tolist(), ties.pairs[:, 1].tolist(), ties.weights.tolist(), strict=True)
    made.add_weighted_edges_from(triples)
    return made


def communities(ties: Ties, seed: int) -> Integers:
    """Return the number of the group of each thing, by the Louvain method."""
    found = np.zeros(ties.count, dtype=np.int64)
    if ties.count:
        for number, members in enumerate(nx.community.louvain_communities(_graph(ties), seed=seed)):
            found[list(members)] = number
    return found


def cores(ties: Ties) -> Integers:
    """Return the core number of each thing."""
    numbers = nx.core_number(_graph(ties))
    return np.array([numbers[place] for place in range(ties.count)], dtype=np.int64)


def cut_points(ties: Ties) -> list[int]:
    """Return the things without which their part of the network falls apart."""
    return sorted(nx.articulation_points(_graph(ties)))
