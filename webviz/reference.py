"""The terms at their addresses: the reference page, the ontology as RDF, one term alone, the context."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from rdflib import RDF, SH, Graph, URIRef

from graph.i18n import mark
from graph.jsonld import context_file
from graph.reference import reference as all_terms
from graph.term_names import anchor, described, iri_of_name
from ontology import ontology_graph
from ontology.namespaces import CONCEPT, ONTOLOGY, PREFIXES, SHAPES, WB

from . import current
from .reference_files import empty_archive, example_archive
from .reference_page import body

reference = Blueprint("reference", __name__)

_HTML = "text/html"
_VARY = "Accept, Accept-Language"
_TEXT = "text/plain"
_ZIP = "application/zip"


@dataclass(frozen=True)
class Form:
    """A form of RDF: its media type, what rdflib calls it, and its name for people."""

    media: str
    name: str
    title: str


FORMS = {
    "ttl": Form("text/turtle", "turtle", "Turtle"),
    "jsonld": Form("application/ld+json", "json-ld", "JSON-LD"),
    "rdf": Form("application/rdf+xml", "xml", "RDF/XML"),
    "nt": Form("application/n-triples", "nt", "N-Triples"),
}


# ---- which form


def wanted_form() -> str:
    """Return the form that the client likes best: a key of `FORMS`, `html`, or nothing that is here."""
    media = {_HTML: "html", **{form.media: key for key, form in FORMS.items()}}
    if not request.accept_mimetypes:
        return "html"
    return media.get(request.accept_mimetypes.best_match(list(media)) or "", "")


def _not_acceptable() -> Response:
    choices = ", ".join([_HTML, *(form.media for form in FORMS.values())])
    text = current.word(mark("This is to be had as: {choices}"), choices=choices)
    return _varied(Response(f"{text}\n", status=406, mimetype=_TEXT))


def _varied(answer: Response) -> Response:
    answer.headers["Vary"] = _VARY
    return answer


def _kept(answer: Response) -> Response:
    """Give an answer a name by its content, so that a client that has it need not read it again."""
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
    answer.headers["Cache-Control"] = "no-cache"
    answer.make_conditional(request)
    return answer


# ---- the ontology, its shapes, and the vocabulary of workbooks


@reference.get("/ontology")
def ontology() -> ResponseReturnValue:
    """All terms: as a page, or in the form of RDF that is asked for."""
    form = wanted_form()
    return _varied(_page() if form == "html" else _whole("ontology", form)) if form else _not_acceptable()


@reference.get("/ontology.<form>")
def ontology_file(form: str) -> ResponseReturnValue:
    """All terms, concepts and shapes in a form of RDF, or as a page."""
    return _varied(_page()) if form == "html" else _whole("ontology", form)


@reference.get("/shapes")
def shapes() -> ResponseReturnValue:
    """The shapes in a form of RDF; as a page they are the sheets and columns of the reference."""
    return _part_of_page("shapes")


@reference.get("/shapes.<form>")
def shapes_file(form: str) -> ResponseReturnValue:
    """The shapes alone in a form of RDF."""
    return _whole("shapes", form)


@reference.get("/workbook")
def workbook() -> ResponseReturnValue:
    """The vocabulary of sheets and columns."""
    return _part_of_page("workbook")


@reference.get("/workbook.<form>")
def workbook_file(form: str) -> ResponseReturnValue:
    """The vocabulary of sheets and columns in a form of RDF."""
    return _whole("workbook", form)


@reference.get("/ontology/context.jsonld")
def context() -> ResponseReturnValue:
    """The JSON-LD context of plans."""
    return _kept(Response(context_file(), mimetype=FORMS["jsonld"].media))


@reference.get("/ontology/example.zip")
def example_file() -> ResponseReturnValue:
    """The small workbook of the page."""
    return _kept(Response(example_archive(current.lang()), mimetype=_ZIP))


@reference.get("/ontology/sheets.zip")
def sheets_file() -> ResponseReturnValue:
    """Every sheet with its headings alone."""
    return _kept(Response(empty_archive(current.lang()), mimetype=_ZIP))


def _downloads() -> tuple[str, ...]:
    """Return the addresses that the page offers, as `body` takes them."""
    archives = (url_for(f"reference.{name}", lang=current.lang()) for name in ("example_file", "sheets_file"))
    files = (url_for(f"reference.{name}", form="ttl") for name in ("ontology_file", "shapes_file"))
    return (*archives, *files)


def _page() -> Response:
    found = all_terms()
    forms = {key: form.title for key, form in FORMS.items()}
    page = render_template(
        "ontology.html",
        body=body(current.lang(), _downloads()),
        descriptions=found.descriptions,
        version=found.version,
        forms=forms,
    )
    return _kept(Response(page))


def _part_of_page(name: str) -> ResponseReturnValue:
    form = wanted_form()
    if not form:
        return _not_acceptable()
    # The fragment of an address goes on to where it is redirected to.
    return _varied(_to_page() if form == "html" else _whole(name, form))


def _whole(name: str, form: str) -> Response:
    if form not in FORMS:
        abort(404)
    return _kept(Response(_written(ontology_graph(), name, form), mimetype=FORMS[form].media))


@lru_cache(maxsize=16)
def _written(source: Graph, name: str, form: str) -> bytes:
    return _serialised(source if name == "ontology" else _chosen(source, name), form)


def _chosen(source: Graph, name: str) -> Graph:
    """Return what is said of the things of one namespace."""
    space = {"shapes": str(SHAPES), "workbook": str(WB)[:-1]}[name]
    found = Graph()
    for subject in set(source.subjects()):
        shape = name == "shapes" and (subject, RDF.type, SH.NodeShape) in source
        if isinstance(subject, URIRef) and (shape or subject.startswith(space)):
            found += source.cbd(subject)
    return found


def _serialised(source: Graph, form: str) -> bytes:
    named = Graph(bind_namespaces="none") + source
    for prefix, namespace in PREFIXES.items():
        named.bind(prefix, namespace, replace=True)
    more: dict[str, Any] = {"context": PREFIXES} if form == "jsonld" else {}
    data: bytes = named.serialize(format=FORMS[form].name, encoding="utf-8", **more)
    return data


# ---- one term


@reference.get("/ontology/<path:name>")
def term(name: str) -> ResponseReturnValue:
    """One term by its local name, or by a name with a prefix such as `org:Post`."""
    if name == all_terms().version:
        return ontology()
    stem, form = _split(name)
    return _term(iri_of_name(stem), form, "reference.term", stem)


@reference.get("/shapes/<path:name>")
def shape(name: str) -> ResponseReturnValue:
    """One shape."""
    stem, form = _split(name)
    return _term(SHAPES[stem], form, "reference.shape", stem)


@reference.get("/concept/<path:name>")
def concept(name: str) -> ResponseReturnValue:
    """One closed list, or one of its values."""
    stem, form = _split(name)
    return _term(CONCEPT[stem], form, "reference.concept", stem)


def _split(name: str) -> tuple[str, str]:
    stem, _, form = name.rpartition(".")
    return (stem, form) if form in {*FORMS, "html"} and stem else (name, "")


def _term(iri: URIRef, form: str, endpoint: str, name: str) -> ResponseReturnValue:
    if (iri, None, None) not in ontology_graph() or iri == ONTOLOGY:
        abort(404)
    if form in FORMS:
        data = _serialised(described(iri, ontology_graph()), form)
        return _kept(Response(data, mimetype=FORMS[form].media))
    wanted = form or wanted_form()
    if not wanted:
        return _not_acceptable()
    if wanted == "html":
        return _varied(_to_page(anchor(iri)))
    return _varied(_see(url_for(endpoint, name=f"{name}.{wanted}")))


def _to_page(fragment: str = "") -> Response:
    language: dict[str, Any] = {"lang": request.args["lang"]} if request.args.get("lang") else {}
    return _see(url_for("reference.ontology", **language, _anchor=fragment or None))


def _see(address: str) -> Response:
    answer = redirect(address, 303)
    assert isinstance(answer, Response)
    return answer
