"""The pictures as pages: matrix, network and list; one state, three pictures."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from graph.table import short

from . import current, formats, links, network_view, saved_pictures, urls
from .filters import filters_of
from .marking import marks
from .paging import paged
from .pictures import MOST_LISTED, Picture, picture, scope, views
from .state import current as current_state

pages = Blueprint("pages", __name__)
#: When the accessibility of this version was last assessed; the statement is as old as that.
ASSESSED = date(2026, 11, 24)


@pages.get("/network")
def network() -> ResponseReturnValue:
    """The whole: things and links, drawn from positions that the server gives."""
    shown = picture(current_state())
    return render_template("network.html", **picture_context(shown))


@pages.get("/network.json")
def network_json() -> Response:
    """The network as data: links in rows, and things and options for the drawing."""
    return network_data()


@pages.get("/list")
def listing() -> ResponseReturnValue:
    """The same as a table, the equal of each picture."""
    return render_template("list.html", **list_context())


@pages.get("/list.json")
def listing_json() -> Response:
    """The list as data."""
    shown = picture(current_state(), MOST_LISTED)
    rows = links.records(links.rows(shown.shown))
    return formats.envelope(links.COLUMNS, rows, truncated=shown.network.truncated)


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


def list_context() -> dict[str, Any]:
    """Return what the templates of lists know: one page of the rows."""
    shown = picture(current_state(), MOST_LISTED)
    sort = request.args.get("sort", "")
    rows = paged(links.rows(shown.shown, sort))
    return {"rows": rows, "sort": sort, **picture_context(shown)}


def network_data() -> Response:
    """Return what a drawing of the network is made from."""
    shown = picture(current_state())
    built = network_view.build(shown.network, current.plans().model, current.lang())
    internal = {short(thing.iri) for thing in shown.network.things if current.is_internal(thing.iri)}
    ringed = {short(thing.iri) for thing in marks(shown.state, shown.chosen, shown.network).shown}
    for node in built["things"]:
        if node["id"] in internal:
            word = current.word("Internal")
            node |= {"text": f"{node['text']}\n({word})", "title": f"{node['title']} ({word})"}
    for node in built["things"]:
        if node["id"] in ringed:
            word = current.word("ringed")
            node |= {"marked": True, "title": f"{node['title']} ({word})"}
    rows = links.records(links.rows(shown.network))
    return formats.envelope(
        links.COLUMNS,
        rows,
        truncated=shown.network.truncated,
        positions=saved_pictures.positions(shown.state),
        **built,
    )


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
