"""A layered picture on a slide: boxes in columns, connectors glued to them, words that cover nothing."""

from __future__ import annotations

from graph.drawing import Placed, Tie
from graph.drawing.layered import Head, Word
from graph.drawing.text_measure import width_of
from graph.i18n import mark
from ontology import pick

from .colours import Paint, contrast
from .fitting import Fitted
from .frame import LEADING, Frame, Sheet
from .marks import End, Text, joined, line, shape, text_box
from .measures import Area
from .routes import DOT, Point, Route, routes
from .signs import preset_of
from .words import spoken

_ROUNDING, _INSIDE, _SIGN = 6.0, 8.0, 12.0
_THIN, _THICK = 1.25, 1.5


def draw(frame: Frame, sheet: Sheet, drawn: Fitted) -> list[str]:
    """Draw a picture in the order in which it is read; return what ties say whose words found no room."""
    return _Drawing(frame, sheet, drawn).drawn()


class _Drawing:
    def __init__(self, frame: Frame, sheet: Sheet, drawn: Fitted) -> None:
        self.frame, self.sheet, self.fit = frame, sheet, drawn
        self.colours, self.lang, self.size = frame.colours, frame.lang, drawn.size
        self.numbers: dict[str, int] = {}
        self.names: dict[str, str] = {}
        self.areas = {placed.box.id: drawn.place(placed) for placed in drawn.layout.boxes}

    def drawn(self) -> list[str]:
        layout = self.fit.layout
        for head in layout.heads:
            self._head(head)
            of_column = [p for p in layout.boxes if abs(p.x - head.x) < 0.5]
            for placed in sorted(of_column, key=lambda p: p.y):
                self._box(placed)
        fit = self.fit
        ways = routes(layout.ties, self.areas, fit.scale, fit.dx, fit.dy)
        for route in sorted(ways, key=lambda route: route.tie.named):
            self._tie(route)
        for word in layout.words:
            self._word_of_gap(word)
        room = Area(fit.area.x, fit.dy + layout.top * fit.scale - 8, fit.area.wide, fit.area.bottom)
        found, silent = spoken(ways, self.areas, layout, self.size, room)
        for spot in found:
            text = Text(spot.lines, self.size, self.colours.soft, self.lang, align="ctr", anchor="ctr")
            said = joined(spot.lines)
            self.sheet.add(text_box(self.sheet.new(said, said), spot.area, text, self.colours.ground))
        return [self._said(route.tie) for route in silent]

    # ---- heads and boxes

    def _head(self, head: Head) -> None:
        fit, kind = self.fit, self.frame.kinds.get(head.column.kind)
        x, y = head.x * fit.scale + fit.dx, (head.y - 14) * fit.scale + fit.dy
        leading = fit.scale * fit.layout.size * 1.3
        paint = self.colours.of(head.column.kind)
        wide = head.wide * fit.scale
        if kind:
            place = Area(x, y + (leading - _SIGN) / 2, _SIGN, _SIGN)
            self.sheet.add(shape(self.sheet.new(kind.name), place, preset_of(kind.symbol), fill=paint))
        if head.column.kind:
            x, wide = x + 20 * fit.scale, wide - 20 * fit.scale
        text = Text(head.lines, self.size, paint, self.lang, bold=True, whole=head.column.title)
        self.sheet.text(Area(x, y, wide, len(head.lines) * leading), text)

    def _box(self, placed: Placed) -> None:
        box, area = placed.box, self.areas[placed.box.id]
        paint, ground = self.colours.of(box.kind), self.colours.ground
        ink = self._on(paint) if box.centre else self.colours.ink
        kind = self.frame.kinds.get(box.kind)
        name = joined([*placed.lines]) if placed.lines[-1:] != ("",) else ""
        self.names[box.id] = box.text or name
        said = ": ".join(filter(None, (pick(kind.names, self.lang).text if kind else "", box.text)))
        own = self.sheet.new(box.text, ", ".join(filter(None, (said, box.note))) or box.id, box.url)
        self.numbers[box.id] = own.number
        text = Text(
            placed.lines,
            self.size,
            ink,
            box.lang or self.lang,
            bold=box.centre,
            anchor="ctr",
            note=(placed.note,) if placed.note else (),
            note_paint=ink if box.centre else self.colours.soft,
            whole=box.text,
        )
        self.sheet.add(
            shape(
                own,
                area,
                "roundRect",
                fill=paint if box.centre else ground,
                stroke=paint,
                text=text,
                inside=_INSIDE * self.fit.scale,
                stroke_wide=_THICK,
                rounding=_ROUNDING,
            )
        )

    def _on(self, paint: Paint) -> Paint:
        """Return the colour of text that is read best on another."""
        return max((self.colours.ground, self.colours.ink), key=lambda each: contrast(each.rgb, paint.rgb))

    # ---- ties and their words

    def _tie(self, route: Route) -> None:
        tie, said = route.tie, self._said(route.tie)
        numbers = [self.numbers[tie.source], *map(self._dot, route.dots), self.numbers[tie.target]]
        for place, leg in enumerate(route.legs):
            # What a tie says is told once, with the part that has the arrow.
            is_last = place == len(route.legs) - 1
            self.sheet.add(
                line(
                    self.sheet.new(tie.words or "–", said if is_last else ""),
                    End(*leg.start, numbers[place], leg.start_site),
                    End(*leg.end, numbers[place + 1], leg.end_site),
                    self.colours.soft,
                    preset=leg.preset,
                    adjust=leg.adjust,
                    dashed=not tie.named,
                    arrow=is_last and not tie.mutual,
                    wide=_THIN,
                )
            )

    def _said(self, tie: Tie) -> str:
        how = mark("based on the source") if tie.named else mark("a planner's reading")
        basis = tie.basis or self.frame.word(how)
        return f"{self.names[tie.source]} – {tie.words} – {self.names[tie.target]} ({basis})"

    def _dot(self, point: Point) -> int:
        """Draw the dot that leads a tie past a column, and return its number."""
        own = self.sheet.new("·")
        place = Area(point[0] - DOT / 2, point[1] - DOT / 2, DOT, DOT)
        self.sheet.add(shape(own, place, "ellipse", fill=self.colours.soft))
        return own.number

    def _word_of_gap(self, word: Word) -> None:
        fit = self.fit
        wide = max(width_of(each, self.size) for each in word.lines) + 4
        x, y = word.x * fit.scale + fit.dx - wide / 2, (word.y - 14) * fit.scale + fit.dy
        high = len(word.lines) * self.size * LEADING
        text = Text(word.lines, self.size, self.colours.soft, self.lang, align="ctr")
        self.sheet.text(Area(x, y, wide, high), text)
