"""The whole network, as a scene: at the places that the page has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.drawing import Tie
from graph.i18n import mark
from graph.network import NetworkLink
from graph.table import short
from ontology import pick
from ontology.namespaces import CONCEPT

from .. import current, saved_pictures
from ..network_page import Drawn, drawn
from ..network_view import Shade
from ..presentation import Scene, Sign, Spot, Spread
from ..state import State
from .addresses import around, live
from .linked import kinds_of, listed, plans_of, rows_of, signs
from .scopes import scope_line
from .stamps import stamp

_ENDPOINT = "pages.network"
_STROKES = (
    (True, "named", mark("named in the source")),
    (False, "reading", mark("dashed: a reader's reading")),
)


def scene(state: State) -> Scene:
    """Return the scene of the network of a state, or raise `UnknownQueryError`."""
    found = drawn(state)
    shown = found.picture.shown
    ties = _bundles(found) if found.summary else tuple(_ties(shown.links))
    spots = tuple(_spots(found, state))
    kinds = kinds_of(spot.kind for spot in spots)
    named = {tie.named for tie in ties}
    strokes = [(stroke, current.word(words)) for is_named, stroke, words in _STROKES if is_named in named]
    plans = plans_of(shown, found.picture.chosen.plans)
    colours = tuple(_sign(shade) for shade in found.legend)
    return Scene(
        name="network",
        lang=current.lang(),
        title=current.word("The whole"),
        called=current.word("The whole"),
        scope=scope_line(shown.links, plans),
        desc="",
        content=Spread(spots, ties),
        kinds=kinds,
        legend=(*signs(kinds, strokes), *colours),
        listed=listed(rows_of(shown), state),
        network=None if found.summary else shown,
        stamp=stamp(plans, state, _ENDPOINT),
    )


def _sign(shade: Shade) -> Sign:
    return Sign(f"{shade.name} ({shade.count})", colour=shade.colour, letter=shade.letter)


def _spots(found: Drawn, state: State) -> Iterable[Spot]:
    """Yield what is drawn and not filtered out, at its place or where the saved view has moved it."""
    moved = saved_pictures.positions(state)
    shown = {short(thing.iri) for thing in found.picture.shown.things}
    labels = {short(thing.iri): thing.label for thing in found.network.things}
    for thing in found.data["things"]:
        name = thing["id"]
        if not found.summary and name not in shown:
            continue
        label = labels.get(name)
        x, y = moved.get(name, (thing["x"], thing["y"]))
        is_group = "group_key" in thing
        yield Spot(
            id=name,
            text=_one_line(thing["text"]) if is_group or label is None else label.text,
            kind=thing["kind"],
            x=float(x),
            y=float(y),
            radius=float(thing["size"]),
            url=_opened(thing, state) if is_group else around(name, state),
            lang=label.lang if label and not is_group else "",
            colour=thing["color"]["background"],
            letter=str(thing.get("letter", "")),
            weight=float(thing["weight"]),
            marked=bool(thing.get("marked")) or name in state.focus,
        )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _opened(thing: Mapping[str, Any], state: State) -> str:
    return live(_ENDPOINT, state, open=",".join((*state.open, thing["group_key"])))


def _ties(links: Iterable[NetworkLink]) -> Iterable[Tie]:
    """Yield a tie for each pair of things, and for each way in which their links are known."""
    model, lang = current.plans().model, current.lang()
    bases = model.schemes[CONCEPT.basis]
    together: dict[tuple[str, str, bool, str], dict[str, str]] = {}
    names: dict[object, tuple[str, str]] = {}
    for link in links:
        if link.relation not in names:
            names[link.relation] = (
                pick(model.relation_names(link.relation), lang, fallback=short(link.relation)).text,
                pick(model.relation_names(link.relation, inverse=True), lang).text,
            )
        key = (short(link.source), short(link.target), link.named, link.basis)
        there, back = names[link.relation]
        together.setdefault(key, {})[there] = back
    for (source, target, named, basis), relations in together.items():
        said = pick(model.labels(bases[basis]), lang).text if basis in bases else ""
        back = ", ".join(relations.values()) if all(relations.values()) else ""
        yield Tie(source, target, ", ".join(relations), named, basis=said, back=back)


def _bundles(found: Drawn) -> tuple[Tie, ...]:
    return tuple(
        Tie(link["from"], link["to"], link["title"], not link["dashes"]) for link in found.data["links"]
    )
