"""The things of a picture with what each is linked with, in words, for a page that tells of one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graph.drawing import Box, Tie
from graph.drawing.text_measure import clean

from .scene import Chart, Grid, GridCell, GridRow, Layered, Spot, Spread

#: How many letters of a name are told where others stand around it.
_BRIEF = 160


@dataclass(frozen=True)
class Near:
    """A thing at the other end of a link, what the link rests on, and how sure it is."""

    thing: Named
    basis: str
    named: bool


@dataclass(frozen=True)
class Group:
    """What a thing is linked with in one relation; `turned` where the relation is said the other way."""

    relation: str
    turned: bool
    near: tuple[Near, ...]


@dataclass(frozen=True)
class Named:
    """A thing by its place in the file, `anchor`, with its name, kind and live address."""

    anchor: str
    text: str
    kind: str
    lang: str = ""
    url: str = ""
    note: str = ""

    @property
    def brief(self) -> str:
        """The name, or as much of it as fits among others."""
        return self.text if len(self.text) <= _BRIEF else f"{self.text[:_BRIEF].rstrip()}…"


@dataclass(frozen=True)
class Told:
    """What is told of a thing."""

    thing: Named
    groups: tuple[Group, ...]
    count: int


def named_of(content: Layered | Spread | Grid | Chart) -> dict[str, Named]:
    """Return the things of a picture by their IDs; a table has none."""
    if isinstance(content, Layered):
        boxes = _single(content.boxes)
        return {box.id: _named(n, box, box.note) for n, box in enumerate(boxes, start=1)}
    if isinstance(content, Spread):
        spots = {spot.id: spot for spot in content.spots}
        return {spot.id: _named(n, spot) for n, spot in enumerate(spots.values(), start=1)}
    return {}


def told(named: Mapping[str, Named], ties: Iterable[Tie]) -> list[Told]:
    """Return what is told of each thing: its links by relation, in the order of the ties."""
    groups: dict[str, dict[tuple[bool, str], list[Near]]] = {name: {} for name in named}
    for tie in drawn(named, ties):
        basis = ", ".join(filter(None, (tie.basis, tie.sure)))
        source, target = named[tie.source], named[tie.target]
        turned = not (tie.mutual or tie.back)
        groups[tie.source].setdefault((False, tie.text), []).append(Near(target, basis, tie.named))
        there = (turned, tie.text if tie.mutual or not tie.back else tie.back)
        groups[tie.target].setdefault(there, []).append(Near(source, basis, tie.named))
    return [
        Told(
            thing,
            tuple(Group(relation, turned, tuple(near)) for (turned, relation), near in groups[name].items()),
            sum(map(len, groups[name].values())),
        )
        for name, thing in named.items()
    ]


def drawn(named: Mapping[str, Named], ties: Iterable[Tie]) -> list[Tie]:
    """Return the ties between two different things that are there."""
    return [tie for tie in ties if tie.source in named and tie.target in named and tie.source != tie.target]


def here(content: Layered, named: Mapping[str, Named]) -> Layered:
    """Return a picture whose boxes lead to their places in the file, and bear these as IDs."""
    boxes = [
        replace(box, id=named[box.id].anchor, url=f"#{named[box.id].anchor}")
        for box in _single(content.boxes)
    ]
    ties = [
        replace(tie, source=named[tie.source].anchor, target=named[tie.target].anchor)
        for tie in drawn(named, content.ties)
    ]
    columns = [
        column if live(column.more_url) else replace(column, more="", more_url="")
        for column in content.columns
    ]
    return Layered(tuple(columns), tuple(boxes), tuple(ties))


def as_list(named: Mapping[str, Named], ties: Iterable[Tie], heads: Iterable[str]) -> Grid:
    """Return the links of a picture as a table: from, relation, to, and what it rests on."""
    rows = []
    for tie in drawn(named, ties):
        source, target = named[tie.source], named[tie.target]
        rests = ", ".join(filter(None, (tie.basis, tie.sure)))
        cells = (_cell(source), GridCell(tie.text), _cell(target), GridCell(rests))
        rows.append(GridRow(cells))
    return Grid(tuple(map(GridCell, heads)), tuple(rows))


def live(url: str) -> str:
    """Return an address of the web, and nothing for any other."""
    return url if url.startswith(("https://", "http://")) else ""


def _cell(thing: Named) -> GridCell:
    return GridCell(thing.text, kind=thing.kind, lang=thing.lang)


def _single(boxes: Iterable[Box]) -> list[Box]:
    """Return each box once: of those with the same ID the last."""
    return list({box.id: box for box in boxes}.values())


def _named(number: int, one: Box | Spot, note: str = "") -> Named:
    return Named(f"t{number}", clean(one.text) or one.id, one.kind, one.lang, live(one.url), clean(note))
