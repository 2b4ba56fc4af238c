"""The pictures as pages: matrix, network and list, and the search; one state, three pictures."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from graph.search import find
from graph.table import short

from . import current, formats, links, network_view, plan_list, urls
from .filters import filters_of
from .marking import marks
from .matrix import matrix
from .pictures import Picture, chosen_plan, picture, scope, views
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
    shown = picture(current_state())
    return render_template("network.html", **picture_context(shown))


@pages.get("/network.json")
def network_json() -> Response:
    """The network as data: links in rows, and things and options for the drawing."""
    return network_data()


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


def network_data() -> Response:
    """Return what a drawing of the network is made from."""
    shown = picture(current_state())
    built = network_view.build(shown.network, current.plans().model, current.lang())
    internal = {short(thing.iri) for thing in shown.network.things if current.is_internal(thing.iri)}
    ringed = {short(thing.iri) for thing in marks(shown.state, shown.plan, shown.network).shown}
    for node in built["things"]:
        if node["id"] in internal:
            word = current.word("Internal")
            node |= {"text": f"{node['text']}\n({word})", "title": f"{node['title']} ({word})"}
    for node in built["things"]:
        if node["id"] in ringed:
            word = current.word("ringed")
            node |= {"marked": True, "title": f"{node['title']} ({word})"}
    rows = links.records(links.rows(shown.network))
    return formats.envelope(links.COLUMNS, rows, truncated=shown.network.truncated, **built)


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
        "marks": marks(shown.state, shown.plan, shown.network),
    }
