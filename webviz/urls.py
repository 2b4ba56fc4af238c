"""Every address of the viewer is made here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import current_app, g, request, url_for

from graph import PlanInfo
from graph.i18n import mark
from graph.library import NamedQuery
from graph.plan_graph import ALL_PLANS
from graph.plan_names import short
from ontology.namespaces import PLAN

from . import current
from .state import State
from .state import current as current_state

#: The five pictures, and the other pages that each page leads to, by rule; what is not there is left out.
_PICTURES = {
    "/": mark("Who does what"),
    "/focus": mark("Close-up"),
    "/path": mark("How are these connected?"),
    "/network": mark("The whole"),
    "/list": mark("List"),
}
_OTHERS = {
    "/questions": mark("Questions"),
    "/evaluate": mark("Evaluation report"),
    "/compare": mark("Comparison"),
    "/analysis": mark("Analysis"),
    "/plans": mark("Plans"),
    "/views": mark("Saved views"),
}
#: What was searched and ringed means nothing beside the pictures.
_OF_PICTURES: dict[str, object] = {"query": "", "of": "", "mark": ()}

_AROUND = "focus.focus"


def _url(endpoint: str, values: Mapping[str, object]) -> str:
    return url_for(endpoint, **dict[str, Any](values))


def to(endpoint: str, **values: str) -> str:
    """Return the address of a page that is no picture, in the language of this request."""
    language = {"lang": request.args["lang"]} if request.args.get("lang") else {}
    return _url(endpoint, {**values, **language})


def page(endpoint: str, state: State | None = None, **changes: object) -> str:
    """Return the address of a page in a state of a picture: by default the one of this request."""
    state = state or current_state()
    own = {key: str(changes.pop(key)) for key in list(changes) if key not in State.__annotations__}
    return _url(endpoint, {**own, **state.params(**changes)})


@dataclass(frozen=True)
class Tab:
    """A page that each page leads to: what it is called, its address, and whether the reader is there."""

    name: str
    url: str
    here: bool


def pictures() -> list[Tab]:
    """Return the five pictures, each in the state in which the reader sees this one, or around this thing."""
    kept: dict[str, object] = {"query": ""} if request.endpoint == "pages.search" else {}
    if request.blueprint == "resource" and not current_state().focus:
        kept["focus"] = (str((request.view_args or {}).get("path", "")).replace("/", ":", 1),)
    return _tabs(_PICTURES, kept)


def others() -> list[Tab]:
    """Return the pages beside the pictures; the plan and the things in focus go along."""
    return _tabs(_OTHERS, _OF_PICTURES)


def _tabs(named: Mapping[str, str], changes: Mapping[str, object]) -> list[Tab]:
    rules = {rule.rule: rule.endpoint for rule in current_app.url_map.iter_rules()}
    found = [(rules[path], name) for path, name in named.items() if path in rules]
    return [
        Tab(current.word(name), page(endpoint, None, **changes), _is_here(endpoint))
        for endpoint, name in found
    ]


def _is_here(endpoint: str) -> bool:
    """Whether this page is that of an endpoint, or one of its kind: the answer of a question, say."""
    blueprint = endpoint.partition(".")[0]
    return request.endpoint == endpoint or (blueprint != "pages" and request.blueprint == blueprint)


def thing(iri: object, suffix: str = "") -> str:
    """Return the address of the page of a thing or a term; nothing for what has no page here."""
    text = str(iri)
    language = {"lang": request.args["lang"]} if request.args.get("lang") else {}
    if short(text) != text:
        return _url("resource.thing", {"path": short(text).replace(":", "/", 1) + suffix, **language})
    if text.startswith(str(PLAN)):
        return _url("reference.ontology", language) + "#" + text.removeprefix(str(PLAN))
    return ""


def around_thing(iri: object) -> str:
    """Return the address of the picture around a thing; of its page where no such picture is offered."""
    text = str(iri)
    if request.blueprint == "embed" or short(text) == text or _AROUND not in current_app.view_functions:
        return thing(iri)
    return page(_AROUND, focus=(short(text),), query="", of="", mark=())


def around(name: str) -> str:
    """Return the address of the picture of what stands around a thing, told by its short form."""
    return page("focus.focus", State(focus=(name,), lang=asked_language()))


def asked_language() -> str:
    """Return the language that this request asks for, if it does."""
    return request.args.get("lang", "")


def with_query(endpoint: str, text: str) -> str:
    """Return the address of a page that is asked for a text."""
    return page(endpoint, State(query=text, lang=asked_language()))


def answer(question: NamedQuery, plan: PlanInfo | None, values: Mapping[str, str], **changes: str) -> str:
    """Return the address of an answer: `form` is a suffix or embed, other changes are parameters."""
    form = changes.pop("form", "")
    args = {"plan": _plans(plan), **values, **changes}
    if request.args.get("lang"):
        args["lang"] = request.args["lang"]
    endpoint = f"questions.question_{form}" if form else "questions.question"
    endpoint = "embed.question_embed" if form == "embed" else endpoint
    return _url(endpoint, {"name": question.name} | {key: value for key, value in args.items() if value})


def _plans(plan: PlanInfo | None) -> str:
    """Return how an address tells a plan; without it, the several that the page is about, or all."""
    if plan is not None:
        return plan.plan_id
    several = current_state().plan
    return several if "," in several else ALL_PLANS


def way_back() -> tuple[str, str]:
    """Return where a page leads that cannot be shown, and what that is called; else nothing."""
    if request.args.get("frozen") and "plans" in g and request.endpoint:
        return with_args(frozen=""), current.word("Show the present state")
    if request.blueprint != "questions" or "plans" not in g:
        return "", ""
    kept = {key: request.args[key] for key in ("plan", "lang") if request.args.get(key)}
    question = current.plans().library.questions.get((request.view_args or {}).get("name", ""))
    if question is None or not set(request.args) - set(kept):  # it would fail again
        return _url("questions.index", kept), current.word("To all questions")
    back = _url("questions.question", {"name": question.name, **kept})
    return back, current.word("Back to the question: {name}", name=question.summary[current.lang()])


def network_of(question: NamedQuery, plan: PlanInfo | None, values: Mapping[str, str]) -> str:
    """Return the address of the network in which the things that an answer names are ringed."""
    state = State(
        plan=_plans(plan),
        of=question.name,
        given=tuple(values.items()),
        lang=request.args.get("lang", ""),
    )
    return page("pages.network", state)


def of_contact(contact: str) -> str:
    """Return where a contact leads to that is an address of the web or of e-mail; else nothing.

    >>> of_contact("palaute@kemi.fi"), of_contact("https://www.kemi.fi/palaute"), of_contact("016 123 456")
    ('mailto:palaute@kemi.fi', 'https://www.kemi.fi/palaute', '')
    """
    if re.fullmatch(r"https?://[^\s<>\"]+", contact):
        return contact
    return f"mailto:{contact}" if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", contact) else ""


def in_language(lang: str) -> str:
    """Return the address of this page in another language."""
    return with_args(lang=lang)


def with_args(**changes: str) -> str:
    """Return the address of this page with other arguments; what is empty is left out."""
    args = {**request.args.to_dict(flat=False), **{key: [text] for key, text in changes.items()}}
    args = {key: texts for key, texts in args.items() if texts != [""]}
    # What the reader sent is no argument of `url_for`, which would take a scheme from it.
    path = _url(request.endpoint or "pages.start", {**(request.view_args or {}), "frozen": None})
    return f"{path}?{urlencode(args, doseq=True)}"
