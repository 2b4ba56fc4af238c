"""Who stands between others that do not know each other: Burt's constraint and effective size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy import sparse

from .ties import Floats, Ties

_ROWS = 500


def constraint(ties: Ties) -> Floats:
    """Return how much the contacts of each thing are contacts of one another.

    c(i) = sum over contacts j of (p(i, j) + sum over q of p(i, q) p(q, j))^2, where p(i, j) is the share
    of i's links that it has with j (Burt 1992, "Structural holes", chapter 2). No unit: near 0 for many
    contacts that do not know each other, 1 for a single contact, above 1 possible where two or three know
    each other well. Not a number for a thing without links.
    """
    shares = _scaled(ties.weighted, np.asarray(ties.weighted.sum(axis=1)).ravel())
    found = np.full(ties.count, np.nan)
    for rows in _blocks(ties.count):
        indirect = (shares[rows] @ shares).multiply(ties.plain[rows])
        found[rows] = np.asarray((shares[rows] + indirect).power(2).sum(axis=1)).ravel()
    return _known(found, ties)


def effective_size(ties: Ties) -> Floats:
    """Return how many contacts each thing has that do not repeat one another.

    e(i) = sum over contacts j of (1 - sum over q of p(i, q) m(j, q)), where p(i, q) is the share of i's
    links that it has with q, and m(j, q) is the number of links of j with q in relation to the most that
    j has with anybody (Burt 1992, "Structural holes", chapter 2). Unit: contacts, from 1 to the degree.
    Not a number for a thing without links.
    """
    weights = ties.weighted
    shares = _scaled(weights, np.asarray(weights.sum(axis=1)).ravel())
    strongest = _scaled(weights, weights.max(axis=1).toarray().ravel() if ties.count else np.zeros(0))
    found = np.full(ties.count, np.nan)
    for rows in _blocks(ties.count):
        repeated = (ties.plain[rows] @ strongest).multiply(shares[rows])
        contacts = np.asarray(ties.plain[rows].sum(axis=1)).ravel()
        found[rows] = contacts - np.asarray(repeated.sum(axis=1)).ravel()
    return _known(found, ties)


def _scaled(matrix: Any, by: Floats) -> Any:  # noqa: ANN401 - scipy has no types
    """Return a matrix with each row divided by a number; rows without a number stay as they are."""
    return sparse.csr_array(sparse.diags_array(1 / np.where(by > 0, by, 1)) @ matrix)


def _blocks(count: int) -> Iterator[slice]:
    """Return rows some at a time: a product of all of them may not find room."""
    return (slice(start, start + _ROWS) for start in range(0, count, _ROWS))


def _known(found: Floats, ties: Ties) -> Floats:
    alone = np.bincount(ties.pairs.ravel(), minlength=ties.count) == 0
    return np.where(alone, np.nan, found)
