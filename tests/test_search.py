"""Finding things by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, RDF, Graph

from graph import PlanGraph
from graph.errors import UnknownQueryError
from graph.search import find
from graph.table import short
from ontology.namespaces import ID, PLAN


def found(kemi: PlanGraph, text: str, lang: str = "fi") -> list[str]:
    return [short(hit.iri) for hit in find(kemi, text, lang)]


@pytest.mark.parametrize(
    "text", ["kirjasto", "KIRJASTO", "kirjastossa", "kirjaston", "biblioteket", "library", "kirjsato"]
)
def test_a_thing_is_found_by_any_name_ending_and_with_a_slip(kemi: PlanGraph, text: str) -> None:
    assert "kemi:kirjasto" in found(kemi, text)


def test_accents_may_be_left_out(kemi: PlanGraph) -> None:
    assert found(kemi, "tyollisyys") == found(kemi, "työllisyys") != []


def test_a_name_met_whole_comes_first(kemi: PlanGraph) -> None:
    assert found(kemi, "kirjasto")[0] == "kemi:kirjasto"
    assert found(kemi, "Aamu- ja iltapäivätoiminta")[0] == "kemi:aamu-iltapaivatoiminta"


def test_every_word_must_be_met(kemi: PlanGraph) -> None:
    assert len(found(kemi, "kirjasto lukudiplomi")) < len(found(kemi, "kirjasto"))


@pytest.mark.parametrize("text", ["", "   ", "?!", "qqqqqqqq"])
def test_nothing_is_found_for_nothing(kemi: PlanGraph, text: str) -> None:
    assert found(kemi, text) == []


def test_a_hit_tells_name_kind_and_plan_in_the_language_asked_for(kemi: PlanGraph) -> None:
    hit = find(kemi, "kirjasto", "sv")[0]
    assert (hit.label.text, hit.plan.text) == ("Biblioteket", "Kemi register")
    assert hit.kind is not None
    assert hit.kind.names["sv"]


def test_a_limit_keeps_the_best(kemi: PlanGraph) -> None:
    assert [hit.iri for hit in find(kemi, "liikunta", "fi", 2)] == [
        hit.iri for hit in find(kemi, "liikunta", "fi")
    ][:2]


def test_an_alias_is_a_name(make_workbook: Callable[..., Path]) -> None:
    plans = PlanGraph.in_memory()
    groups = [
        {"id": "U1", "kind": "organisation", "field": "sport", "title.fi": "Kunta", "alias.fi": "HYTETU"}
    ]
    plans.add(make_workbook(bodies=groups))
    assert [short(hit.iri) for hit in find(plans, "hytetu", "fi")] == ["tiny:U1"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("P1.1", "kemi-hyvinvointi-2023:P1.1"),
        ("KEMI:Kirjasto", "kemi:kirjasto"),
        ("kemi-strategia-2022", "kemi-strategia-2022"),
        ("kemi-hyvinvointi-2023:A1.13", "kemi-hyvinvointi-2023:A1.13"),
    ],
)
def test_an_id_comes_first(kemi: PlanGraph, text: str, first: str) -> None:
    hits = find(kemi, text, "en")
    assert (short(hits[0].iri), hits[0].score) == (first, 1.0)


def test_what_an_id_begins_with_finds_the_next_ones_in_their_order(kemi: PlanGraph) -> None:
    assert found(kemi, "kemi-hyvinvointi-2023:P1.")[:3] == [
        f"kemi-hyvinvointi-2023:P1.{number}" for number in (1, 2, 3)
    ]


def test_a_thing_without_a_name_is_found_by_its_id(tiny: Graph) -> None:
    plans = PlanGraph.in_memory()
    tiny.add((ID["tiny/T7"], RDF.type, PLAN.Task))
    tiny.add((ID["tiny/T7"], DCTERMS.isPartOf, ID["tiny"]))
    plans.store.replace(ID["tiny"], tiny)
    assert found(plans, "t7") == ["tiny:T7"]
    assert find(plans, "t7", "en")[0].label.text == "Task T7"


def test_a_plan_is_found_by_its_name(kemi: PlanGraph) -> None:
    assert found(kemi, "Kemin kaupunkistrategiaan")[0] == "kemi-strategia-2022"


def test_one_plan_can_be_searched(kemi: PlanGraph) -> None:
    hits = find(kemi, "liikunta", "fi", plan_id="kemi-strategia-2022")
    assert hits
    assert {short(hit.iri).partition(":")[0] for hit in hits} == {"kemi-strategia-2022"}
    assert find(kemi, "P1.1", "fi", plan_id="kemi-strategia-2022") == []
    with pytest.raises(UnknownQueryError):
        find(kemi, "liikunta", "fi", plan_id="kemi-strategi-2022")


def test_a_store_in_memory_is_in_step(tiny: Graph) -> None:
    plans = PlanGraph.in_memory()
    plans.store.replace(ID["tiny"], tiny)
    assert found(plans, "kävelyretkiä") == ["tiny:A1"]
    plans.store.remove(ID["tiny"])
    assert found(plans, "kävelyretki") == []


def test_the_language_of_the_reader_comes_first_among_equals(kemi: PlanGraph) -> None:
    assert find(kemi, "wilma", "sv")[0].label.text == "Wilma"
    scores = {lang: find(kemi, "library", lang)[0].score for lang in ("fi", "en")}
    assert scores["en"] > scores["fi"]


def test_a_long_text_is_not_read_to_its_end(kemi: PlanGraph) -> None:
    assert found(kemi, "kirjasto" + " x" * 100_000)[0] == "kemi:kirjasto"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=30))
def test_any_text_may_be_looked_for(kemi: PlanGraph, text: str) -> None:
    hits = find(kemi, text, "fi", 5)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 < hit.score <= 1 for hit in hits)
