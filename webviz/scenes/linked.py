"""What all pictures of links say of themselves: basis, legend, the links as a table, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph import Network, PlanInfo
from graph.i18n import mark
from graph.table import short
from ontology import DisplayKind, pick

from .. import current, links
from ..links import LinkRow
from ..presentation import Grid, GridCell, GridRow, Sign
from ..state import State
from .addresses import around

_HEADS = (mark("From"), mark("Relation"), mark("To"), mark("What it rests on"))


def signs(kinds: Iterable[DisplayKind], strokes: Iterable[tuple[str, str]]) -> tuple[Sign, ...]:
    """Return the legend: each kind that is shown, then what the strokes mean."""
    named = (Sign(pick(kind.names, current.lang()).text, kind=kind.name) for kind in kinds)
    return (*named, *(Sign(words, stroke=stroke) for stroke, words in strokes))


def kinds_of(names: Iterable[str]) -> tuple[DisplayKind, ...]:
    """Return the kinds of these names, in the order of the legend."""
    wanted = set(names)
    return tuple(kind for kind in current.plans().model.kinds if kind.name in wanted)


def listed(rows: Sequence[LinkRow], state: State) -> Grid:
    """Return links as a table, the equal of their picture."""
    heads = tuple(GridCell(current.word(head)) for head in _HEADS)
    return Grid(heads, tuple(GridRow(_cells(row, state)) for row in rows))


def _cells(row: LinkRow, state: State) -> tuple[GridCell, ...]:
    ends = [
        GridCell(
            thing.label.text, url=around(short(thing.iri), state), kind=thing.kind, lang=thing.label.lang
        )
        for thing in (row.source, row.target)
    ]
    basis = ", ".join(filter(None, (row.basis.text, row.sure.text if row.sure else "")))
    return ends[0], GridCell(row.relation.text), ends[1], GridCell(basis)


def rows_of(network: Network) -> list[LinkRow]:
    """Return the links of a network in words."""
    return links.rows(network)


def plans_of(network: Network, chosen: Sequence[PlanInfo]) -> list[PlanInfo]:
    """Return the plans and registers whose links a picture shows, those chosen first."""
    homes = {short(link.record).partition(":")[0] for link in network.links if link.record}
    homes |= {short(thing.iri).partition(":")[0] for thing in network.things}
    known = [info for info in current.plans().plans(current.lang()) if info.plan_id in homes]
    of_plans = [info for info in known if info.kind == "plan"]
    return of_plans or list(chosen)
