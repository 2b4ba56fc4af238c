"""The search: suggestions while a reader types, and a page of all that was found."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from graph.search import Hit
from graph.table import short

from . import current, formats, urls
from .finding import group_of, grouped, looked_up, suggested

search = Blueprint("search", __name__)

#: How many are suggested, and of one kind where there are others; how many a page lists.
_SUGGESTED, _OF_A_KIND, _LISTED = 12, 4, 200
_LOOKED_AT = 40
_COLUMNS = ["id", "label", "kind", "plan", "url"]


@search.get("/search")
def page() -> ResponseReturnValue:
    """What is called like that, by kind, of one kind or one plan where that is asked for."""
    text, kind, home = (request.args.get(key, "").strip() for key in ("q", "kind", "in"))
    every = looked_up(text, _LISTED)
    homes = {_home(hit): hit.plan for hit in every}
    hits = [hit for hit in every if home in ("", _home(hit))]
    return render_template(
        "search.html",
        query=text,
        kind=kind,
        home=home,
        homes=homes,
        count=len(hits),
        cut=len(every) == _LISTED,
        kinds=grouped(hits, text),
        groups=grouped([hit for hit in hits if kind in ("", group_of(hit))], text),
    )


@search.get("/search.json")
def page_json() -> Response:
    """What is called like that, as data, the best first."""
    hits = looked_up(request.args.get("q", ""), _SUGGESTED)
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
    return formats.envelope(_COLUMNS, rows, said=_said(len(rows)))


@search.get("/search/suggestions")
def suggestions() -> ResponseReturnValue:
    """The options of a list under a search field, by kind."""
    text = request.args.get("q", "")
    hits = looked_up(text, _LOOKED_AT)
    groups = suggested(hits, text, _SUGGESTED, _OF_A_KIND)
    count = sum(len(group.found) for group in groups)
    return render_template(
        "suggestions.html",
        groups=groups,
        several=len({hit.plan.text for hit in hits}) > 1,
        prefix=_name(request.args.get("list", "")),
        said=_said(count),
        more=urls.with_query("search.page", text) if len(hits) > count else "",
    )


def _home(hit: Hit) -> str:
    return short(hit.iri).partition(":")[0]


def _name(text: str) -> str:
    """Return what may stand at the beginning of an `id`."""
    return text if text.replace("-", "").isalnum() and text.isascii() and len(text) < 40 else "suggestions"


def _said(count: int) -> str:
    some = current.plural("{number} suggestion", "{number} suggestions", count)
    return some if count else current.word("Nothing found")
