"""The things of a picture and what each is linked with, in words, for a page that tells of one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.drawing import Box, Tie
from graph.drawing.text_measure import clean

from .scene import Chart, Grid, GridCell, GridRow, Layered, Spot, Spread

#: How many letters of a name are told where others stand around it.
_BRIEF = 160


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


def named_of(content: Layered | Spread | Grid | Chart) -> dict[str, Named]:
    """Return the things of a picture by their IDs; a table has none."""
    if isinstance(content, Layered):
        boxes = _single(content.boxes)
        return {box.id: _named(n, box, box.note) for n, box in enumerate(boxes, start=1)}
    if isinstance(content, Spread):
        spots = {spot.id: spot for spot in content.spots}
        return {spot.id: _named(n, spot) for n, spot in enumerate(spots.values(), start=1)}
    return {}


def ties_of(content: Layered | Spread | Grid | Chart, named: Mapping[str, Named]) -> list[Tie]:
    """Return the ties of a picture, those that a source names first; a table has none."""
    if isinstance(content, Layered | Spread):
        return sorted(drawn(named, content.ties), key=lambda tie: not tie.named)
    return []


def data_of(
    named: Mapping[str, Named], ties: Sequence[Tie], kinds: Mapping[str, str]
) -> dict[str, list[object]]:
    """Return what a script tells of each thing, with words told once.

    `things` are name, kind, language, live address and note; `ties` are the numbers of both things, from
    1, and of three of the `words`: the relation either way, the second -1 where it has no such name, and
    what it rests on. `kinds` gives the mark of a kind.
    """
    words: dict[str, int] = {}

    def word(text: str) -> int:
        return words.setdefault(clean(text), len(words))

    numbers = {name: number for number, name in enumerate(named, start=1)}
    told: list[object] = []
    for tie in ties:
        there = word(tie.text)
        back = there if tie.mutual else word(tie.back) if tie.back else -1
        rests = word(", ".join(filter(None, (tie.basis, tie.sure))))
        told.append([numbers[tie.source], numbers[tie.target], there, back, rests, int(tie.named)])
    things: list[object] = [
        [one.text, kinds.get(one.kind, ""), one.lang, one.url, one.note] for one in named.values()
    ]
    return {"things": things, "ties": told, "words": list[object](words)}


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
