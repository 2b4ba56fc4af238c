"""Renders the reference of the ontology: as a part of a page of the viewer, and as a file of its own.

It needs no request, so that `make docs` writes the same as the viewer shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape
from rdflib import OWL, RDF, XSD, Graph, URIRef

from graph.examples import examples
from graph.headers import FROM, RELATION, TO
from graph.i18n import catalogue, mark, translate
from graph.reference import Reference, Term, reference
from graph.term_names import anchor, curie
from ontology import LANGUAGES, Column, Form, load_model, pick
from ontology.namespaces import CONCEPT, PLAN, PREFIXES

from .current import TRANSLATIONS
from .reference_begin import begin, in_turtle
from .reference_diagram import diagram

_HERE = Path(__file__).parent
_DATATYPES = {
    XSD.string: mark("text"),
    XSD.integer: mark("whole number"),
    XSD.decimal: mark("number"),
    XSD.gYear: mark("year, such as 2026"),
    XSD.date: mark("date, such as 2026-06-30"),
    XSD.boolean: mark("yes or no"),
    XSD.anyURI: mark("web address"),
}
_TYPES = {
    OWL.ObjectProperty: mark("leads to a thing"),
    OWL.DatatypeProperty: mark("holds a value"),
    OWL.AnnotationProperty: mark("annotation"),
    OWL.SymmetricProperty: mark("holds both ways"),
    OWL.TransitiveProperty: mark("holds over several steps"),
    RDF.Property: mark("property"),
}


def body(lang: str, downloads: tuple[str, ...] = ()) -> Markup:
    """Return the reference as the main part of a page in a language.

    The downloads are the addresses of the example, of the empty sheets, of the terms and of the shapes.
    """
    return _body(load_model().graph, lang, downloads)


def standalone(lang: str) -> str:
    """Return the reference as a page that needs no other file."""
    css = (_HERE / "static" / "reference.css").read_text(encoding="utf-8")
    base = (_HERE / "static" / "planweave.css").read_text(encoding="utf-8")
    script = (_HERE / "static" / "reference.js").read_text(encoding="utf-8")
    files = {"css": Markup(base + css), "script": Markup(script)}  # noqa: S704 - files of our own
    page = _environment(lang).get_template("reference_file.html")
    return page.render(body=body(lang), all=reference(), languages=LANGUAGES, **files) + "\n"


@lru_cache(maxsize=6)
def _body(source: Graph, lang: str, downloads: tuple[str, ...]) -> Markup:
    found = reference()
    assert found.model.graph is source
    page = _environment(lang).get_template("reference.html")
    shown = page.render(
        all=found,
        examples=examples(lang),
        diagram=diagram(found.model, lang),
        here=frozenset(_anchors(found)),
        cell=lambda column: list(_cell(column, lang)),
        types=_TYPES,
        begin=begin(lang),
        begin_roles=(FROM, RELATION, TO),
        turtle=in_turtle(lang),
        turtle_concept=CONCEPT["comparison/le"],
        datatypes=_DATATYPES,
        at_least=PLAN.atLeast,
        downloads=downloads,
    )
    return Markup(_without_indents(shown))  # noqa: S704 - rendered with escaping


def _without_indents(page: str) -> str:
    """Return a page without the indents and empty lines of its templates; code keeps its own."""
    parts = re.split(r"(<pre.*?</pre>)", page, flags=re.DOTALL)
    return "".join(part if part[:4] == "<pre" else re.sub(r"\s*\n\s*", "\n", part) for part in parts)


@lru_cache(maxsize=6)
def _environment(lang: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = catalogue(lang, TRANSLATIONS)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=words.gettext, ngettext=words.ngettext, newstyle=True
    )
    made.filters.update(_filters(lang))
    made.globals.update(lang=lang, languages=LANGUAGES)
    return made


def _filters(lang: str) -> dict[str, Callable[..., Any]]:
    return {
        "name": lambda texts: _marked(texts, lang),
        "say": lambda texts: pick(texts, lang).text,
        "curie": curie,
        "anchor": anchor,
        "words": _words,
        "without_prefixes": _without_prefixes,
    }


def _without_prefixes(turtle: str) -> str:
    """Return Turtle without the prefixes that the page lists: those of the plan itself stay."""
    known = tuple(f"@prefix {prefix}:" for prefix in PREFIXES)
    return "\n".join(line for line in turtle.splitlines() if not line.startswith(known)).strip()


def _marked(texts: Mapping[str, str], lang: str) -> Markup:
    """Return a text, marked with its language where that is not the language of the page."""
    found = pick(texts, lang)
    if found.lang in {lang, ""}:
        return escape(found.text)
    return Markup('<span lang="{}">{}</span>').format(found.lang, found.text)


def _words(term: Term) -> str:
    """Return what a reader may look a term up by: its names in all languages, and the technical one."""
    return " ".join([*term.names.values(), curie(term.iri)]).casefold()


def _anchors(found: Reference) -> Iterator[str]:
    yield from (anchor(term.iri) for term in found.terms)
    yield from (anchor(scheme.iri) for scheme in found.schemes)


def _cell(column: Column, lang: str) -> Iterator[tuple[str, tuple[URIRef, ...]]]:
    """Yield what goes in a cell: words, each with the terms that they lead to."""

    def say(message: str, **values: object) -> str:
        return translate(message, lang, TRANSLATIONS, **values)

    if column.form is Form.CONCEPT and column.scheme is not None:
        yield say(mark("code of the list:")), (column.scheme,)
    elif column.form is Form.REFERENCE:
        yield say(mark("ID of:") if column.classes else mark("ID of any row")), column.classes
    elif column.form is Form.PASSAGES:
        yield say(mark("lines of the source, such as 34-35")), ()
    elif column.form is Form.TEXT:
        yield say(mark("text, a column per language")), ()
    else:
        yield say(_DATATYPES.get(URIRef(column.datatype or XSD.string), mark("text"))), ()
    yield from ((text, ()) for text in _limits(column, say))


def _limits(column: Column, say: Callable[..., str]) -> Iterator[str]:
    if column.limits:
        least, most = column.limits[0], column.limits[-1]
        one = len(column.limits) == 1
        yield say(mark("at least {least}"), least=least) if one else f"{least}–{most}"
    if column.separator:
        yield say(mark("several, separated by {separator}"), separator=column.separator)
    if column.default_from:
        yield say(mark("empty: as in the basic facts ({column})"), column=column.default_from)
    elif isinstance(column.default_value, URIRef):
        yield say(mark("empty: {value}"), value=column.default_value.rpartition("/")[2])
