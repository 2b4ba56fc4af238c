"""The ways of ties on a slide: native connectors from the middle of a box's side to that of another.

Where a tie passes a column, it is led between the boxes by small dots, to which its parts are glued:
Office has no connector of its own that keeps such a way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from graph.drawing import Tie
from graph.drawing.closeness import CLOSER
from graph.drawing.layered import Routed

from .measures import Area

#: The connection sites of boxes, and of the dots between.
LEFT, RIGHT = 1, 3
_DOT_LEFT, _DOT_RIGHT = 2, 6
DOT = 1.5
_STEPS = 20
#: Of boxes; no way beside words is so long.
NARROWEST = min(close.box for close in CLOSER) - 0.5
#: How far a tie leads out that comes back to its column, at least, and by its length.
_LOOP, _LOOP_SHARE, _WIDEST_LOOP = 14.0, 0.1, 30.0
#: Before and behind a column that is passed.
_BESIDE = 3.0
#: A line of no width or height has none of its own proportions; Office then writes one point.
_LEAST = 1.0
#: Over so short a way some programs lead a curve around in a loop; a straight line stays as it is.
_NARROW = 30.0
#: The share of a connector that words may cover.
_MOST_HIDDEN = 0.5
#: How long an arrow is.
_TIP = 8.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Leg:
    """A native connector with its bends, from one site to another."""

    start: Point
    end: Point
    start_site: int
    end_site: int
    preset: str
    adjust: tuple[float, ...]
    points: tuple[Point, ...] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Route:
    """The way of a tie: its connectors from source to target, and the dots between them."""

    tie: Tie
    legs: tuple[Leg, ...]
    dots: tuple[Point, ...] = ()

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Points along the way."""
        return tuple(point for leg in self.legs for point in leg.points)

    @cached_property
    def around(self) -> Area:
        """What the way lies in."""
        xs, ys = zip(*self.points, strict=True)
        return Area(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

    def crosses(self, area: Area) -> bool:
        """Whether the way leads through an area."""
        around = self.around
        if around.right < area.x or around.x > area.right or around.bottom < area.y or around.y > area.bottom:
            return False
        return crosses(self.points, area)

    def is_hidden(self, area: Area) -> bool:
        """Whether an area covers most of the way between two columns, or its arrow."""
        end = self.legs[-1].end
        tip = Area(end[0] - _TIP, end[1] - _TIP / 2, 2 * _TIP, _TIP)
        return tip.overlaps(area) or any(_share(leg, area) > _MOST_HIDDEN for leg in self.legs)


def _share(leg: Leg, area: Area) -> float:
    """Return how much of the width of a connector an area covers."""
    inside = [(area.x <= x <= area.right and area.y <= y <= area.bottom) for x, y in leg.points]
    if len(inside) > len((leg.start, leg.end)):
        return sum(inside) / len(inside)
    if not crosses(leg.points, area):
        return 0.0
    left, right = sorted((leg.start[0], leg.end[0]))
    return (min(right, area.right) - max(left, area.x)) / max(right - left, _LEAST)


def routes(
    ties: Sequence[Routed], boxes: Mapping[str, Area], scale: float, dx: float, dy: float
) -> list[Route]:
    """Return the ways of ties between boxes that have their places, in points.

    `scale`, `dx` and `dy` turn measures of the layout into points on the slide.
    """
    found = []
    for routed in ties:
        tie = routed.tie
        source, target = boxes[tie.source], boxes[tie.target]
        if abs(source.x - target.x) < 1:
            found.append(Route(tie, (_loop(source, target),)))
            continue
        forward = source.x < target.x
        passed = [(Area(x * scale + dx, y * scale + dy, wide * scale, 0.0)) for x, y, wide in _passed(routed)]
        dots = [dot for column in passed for dot in _beside(column)]
        found.append(_chain(tie, source, target, dots if forward else dots[::-1]))
    return found


def crosses(points: Sequence[Point], box: Area, by: float = 0.5) -> bool:
    """Whether a way leads through a box."""
    left, right, top, bottom = box.x + by, box.right - by, box.y + by, box.bottom - by
    for (x1, y1), (x2, y2) in pairwise(points):
        if max(x1, x2) <= left or min(x1, x2) >= right or max(y1, y2) <= top or min(y1, y2) >= bottom:
            continue
        for part in range(9):
            x, y = x1 + (x2 - x1) * part / 8, y1 + (y2 - y1) * part / 8
            if left < x < right and top < y < bottom:
                return True
    return False


def _passed(routed: Routed) -> list[tuple[float, float, float]]:
    """Return where a tie passes columns: from where, at which height, and how far."""
    long = [(routed.start, routed.steps[0])]
    long += [((before[-2], before[-1]), step) for before, step in pairwise(routed.steps)]
    straight = [(at, step) for at, step in long if len(step) == 2 and step[0] - at[0] >= NARROWEST]
    return [(at[0], step[1], step[0] - at[0]) for at, step in straight]


def _beside(column: Area) -> tuple[Point, Point]:
    return (column.x - _BESIDE, column.y), (column.right + _BESIDE, column.y)


def _chain(tie: Tie, source: Area, target: Area, dots: Sequence[Point]) -> Route:
    """Return the way from box to box by dots, each of which is left on the side away from the last one."""
    forward = source.x < target.x
    by = DOT / 2 if forward else -DOT / 2
    out, into = (RIGHT, LEFT) if forward else (LEFT, RIGHT)
    dot_out, dot_into = (_DOT_RIGHT, _DOT_LEFT) if forward else (_DOT_LEFT, _DOT_RIGHT)
    starts = [(_side(source, right=forward), out), *(((x + by, y), dot_out) for x, y in dots)]
    ends = [*(((x - by, y), dot_into) for x, y in dots), (_side(target, right=not forward), into)]
    legs = [_leg(start, end, at, to) for (start, at), (end, to) in zip(starts, ends, strict=True)]
    return Route(tie, tuple(legs), tuple(dots))


def _leg(start: Point, end: Point, start_site: int, end_site: int) -> Leg:
    if abs(start[1] - end[1]) < _LEAST or abs(start[0] - end[0]) < _NARROW:
        return Leg(start, end, start_site, end_site, "straightConnector1", (), (start, end))
    points = _s_curve(start, end, 0.5)
    return Leg(start, end, start_site, end_site, "curvedConnector3", (0.5,), points)


def _side(box: Area, *, right: bool) -> Point:
    return (box.right if right else box.x), box.y + box.high / 2


def _s_curve(start: Point, end: Point, bend: float) -> tuple[Point, ...]:
    """Return points along Office's curve with one bend, at a share of its width."""
    (x1, y1), (x2, y2) = start, end
    x, y = x1 + (x2 - x1) * bend, (y1 + y2) / 2
    first = _bezier(start, ((x1 + x) / 2, y1), (x, (y1 + y) / 2), (x, y))
    return (*first, *_bezier((x, y), (x, (y + y2) / 2), ((x + x2) / 2, y2), end)[1:])


def _bezier(a: Point, b: Point, c: Point, d: Point) -> list[Point]:
    found = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        w = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
        found.append(
            (
                w[0] * a[0] + w[1] * b[0] + w[2] * c[0] + w[3] * d[0],
                w[0] * a[1] + w[1] * b[1] + w[2] * c[1] + w[3] * d[1],
            )
        )
    return found


def _loop(source: Area, target: Area) -> Leg:
    """Return a way that leads back to its column, out on the right."""
    start, end = _side(source, right=True), _side(target, right=True)
    out = min(_LOOP + _LOOP_SHARE * abs(start[1] - end[1]), _WIDEST_LOOP)
    end = (end[0] + _LEAST, end[1])
    points = _s_curve(start, end, out / _LEAST)
    return Leg(start, end, RIGHT, RIGHT, "curvedConnector3", (out / _LEAST,), points)
