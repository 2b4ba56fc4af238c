"""The questions over Kemi's follow-up, against answers worked out anew from the CSV files alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from rdflib import Graph

from graph.store import Store
from ontology import terms_graph
from ontology.namespaces import CONCEPT, ID, ONTOLOGY, PREFIXES

from .kemi_facts import (
    FILTER,
    LINKS,
    PLAN,
    ROLES,
    STRATEGY,
    WORKING,
    Facts,
    Row,
    ask,
    plain,
    read,
    several,
    text_of,
    whole,
)

GAP = "priorities-without-action"


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


def without_aim(f: Facts) -> Iterator[Row]:
    """Yield the actions without a priority, each with the objectives that it is linked to instead."""
    for row in f.without("implements"):
        for other in [x.end for x in f.of("implements") if x.start == row[1]] or [""]:
            yield (*row, f"{PLAN}:L2", other)


def city_only(f: Facts) -> Iterator[Row]:
    owner = read(PLAN, "info")[0]["owner"]
    for action, row in f.actions.items():
        if {x.end for x in f.of("responsible") if x.start == action} == {owner}:
            yield row["goal"], action, owner


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


EXPECTED: dict[str, Callable[[Facts], Iterator[Row] | list[Row]]] = {
    GAP: without_action,
    "actions-without-aim": without_aim,
    "actions-without-responsible-body": lambda f: f.without("responsible"),
    "actions-with-city-only": city_only,
    "actions-per-goal": per_goal,
    "actions-per-priority": per_priority,
    "fields-per-priority": fields,
}


@pytest.mark.parametrize("named", [False, True], ids=["all", "named"])
@pytest.mark.parametrize("name", EXPECTED)
def test_the_answer_is_what_the_workbooks_say(kemi_store: Store, name: str, named: bool) -> None:
    expected = list(EXPECTED[name](Facts(named=named)))
    assert expected
    assert sorted(ask(kemi_store, name, named=named), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("name", ["actions-per-priority", GAP, "actions-without-aim"])
def test_rows_come_in_the_order_of_the_workbook(kemi_store: Store, name: str) -> None:
    order = list(Facts(named=True).priorities) + list(Facts(named=True).actions)
    places = [order.index(str(row[1])) for row in ask(kemi_store, name, named=True)]
    assert places == sorted(places)


def test_a_cell_of_the_matrix_opens_into_as_many_actions(kemi_store: Store) -> None:
    priorities = Facts(named=False).priorities
    found = [row for row in ask(kemi_store, "actions-of-field") if row[3] in priorities]
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
    text = text_of("partners-around", {"focus": f"{PLAN}:P2.8"}, "views")
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
        <p> a plan:Plan ; plan:reportedBy <p/U1> .
        <p/P1> {priority} 1 ; plan:repeats <p/P2> .
        <p/P2> {priority} 2 ; plan:hasPlannedAction <p/S1> .
        <p/S1> a plan:Action ; plan:section <p/U1> ."""
    made_up.add("p", gaps)
    reason = ("reason/no-action", "", "", "p:U1")
    assert made_up.ask(GAP, "p") == [("", "p:P1", *reason), ("", "p:P2", *reason)]


def test_priorities_are_missed_only_where_a_plan_links_to_them(made_up: MadeUp) -> None:
    level = "a plan:Level ; plan:order 1 ; plan:levelKind <../concept/level/priority> ; dcterms:isPartOf"
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
    assert made_up.ask("actions-without-aim", "beside", "p") == [("", "p:A1", "", "p:L1", "")]


def test_what_makes_no_contact_between_fields(made_up: MadeUp) -> None:
    field = "plan:field <../concept/field"
    things = f"""
        <p/A1> a plan:Action ; dcterms:isPartOf <p> .
        <p/B1> {field}/sport> . <p/B2> {field}/youth> ; plan:umbrella true .
        <p/B3> {field}/museums> . <p/B4> {field}/unspecified> . <p/N1> a plan:Network ; {field}/leisure> .
        <p/N2> a plan:Network ; {field}/leisure> ; plan:umbrella true ."""
    roles = ("responsible <p/B1>", "partner <p/B2>", "site <p/B3>", "participant <p/B4>")
    involved = ("involves <p/N1>", "involves <p/N2>")
    made_up.add("p", things, *(f"<p/A1> plan:{rest}" for rest in (*roles, *involved)))
    assert made_up.ask("fields-in-contact", "p") == [
        ("field/youth", "field/sport", 1, 0, 0),
        ("field/sport", "field/leisure", 0, 1, 0),
    ]
