"""What is said of an update before it is run, and a dataset written into it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QuerySyntaxError
from graph.store import Store
from graph.update_text import graphs_written, with_dataset

G, H = "http://example.org/g", "http://example.org/h"
USING = f"USING <{G}> USING NAMED <{H}> "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "INSERT { GRAPH <urn:n> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
            f"INSERT {{ GRAPH <urn:n> {{ ?s ?p ?o }} }} {USING}WHERE {{ ?s ?p ?o }}",
        ),
        (
            "delete{?s ?p ?o}insert{?s ?p 1}where{?s ?p ?o}",
            f"delete{{?s ?p ?o}}insert{{?s ?p 1}}{USING}where{{?s ?p ?o}}",
        ),
        ("DELETE WHERE { ?s ?p ?o }", f"DELETE {{ ?s ?p ?o }} {USING}WHERE {{ ?s ?p ?o }}"),
        ("DELETEWHERE{?s ?p ?o}", f"DELETE {{?s ?p ?o}} {USING}WHERE {{?s ?p ?o}}"),
        ("CLEAR ALL ; DROP SILENT GRAPH <urn:n>", None),
        ("INSERT DATA { <urn:where> <urn:using> 'WHERE { ; }' } ;", None),
        ("DELETE DATA { GRAPH <urn:n> { <urn:a> <urn:b> 1 ; <urn:c> 2 } }", None),
        ("ADD DEFAULT TO <urn:n> ; COPY GRAPH <urn:a> TO <urn:n>", None),
        ("PREFIX x: <urn:x>", None),
        ("", None),
    ],
)
def test_the_dataset_stands_where_a_pattern_is_matched(text: str, expected: str | None) -> None:
    assert with_dataset(text, [G], [H]) == (text if expected is None else expected)
    assert with_dataset(text, [], []) == text


def test_each_operation_gets_the_dataset() -> None:
    text = (
        "PREFIX x: <urn:x#> CLEAR DEFAULT ; BASE <urn:y> INSERT { ?s ?p 1 } WHERE { ?s ?p 'a;}' # WHERE {\n}"
    )
    text += " ; DELETE WHERE { ?s x:p ?o }"
    found = with_dataset(text, [G], [])
    assert found.count(f"USING <{G}> ") == 2
    assert found.endswith(f"DELETE {{ ?s x:p ?o }} USING <{G}> WHERE {{ ?s x:p ?o }}")


@pytest.mark.parametrize(
    "text",
    [
        "WITH <urn:n> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }",
        "INSERT { ?s ?p 1 } USING <urn:n> WHERE { ?s ?p 1 }",
        "INSERT { ?s ?p 1 } USING NAMED <urn:n> WHERE { ?s ?p 1 }",
        "CLEAR ALL ;\nPREFIX a: <urn:a> WITH a:n INSERT { ?s ?p 1 } WHERE { ?s ?p 1 }",
    ],
)
def test_a_second_dataset_is_refused(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match=r"line \d, column \d+: (WITH|USING|INSERT) cannot stand"):
        with_dataset(text, [], [H])


@pytest.mark.parametrize(
    "filtered",
    [
        "?a<2&&'>'=?b",  # an operator, and a literal that holds a sign
        "?a<5#>a comment }",
        "?a<(?b+1)*2&&3>?c",
    ],
)
def test_what_can_be_read_in_two_ways_is_not_rewritten(filtered: str) -> None:
    text = f"INSERT {{ ?a ?b 1 }} WHERE {{ ?a ?b ?c FILTER({filtered}\n) }}"
    with pytest.raises(QuerySyntaxError, match="could be read in two ways"):
        with_dataset(text, [G], [])
    spaced = text.replace("<", "< ")
    assert with_dataset(spaced, [G], []) == spaced.replace("WHERE", f"USING <{G}> WHERE")


@pytest.mark.parametrize(
    "text", ["INSERTx:a { }", "WITHx:g DELETE {} WHERE {}", "INSERT { ( } WHERE { ) }", "{"]
)
def test_what_is_no_operation_is_not_rewritten(text: str) -> None:
    with pytest.raises(QuerySyntaxError):
        with_dataset(text, [G], [])


@pytest.mark.parametrize(
    "filtered",
    ["?p = <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "?p IN (<urn:a#b>, <urn:it's>)", "?o<3||?o>5"],
)
def test_ordinary_names_in_filters_are_no_doubt(filtered: str) -> None:
    text = f"INSERT {{ ?s ?p ?o }} WHERE {{ ?s <urn:a#b> (?o <http://example.org/c#d>) FILTER({filtered}) }}"
    assert with_dataset(text, [G], []) == text.replace("WHERE", f"USING <{G}> WHERE")


TERMS = st.sampled_from(["?s", "<urn:a#b>", "<http://example.org/x#y>", "x:where", "'WHERE { ;'", '"}"', "5"])
FILTERS = st.sampled_from(["?s<5", "?s < 5", "?o='}'", "EXISTS { ?s ?p ?o }", "?s<?o&&?o>?s", "(1)<2"])


@given(objects=st.lists(TERMS, max_size=3), filters=st.lists(FILTERS, max_size=3), close=st.booleans())
def test_what_is_rewritten_does_what_the_protocol_says(
    objects: list[str], filters: list[str], *, close: bool
) -> None:
    """The dataset restricts the pattern, and nothing else of the update changes."""
    gap = "" if close else "\n"
    body = f"?s ?p ?o{gap}." + "".join(f"OPTIONAL{{?s <urn:p> {term}}}{gap}" for term in objects)
    body += "".join(f"FILTER({text}||true){gap}" for text in filters)
    text = f"PREFIX x: <urn:x#> INSERT{gap}{{ GRAPH <urn:out> {{ ?s <urn:in> ?o }} }}"
    text += f"{gap}WHERE{gap}{{{body}}} ;"
    store = Store.in_memory()
    store.update(f"INSERT DATA {{ GRAPH <{G}> {{ <urn:a> <urn:b> 1 }} GRAPH <{H}> {{ <urn:a> <urn:b> 2 }} }}")
    store.update(with_dataset(text, [G], []))
    assert store.ask("ASK { GRAPH <urn:out> { <urn:a> <urn:in> 1 } }")
    assert not store.ask("ASK { GRAPH <urn:out> { <urn:a> <urn:in> 2 } }")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (f"CLEAR GRAPH <{G}>", {G}),
        ("DROP GRAPH ex:h ; INSERT DATA { GRAPH <urn:other> { <urn:a> <urn:b> 1 } }", {H}),
        ("PREFIX y: <http://example.org/> DROP GRAPH y:g", {G}),
        (r"PREFIX y: <http://> DROP GRAPH y:example.org\/g", {G}),
        ("CLEAR ALL", {G, H}),
        ("DROPNAMED", {G, H}),
        ("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", {G, H}),
        ("DELETE WHERE { GRAPH$g { ?s ?p ?o } }", {G, H}),
        ("BASE <http://example.org/> CLEAR GRAPH <g>", {G, H}),
        (r"CLEAR GRAPH <http://example.org/\u0067>", {G, H}),
        ("INSERT DATA { GRAPHex:g { <urn:a> <urn:b> 1 } }", {G, H}),
        ("INSERT DATA { GRAPH <urn:new> { <urn:a> <urn:b> 1 } }", set()),
    ],
)
def test_the_graphs_that_an_update_may_write_to_are_known_before(text: str, written: set[str]) -> None:
    assert graphs_written(text, [G, H], {"ex": "http://example.org/"}) == written
