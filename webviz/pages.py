"""The pictures as pages: matrix, network and list; one state, three pictures."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, render_template
from flask.typing import ResponseReturnValue

from graph.table import short

from . import current, formats, links, saved_pictures, urls
from .filters import filters_of
from .marking import marks
from .network_page import choices, drawn
from .pictures import MOST_DRAWN, Picture, scope, views
from .state import current as current_state

pages = Blueprint("pages", __name__)
#: When the accessibility of this version was last assessed; the statement is as old as that.
ASSESSED = date(2026, 11, 24)


@pages.get("/network")
def network() -> ResponseReturnValue:
    """The whole: things and links, drawn from positions that the server gives."""
    return render_template("network.html", **network_context())


@pages.get("/network.json")
def network_json() -> Response:
    """The network as data: links in rows, and things and options for the drawing."""
    return network_data()


@pages.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    contact = current.settings().accessibility_contact
    return render_template(
        "accessibility.html", assessed=ASSESSED, contact=contact, contact_url=urls.of_contact(contact)
    )


@pages.get("/-/health")
def health() -> Response:
    """Whether the viewer answers, and how much it holds."""
    return jsonify(ok=True, triples=current.plans().triples())


def network_data() -> Response:
    """Return what a drawing of the network is made from."""
    found = drawn(current_state())
    network = found.picture.shown if found.is_part else found.picture.network
    rows = links.records(links.rows(network)[:MOST_DRAWN])
    cut = network.truncated or len(network.links) > MOST_DRAWN
    positions = saved_pictures.positions(found.picture.state)
    return formats.envelope(links.COLUMNS, rows, truncated=cut, positions=positions, **found.data)


def network_context() -> dict[str, Any]:
    """Return what the templates of the network know."""
    found = drawn(current_state())
    positions = saved_pictures.positions(found.picture.state)
    return {
        **picture_context(found.picture),
        "drawn": found,
        "data": {**found.data, "positions": positions},
        "choices": choices(found),
        "marks": found.marks,
    }


def picture_context(shown: Picture) -> dict[str, Any]:
    """Return what the templates of pictures know."""
    present = {thing.kind for thing in shown.network.things}
    kinds = [kind for kind in current.plans().model.kinds if kind.name in present]
    focus = next((t for t in shown.network.things if short(t.iri) == shown.state.centre), None)
    return {
        "picture": shown,
        "plan": shown.plan,
        "views": views(),
        "present": kinds,
        "focus": focus,
        "scope": scope(shown.plan),
        "filters": filters_of(shown),
        "marks": marks(shown.state, shown.chosen, shown.network),
    }
