"""Saved views as pictures: the address that opens one, what it holds, and what has changed since."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from flask import current_app, request, url_for
from rdflib import URIRef
from werkzeug.datastructures import MultiDict

from graph import saving
from graph.saved_views import Contents, Point, SavedView, now
from graph.table import short
from ontology import LANGUAGES, Label, pick
from ontology.namespaces import CONCEPT

from . import current, state
from .state import State
from .urls import to

_SCHEME = URIRef(f"{CONCEPT}picture")
#: The page of each picture, and the address whose rows tell what is in it.
_PAGES = {
    "matrix": ("pages.start", "/index.json"),
    "focus": ("focus.focus", "/focus.json"),
    "path": ("path.path", "/path.json"),
    "network": ("pages.network", "/list.json"),
    "list": ("pages.listing", "/list.json"),
    "question": ("questions.question", "/questions/{question}.json"),
}
#: Pictures whose rows name each thing that is in them, so that nothing internal hides in a number.
_NAMED_IN_ROWS = {"network", "list"}
_QUESTION = "question"
#: What of an address is no choice in a picture.
_NOT_KEPT = {"lang", "saved", "page"}
_MOST_SETTINGS, _LONGEST_SETTING = 60, 4_000
_MOST_PLACES, _FARTHEST = 5_000, 1e6


@dataclass(frozen=True)
class Change:
    """What has changed of a saved view since: rows that came and went, where these are known.

    `compare` are the plans that were changed, each with the address of what changed in it. `gone` are the
    plans and things that the view names and that are not stored any more.
    """

    came: int | None = None
    went: int | None = None
    compare: tuple[tuple[Label, str], ...] = ()
    gone: tuple[str, ...] = ()


def picture_of_page() -> str:
    """Return which picture this page is, by the name that the ontology has for it; empty for none."""
    return next((name for name, (endpoint, _) in _PAGES.items() if endpoint == request.endpoint), "")


def word_of(picture: str) -> str:
    """Return what a picture is called."""
    model = current.plans().model
    concept = model.schemes[_SCHEME].get(picture)
    return pick(model.labels(concept), current.lang(), fallback=picture).text if concept else picture


def is_picture(name: str) -> bool:
    """Whether a picture of that name can be saved."""
    return name in _PAGES and name in current.plans().model.schemes[_SCHEME]


# ---- choices and addresses


def settings_of(query: str, question: str = "") -> dict[str, str]:
    """Return what the arguments of an address choose, by names that stay when addresses change."""
    pairs = [(key, text[:_LONGEST_SETTING]) for key, text in parse_qsl(query)[:_MOST_SETTINGS]]
    chosen = state.from_args(MultiDict(pairs))
    own = {key: text for key, text in pairs if not state.is_argument(key) and key not in _NOT_KEPT}
    kept = {**own, **state.settings(replace(chosen, lang="", saved=""))}
    return {**kept, _QUESTION: question} if question else kept


def _state_of(view: SavedView) -> State:
    """Return the state of the picture that was saved, in the language and at the time of this request."""
    lang = request.args.get("lang", "")
    return replace(
        state.from_settings(view.settings),
        saved=view.name,
        lang=lang if lang in LANGUAGES else "",
        frozen=state.current().frozen,
    )


def address(view: SavedView, *, without: Iterable[URIRef] = ()) -> str:
    """Return the address that opens the picture of a view, without things that are gone."""
    endpoint = _PAGES.get(view.picture, ("", ""))[0]
    if endpoint not in current_app.view_functions:
        endpoint = "pages.network"
    values = {"name": view.settings[_QUESTION]} if endpoint == _PAGES["question"][0] else {}
    page = url_for(endpoint, **dict[str, Any](values))
    return f"{page}?{urlencode(_arguments(view, without))}"


def embedded(view: SavedView) -> str:
    """Return the address of the picture of a view alone, to be framed by other pages; empty for none."""
    path = f"/embed/{view.picture}"
    if view.picture == "question":
        path += f"/{quote(view.settings.get(_QUESTION, ''), safe='')}"
    known = {rule.rule.partition("/<")[0] for rule in current_app.url_map.iter_rules()}
    found = path if f"/embed/{view.picture}" in known else "/embed/network"
    return f"{found}?{urlencode(_arguments(view, ()))}"


def exported(view: SavedView, suffix: str, wishes: Mapping[str, str]) -> str:
    """Return the address of the picture of a view as a file, with how that is wanted."""
    picture, question, args = told(view)
    endpoint = "export.question" if question else "export.picture"
    return f"{url_for(endpoint, file=f'{question or picture}.{suffix}')}?{urlencode({**args, **wishes})}"


def told(view: SavedView) -> tuple[str, str, dict[str, str]]:
    """Return which picture a view is, the name of its question if it is one, and the arguments of either."""
    asked = view.settings.get(_QUESTION, "")
    is_question = view.picture == "question" and asked
    picture = view.picture if view.picture in _PAGES else "network"
    return picture, asked if is_question else "", _arguments(view, ())


def _arguments(view: SavedView, without: Iterable[URIRef]) -> dict[str, str]:
    names = {short(iri) for iri in without}
    shown = _state_of(view)
    shown = replace(
        shown,
        focus=tuple(name for name in shown.focus if name not in names),
        mark=tuple(name for name in shown.mark if name not in names),
        plan=",".join(name for name in shown.plan.split(",") if name not in names),
    )
    own = {key: text for key, text in view.settings.items() if key != _QUESTION and not state.is_setting(key)}
    return {**own, **shown.params()}


# ---- moved things


def places_of(text: str) -> dict[URIRef, Point]:
    """Read where things were moved: `{"plan:ID": [x, y]}` in JSON; what is odd is left out."""
    found: dict[URIRef, Point] = {}
    known = current.plans().ever_stored()
    with suppress(ValueError, RecursionError):
        told = json.loads(text) if text else {}
        for name, point in list(told.items())[:_MOST_PLACES] if isinstance(told, dict) else ():
            with suppress(ValueError, OverflowError):
                found |= _place(name, point) if name.partition(":")[0] in known else {}
    return found


def _place(name: str, point: object) -> dict[URIRef, Point]:
    if not isinstance(point, list) or len(point) != 2:
        return {}
    across, down = (float(part) if isinstance(part, int | float) else math.nan for part in point)
    near = math.isfinite(across) and math.isfinite(down) and max(abs(across), abs(down)) < _FARTHEST
    return {current.plans().iri_of(name): (round(across, 1), round(down, 1))} if near else {}


def positions(shown: State) -> dict[str, list[float]]:
    """Return where the saved view of a state has its things, by their short names; none without one."""
    view = saving.saved(current.plans()).get(shown.saved)
    return {short(thing): list(point) for thing, point in view.places.items()} if view else {}


# ---- what it holds


def made(picture: str, settings: Mapping[str, str], places: Mapping[URIRef, Point]) -> SavedView:
    """Return a view of a picture as it is now, without a name."""
    plans = current.plans()
    plan = settings.get("plan", "")
    named = [each for each in plan.split(",") if each and each != "all"]
    view = SavedView(
        name="",
        picture=picture,
        titles={},
        created=now(),
        settings=dict(settings),
        places=dict(places),
        shows=saving.things_of(plans, settings),
    )
    rows = _rows(view)
    internal = any(map(current.is_internal, (*view.shows, *places))) or _names_internal(rows or [])
    known = rows is not None and (picture in _NAMED_IN_ROWS or not current.knows_internal())
    return replace(
        view,
        drawn_from=saving.revisions_of(plans, named),
        contents=Contents.of(rows or []) if known and not internal else None,
        internal=internal,
    )


def _names_internal(rows: Iterable[str]) -> bool:
    if not current.knows_internal():
        return False
    plans = current.plans()
    for row in rows:
        for value in json.loads(row).values():
            if isinstance(value, str) and ":" in value:
                with suppress(ValueError):
                    if current.is_internal(plans.iri_of(value)):
                        return True
    return False


def _rows(view: SavedView) -> list[str] | None:
    """Return the rows of the picture of a view as it is now; nothing where it cannot be drawn any more."""
    arguments = {**_arguments(view, ()), "lang": LANGUAGES[0], "saved": "", "frozen": ""}
    rows = rows_of(view.picture, arguments, view.settings.get(_QUESTION, ""))
    return None if rows is None else [json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows]


def rows_of(
    picture: str, arguments: Mapping[str, object], question: str = "", *, whole: bool = False
) -> list[dict[str, Any]] | None:
    """Return the rows of a picture as data; nothing where it cannot be drawn, or not the `whole` of it."""
    path = _PAGES[picture][1] if picture in _PAGES else _PAGES["network"][1]
    asked = f"{path.format(question=quote(question, safe=''))}?{urlencode(arguments, doseq=True)}"
    # The picture as data, by the page's own twin: so whatever picture there is can be kept.
    # It has a language and a time of its own, which stay in a context of its own.
    with current_app.app_context(), current_app.test_request_context(asked, base_url=request.host_url):
        answer = current_app.full_dispatch_request()
        data = answer.get_json(silent=True) if answer.status_code == 200 else None
    rows = data.get("rows") if isinstance(data, dict) and not (whole and data.get("truncated")) else None
    return rows if isinstance(rows, list) else None


def change_of(view: SavedView) -> Change | None:
    """Return what has changed since a view was saved, in what it shows; nothing where nothing has."""
    plans = current.plans()
    key = ("saved view changed", view.name, current.lang())
    found: tuple[Change | None] = plans.remembered.once(key, lambda: (_change(view),))
    return found[0]


def _change(view: SavedView) -> Change | None:
    plans = current.plans()
    changed, gone = saving.changed_since(plans, view), saving.gone(plans, view)
    told = Change(gone=tuple(map(short, gone)), compare=tuple(compared(changed or ())))
    if gone:
        return told
    if changed == () or (changed is None and view.contents is None):
        return None
    if view.contents is None:
        return told
    rows = _rows(view)
    today = Contents.of(rows or [])
    if rows is not None and today == view.contents:
        return None
    since = today.since(view.contents)
    return told if rows is None or since is None else replace(told, came=since[0], went=since[1])


def compared(changed: Iterable[saving.ChangedPlan]) -> Iterator[tuple[Label, str]]:
    """Yield each changed plan with the address of what changed in it, where earlier states may be seen."""
    plans, public = current.plans(), current.settings().is_public
    described = plans.describe((plan.iri for plan in changed), current.lang())
    for plan in changed:
        name = short(plan.iri)
        compare = to("comparison.index", a=f"{name}@{plan.revision}", b=name)
        yield described[plan.iri].label, "" if public or plan.gone else compare


def of_state(shown: State) -> SavedView | None:
    """Return the saved view that a state names, if it is stored."""
    return saving.saved(current.plans()).get(shown.saved) if shown.saved else None
