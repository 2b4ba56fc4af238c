"""Finding things by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph import PlanGraph
from graph.search import find
from graph.table import short


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
