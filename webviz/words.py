"""Words, numbers and values as templates show them."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Iterable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal
from flask import g
from markupsafe import Markup, escape
from rdflib import XSD, Literal

from graph.history import History
from graph.i18n import mark
from graph.table import Cell, short
from ontology import LANGUAGES, Label, pick

from . import current
from .chosen import chosen
from .dates import day, locale
from .state import current as current_state

#: The languages by their own names.
LANGUAGE_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
#: How many letters of a name lists and panels show.
_LONGEST = 300
_YES, _NO = mark("yes"), mark("no")
VERSION = importlib.metadata.version("planweave")


def label(value: Label | None) -> Markup:
    """Return a label; where it is not in the language of the page, it says so to eyes and ears."""
    if value is None:
        return Markup("")
    if not value.lang or value.lang == current.lang():
        return escape(value.text)
    return Markup('<span class="foreign" lang="{}">{}</span>').format(value.lang, value.text)


def brief(value: Label | None) -> Markup:
    """Return a label, cut where it is so long that only the page of its thing shows all."""
    if value is not None and len(value.text) > _LONGEST:
        value = Label(f"{value.text[:_LONGEST].rstrip()}…", value.lang)
    return label(value)


def name(names: dict[str, str]) -> Markup:
    """Return a name that exists in several languages."""
    return label(pick(names, current.lang()))


def value(cell: Cell) -> Markup:
    """Return what a cell shows: a label, yes or no, a number, a text."""
    return label(said(cell))


def said(cell: Cell) -> Label:
    """Return what a cell shows as plain text; its language where it is known."""
    if cell.label is not None:
        return cell.label
    term = cell.term
    if isinstance(term, Literal):
        if term.datatype == XSD.boolean:
            return Label(current.word(_YES if str(term) == "true" else _NO), "")
        if term.datatype in {XSD.integer, XSD.decimal} and term.value is not None:
            return Label(number(float(term)), "")
        if isinstance(term.value, date):  # or a time, of which the day is shown
            return Label(day(term.value), "")
        if term.language and term.language != current.lang():
            return Label(str(term), term.language)
    return Label(cell.text, "")


def spoken(texts: Iterable[Label]) -> list[Label]:
    """Return of texts in several languages those in the reader's, else those in the first that there is."""
    found = list(texts)
    chosen = pick({text.lang: text.text for text in found}, current.lang()).lang
    return [text for text in found if not text.lang or text.lang == chosen]


def number(value: float) -> str:
    """Return a number as it is written in the language of this request."""
    return str(format_decimal(value, format="#,##0.##", locale=locale()))


def data_day() -> date | None:
    """Return the day of the last change of the plans; nothing where that is not known here."""
    store = current.settings().store
    # An error came first, or a service keeps them, or they are shown as they were.
    if "plans" not in g or not isinstance(store, Path) or current.frozen():
        return None
    return current.plans().remembered.once("last change", History(store / "history").latest)


def is_number(cell: Cell) -> bool:
    """Whether a cell holds a number, which stands on the right."""
    return isinstance(cell.plain, (int, float)) and not isinstance(cell.plain, bool)


def tail(iri: object) -> str:
    """Return the last part of an IRI."""
    return str(iri).rpartition("/")[2]


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "brief": brief,
    "label": label,
    "name": name,
    "number": number,
    "short": short,
    "spoken": spoken,
    "tail": tail,
    "value": value,
}


def context() -> dict[str, Any]:
    """Return what every template knows."""
    return {
        "lang": current.lang(),
        "languages": {code: LANGUAGE_NAMES[code] for code in LANGUAGES},
        "state": current_state(),
        # Asked for only where they are shown, so that an error page needs no store.
        "shown_plans": lambda: chosen(current_state()),
        "plans": lambda: current.plans().plans(current.lang()),
        "data_day": data_day,
        "version": VERSION,
        "public_url": current.settings().public_url,
        #: A new number each time, for what needs a name of its own on the page.
        "numbered": count(1).__next__,
    }
