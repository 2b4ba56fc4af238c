"""What networkit finds in a large network; it is installed with `planweave[large]`."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np

from .ties import Integers, Ties

#: How often all things may move before groups are joined; on networks of 100,000 more gave no better groups.
_ROUNDS = 4


def is_installed() -> bool:
    """Whether networkit is there."""
    return find_spec("networkit") is not None


def communities(ties: Ties, seed: int) -> Integers:
    """Return the number of the group of each thing, by the parallel Louvain method with refinement."""
    import networkit

    networkit.engineering.setSeed(seed, useThreadId=True)
    before = networkit.engineering.getMaxNumberOfThreads()
    networkit.engineering.setNumberOfThreads(1)  # several threads do not give the same groups twice
    try:
        made = _graph(networkit, ties)
        found = networkit.community.PLM(made, refine=True, par="none", maxIter=_ROUNDS).run().getPartition()
    finally:
        networkit.engineering.setNumberOfThreads(before)
    return np.array(found.getVector(), dtype=np.int64)


def _graph(networkit: Any, ties: Ties) -> Any:  # noqa: ANN401 - networkit has no types
    ends = (ties.weights, (ties.pairs[:, 0], ties.pairs[:, 1]))
    return networkit.GraphFromCoo(ends, n=ties.count, weighted=True, directed=False)
