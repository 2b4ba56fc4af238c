"""Which units a report covers, and which it does not: what every answer is to be read with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel.lists import format_list
from rdflib import Literal, URIRef

from ontology import Label, pick
from ontology.namespaces import PLAN

from .. import program
from ..i18n import mark, translate
from ..plan_graph import PlanGraph
from ..plan_info import PlanInfo
from ..table import Cell
from ..terms import Row, Term
from .finnish import genitive

_REPORTED = mark("Units that reported: {names}")
_NOT_REPORTED = mark("Units that did not report: {names}")
_FIELDS = mark("Fields of activity that were not reported on: {names}")
#: In Finnish, with names in the genitive.
_REPORT_OF, _FINNISH = mark("in the report of {names}"), "fi"
_OF_ONE = mark("in the report of the unit {names}")
_OF_SEVERAL = mark("in the report of the units {names}")
_REPORT_IN_FINNISH = mark("report of {names}, {year}")
_ITS_REPORT = mark("report of the unit {names}, {year}")
_THEIR_REPORT = mark("report of the units {names}, {year}")
_IN_PLAN = mark("in this plan")
_IN_PLANS = mark("in these plans")
_ALL = mark("The answer is about {count} plans; each says itself which units reported.")


@dataclass(frozen=True)
class Scope:
    """What an answer covers: a plan, or all where there is none; and what the plan says of its report."""

    plan: PlanInfo | None
    reported: tuple[Cell, ...] = ()
    not_reported: tuple[Cell, ...] = ()
    fields_not_reported: tuple[Cell, ...] = ()
    note: Label | None = None
    #: The number of plans that the answer is about.
    plans: int = 1

    def lines(self, lang: str) -> list[str]:
        """Return what a reader must know, a sentence a line; nothing where the plan says nothing of it."""
        if self.plan is None:
            return [translate(_ALL, lang, count=self.plans)] if self.plans > 1 else []
        parts = (
            (_REPORTED, self.reported),
            (_NOT_REPORTED, self.not_reported),
            (_FIELDS, self.fields_not_reported),
        )
        said = [
            translate(message, lang, names=", ".join(cell.text for cell in cells))
            for message, cells in parts
            if cells
        ]
        return [*said, self.note.text] if self.note else said

    def report(self, lang: str) -> str:
        """Return what the report is called by those who reported, and its year; empty where nobody tells."""
        if not self.reported or self.plan is None:
            return ""
        when = self.plan.when
        forms = [genitive(cell.text) for cell in self.reported] if lang == _FINNISH else []
        if forms and all(forms):
            message, names = _REPORT_IN_FINNISH, format_list(forms, locale=lang)
        else:
            message = _ITS_REPORT if len(self.reported) == 1 else _THEIR_REPORT
            names = format_list([cell.text for cell in self.reported], locale=lang)
        return translate(message, lang, names=names, year=when).strip(" ,")

    def where(self, lang: str) -> str:
        """Return where all that an answer tells stands, as part of a sentence: `in the report of …`."""
        if not self.reported:
            return translate(_IN_PLAN if self.plan else _IN_PLANS, lang)
        forms = [genitive(cell.text) for cell in self.reported] if lang == _FINNISH else []
        if forms and all(forms):
            return translate(_REPORT_OF, lang, names=format_list(forms, locale=lang))
        names = format_list([cell.text for cell in self.reported], locale=lang)
        return translate(_OF_ONE if len(self.reported) == 1 else _OF_SEVERAL, lang, names=names)


def scope_of(plans: PlanGraph, lang: str, plan_id: str | None = None) -> Scope:
    """Return what a plan says of who reported; where just one plan is stored, it is that one.

    Several plans, by their IDs with commas between them, or all of them each say it themselves.

    Raises
    ------
    UnknownQueryError
        No such plan is stored.
    """
    chosen = plans.iris_of_plans(plan_id)
    own = [info for info in plans.plans(lang) if (info.iri in chosen if chosen else info.kind == "plan")]
    return _of_plan(plans, own[0], lang) if len(own) == 1 else Scope(None, plans=len(own))


def _of_plan(plans: PlanGraph, info: PlanInfo, lang: str) -> Scope:
    rows: list[Row] = plans.remembered.once(
        ("reporting", info.iri),
        lambda: [row[1:] for row in program.rows(plans.store, "reporting", [info.iri])],
    )
    notes = {str(what.language): str(what) for _, what in rows if isinstance(what, Literal)}
    return Scope(
        plan=info,
        reported=_cells(plans, rows, PLAN.reportedBy, lang),
        not_reported=_cells(plans, rows, PLAN.notReportedBy, lang),
        fields_not_reported=_cells(plans, rows, PLAN.fieldNotReported, lang),
        note=pick(notes, lang, info.language) if notes else None,
    )


def _cells(plans: PlanGraph, rows: Sequence[tuple[Term, ...]], said: URIRef, lang: str) -> tuple[Cell, ...]:
    things = [URIRef(str(what)) for key, what in rows if key == said]
    described = plans.describe(things, lang)
    return tuple(Cell(thing, described[thing].label) for thing in things)
