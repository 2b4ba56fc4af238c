"""Questions of change over two years of a small plan: what came, went, went on, and changed hands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rdflib import Graph

from graph.library import load_library
from graph.store import Store
from ontology import terms_graph
from ontology.namespaces import CONCEPT, ID, ONTOLOGY, PREFIXES

LIBRARY = load_library()
ACTION = "a plan:Action ; dcterms:isPartOf"
GOAL = "a plan:Goal ; dcterms:isPartOf"
CHANGE = [name for name, query in LIBRARY.questions.items() if query.group == "change" and query.of]

#: Bodies; the club got a new name between the years.
REGISTER = """
<r> a plan:Register . <r/sport> a org:OrganizationalUnit . <r/youth> a org:OrganizationalUnit .
<r/old> a org:Organization . <r/new> a org:Organization ; plan:sameBodyAs <r/old> .
"""
BEFORE = f"""
<p1> a plan:Plan .
<p1/G1> {GOAL} <p1> ; plan:order 1 ; skos:prefLabel "Hyvä arki"@fi .
<p1/G2> {GOAL} <p1> ; plan:order 2 ; skos:prefLabel "Turva"@fi .
<p1/A1> {ACTION} <p1> ; plan:order 1 ; skos:prefLabel "Uimakoulu"@fi ; plan:underGoal <p1/G1> ;
  plan:responsible <r/sport> .
<p1/A2> {ACTION} <p1> ; plan:order 2 ; skos:prefLabel "Nuorten tila"@fi ; plan:underGoal <p1/G1> ;
  plan:responsible <r/sport> .
<p1/A3> {ACTION} <p1> ; plan:order 3 ; skos:prefLabel "Kerho"@fi ; plan:underGoal <p1/G1> ;
  plan:responsible <r/old> .
<p1/A4> {ACTION} <p1> ; plan:order 4 ; skos:prefLabel "Kysely"@fi ; plan:underGoal <p1/G2> ;
  plan:outcome <{CONCEPT}outcome/done> .
<p1/A5> {ACTION} <p1> ; plan:order 5 ; skos:prefLabel "Leiri"@fi ; plan:underGoal <p1/G2> ;
  plan:mergedInto <p2/A2> .
"""
NOW = f"""
<p2> a plan:Plan ; plan:follows <p1> .
<p2/G1> {GOAL} <p2> ; plan:order 1 ; skos:prefLabel "Hyvä arki"@fi .
<p2/G3> {GOAL} <p2> ; plan:order 2 ; skos:prefLabel "Osallisuus"@fi .
<p2/A1> {ACTION} <p2> ; plan:order 1 ; skos:prefLabel "Uimakoulu"@fi ; plan:underGoal <p2/G1> ;
  plan:responsible <r/sport> .
<p2/A2> {ACTION} <p2> ; plan:order 2 ; skos:prefLabel "Nuorten talo"@fi ; plan:underGoal <p2/G3> ;
  plan:continues <p1/A2> ; plan:responsible <r/youth> .
<p2/A3> {ACTION} <p2> ; plan:order 3 ; skos:prefLabel "Kerho"@fi ; plan:underGoal <p2/G1> ;
  plan:responsible <r/new> .
<p2/A6> {ACTION} <p2> ; plan:order 4 ; skos:prefLabel "Valmennus"@fi ; plan:underGoal <p2/G3> .
"""


@pytest.fixture(scope="module")
def years() -> Iterator[Store]:
    """Two years of a plan and their register."""
    prefixes = "".join(f"@prefix {name}: <{iri}> . " for name, iri in PREFIXES.items())
    with Store.in_memory() as store:
        store.replace(ONTOLOGY, terms_graph())
        for name, turtle in (("r", REGISTER), ("p1", BEFORE), ("p2", NOW)):
            text = f"@base <{ID}> . {prefixes} {turtle}"
            store.replace(ID[name], Graph().parse(data=text, format="turtle"))
        yield store


def ask(store: Store, name: str, plan: str) -> list[tuple[str, ...]]:
    """Return the rows of a question about a plan, its classes and relations left out."""
    rows = store.select(LIBRARY.questions[name].text, [ID[plan], ID["r"], ONTOLOGY]).rows
    return [tuple(str(term or "").removeprefix(ID) for term in row) for row in rows]


def total(store: Store, name: str, plan: str) -> int:
    question = LIBRARY.questions[name]
    count = LIBRARY.counts[question.of].text
    return int(str(store.select(count, [ID[plan], ID["r"], ONTOLOGY]).rows[0][0]))


def test_what_came(years: Store) -> None:
    assert [row[0] for row in ask(years, "new-since-before", "p2")] == ["p2/G3", "p2/A6"]
    assert total(years, "new-since-before", "p2") == 6


def test_what_went_and_how_it_ended(years: Store) -> None:
    found = ask(years, "gone-since-before", "p2")
    assert [(item, goal, outcome.rpartition("/")[2]) for item, _, goal, outcome in found] == [
        ("p1/G2", "", ""),
        ("p1/A4", "p1/G2", "done"),
    ]
    assert total(years, "gone-since-before", "p2") == 7


def test_what_goes_on_and_by_what_it_is_known(years: Store) -> None:
    found = ask(years, "carried-on-from-before", "p2")
    assert [(now, before, how.rpartition("#")[2]) for now, before, how in found] == [
        ("p2/G1", "p1/G1", "prefLabel"),
        ("p2/A1", "p1/A1", "prefLabel"),
        ("p2/A2", "p1/A2", "continues"),
        ("p2/A2", "p1/A5", "mergedInto"),
        ("p2/A3", "p1/A3", "prefLabel"),
    ]


def test_responsibility_that_changed_is_no_change_of_name(years: Store) -> None:
    found = ask(years, "responsibility-changed", "p2")
    assert sorted(found) == [
        ("p2/A2", "", "r/sport", "p1/A2"),
        ("p2/A2", "r/youth", "", "p1/A2"),
        ("p2/A2", "r/youth", "", "p1/A5"),
    ]
    assert total(years, "responsibility-changed", "p2") == 3


def test_a_goal_that_goes_on_is_the_same(years: Store) -> None:
    assert sorted(ask(years, "aims-changed", "p2")) == [
        ("p2/A2", "", "p1/G1", "p1/A2"),
        ("p2/A2", "", "p1/G2", "p1/A5"),
        ("p2/A2", "p2/G3", "", "p1/A2"),
        ("p2/A2", "p2/G3", "", "p1/A5"),
    ]


@pytest.mark.parametrize(
    "name", [name for name, query in LIBRARY.questions.items() if query.group == "change"]
)
def test_of_a_plan_that_follows_none_the_question_is_not_asked(years: Store, name: str) -> None:
    assert ask(years, name, "p1") == []
    assert total(years, name, "p1") == 0
