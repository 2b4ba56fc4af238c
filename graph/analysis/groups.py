"""Which things belong together: communities with their modularity, and cores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import classical, large
from .ties import Integers, Ties

#: The seed of every search for communities, and how many searches a small network gets.
SEED, TRIES = 20, 10
#: Up to so many things a network is small: it is searched several times, and the best is kept.
SMALL = 500
#: From so many things on networkit searches, where it is installed.
LARGE = 5_000


@dataclass(frozen=True, eq=False)
class Communities:
    """Things in groups.

    Attributes
    ----------
    groups
        The number of each thing's group, from 0; the largest group is the first.
    modularity
        How much better than by chance the groups are, at most 1 (see `modularity`).
    method
        `louvain` (networkx) or `plm` (networkit, the parallel Louvain method with refinement).
    """

    groups: Integers
    modularity: float
    method: str


def communities(ties: Ties, seed: int = SEED) -> Communities:
    """Return the groups of things that have more links within than chance would give.

    Sought by moving things between groups as long as modularity grows: Blondel et al. 2008, "Fast
    unfolding of communities in large networks", J. Stat. Mech. P10008; for large networks in the way of
    Staudt and Meyerhenke 2016, "Engineering parallel algorithms for community detection in massive
    networks", IEEE TPDS 27, where networkit is installed. Links count by their weights; the same seed
    gives the same groups. The best modularity cannot be known for sure, so others may be as good.
    """
    if ties.count >= LARGE and large.is_installed():
        found = large.communities(ties, seed)
        return Communities(_in_order(found), modularity(ties, found), "plm")
    tries = TRIES if ties.count <= SMALL else 1
    every = [classical.communities(ties, seed + shift) for shift in range(tries)]
    best = max(every, key=lambda groups: modularity(ties, groups))
    return Communities(_in_order(best), modularity(ties, best), "louvain")


def modularity(ties: Ties, groups: Integers) -> float:
    """Return how much more links stay within groups than they would by chance.

    Q = sum over groups c of (w(c) / W - (s(c) / 2W)^2), where W is the weight of all links, w(c) that of
    the links within c and s(c) the sum of the strengths in c (Newman 2004, "Analysis of weighted
    networks", Physical Review E 70). No unit: from -0.5 to 1; 0 where there is no link.
    """
    whole = float(ties.weights.sum())
    if not whole:
        return 0.0
    first, second = groups[ties.pairs[:, 0]], groups[ties.pairs[:, 1]]
    inside = float(ties.weights[first == second].sum())
    ends = np.bincount(np.concatenate([first, second]), np.concatenate([ties.weights, ties.weights]))
    return inside / whole - float(((ends / (2 * whole)) ** 2).sum())


def cores(ties: Ties) -> Integers:
    """Return the largest k for each thing such that it belongs to the k-core.

    The k-core is what is left when all things with fewer than k contacts are taken away again and again
    (Seidman 1983, "Network structure and minimum degree", Social Networks 5; counted as in Batagelj and
    Zaversnik 2003). Unit: contacts; weights do not count.
    """
    return classical.cores(ties)


def _in_order(groups: Integers) -> Integers:
    """Return the same groups with numbers by size, and by their first thing where these are equal."""
    _, first, inverse, counts = np.unique(groups, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.lexsort((first, -counts))] = np.arange(len(first))
    return rank[inverse]
