"""What a plan promised beside what a report tells of it: actions, indicators with targets, aims.

Where nothing is told of a thing, the table says whose part of the report it is missing from: a unit that
did not report leaves no gap in the plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from rdflib import Literal, URIRef

from ontology import Column, Label, pick

from .. import program
from ..described import Described
from ..difference_columns import Columns
from ..i18n import mark, translate
from ..plan_graph import PlanGraph
from ..table import Cell, Table
from ..terms import Term
from .kinds import Kind, kinds
from .sides import Side
from .tables import cell, named_columns

NAME = "promised"
#: What a report tells of units: who reported, and who did not.
_OF_UNITS = ("reporting", "silent")


class Status(Enum):
    """What became of a promise; the order is that of sums."""

    REPORTED = "reported"
    MEASURED = "measured"
    COMPARED = "compared"
    FOLLOWS = "follows"
    RESTATED = "restated"
    EMPTY = "empty"
    LEFT_OUT = "left out"
    MERGED = "merged"
    NOT_IN_REPORT = "not in report"
    UNIT_SILENT = "unit silent"
    UNKNOWN = "unknown"


_SAID = {
    Status.REPORTED: mark("reported"),
    Status.MEASURED: mark("a value is reported"),
    Status.COMPARED: mark("compared with the report"),
    Status.FOLLOWS: mark("measures an action of the report"),
    Status.RESTATED: mark("printed again in the report"),
    Status.EMPTY: mark("printed again, and its row is empty"),
    Status.LEFT_OUT: mark("left out of the report"),
    Status.MERGED: mark("became part of another action"),
    Status.NOT_IN_REPORT: mark("not in the report of unit: {unit}"),
    Status.UNIT_SILENT: mark("the unit did not report: {unit}"),
    Status.UNKNOWN: mark("not in this report, and no unit is named for it"),
}
_COUNTED = {
    **_SAID,
    Status.NOT_IN_REPORT: mark("not in the report, though the unit reported"),
    Status.UNIT_SILENT: mark("the unit did not report"),
    Status.UNKNOWN: mark("not in this report"),
}
_COLUMNS = {
    "sheet": mark("Sheet"),
    "promised": mark("Promised"),
    "target": mark("Target"),
    "status": mark("In the report"),
    "reported": mark("Reported"),
    "basis": mark("What this rests on"),
    "outcome": mark("Outcome"),
    "unit": mark("Unit"),
}


@dataclass(frozen=True)
class Report:
    """What is told of a promise in one place of the report."""

    status: Status
    row: URIRef | None = None
    outcome: Term = None
    completion: Term = None
    basis: Term = None


@dataclass
class Promise:
    """A thing that a plan promises, the units that answer for it, and what it became part of."""

    thing: str
    units: list[URIRef] = field(default_factory=list)
    into: URIRef | None = None
    reports: list[Report] = field(default_factory=list)


@dataclass(frozen=True)
class Promised:
    """All that a plan promised, beside a report on it."""

    before: Side
    after: Side
    promises: Sequence[Promise]
    reporting: frozenset[str]
    silent: frozenset[str]

    def told(self, promise: Promise) -> list[Report]:
        """Return what is told of a promise; where that is nothing, one that says why."""
        if promise.reports:
            return promise.reports
        if promise.into is not None:
            return [Report(Status.MERGED, promise.into)]
        if self.unit(promise, self.reporting):
            return [Report(Status.NOT_IN_REPORT)]
        return [Report(Status.UNIT_SILENT if self.unit(promise, self.silent) else Status.UNKNOWN)]

    def unit(self, promise: Promise, units: Iterable[str] | None = None) -> URIRef | None:
        """Return the unit that a promise belongs to: of the units given, else the first."""
        wanted = self.reporting | self.silent if units is None else frozenset(units)
        return next((unit for unit in promise.units if str(unit) in wanted), None)

    @cached_property
    def counts(self) -> Mapping[str, Counter[Status]]:
        """How many promises of each sheet came to what; each counts once, by what is told first."""
        found: dict[str, Counter[Status]] = {}
        order = list(Status)
        for promise in self.promises:
            first = min((report.status for report in self.told(promise)), key=order.index)
            found.setdefault(self.before.sheet(promise.thing), Counter())[first] += 1
        return found


def promised(before: Side, after: Side) -> Promised:
    """Return what the plan `before` promised, and what the report `after` tells of it."""
    promises: dict[str, Promise] = {}
    for thing, unit, into in program.rows(before.store, "promised", [before.plan]):
        promise = promises.setdefault(str(thing), Promise(str(thing)))
        if isinstance(unit, URIRef) and unit not in promise.units:
            promise.units.append(unit)
        promise.into = URIRef(str(into)) if into is not None else promise.into
    by_word: dict[str, set[str]] = {}
    for thing, how, row, *said in program.rows(after.store, "reported", [after.plan]):
        if str(how) in _OF_UNITS:
            by_word.setdefault(str(how), set()).add(str(row))
        elif str(thing) in promises:
            found = Report(Status(str(how)), URIRef(str(row)) if row is not None else None, *said)
            promises[str(thing)].reports.append(found)
    ordered = sorted(promises.values(), key=lambda promise: _place(before, promise.thing))
    for promise in ordered:
        promise.reports = _without_printed(promise.reports)
    return Promised(
        before,
        after,
        ordered,
        *(frozenset(by_word.get(word, ())) for word in _OF_UNITS),
    )


def _without_printed(reports: list[Report]) -> list[Report]:
    """Leave out that an aim is printed again where its row is told to be empty."""
    empty = any(report.status is Status.EMPTY for report in reports)
    return [r for r in reports if not (empty and r.status is Status.RESTATED)]


def _place(side: Side, thing: str) -> tuple[int, str]:
    sheets = list(side.model.sheets)
    name = side.sheet(thing)
    return (sheets.index(name) if name in sheets else len(sheets), thing)


# ---- in words


@dataclass(frozen=True)
class _Words:
    made: Promised
    plans: PlanGraph
    lang: str

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        before = self.made.before
        for promise in self.made.promises:
            sheet = before.model.sheets[before.sheet(promise.thing)]
            unit = self.made.unit(promise)
            for report in self.made.told(promise):
                yield (
                    cell(pick(sheet.names, self.lang, fallback=sheet.name).text),
                    Cell(before.term(promise.thing), before.label(promise.thing, self.lang)),
                    cell(self.target(promise.thing)),
                    cell(self.status(promise, report)),
                    self.row(report.row),
                    cell(self.concept(report.basis)),
                    cell(self.outcome(report)),
                    Cell(unit, self.name(unit)) if unit is not None else Cell(None),
                )

    def status(self, promise: Promise, report: Report) -> str:
        unit = {Status.NOT_IN_REPORT: self.made.reporting, Status.UNIT_SILENT: self.made.silent}
        named = self.made.unit(promise, unit.get(report.status, ()))
        return translate(_SAID[report.status], self.lang, unit=self.name(named).text if named else "")

    def row(self, row: URIRef | None) -> Cell:
        for side in (self.made.after, self.made.before):
            if row is not None and str(row) in side.things:
                return Cell(side.term(str(row)), side.label(str(row), self.lang))
        return Cell(row, self.name(row)) if row is not None else Cell(None)

    def name(self, thing: URIRef) -> Label:
        return self._described[thing].label

    @cached_property
    def _described(self) -> Mapping[URIRef, Described]:
        units = {unit for promise in self.made.promises for unit in promise.units}
        rows = {report.row for promise in self.made.promises for report in self.made.told(promise)}
        return self.plans.describe([*units, *(row for row in rows if row is not None)], self.lang)

    def outcome(self, report: Report) -> str:
        done = f"{report.completion} %" if isinstance(report.completion, Literal) else ""
        return ", ".join(filter(None, (self.concept(report.outcome), done)))

    def concept(self, term: Term) -> str:
        return pick(self.made.after.model.labels(term), self.lang).text if isinstance(term, URIRef) else ""

    def target(self, thing: str) -> str:
        return "; ".join(
            f"{pick(column.names, self.lang, fallback=column.key).text}: {', '.join(texts)}"
            for column, texts in self._targets.get(thing, ())
        )

    @cached_property
    def _targets(self) -> Mapping[str, list[tuple[Column, list[str]]]]:
        """The columns of targets that are filled in for each thing, with their values in words."""
        side = self.made.before
        columns, meanings = Columns(side.model), kinds()
        found: dict[str, dict[str, tuple[Column, list[str]]]] = {}
        for subject, predicate, value in side.facts:
            owner, steps = columns.owner(subject)
            column = columns.of(side.things.get(owner), steps, predicate)
            if column is None or meanings.get(column.path[0]) is not Kind.TARGET:
                continue
            lang = getattr(value, "language", None)
            if lang in {None, self.lang}:
                _, texts = found.setdefault(owner, {}).setdefault(column.key, (column, []))
                labels = side.model.labels(value)
                texts.append(pick(labels, self.lang).text if labels else str(value))
        return {
            thing: sorted(by_key.values(), key=lambda item: item[0].order) for thing, by_key in found.items()
        }


def promised_table(made: Promised, plans: PlanGraph, lang: str) -> Table:
    """Return the promises as a table: a row for each thing and each place that tells of it."""
    return Table(NAME, named_columns(_COLUMNS), tuple(_Words(made, plans, lang).rows()))


def promised_summary(made: Promised, lang: str) -> list[str]:
    """Return what became of the promises, in sentences: the numbers by sheet."""
    names = [
        f"{pick(side.labels.get(str(side.plan), {}), lang, fallback=side.name).text} ({side.name})"
        for side in (made.before, made.after)
    ]
    message = mark("Promised: {before}. Reported: {after}.")
    told = [translate(message, lang, before=names[0], after=names[1])]
    for name, counts in made.counts.items():
        sheet = made.before.model.sheets[name]
        parts = [f"{translate(_COUNTED[s], lang)}: {counts[s]}" for s in Status if counts[s]]
        title = pick(sheet.names, lang, fallback=name).text
        message = mark("{sheet}: {count} in the plan; {parts}.")
        told.append(translate(message, lang, sheet=title, count=counts.total(), parts="; ".join(parts)))
    return told
