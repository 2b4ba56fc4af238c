"""Pictures for other pages: the same state, without the frame of the viewer, and no more than that.

They show nothing internal, whatever the viewer itself shows, and hold no link but to the picture itself and,
where the viewer has a public address, out to it. `change` says what their readers may change.
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from graph import PlanInfo, saving
from graph.errors import UnknownQueryError
from graph.i18n import mark

from . import current, embed_links, path, saved_pictures
from .answers import answered, in_order, values_of
from .focus import context as focus_context
from .focus_reading import asked
from .listing import list_context
from .pages import network_context, network_data
from .paging import ROWS, paged
from .pictures import chosen, scope
from .present_frames import file_path, with_args
from .questions import context
from .scenes.stamps import stamp
from .start import shown_sides
from .state import current as current_state

embed = Blueprint("embed", __name__, url_prefix="/embed")


def _changeable() -> str:
    """Return what the reader of this embed may change, or raise `ParameterError`."""
    return embed_links.checked(request.args.get(embed_links.CHANGE, ""))


def _plans_shown() -> tuple[PlanInfo, ...]:
    """Return the plans of this embed; things in focus have plans of their own."""
    state = current_state()
    return (asked(state) if state.focus and not state.plan else chosen(state)).plans


def _page(template: str, **known: object) -> str:
    change, public = _changeable(), current.public()
    told = stamp(_plans_shown(), current_state(), "pages.start").said
    here = request.full_path.rstrip("?")
    live = embed_links.live_address(here)
    page = render_template(
        template,
        change=change,
        is_fixed=change == embed_links.NOTHING,
        live=public and public + live,
        **{"stamp": told, **known},
    )
    return embed_links.led(page, request.script_root + here, public, change, request.script_root)


@embed.get("/matrix")
def matrix_embed() -> ResponseReturnValue:
    """The matrix in a frame."""
    side = shown_sides()[0]
    plan = side.chosen.plan
    return _page("embed_matrix.html", plan=plan, side=side, scope=scope(plan))


@embed.get("/network")
def network_embed() -> ResponseReturnValue:
    """The network in a frame; one that nobody may change is an image."""
    args = {key: text for key, text in request.args.items() if key != embed_links.CHANGE}
    still = with_args(file_path("network", "svg"), {**args, "lang": current.lang()})
    # An image says itself which state of the plans it shows.
    said = {"stamp": ""} if _changeable() == embed_links.NOTHING else {}
    return _page("embed_network.html", still=still, **said, **network_context())


@embed.get("/network.json")
def network_json() -> Response:
    """What the network in a frame is drawn from; one that nobody may change is an image."""
    if _changeable() == embed_links.NOTHING:
        abort(404)
    return network_data()


@embed.get("/list")
def list_embed() -> ResponseReturnValue:
    """The list in a frame."""
    return _page("embed_list.html", **list_context())


@embed.get("/focus")
def focus_embed() -> ResponseReturnValue:
    """What stands around things in a frame."""
    state = current_state()
    shown = focus_context(state, "embed.focus_embed")
    if not shown["around"].focus:
        thing = ", ".join(shown["around"].missing)
        raise UnknownQueryError(mark("not found in the plans, perhaps removed: {names}"), names=thing)
    return _page("embed_focus.html", scope=None, **shown)


@embed.get("/path")
def path_embed() -> ResponseReturnValue:
    """How things are connected, in a frame."""
    return _page("embed_path.html", **path.context(path.asked_now()))


@embed.get("/question/<name>")
def question_embed(name: str) -> ResponseReturnValue:
    """The answer to a question in a frame: its chart and its table."""
    question = current.plans().library.question(name)
    found = answered(question, chosen(current_state()), values_of(question))
    down = request.args.get("dir") == "down"
    rows = paged(in_order(found.table, request.args.get("sort", ""), down=down), ROWS)
    return _page("embed_question.html", rows=rows, **context(found))


@embed.get("/view/<name>")
def view_embed(name: str) -> ResponseReturnValue:
    """A saved view in a frame: its picture, as the plans are today."""
    own = {key: request.args[key] for key in (embed_links.CHANGE,) if request.args.get(key)}
    address = saved_pictures.embedded(saving.saved_view(current.plans(), name))
    return redirect(f"{address}&{urlencode(own)}" if own else address)
