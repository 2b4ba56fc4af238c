"""Where the names of spread things stand: beside them, on no thing and on no other name, or nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .layered_grid import LEADING
from .spread_things import Spot
from .text_measure import width_of, wrapped

Area = tuple[float, float, float, float]
Ends = tuple[tuple[float, float], tuple[float, float]]

#: How wide lines of a name are, the narrowest first, and how many there are at most.
_WIDTHS, _MOST_LINES = (130.0, 190.0), 3
_AROUND = 2.0
#: How far a name stands from its thing; what is marked may have it farther off, on a line of its own.
_FAR = (4.0, 24.0, 48.0, 80.0, 120.0, 170.0, 230.0)
#: How many points of a link are looked at, and how far they are told apart.
_POINTS, _CELL = 48, 8.0
_BUCKET = 64.0


@dataclass(frozen=True)
class Label:
    """A name beside its thing: `x` is its start, end or middle as `anchor` says, `y` the first base line."""

    spot: Spot
    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str
    area: Area
    #: Whether it stands away from its thing, so that a line must lead to it.
    is_far: bool = False


class Room:
    """What is taken of a picture, and how many links pass where it is not."""

    def __init__(self, width: float, height: float, links: Iterable[Ends]) -> None:
        """Begin with nothing taken; `links` are passed over where there is a way."""
        self.width, self.height = width, height
        self._taken: dict[tuple[int, int], list[Area]] = {}
        self._passing = _passing(width, height, list(links))

    def take(self, area: Area) -> None:
        """Let nothing else stand in an area."""
        for bucket in _buckets(area):
            self._taken.setdefault(bucket, []).append(area)

    def is_free(self, area: Area) -> bool:
        """Whether an area is inside the picture and nothing stands in it."""
        left, top, right, bottom = area
        if left < 0 or top < 0 or right > self.width or bottom > self.height:
            return False
        return not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for bucket in _buckets(area)
            for other in self._taken.get(bucket, ())
        )

    def passed(self, area: Area) -> int:
        """Return about how much of links passes an area."""
        left, top, right, bottom = (int(value / _CELL) for value in area)
        sums = self._passing
        rows, columns = sums.shape
        right, bottom = min(right + 1, columns - 1), min(bottom + 1, rows - 1)
        left, top = max(min(left, right), 0), max(min(top, bottom), 0)
        return int(sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left])


def _passing(
    width: float, height: float, links: Sequence[Ends]
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return how many points of links lie left of and above each corner of the cells."""
    counts = np.zeros((int(height / _CELL) + 2, int(width / _CELL) + 2), dtype=np.int64)
    if links:
        ends = np.array(links)
        part = np.linspace(0, 1, _POINTS)[None, :, None]
        points = ends[:, :1, :] * (1 - part) + ends[:, 1:, :] * part
        cells = np.clip(points // _CELL, 0, None).astype(int).reshape(-1, 2)
        np.add.at(
            counts,
            (
                np.minimum(cells[:, 1] + 1, counts.shape[0] - 1),
                np.minimum(cells[:, 0] + 1, counts.shape[1] - 1),
            ),
            1,
        )
    return counts.cumsum(axis=0).cumsum(axis=1)


def _buckets(area: Area) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(value // _BUCKET) for value in area)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def labels(
    spots: Sequence[Spot], links: Iterable[Ends], size: tuple[float, float], *, text: float, lang: str
) -> list[Label]:
    """Return the names that find room: of what is marked first, then by weight.

    Parameters
    ----------
    spots
        In pixels of the picture.
    links
        The ends of the lines between them.
    size
        How wide and high the picture is.
    text
        The size of names, in pixels.
    lang
        By which names break that have no language of their own.
    """
    room = Room(*size, links)
    for spot in spots:
        around = spot.radius + _AROUND + (4 if spot.marked else 0)
        room.take((spot.x - around, spot.y - around, spot.x + around, spot.y + around))
    order = sorted(spots, key=lambda spot: (not spot.marked, -spot.weight, -spot.radius, spot.id))
    found = []
    for spot in order:
        label = _placed(spot, room, text, spot.lang or lang)
        if label:
            room.take(label.area)
            found.append(label)
    return found


def _placed(spot: Spot, room: Room, text: float, lang: str) -> Label | None:
    for away in _FAR if spot.marked else _FAR[:1]:
        for lines in _shapes(spot, text, lang):
            free = [label for label in _beside(spot, lines, text, away) if room.is_free(label.area)]
            if free:
                return min(free, key=lambda label: room.passed(label.area))
    return None


def _shapes(spot: Spot, text: float, lang: str) -> Iterator[tuple[str, ...]]:
    """Yield the lines of a name in the forms that it may have; only one too long for all is shortened."""
    seen: set[tuple[str, ...]] = set()
    for width in _WIDTHS:
        lines = tuple(wrapped(spot.text, width, text, bold=spot.marked, lang=lang))
        if lines and len(lines) <= _MOST_LINES and lines not in seen:
            seen.add(lines)
            yield lines
    if not seen and spot.text.strip():
        whole = wrapped(spot.text, _WIDTHS[-1], text, bold=spot.marked, lang=lang, most=_MOST_LINES)
        if whole:
            yield (*whole[:-1], _whole_words(whole[-1]))


def _whole_words(line: str) -> str:
    """Return a line that ends in an ellipsis without the part of a word before it."""
    words = line.rpartition(" ")[0].rstrip(" ,;:-–")
    return f"{words}…" if words and line.endswith("…") else line


def _beside(spot: Spot, lines: Sequence[str], text: float, far: float) -> Iterator[Label]:
    """Yield a name on the right, on the left, below, above, and at the corners of its thing."""
    wide = max(width_of(line, text, bold=spot.marked) for line in lines)
    leading = text * LEADING
    high = len(lines) * leading
    away = spot.radius + far + (4 if spot.marked else 0)
    near = away * 0.75
    tops = {"start": spot.y - high / 2, "below": spot.y + away, "above": spot.y - away - high}
    corners = {"below": spot.y + near, "above": spot.y - near - high}
    places: Mapping[str, tuple[tuple[float, float], ...]] = {
        "start": (
            (spot.x + away, tops["start"]),
            (spot.x + near, corners["below"]),
            (spot.x + near, corners["above"]),
        ),
        "end": (
            (spot.x - away, tops["start"]),
            (spot.x - near, corners["below"]),
            (spot.x - near, corners["above"]),
        ),
        "middle": ((spot.x, tops["below"]), (spot.x, tops["above"])),
    }
    for anchor, corners_of in places.items():
        for x, top in corners_of:
            left = {"start": x, "end": x - wide, "middle": x - wide / 2}[anchor]
            area = (left, top, left + wide, top + high)
            yield Label(spot, tuple(lines), x, top + leading * 0.76, anchor, area, far > _FAR[0])
