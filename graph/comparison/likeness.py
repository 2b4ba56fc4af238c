"""How alike two texts are, in per cent; the only place of the comparison that knows RapidFuzz.

The measure is the normalised Indel similarity: 100 · (1 − d / (a + b)), where d is the number of letters
to put in or take out to make one text of the other, and a and b are their lengths. For suggestions the
words are also compared in alphabetical order, and the better of the two counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

#: So many texts are compared with all others at once; the numbers of a block are 500 bytes per other text.
_BLOCK = 500
#: So many pairs are worth the processors of the machine.
_MANY = 1_000_000
_WHOLE = 100


def percent(one: str, other: str) -> int:
    """Return how alike two texts are; 100 only where they are the same but for spaces.

    >>> percent("Library on wheels", "Library  on wheels"), percent("abc", "abd"), percent("a", "")
    (100, 66, 0)
    """
    from rapidfuzz import fuzz

    first, second = " ".join(one.split()), " ".join(other.split())
    if first == second:
        return _WHOLE
    return min(math.floor(fuzz.ratio(first, second)), _WHOLE - 1)


def alike(ones: Sequence[str], others: Sequence[str], least: float) -> Iterator[tuple[int, int, int]]:
    """Yield the places of texts that are at least so much alike, and how much, case and order forgiven."""
    import numpy as np
    from rapidfuzz import fuzz, process

    plain = [[_folded(text) for text in texts] for texts in (ones, others)]
    ordered = [[_sorted(text) for text in texts] for texts in plain]
    for start in range(0, len(ones), _BLOCK):
        found = [
            process.cdist(
                mine[start : start + _BLOCK],
                yours,
                scorer=fuzz.ratio,
                score_cutoff=least,
                dtype=np.uint8,
                workers=-1 if len(ones) * len(others) > _MANY else 1,
            )
            for mine, yours in (plain, ordered)
        ]
        best = np.maximum(*found)
        for row, column in zip(*np.nonzero(best), strict=True):
            yield start + int(row), int(column), int(best[row, column])


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _sorted(text: str) -> str:
    return " ".join(sorted(text.split()))
