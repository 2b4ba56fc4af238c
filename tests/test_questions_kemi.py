"""The questions over Kemi's follow-up, against answers worked out anew from the CSV files alone."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import combinations
from pathlib import Path

import pytest
from rdflib import Graph, Literal

from graph.store import Store
from ontology import terms_graph
from ontology.namespaces import CONCEPT, ID, ONTOLOGY, PREFIXES

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

GAP = "priorities-without-action"

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


def without_action(f: Facts) -> Iterator[Row]:
    covered = {x.end for x in f.covering}
    read_only = {x.end for x in Facts(named=False).covering}
    silent = {x.end for x in Facts(named=False).of("notReportedBy")}
    sections = {row[""]: row["section"] for row in read(STRATEGY, "actions")}
    for priority, row in f.priorities.items():
        if priority in covered:
            continue
        found: list[Row] = [
            ("reason/repeated-elsewhere", whole(e), "", "")
            for e in several(row["repeats"])
            if whole(e) in covered
        ]
        planned = [p for p in several(row["planned-actions"]) if sections[p] in silent]
        found += [("reason/not-reported", "", p, sections[p]) for p in planned]
        if priority in read_only:
            found.append(("reason/reading-only", "", "", ""))
        units = [x.end for x in Facts(named=False).of("reportedBy")]
        for reason in found or [("reason/no-action", "", "", unit) for unit in units]:
            yield (row["goal"], priority, *reason)


def city_only(f: Facts) -> Iterator[Row]:
    owner = read(PLAN, "info")[0]["owner"]
    for action, row in f.actions.items():
        if {x.end for x in f.of("responsible") if x.start == action} == {owner}:
            yield row["goal"], action, owner


def partners(f: Facts) -> Iterator[Row]:
    found = Counter((f.actions[x.start]["goal"], x.end, x.relation) for x in f.of("partner", "participant"))
    for (goal, body, role), number in found.items():
        yield goal, body, role, number, f.umbrella(body)


def several_goals(f: Facts) -> Iterator[Row]:
    found = defaultdict(set)
    for x in f.of(*ROLES):
        found[x.end].add(x.start)
    for body, actions in found.items():
        goals = {f.actions[action]["goal"] for action in actions}
        if len(goals) > 1:
            yield body, len(goals), len(actions), f.umbrella(body)


def in_contact(f: Facts) -> Iterator[Row]:
    text = (ROOT / "ontology" / "concepts" / "field.ttl").read_text(encoding="utf-8")
    order = re.findall(r'skos:notation "(.*)"', text)
    shared: dict[tuple[str, str], set[str]] = defaultdict(set)
    bodies = defaultdict(set)
    for x in f.of(*ROLES):
        bodies[x.start].add(x.end)
        shared["actions", x.start].add(f.field(x.end))
    for x in f.covering:
        shared["priorities", x.end] |= {f.field(body) for body in bodies[x.start]}
    counted = {network for network in f.networks if not f.umbrella(network)}
    for network in counted:
        members = {x.end for x in f.of("hasMember") if x.start == network}
        actions = {x.start for x in f.of("involves", *ROLES) if x.end == network}
        near = members.union(*(bodies[action] for action in actions))
        shared["networks", network] = {f.field(b) for b in near if not f.umbrella(b)} | {f.field(network)}
    pairs: Counter[tuple[str, str, str]] = Counter()
    for (grade, _), fields in shared.items():
        for pair in combinations(sorted(fields - {"unspecified"}, key=order.index), 2):
            pairs[(*pair, grade)] += 1
    for a, b in {(a, b) for a, b, _ in pairs}:
        grades = ("actions", "networks", "priorities")
        yield f"field/{a}", f"field/{b}", *(pairs[a, b, grade] for grade in grades)


def networks(f: Facts) -> Iterator[Row]:
    for x in f.of("hasMember"):
        yield x.start, x.end, "", "", f.umbrella(x.start)
    for network, action in {(x.end, x.start) for x in f.of("involves", *ROLES) if x.end in f.networks}:
        touched = [x.end for x in f.covering if x.start == action and (not x.via or network in x.via)]
        for priority in touched or [""]:
            yield network, "", priority, action, f.umbrella(network)


def reached(f: Facts) -> Iterator[Row]:
    count = Counter(x.end for x in f.of("audience"))
    for row in read(REGISTER, "groups"):
        group, expected = row[""], row["expected"] == "yes"
        if count[group] or expected:
            yield group, count[group] > 0, count[group], expected


def digital(f: Facts) -> Iterator[Row]:
    kinds = {"system": "SoftwareApplication", "channel": "Channel"}
    for x in f.of("involves"):
        kind = kinds.get(f.things.get(x.end, {}).get("kind", ""))
        if kind:
            yield x.end, kind, x.start, f.actions[x.start]["goal"]


def bases(_: Facts) -> Iterator[Row]:
    found = defaultdict(list)
    for x in LINKS:
        if x.relation != "mentions":
            found[x.relation, x.basis].append(x.confidence)
    for (relation, basis), confidences in found.items():
        given = [Decimal(c) for c in confidences if c]
        mean = (sum(given) / len(given)).quantize(Decimal("0.01"), ROUND_HALF_UP) if given else ""
        yield PLAN, relation, f"basis/{basis}", len(confidences), mean


def field_actions(f: Facts) -> set[tuple[str, str, str]]:
    """Return priority, field and action wherever a body of the field works on the action."""
    fields = defaultdict(set)
    for x in f.of(*WORKING):
        fields[x.start].add(f.field(x.end))
    return {(x.end, field, x.start) for x in f.covering for field in fields[x.start]}


def fields(f: Facts) -> Iterator[Row]:
    for (priority, field), number in Counter((p, d) for p, d, _ in field_actions(f)).items():
        yield priority, f.priorities[priority]["goal"], f"field/{field}", number


def per_priority(f: Facts) -> Iterator[Row]:
    for priority, row in f.priorities.items():
        yield row["goal"], priority, sum(x.end == priority for x in f.covering)


def per_goal(f: Facts) -> Iterator[Row]:
    goals = Counter(x.end for x in f.of("underGoal"))
    yield from ((PLAN, goal, number) for goal, number in goals.items())


def on_money(f: Facts) -> Iterator[Row]:
    for x in f.of("fundedBy"):
        row = f.actions[x.start]
        yield row["goal"], x.start, x.end, f"continuity/{row['continuity']}" if row["continuity"] else ""


EXPECTED: dict[str, Callable[[Facts], Iterator[Row] | list[Row]]] = {
    GAP: without_action,
    "actions-without-priority": lambda f: f.without("implements"),
    "actions-without-responsible-body": lambda f: f.without("responsible"),
    "actions-with-city-only": city_only,
    "actions-per-goal": per_goal,
    "actions-per-priority": per_priority,
    "partners-per-goal": partners,
    "bodies-serving-several-goals": several_goals,
    "fields-in-contact": in_contact,
    "networks-and-members": networks,
    "actions-on-project-money": on_money,
    "target-groups-reached": reached,
    "digital-systems": digital,
    "links-by-basis": bases,
    "fields-per-priority": fields,
}


# ---- what the queries say


def text_of(name: str, *, named: bool = False, focus: str = "", kind: str = "questions") -> str:
    text = (QUERIES / kind / f"{name}.rq").read_text(encoding="utf-8")
    text = text.replace("VALUES ?focus { UNDEF }", f"VALUES ?focus {{ <{ID}{focus}> }}") if focus else text
    return text.replace("VALUES ?named { UNDEF }", "VALUES ?named { true }") if named else text


def ask(store: Store, name: str, *, named: bool = False) -> list[Row]:
    found = store.select(text_of(name, named=named), FILTER)
    return [tuple(map(plain, row)) for row in found.rows]


def plain(term: object) -> object:
    """Return a term as the workbooks write it: `kemi:kirjasto`, `reason/no-action`, `partner`, a number."""
    if isinstance(term, Literal):
        return term.toPython()
    if not str(term).startswith((ID, CONCEPT)):
        return re.split("[#/]", str(term))[-1] if term else ""
    return str(term).removeprefix(CONCEPT).removeprefix(ID).replace("/", ":" if ID in str(term) else "/", 1)


@pytest.mark.parametrize("named", [False, True], ids=["all", "named"])
@pytest.mark.parametrize("name", EXPECTED)
def test_the_answer_is_what_the_workbooks_say(kemi_store: Store, name: str, named: bool) -> None:
    expected = list(EXPECTED[name](Facts(named=named)))
    assert expected
    assert sorted(ask(kemi_store, name, named=named), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("name", ["actions-per-priority", GAP, "actions-without-priority"])
def test_rows_come_in_the_order_of_the_workbook(kemi_store: Store, name: str) -> None:
    order = list(Facts(named=True).priorities) + list(Facts(named=True).actions)
    places = [order.index(str(row[1])) for row in ask(kemi_store, name, named=True)]
    assert places == sorted(places)


def test_closest_fields_come_first(kemi_store: Store) -> None:
    weights = [row[2:] for row in ask(kemi_store, "fields-in-contact")]
    assert weights == sorted(weights, key=str, reverse=True)
    assert any(networks for _, networks, _ in weights)


def test_a_cell_of_the_matrix_opens_into_as_many_actions(kemi_store: Store) -> None:
    found = ask(kemi_store, "actions-of-field")
    assert {(p, a) for a, _, _, p, _ in found} == {(p, a) for p, _, a in field_actions(Facts(named=False))}


# ---- what is known of Kemi


@pytest.mark.parametrize(
    ("named", "covered", "links"), [(False, 21, 92), (True, 15, 30)], ids=["all", "named"]
)
def test_coverage(kemi_store: Store, named: bool, covered: int, links: int) -> None:
    rows = ask(kemi_store, "actions-per-priority", named=named)
    counts = [row[2] for row in rows]
    assert (len(rows), sum(count > 0 for count in counts), sum(counts)) == (24, covered, links)
    assert len({row[1] for row in ask(kemi_store, GAP, named=named)}) == 24 - covered


def test_counts_of_links(kemi_store: Store) -> None:
    found = {(relation, basis): number for _, relation, basis, number, _ in ask(kemi_store, "links-by-basis")}
    roles = {role: [found.get((role, f"basis/{b}"), 0) for b in ("stated", "curated")] for role in ROLES}
    assert roles == {
        "responsible": [30, 20],
        "partner": [6, 2],
        "participant": [7, 1],
        "funder": [0, 1],
        "successor": [1, 0],
    }
    assert found["site", "basis/stated"] == 19
    assert (found["implements", "basis/same-term"], found["implements", "basis/curated"]) == (30, 62 + 11)
    assert sum(row[2] for row in ask(kemi_store, "actions-per-goal")) == 52


def test_every_link_is_in_the_picture_of_the_whole(kemi_store: Store) -> None:
    drawn = kemi_store.select(text_of("whole-plan", kind="views"), FILTER).rows
    left_out = ("mentions", "restates", "leavesOut")
    assert len(drawn) == len({row[3] for row in drawn}) == sum(x.relation not in left_out for x in LINKS)


def test_only_the_networks_that_carry_a_link_stand_around_its_priority(kemi_store: Store) -> None:
    text = text_of("partners-around", focus=f"{PLAN}/P2.8", kind="views")
    ends = {plain(row[2]) for row in kemi_store.select(text, FILTER).rows}
    networks = {"kemi:hytetu-tiimi", "kemi:hytetu-yhdyshenkilot"}
    assert ends == {f"{PLAN}:P2.8", "kemi:hyte-koordinaattori", *networks}


# ---- what Kemi's plans do not show


@dataclass(frozen=True)
class MadeUp:
    """A store with made-up plans beside the terms and concepts."""

    store: Store

    def add(self, plan: str, turtle: str, *links: str) -> None:
        """Add a plan; each link is written as a triple and gets a record, stated by the source."""
        prefixes = "".join(f"@prefix {name}: <{iri}> . " for name, iri in PREFIXES.items())
        text = f"@base <{ID}> . {prefixes} @prefix basis: <{CONCEPT}basis/> . {turtle}"
        for triple in links:
            start, relation, end = triple.split()
            record = (
                f"rdf:subject {start} ; rdf:predicate {relation} ; rdf:object {end} ; plan:basis basis:stated"
            )
            text += f" {triple} . [] a plan:Link ; {record} ."
        self.store.replace(ID[plan], Graph().parse(data=text, format="turtle"))

    def ask(self, name: str, *plans: str) -> list[Row]:
        graphs = [ID[plan] for plan in plans] + [ONTOLOGY]
        return [tuple(map(plain, row)) for row in self.store.select(text_of(name), graphs).rows]


@pytest.fixture
def made_up() -> Iterator[MadeUp]:
    with Store.in_memory() as store:
        store.replace(ONTOLOGY, terms_graph())
        yield MadeUp(store)


def test_a_gap_that_nothing_explains_names_the_unit_whose_report_has_none(made_up: MadeUp) -> None:
    priority = "a plan:Priority ; dcterms:isPartOf <p> ; plan:order"
    gaps = f"""
        <p> plan:reportedBy <p/U1> .
        <p/P1> {priority} 1 ; plan:repeats <p/P2> .
        <p/P2> {priority} 2 ; plan:hasPlannedAction <p/S1> .
        <p/S1> a plan:Action ; plan:section <p/U1> ."""
    made_up.add("p", gaps)
    reason = ("reason/no-action", "", "", "p:U1")
    assert made_up.ask(GAP, "p") == [("", "p:P1", *reason), ("", "p:P2", *reason)]


def test_priorities_are_missed_only_where_a_plan_links_to_them(made_up: MadeUp) -> None:
    level = "a plan:Level ; plan:levelKind <../concept/level/priority> ; dcterms:isPartOf"
    action = "a plan:Action ; plan:order 1 ; dcterms:isPartOf"
    made_up.add(
        "beside", f"<beside/L1> {level} <beside> ; plan:beside true . <beside/A1> {action} <beside> ."
    )
    made_up.add(
        "p",
        f"<p/L1> {level} <p> . <p/A1> {action} <p> . <p/A2> {action} <p> .",
        "<p/A2> plan:implements <above/P1>",
    )
    made_up.add("above", "<above/P1> a plan:Priority .")
    assert made_up.ask("actions-without-priority", "beside", "p") == [("", "p:A1", "")]


def test_what_makes_no_contact_between_fields(made_up: MadeUp) -> None:
    field = "plan:field <../concept/field"
    things = f"""
        <p/A1> a plan:Action . <p/B1> {field}/sport> . <p/B2> {field}/youth> ; plan:umbrella true .
        <p/B3> {field}/museums> . <p/B4> {field}/unspecified> . <p/N1> a plan:Network ; {field}/leisure> .
        <p/N2> a plan:Network ; {field}/leisure> ; plan:umbrella true ."""
    roles = ("responsible <p/B1>", "partner <p/B2>", "site <p/B3>", "participant <p/B4>")
    involved = ("involves <p/N1>", "involves <p/N2>")
    made_up.add("p", things, *(f"<p/A1> plan:{rest}" for rest in (*roles, *involved)))
    assert made_up.ask("fields-in-contact", "p") == [
        ("field/youth", "field/sport", 1, 0, 0),
        ("field/sport", "field/leisure", 0, 1, 0),
    ]
