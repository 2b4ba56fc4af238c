"""What a page of a thing shows beside its statements: its history, a small picture, how to cite it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rdflib import URIRef
from rdflib.term import Node

from graph import PlanInfo
from graph.i18n import mark
from graph.plan_names import plan_id
from graph.table import Cell, short
from graph.thing_history import ThingChange, changes, said_of
from graph.things import Statement, Thing
from ontology import Label, pick
from ontology.namespaces import PLAN

from . import current, urls
from .dates import day
from .thing_picture import small_picture
from .words import value

#: How many values of a relation are shown before the others are folded away.
SHOWN = 8
_MOST_CHANGES, _MOST_LINES = 6, 8


@dataclass(frozen=True)
class Parts:
    """The statements of a thing: of itself, links from it, and what refers to it."""

    own: tuple[Statement, ...]
    outgoing: tuple[Statement, ...]
    incoming: tuple[Statement, ...]


@dataclass(frozen=True)
class Change:
    """A revision in which a thing changed: its day, and what changed in words."""

    day: str
    lines: tuple[str, ...]
    more: int


def context(found: Thing) -> dict[str, Any]:
    """Return what the template of a thing knows beside the thing."""
    home = _plan_of(found)
    parts = Parts(
        own=tuple(each for each in found.statements if not each.linked and not each.incoming),
        outgoing=tuple(each for each in found.statements if each.linked and not each.incoming),
        incoming=tuple(each for each in found.statements if each.incoming),
    )
    return {
        "parts": parts,
        "shown": SHOWN,
        "used_in": _used_in(parts) if home is not None and home.kind != "plan" else [],
        "history": history(found, home),
        "picture": small_picture(found),
        "citation": citation(found, home),
        "address": address(found),
    }


def _plan_of(found: Thing) -> PlanInfo | None:
    known = current.plans().plans(current.lang())
    own = plan_id(found.iri)
    wanted = {own, found.short.partition(":")[0], short(found.plan.term) if found.plan else ""}
    return next((info for info in known if info.plan_id in wanted), None)


def _used_in(parts: Parts) -> list[PlanInfo]:
    """Return the plans whose things refer to a thing of a register."""
    names = {
        short(each.cell.iri).partition(":")[0]
        for statement in parts.incoming
        for each in statement.values
        if each.cell.iri
    }
    known = current.plans().plans(current.lang())
    return [info for info in known if info.plan_id in names and info.kind == "plan"]


# ---- address and citation


def address(found: Thing) -> str:
    """Return the address under which others find the page: its IRI where the viewer has no public one."""
    public = current.settings().public_url
    return f"{public.rstrip('/')}{urls.thing(found.iri)}" if public else str(found.iri)


def citation(found: Thing, home: PlanInfo | None) -> str:
    """Return how to cite a thing: its name, plan, section and page, address, and the day of the revision."""
    keys = {statement.key: statement for statement in found.statements}
    section = keys.get(str(PLAN.section)) or keys.get("section")
    place = section.values[0].cell.text if section and section.values else ""
    number = keys["page"].values[0].cell.text if "page" in keys and keys["page"].values else ""
    page = current.word(mark("p. {page}"), page=number) if number else ""
    plan = home.label.text if home is not None and home.iri != found.iri else ""
    year = home.year if home is not None and home.year and home.year not in plan else ""
    where = ", ".join(filter(None, (plan, year, place, page)))
    when = _revised(home)
    dated = current.word(mark("As of {day}"), day=when) if when else ""
    return ". ".join(filter(None, (found.label.text, where, address(found), dated))) + "."


def _revised(home: PlanInfo | None) -> str:
    store = current.plans().store
    if home is None or store.history is None or current.settings().is_public:
        return ""
    revisions = store.history.revisions(home.iri)
    return day(revisions[-1].time) if revisions else ""


# ---- history


def history(found: Thing, home: PlanInfo | None) -> list[Change] | None:
    """Return the revisions in which a thing changed, the newest first; nothing if too large to look."""
    store = current.plans().store
    if home is None or store.history is None or current.settings().is_public or home.iri == found.iri:
        return []
    if not store.history.files(home.iri):
        return []
    now = said_of(found.iri, ((s, p, o) for s, p, o in found.said if s is not None and o is not None))
    made = changes(store.history, home.iri, found.iri, now)
    return None if made is None else [_in_words(change) for change in made[:_MOST_CHANGES]]


def _in_words(change: ThingChange) -> Change:
    if change.began or change.ended:
        word = mark("was added") if change.began else mark("was removed")
        return Change(day(change.time), (current.word(word),), 0)
    terms = [node for _, node in (*change.added, *change.removed) if isinstance(node, URIRef)]
    labels = {iri: said.label for iri, said in current.plans().describe(terms, current.lang()).items()}
    lines = [
        *(
            current.word(
                mark("{property}: “{before}” became “{after}”"), property=_name(prop), before=old, after=new
            )
            for prop, old, new in change.reworded
        ),
        *(_line(mark("{property}: added {value}"), prop, node, labels) for prop, node in change.added),
        *(_line(mark("{property}: removed {value}"), prop, node, labels) for prop, node in change.removed),
    ]
    return Change(day(change.time), tuple(lines[:_MOST_LINES]), max(0, len(lines) - _MOST_LINES))


def _name(prop: URIRef) -> str:
    return pick(current.plans().model.relation_names(prop), current.lang(), fallback=short(prop)).text


def _line(message: str, prop: URIRef, node: Node, labels: dict[URIRef, Label]) -> str:
    label = labels.get(node) if isinstance(node, URIRef) else None
    text = label.text if label is not None else str(value(Cell(node)).unescape())  # type: ignore[arg-type]
    return current.word(message, property=_name(prop), value=text)
