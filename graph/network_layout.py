"""Where the things of a network stand: the same content always gives the same picture.

A whole plan stands in rings: goals in the middle, then priorities and objectives, actions, and what
actions use and reach. Around each ring, things are ordered so that linked ones stand near each
other (the barycentre method: Sugiyama, Tagawa and Toda 1981, here on circles). A view whose links
run mostly within one ring is placed by forces instead, and things are then pushed apart.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from .network import Network, by_forces

Positions = dict[str, tuple[float, float]]

_SWEEPS = 8
_SPACING = {0: 460.0, 1: 108.0, 2: 46.0, 3: 40.0}
_GAP = 150.0
_STAGGER = 34.0
_APART = 95.0
_ROUNDS = 80
#: Forces between all pairs of so many things take a second, and those of twice as many take four.
_MOST_BY_FORCES = 400


def positions(network: Network, rings: Mapping[str, int]) -> Positions:
    """Return x and y in pixels for each thing; `rings` gives the ring of each kind."""
    outermost = max(rings.values(), default=0)
    ring = {str(thing.iri): rings.get(thing.kind, outermost) for thing in network.things}
    pairs = sorted({(str(link.source), str(link.target)) for link in network.links})
    if not ring:
        return {}
    return _placed(tuple(ring.items()), tuple(pairs))


@lru_cache(maxsize=64)
def _placed(rings: tuple[tuple[str, int], ...], pairs: tuple[tuple[str, str], ...]) -> Positions:
    ring = dict(rings)
    within = sum(ring[a] == ring[b] for a, b in pairs)
    forced = within * 2 > len(pairs) and len(ring) <= _MOST_BY_FORCES
    placed = _forces(ring, pairs) if forced else _rings(ring, pairs)
    return {name: (round(x, 1), round(y, 1)) for name, (x, y) in placed.items()}


# ---- rings


def _rings(ring: Mapping[str, int], pairs: Iterable[tuple[str, str]]) -> Positions:
    near: dict[str, list[str]] = {name: [] for name in ring}
    for one, other in pairs:
        near[one].append(other)
        near[other].append(one)
    levels = [[name for name in sorted(ring) if ring[name] == level] for level in sorted(set(ring.values()))]
    angles: dict[str, float] = {}
    for level in levels:
        angles |= _ordered(level, angles, near)
    for _ in range(_SWEEPS):
        for level in [*reversed(levels), *levels]:
            others = {name: angle for name, angle in angles.items() if ring[name] != ring[level[0]]}
            angles |= _ordered(level, others, near)
    radii = _radii([len(level) for level in levels], sorted(set(ring.values())))
    return {
        name: _at(radius + _STAGGER * (place % 2) * (len(level) > 8), angles[name])
        for level, radius in zip(levels, radii, strict=True)
        for place, name in enumerate(sorted(level, key=lambda name: angles[name]))
    }


def _ordered(
    level: Sequence[str], angles: Mapping[str, float], near: Mapping[str, Sequence[str]]
) -> dict[str, float]:
    """Spread a ring evenly, in the order of where the linked things stand, turned to fit them."""
    wanted = {name: _mean(angles[other] for other in near[name] if other in angles) for name in level}
    known = [name for name in level if wanted[name] is not None]
    order = sorted(known, key=lambda name: (wanted[name] or 0.0, name))
    order += [name for name in level if wanted[name] is None]
    even = {name: 2 * math.pi * place / len(order) for place, name in enumerate(order)}
    turn = _mean((wanted[name] or 0.0) - even[name] for name in known) or 0.0
    return {name: (angle + turn) % (2 * math.pi) for name, angle in even.items()}


def _mean(angles: Iterable[float]) -> float | None:
    """Return the mean of angles on the circle, or nothing where they cancel out."""
    total = sum((cmath.rect(1, angle) for angle in angles), 0j)
    return cmath.phase(total) % (2 * math.pi) if abs(total) > 1e-9 else None


def _radii(sizes: Sequence[int], levels: Sequence[int]) -> list[float]:
    radii: list[float] = []
    for size, level in zip(sizes, levels, strict=True):
        needed = 0.0 if size == 1 and not radii else size * _SPACING.get(level, 42.0) / (2 * math.pi)
        radii.append(max(needed, radii[-1] + _GAP if radii else needed))
    return radii


def _at(radius: float, angle: float) -> tuple[float, float]:
    # Screens are wider than high, and so are labels.
    return 1.45 * radius * math.cos(angle), radius * math.sin(angle)


# ---- forces


def _forces(ring: Mapping[str, int], pairs: Iterable[tuple[str, str]]) -> Positions:
    size = _APART * math.sqrt(len(ring)) / 2
    found = by_forces(sorted(ring), pairs)
    spread = _apart(np.array(list(found.values())) * size)
    return {name: (float(x), float(y)) for name, (x, y) in zip(found, spread, strict=True)}


def _apart(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Push points that are nearer than the spacing away from each other."""
    moved = points.astype(float)
    for _ in range(_ROUNDS):
        delta = moved[:, None, :] - moved[None, :, :]
        distance = np.hypot(delta[:, :, 0], delta[:, :, 1])
        np.fill_diagonal(distance, np.inf)
        short = np.clip(_APART - distance, 0, None)
        if not short.any():
            break
        push = (delta / np.maximum(distance, 1e-6)[:, :, None]) * short[:, :, None] / 2
        moved += push.sum(axis=1) * 0.5
    return moved
