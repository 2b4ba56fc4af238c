"""A page per thing at its IRI path, its RDF by Accept and suffix, and vis-network."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from rdflib import RDF, Graph, URIRef

from graph import program
from graph.description import description
from graph.jsonld import json_ld
from graph.library import NamedQuery
from graph.things import Thing, ThingReader
from ontology.namespaces import ID, PREFIXES

from . import current, formats, static_files, thing_page, urls
from .pictures import NEIGHBOURS

resource = Blueprint("resource", __name__)

#: The forms of a thing: suffix, media type, and the name that rdflib has for the format.
RDF_FORMS = {".ttl": ("text/turtle", "turtle"), ".jsonld": ("application/ld+json", "json-ld")}
_HTML = "text/html"
_VARY = "Accept, Accept-Language"
#: How many others a page tells of one relation; a list and the data have all.
_MOST = 50


@resource.get("/id/<path:path>")
def thing(path: str) -> ResponseReturnValue:
    """A thing: as a page, Turtle, JSON-LD or data."""
    for suffix in (*RDF_FORMS, ".json", ".html"):
        # An ID may end like a file; what is stored goes first.
        if path.endswith(suffix) and not _is_stored(_iri(path)):
            return _in_form(_iri(path.removesuffix(suffix)), suffix)
    media = [_HTML, *(media for media, _ in RDF_FORMS.values())]
    best = request.accept_mimetypes.best_match(media, default=_HTML)
    suffix = next((key for key, (name, _) in RDF_FORMS.items() if name == best), ".html")
    answer = _in_form(_iri(path), suffix)
    if isinstance(answer, Response):
        answer.headers["Vary"] = _VARY
    return answer


def _iri(path: str) -> URIRef:
    try:
        return current.plans().iri_of(f"{ID}{path}")
    except ValueError:
        abort(404)


def _is_stored(iri: URIRef) -> bool:
    return any(program.rows(current.plans().store, "statements", [iri]))


def _in_form(iri: URIRef, suffix: str) -> ResponseReturnValue:
    store = current.plans().store
    if suffix == ".ttl" and iri in store.graphs():
        return Response(store.serialise(suffix, iri, PREFIXES), mimetype=RDF_FORMS[suffix][0])
    if suffix in RDF_FORMS:
        described = description(store, iri)
        return _rdf(described, iri, suffix) if described else abort(404)
    most = None if suffix == ".json" else _MOST
    found = ThingReader(current.plans(), current.lang(), current.settings().sources, most).read(iri)
    if suffix == ".json":
        return _json(found)
    subject = _subject_of_record(found)
    if subject is not None:
        return redirect(urls.thing(subject) + f"#{iri.rpartition('/')[2]}", 303)
    if request.args.get("part") == "details":
        return Response(render_template("thing_part.html", thing=found, neighbours=NEIGHBOURS))
    more = thing_page.context(found)
    return Response(
        render_template(
            "thing.html", thing=found, home=_home(found), around=_around(found), neighbours=NEIGHBOURS, **more
        )
    )


def _around(found: Thing) -> list[NamedQuery]:
    """Return the views that can be drawn around an aim of a plan, but the plain neighbours."""
    if found.kind is None or found.kind.ring > 1:
        return []
    views = current.plans().library.views.values()
    return [view for view in views if "focus" in view.params and view.name != NEIGHBOURS]


def _home(found: Thing) -> str:
    """Return the ID of the plan that a thing is part of; nothing for what a register holds."""
    plan_id = found.short.partition(":")[0]
    known = current.plans().plans(current.lang())
    return next((info.plan_id for info in known if info.plan_id == plan_id and info.kind == "plan"), "")


def _subject_of_record(found: Thing) -> URIRef | None:
    """Return the thing that a link record is a link from; its page shows the record."""
    subjects = (value for thing, prop, value in found.said if thing == found.iri and prop == RDF.subject)
    return next((URIRef(str(subject)) for subject in subjects), None)


def _rdf(described: Graph, iri: URIRef, suffix: str) -> Response:
    media, form = RDF_FORMS[suffix]
    if form == "json-ld":
        return Response(json_ld(described, iri), mimetype=media)
    for prefix, namespace in PREFIXES.items():
        described.bind(prefix, namespace, replace=True)
    return Response(described.serialize(format=form, encoding="utf-8"), mimetype=media)


def _json(found: Thing) -> Response:
    rows = [
        {
            "relation": statement.name.text,
            "incoming": statement.incoming,
            "value": value.cell.plain,
            "label": value.cell.text,
            "basis": value.record.basis.text if value.record else None,
            "confidence": value.record.confidence if value.record else None,
        }
        for statement in found.statements
        for value in statement.values
    ]
    columns = ["relation", "incoming", "value", "label", "basis", "confidence"]
    return formats.envelope(columns, rows, id=found.short, iri=str(found.iri), label=found.label.text)


@resource.get("/vis/<name>")
def vis(name: str) -> Response:
    """A file of vis-network out of the installed pyvis package."""
    return static_files.sent(static_files.of_vis(name))
