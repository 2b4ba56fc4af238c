"""The picture of the main classes: which kinds of things the linked columns join, laid out in rings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rdflib import URIRef

from ontology import DisplayKind, Model, pick

_WIDTH, _HEIGHT = 152, 50
_GAP, _ROW = 156, 88
_MARGIN, _ARC = 12, 140
_FITS, _FITS_BOX, _FITS_NAME, _FITS_ARC = 22, 21, 17, 13
#: A relation that joins more pairs of kinds than these is told once, beside the picture.
_COMMON = 6


@dataclass(frozen=True)
class Joined:
    """Two kinds, and the relations from the first to the second."""

    source: DisplayKind
    target: DisplayKind
    predicates: tuple[URIRef, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Box:
    """A kind in the picture, with what joins its things among themselves."""

    kind: DisplayKind
    name: str
    inner: str
    x: int
    y: int
    width: int = _WIDTH
    height: int = _HEIGHT

    @property
    def middle(self) -> float:
        """The height at which lines meet the box."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Line:
    """A line between two boxes, with its texts: one for each direction."""

    path: str
    x: float
    y: float
    anchor: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Diagram:
    """The picture, and the same in words."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    joined: tuple[Joined, ...]
    common: tuple[URIRef, ...]


def diagram(model: Model, lang: str) -> Diagram:
    """Return the picture of the main classes in a language."""
    kinds = [kind for kind in model.kinds if _is_one(model, kind)]
    joined = tuple(_joined(model, kinds, lang))
    common = _common(joined)
    kept = (_drawn(one, joined, common) for one in joined)
    drawn = [one for one in kept if one.predicates]
    met = {kind.name for one in drawn for kind in (one.source, one.target)}
    boxes = {box.kind.name: box for box in _boxes([k for k in kinds if k.name in met], drawn, lang)}
    height = max(box.y for box in boxes.values()) + _HEIGHT + 2 * _MARGIN + 30
    width = max(box.x for box in boxes.values()) + _WIDTH + _ARC
    between = {frozenset((j.source.name, j.target.name)): None for j in drawn if j.source != j.target}
    lines = (_line(boxes, pair, drawn, height) for pair in between)
    return Diagram(width, height, tuple(boxes.values()), tuple(lines), joined, common)


def _common(joined: Sequence[Joined]) -> tuple[URIRef, ...]:
    counted = Counter(predicate for one in joined for predicate in one.predicates)
    return tuple(predicate for predicate, times in counted.items() if times > _COMMON)


def _drawn(one: Joined, joined: Sequence[Joined], common: Sequence[URIRef]) -> Joined:
    """Return what the picture shows of two kinds: a relation is drawn to the nearest ring that it reaches."""
    kept = [
        (predicate, word)
        for predicate, word in zip(one.predicates, one.words, strict=True)
        if predicate not in common and _is_nearest(one, predicate, joined)
    ]
    return replace(one, predicates=tuple(p for p, _ in kept), words=tuple(word for _, word in kept))


def _is_nearest(one: Joined, predicate: URIRef, joined: Sequence[Joined]) -> bool:
    others = [j for j in joined if j.source == one.source != j.target and predicate in j.predicates]
    return one.source == one.target or _distance(one) == min(map(_distance, others))


def _distance(one: Joined) -> int:
    return abs(one.source.ring - one.target.ring)


def _is_one(model: Model, kind: DisplayKind) -> bool:
    """Whether a kind is of one group of sheets: what gathers the rest is no main class."""
    sheets = (model.sheet_of(cls) for cls in kind.classes)
    return len({sheet.group or sheet.name for sheet in sheets if sheet}) == 1


def _joined(model: Model, kinds: Sequence[DisplayKind], lang: str) -> Iterator[Joined]:
    found: dict[tuple[str, str], list[URIRef]] = {}
    for source, target, predicate in _links(model):
        inside = found.setdefault((source.name, target.name), [])
        if predicate not in inside:
            inside.append(predicate)
    by_name = {kind.name: kind for kind in kinds}
    for (source_name, target_name), predicates in found.items():
        if source_name in by_name and target_name in by_name:
            words = tuple(pick(model.relation_names(p), lang).text for p in predicates)
            yield Joined(by_name[source_name], by_name[target_name], tuple(predicates), words)


def _links(model: Model) -> Iterator[tuple[DisplayKind, DisplayKind, URIRef]]:
    for sheet in model.sheets.values():
        for shape in sheet.shapes:
            for column in shape.columns:
                ends = ((a, b) for a in shape.classes for b in column.classes if column.linked)
                for one, other in ends:
                    source, target = model.kind_of(one), model.kind_of(other)
                    if source and target:
                        turned = (target, source) if column.inverse else (source, target)
                        yield (*turned, column.predicate)


def _boxes(kinds: Sequence[DisplayKind], joined: Sequence[Joined], lang: str) -> Iterator[Box]:
    rings = sorted({kind.ring for kind in kinds})
    columns = [[kind for kind in kinds if kind.ring == ring] for ring in rings]
    tallest = max(map(len, columns))
    for place, column in enumerate(columns):
        step = _ROW if len(column) == tallest else _ROW * 2
        top = (tallest - 1) * _ROW / 2 - (len(column) - 1) * step / 2
        for row, kind in enumerate(column):
            own = next((j for j in joined if j.source == kind == j.target), None)
            inner = f"↻ {_short(own.words, _FITS_BOX)}" if own else ""
            x, y = _MARGIN + place * (_WIDTH + _GAP), round(_MARGIN + top + row * step)
            yield Box(kind, _short([pick(kind.names, lang).text], _FITS_NAME), inner, x, y)


def _short(words: Sequence[str], fits: int) -> str:
    """Return as many words as fit, and how many there are more.

    >>> _short(["responsible", "partner", "participant"], 22)
    'responsible +2'
    """
    for count in range(len(words), 1, -1):
        text = ", ".join(words[:count]) + (f" +{len(words) - count}" if count < len(words) else "")
        if len(text) <= fits:
            return text
    more = f" +{len(words) - 1}" if len(words) > 1 else ""
    room = fits - len(more)
    return (words[0] if len(words[0]) <= room + 2 else f"{words[0][: room - 1].rstrip()}…") + more


def _line(boxes: dict[str, Box], pair: frozenset[str], joined: Sequence[Joined], height: int) -> Line:
    left, right = sorted((boxes[name] for name in pair), key=lambda box: (box.x, box.y))
    there = _words(joined, left.kind, right.kind)
    back = _words(joined, right.kind, left.kind)
    upright = left.x == right.x
    arrows = ("↓", "↑") if upright else ("→", "←")
    between = [box for box in boxes.values() if upright and box.x == left.x and left.y < box.y < right.y]
    fits = _FITS_ARC if between else _FITS
    texts = [f"{arrow} {_short(ws, fits)}" for arrow, ws in zip(arrows, (there, back), strict=True) if ws]
    if upright:
        return _upright(left, right, tuple(texts), arc=bool(between))
    if right.x - left.x > 2 * (_WIDTH + _GAP):
        return _below(left, right, tuple(texts), height)
    return _across(left, right, tuple(texts))


def _words(joined: Sequence[Joined], source: DisplayKind, target: DisplayKind) -> tuple[str, ...]:
    return next((j.words for j in joined if (j.source, j.target) == (source, target)), ())


def _across(left: Box, right: Box, texts: tuple[str, ...]) -> Line:
    start, end = left.x + _WIDTH, right.x
    bend = (end - start) * 0.45
    turns = f"{start + bend} {left.middle} {end - bend} {right.middle}"
    path = f"M{start} {left.middle}C{turns} {end} {right.middle}"
    # Where many lines leave a box they are told apart nearer to their other ends.
    far = 0.58 if abs(left.middle - right.middle) > _ROW * 1.2 else 0.5
    x = start + (end - start) * far
    y = left.middle + (right.middle - left.middle) * _eased((x - start) / (end - start))
    return Line(path, x, y, "middle", texts)


def _eased(t: float) -> float:
    return 3 * t * t - 2 * t * t * t


def _upright(upper: Box, lower: Box, texts: tuple[str, ...], *, arc: bool) -> Line:
    x = upper.x + _WIDTH
    if arc:
        reach = x + 44
        path = f"M{x} {upper.middle}C{reach} {upper.middle} {reach} {lower.middle} {x} {lower.middle}"
        return Line(path, x + 38, (upper.middle + lower.middle) / 2, "start", texts)
    start, end = upper.y + _HEIGHT, lower.y
    centre = upper.x + _WIDTH / 2
    y = (start + end) / 2 if end - start < _ROW else start + 26
    return Line(f"M{centre} {start}V{end}", centre, y, "middle", texts)


def _below(left: Box, right: Box, texts: tuple[str, ...], height: int) -> Line:
    x, end = left.x + _WIDTH / 2, right.x
    bottom = height - 26
    path = (
        f"M{x} {left.y + _HEIGHT}C{x} {bottom} {x + 120} {bottom} {x + 260} {bottom}"
        f"H{end - 160}C{end - 60} {bottom} {end - 80} {right.middle} {end} {right.middle}"
    )
    return Line(path, (x + 260 + end - 160) / 2, bottom, "middle", texts)
