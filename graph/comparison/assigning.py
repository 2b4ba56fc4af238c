"""The pairs that together weigh most, where each thing may stand in one pair only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from .matching import Match

#: A weight that decides between equal ones, the same whichever plan comes first.
_TIE = 1e-12


@dataclass(frozen=True)
class Candidate:
    """A pair that may be taken, and how much it weighs."""

    match: Match
    weight: float

    @property
    def decided(self) -> float:
        """The weight with what decides between equal ones."""
        ends = "\n".join(sorted((self.match.before, self.match.after)))
        return self.weight + _TIE * crc32(ends.encode())


def assigned(candidates: Sequence[Candidate]) -> list[Match]:
    """Return the candidates that together weigh most (Kuhn 1955), group by group of connected ones."""
    return sorted(
        (match for group in _groups(candidates) for match in _best(group)), key=lambda match: match.before
    )


def _best(group: Sequence[Candidate]) -> Iterable[Match]:
    if len(group) == 1:
        return [group[0].match]
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    rows = {one: n for n, one in enumerate(sorted({c.match.before for c in group}))}
    columns = {other: n for n, other in enumerate(sorted({c.match.after for c in group}))}
    weights = np.zeros((len(rows), len(columns)))
    matches: dict[tuple[int, int], Match] = {}
    for candidate in group:
        place = rows[candidate.match.before], columns[candidate.match.after]
        weights[place] = candidate.decided
        matches[place] = candidate.match
    chosen = linear_sum_assignment(weights, maximize=True)
    return [matches[place] for place in zip(*chosen, strict=True) if place in matches]


def _groups(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """Return candidates that share things, directly or by others, in groups."""
    above: dict[tuple[int, str], tuple[int, str]] = {}

    def top(end: tuple[int, str]) -> tuple[int, str]:
        while (upper := above.setdefault(end, end)) != end:
            above[end] = above[upper]
            end = above[end]
        return end

    for candidate in candidates:
        above[top((0, candidate.match.before))] = top((1, candidate.match.after))
    groups: dict[tuple[int, str], list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(top((0, candidate.match.before)), []).append(candidate)
    return list(groups.values())
