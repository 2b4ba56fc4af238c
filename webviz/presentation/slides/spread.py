"""The slide of a whole network: native shapes at the places of the page, with the names that find room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.drawing import Tie
from graph.drawing.text_measure import clean
from graph.i18n import mark
from ontology import pick

from ..scene import Scene, Spot, Spread
from .colours import Paint, contrast, fixed_paint
from .frame import Frame, Said, Sheet, said_of
from .labels import Label, labels
from .marks import End, Text, line, shape, text_box
from .measures import Area
from .signs import nearest_site, preset_of

_SIZES = (16.0, 14.0, 12.0)
#: Of things, in points; how much wider than high a picture may become.
_SMALLEST, _LARGEST, _MOST_STRETCH = 3.0, 15.0, 1.6
#: Room for a letter of twelve points.
_LETTERED = 8.0
#: How opaque lines are, in percent, and how wide: of few links, and of many.
_FEW = 40
_STROKES = ((100, 1.25), (40, 0.75))


def add_spread(frame: Frame, scene: Scene, content: Spread) -> None:
    """Add the slide of a network."""
    said = said_of(scene)
    # The line that says which names are left out takes room itself.
    number = len(content.spots)
    room = frame.room(replace(said, left_out=_left_out(frame, said, number, number)))
    areas = _places(content.spots, room)
    for size in _SIZES:
        named = labels(content.spots, areas, room, size, scene.lang)
        if len(named) == len(content.spots):
            break
    said = _with_names(frame, said, content, named)
    sheet = frame.slide(said)
    letters = {sign.letter: sign.words for sign in scene.legend if sign.letter}
    _Drawing(frame, sheet, content, areas, letters).drawn(named, size)
    frame.finish(sheet, said)


def _with_names(frame: Frame, said: Said, content: Spread, named: Sequence[Label]) -> Said:
    """Return what is said when not all names stand on the slide: how many, and all of them in the notes."""
    if len(named) == len(content.spots):
        return said
    kinds: dict[str, list[str]] = {}
    for spot in content.spots:
        kinds.setdefault(spot.kind, []).append(clean(spot.text))
    names = (f"{_kind(frame, kind)}: {'; '.join(texts)}" for kind, texts in kinds.items())
    left = _left_out(frame, said, len(named), len(content.spots))
    return replace(said, left_out=left, notes=(*said.notes, *names))


def _left_out(frame: Frame, said: Said, shown: int, number: int) -> str:
    message = mark("{shown} of {all} names are shown; all of them are in the notes")
    return ". ".join(filter(None, (said.left_out, frame.word(message, shown=shown, all=number))))


def _kind(frame: Frame, kind: str) -> str:
    return pick(frame.kinds[kind].names, frame.lang).text if kind in frame.kinds else ""


def _places(spots: Sequence[Spot], room: Area) -> dict[str, Area]:
    """Return where things stand: as on the page, with the picture as large as the room."""
    if not spots:
        return {}
    left, right = min(s.x for s in spots), max(s.x for s in spots)
    top, bottom = min(s.y for s in spots), max(s.y for s in spots)
    inner = Area(room.x + _LARGEST, room.y + _LARGEST, room.wide - 2 * _LARGEST, room.high - 2 * _LARGEST)
    down = inner.high / max(bottom - top, 1.0)
    across = inner.wide / max(right - left, 1.0)
    down, across = min(down, across * _MOST_STRETCH, 2.0), min(across, down * _MOST_STRETCH, 2.0)
    x0 = inner.x + (inner.wide - (right - left) * across) / 2
    y0 = inner.y + (inner.high - (bottom - top) * down) / 2
    least = _LETTERED if any(spot.letter for spot in spots) else _SMALLEST
    found = {}
    for spot in spots:
        radius = min(max(spot.radius * min(down, across), least), _LARGEST)
        x, y = x0 + (spot.x - left) * across, y0 + (spot.y - top) * down
        found[spot.id] = Area(x - radius, y - radius, 2 * radius, 2 * radius)
    return found


class _Drawing:
    def __init__(
        self,
        frame: Frame,
        sheet: Sheet,
        content: Spread,
        areas: Mapping[str, Area],
        letters: Mapping[str, str],
    ) -> None:
        self.frame, self.sheet, self.content, self.areas = frame, sheet, content, areas
        #: What the letters on things stand for.
        self.letters = letters
        self.presets: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.names = {spot.id: clean(spot.text) or spot.id for spot in content.spots}

    def drawn(self, named: Sequence[Label], size: float) -> None:
        for spot in sorted(self.content.spots, key=lambda s: (not s.marked, -s.weight, -s.radius, s.id)):
            self._spot(spot)
        ties = [tie for tie in self.content.ties if tie.source in self.numbers and tie.target in self.numbers]
        opaque, wide = _STROKES[len(ties) > _FEW]
        for tie in sorted(ties, key=lambda tie: tie.named):
            if tie.source != tie.target:
                self._tie(tie, opaque, wide)
        for label in named:
            self._label(label, size)

    def _spot(self, spot: Spot) -> None:
        colours, kind = self.frame.colours, self.frame.kinds.get(spot.kind)
        is_of_kind = not spot.colour or (
            kind is not None and spot.colour.casefold() == kind.colour.casefold()
        )
        paint = colours.of(spot.kind) if is_of_kind else fixed_paint(spot.colour.lstrip("#"))
        preset = preset_of(kind.symbol if kind else "")
        area = self.areas[spot.id]
        said = ": ".join(filter(None, (_kind(self.frame, spot.kind), self.names[spot.id])))
        said = ", ".join(filter(None, (said, self.letters.get(spot.letter))))
        own = self.sheet.new(self.names[spot.id], said, spot.url)
        self.numbers[spot.id], self.presets[spot.id] = own.number, preset
        text = None
        if spot.letter and area.high >= 2 * _LETTERED:
            ink = max((colours.ground, colours.ink), key=lambda each: contrast(each.rgb, paint.rgb))
            text = Text([spot.letter], 12, ink, self.frame.lang, bold=True, align="ctr", anchor="ctr")
        stroke, wide = (colours.ink, 2.5) if spot.marked else (colours.ground, 0.5)
        self.sheet.add(shape(own, area, preset, fill=paint, stroke=stroke, text=text, stroke_wide=wide))

    def _tie(self, tie: Tie, opaque: int, wide: float) -> None:
        start = self._end(tie.source, tie.target)
        end = self._end(tie.target, tie.source)
        soft = self.frame.colours.soft
        xml = soft.xml.replace("/>", f'><a:alpha val="{opaque}000"/></a:schemeClr>')
        paint = soft if opaque == 100 else Paint(xml, soft.rgb)
        basis = tie.basis or self.frame.word(
            mark("based on the source") if tie.named else mark("a planner's reading")
        )
        said = f"{self.names[tie.source]} – {tie.words} – {self.names[tie.target]} ({basis})"
        self.sheet.add(
            line(
                self.sheet.new(tie.words or "–", said),
                start,
                end,
                paint,
                dashed=not tie.named,
                arrow=not tie.mutual and len(self.content.ties) <= _FEW,
                wide=wide,
            )
        )

    def _end(self, name: str, other: str) -> End:
        far = self.areas[other]
        middle = (far.x + far.wide / 2, far.y + far.high / 2)
        site, x, y = nearest_site(self.presets[name], self.areas[name], *middle)
        return End(x, y, self.numbers[name], site)

    def _label(self, label: Label, size: float) -> None:
        colours = self.frame.colours
        lang = label.spot.lang or self.frame.lang
        text = Text(
            label.lines,
            size,
            colours.ink,
            lang,
            bold=label.spot.marked,
            align=label.align,
            anchor="ctr",
            whole=label.spot.text,
        )
        name = self.names[label.spot.id]
        self.sheet.add(text_box(self.sheet.new(name, name), label.area, text, colours.ground))
