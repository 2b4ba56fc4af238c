"""The ways between things as a layered picture: a column for each step, drawn once where ways share it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.analysis.connected import Connection
from graph.analysis.paths import Step
from graph.drawing import Box, Column, Tie, lay_out, svg
from graph.table import short
from ontology import pick

from . import current
from .path_answer import Telling
from .presentation import Layered

#: How wide a picture may be before its columns make it wider, and how many boxes a column has at most.
_WIDTH, _MOST_IN_COLUMN, _SIZE = 1228.0, 9, 13.0
#: How small text may become when a picture is made to fit, in pixels.
_LEAST_SIZE = 11.0


@dataclass(frozen=True)
class Drawn:
    """A picture of some of the shortest ways: how many, of how many that are listed.

    One that `fits` stays legible when it is made as narrow as a page.
    """

    svg: str
    shown: int
    total: int
    fits: bool


@dataclass(frozen=True)
class Parts:
    """What a picture is made from, with how many of how many ways it shows."""

    content: Layered
    shown: int
    total: int


def parts(telling: Telling) -> Parts | None:
    """Return as many ways as stay legible, the best first; nothing where there is none."""
    connections = telling.answer.connections
    kept, places = _legible(connections)
    if not kept:
        return None
    boxes = tuple(_box(telling, name, at) for name, at in places.items())
    steps = dict.fromkeys(step for one in kept for step in one.steps)
    content = Layered(tuple(_columns(telling, places)), boxes, tuple(_ties(telling, steps, places)))
    return Parts(content, len(kept), len(connections))


def drawn(telling: Telling) -> Drawn | None:
    """Return the picture of what `parts` gives."""
    made = parts(telling)
    if made is None:
        return None
    content = made.content
    layout = lay_out(content.columns, content.boxes, content.ties, width=_WIDTH, size=_SIZE)
    picture = svg(
        layout,
        current.plans().model.kinds,
        title=current.word(
            "How are these connected? {names}", names=" – ".join(thing.short.text for thing in telling.ends)
        ),
        desc=current.word("The picture shows the ways that are listed below it."),
        lang=current.lang(),
        legend=legend(content.ties),
    )
    return Drawn(picture, made.shown, made.total, layout.width * _LEAST_SIZE <= _WIDTH * _SIZE)


def _legible(connections: Sequence[Connection]) -> tuple[list[Connection], dict[str, int]]:
    """Return the first connections whose things fit in columns, and the column of each thing."""
    kept: list[Connection] = []
    places: dict[str, int] = {}
    for one in connections:
        more = {**_places(one), **places}
        columns = list(more.values())
        if kept and max(map(columns.count, set(columns))) > _MOST_IN_COLUMN:
            continue
        kept.append(one)
        places = more
    return kept, places


def _places(one: Connection) -> dict[str, int]:
    """Return in which column each thing of a connection stands: how far from the first end it is.

    Where three things meet, the ways to the other two go on from the point where they do.
    """
    first, *others = one.ways
    places = {name: at for at, name in enumerate(first.names)}
    for way in others:
        for at, name in enumerate(reversed(way.names)):
            places.setdefault(name, len(first.names) - 1 + at)
    return places


def _box(telling: Telling, name: str, column: int) -> Box:
    thing = telling.thing(name)
    return Box(
        id=short(name),
        text=thing.label.text,
        column=column,
        kind=thing.kind.name if thing.kind else "",
        centre=name in telling.answer.ends,
        url=thing.url,
        note=current.word("Internal") if current.is_internal(thing.iri) else "",
        lang=thing.label.lang,
    )


def _columns(telling: Telling, places: dict[str, int]) -> list[Column]:
    """Return a column for each step, with the kind of its things as its title where they are of one."""
    columns = []
    for at in range(max(places.values()) + 1):
        names = [name for name, column in places.items() if column == at]
        kinds = {telling.ground.kinds.get(name, "") for name in names}
        kind = telling.ground.kind(names[0]) if names and len(kinds) == 1 else None
        title = pick(kind.names, current.lang()).text if kind else ""
        columns.append(Column(title, kind.name if kind else "", len(names)))
    return columns


def _ties(telling: Telling, steps: Iterable[Step], places: dict[str, int]) -> Iterable[Tie]:
    """Yield the ties from left to right, each with the relation as it is read in that direction."""
    for step in steps:
        forward = places[step.source] <= places[step.target]
        told = telling.step(step if forward else Step(step.target, step.source))
        yield Tie(
            short(told.source.name),
            short(told.target.name),
            told.relation,
            told.named,
            told.sure.text if told.sure else "",
            told.basis.text,
        )


def legend(ties: Iterable[Tie]) -> list[tuple[str, str]]:
    """Return what the strokes mean that are drawn."""
    bases = {tie.named for tie in ties}
    named = ("named", current.word("based on the source"))
    reading = ("reading", current.word("dashed: a planner's reading"))
    return [*([named] if True in bases else []), *([reading] if False in bases else [])]
