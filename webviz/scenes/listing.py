"""The list of links, as a scene."""

from __future__ import annotations

from graph.i18n import mark

from .. import current
from ..listing import shown_rows
from ..presentation import Scene
from ..state import State
from ..words import number
from . import scopes, sources, titles
from .linked import described, kinds_of, left_out, listed, plans_of
from .stamps import stamp

_ENDPOINT = "pages.listing"
_SPLIT = mark("{links}: {named} based on the source, {readings} a planner's reading")
_ALL_NAMED, _ALL_READ = mark("{links}, all based on the source"), mark("{links}, all a planner's reading")


def scene(state: State) -> Scene:
    """Return the scene of the list as the reader has ordered and searched it."""
    shown, rows, ways = shown_rows(state)
    found = [row.link for row in rows]
    plans = plans_of(shown.shown, shown.chosen.plans)
    said, grid = _title(len(rows), sum(not link.named for link in found)), listed(rows, state)
    kinds = kinds_of(kind.name for row in rows for kind in (row.source_kind, row.target_kind) if kind)
    return Scene(
        name=f"{state.plan or '-'.join(info.plan_id for info in plans[:2])}-list",
        lang=current.lang(),
        title=said,
        called=current.word(mark("List")),
        scope=scopes.of_links(found, plans),
        desc=described(said, grid),
        content=grid,
        kinds=kinds,
        sources=sources.of_links(found, shown.chosen.plan_id),
        left_out=left_out(state, shown.shown),
        listed=grid,
        stamp=stamp(plans, state, _ENDPOINT, **ways),
    )


def _title(count: int, readings: int) -> str:
    """Return how many links there are, and on what they rest."""
    links = titles.links_in_words(count)
    if not count:
        return links
    links = links[:1].upper() + links[1:]
    if readings in {0, count}:
        return current.word(_ALL_READ if readings else _ALL_NAMED, links=links)
    return current.word(_SPLIT, links=links, named=number(count - readings), readings=number(readings))
