"""Slides of layered pictures: as many as it takes to be read at the back of a room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
    parts = parts_of(content, lambda part: laid_out(part, area, LEAST))
    shown = parts[:_MOST_SLIDES]
    drawn = _drawn_alike(shown, area)
    left_out = ". ".join(
        filter(None, (scene.left_out, _gone(frame, content, shown) if shown != parts else ""))
    )
    for place, each in enumerate(drawn, 1):
        said = replace(said_of(scene, f"{place}/{len(drawn)}" if len(drawn) > 1 else ""), left_out=left_out)
        room = frame.room(said)
        fits = each.high <= room.high + 0.5 and each.wide <= room.wide + 0.5
        sheet = frame.slide(said)
        draw(frame, sheet, replace(each, area=room if fits else each.area))
        frame.finish(sheet, said)


def _drawn_alike(parts: Sequence[Layered], area: Area) -> list[Fitted]:
    """Return the pictures at the largest size of text at which all of them fit."""
    for size in SIZES:
        drawn = []
        for part in parts:
            drawn.append(laid_out(part, area, size))
            if not drawn[-1].fits():
                break
        else:
            return drawn
    return [laid_out(part, area, LEAST) for part in parts]


def _gone(frame: Frame, content: Layered, shown: Sequence[Layered]) -> str:
    """Return how many things are on none of the slides, in words."""
    gone = {box.id for box in content.boxes} - {box.id for part in shown for box in part.boxes}
    return frame.word(mark("{number} things found no room on the slides"), number=len(gone)) if gone else ""
