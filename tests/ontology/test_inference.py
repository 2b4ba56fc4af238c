"""OWL RL infers from the examples what their files say that follows, and nothing that must not."""

from __future__ import annotations

from pathlib import Path

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.namespaces import ID, PLAN

from .conftest import EXAMPLES, read, short

Triple = tuple[Node, Node, Node]

FOLDER = EXAMPLES / "inference"
DATA = sorted(file for file in FOLDER.glob("*.ttl") if "." not in file.stem)
#: Axioms that would make more follow than a plan says, with a triple that then does.
TOO_MUCH = {
    "plan:partner rdfs:range org:Organization": "ex:club a org:Organization",
    "plan:implements rdfs:subPropertyOf dcterms:isPartOf": "ex:A1 dcterms:isPartOf ex:O1",
    "plan:underGoal rdfs:subPropertyOf plan:contributesTo": "ex:A2 plan:contributesTo ex:G1",
    "plan:partner rdfs:subPropertyOf plan:responsible": "ex:A1 plan:responsible ex:club",
}
NAMES = """
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix plan: <https://w3id.org/planweave/ontology#> . @prefix ex: <https://w3id.org/planweave/id/example/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def beside(file: Path, ending: str) -> set[Triple]:
    """Return the triples of the file that goes with an example."""
    return set(read([file.with_suffix(f".{ending}.ttl")], prefixes=False))


@pytest.fixture(scope="module")
def axioms(logic: Graph) -> Graph:
    """The ontology without its texts and concepts: what OWL RL reasons with."""
    graph = Graph()
    for s, p, o in logic:
        if not isinstance(o, Literal) and p != RDFS.isDefinedBy and "/concept/" not in str(s):
            graph.add((s, p, o))
    return graph


def inferred(axioms: Graph, data: Graph) -> set[Triple]:
    """Return what OWL RL says of the things of an example beyond what is written."""
    closure = axioms + data
    rules = owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False)
    rules.expand(closure)
    return {
        (s, p, o)
        for s, p, o in closure
        if str(s).startswith(str(ID)) and p != OWL.sameAs and o not in (OWL.Thing, RDFS.Resource)
    } - set(data)


def is_ours(triple: Triple) -> bool:
    _, predicate, value = triple
    return str(value if predicate == RDF.type else predicate).startswith(str(PLAN))


def told(triples: set[Triple]) -> str:
    return "\n".join(sorted(" ".join(short(part) for part in triple) for triple in triples))


@pytest.fixture(scope="module", params=DATA, ids=lambda file: file.stem)
def example(request: pytest.FixtureRequest, axioms: Graph) -> tuple[Path, set[Triple]]:
    return request.param, inferred(axioms, read([request.param], prefixes=False))


def test_in_our_namespace_follows_what_should_and_no_more(example: tuple[Path, set[Triple]]) -> None:
    file, found = example
    ours = {triple for triple in found if is_ours(triple)}
    wanted = {triple for triple in beside(file, "follows") if is_ours(triple)}
    assert wanted
    assert ours == wanted, f"more:\n{told(ours - wanted)}\nmissing:\n{told(wanted - ours)}"


def test_in_other_vocabularies_follows_what_should(example: tuple[Path, set[Triple]]) -> None:
    file, found = example
    assert beside(file, "follows") <= found, told(beside(file, "follows") - found)


def test_what_must_not_follow_does_not(example: tuple[Path, set[Triple]]) -> None:
    file, found = example
    forbidden = beside(file, "follows-not")
    assert forbidden
    assert not forbidden & found, told(forbidden & found)


@pytest.mark.parametrize("axiom", TOO_MUCH)
def test_an_axiom_too_many_is_seen(axioms: Graph, axiom: str) -> None:
    file = FOLDER / "levels.ttl"
    more = Graph().parse(data=f"{NAMES}{axiom} .", format="turtle")
    (wrong,) = Graph().parse(data=f"{NAMES}{TOO_MUCH[axiom]} .", format="turtle")
    assert wrong in beside(file, "follows-not")
    assert wrong in inferred(axioms + more, read([file], prefixes=False))


def test_there_are_examples() -> None:
    assert DATA
    assert all(isinstance(node, URIRef) for file in DATA for node in read([file]).subjects())
