"""The facts of Kemi's workbooks as the CSV files say them, to work out answers anew without any query."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rdflib import Literal

from graph.library import load_library
from graph.store import Store
from ontology.namespaces import CONCEPT, ID, ONTOLOGY

ROOT = Path(__file__).parents[1]
KEMI, QUERIES = ROOT / "data" / "kemi", ROOT / "graph" / "queries"
PLAN, REGISTER, STRATEGY = "kemi-hyvinvointi-2023", "kemi", "kemi-strategia-2022"
FILTER = [ID[PLAN], ID[REGISTER], ONTOLOGY]
NAMED = {"stated", "same-term"}

#: The columns that hold links, and the relation of each.
RELATIONS = {
    "goal": "underGoal", "part-of": "partOfAim", "implements": "implements", "responsible": "responsible",
    "partner": "partner", "participant": "participant", "site": "site", "funder": "funder",
    "successor": "successor", "groups": "audience", "places": "location", "involves": "involves",
    "funded-by": "fundedBy", "gives": "gives", "realises": "realises", "same-deed": "sameDeedAs",
    "measured-by": "measures", "repeats": "repeats", "planned-actions": "hasPlannedAction",
    "adopted": "adoptedBy", "reporting": "reportedBy", "not-reporting": "notReportedBy",
    "restates": "restates", "leaves-out": "leavesOut", "members": "hasMember", "mentions": "mentions",
    "transfer-of": "transferOf", "from": "transferFrom", "to": "transferTo", "method": "usesMethod",
    "decision": "assesses", "actions": "carriedOutIn", "hearings": "hearing", "heard": "heard",
}  # fmt: skip
WORKING = ("responsible", "partner", "participant")
ROLES = (*WORKING, "funder", "successor")

Row = tuple[object, ...]


@dataclass(frozen=True)
class Link:
    """A link as the workbook writes it, IDs in full."""

    start: str
    relation: str
    end: str
    basis: str = "stated"
    confidence: str = ""
    via: tuple[str, ...] = ()


def read(workbook: str, sheet: str) -> list[dict[str, str]]:
    """Return the rows of a sheet; the empty key holds the ID in full."""
    with (KEMI / workbook / f"{sheet}.csv").open(encoding="utf-8", newline="") as source:
        return [row | {"": f"{workbook}:{row.get('id', '')}"} for row in csv.DictReader(source)]


def several(cell: str) -> list[str]:
    return [part for part in cell.split("; ") if part]


def whole(reference: str) -> str:
    return reference if ":" in reference else f"{PLAN}:{reference}"


def all_links() -> Iterator[Link]:
    """Yield the links of the short-cut columns, and those that stand in the sheet of links alone."""
    written = {(whole(r["from"]), r["relation"], whole(r["to"])): r for r in read(PLAN, "links")}
    for file in sorted((KEMI / PLAN).glob("*.csv")):
        for row in read(PLAN, file.stem) if file.stem != "links" else []:
            for column in RELATIONS.keys() & row.keys():
                for end in several(row[column]):
                    more = written.pop((row[""], column, whole(end)), {})
                    key = "part-of" if (file.stem, column) == ("priorities", "goal") else column
                    yield link(row[""], key, whole(end), more)
    for (start, column, end), more in written.items():
        yield link(start, column, end, more)


def link(start: str, column: str, end: str, more: dict[str, str]) -> Link:
    via = tuple(several(more.get("via", "")))
    basis = more.get("basis") or "stated"
    return Link(start, RELATIONS[column], end, basis, more.get("confidence", ""), via)


LINKS = tuple(all_links())


@dataclass(frozen=True)
class Facts:
    """The facts of the workbooks: with all links, or with those alone that the source names."""

    named: bool

    def of(self, *relations: str) -> list[Link]:
        """Return the links of some relations."""
        return [x for x in LINKS if x.relation in relations and (not self.named or x.basis in NAMED)]

    @cached_property
    def actions(self) -> dict[str, dict[str, str]]:
        return {row[""]: row for row in read(PLAN, "actions")}

    @cached_property
    def priorities(self) -> dict[str, dict[str, str]]:
        return {row[""]: row for row in read(PLAN, "priorities")}

    @cached_property
    def things(self) -> dict[str, dict[str, str]]:
        """Everything of the register."""
        sheets = ("bodies", "networks", "systems", "groups", "money")
        return {row[""]: row for sheet in sheets for row in read(REGISTER, sheet)}

    @cached_property
    def networks(self) -> set[str]:
        return {row[""] for row in read(REGISTER, "networks")}

    @cached_property
    def covering(self) -> list[Link]:
        """The links from actions to priorities."""
        return [x for x in self.of("implements") if x.end in self.priorities]

    def umbrella(self, thing: str) -> bool:
        return self.things[thing].get("umbrella") == "yes"

    def field(self, body: str) -> str:
        return self.things[body]["field"]

    def without(self, relation: str) -> list[Row]:
        """Return goal, ID and kind of the actions that have no such link."""
        links = self.covering if relation == "implements" else self.of(relation)
        have = {x.start for x in links}
        return [(r["goal"], a, f"row-kind/{r['row-kind']}") for a, r in self.actions.items() if a not in have]


# ---- what the queries say


def text_of(name: str, values: Mapping[str, str] | None = None, kind: str = "questions") -> str:
    """Return the whole text of a question or a view, with values of its parameters."""
    library = load_library()
    query = library.view(name) if kind == "views" else library.question(name)
    return query.bind(values or {})


def ask(store: Store, name: str, *, named: bool = False, **values: str) -> list[Row]:
    """Return the answer over Kemi's follow-up in the words of the workbooks."""
    given = {**values, "named": "true"} if named else values
    found = store.select(text_of(name, given), FILTER)
    return [tuple(map(plain, row)) for row in found.rows]


def plain(term: object) -> object:
    """Return a term as the workbooks write it: `kemi:kirjasto`, `reason/no-action`, `partner`, a number."""
    if isinstance(term, Literal):
        return term.toPython()
    if not str(term).startswith((ID, CONCEPT)):
        return re.split("[#/]", str(term))[-1] if term else ""
    return str(term).removeprefix(CONCEPT).removeprefix(ID).replace("/", ":" if ID in str(term) else "/", 1)
