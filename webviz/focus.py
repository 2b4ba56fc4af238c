"""The page of what stands around a thing, or around several: as a picture, in words, as data and a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from graph import Network
from graph.errors import UnknownQueryError
from graph.i18n import mark
from graph.network import NetworkThing
from graph.table import short

from . import choosing, current, formats, links, urls
from .filters import filters_of
from .focus_choice import Choice, place
from .focus_panel import told
from .focus_picture import Drawn, drawn, title
from .focus_reading import Around, around, asked
from .pictures import DEFAULT_VIEW, Picture, chosen
from .state import State
from .state import current as current_state

focus = Blueprint("focus", __name__)

_BEGIN = "goal-tree"
_MOST_TO_BEGIN = 4_000


@focus.get("/focus", endpoint="focus")
def page() -> ResponseReturnValue:
    """What stands around the things in focus; without any, what to begin with."""
    state = current_state()
    asked_for = choosing.chosen("focus") if _is_form() else []
    if asked_for and all(one.thing for one in asked_for):
        names = tuple(dict.fromkeys(one.thing for one in asked_for))
        return redirect(urls.page("focus.focus", state, focus=names))
    if not state.focus:
        return render_template("focus_begin.html", **beginning(state))
    shown = context(state, "focus.focus")
    if shown["around"].focus:
        return render_template("focus.html", **shown)
    found = choosing.chosen("focus")
    return render_template(
        "focus_begin.html", missing=[o for o in found if not o.thing], **beginning(state)
    ), 404


def _is_form() -> bool:
    """Whether the things were chosen in a form, where names may be typed."""
    return "focus-chosen" in request.args


@focus.get("/focus.json")
def page_json() -> Response:
    """The links of the picture as data, and the things in it."""
    found, picture = _found(current_state(), "focus.focus")
    things = [
        {"id": box.box.id, "label": box.box.text, "kind": box.box.kind, "focus": box.box.centre}
        for box in picture.layout.boxes
    ]
    rows = links.records(links.rows(network_of(found, picture.choice)))
    return formats.envelope(
        links.COLUMNS,
        rows,
        truncated=found.whole.truncated or picture.is_cut,
        things=things,
        kinds=picture.choice.counts,
    )


@focus.get("/focus.svg")
def page_svg() -> ResponseReturnValue:
    """Where the picture is as a file."""
    return redirect(urls.page("export.picture", file="focus.svg"))


def context(state: State, endpoint: str) -> dict[str, Any]:
    """Return what the templates of a focus know."""
    found = around(current.plans(), state, current.lang(), current.settings().sources)
    if not found.focus:
        return {"around": found}
    picture = drawn(found, state, endpoint)
    present = {thing.kind for thing in found.whole.things}
    view = current.plans().library.view(DEFAULT_VIEW)
    shown = Picture(state, asked(state), view, found.whole, found.shown)
    return {
        "around": found,
        "picture": picture,
        "told": told(found),
        "rows": links.rows(network_of(found, picture.choice)),
        "title": title(found),
        "present": [kind for kind in current.plans().model.kinds if kind.name in present],
        "plan": asked(state).plan,
        "of_plans": asked(state).label,
        "filters": filters_of(shown),
        "unclear": [one for one in choosing.chosen("focus") if not one.thing] if found.missing else (),
        "trail": _trail(state),
        "alone": {short(thing.iri): _without(state, thing) for thing in found.focus},
        "as_list": replace(state, focus=tuple(short(thing.iri) for thing in found.focus)),
    }


def around_now(state: State) -> Around:
    """Return what stands around the things in focus, or raise `UnknownQueryError`."""
    found = around(current.plans(), state, current.lang())
    if not found.focus:
        name = ", ".join(found.missing)
        raise UnknownQueryError(mark("not found in the plans, perhaps removed: {names}"), names=name)
    return found


def _found(state: State, endpoint: str) -> tuple[Around, Drawn]:
    found = around_now(state)
    return found, drawn(found, state, endpoint)


def network_of(found: Around, choice: Choice) -> Network:
    """Return the links between the things that are shown, with all things."""
    shown = choice.shown
    kept = tuple(link for link in found.shown.links if link.source in shown and link.target in shown)
    return replace(found.whole, links=kept)


def _without(state: State, thing: NetworkThing) -> tuple[str, ...]:
    return tuple(name for name in state.focus if name != short(thing.iri))


def _trail(state: State) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the names of what was in focus before, each with the way that leads to it."""
    known: list[tuple[str, str, tuple[str, ...]]] = []
    for number, name in enumerate(state.trail):
        try:
            iri = current.plans().iri_of(name)
        except ValueError:
            continue
        described = current.plans().describe([iri], current.lang())[iri]
        if described.cls is not None:
            known.append((name, described.label.text, state.trail[:number]))
    return known


def beginning(state: State) -> dict[str, Any]:
    """Return what a reader may begin with: the aims of a plan under those that they are part of."""
    plan = asked(state).plan or chosen(State()).plan
    groups: dict[NetworkThing, list[NetworkThing]] = {}
    if plan is not None:
        network = current.plans().view(_BEGIN, current.lang(), plan.plan_id, {}, _MOST_TO_BEGIN)
        things = {thing.iri: thing for thing in network.things}
        kinds = {kind.name: kind.ring for kind in current.plans().model.kinds}
        for link in network.links:
            above, part = things[link.target], things[link.source]
            # The rings of the ontology: what stands in the middle has parts around it.
            if kinds.get(above.kind) == 0 and kinds.get(part.kind) == 1:
                groups.setdefault(above, []).append(part)
    found = [
        (above, sorted({*parts}, key=lambda thing: (thing.kind, place(thing))))
        for above, parts in sorted(groups.items(), key=lambda group: place(group[0]))
    ]
    by_name = {kind.name: kind for kind in current.plans().model.kinds}
    return {"plan": plan, "groups": found, "by_name": by_name}
