"""The SPARQL 1.1 Protocol for reading, and the editor for people.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, Graph
from werkzeug.test import TestResponse

from graph import PlanGraph
from ontology.namespaces import ID, PLAN

GOALS = "SELECT ?goal WHERE { ?goal a plan:Goal } ORDER BY ?goal"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
DIRECT = "application/sparql-query"


def ask(client: FlaskClient, text: str, accept: str = "*/*", **more: object) -> TestResponse:
    args = {"query": text} | more
    return client.get("/sparql", query_string=args, headers={"Accept": accept})


def number(answer: TestResponse) -> int:
    assert answer.status_code == 200
    [row] = json.loads(answer.data)["results"]["bindings"]
    return int(row["n"]["value"])


# ---- the three ways to ask


@pytest.fixture
def goals(kemi: PlanGraph) -> list[str]:
    return [str(row[0]) for row in kemi.store.select(f"PREFIX plan: <{PLAN}> {GOALS}").rows]


def test_a_query_comes_by_get_form_or_body(client: FlaskClient, goals: list[str]) -> None:
    any_form = {"Accept": "*/*"}
    answers = [
        client.get("/sparql", query_string={"query": GOALS}, headers=any_form),
        client.post("/sparql", data={"query": GOALS}, headers=any_form),
        client.post("/sparql", data=GOALS, content_type=DIRECT, headers=any_form),
        client.post("/sparql", data=GOALS, content_type=f"{DIRECT}; charset=utf-8"),
    ]
    for answer in answers:
        assert (answer.status_code, answer.content_type) == (200, JSON)
        rows = json.loads(answer.data)["results"]["bindings"]
        assert [row["goal"]["value"] for row in rows] == goals != []
        assert "Accept" in answer.headers["Vary"]
        assert "X-Planweave-Truncated" not in answer.headers


# ---- forms


def read_json(text: str) -> list[str]:
    return [row["goal"]["value"] for row in json.loads(text)["results"]["bindings"]]


def read_xml(text: str) -> list[str]:
    return [found.text or "" for found in ElementTree.fromstring(text).iter() if found.tag.endswith("}uri")]


def read_csv(text: str) -> list[str]:
    return [row["goal"] for row in csv.DictReader(io.StringIO(text))]


def read_tsv(text: str) -> list[str]:
    return [line.strip("<>") for line in text.splitlines()[1:]]


@pytest.mark.parametrize(
    ("accept", "form", "read"),
    [
        ("", JSON, read_json),
        (JSON, JSON, read_json),
        ("application/json;q=0.5, " + XML, XML, read_xml),
        (f"{XML};q=0.4, {CSV};q=0.8", CSV, read_csv),
        (f"{CSV};q=0, {TSV}", TSV, read_tsv),
        ("text/*", CSV, read_csv),
    ],
)
def test_rows_come_in_the_form_accepted(
    client: FlaskClient, goals: list[str], accept: str, form: str, read
) -> None:
    answer = ask(client, GOALS, accept)
    assert (answer.status_code, answer.mimetype) == (200, form)
    assert read(answer.text) == goals


@pytest.mark.parametrize(
    ("accept", "media", "form"),
    [
        ("*/*", "text/turtle", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("text/turtle;q=0.1, application/rdf+xml", "application/rdf+xml", "xml"),
    ],
)
def test_triples_come_in_the_form_accepted(client: FlaskClient, accept: str, media: str, form: str) -> None:
    answer = ask(client, "CONSTRUCT { ?g a plan:Goal } WHERE { ?g a plan:Goal }", accept)
    assert (answer.status_code, answer.mimetype) == (200, media)
    found = Graph().parse(data=answer.text, format=form)
    assert (ID["kemi-strategia-2022/G1"], RDF.type, PLAN.Goal) in found


def test_a_yes_is_a_yes(client: FlaskClient) -> None:
    assert json.loads(ask(client, "ASK { ?g a plan:Goal }", JSON).data)["boolean"] is True
    assert json.loads(ask(client, "ASK { ?g a plan:Nothing }", JSON).data)["boolean"] is False


# ---- dataset


def test_without_a_dataset_all_plans_answer(client: FlaskClient, kemi: PlanGraph) -> None:
    assert number(ask(client, COUNT)) == len(kemi.store)


def test_a_dataset_restricts_what_is_asked(client: FlaskClient, kemi: PlanGraph) -> None:
    register, plan = str(ID["kemi"]), str(ID["kemi-hyvinvointi-2023"])
    sizes = {graph: len(kemi.store.triples(graph)) for graph in kemi.store.graphs()}
    one = sizes[ID["kemi"]]
    both = one + sizes[ID["kemi-hyvinvointi-2023"]]
    assert number(ask(client, COUNT, **{"default-graph-uri": register})) == one
    assert number(ask(client, COUNT, **{"default-graph-uri": [register, plan]})) == both
    posted = client.post("/sparql", data={"query": COUNT, "default-graph-uri": register})
    assert number(posted) == one
    direct = client.post(f"/sparql?default-graph-uri={register}", data=COUNT, content_type=DIRECT)
    assert number(direct) == one
    named = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert number(ask(client, named, **{"named-graph-uri": register})) == one
    assert number(ask(client, COUNT, **{"default-graph-uri": str(ID["nope"])})) == 0


# ---- limits and refusals


def test_what_is_cut_says_so(client: FlaskClient) -> None:
    answer = ask(client, "SELECT ?s WHERE { ?s ?p ?o }", CSV)
    assert answer.headers["X-Planweave-Truncated"] == "true"
    assert len(answer.text.splitlines()) == 10_001


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("SELECT", 400, "line 1"),
        ("SELECT ?s WHERE {\n ?s ?p }", 400, "line 2"),
        ("CLEAR ALL", 400, "line 1"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", 400, "line 1"),
        ("ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", 400, "SERVICE is refused"),
        ("LOAD <http://127.0.0.1/>", 400, "LOAD is refused"),
        ("", 400, "expected the parameter query"),
    ],
)
def test_a_bad_query_gets_one_plain_line(client: FlaskClient, text: str, status: int, said: str) -> None:
    for answer in (
        ask(client, text, JSON),
        client.post("/sparql", data=text, content_type=DIRECT, headers={"Accept": JSON}),
    ):
        assert (answer.status_code, answer.mimetype) == (status, "text/plain")
        assert said in answer.text
        assert answer.text.count("\n") == 1
        assert "nosniff" in answer.headers["X-Content-Type-Options"]


def test_updates_are_refused_and_change_nothing(client: FlaskClient, kemi: PlanGraph) -> None:
    update = "CLEAR ALL"
    answers = [
        client.get("/sparql", query_string={"update": update}),
        client.post("/sparql", data={"update": update}),
        client.post("/sparql", data={"update": update, "query": COUNT}),
        client.post("/sparql", query_string={"update": update}, data=COUNT, content_type=DIRECT),
    ]
    assert [(answer.status_code, answer.text) for answer in answers] == [
        (403, "this service only reads; writing needs: planweave serve --edit\n")
    ] * 4
    assert client.post("/sparql", data=update, content_type="application/sparql-update").status_code == 403
    assert number(ask(client, COUNT)) == len(kemi.store)


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data", ""])
def test_another_type_of_body_is_refused(client: FlaskClient, kind: str) -> None:
    answer = client.post("/sparql", data=GOALS, content_type=kind)
    assert (answer.status_code, answer.mimetype) == (415, "text/plain")
    assert "application/sparql-query" in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(client: FlaskClient, method: str) -> None:
    answer = client.open("/sparql", method=method, data=GOALS)
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize(("text", "accept"), [("ASK {}", "image/png"), (GOALS, "text/turtle")])
def test_a_form_that_cannot_hold_the_answer_is_refused(client: FlaskClient, text: str, accept: str) -> None:
    answer = ask(client, text, accept)
    assert (answer.status_code, answer.mimetype) == (406, "text/plain")
    assert JSON in answer.text


def test_a_graph_that_is_no_address_is_refused(client: FlaskClient) -> None:
    answer = ask(client, COUNT, **{"default-graph-uri": "no address"})
    assert answer.status_code == 400
    assert answer.text.startswith("no address: expected the IRI of a graph")
