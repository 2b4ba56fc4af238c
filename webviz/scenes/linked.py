"""What all pictures of links say of themselves: the legend, the links as a table, and as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph import Network, PlanInfo
from graph.drawing import Box, Tie
from graph.i18n import mark
from graph.network import NetworkThing
from graph.table import short
from ontology import DisplayKind, pick

from .. import current
from ..links import LinkRow
from ..presentation import Grid, GridCell, GridRow, Sign
from ..state import State
from ..words import number
from .addresses import around
from .titles import cut

_HEADS = (mark("From"), mark("Relation"), mark("To"), mark("What it rests on"))
_MORE = mark("And {number} more links; the list has all of them.")
_HIDDEN = mark("Left out: {names}")
_FIRST = mark("There are so many links that only the first {number} are shown")
_FILTERED = mark("Only a part is shown: the picture is filtered")
#: How many lines of a description there are, and how many letters of a name.
_MOST_LINES, _LONGEST_NAME = 60, 120


def signs(kinds: Iterable[DisplayKind], strokes: Iterable[tuple[str, str]]) -> tuple[Sign, ...]:
    """Return the legend: each kind that is shown, then what the strokes mean."""
    named = (Sign(pick(kind.names, current.lang()).text, kind=kind.name) for kind in kinds)
    return (*named, *(Sign(words, stroke=stroke) for stroke, words in strokes))


def kinds_of(names: Iterable[str]) -> tuple[DisplayKind, ...]:
    """Return the kinds of these names, in the order of the legend."""
    wanted = set(names)
    return tuple(kind for kind in current.plans().model.kinds if kind.name in wanted)


def plans_of(network: Network, chosen: Sequence[PlanInfo]) -> list[PlanInfo]:
    """Return the plans whose links a picture shows; those chosen where it shows links of none."""
    homes = {short(link.record).partition(":")[0] for link in network.links if link.record}
    known = [info for info in current.plans().plans(current.lang()) if info.plan_id in homes]
    return [info for info in known if info.kind == "plan"] or list(chosen)


def listed(rows: Sequence[LinkRow], state: State) -> Grid:
    """Return links as a table, the equal of their picture."""
    return Grid(_heads(), tuple(GridRow(_cells(row, state)) for row in rows))


def listed_ties(boxes: Sequence[Box], ties: Iterable[Tie], state: State) -> Grid:
    """Return what is drawn between boxes as a table."""
    cells = {
        box.id: GridCell(box.text, url=around(box.id, state), kind=box.kind, lang=box.lang) for box in boxes
    }
    rows = (
        (cells[tie.source], GridCell(tie.text), cells[tie.target], GridCell(_joined(tie.basis, tie.sure)))
        for tie in ties
    )
    return Grid(_heads(), tuple(map(GridRow, rows)))


def _heads() -> tuple[GridCell, ...]:
    return tuple(GridCell(current.word(head)) for head in _HEADS)


def _cells(row: LinkRow, state: State) -> tuple[GridCell, ...]:
    basis = _joined(row.basis.text, row.sure.text if row.sure else "")
    return _end(row.source, state), GridCell(row.relation.text), _end(row.target, state), GridCell(basis)


def _end(thing: NetworkThing, state: State) -> GridCell:
    label = thing.label
    return GridCell(label.text, url=around(short(thing.iri), state), kind=thing.kind, lang=label.lang)


def _joined(*texts: str) -> str:
    return ", ".join(filter(None, texts))


def described(first: str, listed: Grid) -> str:
    """Return a picture in words: a sentence, then who is linked with what, a line for each of them."""
    together: dict[tuple[str, str], list[str]] = {}
    for row in listed.rows:
        source, relation, target = (cut(cell.text, _LONGEST_NAME) for cell in row.cells[:3])
        together.setdefault((source, relation), []).append(target)
    lines = [f"{source} – {relation}: {', '.join(ends)}." for (source, relation), ends in together.items()]
    more = sum(map(len, list(together.values())[_MOST_LINES:]))
    rest = [current.word(_MORE, number=number(more))] if more else []
    return "\n".join([f"{first}.", *lines[:_MOST_LINES], *rest])


def left_out(state: State, shown: Network, *more: str) -> str:
    """Return what belongs to a picture and is not shown: kinds, links after the first, what filters hide."""
    hidden = kinds_of(state.hide)
    said = [current.word(_HIDDEN, names=", ".join(pick(kind.names, current.lang()).text for kind in hidden))]
    told = [*(said if hidden else []), *filter(None, more)]
    if shown.truncated:
        told.append(current.word(_FIRST, number=number(len(shown.links))))
    if any((state.without, state.basis, state.field, state.year, state.named, state.least)):
        told.append(current.word(_FILTERED))
    return "; ".join(told)
