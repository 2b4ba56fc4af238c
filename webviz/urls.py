"""Every address of the viewer is made here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from graph import PlanInfo
from graph.library import NamedQuery
from graph.plan_names import short
from ontology.namespaces import PLAN

from .state import State
from .state import current as current_state


def _url(endpoint: str, values: Mapping[str, str]) -> str:
    return url_for(endpoint, **dict[str, Any](values))


def page(endpoint: str, state: State | None = None, **changes: object) -> str:
    """Return the address of a page in a state of a picture: by default the one of this request."""
    state = state or current_state()
    own = {key: str(changes.pop(key)) for key in list(changes) if key not in State.__annotations__}
    return _url(endpoint, {**own, **state.params(**changes)})


def thing(iri: object, suffix: str = "") -> str:
    """Return the address of the page of a thing or a term; nothing for what has no page here."""
    text = str(iri)
    language = {"lang": request.args["lang"]} if request.args.get("lang") else {}
    if short(text) != text:
        return _url("resource.thing", {"path": short(text).replace(":", "/", 1) + suffix, **language})
    if text.startswith(str(PLAN)):
        return _url("reference.ontology", language) + "#" + text.removeprefix(str(PLAN))
    return ""


def answer(question: NamedQuery, plan: PlanInfo | None, values: Mapping[str, str], **changes: str) -> str:
    """Return the address of an answer; `form` is json or csv, other changes are parameters."""
    form = changes.pop("form", "")
    args = {"plan": plan.plan_id if plan else "all", **values, **changes}
    if request.args.get("lang"):
        args["lang"] = request.args["lang"]
    endpoint = f"questions.question_{form}" if form else "questions.question"
    return _url(endpoint, {"name": question.name} | {key: value for key, value in args.items() if value})


def in_language(lang: str) -> str:
    """Return the address of this page in another language."""
    return with_args(lang=lang)


def with_args(**changes: str) -> str:
    """Return the address of this page with other arguments; what is empty is left out."""
    args = {**request.args.to_dict(flat=False), **{key: [text] for key, text in changes.items()}}
    args = {key: texts for key, texts in args.items() if texts != [""]}
    # What the reader sent is no argument of `url_for`, which would take a scheme from it.
    return f"{_url(request.endpoint or 'pages.start', request.view_args or {})}?{urlencode(args, doseq=True)}"
