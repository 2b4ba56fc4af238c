"""The whole network, as a scene: at the places that the page has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from rdflib import ORG, URIRef

from graph import Network
from graph.drawing import Tie
from graph.i18n import mark
from graph.network import NetworkLink
from graph.table import short
from ontology import pick
from ontology.namespaces import CONCEPT

from .. import current, links, saved_pictures
from ..answers import answered
from ..focus_picture import doubt_of
from ..network_page import Drawn, drawn
from ..network_view import Shade
from ..presentation import Scene, Sign, Spot, Spread
from ..state import State
from ..words import number
from . import scopes, sources, titles
from .addresses import around, live
from .linked import described, kinds_of, left_out, listed, plans_of, signs
from .stamps import stamp

_ENDPOINT = "pages.network"
#: How many kinds of things a title counts.
_MOST_KINDS = 3
_BUSIEST = mark("Most actions: {name} ({number} of {all})")
_SUMMARY = mark("{things} things in {groups} groups, with {links} links")
_NO_LINKS, _RINGED_SIGN = mark("There are no links to show"), mark("ringed: {name}")


def scene(state: State) -> Scene:
    """Return the scene of the network of a state, or raise `UnknownQueryError`."""
    found = drawn(state)
    shown = found.picture.shown
    ties = _bundles(found) if found.summary else tuple(_ties(shown.links))
    spots = tuple(_spots(found, state))
    kinds = kinds_of(spot.kind for spot in spots)
    named = {tie.named for tie in ties}
    plans = plans_of(shown, found.picture.chosen.plans)
    said, grid = _title(found), listed(links.rows(shown), state)
    strokes = scopes.strokes(named=True in named, reading=False in named)
    return Scene(
        name=f"{state.plan or '-'.join(info.plan_id for info in plans[:2])}-network",
        lang=current.lang(),
        title=said,
        called=found.picture.view.summary[current.lang()],
        scope=scopes.of_links(shown.links, plans),
        desc=described(said, grid),
        content=Spread(spots, ties),
        kinds=kinds,
        legend=(*signs(kinds, strokes), *map(_sign, found.legend), *_ringed(found)),
        sources=sources.of_links(shown.links, found.picture.chosen.plan_id),
        left_out=left_out(state, shown),
        listed=grid,
        network=None if found.summary else shown,
        stamp=stamp(plans, state, _ENDPOINT),
    )


def _sign(shade: Shade) -> Sign:
    return Sign(f"{shade.name} ({number(shade.count)})", colour=shade.colour, letter=shade.letter)


def _ringed(found: Drawn) -> list[Sign]:
    question = found.marks.question
    if question is None or not found.marks.shown:
        return []
    return [Sign(current.word(_RINGED_SIGN, name=question.summary[current.lang()]))]


# ---- what is drawn


def _spots(found: Drawn, state: State) -> Iterable[Spot]:
    """Yield what is drawn and not filtered out, at its place or where the saved view has moved it."""
    moved = saved_pictures.positions(state)
    shown = {short(thing.iri) for thing in found.picture.shown.things}
    labels = {short(thing.iri): thing.label for thing in found.network.things}
    names = {short(bubble.group.iri): bubble.name.text for bubble in found.bubbles}
    for thing in found.data["things"]:
        name = thing["id"]
        if not found.summary and name not in shown:
            continue
        group = thing.get("group_key", "")
        x, y = moved.get(name, (thing["x"], thing["y"]))
        yield Spot(
            id=name,
            text=names[name] if group else labels[name].text,
            kind=thing["kind"],
            x=float(x),
            y=float(y),
            radius=float(thing["size"]),
            url=_opened(group, state) if group else around(name, state),
            lang="" if group else labels[name].lang,
            colour=thing["color"]["background"] if found.legend else "",
            letter=str(thing.get("letter", "")),
            weight=float(thing["weight"]),
            marked=bool(thing.get("marked")) or name in state.focus,
        )


def _opened(group: str, state: State) -> str:
    return live(_ENDPOINT, replace(state, open=(*state.open, group)))


def _ties(found: Iterable[NetworkLink]) -> Iterable[Tie]:
    """Yield a tie for each pair of things, and for each way in which their links are known."""
    model, lang = current.plans().model, current.lang()
    bases = {
        key: pick(model.labels(concept), lang).text for key, concept in model.schemes[CONCEPT.basis].items()
    }
    together: dict[tuple[str, str, bool, str, str], dict[str, str]] = {}
    doubts: dict[float | None, str] = {}
    names: dict[object, tuple[str, str]] = {}
    for link in found:
        if link.relation not in names:
            names[link.relation] = (
                pick(model.relation_names(link.relation), lang, fallback=short(link.relation)).text,
                pick(model.relation_names(link.relation, inverse=True), lang).text,
            )
        if link.confidence not in doubts:
            doubts[link.confidence] = doubt_of(link.confidence)
        doubt = doubts[link.confidence]
        key = (short(link.source), short(link.target), link.named, doubt, link.basis)
        there, back = names[link.relation]
        together.setdefault(key, {})[there] = back
    for (source, target, named, doubt, basis), relations in together.items():
        back = ", ".join(relations.values()) if all(relations.values()) else ""
        yield Tie(source, target, ", ".join(relations), named, doubt, bases.get(basis, ""), back=back)


def _bundles(found: Drawn) -> tuple[Tie, ...]:
    return tuple(
        Tie(link["from"], link["to"], link["title"], not link["dashes"]) for link in found.data["links"]
    )


# ---- the title


def _title(found: Drawn) -> str:
    """Return who has the most actions; or how many things are ringed, or how many groups there are."""
    shown, marked = found.picture.shown, found.marks
    if marked.question is not None and marked.shown:
        return titles.answered(answered(marked.question, found.picture.chosen, marked.values))
    if found.summary is not None:
        counts = (len(shown.things), len(found.bubbles), len(shown.links))
        things, groups, links = map(number, counts)
        return current.word(_SUMMARY, things=things, groups=groups, links=links)
    return _busiest(found)


def _busiest(found: Drawn) -> str:
    """Return which body has the most actions; only how many links there are where none has any."""
    shown, model = found.picture.shown, current.plans().model
    body, act = model.kind_of(ORG.Organization), next((kind for kind in model.kinds if kind.none_told), None)
    things = {thing.iri: thing for thing in shown.things}
    actions: dict[URIRef, set[URIRef]] = {}
    for link in shown.links:
        for one, other in ((link.source, link.target), (link.target, link.source)):
            if body and act and (things[one].kind, things[other].kind) == (body.name, act.name):
                actions.setdefault(one, set()).add(other)
    if act is None or not actions:
        return _counted(shown)
    most = max(actions, key=lambda iri: (len(actions[iri]), str(iri)))
    return current.word(
        _BUSIEST,
        name=titles.cut(things[most].label.text, titles.LONGEST - 30),
        number=number(len(actions[most])),
        all=number(sum(thing.kind == act.name for thing in shown.things)),
    )


def _counted(shown: Network) -> str:
    """Return how many things of each kind there are, from the middle of the picture outwards."""
    counts = Counter(thing.kind for thing in shown.things)
    kinds = [kind for kind in current.plans().model.kinds if kind.one and counts[kind.name]]
    if not shown.links:
        return current.word(_NO_LINKS)
    if not kinds:
        return titles.links_in_words(len(shown.links))
    told = titles.listed([titles.counted(kind, counts[kind.name]) for kind in kinds[:_MOST_KINDS]])
    return told[:1].upper() + told[1:]
