"""A simple network: things by name, and each pair of linked things once, with a weight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Ties:
    """An undirected network without loops; what is known of a pair is how many links it has.

    Attributes
    ----------
    names
        The n things, in the order in which every measure gives its values.
    pairs
        m rows of two places in `names`, the smaller one first; no pair stands twice.
    weights
        m positive numbers: how many links the pair has.
    """

    names: tuple[str, ...]
    pairs: Integers
    weights: Floats

    @classmethod
    def of(cls, links: Iterable[tuple[str, str]], names: Iterable[str] = ()) -> Ties:
        """Return the network of links, which may come in any direction and several times.

        Parameters
        ----------
        links
            The two ends of each link; one from a thing to itself says nothing here, and is left out.
        names
            Further things, that may have no link.

        >>> Ties.of([("a", "b"), ("b", "a"), ("b", "c"), ("c", "c")]).weights.tolist()
        [2.0, 1.0]
        """
        listed = list(links)
        things = tuple(sorted({*names, *(end for link in listed for end in link)}))
        place = {name: at for at, name in enumerate(things)}
        ends = np.array([(place[a], place[b]) for a, b in listed if a != b], dtype=np.int64).reshape(-1, 2)
        pairs, counts = np.unique(np.sort(ends, axis=1), axis=0, return_counts=True)
        return cls(things, pairs, counts.astype(np.float64))

    @property
    def count(self) -> int:
        """How many things there are."""
        return len(self.names)

    @cached_property
    def weighted(self) -> Any:  # noqa: ANN401 - scipy has no types
        """The symmetric matrix of weights, n by n, in compressed rows."""
        first, second = self.pairs.T.astype(np.int32)  # half of what 64 bits move to and fro
        at = (np.concatenate([first, second]), np.concatenate([second, first]))
        values = np.concatenate([self.weights, self.weights])
        return sparse.csr_array((values, at), shape=(self.count, self.count))

    @cached_property
    def plain(self) -> Any:  # noqa: ANN401 - scipy has no types
        """The symmetric matrix with 1 for each pair, n by n, in compressed rows."""
        matrix = self.weighted.copy()
        matrix.data = np.ones_like(matrix.data)
        return matrix

    @cached_property
    def components(self) -> Integers:
        """The number of the connected part in which each thing is."""
        if not self.count:
            return np.zeros(0, dtype=np.int64)
        return np.asarray(csgraph.connected_components(self.plain, directed=False)[1], dtype=np.int64)

    def without(self, place: int, inside: Sequence[int] | Integers) -> list[list[int]]:
        """Return the connected parts that `inside` falls into without one thing, the largest first."""
        left = np.array([at for at in inside if at != place], dtype=np.int64)
        if not len(left):
            return []
        part = csgraph.connected_components(self.plain[left][:, left], directed=False)[1]
        parts = [left[part == number].tolist() for number in range(int(part.max()) + 1)]
        return sorted(parts, key=lambda found: (-len(found), found))
