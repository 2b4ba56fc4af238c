"""Slides of layered pictures: one of what is tied most, or as many as it takes where all must be seen.

All can be read at the back of a room.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from graph.drawing import Box
from graph.drawing.closeness import CUT
from graph.i18n import mark

from ..scene import Layered, Scene, Sign
from .fewer import counted, fewer
from .fitting import SIZES, Fitted, laid_out, laid_out_so
from .frame import LEAST, Frame, said_of
from .layered_drawing import draw
from .measures import Area
from .parts import parts_of

#: The most slides that one picture takes.
_MOST_SLIDES = 12
#: How many letters a note has at most that stands below a text.
_LONGEST_NOTE = 8


def add_layered(frame: Frame, scene: Scene, content: Layered) -> None:
    """Add the slides of a layered picture, each with the same size of text."""
    content = counted(replace(content, boxes=tuple(map(_with_short_note, content.boxes))))
    scene = replace(scene, legend=tuple(_unsaid(scene.legend, content)))
    said = said_of(scene, "10/10")
    area = frame.room(said)
    drawn = _drawn(content, area)
    left_out = _left_out(frame, scene, content, drawn)
    while (smaller := frame.room(replace(said, left_out=left_out))).high < area.high:
        # What is said of what is left out takes room itself.
        area = smaller
        drawn = _drawn(content, area)
        left_out = _left_out(frame, scene, content, drawn)
    for place, each in enumerate(drawn, 1):
        said = replace(said_of(scene, f"{place}/{len(drawn)}" if len(drawn) > 1 else ""), left_out=left_out)
        sheet = frame.slide(said)
        room = frame.room(said)
        silent = draw(frame, sheet, replace(each, area=room if room.high >= each.area.high else each.area))
        if silent:
            frame.tell(sheet.slide, silent)
        frame.finish(sheet, said)


def _unsaid(legend: Sequence[Sign], content: Layered) -> Iterator[Sign]:
    """Yield what the heads of the columns do not say already: they have the signs of their kinds."""
    heads = {column.kind for column in content.columns}
    return (sign for sign in legend if not sign.kind or sign.kind not in heads)


@lru_cache(maxsize=16)
def _drawn(content: Layered, area: Area) -> tuple[Fitted, ...]:
    """Return the parts of a picture as they fit into an area, at the largest size of text that suits all."""
    known: dict[Layered, Fitted] = {}

    def least(part: Layered) -> Fitted:
        if part not in known:
            known[part] = laid_out(part, area, LEAST)
        return known[part]

    some = None if least(content).fits() else fewer(content, least)
    parts = [counted(some)] if some else list(islice(parts_of(content, least), _MOST_SLIDES))
    return tuple(_larger(parts, area) or [_cut(least(part), part) for part in parts])


def _left_out(frame: Frame, scene: Scene, content: Layered, drawn: Sequence[Fitted]) -> str:
    shown = {placed.box.id for each in drawn for placed in each.layout.boxes}
    if len(drawn) == 1 and any(box.id not in shown for box in content.boxes):
        told = [part for part in scene.left_out.split("; ") if part not in scene.counts.split("; ")]
        return ". ".join(filter(None, ("; ".join(told), _most_linked(frame, content, shown))))
    return ". ".join(filter(None, (scene.left_out, *_gone(frame, content, drawn))))


def _most_linked(frame: Frame, content: Layered, shown: Collection[str]) -> str:
    """Return that those with the most links are shown, and how many of each column, in words."""
    told = []
    for at, column in enumerate(content.columns):
        number = sum(box.id in shown for box in content.boxes if box.column == at)
        if number < column.count:
            told.append(f"{column.title.rpartition(' (')[0] or column.title} {number}/{column.count}")
    return frame.word(mark("The slide shows those with the most links: {parts}"), parts=", ".join(told))


def _cut(drawn: Fitted, part: Layered) -> Fitted:
    """Return a picture with its longest texts cut, if it does not fit otherwise."""
    return drawn if drawn.fits() else laid_out_so(part, drawn.area, LEAST, CUT)


def _with_short_note(box: Box) -> Box:
    """Return a box whose note, if it is more than a word, stands in its text: a note has one line."""
    if len(box.note) <= _LONGEST_NOTE:
        return box
    return replace(box, text=f"{box.text} ({box.note})", note="")


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


def _gone(frame: Frame, content: Layered, drawn: Sequence[Fitted]) -> Iterator[str]:
    """Yield how many things and links between those shown are on none of the slides, in words."""
    things = {placed.box.id for each in drawn for placed in each.layout.boxes}
    gone = len({box.id for box in content.boxes} - things)
    if gone:
        yield frame.word(mark("{number} things found no room on the slides"), number=gone)
    links = {routed.tie for each in drawn for routed in each.layout.ties}
    between = {t for t in content.ties if t.source in things and t.target in things and t.source != t.target}
    if between - links:
        message = mark("links from one slide to another that are not drawn: {number}")
        yield frame.word(message, number=len(between - links))
