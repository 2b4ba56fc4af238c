"""Which names of a network find room on a slide, and where: beside their things, covering nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.drawing.text_measure import width_of, wrapped

from ..scene import Spot
from .frame import LEADING
from .measures import Area

_WIDEST, _MOST_LINES, _OFF = 11.0, 3, 3.0
_CELL = 40.0


@dataclass(frozen=True)
class Label:
    """A name with its place; `align` as text is aligned in it."""

    spot: Spot
    lines: tuple[str, ...]
    area: Area
    align: str


class _Taken:
    """Areas that are taken, found again by where they are."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self.cells: dict[tuple[int, int], list[Area]] = {}
        for area in areas:
            self.add(area)

    def _keys(self, area: Area) -> Iterator[tuple[int, int]]:
        for x in range(int(area.x // _CELL), int(area.right // _CELL) + 1):
            for y in range(int(area.y // _CELL), int(area.bottom // _CELL) + 1):
                yield x, y

    def add(self, area: Area) -> None:
        for key in self._keys(area):
            self.cells.setdefault(key, []).append(area)

    def is_free(self, area: Area) -> bool:
        return not any(area.overlaps(other) for key in self._keys(area) for other in self.cells.get(key, ()))


def labels(
    spots: Sequence[Spot], areas: Mapping[str, Area], whole: Area, size: float, lang: str
) -> list[Label]:
    """Return the names that find room, those of the weightiest things first."""
    taken = _Taken(list(areas.values()))
    found = []
    for spot in sorted(spots, key=lambda spot: (not spot.marked, -spot.weight, -spot.radius, spot.id)):
        lines = tuple(
            wrapped(
                spot.text,
                _WIDEST * size,
                size,
                bold=spot.marked,
                lang=spot.lang or lang,
                most=_MOST_LINES,
            )
        )
        if not lines:
            continue
        for area, align in _places(areas[spot.id], lines, size, bold=spot.marked):
            if area.is_inside(whole) and taken.is_free(area):
                taken.add(area)
                found.append(Label(spot, lines, area, align))
                break
    return found


def _places(spot: Area, lines: Sequence[str], size: float, *, bold: bool) -> Iterator[tuple[Area, str]]:
    """Yield where a name may stand: beside its thing, below or above it, or at its corners."""
    wide, high = max(width_of(line, size, bold=bold) for line in lines) + 2, len(lines) * size * LEADING
    x, y = spot.x + spot.wide / 2 - wide / 2, spot.y + spot.high / 2 - high / 2
    right, left = spot.right + _OFF, spot.x - _OFF - wide
    yield Area(right, y, wide, high), "l"
    yield Area(left, y, wide, high), "r"
    yield Area(x, spot.bottom + 1, wide, high), "ctr"
    yield Area(x, spot.y - 1 - high, wide, high), "ctr"
    for top in (spot.y - high / 2, spot.bottom - high / 2):
        yield Area(right, top, wide, high), "l"
        yield Area(left, top, wide, high), "r"
