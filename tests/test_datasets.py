"""Which graphs a question is asked of, and that copies in memory give the same answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef

from graph import PlanGraph
from graph.datasets import PATIENCE, Datasets
from graph.errors import ParameterError, UnknownQueryError
from graph.store import Store
from ontology.namespaces import ID, ONTOLOGY, PLAN

KEMI = "kemi-hyvinvointi-2023"


def register(name: str, *, says: str = "", of: str = "") -> tuple[URIRef, Graph]:
    """Return a register of one body, which may name the body of another register."""
    iri, made = ID[name], Graph()
    body = URIRef(f"{iri}/body")
    made.add((iri, RDF.type, PLAN.Register))
    made.add((body, DCTERMS.isPartOf, iri))
    made.add((body, SKOS.prefLabel, Literal(says or name, "en")))
    if of:
        made.add((body, DCTERMS.relation, URIRef(f"{ID[of]}/body")))
    return iri, made


@pytest.fixture
def three(tmp_path: Path) -> PlanGraph:
    """Return a plan that uses one register, which uses another; a third stands alone."""
    plan, body = ID["p"], URIRef(f"{ID['p']}/A1")
    said = Graph().add((plan, RDF.type, PLAN.Plan)).add((body, DCTERMS.isPartOf, plan))
    said.add((body, PLAN.responsible, URIRef(f"{ID['near']}/body")))
    with Store.create(tmp_path / "db") as store:
        near, far, other = register("near", of="far"), register("far"), register("other")
        store.replace_all({plan: said, **dict([near, far, other])})
    return PlanGraph(Store.open(tmp_path / "db"))


def test_a_plan_is_asked_with_the_registers_that_it_uses(three: PlanGraph) -> None:
    assert three.dataset("p") == [ID["p"], ID["far"], ID["near"], ONTOLOGY]
    assert three.dataset("far") == [ID["far"], ONTOLOGY]
    assert three.dataset(None) == []


def test_a_copy_holds_what_a_plan_names_and_what_names_it(three: PlanGraph) -> None:
    datasets = Datasets(three.store, patience=0)
    copy = datasets.asked(ID["near"]).store
    assert copy is not three.store
    assert copy.graphs() == [ID["far"], ID["near"], ID["p"]]
    assert datasets.asked(ID["near"]).store is copy
    assert datasets.asked(ID["near"], whole=True).store is three.store
    assert datasets.asked().graphs == ()
    assert len(datasets.asked().store) == len(three.store)


def test_what_is_too_large_is_not_copied(three: PlanGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.datasets.MOST_TRIPLES", 4)
    datasets = Datasets(three.store, patience=0)
    assert datasets.asked(ID["p"]).store is three.store
    assert datasets.asked().store is three.store


def test_copies_are_let_go_where_they_are_too_many(three: PlanGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.datasets.MOST_TRIPLES", 11)
    datasets = Datasets(three.store, patience=0)
    first = datasets.asked(ID["p"]).store
    assert first is datasets.asked(ID["p"]).store is not three.store
    assert datasets.asked(ID["other"]).store is not three.store
    assert datasets.asked(ID["p"]).store is not first


def test_a_store_that_is_written_to_is_not_copied(tmp_path: Path) -> None:
    with Store.create(tmp_path / "db") as store:
        store.replace(*register("near"))
        datasets = Datasets(store, patience=0)
        assert datasets.asked(ID["near"]).store is store


def test_answers_stay_the_same_when_they_come_from_memory(kemi_path: Path) -> None:
    plans = PlanGraph.open(kemi_path)
    for name in ("actions-of-field", "links-by-basis", "actions-per-goal"):
        for plan in (KEMI, None):
            asked = [plans.ask(name, "fi", plan) for _ in range(PATIENCE + 2)]
            assert asked[0].rows
            assert all(answer == asked[0] for answer in asked), name
    for view in plans.library.views:
        seen = [plans.view(view, "fi", KEMI) for _ in range(2)]
        fresh = PlanGraph.open(kemi_path).view(view, "fi", KEMI)
        assert (set(seen[0].links), seen[0].things) == (set(fresh.links), fresh.things)


def test_labels_are_those_of_the_store_as_it_is() -> None:
    plans = PlanGraph.in_memory()
    body = URIRef(f"{ID['near']}/body")
    for name in ("Library", "Archive"):
        plans.store.replace(*register("near", says=name))
        assert plans.describe([body], "en")[body].label.text == name


def test_a_view_may_be_cut(kemi: PlanGraph) -> None:
    whole, some = kemi.view("whole-plan", "fi", KEMI), kemi.view("whole-plan", "fi", KEMI, most=10)
    assert (whole.truncated, some.truncated, len(some.links)) == (False, True, 10)
    assert set(some.links) < set(whole.links)
    assert not kemi.view("whole-plan", "fi", KEMI, most=len(whole.links)).truncated


@pytest.mark.parametrize(
    ("values", "near"),
    [
        ({"priority": f"{KEMI}:P9.9"}, f"{KEMI}:P"),
        ({"priority": "P1.1"}, f"{KEMI}:P1.1"),
        ({"priority": "kemi-hyvinvoint-2023:P1.1"}, f"{KEMI}:P1.1"),
        ({"field": "field:sporrt"}, "field:sport"),
    ],
)
def test_a_value_that_stands_for_nothing_is_an_error(
    kemi: PlanGraph, values: dict[str, str], near: str
) -> None:
    with pytest.raises(ParameterError) as error:
        kemi.ask("actions-of-field", "en", KEMI, values)
    assert str(error.value.values["near"]).startswith(near)


def test_many_links_say_what_they_rest_on_as_few_do(kemi: PlanGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    few = kemi.view("whole-plan", "fi", KEMI)
    monkeypatch.setattr("graph.links_drawn._MANY", 1)
    assert set(kemi.view("whole-plan", "fi", KEMI).links) == set(few.links)


def test_several_plans_are_asked_at_once_with_each_register_once(three: PlanGraph) -> None:
    assert three.dataset("p,other") == [ID["other"], ID["p"], ID["far"], ID["near"], ONTOLOGY]
    assert three.dataset("near, far,near") == [ID["far"], ID["near"], ONTOLOGY]
    assert three.dataset("all") == []
    for wrong, told in (("p,othr", "othr"), ("p,nope", "nope"), (",", ",")):
        with pytest.raises(UnknownQueryError) as error:
            three.dataset(wrong)
        assert error.value.values["plan"] == told


def test_several_plans_answer_what_each_answers(kemi: PlanGraph) -> None:
    other, names = "kemi-strategia-2022", ("actions-per-responsible-body", "actions-without-indicator")
    for name in names:
        single = {row for plan in (KEMI, other) for row in kemi.ask(name, "fi", plan).rows}
        both = kemi.ask(name, "fi", f"{other},{KEMI}")
        assert both == kemi.ask(name, "fi", f"{KEMI},{other}")
        assert len(both.rows) == len(set(both.rows))
        if name == "actions-without-indicator":
            assert set(both.rows) == single
    views = [set(kemi.view("whole-plan", "fi", plan).links) for plan in (KEMI, other, f"{KEMI},{other}")]
    assert views[0] | views[1] <= views[2]
