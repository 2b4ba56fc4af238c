"""HermiT finds the ontology consistent, and it stays within OWL 2 DL."""

from __future__ import annotations

import pytest
from rdflib import RDFS, Graph, URIRef

from ontology.namespaces import PLAN

from .conftest import EXAMPLES, FOLDER, Judge, Judgement, header, read, short

INCONSISTENT = sorted((EXAMPLES / "inconsistent").glob("*.ttl"))
NOT_DL = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix plan: <https://w3id.org/planweave/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
plan:Link rdfs:subClassOf rdf:Statement .
plan:implements a owl:DatatypeProperty .
"""
NO_MEMBER = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix plan: <https://w3id.org/planweave/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
prov:Activity a owl:Class ; owl:disjointWith prov:Entity .
plan:Action rdfs:subClassOf prov:Activity .
"""


@pytest.fixture(scope="module")
def judgements(judge: Judge, logic: Graph) -> Judgement:
    """What HermiT says of the ontology and of each spoilt copy of it, asked in one go."""
    spoilt = {file.stem.replace("-", "_"): logic + read([file]) for file in INCONSISTENT}
    return judge(
        ontology=logic,
        not_dl=logic + Graph().parse(data=NOT_DL, format="turtle"),
        no_member=logic + Graph().parse(data=NO_MEMBER, format="turtle"),
        **spoilt,
    )


def test_the_reasoner_reads_the_whole_ontology(judgements: Judgement, logic: Graph) -> None:
    minted = {term for term in logic.subjects(RDFS.isDefinedBy) if str(term).startswith(str(PLAN))}
    classes = {term for term in minted if str(term).removeprefix(str(PLAN))[0].isupper()}
    assert judgements["ontology"]["classes"] >= len(classes) > 30
    assert judgements["ontology"]["axioms"] > 500


def test_the_ontology_is_consistent(judgements: Judgement) -> None:
    assert judgements["ontology"]["consistent"]


def test_every_class_can_have_a_member(judgements: Judgement) -> None:
    assert judgements["ontology"]["unsatisfiable"] == []


def test_the_ontology_is_owl_2_dl(judgements: Judgement) -> None:
    assert not judgements["ontology"]["violations"], "\n".join(judgements["ontology"]["violations"])


@pytest.mark.parametrize("file", INCONSISTENT, ids=lambda file: file.stem)
def test_a_contradiction_is_caught(judgements: Judgement, file: object) -> None:
    assert not judgements[file.stem.replace("-", "_")]["consistent"]  # type: ignore[attr-defined]


def test_every_contradiction_says_why() -> None:
    assert INCONSISTENT
    assert [file.name for file in INCONSISTENT if not header(file, "contradicts")] == []


def test_a_class_without_possible_members_is_caught(judgements: Judgement) -> None:
    assert str(PLAN.Action) in judgements["no_member"]["unsatisfiable"]


def test_leaving_owl_2_dl_is_caught(judgements: Judgement) -> None:
    found = "\n".join(judgements["not_dl"]["violations"])
    assert "reserved vocabulary" in found
    assert str(PLAN.implements) in found


def test_action_is_an_entity_and_no_activity(logic: Graph) -> None:
    above = set(logic.transitive_objects(PLAN.Action, RDFS.subClassOf))
    assert URIRef("http://www.w3.org/ns/prov#Entity") in above
    assert not [short(cls) for cls in above if str(cls).endswith("Activity")]
    assert (FOLDER / "plan.ttl").exists()
