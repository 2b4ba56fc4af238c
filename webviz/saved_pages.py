"""The pages of saved views: the list, what opens one, and the forms that keep, rename and remove them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from rdflib import URIRef

from graph import saving
from graph.errors import ParameterError, UnknownQueryError
from graph.i18n import mark
from graph.saved_views import SavedView
from graph.store import Store
from graph.table import short
from ontology import Label, pick

from . import current, editing, form_guard, formats, saved_pictures
from .errors import text_of
from .state import current as current_state
from .urls import to

views = Blueprint("views", __name__)

_COLUMNS = ("name", "title", "description", "picture", "created", "creator", "changed", "url")
#: Of so many views that their plans were changed is told whether what they show has, too.
_MOST_LOOKED_AT = 12
_DONE = {
    "saved": mark("The view {name} was saved."),
    "renamed": mark("The view {name} has a new name."),
    "removed": mark("The view {name} was removed."),
    "undone": mark("The view {name} is as it was before."),
}


@dataclass(frozen=True)
class Shown:
    """A saved view as pages show it."""

    view: SavedView
    title: Label
    description: Label
    picture: str
    change: saved_pictures.Change | None
    #: Whether it is known if what it shows has changed.
    looked_at: bool
    url: str
    embed: str


def shown(view: SavedView, *, look: bool = True) -> Shown:
    """Return a saved view in the language of this request."""
    lang = current.lang()
    change = saved_pictures.change_of(view) if look else None
    return Shown(
        view,
        saving.title_of(view, lang),
        pick(view.descriptions, lang, fallback=""),
        saved_pictures.word_of(view.picture),
        change,
        look,
        to("views.view", name=view.name),
        url_for("embed.view_embed", name=view.name, lang=lang),
    )


def _all() -> list[Shown]:
    """Return all saved views, the newest first."""
    found = sorted(saving.saved(current.plans()).values(), key=lambda v: (v.created, v.name), reverse=True)
    return [shown(view, look=number < _MOST_LOOKED_AT) for number, view in enumerate(found)]


# ---- reading


@views.get("/views")
def index() -> ResponseReturnValue:
    """All saved views, and what was just done to one."""
    done, name = request.args.get("done", ""), request.args.get("name", "")
    told = current.word(_DONE[done], name=_title(name)) if done in _DONE and name else ""
    return render_template("saved_views.html", rows=_all(), told=told, done=done, name=name, **forms())


def _title(name: str) -> str:
    view = saving.saved(current.plans()).get(name)
    return f"“{saving.title_of(view, current.lang()).text}”" if view else f"“{name}”"


@views.get("/views.json")
def index_json() -> Response:
    """All saved views as data."""
    return formats.envelope(_COLUMNS, [_record(one) for one in _all()])


@views.get("/views/<name>")
def view(name: str) -> ResponseReturnValue:
    """Open a saved view: its picture as it was chosen; where all of it is gone, a page says so."""
    found = saving.saved_view(current.plans(), name)
    gone = saving.gone(current.plans(), found)
    if not gone:
        return redirect(saved_pictures.address(found))
    return render_template(
        "saved_gone.html",
        one=shown(found),
        gone=[short(iri) for iri in gone],
        left=saved_pictures.address(found, without=gone) if _is_anything_left(found, gone) else "",
        **forms(),
    )


def _is_anything_left(view: SavedView, gone: tuple[URIRef, ...]) -> bool:
    """Whether a plan is left, and a thing where the picture is about things."""
    plans = set(current.plans().ever_stored().values())
    of_plans, things = view.shows & plans, view.shows - plans
    return (not of_plans or bool(of_plans - set(gone))) and (not things or bool(things - set(gone)))


@views.get("/views/<name>.json")
def view_json(name: str) -> Response:
    """A saved view as data, with all that was chosen and moved in it."""
    found = saving.saved_view(current.plans(), name)
    places = {short(thing): list(point) for thing, point in found.places.items()}
    return formats.envelope(
        _COLUMNS, [_record(shown(found))], settings=dict(found.settings), positions=places
    )


@views.get("/views.ttl")
def turtle() -> Response:
    """All saved views as Turtle, to be taken along."""
    headers = {"Content-Disposition": 'attachment; filename="views.ttl"'}
    data = saving.as_turtle(saving.saved(current.plans()).values())
    return Response(data, content_type="text/turtle; charset=utf-8", headers=headers)


def _record(one: Shown) -> dict[str, Any]:
    known = one.change is not None if one.looked_at else None
    values = (one.view.name, one.title.text, one.description.text, one.view.picture)
    more = (one.view.created.isoformat(), one.view.creator, known, one.url)
    return dict(zip(_COLUMNS, (*values, *more), strict=True))


def note() -> Shown | None:
    """Return the saved view that the picture of this request shows, for a line above it."""
    found = saved_pictures.of_state(current_state())
    return shown(found) if found else None


# ---- forms


def forms() -> dict[str, Any]:
    """Return what the forms for saved views know."""
    return {
        "may_save": form_guard.may_save(),
        "needs_token": form_guard.needs_token(),
        "form_mark": form_guard.form_mark(),
        "lasting": current.settings().lasting,
        "can_be_internal": not current.settings().is_public,
        "page_query": request.query_string.decode(errors="replace"),
        "page_picture": saved_pictures.picture_of_page(),
        "page_question": (request.view_args or {}).get("name", "")
        if request.blueprint == "questions"
        else "",
        "page_address": _address(),
        "longest": (saving.LONGEST_TITLE, saving.LONGEST_DESCRIPTION),
    }


def _address() -> str:
    """Return the address of this page as others may use it."""
    base = current.public() or request.host_url.rstrip("/")
    return base + request.full_path.rstrip("?")


@views.post("/views")
def save() -> ResponseReturnValue:
    """Keep the picture that the form was sent from."""
    form_guard.require_own_form()
    try:
        view = _sent()
    except ParameterError as error:
        return _again(text_of(error), 400)
    if not form_guard.is_fresh():
        return _again(current.word("This form was opened some time ago. Look at it and save once more."), 400)
    if not form_guard.shows_token():
        return _again(current.word("The token is not the right one."), 403)
    return _written("saved", lambda store: saving.save(store, view))


def _sent() -> SavedView:
    """Return the view that the form describes, or raise `ParameterError`."""
    form = request.form
    if not saved_pictures.is_picture(form.get("picture", "")):
        raise ParameterError(mark("no picture {name} can be saved"), name=form.get("picture", ""))
    settings = saved_pictures.settings_of(form.get("state", ""), form.get("question", ""))
    made = saved_pictures.made(form["picture"], settings, saved_pictures.places_of(form.get("positions", "")))
    titles, descriptions = saving.checked(_texts("name"), _texts("description"))
    return replace(
        made,
        titles=titles,
        descriptions=descriptions,
        creator=" ".join(form.get("creator", "").split())[: saving.LONGEST_TITLE],
        internal=made.internal or bool(form.get("internal")),
    )


def _texts(field: str) -> dict[str, str]:
    return {current.lang(): request.form.get(field, "")}


def _again(problem: str, status: int) -> ResponseReturnValue:
    """Show the form once more, with what was written in it and what is wrong."""
    kept = {**forms(), "page_query": request.form.get("state", "")}
    kept |= {
        "page_picture": request.form.get("picture", ""),
        "page_question": request.form.get("question", ""),
    }
    return render_template("saved_again.html", problem=problem, sent=request.form, **kept), status


@views.post("/views/<name>/<any(rename, remove, undo):act>")
def change(name: str, act: str) -> ResponseReturnValue:
    """Rename or remove a saved view, or undo that."""
    form_guard.require_own_form()
    if not form_guard.is_fresh() or not form_guard.shows_token():
        problem = mark("This form was opened some time ago. Open the page of saved views again.")
        if form_guard.is_fresh():
            problem = mark("The token is not the right one.")
        return render_template(
            "error.html",
            title=current.word(mark("Saved views")),
            text=current.word(problem),
            back=(to("views.index"), current.word("Saved views")),
        ), 403
    if act == "rename":
        return _written("renamed", lambda store: _renamed(store, name))
    if act == "remove":
        return _written("removed", lambda store: saving.remove(store, name))
    return _written("undone", lambda store: saving.bring_back(store, name))


def _renamed(store: Store, name: str) -> SavedView:
    before = saving.stored(store).get(name)
    if before is None:
        raise UnknownQueryError(mark("no saved view {name}"), name=name, near="")
    titles, descriptions = (
        {**before.titles, **_texts("name")},
        {**before.descriptions, **_texts("description")},
    )
    return saving.rename(store, name, titles, descriptions)


def _written(done: str, write: Callable[[Store], SavedView]) -> ResponseReturnValue:
    with editing.writer(f"{done} a view") as plans:
        kept = write(plans.store)
    return redirect(to("views.index", done=done, name=kept.name), 303)
