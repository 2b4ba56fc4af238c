"""What is read off a query before it is parsed: federation, prefixes, the place of an error."""

import time
from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import QuerySyntaxError
from graph.query_text import add_prefixes, names_dataset, refuse_federation, syntax_error

REFUSED = {
    "plain": "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "silent, any case": "SELECT * { sErViCe SiLeNt <http://x/> { ?s ?p ?o } }",
    "a variable as the endpoint": "SELECT * { ?a a ?b . SERVICE ?b { ?s ?p ?o } }",
    "nested": "ASK { { SELECT * { OPTIONAL { FILTER NOT EXISTS { SERVICE ex:a {} } } } } }",
    "without any space": "ASK{SERVICE<http://x/>{}}",
    "space of comments": "ASK { SERVICE # <http://x/>\n#}\n <http://x/> # {\n {} }",
    "as one word with silent": "ASK { SERVICESILENT <http://x/> {} }",
    "as one word with the endpoint": "ASK { SERVICEex:a {} }",
    "as a prefix that is declared": "PREFIX service: <http://s/> ASK { service:a {} }",
    "behind a number": "ASK { ?s ?p 1.5SERVICEex:a {} }",
    "behind a truth": "ASK { ?s ?p true.SERVICE ex:a {} }",
    "behind a name with dots": "ASK { ?s ?p ex:a.b. SERVICE ex:c {} }",
    "behind a string": "ASK { ?s ?p 'a'SERVICE ex:c {} }",
    "behind an escaped quote": r"""ASK { ?s ?p "\"" . SERVICE ex:c {} . ?s ?p "\"" }""",
    "behind a long string with quotes": "ASK { ?s ?p '''a''b' ''' . SERVICE ex:c {} }",
    "in a string that a false escape cuts short": 'ASK { VALUES ?v {"""x"} SERVICE ex:a {} #\\q """\n}}',
    "in what looks like an IRI": "ASK { FILTER(1<2)SERVICE?v#>\n{} }",
    "in what looks like a string behind an IRI": "ASK { FILTER(?a<2&&'>'=?x)SERVICE ex:a {} #'\n}",
    "escaped": "ASK { SERV\\u0049CE <http://x/> {} }",
    "escaped in eight digits": "ASK { \\U00000053ERVICE <http://x/> {} }",
    "behind an escaped quote of the string": 'ASK { ?s ?p "\\u0022 . SERVICE ex:a {} #"\n}',
    "load": "LOAD <http://x/>",
    "load of a name": "PREFIX ex: <http://x/> LOAD SILENT ex:a INTO GRAPH <g>",
}

TAKEN = {
    "none": "SELECT * { ?s ?p ?o }",
    "a string": """ASK { ?s ?p "SERVICE <http://x/> {}" }""",
    "a string of the other quote": """ASK { ?s ?p 'SERVICE <http://x/> {}' }""",
    "a long string": '''ASK { ?s ?p """ " "" SERVICE <http://x/> {} \n LOAD <http://x/> """ }''',
    "a long string of the other quote": "ASK { ?s ?p ''' ' '' SERVICE <http://x/> {} ''' }",
    "a string with escapes": r"""ASK { ?s ?p "\\\" SERVICE <http://x/> {}" }""",
    "an IRI": "ASK { <http://x/SERVICE/LOAD> <http://x/service?x#service> 'a' }",
    "a comment": "ASK { # SERVICE <http://x/> {}\n ?s ?p ?o } # LOAD <http://x/>",
    "variables": "SELECT ?service $load { VALUES ?service { 1 } ?service ?load ?x }",
    "names": "PREFIX ex: <http://x/> ASK { ex:service ex:load ex:a.service }",
    "prefixes": "PREFIX service: <http://x/> PREFIX load: <http://y/> ASK { service:x load:y service: }",
    "the name of a graph": "PREFIX service: <http://x/> ASK FROM service:a { GRAPH service:x { ?s ?p ?o } }",
    "a blank node and a tag": "ASK { _:service ?p 'a'@service }",
    "less than": "ASK { ?s ?p ?load FILTER(?load < 3 && ?load > 1) }",
    "an escaped string": r"""ASK { ?s ?p "\u0053ERVICE \\u0022 SERVICE <http://x/> {}" }""",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_federation_is_refused(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match=r"line \d+, column \d+: (SERVICE|LOAD) is refused"):
        refuse_federation(text)


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_the_words_alone_are_not_refused(text: str) -> None:
    refuse_federation(text)


def test_a_refusal_names_its_place() -> None:
    with pytest.raises(QuerySyntaxError, match="line 3, column 4: SERVICE"):
        refuse_federation("ASK {\n ?s ?p 'ä' .\n   SERVICE <http://x/> {} }")
    with pytest.raises(QuerySyntaxError, match="line 2, column 11: SERVICE"):
        refuse_federation("ASK { ?s ?p '\\u0041' .\n '\\u0041'.SER\\u0056ICE <http://x/> {} }")


QUOTES = st.sampled_from(['"', "'", '"""', "'''"])
SCRAPS = ["SERVICE ex:a {}", "LOAD <x>", '"', "'", '"""', "'''", "\\", "\n", "\\u0022", "<", ">", "#"]
TEXTS = st.lists(st.one_of(st.text(max_size=8), st.sampled_from(SCRAPS)), max_size=8).map("".join)


@given(text=TEXTS, quote=QUOTES, behind=st.sampled_from(["", " ", "\n", "#\n"]))
def test_no_text_in_a_string_is_refused(text: str, quote: str, behind: str) -> None:
    written = text.replace("\\", "\\\\").replace("\r", "\\r").replace(quote[0], "\\" + quote[0])
    if len(quote) == 1:
        written = written.replace("\n", "\\n")
    query = f"SELECT ({quote}{written}{quote}{behind} AS ?x) {{}}"
    refuse_federation(query)
    assert [solution[0].value for solution in ox.Store().query(query)] == [text]


CLAUSES = [
    "SERVICE ex:a {}",
    "SERVICEex:a {}",
    "SERVICE:a{}",
    "SERVICE ?v#>\n{}",
    "service#'\nex:a {}",
    'SERVICE ex:a#"\n{}',
]
CONDITIONS = ["FILTER(1<2)", "FILTER(1<2&&'>'='>')", "FILTER(?v<?w||\"'\"!='>')", "BIND(ex:a AS ?v)"]
GROUPS = ["VALUES ?v {ex:a}", 'VALUES ?v {"""a"}', "OPTIONAL{}", "GRAPH service:g {}", "[]", "()"]
OBJECTS = ["1.", "true", "'a'@en", "ex:b.", "'''a'b'''", r'"\\"', r'"\""', "<http://x/'>", "<http://x/a>"]
SIGNS = ["# '\n", "# <\n", *"'\"<>#\n.{}\\()", "&&"]
PIECES = [*CLAUSES, *CONDITIONS, *GROUPS, *(f"?s ?p {term}" for term in OBJECTS), *SIGNS]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=7), st.sampled_from(["", " ", "\n"]))
@settings(max_examples=500, deadline=None)
def test_what_the_engine_would_send_out_is_refused(pieces: list[str], between: str) -> None:
    prefix = "PREFIX : <http://localhost:1/> PREFIX ex: <http://localhost:1/> PREFIX service: <http://x/> "
    text = f"{prefix} ASK {{ {between.join(pieces)}\n }}"
    with suppress(SyntaxError, RuntimeError):
        try:
            ox.Store().query(text)
        except OSError:  # the engine declines this port before it opens a connection
            with pytest.raises(QuerySyntaxError):
                refuse_federation(text)


def test_the_engine_would_send_out_what_is_refused() -> None:
    """The test above can fail: the tricks in it reach the engine's HTTP client."""
    for trick in ("SERVICEex:a {}", "FILTER(1<2&&'>'='>')SERVICE ex:a {} #'\n"):
        with pytest.raises(OSError, match="port 1"):
            ox.Store().query(f"PREFIX ex: <http://localhost:1/> ASK {{ {trick} }}")


def test_a_long_hostile_text_is_scanned_in_time() -> None:
    started = time.monotonic()
    for piece in (
        "<'",
        "SERVICE ",
        "# ",
        "'''",
        '"',
        "\\u0053",
        "a:",
        "service#\n",
        "servicesilent",
        "service:",
    ):
        with suppress(QuerySyntaxError):
            refuse_federation("ASK {" + piece * 15_000)
    assert time.monotonic() - started < 5


def test_prefixes_are_added_to_the_first_line_unless_declared() -> None:
    text = "# PREFIX no: <n>\nBASE <http://b/>\nprefix ex:<x>PREFIX : <y>\nASK { ex:a :b 'PREFIX st: <s>' }"
    added = add_prefixes(text, {"ex": "http://1/", "": "http://2/", "no": "http://3/", "st": "http://4/"})
    assert added == "PREFIX no: <http://3/> PREFIX st: <http://4/> " + text
    assert add_prefixes("ASK {}", {}) == "ASK {}"


def test_prefixes_added_make_the_query_work() -> None:
    text = "BASE <http://b/> PREFIX a: <x> ASK { VALUES ?x { a:y } FILTER(?x = <xy> && ex:z = <http://e/z>) }"
    assert ox.Store().query(add_prefixes(text, {"ex": "http://e/", "a": "http://wrong/"}))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("SELECT * FROM <http://x/> { ?s ?p ?o }", True),
        ("ask from named ex:a {}", True),
        ("SELECT * { ?from ex:from 'from', <from> } # from", False),
        ("PREFIX from: <http://x/> ASK { from:a ?p ?o }", False),
        ("ASK {}", False),
    ],
)
def test_a_dataset_of_its_own_is_noticed(text: str, named: bool) -> None:
    assert names_dataset(text) is named


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT * WHERE ?s }", "line 1, column 16, near ?s }: expected"),
        ("SELECT * {\n  ?s ?p ?o", "line 2, column 11, at the end of the line: expected "),
        ("SELECT\n ?s + WHERE {}", "line 2, column 7, near WHERE {}: expected"),
        ("", "line 1, column 1, at the end of the line: expected"),
    ],
)
def test_a_syntax_error_names_its_place(text: str, place: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        ox.Store().query(text)
    message = str(syntax_error(text, str(caught.value)))
    assert message.startswith(place)
    assert "[" not in message


def test_a_syntax_error_of_another_form_is_kept() -> None:
    assert str(syntax_error("ASK {}", "no idea")) == "not SPARQL: no idea"
