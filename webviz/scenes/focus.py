"""What stands around things, as a scene."""

from __future__ import annotations

from dataclasses import replace

from graph import Network
from graph.i18n import mark

from .. import current
from ..focus import around_now, network_of
from ..focus_picture import Parts, legend, parts, title
from ..presentation import Layered, Scene
from ..state import State
from .addresses import absolute, spoken
from .linked import kinds_of, listed, plans_of, rows_of, signs
from .scopes import scope_line
from .stamps import stamp

_ENDPOINT = "focus.focus"
_SHOWN = mark("{shown} of {all} shown")


def scene(state: State) -> Scene:
    """Return the scene of what stands around the things in focus, or raise `UnknownQueryError`."""
    found = around_now(state)
    made = parts(found, spoken(state), _ENDPOINT)
    network = network_of(found, made.choice)
    kinds = kinds_of(thing.kind for thing in made.choice.shown.values())
    plans = plans_of(network, ())
    rows = rows_of(network)
    return Scene(
        name="-".join(name.replace(":", "-") for name in state.focus),
        lang=current.lang(),
        title=title(found),
        called=title(found),
        scope=scope_line(network.links, plans),
        desc=_desc(network),
        content=_content(made),
        kinds=kinds,
        legend=signs(kinds, legend(made)),
        listed=listed(rows, state),
        network=network,
        stamp=stamp(plans, state, _ENDPOINT),
    )


def _desc(network: Network) -> str:
    return "\n".join(
        f"{row.source.label.text} – {row.relation.text} – {row.target.label.text}"
        for row in rows_of(network)[:60]
    )


def _content(made: Parts) -> Layered:
    """Return what is drawn, with full addresses or none; heads say how many of all are shown."""
    content = made.content
    columns = []
    for at, column in enumerate(content.columns):
        shown = sum(box.column == at for box in content.boxes)
        more = current.word(_SHOWN, shown=shown, all=column.count) if shown < column.count else ""
        columns.append(replace(column, more=more, more_url=absolute(column.more_url) if more else ""))
    boxes = tuple(replace(box, url=absolute(box.url)) for box in content.boxes)
    return replace(content, columns=tuple(columns), boxes=boxes)
