"""Answers that are only a part: said inside them where the format has a place for it, and still valid."""

import csv
import io
import json
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.query import Result

from graph.guard_writing import GRAPH_TYPES, RESULT_TYPES, TRUNCATED, write_solutions, write_triples

TERMS = """SELECT ?a ?b ?none { VALUES (?a ?b) { (<http://x/é> "a,b\\t\\"q\\"\\n\\\\é"@fi) (UNDEF 1.5)
    (<http://x/> "x"^^<http://t>) ("" "a--b ]]> </head>"@en) (<http://x/> UNDEF) } }"""
READ_BY_RDFLIB = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/sparql-results+xml": "xml",
}
RDFLIB_FORMS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
}


def solutions() -> tuple[list[ox.Variable], list[ox.QuerySolution]]:
    found = ox.Store().query(TERMS)
    assert isinstance(found, ox.QuerySolutions)
    return found.variables, list(found)


@pytest.mark.parametrize("media_type", RESULT_TYPES)
@pytest.mark.parametrize("truncated", [True, False])
def test_rows_say_that_there_are_more(media_type: str, truncated: bool) -> None:
    body = write_solutions(*solutions(), RESULT_TYPES[media_type], truncated=truncated)
    has_place = media_type in ("application/sparql-results+json", "application/sparql-results+xml")
    assert (TRUNCATED in body.decode()) is (truncated and has_place)
    rdflibs = Result.parse(io.BytesIO(body), format=READ_BY_RDFLIB.get(media_type, "json"))
    assert len(list(rdflibs)) == 5
    if media_type == "text/csv":
        assert len(list(csv.reader(io.StringIO(body.decode(), newline="")))) == 1 + 5
        return
    read = ox.parse_query_results(body, RESULT_TYPES[media_type])
    assert isinstance(read, ox.QuerySolutions)
    assert [list(row) for row in read] == [list(row) for row in solutions()[1]]


def test_the_link_stands_where_the_results_formats_have_it() -> None:
    written = write_solutions(*solutions(), ox.QueryResultsFormat.JSON, truncated=True)
    assert json.loads(written)["head"] == {"vars": ["a", "b", "none"], "link": [TRUNCATED]}
    written = write_solutions(*solutions(), ox.QueryResultsFormat.XML, truncated=True)
    head = ElementTree.fromstring(written)[0]
    assert [child.tag.partition("}")[2] for child in head] == ["variable"] * 3 + ["link"]
    assert head[3].get("href") == TRUNCATED


@pytest.mark.parametrize("form", [ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML])
def test_rows_without_variables_can_be_cut_too(form: ox.QueryResultsFormat) -> None:
    found = ox.Store().query("SELECT * { {} UNION {} }")
    assert isinstance(found, ox.QuerySolutions)
    body = write_solutions(found.variables, list(found), form, truncated=True)
    assert TRUNCATED in body.decode()
    assert len(list(ox.parse_query_results(body, form))) == 2


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
@pytest.mark.parametrize("truncated", [True, False])
def test_triples_say_that_there_are_more(media_type: str, truncated: bool) -> None:
    subject, predicate = ox.NamedNode("http://x/s"), ox.NamedNode("http://x/p")
    triples = [ox.Triple(subject, predicate, ox.Literal(f"# --> {n}")) for n in range(3)]
    body = write_triples(triples, GRAPH_TYPES[media_type], {"x": "http://x/"}, truncated=truncated)
    assert (b"truncated: the first 3 triples of more" in body) is (
        truncated and media_type != "application/ld+json"
    )
    assert {quad.triple for quad in ox.parse(body, format=GRAPH_TYPES[media_type])} == set(triples)
    if media_type != "application/ld+json":  # rdflib's parser of it warns of rdflib's own changes
        assert len(Graph().parse(data=body, format=RDFLIB_FORMS[media_type])) == 3
