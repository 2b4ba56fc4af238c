"""A plan as JSON-LD: readable, and without loss for two readers that know nothing of each other."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import Result
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, PROV, RDF, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from graph import PlanGraph
from graph.description import description
from graph.jsonld import context_file, json_ld
from graph.jsonld_context import context
from graph.terms import to_graph
from ontology import Form, load_model
from ontology.namespaces import ID, OA, PLAN, PREFIXES

# Inside rdflib's own parser of JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")

PLANS = ("kemi", "kemi-hyvinvointi-2023", "kemi-strategia-2022")
A1, P1, TINY = ID["tiny/A1"], ID["tiny/P1"], ID["tiny"]


def by_rdflib(data: bytes) -> Graph:
    return Graph().parse(data=data, format="json-ld")


def by_oxigraph(data: bytes) -> Graph:
    return to_graph(quad.triple for quad in ox.parse(data, format=ox.RdfFormat.JSON_LD))


def document(source: Graph, about: URIRef = TINY) -> dict:
    return json.loads(json_ld(source, about))


# ---- without loss


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("read", [by_rdflib, by_oxigraph])
def test_a_plan_comes_back_as_it_was(kemi: PlanGraph, plan: str, read: Callable[[bytes], Graph]) -> None:
    source = kemi.store.triples(ID[plan])
    assert not any(isinstance(term, BNode) for triple in source for term in triple)
    assert set(read(json_ld(source, ID[plan]))) == set(source)


@pytest.mark.parametrize("path", ["kemi/kirjasto", "kemi-hyvinvointi-2023/A1.30", "kemi-strategia-2022/O1.1"])
def test_a_thing_comes_back_as_it_was(kemi: PlanGraph, path: str) -> None:
    source = description(kemi.store, ID[path])
    assert set(by_rdflib(json_ld(source, ID[path]))) == set(source)


NAMES = ["a", "id", "type", "Action", "actions", "links", "prefLabel", "title", "A1.30", "..", "x y", "é", ""]
PREDICATES = [
    RDF.type, RDF.subject, RDF.predicate, RDF.object, RDF.first, RDF.rest, RDF.value, SKOS.prefLabel,
    SKOS.editorialNote, DCTERMS.isPartOf, DCTERMS.type, DCTERMS.date, PROV.wasDerivedFrom, OA.hasSource,
    PLAN.order, PLAN.confidence, PLAN.implements, PLAN.schedule, PLAN.reportingYear, PLAN.named, PLAN.nope,
    URIRef("https://elsewhere.example/p"), URIRef("urn:x:p"),
]  # fmt: skip
IRIS = st.one_of(
    st.sampled_from(NAMES).map(lambda name: URIRef(f"{ID}tiny/{name}".replace(" ", "%20"))),
    st.sampled_from(NAMES).map(lambda name: URIRef(f"{ID}{name}".replace(" ", "%20"))),
    st.sampled_from(sorted(PREFIXES)).map(lambda prefix: URIRef(PREFIXES[prefix] + "x")),
    st.sampled_from([TINY, A1, P1, PLAN.Action, PLAN.Link, PLAN.Priority, PLAN.Plan, PLAN.implements]),
    st.sampled_from(["org:Post", "urn:a:b", "https://e.example/?q=1#f", "https://w3id.org/planweave/id"]).map(
        URIRef
    ),
)
BLANKS = st.sampled_from([BNode(f"n{number}") for number in range(4)])
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    st.tuples(TEXTS, st.sampled_from(["fi", "sv", "en", "en-gb", "zh-hant"])).map(
        lambda it: Literal(it[0], lang=it[1])
    ),
    st.integers(-(10**18), 10**18).map(Literal),
    st.booleans().map(Literal),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-999, max_value=999).map(Literal),
    st.sampled_from(["2023", "-0044"]).map(lambda text: Literal(text, datatype=XSD.gYear)),
    st.dates().map(Literal),
    TEXTS.map(lambda text: Literal(text, datatype=PLAN.own)),
)
TRIPLES = st.tuples(st.one_of(IRIS, BLANKS), st.sampled_from(PREDICATES), st.one_of(IRIS, BLANKS, LITERALS))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TRIPLES, min_size=1, max_size=14), st.sampled_from([TINY, A1, URIRef("urn:plan:1")]))
def test_any_triples_come_back_as_they_were(triples: list[tuple[Node, Node, Node]], about: URIRef) -> None:
    source = Graph()
    for triple in triples:
        source.add(triple)
    data = json_ld(source, about)
    assert isomorphic(by_rdflib(data), source)
    assert isomorphic(by_oxigraph(data), source)


# ---- readable


def test_a_plan_reads_as_its_workbook(tiny: Graph) -> None:
    found = document(tiny)
    context_of_file = found.pop("@context")
    assert found == {
        "id": "tiny",
        "type": "Plan",
        "title": {"fi": "Pieni suunnitelma"},
        "language": "fi",
        "priorities": [{"id": "tiny/P1", "type": "Priority", "title": {"fi": "Liikkuminen"}, "order": 1}],
        "actions": [
            {
                "id": "tiny/A1",
                "type": "Action",
                "title": {"fi": "Kävelyretki"},
                "implements": "tiny/P1",
                "order": 1,
            }
        ],
    }
    assert set(context_of_file) >= {"@base", "title", "implements", "actions", "plan"}
    assert "responsible" not in context_of_file


def test_links_stand_with_their_thing_and_passages_with_their_source(kemi: PlanGraph) -> None:
    plan = document(kemi.store.triples(ID["kemi-hyvinvointi-2023"]), ID["kemi-hyvinvointi-2023"])["@graph"][0]
    action = next(one for one in plan["actions"] if one["id"].endswith("/A1.30"))
    link = action["links"][0]
    assert set(link) >= {"id", "type", "relation", "to", "basis", "lines"}
    assert link["relation"] in action
    assert link["basis"].startswith("concept:basis/")
    [source] = plan["sources"]
    assert {"firstLine", "lastLine", "hasSelector"} <= set(source["passages"][0])
    orders = [one["order"] for one in plan["actions"]]
    assert orders == sorted(orders)


def test_numbers_dates_and_texts_have_their_types(tiny: Graph) -> None:
    tiny.add((A1, PLAN.confidence, Literal("0.8", datatype=XSD.decimal)))
    tiny.add((A1, DCTERMS.date, Literal("2026-06-30", datatype=XSD.date)))
    tiny.add((A1, PLAN.named, Literal(True)))
    tiny.add((A1, PLAN.schedule, URIRef(f"{A1}/schedule")))
    tiny.add((URIRef(f"{A1}/schedule"), PLAN.every, Literal(2)))
    [action] = document(tiny)["actions"]
    assert (action["confidence"], action["date"], action["named"]) == ("0.8", "2026-06-30", True)
    assert action["schedule"] == {"id": "tiny/A1/schedule", "every": 2}


def test_a_thing_does_not_stand_within_itself() -> None:
    source = Graph()
    source.add((TINY, DCTERMS.isPartOf, A1))
    source.add((TINY, RDF.type, PLAN.Action))
    source.add((A1, DCTERMS.isPartOf, TINY))
    source.add((A1, RDF.type, PLAN.Action))
    assert set(by_rdflib(json_ld(source, TINY))) == set(source)


# ---- the context


def test_every_column_has_a_word_and_every_word_one_meaning() -> None:
    made, model = context(), load_model()
    columns = [column for sheet in model.sheets.values() for column in sheet.columns]
    assert {column.predicate for column in columns} <= set(made.properties)
    words = [term.name for term in made.properties.values()]
    words += {term.name for term in made.groups.values()} | set(made.classes.values())
    words += [made.links.name, made.passages.name]
    # The links of a thing are called as their sheet, which groups nothing of its own.
    assert len(words) == len(set(words))
    for column in columns:
        term = made.properties[column.predicate]
        if column.form is Form.REFERENCE:
            assert term.coercion == "@id"


def test_own_properties_keep_their_names() -> None:
    for iri, term in context().properties.items():
        if iri.startswith(str(PLAN)):
            assert term.name == iri.removeprefix(str(PLAN))


def test_the_context_is_a_file_of_its_own(client: FlaskClient) -> None:
    answer = client.get("/ontology/context.jsonld")
    assert (answer.status_code, answer.mimetype) == (200, "application/ld+json")
    assert answer.data == context_file()
    words = answer.json["@context"]
    assert words["title"] == {"@id": "skos:prefLabel", "@container": "@language"}
    assert words["responsible"] == {"@id": "plan:responsible", "@type": "@id"}
    assert words["plan"] == str(PLAN)
    alone = {"@context": words, "id": "tiny/A1", "type": "Action", "title": {"fi": "Retki"}}
    assert (A1, SKOS.prefLabel, Literal("Retki", lang="fi")) in by_rdflib(json.dumps(alone).encode())


# ---- where it is used


def test_export_writes_it(run: Callable[..., Result], kemi: PlanGraph, tmp_path: Path) -> None:
    file = tmp_path / "kemi.jsonld"
    assert run("export", str(file), "--plan", "kemi").exit_code == 0
    written = json.loads(file.read_bytes())
    assert (written["id"], written["type"]) == ("kemi", "Register")
    assert written["bodies"]
    assert set(by_rdflib(file.read_bytes())) == set(kemi.store.triples(ID["kemi"]))


@pytest.mark.parametrize("path", ["kemi", "kemi-hyvinvointi-2023/A1.30"])
def test_the_viewer_gives_it(client: FlaskClient, path: str) -> None:
    found = json.loads(client.get(f"/id/{path}.jsonld").data)
    first = found["@graph"][0] if "@graph" in found else found
    assert first["id"] == path
    assert "title" in first
