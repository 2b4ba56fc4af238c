"""What is left of a picture when it is filtered, and what a form offers to filter by."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from graph import PlanGraph
from graph.facets import Facets, facets
from graph.network import Network, NetworkLink, NetworkThing
from ontology import Label
from webviz.filtering import filtered, relation_key
from webviz.state import State

from .webpage import BROWSER, WebPage

PLAN = "kemi-hyvinvointi-2023"
_NAMES = [URIRef(f"urn:{letter}") for letter in "abcdef"]
_THINGS = tuple(NetworkThing(name, Label(name, ""), URIRef(""), "") for name in _NAMES)


def link(source: URIRef, target: URIRef, basis: str = "stated", relation: str = "urn:o#r") -> NetworkLink:
    return NetworkLink(source, target, URIRef(relation), URIRef("urn:l"), basis, basis == "stated", None)


def network(*links: NetworkLink) -> Network:
    return Network("made", _THINGS, links)


A, B, C, D, E, F = _NAMES
KNOWN = Facets({A: frozenset({"sport"}), B: frozenset({"youth"})}, {A: ((2022, 2023),), B: ((2025, 9999),)})
CHAIN = network(link(A, C), link(C, D), link(B, C), link(B, E), link(E, F), link(A, B))


def test_a_field_keeps_what_touches_it_and_the_way_up() -> None:
    left = filtered(CHAIN, State(field="sport"), KNOWN)
    assert [(one.source, one.target) for one in left.links] == [(A, C), (C, D), (A, B)]
    assert {thing.iri for thing in left.things} == {A, B, C, D}


def test_a_year_is_within_a_span_and_an_open_end_goes_on() -> None:
    assert filtered(CHAIN, State(year="2024"), KNOWN).links == ()
    later = filtered(CHAIN, State(year="2031"), KNOWN)
    assert (B, E) in {(one.source, one.target) for one in later.links}
    assert KNOWN.named_years({A, B}) == [2022, 2023, 2025]


def test_filters_by_relation_and_basis() -> None:
    mixed = network(link(A, B), link(A, C, "curated"), link(A, D, relation="urn:o/other"))
    assert relation_key(URIRef("urn:o/other")) == "other"
    assert len(filtered(mixed, State(without=("other",))).links) == 2
    assert [one.target for one in filtered(mixed, State(basis=("curated",))).links] == [C]
    assert filtered(mixed, State(year="nonsense"), KNOWN).links == mixed.links


@given(
    st.lists(st.builds(link, st.sampled_from(_NAMES), st.sampled_from(_NAMES)), max_size=12),
    st.sampled_from(["sport", "youth", "none"]),
    st.sampled_from(["", "2022", "2025"]),
)
def test_a_filter_only_leaves_out_and_leaves_the_same_again(
    links: list[NetworkLink], field: str, year: str
) -> None:
    state = State(field=field, year=year)
    once = filtered(network(*links), state, KNOWN)
    assert set(once.links) <= set(links)
    assert {thing.iri for thing in once.things} == {end for one in once.links for end in (one[0], one[1])}
    assert filtered(once, State(field=field), KNOWN).links == once.links or year


def test_facets_are_those_of_the_plan(kemi: PlanGraph) -> None:
    known = facets(kemi, PLAN)
    library = kemi.iri_of("kemi:kirjasto")
    assert known.in_field(library, "culture-library")
    assert known.in_year(library, 2023) is None
    assert known.in_year(kemi.iri_of(f"{PLAN}:A1.30"), 2023)


@pytest.mark.parametrize("page", ["list", "list.json"])
def test_boxes_of_a_form_are_read_as_one_list(client: FlaskClient, page: str) -> None:
    answer = client.get(f"/{page}?plan={PLAN}&basis=stated&basis=same-term&field=sport")
    assert answer.status_code == 200
    again = client.get(f"/{page}?plan={PLAN}&basis=stated,same-term&field=sport")
    if answer.json:
        assert answer.json["rows"] == again.json["rows"]
        assert {row["basis"] for row in answer.json["rows"]} <= {"stated", "same-term"}


def test_filters_that_are_on_are_told_and_taken_off(client: FlaskClient) -> None:
    address = f"/list?plan={PLAN}&field=sport&year=2023&without=site&lang=fi"
    page = WebPage(client.get(address, headers=BROWSER).text)
    chips = [tag for tag in page.all("a", class_="chip") if "poista rajaus" in tag.text]
    assert [chip.text.split(" ×")[0] for chip in chips] == [
        "Jätetty pois: kohde",
        "Tehtäväalue: Liikunta",
        "Vuosi: 2023",
    ]
    assert "field=" not in chips[1]["href"]
    assert "year=2023" in chips[1]["href"]


def test_nothing_left_says_so(client: FlaskClient) -> None:
    text = client.get(f"/list?plan={PLAN}&year=1900&lang=fi", headers=BROWSER).text
    assert "Näillä rajauksilla ei jää yhtään yhteyttä." in text
