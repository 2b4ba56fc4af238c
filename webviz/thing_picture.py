"""A small picture of what stands right around a thing: what is above it on the left, the others right."""

from __future__ import annotations

from collections.abc import Iterator

from graph.drawing import Box, Column, Tie, lay_out, svg
from graph.i18n import mark
from graph.table import short
from graph.things import Statement, Thing, Value

from . import current, urls

#: How many things each side shows, and how many of one relation.
_MOST, _MOST_OF_ONE = 7, 3
_WIDTH, _SIZE = 720.0, 13.0
_LEFT, _CENTRE, _RIGHT = range(3)


def small_picture(found: Thing) -> str:
    """Return a thing and some of what it is linked with as SVG, without a further question to the store."""
    centre = Box(
        id=found.short,
        text=found.label.text,
        column=_CENTRE,
        kind=found.kind.name if found.kind else "",
        centre=True,
        url=urls.around_thing(found.iri),
        lang=found.label.lang,
    )
    boxes, ties = {centre.id: centre}, []
    for statement, one in _neighbours(found):
        box = _box(found, one)
        of_side = sum(other.column == box.column for other in boxes.values())
        if box.id not in boxes and of_side < _MOST:
            boxes[box.id] = box
            ties.append(_tie(found, statement, one, box))
    if not ties:
        return ""
    names = (mark("Above"), mark("This"), mark("Linked"))
    counts = [sum(box.column == column for box in boxes.values()) for column in range(3)]
    used = [column for column in range(3) if counts[column]]
    placed = [_moved(box, used.index(box.column)) for box in boxes.values()]
    columns = [Column(current.word(names[column]), "", counts[column]) for column in used]
    return svg(
        lay_out(columns, placed, ties, width=_WIDTH, size=_SIZE),
        current.plans().model.kinds,
        title=found.label.text,
        desc=current.word(mark("Some of the links that are told above, as a picture.")),
        lang=current.lang(),
    )


def _neighbours(found: Thing) -> Iterator[tuple[Statement, Value]]:
    """Yield some links of each relation, with what they lead to."""
    for statement in found.statements:
        linked = [one for one in statement.values if one.record is not None and one.cell.label is not None]
        for one in linked[:_MOST_OF_ONE]:
            if one.cell.iri != str(found.iri):
                yield statement, one


def _box(found: Thing, one: Value) -> Box:
    assert one.cell.iri is not None
    assert one.cell.label is not None
    above = one.kind is not None and found.kind is not None and one.kind.order < found.kind.order
    return Box(
        id=short(one.cell.iri),
        text=one.cell.label.text,
        column=_LEFT if above else _RIGHT,
        kind=one.kind.name if one.kind else "",
        url=urls.around_thing(one.cell.iri),
        note=current.word(mark("Internal")) if current.is_internal(one.cell.term) else "",
        lang=one.cell.label.lang,
    )


def _tie(found: Thing, statement: Statement, one: Value, box: Box) -> Tie:
    assert one.record is not None
    ends = (box.id, found.short) if statement.incoming else (found.short, box.id)
    sure = one.record.sure.text if one.record.sure and not one.record.named else ""
    return Tie(*ends, statement.name.text, one.record.named, sure, one.record.basis.text)


def _moved(box: Box, column: int) -> Box:
    return Box(box.id, box.text, column, box.kind, box.centre, box.url, box.note, box.lang)
