"""What the page of the network is made from: things or groups, their looks, and what can be chosen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from flask import current_app, url_for
from rdflib import URIRef

from graph import Network
from graph.library import NamedQuery
from graph.network import NetworkThing
from graph.network_layout import positions
from graph.table import short
from ontology import DisplayKind, Label, pick

from . import current, network_view
from .marking import Marks, marks
from .network_looks import COLOURS, SIZES, looks
from .network_view import Dressing, Looks, Shade
from .pictures import Picture, known_facets, picture
from .state import State
from .summary import Group, Summary, is_too_large, summary
from .words import number

#: How many links are read for groups; of more, groups would be long in coming, and say little.
MOST_SUMMED = 120_000
#: How far things in an opened group stand from each other, each turned on by the golden angle.
_BETWEEN, _GOLDEN = 42.0, math.pi * (3 - math.sqrt(5))
LEAST = ("", "2", "3", "5", "10", "20")


@dataclass(frozen=True)
class Drawn:
    """The network of a state as it is drawn."""

    picture: Picture
    network: Network
    summary: Summary | None
    looks: Looks
    marks: Marks
    data: Mapping[str, Any]
    #: Whether the server has left out already what the state leaves out.
    is_part: bool
    bubbles: tuple[Bubble, ...] = ()

    @property
    def legend(self) -> tuple[Shade, ...]:
        """What the colours mean, where it is not the kind."""
        return self.looks.legend


@dataclass(frozen=True)
class Bubble:
    """A group as it is told: its name, its kind, how many things it holds and how many links stay inside."""

    group: Group
    name: Label
    kind: DisplayKind | None
    count: int


def drawn(state: State) -> Drawn:
    """Return the network of a state, as groups where there is too much of it."""
    shown = picture(state, MOST_SUMMED)
    is_part = is_too_large(shown.network)
    network = shown.shown if is_part else shown.network
    marked = marks(state, shown.chosen, network)
    model = current.plans().model
    if not is_too_large(network):
        look = looks(network, state.colour, state.size, known_facets(shown.chosen))
        dressing = Dressing(look, _told(network, marked))
        data = network_view.build(network, model, current.lang(), dressing)
        return Drawn(shown, network, None, look, marked, data, is_part)
    found = summary(network, model.kinds, state.open)
    bubbles = _bubbles(found, network)
    things = {**_told(found.network, marked), **_bubble_looks(bubbles)}
    dressing = Dressing(Looks(), things, _bundles(found))
    data = network_view.build(found.network, model, current.lang(), dressing)
    _stand(found, data["things"])
    return Drawn(shown, found.network, found, Looks(), marked, data, is_part, bubbles)


def _told(network: Network, marked: Marks) -> dict[URIRef, dict[str, Any]]:
    """Return what is particular to things: that they are internal, and that they are ringed."""
    found: dict[URIRef, dict[str, Any]] = {}
    for thing in network.things:
        internal, ringed = current.is_internal(thing.iri), thing.iri in marked
        if internal or ringed:
            below = [current.word("Internal")] if internal else []
            aside = [current.word("ringed")] if ringed else []
            found[thing.iri] = {**network_view.said(thing.label.text, below, aside)}
        if ringed:
            found[thing.iri]["marked"] = True
    return found


# ---- groups


def _bubbles(found: Summary, network: Network) -> tuple[Bubble, ...]:
    kinds = {kind.name: kind for kind in current.plans().model.kinds}
    labels = {short(thing.iri): thing.label for thing in network.things}
    plans = {info.plan_id: info.label for info in current.plans().plans(current.lang())}
    order = sorted(
        found.groups.values(), key=lambda group: (group.about in {"several", "none"}, _rank(group, kinds))
    )
    return tuple(
        Bubble(group, _name(group, found, labels | plans, kinds), kinds.get(group.kind), len(group.members))
        for group in order
    )


def _rank(group: Group, kinds: Mapping[str, DisplayKind]) -> tuple[str, int, str]:
    kind = kinds.get(group.kind)
    return group.about, kind.order if kind else 99, group.key


def _name(
    group: Group, found: Summary, labels: Mapping[str, Label], kinds: Mapping[str, DisplayKind]
) -> Label:
    kind = kinds.get(group.kind)
    said = pick(kind.names, current.lang()).text if kind else current.word("Other things")
    if group.about in {"several", "none"} and found.by_goal:
        about = current.word("Several goals") if group.about == "several" else current.word("No goal")
    else:
        about = labels[group.about].text if group.about in labels else group.about
    part = f", {_first(group.part[0])} … {_first(group.part[1])}" if group.part[0] else ""
    is_one = len({other.about for other in found.groups.values() if other.kind == group.kind}) == 1
    return Label(said + part if is_one else f"{said}{part} – {_first(about, 60)}", "")


def _first(text: str, most: int = 24) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _bubble_looks(bubbles: tuple[Bubble, ...]) -> dict[URIRef, dict[str, Any]]:
    found = {}
    most = max((bubble.count for bubble in bubbles), default=1)
    for bubble in bubbles:
        count = bubble.count
        title = current.word(
            "{name}: {things} things, {links} links within. Open",
            name=bubble.name.text,
            things=number(count),
            links=number(bubble.group.inside),
        )
        found[bubble.group.iri] = {
            **network_view.said(bubble.name.text),
            "title": title,
            "group_key": bubble.group.key,
            "letter": number(count),
            "shape": "dot",
            "size": round(22 + 56 * (count / most) ** 0.5, 1),
            "weight": 1_000 + count,
        }
    return found


def _bundles(found: Summary) -> dict[tuple[URIRef, URIRef], dict[str, Any]]:
    made: dict[tuple[URIRef, URIRef], dict[str, Any]] = {}
    for ends, counts in found.bundles.items():
        links, readings = counts.total(), counts[False]
        said = current.plural("{number} link", "{number} links", links)
        if readings:
            said += ", " + current.word("of these a planner's reading: {number}", number=number(readings))
        made[ends] = {"title": said, "width": round(min(8.0, links**0.3), 1), "links": links}
    return made


def _stand(found: Summary, things: list[dict[str, Any]]) -> None:
    """Place groups so that none covers another, and the things of an opened one where it stood."""
    rings = {kind.name: kind.ring for kind in current.plans().model.kinds}
    places = positions(found.shut, rings)
    for thing in things if found.opened else []:
        thing["size"] = round(thing["size"] * (1.8 if "group_key" in thing else 1.0), 1)
    size = {short(URIRef(thing["id"])): float(thing["size"]) for thing in things}
    wide = {str(iri): _BETWEEN * len(members) ** 0.5 for iri, members in found.opened.items()}
    sizes = [wide.get(name, size.get(short(URIRef(name)), 20.0)) for name in places]
    factor = _factor(np.array(list(places.values())), np.array(sizes))
    at = {short(URIRef(name)): (x * factor, y * factor) for name, (x, y) in places.items()}
    for iri, members in found.opened.items():
        x, y = at[short(iri)]
        for step, member in enumerate(members):
            out, turn = _BETWEEN * (step + 0.5) ** 0.5, step * _GOLDEN
            at[short(member.iri)] = (x + out * math.cos(turn), y + out * math.sin(turn))
    for thing in things:
        x, y = at[thing["id"]]
        thing["x"], thing["y"] = round(x, 1), round(y, 1)


def _factor(at: npt.NDArray[np.float64], sizes: npt.NDArray[np.float64]) -> float:
    """Return by what places are multiplied so that circles of these sizes stand apart."""
    if len(at) < 2:
        return 1.0
    apart = np.hypot(*(at[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    wanted = sizes[:, None] + sizes[None, :] + 70.0
    return max(1.0, min(8.0, float((wanted / np.maximum(apart, 1.0)).max())))


# ---- what can be chosen


def choices(shown: Drawn) -> dict[str, Any]:
    """Return what the filters of the network offer: only what there is in it."""
    names = set(shown.picture.state.focus)
    return {
        "least": LEAST,
        "colours": [(key, current.word(name)) for key, name in COLOURS.items()],
        "sizes": [(key, current.word(name)) for key, name in SIZES.items()],
        "ringing": _ringing(),
        "things": _by_kind(shown),
        "chosen": [thing.label.text for thing in shown.network.things if short(thing.iri) in names],
        "path": url_for("path.path") if "path.path" in current_app.view_functions else "",
    }


def _ringing() -> list[NamedQuery]:
    """Return the questions that can be asked without more being said, for their answers to be ringed."""
    questions = current.plans().library.questions.values()
    return sorted(
        (one for one in questions if not set(one.params) - {"named"}),
        key=lambda one: one.summary[current.lang()].casefold(),
    )


def _by_kind(shown: Drawn) -> dict[str, list[NetworkThing]]:
    found: dict[str, list[NetworkThing]] = {}
    for thing in shown.network.things:
        if not (shown.summary and thing.iri in shown.summary.groups):
            found.setdefault(thing.kind, []).append(thing)
    return found
