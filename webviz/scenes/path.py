"""How things are connected, as a scene."""

from __future__ import annotations

from dataclasses import replace

from rdflib import URIRef

from graph import Network
from graph.analysis.ground import Ground
from graph.errors import UnknownQueryError
from graph.i18n import mark
from graph.network import NetworkThing
from graph.table import short

from .. import choosing, current
from ..path import asked_now, said_of, telling_of
from ..path_picture import legend, parts
from ..presentation import Grid, GridCell, GridRow, Layered, Scene
from ..state import State
from .addresses import absolute, around
from .linked import kinds_of, signs
from .scopes import basis
from .stamps import stamp

_ENDPOINT = "path.path"


def scene(state: State) -> Scene:
    """Return the scene of the ways between the things of this request, or raise `UnknownQueryError`."""
    asked = asked_now()
    choosing.require(asked.choices)
    telling = telling_of(asked)
    made = parts(telling) if telling else None
    if telling is None or made is None:
        raise UnknownQueryError(mark("there is no connection to draw"))
    content = _content(made.content)
    kinds = kinds_of(box.kind for box in content.boxes)
    said = said_of(telling)
    readings = sum(not tie.named for tie in content.ties)
    return Scene(
        name="-".join(short(name).replace(":", "-") for name in telling.answer.ends),
        lang=current.lang(),
        title=said[0],
        called=" – ".join(thing.short.text for thing in telling.ends),
        scope="; ".join(filter(None, (basis(readings, len(content.ties)), asked.chosen.label))),
        desc="\n".join(said),
        content=content,
        kinds=kinds,
        legend=signs(kinds, legend(content.ties)),
        listed=_listed(content, state),
        network=_network(telling.ground, content),
        stamp=stamp(asked.chosen.plans, state, _ENDPOINT),
    )


def _network(ground: Ground, content: Layered) -> Network:
    """Return what boxes and ties stand for, each link in the direction that it has in its plan."""
    plans = current.plans()
    iris = {box.id: plans.iri_of(box.id) for box in content.boxes}
    known = plans.describe(iris.values(), current.lang())
    things = tuple(
        NetworkThing(iri, known[iri].label, known[iri].cls or URIRef(""), ground.kinds.get(iri, ""))
        for iri in iris.values()
    )
    pairs = dict.fromkeys(frozenset(map(str, (iris[t.source], iris[t.target]))) for t in content.ties)
    return Network("path", things, tuple(link for pair in pairs for link in ground.between.get(pair, ())))


def _content(content: Layered) -> Layered:
    return replace(content, boxes=tuple(replace(box, url=absolute(box.url)) for box in content.boxes))


def _listed(content: Layered, state: State) -> Grid:
    """Return the steps as a table."""
    boxes = {box.id: box for box in content.boxes}
    heads = (mark("From"), mark("Relation"), mark("To"), mark("What it rests on"))
    rows = []
    for tie in content.ties:
        ends = [
            GridCell(boxes[name].text, url=around(name, state), kind=boxes[name].kind, lang=boxes[name].lang)
            for name in (tie.source, tie.target)
        ]
        rest = ", ".join(filter(None, (tie.basis, tie.sure)))
        rows.append(GridRow((ends[0], GridCell(tie.text), ends[1], GridCell(rest))))
    return Grid(tuple(GridCell(current.word(head)) for head in heads), tuple(rows))
