"""The pictures as pages: matrix, network and list, and the search; one state, three pictures."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from graph.search import find
from graph.table import short

from . import current, formats, links, plan_list, urls
from .marking import marks
from .matrix import matrix
from .network_page import choices, drawn
from .paging import paged
from .pictures import MOST_DRAWN, MOST_LISTED, Picture, chosen_plan, picture, scope, views
from .state import current as current_state

pages = Blueprint("pages", __name__)


@pages.get("/")
def start() -> ResponseReturnValue:
    """Who does what: the search, and the matrix of priorities by field of activity."""
    state = current_state()
    plan = chosen_plan(state)
    cards = plan_list.nearest(plan)
    return render_template(
        "start.html",
        plan=plan,
        matrix=matrix(plan, state),
        scope=scope(plan),
        cards=cards,
        sizes=current.plans().sizes(cards),
    )


@pages.get("/index.json")
def start_json() -> Response:
    """The matrix as data."""
    state = current_state()
    return formats.table_json(matrix(chosen_plan(state), state).counts)


@pages.get("/network")
def network() -> ResponseReturnValue:
    """The whole: things and links, drawn from positions that the server gives."""
    return render_template("network.html", **network_context())


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


@pages.get("/search")
def search() -> ResponseReturnValue:
    """What is called like that."""
    hits = find(current.plans(), request.args.get("q", ""), current.lang(), limit=60)
    return render_template("search.html", hits=hits, query=request.args.get("q", ""))


@pages.get("/search.json")
def search_json() -> Response:
    """What is called like that, as data: for suggestions while typing."""
    hits = find(current.plans(), request.args.get("q", ""), current.lang(), limit=8)
    rows = [
        {
            "id": short(hit.iri),
            "label": hit.label.text,
            "kind": hit.kind.names.get(current.lang(), "") if hit.kind else "",
            "plan": hit.plan.text,
            "url": urls.thing(hit.iri),
        }
        for hit in hits
    ]
    some = current.plural("{number} suggestion", "{number} suggestions", len(rows))
    said = some if rows else current.word("Nothing found")
    return formats.envelope(["id", "label", "kind", "plan", "url"], rows, said=said)


@pages.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("accessibility.html")


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
    found = drawn(current_state())
    most = found.picture.network if not found.is_part else found.picture.shown
    cut = found.picture.network.truncated or len(most.links) > MOST_DRAWN
    rows = links.records(links.rows(most)[:MOST_DRAWN])
    return formats.envelope(links.COLUMNS, rows, truncated=cut, **found.data)


def network_context() -> dict[str, Any]:
    """Return what the templates of the network know."""
    found = drawn(current_state())
    return {
        **picture_context(found.picture),
        "drawn": found,
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
        "marks": marks(shown.state, shown.plan, shown.network),
    }
