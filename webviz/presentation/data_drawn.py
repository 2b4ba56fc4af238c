"""What a picture of boxes or of a network holds as data: things where they are drawn, and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.drawing import Tie, lay_out
from graph.drawing.frame import SIZE, WIDE
from graph.drawing.strokes import ACCENT, NAMED, READING
from graph.exchange.text import xml_text
from graph.exchange.words import line
from graph.i18n import mark
from graph.plan_names import short
from ontology import DisplayKind, pick

from .scene import Layered, Scene, Spread
from .told import told

#: How many letters of a name are drawn.
_LONGEST = 300


@dataclass(frozen=True)
class Thing:
    """A thing as it is drawn: its middle in pixels, y growing downwards, and how wide and high it is."""

    #: The IRI where the scene knows it, else the short form.
    id: str
    short: str
    text: str
    kind: DisplayKind | None
    x: float
    y: float
    wide: float
    high: float
    colour: str
    column: int = -1
    note: str = ""
    url: str = ""
    lang: str = ""
    letter: str = ""
    marked: bool = False

    @property
    def called(self) -> str:
        """The name on one line, cut where it is longer than anybody reads in a drawing."""
        return self.text if len(self.text) <= _LONGEST else f"{self.text[:_LONGEST].rstrip()}…"

    def kind_name(self, lang: str) -> str:
        """Return what the legend calls the kind; empty where there is none."""
        return pick(self.kind.names, lang).text if self.kind else ""


@dataclass(frozen=True)
class Drawn:
    """All things in the order of the picture, and the links between them."""

    things: tuple[Thing, ...]
    ties: tuple[Tie, ...]

    def thing(self) -> dict[str, Thing]:
        """Return the things by their short forms, as ties name them."""
        return {thing.short: thing for thing in self.things}


def drawn(scene: Scene) -> Drawn:
    """Return what a picture holds as data.

    Raises
    ------
    TypeError
        The picture is a table or a chart: it holds no things and links.
    """
    content = scene.content
    if not isinstance(content, Layered | Spread):
        raise TypeError(f"{type(content).__name__} holds no things and links")
    found = tuple(_boxes(scene, content) if isinstance(content, Layered) else _spots(scene, content))
    known = {thing.short for thing in found}
    ties = tuple(tie for tie in content.ties if tie.source in known and tie.target in known)
    return Drawn(found, ties)


def _boxes(scene: Scene, content: Layered) -> Iterator[Thing]:
    kinds, names = _kinds(scene.kinds), _iris(scene)
    layout = lay_out(content.columns, content.boxes, content.ties, width=WIDE, size=SIZE)
    for placed in layout.boxes:
        box, kind = placed.box, kinds.get(placed.box.kind)
        yield Thing(
            id=names.get(box.id, box.id),
            short=box.id,
            text=_one_line(box.text) or box.id,
            kind=kind,
            x=round(placed.x + placed.wide / 2, 1),
            y=round(placed.y + placed.high / 2, 1),
            wide=round(placed.wide, 1),
            high=round(placed.high, 1),
            colour=kind.colour if kind else ACCENT,
            column=box.column,
            note=_one_line(box.note),
            url=box.url,
            lang=box.lang or scene.lang,
            marked=box.centre,
        )


def _spots(scene: Scene, content: Spread) -> Iterator[Thing]:
    kinds, names = _kinds(scene.kinds), _iris(scene)
    for spot in content.spots:
        kind = kinds.get(spot.kind)
        yield Thing(
            id=names.get(spot.id, spot.id),
            short=spot.id,
            text=_one_line(spot.text) or spot.id,
            kind=kind,
            x=round(spot.x, 1),
            y=round(spot.y, 1),
            wide=round(2 * spot.radius, 1),
            high=round(2 * spot.radius, 1),
            colour=spot.colour or (kind.colour if kind else ACCENT),
            url=spot.url,
            lang=spot.lang or scene.lang,
            letter=spot.letter,
            marked=spot.marked,
        )


def _kinds(kinds: Iterable[DisplayKind]) -> dict[str, DisplayKind]:
    return {kind.name: kind for kind in kinds}


def _iris(scene: Scene) -> dict[str, str]:
    return {short(thing.iri): str(thing.iri) for thing in scene.network.things} if scene.network else {}


def _one_line(text: str) -> str:
    return line(xml_text(text))


def colour_of(tie: Tie) -> str:
    """Return the colour of a link: that of what the source names, or of a reading."""
    return NAMED if tie.named else READING


def said_of(scene: Scene) -> tuple[str, ...]:
    """Return what must go with any copy: the scope, the strokes, what is left out, the state, the address."""
    strokes = [sign.words for sign in scene.legend if sign.stroke]
    stamp = scene.stamp
    dated = stamp.said or ", ".join((*stamp.plans, *([stamp.day.isoformat()] if stamp.day else [])))
    lines = (scene.scope, "; ".join(strokes), scene.left_out, dated, stamp.address)
    return tuple(_one_line(text) for text in lines if text)


def stroke_name(tie: Tie, lang: str) -> str:
    """Return what a link rests on in words; where the picture does not tell, how it is drawn."""
    return tie.basis or told(mark("based on the source") if tie.named else mark("a planner's reading"), lang)
