"""Each alignment has its header, speaks of our terms alone, contradicts none and stays within OWL 2 DL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from rdflib import DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, BNode, Graph, Literal, URIRef
from rdflib.namespace import DefinedNamespace
from rdflib.term import Node

from ontology import LANGUAGES
from ontology.files import turtle_files
from ontology.namespaces import CONCEPT, M8G, PLAN

from .conftest import FOLDER, read, turtle

FILES = turtle("alignments")
NEAR = {PLAN.closeTo, PLAN.closeToElement}
MATCHES = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}
LOGIC = {RDFS.subClassOf, OWL.disjointWith}
CC_BY = URIRef("https://creativecommons.org/licenses/by/4.0/")
SDG = "http://metadata.un.org/sdg/"
#: Vocabularies whose every term rdflib knows.
CLOSED: tuple[type[DefinedNamespace], ...] = (ORG, PROV, SDO)
OURS = "https://w3id.org/planweave/"

each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@pytest.fixture(scope="module")
def terms() -> Graph:
    """Terms and concepts, without alignments."""
    return read(turtle(".", "concepts"))


def mappings(graph: Graph) -> Iterator[tuple[Node, Node, Node]]:
    for triple in graph:
        if triple[1] in NEAR | MATCHES | LOGIC:
            yield triple


def foreign(graph: Graph) -> set[str]:
    return {str(value) for _, predicate, value in mappings(graph) if predicate != PLAN.closeToElement}


def header(graph: Graph) -> URIRef:
    [ontology] = graph.subjects(RDF.type, OWL.Ontology)
    assert isinstance(ontology, URIRef)
    return ontology


def test_there_are_alignments() -> None:
    assert len(FILES) >= 12


@each_file
def test_header_is_complete(file: Path) -> None:
    graph = read([file])
    ontology = header(graph)
    assert str(ontology) == f"{OURS}alignment/{file.stem}"
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert sorted(str(getattr(text, "language", "")) for text in graph.objects(ontology, predicate)) == (
            sorted(LANGUAGES)
        )
    assert graph.value(ontology, DCTERMS.creator) == Literal("Planweave")
    assert graph.value(ontology, DCTERMS.license) == CC_BY
    assert isinstance(graph.value(ontology, DCTERMS.source), URIRef)
    assert re.search(r" Read \d{4}-\d\d-\d\d\.$", str(graph.value(ontology, DCTERMS.bibliographicCitation)))
    assert graph.value(ontology, OWL.versionInfo) == read(turtle(".")).value(
        URIRef(f"{OURS}ontology"), OWL.versionInfo
    )


def test_the_page_names_each_file() -> None:
    page = (FOLDER / "alignments" / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `([\w-]+\.ttl)` \|", page, re.MULTILINE)) == [file.name for file in FILES]


@each_file
def test_it_says_something_of_declared_terms_alone(file: Path, terms: Graph) -> None:
    graph = read([file])
    said = [triple for triple in mappings(graph) if triple[1] != OWL.disjointWith]
    assert said
    assert {subject for subject, _, _ in said if (subject, RDF.type, None) not in terms} == set()


@each_file
def test_it_leads_out_of_our_vocabulary(file: Path) -> None:
    assert {iri for iri in foreign(read([file])) if iri.startswith(OURS)} == set()


@each_file
def test_matches_of_skos_join_concepts(file: Path, terms: Graph) -> None:
    matched = {s for s, p, _ in mappings(read([file])) if p in MATCHES}
    assert {concept for concept in matched if (concept, RDF.type, SKOS.Concept) not in terms} == set()
    assert all(str(concept).startswith(str(CONCEPT)) for concept in matched)


@each_file
def test_constructs_are_safe_for_owl_2_dl(file: Path) -> None:
    graph = read([file])
    heads = {DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.created, DCTERMS.license}
    heads |= {DCTERMS.source, DCTERMS.bibliographicCitation, OWL.versionIRI, OWL.versionInfo}
    allowed = NEAR | MATCHES | LOGIC | heads | {RDF.type, RDFS.label, RDFS.isDefinedBy, SKOS.definition}
    assert {predicate for predicate in graph.predicates() if predicate not in allowed} == set()
    assert not any(isinstance(node, BNode) for node in graph.all_nodes())
    declared = set(graph.subjects(RDF.type, OWL.Class))
    assert {value for _, p, value in mappings(graph) if p in LOGIC and value not in declared} == set()


@each_file
def test_each_property_has_one_kind(file: Path, terms: Graph) -> None:
    whole = terms + read([file])
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    terms_of = [set(whole.subjects(RDF.type, kind)) for kind in kinds]
    assert [one & other for one, other in combinations(terms_of, 2) if one & other] == []


def test_no_two_alignments_contradict(terms: Graph) -> None:
    whole = terms + read(FILES)
    ways: dict[tuple[Node, Node], set[Node]] = {}
    for subject, predicate, value in mappings(whole):
        ways.setdefault((subject, value), set()).add(predicate)
    assert {pair: found for pair, found in ways.items() if len(found) > 1} == {}
    for one, other in whole.subject_objects(OWL.disjointWith):
        under_one = set(whole.transitive_subjects(RDFS.subClassOf, one))
        assert under_one & set(whole.transitive_subjects(RDFS.subClassOf, other)) == set()


def test_a_contradiction_is_found(terms: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    odd = tmp_path / "odd.ttl"
    odd.write_text(f"<{PLAN.Action}> <{RDFS.subClassOf}> <{PROV.Activity}> .", encoding="utf-8")
    monkeypatch.setitem(globals(), "FILES", [*FILES, odd])
    with pytest.raises(AssertionError):
        test_no_two_alignments_contradict(terms)


@each_file
def test_terms_exist_in_the_vocabularies_that_rdflib_holds(file: Path) -> None:
    for iri in foreign(read([file])):
        for namespace in CLOSED:
            if iri.startswith(str(namespace._NS)):
                assert iri.removeprefix(str(namespace._NS)) in namespace, iri


@pytest.mark.parametrize(
    ("name", "start"),
    [("sdg-kos-goals-targets-indicators.ttl", SDG), ("3.2.0_rdf_cpsv-ap.ttl", str(M8G))],
    ids=["sdg", "cpsv-ap"],
)
def test_terms_exist_in_the_files_that_were_read(name: str, start: str, shared: Path) -> None:
    known = {str(subject) for subject in Graph().parse(shared / "rdf" / name).subjects()}
    used = {iri for iri in foreign(read([*FILES, *turtle("concepts")])) if iri.startswith(start)}
    assert used - known - {f"{SDG}ontology#Goal"} == set()
    assert len(used) > 9


def test_elements_of_stratml_exist_in_its_schemas(shared: Path) -> None:
    schemas = (shared / "plans" / "stratml" / "xsd").glob("*ISO*.xsd")
    words = {
        word for file in schemas for word in re.findall(r'(?:name|value)="(\w+)"', file.read_text("utf-8"))
    }
    written = {str(text) for _, text in read(FILES).subject_objects(PLAN.closeToElement)}
    assert {word for text in written for word in re.findall(r"[A-Z]\w+", text)} - words == set()
    assert len(written) > 30


def test_alignments_stand_apart() -> None:
    assert not set(FILES) & set(turtle_files())
