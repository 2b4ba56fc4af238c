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
from ontology import DisplayKind

from .. import choosing, current
from ..path import asked_now, said_of, telling_of
from ..path_answer import Telling
from ..path_picture import Parts, parts
from ..presentation import Layered, Scene
from ..state import State
from . import scopes, sources, titles
from .addresses import around
from .linked import described, kinds_of, listed_ties, signs
from .stamps import stamp

_ENDPOINT = "path.path"
_DIRECT = mark("{names} are linked directly")
_THROUGH = mark("the nearest connection has {steps}")
_SHOWN = mark("{shown} of {all} shortest ways shown")


def scene(state: State) -> Scene:
    """Return the scene of the ways between the things of this request, or raise `UnknownQueryError`."""
    asked = asked_now()
    choosing.require(asked.choices)
    telling = telling_of(asked)
    made = parts(telling) if telling else None
    if telling is None or made is None:
        raise UnknownQueryError(mark("there is no connection to draw"))
    content = _content(made.content, state)
    kinds = kinds_of(box.kind for box in content.boxes)
    said, grid = _title(telling), listed_ties(content.boxes, content.ties, state)
    drawn, readings = {tie.named for tie in content.ties}, sum(not tie.named for tie in content.ties)
    strokes = scopes.strokes(named=True in drawn, reading=False in drawn)
    plans, network = asked.chosen.plans, _network(telling.ground, content)
    return Scene(
        name="-".join(map(short, telling.answer.ends)),
        lang=current.lang(),
        title=said,
        called=" – ".join(thing.short.text for thing in telling.ends),
        scope=scopes.line(scopes.basis(readings, len(content.ties)), scopes.reports(plans)),
        desc=described(" ".join(said_of(telling)).removesuffix("."), grid),
        content=content,
        kinds=kinds,
        legend=signs(kinds, strokes),
        sources=sources.of_links(network.links, asked.chosen.plan_id),
        left_out=_left_out(made),
        listed=grid,
        network=network,
        stamp=stamp(plans, state, _ENDPOINT),
    )


def _content(content: Layered, state: State) -> Layered:
    return replace(content, boxes=tuple(replace(box, url=around(box.id, state)) for box in content.boxes))


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


def _left_out(made: Parts) -> str:
    return current.word(_SHOWN, shown=made.shown, all=made.total) if made.shown < made.total else ""


def _title(telling: Telling) -> str:
    """Return what the things share, by the closest grade; else how far they are from each other."""
    names = titles.listed([titles.cut(thing.short.text, 40) for thing in telling.ends])
    answer = telling.answer
    if answer.length == 1 and not any(one.things for one in answer.shared):
        return current.word(_DIRECT, names=names)
    kinds = {kind.name: kind for kind in telling.ground.every_kind}
    grades = [(kinds[one.kind], len(one.things)) for one in answer.shared]
    told = [_shared(kind, count) for kind, count in grades]
    first = next((at for at, (_, count) in enumerate(grades) if count), None)
    if first is None:
        steps = current.plural("{number} step", "{number} steps", answer.length)
        said = ", ".join([*told[:1], current.word(_THROUGH, steps=steps)])
    else:
        said = ", ".join(dict.fromkeys((*told[: min(first, 1)], told[first])))
    return f"{names}: {said}"


def _shared(kind: DisplayKind, count: int) -> str:
    lang = current.lang()
    if count > 1:
        return f"{titles.in_words(count)} {kind.many_shared.get(lang) or kind.shared[lang]}"
    return (kind.shared if count else kind.none_shared)[lang]
