"""Slides of layered pictures: as many as it takes to be read at the back of a room."""

from __future__ import annotations

from dataclasses import replace

from graph.i18n import mark

from ..scene import Layered, Scene
from .fitting import SIZES, fitted
from .frame import Frame, said_of
from .layered_drawing import draw
from .parts import parts_of

#: The most slides that one picture takes.
_MOST_SLIDES = 12


def add_layered(frame: Frame, scene: Scene, content: Layered) -> None:
    """Add the slides of a layered picture: as many as it needs, each with the same size of text."""
    area = frame.room(said_of(scene, "10/10"))
    whole = fitted(content, area)
    parts = [content] if whole else parts_of(content, lambda part: fitted(part, area, SIZES[-1:]) is not None)
    shown = parts[:_MOST_SLIDES]
    size = next((s for s in SIZES if all(fitted(part, area, (s,)) for part in shown)), SIZES[-1])
    for place, part in enumerate(shown, 1):
        said = said_of(scene, f"{place}/{len(shown)}" if len(shown) > 1 else "")
        if len(parts) > len(shown):
            gone = len({b.id for b in content.boxes} - {b.id for part in shown for b in part.boxes})
            left = frame.word(mark("{number} things found no room on the slides"), number=gone)
            said = replace(said, left_out=". ".join(filter(None, (said.left_out, left))))
        drawn = fitted(part, frame.room(said), (size, SIZES[-1]))
        sheet = frame.slide(said)
        if drawn:
            draw(frame, sheet, drawn)
        frame.finish(sheet, said)
