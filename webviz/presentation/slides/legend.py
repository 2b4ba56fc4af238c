"""The legend of a slide: signs of kinds and strokes, each with its words, in lines below the content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.drawing.text_measure import clean, shortened, width_of
from ontology import DisplayKind

from ..scene import Sign
from .colours import fixed_paint
from .marks import End, Text, line, shape, text_box
from .measures import Area
from .signs import preset_of

if TYPE_CHECKING:
    from .frame import Sheet

SIZE = 12.0
_LINE = 18.0
_SIGN, _STROKE, _AIR, _BETWEEN = 10.0, 30.0, 6.0, 18.0

Laid = tuple[Sign, str, float, float]


def legend_lines(signs: Sequence[Sign], wide: float) -> list[list[Laid]]:
    """Return the lines of a legend: each sign with its words, where it begins and how wide its words are."""
    lines: list[list[Laid]] = []
    x = wide + 1.0
    for sign in map(_lettered, signs):
        if not clean(sign.words):
            continue
        before = _before(sign)
        words = shortened(clean(sign.words), wide - before - 2, SIZE)
        room = before + width_of(words, SIZE) + 2
        if x + room > wide:
            lines.append([])
            x = 0.0
        lines[-1].append((sign, words, x, room - before))
        x += room + _BETWEEN
    return lines


def legend_marks(sheet: Sheet, area: Area, signs: Sequence[Sign], kinds: Mapping[str, DisplayKind]) -> None:
    """Draw a legend from the top of an area."""
    for place, laid in enumerate(legend_lines(signs, area.wide)):
        y = area.y + place * _LINE
        for sign, words, x, room in laid:
            _draw_sign(sheet, sign, area.x + x, y, kinds)
            text = Text([words], SIZE, sheet.colours.soft, sheet.lang, anchor="ctr")
            where = Area(area.x + x + _before(sign), y, room, _LINE)
            sheet.add(text_box(sheet.new(words, sign.words), where, text))


def _lettered(sign: Sign) -> Sign:
    """Return a sign with its letter before its words: on the sign itself it would be too small."""
    return replace(sign, words=f"{sign.letter}: {sign.words}") if sign.letter else sign


def _before(sign: Sign) -> float:
    if sign.stroke:
        return _STROKE + _AIR
    return _SIGN + _AIR if sign.kind or sign.colour else 0.0


def _draw_sign(sheet: Sheet, sign: Sign, x: float, y: float, kinds: Mapping[str, DisplayKind]) -> None:
    middle = y + _LINE / 2
    if sign.stroke:
        start, end = End(x, middle), End(x + _STROKE, middle)
        is_reading = sign.stroke != "named"
        sheet.add(line(sheet.new(sign.stroke), start, end, sheet.colours.soft, dashed=is_reading, wide=1.5))
    elif sign.kind or sign.colour:
        preset = preset_of(kinds[sign.kind].symbol if sign.kind in kinds else "")
        place = Area(x, middle - _SIGN / 2, _SIGN, _SIGN)
        fill = fixed_paint(sign.colour.lstrip("#")) if sign.colour else sheet.colours.of(sign.kind)
        sheet.add(shape(sheet.new(sign.kind or sign.words), place, preset, fill=fill))
