"""An answer to somebody's query as the editor shows it: rows, a chart, a network, a text, yes or no."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rdflib import RDF, URIRef

from graph import PlanweaveError, Table
from graph.errors import QuerySyntaxError
from graph.evaluation.charts import Drawing, drawn
from graph.guard import Answer
from graph.query_examples import SHOWN
from graph.query_parts import Chart
from graph.rdf_text import read_rdf
from graph.table import Cell, TableColumn, short
from graph.terms import Term, of_json

from . import current, urls
from .marking import named_things
from .state import State

JSON, TURTLE = "application/sparql-results+json", "text/turtle"
#: How much of an answer a page shows: it is made here, and not under the limits of the guard.
_MOST_CELLS, _LONGEST_CELL, _LONGEST_TEXT = 10_000, 5_000, 500_000
#: So many things can be ringed by one address.
_MOST_RINGED = 60
#: Asks a query, to be answered in one of these media types.
Ask = Callable[[str, list[str]], Answer]
_TABLE, _CHART, _NETWORK = SHOWN


@dataclass(frozen=True)
class Fault:
    """Where a query is wrong: the lines around, each with its number, and what is marked in it."""

    line: int
    column: int
    lines: tuple[tuple[int, str, str, str], ...]


@dataclass(frozen=True)
class Shown:
    """An answer as the editor shows it: rows, a text, yes or no, or what went wrong."""

    table: Table | None = None
    text: str = ""
    verdict: bool | None = None
    problem: str = ""
    fault: Fault | None = None
    truncated: bool = False
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def chart(self) -> Drawing | None:
        """The rows as bars, where a column holds numbers."""
        number = self._column(_is_number)
        if self.table is None or self.text or not number:
            return None
        label = next((c.key for c in self.table.columns if c.key != number), number)
        chart = Chart("bar", {"label": label, "value": number})
        return drawn(self.table, chart, current.lang(), title=current.word("Answer"))

    @cached_property
    def network(self) -> Drawing | None:
        """The rows as things and lines between them, where two columns hold things."""
        ends = self._ends()
        if self.table is None or ends is None:
            return None
        columns = {"from": ends[0], "to": ends[1]}
        weight = self._column(_is_number)
        if weight:
            columns["weight"] = weight
        return drawn(self.table, Chart("network", columns), current.lang(), title=current.word("Answer"))

    def _column(self, holds: Callable[[Cell], bool]) -> str:
        """Return the first column of which every cell that is filled is of a kind."""
        if self.table is None:
            return ""
        for number, column in enumerate(self.table.columns):
            cells = [row[number] for row in self.table.rows if row[number].term is not None]
            if cells and all(map(holds, cells)):
                return column.key
        return ""

    def _ends(self) -> tuple[str, str] | None:
        keys = [column.key for column in self.table.columns] if self.table else []
        if self.table is None or {"from", "to"} <= set(keys):
            return ("from", "to") if keys else None
        found = [
            key
            for number, key in enumerate(keys)
            if any(_is_thing(row[number]) for row in self.table.rows)
            and all(row[number].iri or row[number].term is None for row in self.table.rows)
        ]
        return (found[0], found[1]) if len(found) > 1 else None

    def forms(self) -> tuple[str, ...]:
        """Return as what the answer can be shown."""
        can_be = {_TABLE: True, _CHART: self.chart is not None, _NETWORK: self.network is not None}
        return tuple(form for form in SHOWN if can_be[form])

    def ringed_url(self) -> str:
        """Return the address of the network with the things of the answer ringed, or nothing."""
        names = sorted(map(short, named_things(self.table))) if self.table else []
        if not 0 < len(names) <= _MOST_RINGED:
            return ""
        plans = {info.plan_id for info in current.plans().plans(current.lang()) if info.kind == "plan"}
        homes = Counter(name.partition(":")[0] for name in names if name.partition(":")[0] in plans)
        plan = homes.most_common(1)[0][0] if homes else ""
        return urls.page("pages.network", State(plan=plan, mark=tuple(names), lang=urls.asked_language()))


def _is_number(cell: Cell) -> bool:
    return isinstance(cell.plain, int | float) and not isinstance(cell.plain, bool)


def _is_thing(cell: Cell) -> bool:
    return cell.iri is not None and cell.label is not None and short(cell.iri) != cell.iri


def shown(text: str, ask: Ask) -> Shown:
    """Return as much of an answer as a page can hold, or what went wrong."""
    from . import protocol
    from .errors import status_of

    try:
        return _answered(ask(text, [JSON, TURTLE]))
    except PlanweaveError as error:
        said = error.text(current.lang())
        return Shown(
            problem=said, fault=_fault(text, error), status=status_of(error), headers=protocol.retry(error)
        )


def _answered(answer: Answer) -> Shown:
    if answer.kind == "graph":
        return _triples(answer)
    found = json.loads(answer.body)
    if "boolean" in found:
        return Shown(verdict=bool(found["boolean"]))
    keys: list[str] = found["head"]["vars"]
    bindings: list[dict[str, Any]] = found["results"]["bindings"]
    most = max(1, _MOST_CELLS // max(1, len(keys)))
    rows = [tuple(of_json(row.get(key), _LONGEST_CELL) for key in keys) for row in bindings[:most]]
    columns = [TableColumn(key, {}) for key in keys]
    table = current.plans().table("sparql", columns, rows, current.lang())
    return Shown(table=table, truncated=answer.truncated or len(bindings) > most)


def _triples(answer: Answer) -> Shown:
    """Return triples as text, and as rows of those that tie one thing to another."""
    written = answer.body.decode()
    cut = answer.truncated or len(written) > _LONGEST_TEXT
    rows = _ties(answer.body) if len(written) <= _LONGEST_TEXT else []
    most = _MOST_CELLS // 3
    columns = [TableColumn(key, {}) for key in ("from", "relation", "to")]
    table = current.plans().table("sparql", columns, rows[:most], current.lang()) if rows else None
    return Shown(table=table, text=written[:_LONGEST_TEXT], truncated=cut or len(rows) > most)


def _ties(turtle: bytes) -> list[tuple[Term, ...]]:
    """Return the triples that tie one thing to another, in an order of their own."""
    try:
        made = read_rdf(turtle, TURTLE, "urn:x:")
    except PlanweaveError:  # what is no RDF 1.1 is shown as a text alone
        return []
    found = [(s, p, o) for s, p, o in made if isinstance(s, URIRef) and isinstance(o, URIRef)]
    return [(s, URIRef(str(p)), o) for s, p, o in sorted(found) if p != RDF.type]


def _fault(text: str, error: PlanweaveError) -> Fault | None:
    """Return the place that an error tells, with the line before and the one after."""
    line, column = error.values.get("line"), error.values.get("column")
    lines = text.splitlines()
    if not isinstance(error, QuerySyntaxError) or not isinstance(line, int) or not isinstance(column, int):
        return None
    if not 1 <= line <= len(lines):
        line, column = len(lines), len(lines[-1]) + 1 if lines else 1
    around = range(max(1, line - 1), min(len(lines), line + 1) + 1)
    return Fault(line, column, tuple(_marked(lines[n - 1], n, column if n == line else 0) for n in around))


def _marked(line: str, number: int, column: int) -> tuple[int, str, str, str]:
    """Return a line in three parts, the middle one being what is marked: to the end of the word."""
    if not column:
        return number, line[:200], "", ""
    start = min(column - 1, len(line))
    word = line[start:].split(maxsplit=1)[:1]
    end = start + max(1, len(word[0]) if word and not line[start : start + 1].isspace() else 1)
    return number, line[:start], line[start:end] or " ", line[end : end + 200]
