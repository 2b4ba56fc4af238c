"""What must not be counted among partners, fields and money, in made-up plans."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.store import Store
from ontology import terms_graph
from ontology.namespaces import ONTOLOGY

from .test_questions_kemi import MadeUp

PLAN = """<p> a plan:Plan ; dcterms:publisher <p/city> .
    <p/city> a org:Organization ; plan:field <../concept/field/unspecified> .
    <p/A1> a plan:Action ; dcterms:isPartOf <p> ; plan:order 1 .
    <p/A2> a plan:Action ; dcterms:isPartOf <p> ; plan:order 2 .
    <p/G1> a plan:Goal . <p/A1> plan:underGoal <p/G1> . <p/A2> plan:underGoal <p/G1> ."""
UNDER = ("<p/A1> plan:underGoal <p/G1>", "<p/A2> plan:underGoal <p/G1>")


@pytest.fixture
def made_up() -> Iterator[MadeUp]:
    with Store.in_memory() as store:
        store.replace(ONTOLOGY, terms_graph())
        yield MadeUp(store)


def test_neither_the_city_nor_a_collective_word_nor_a_site_is_a_partner(made_up: MadeUp) -> None:
    things = "<p/clubs> a org:Organization ; plan:umbrella true . <p/school> a org:Organization ."
    ends = ("partner <p/city>", "participant <p/clubs>", "site <p/school>")
    made_up.add("p", PLAN + things, *UNDER, *(f"<p/A1> plan:{end}" for end in ends))
    for name in ("partners-per-goal", "partners-outside-municipality", "joining-bodies"):
        assert made_up.ask(name, "p") == [], name
    assert made_up.ask("sites-left-out", "p") == [("p:school", "", 1)]
    assert made_up.ask("umbrella-words-left-out", "p") == [("p:clubs", "Organization", 1)]


def test_a_body_with_two_names_counts_once(made_up: MadeUp) -> None:
    things = "<p/new> a org:Organization ; plan:sameBodyAs <p/old> . <p/old> a org:Organization ."
    made_up.add("p", PLAN + things, *UNDER, "<p/A1> plan:partner <p/new>", "<p/A2> plan:partner <p/old>")
    assert made_up.ask("partners-per-goal", "p") == [("p:G1", "p:new", "partner", 2)]
    assert made_up.ask("partners-relied-on-alone", "p") == [("p:new", "", 2)]


def test_a_unit_of_the_city_is_not_outside_and_a_unit_of_another_is(made_up: MadeUp) -> None:
    things = """<p/library> a org:OrganizationalUnit ; org:unitOf <p/culture> .
        <p/culture> a org:OrganizationalUnit ; org:unitOf <p/city> .
        <p/clinic> a org:OrganizationalUnit ; org:unitOf <p/county> . <p/county> a org:Organization ."""
    made_up.add("p", PLAN + things, "<p/A1> plan:partner <p/library>", "<p/A1> plan:partner <p/clinic>")
    assert made_up.ask("partners-outside-municipality", "p") == [("", "p:clinic", "", 1)]


def test_money_that_the_city_gives_or_pays_itself_is_not_received(made_up: MadeUp) -> None:
    things = """<p/M1> a schema:MonetaryGrant ; plan:moneyDirection <../concept/money-direction/given> .
        <p/M2> a schema:MonetaryGrant ; schema:funder <p/city> . <p/M3> a schema:MonetaryGrant ."""
    made_up.add(
        "p", PLAN + things, *(f"<p/A{n}> plan:fundedBy <p/M{m}>" for n, m in ((1, 1), (1, 2), (2, 3)))
    )
    assert made_up.ask("actions-on-project-money", "p") == [("p:G1", "p:A2", "p:M3", "")]
    assert made_up.ask("project-money-without-continuation", "p") == [("p:G1", "p:A2", "p:M3")]
    assert made_up.ask("funders", "p") == [("", "p:M3", "", "", "", 1)]


def test_a_field_is_told_by_a_collective_word_too(made_up: MadeUp) -> None:
    field = "plan:field <../concept/field"
    things = f"<p/b> {field}/sport> . <p/schools> {field}/basic-education> ; plan:umbrella true ."
    made_up.add("p", PLAN + things, "<p/A1> plan:responsible <p/b>", "<p/A1> plan:partner <p/schools>")
    assert made_up.ask("joining-bodies", "p") == [("p:b", "field/sport", 1, 1)]
    assert made_up.ask("fields-without-contact", "p") == []
    made_up.add("p", PLAN + things, "<p/A1> plan:responsible <p/b>", "<p/A2> plan:partner <p/schools>")
    alone = [("field/basic-education", 1), ("field/sport", 1)]
    assert made_up.ask("fields-without-contact", "p") == alone
    assert made_up.ask("joining-bodies", "p") == []


def test_a_suggestion_that_was_accepted_is_a_link(made_up: MadeUp) -> None:
    record = "a plan:Candidate ; rdf:predicate plan:partner ; rdf:subject"
    things = f"<p/C1> {record} <p/A1> ; rdf:object <p/b> . <p/C2> {record} <p/A2> ; rdf:object <p/b> ."
    made_up.add("p", PLAN + things, "<p/A1> plan:partner <p/b>")
    assert [row[0] for row in made_up.ask("candidates-not-counted", "p")] == ["p:C2"]
