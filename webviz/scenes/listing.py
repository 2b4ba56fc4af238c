"""The list of links, as a scene."""

from __future__ import annotations

from graph.i18n import mark

from .. import current
from ..listing import shown_rows
from ..presentation import Scene
from ..state import State
from .linked import kinds_of, listed, plans_of
from .scopes import scope_line
from .stamps import stamp

_ENDPOINT = "pages.listing"
_CUT = mark("only the first {shown} links are shown")


def scene(state: State) -> Scene:
    """Return the scene of the list as the reader has ordered and searched it."""
    shown, rows = shown_rows(state)
    plans = plans_of(shown.shown, shown.chosen.plans)
    grid = listed(rows, state)
    cut = shown.network.truncated
    return Scene(
        name="list",
        lang=current.lang(),
        title=current.word("List"),
        called=current.word("List"),
        scope=scope_line([row.link for row in rows], plans),
        desc="",
        content=grid,
        kinds=kinds_of(kind.name for row in rows for kind in (row.source_kind, row.target_kind) if kind),
        left_out=current.word(_CUT, shown=len(rows)) if cut else "",
        listed=grid,
        stamp=stamp(plans, state, _ENDPOINT),
    )
