"""Terms that somebody else wrote."""

from __future__ import annotations

import time
from decimal import Decimal

import pyoxigraph as ox
import pytest
from rdflib import RDF, XSD, Graph, Literal, URIRef

from graph.terms import literal, to_graph, to_rdflib


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("<b>" * 15_000, RDF.HTML),
        ("<b>" * 15_000, RDF.XMLLiteral),
        ("1E300000000", XSD.decimal),
        ("9" * 5_000, XSD.integer),
        ("2023-01-02", URIRef("http://example.org/date")),
    ],
)
def test_a_value_that_may_take_any_time_stays_text(text: str, datatype: URIRef) -> None:
    started = time.thread_time()
    term = to_rdflib(ox.Literal(text, datatype=ox.NamedNode(datatype)))
    assert time.thread_time() - started < 0.1
    assert isinstance(term, Literal)
    assert (str(term), term.datatype, term.value) == (text, datatype, None)
    s = ox.NamedNode("http://example.org/s")
    written = to_graph([ox.Triple(s, s, ox.Literal(text, datatype=ox.NamedNode(datatype)))]).serialize(
        format="nt"
    )
    assert str(datatype) in written


def test_plain_values_are_read() -> None:
    assert literal("1.50", datatype=XSD.decimal).value == Decimal("1.50")
    assert literal("12", datatype=XSD.integer).value == 12
    assert literal("true", datatype=XSD.boolean).value is True
    assert literal("x", datatype=XSD.string) == Literal("x")
    assert literal("Mål", lang="sv") == Literal("Mål", lang="sv")
    other = Graph().parse(
        data='<urn:a> <urn:b> "2023"^^<http://www.w3.org/2001/XMLSchema#gYear> .', format="nt"
    )
    assert literal("2023", datatype=XSD.gYear) in set(other.objects())
