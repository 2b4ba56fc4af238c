"""The relation words of ties: once beside a box where all ties say the same, else on the ties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.drawing.layered import Layout
from graph.drawing.text_measure import width_of, wrapped

from .marks import joined
from .measures import Area, is_free
from .routes import RIGHT, Point, Route

LEADING = 1.2
#: Between words and the box beside them, with the head of an arrow and without.
_FROM_ARROW, _FROM_BOX = 12.0, 8.0
_WIDEST, _MOST_LINES, _AROUND = (92.0, 60.0), 6, 1.0
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9, 0.05, 0.95)
#: At how many of these places words may stand above or below a tie, and how far from it.
_BESIDE, _OFF = 5, 3.0


@dataclass(frozen=True)
class Spoken:
    """Words with their place; they cover the ties behind them."""

    lines: tuple[str, ...]
    area: Area


@dataclass(frozen=True)
class _End:
    box: str
    site: int


def spoken(
    routes: Sequence[Route], boxes: Mapping[str, Area], layout: Layout, size: float, whole: Area
) -> tuple[list[Spoken], list[Route]]:
    """Return the words with their places, and the ties whose words found none."""
    common = {joined(word.lines) for word in layout.words}
    texts = {route: _text(route, common) for route in routes}
    taken = list(boxes.values())
    found: list[Spoken] = []
    silent = []
    shared = _together([route for route in routes if texts[route]], texts)
    for end, group in shared:
        places = _places(end, group, boxes, texts[group[0]], size)
        others = [route for route in routes if texts[route] != texts[group[0]]]
        place = _best(places, taken, group, others, whole)
        if place is None:
            silent += group
            continue
        found.append(place)
        taken.append(place.area)
    return found, silent


def _text(route: Route, common: Iterable[str]) -> str:
    """Return what stands with a tie: what all ties of its gap say stands above them."""
    return route.tie.sure if route.tie.text in common else route.tie.words


def _ends(route: Route) -> tuple[_End, _End]:
    return _End(route.tie.source, route.legs[0].start_site), _End(route.tie.target, route.legs[-1].end_site)


def _together(routes: Sequence[Route], texts: Mapping[Route, str]) -> list[tuple[_End | None, list[Route]]]:
    """Return ties in groups that need their words only once, at an end where nothing else is said."""
    said: dict[_End, set[str]] = {}
    at: dict[_End, list[Route]] = {}
    for route in routes:
        for end in _ends(route):
            said.setdefault(end, set()).add(texts[route])
            at.setdefault(end, []).append(route)
    left = list(routes)
    found: list[tuple[_End | None, list[Route]]] = []
    for end in sorted(at, key=lambda end: (-len(at[end]), end.site != RIGHT)):
        group = [route for route in at[end] if route in left]
        if len(said[end]) > 1 or not group:
            continue
        found.append((end, group))
        left = [route for route in left if route not in group]
    return [*found, *((None, [route]) for route in left)]


def _places(
    end: _End | None, group: Sequence[Route], boxes: Mapping[str, Area], text: str, size: float
) -> Iterable[Spoken]:
    """Yield where words may stand, the best place first."""
    for widest in _WIDEST:
        lines = tuple(wrapped(text, widest * size / 12, size, most=_MOST_LINES))
        wide = max(width_of(line, size) for line in lines) + 2
        high = len(lines) * size * LEADING
        if end is not None:
            box = boxes[end.box]
            is_tip = any(route.tie.target == end.box and not route.tie.mutual for route in group)
            off = _FROM_ARROW if is_tip else _FROM_BOX
            x = box.right + off if end.site == RIGHT else box.x - off - wide
            yield Spoken(lines, Area(x, box.y + box.high / 2 - high / 2, wide, high))
        for route in group:
            for share in _ALONG:
                x, y = _point(route.points, share)
                yield Spoken(lines, Area(x - wide / 2, y - high / 2, wide, high))
            for share in _ALONG[:_BESIDE]:
                x, y = _point(route.points, share)
                yield Spoken(lines, Area(x - wide / 2, y - high - _OFF, wide, high))
                yield Spoken(lines, Area(x - wide / 2, y + _OFF, wide, high))


def _point(points: Sequence[Point], share: float) -> Point:
    """Return the point at a share of the width of a way."""
    at = share * (len(points) - 1)
    place = min(int(at), len(points) - 2)
    (x1, y1), (x2, y2), part = points[place], points[place + 1], at - place
    return x1 + (x2 - x1) * part, y1 + (y2 - y1) * part


def _best(
    places: Iterable[Spoken],
    taken: Sequence[Area],
    own: Sequence[Route],
    others: Sequence[Route],
    whole: Area,
) -> Spoken | None:
    """Return the place that covers little but its own ties, and not so much of these that they are lost."""
    best: tuple[tuple[int, int], Spoken] | None = None
    for place in places:
        area = place.area
        wider = Area(area.x - _AROUND, area.y - _AROUND, area.wide + 2 * _AROUND, area.high + 2 * _AROUND)
        if not (area.is_inside(whole) and is_free(wider, taken)):
            continue
        lost = sum(route.is_hidden(area) for route in own)
        crossed = sum(route.crosses(area) for route in others), lost
        if not any(crossed):
            return place
        if best is None or crossed < best[0]:
            best = crossed, place
    return best[1] if best else None
