"""Slides of layered pictures: as many as it takes to be read at the back of a room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from graph.i18n import mark

from ..scene import Layered, Scene
from .fitting import SIZES, Fitted, laid_out
from .frame import LEAST, Frame, said_of
from .layered_drawing import draw
from .measures import Area
from .parts import parts_of

#: The most slides that one picture takes.
_MOST_SLIDES = 12


def add_layered(frame: Frame, scene: Scene, content: Layered) -> None:
    """Add the slides of a layered picture: as many as it needs, each with the same size of text."""
    area = frame.room(said_of(scene, "10/10"))
    known: dict[Layered, Fitted] = {}

    def least(part: Layered) -> Fitted:
        if part not in known:
            known[part] = laid_out(part, area, LEAST)
        return known[part]

    shown = list(islice(parts_of(content, least), _MOST_SLIDES))
    drawn = _larger(shown, area) or [least(part) for part in shown]
    left_out = ". ".join(filter(None, (scene.left_out, *_gone(frame, content, shown))))
    for place, each in enumerate(drawn, 1):
        said = replace(said_of(scene, f"{place}/{len(drawn)}" if len(drawn) > 1 else ""), left_out=left_out)
        room = frame.room(said)
        fits = each.high <= room.high + 0.5 and each.wide <= room.wide + 0.5
        sheet = frame.slide(said)
        draw(frame, sheet, replace(each, area=room if fits else each.area))
        frame.finish(sheet, said)


def _larger(parts: Sequence[Layered], area: Area) -> list[Fitted]:
    """Return the pictures at the largest size of text at which all of them fit, if there is one."""
    for size in SIZES[:-1]:
        drawn = []
        for part in parts:
            drawn.append(laid_out(part, area, size))
            if not drawn[-1].fits():
                break
        else:
            return drawn
    return []


def _gone(frame: Frame, content: Layered, shown: Sequence[Layered]) -> Iterator[str]:
    """Yield how many things and links between those shown are on none of the slides, in words."""
    things = {box.id for part in shown for box in part.boxes}
    gone = len({box.id for box in content.boxes} - things)
    if gone:
        yield frame.word(mark("{number} things found no room on the slides"), number=gone)
    links = {tie for part in shown for tie in part.ties}
    between = [tie for tie in content.ties if tie.source in things and tie.target in things]
    lost = len(set(between) - links)
    if lost:
        yield frame.word(mark("links from one slide to another that are not drawn: {number}"), number=lost)
