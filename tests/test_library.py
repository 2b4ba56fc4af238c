"""The library of queries: every rule of a header, and values bound as terms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import Literal

from graph.errors import ParameterError, ShapeError, UnknownQueryError
from graph.library import FOLDER, NamedQuery, Param, iri_of, load_library, read_query
from graph.store import Store
from ontology import LANGUAGES

GOOD = """\
#+ summary: {fi: f, sv: s, en: e}
#+ description: {fi: f, sv: s, en: e}
#+ group: coverage
#+ expect: empty
#+ chart: none
#+ params:
#+   text: string
#+   thing: thing
#+ columns:
#+   x: {fi: f, sv: s, en: e}
#+   y: {fi: f, sv: s, en: e}
SELECT ?x ?y WHERE {
  VALUES ?text { UNDEF }
  VALUES ?thing { UNDEF }
  BIND(?text AS ?x) BIND(?thing AS ?y)
}
"""
VIEW = """\
#+ summary: {fi: f, sv: s, en: e}
#+ description: {fi: f, sv: s, en: e}
SELECT ?from ?relation ?to ?link WHERE { ?from ?relation ?to ; ?p ?link }
"""


def written(folder: Path, text: str, name: str = "mine") -> Path:
    file = folder / f"{name}.rq"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def query(tmp_path_factory: pytest.TempPathFactory) -> NamedQuery:
    return read_query(written(tmp_path_factory.mktemp("query"), GOOD), "questions")


@pytest.fixture(scope="module")
def empty() -> Iterator[Store]:
    with Store.in_memory() as store:
        yield store


# ---- headers


def test_a_header_is_read_in_full(query: NamedQuery) -> None:
    assert (query.name, query.kind, query.group, query.expect) == ("mine", "questions", "coverage", "empty")
    assert query.summary == {"fi": "f", "sv": "s", "en": "e"}
    assert query.params == {"text": Param("string"), "thing": Param("thing")}
    assert list(query.columns) == ["x", "y"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("#+ expect: empty", "#+ expects: empty", "line 4: unknown key expects; expected one of: chart"),
        ("#+ expect: empty", "#+ expect: nothing", "line 4: expect must be one of: any, empty, rows"),
        ("#+ chart: none", "#+ chart: pie", "line 5: chart must be one of: bar"),
        (
            "#+ summary: {fi: f, sv: s, en: e}\n",
            "",
            "line 1: summary is missing, or not in",
        ),
        (
            "#+ description: {fi: f, sv: s, en: e}",
            "#+ description: {fi: f}",
            "line 2: description is",
        ),
        ("#+   x: {fi: f, sv: s, en: e}", "#+   x: {fi: f, sv: s}", "x is missing, or not in all of"),
        (
            "#+   y: {fi: f, sv: s, en: e}\n",
            "",
            "line 9: columns must name just what",
        ),
        ("#+   text: string", "#+   text: poem", "line 7: each of params needs"),
        ("#+   text: string", "#+   other: string", "line 7: each of params needs"),
        (
            "#+ params:\n#+   text: string\n#+   thing: thing",
            "#+ params: [text]",
            "line 6: params must be lines",
        ),
        ("#+ group: coverage", "#+ group: [", "the header is not YAML"),
        ("#+ group: coverage", "#+ group: poetry", "line 3: group must be one of:"),
        ("#+ group: coverage\n", "", "line 1: group must be one of:"),
        ("SELECT ?x ?y WHERE {", "SELECT ?x ?y WHERE", "not a SELECT in SPARQL (line 13"),
    ],
)
def test_a_broken_header_names_file_line_and_what_was_expected(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in GOOD
    with pytest.raises(ShapeError) as caught:
        read_query(written(tmp_path, GOOD.replace(old, new)), "questions")
    told = caught.value.text("en")
    assert told.startswith("mine.rq")
    assert expected in told
    assert len({caught.value.text(lang) for lang in LANGUAGES}) == len(LANGUAGES)


def test_a_file_without_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShapeError, match="expected a header of lines that begin with"):
        read_query(written(tmp_path, "SELECT * { ?s ?p ?o }"), "questions")


def test_a_view_selects_the_four_columns_of_an_edge(tmp_path: Path) -> None:
    assert read_query(written(tmp_path, VIEW), "views").kind == "views"
    with pytest.raises(ShapeError, match="just what the query selects"):
        read_query(written(tmp_path, VIEW.replace(" ?link WHERE", " WHERE")), "views")


def test_a_file_dropped_into_a_folder_is_a_question_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    written(tmp_path / "questions", GOOD, "our-own")
    assert load_library(tmp_path).question("our-own").expect == "empty"


def test_all_our_queries_stand_in_the_library() -> None:
    library = load_library()
    assert set(library.questions) == {file.stem for file in (FOLDER / "questions").glob("*.rq")}
    assert set(library.views) == {file.stem for file in (FOLDER / "views").glob("*.rq")}


def test_an_unknown_name_gets_the_nearest() -> None:
    known = next(iter(load_library().questions))
    with pytest.raises(UnknownQueryError, match=f"did you mean {known}"):
        load_library().question(known[:-1])
    with pytest.raises(UnknownQueryError, match="planweave views"):
        load_library().view("qqqqqqq")


# ---- values


TEXT = st.text(st.characters(codec="utf-8"))


@given(value=TEXT)
@example('\n\\"')
@example('""" } DROP ALL #')
@example("\\u0022 } #")
@example("VALUES ?thing { UNDEF }")
def test_any_text_comes_back_from_the_query_as_it_was(query: NamedQuery, empty: Store, value: str) -> None:
    assert empty.select(query.bind({"text": value})).rows == ((Literal(value), None),)


@given(value=st.one_of(TEXT, TEXT.map("https://example.org/{}".format)))
@example("<urn:x>")
@example("x> } #")
def test_no_text_can_be_more_than_one_iri(query: NamedQuery, empty: Store, value: str) -> None:
    bound = bound_or_nothing(query, {"thing": value})
    if bound is not None:
        ((_, term),) = empty.select(bound).rows
        assert str(term) == str(iri_of(value))


@given(first=TEXT, second=st.sampled_from(["kemi:kirjasto", "https://example.org/x"]))
@example("VALUES ?thing { UNDEF }", "kemi:kirjasto")
def test_a_value_is_never_read_as_the_place_of_another(
    query: NamedQuery, empty: Store, first: str, second: str
) -> None:
    bound = query.bind({"text": first, "thing": second})
    assert empty.select(bound).rows == ((Literal(first), iri_of(second)),)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("boolean", "true", "true"),
        ("thing", "kemi:kirjasto", "<https://w3id.org/planweave/id/kemi/kirjasto>"),
        ("thing", "https://example.org/x", "<https://example.org/x>"),
        ("concept", "field:sport", "<https://w3id.org/planweave/concept/field/sport>"),
        ("concept", "field/sport", "<https://w3id.org/planweave/concept/field/sport>"),
        ("number", "1.50", '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
    ],
)
def test_a_value_is_written_by_the_type_of_its_parameter(kind: str, value: str, expected: str) -> None:
    assert one(kind).bind({"a": value}) == f"SELECT * {{ VALUES ?a {{ {expected} }} }}"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("boolean", "yes"),
        ("thing", "a b"),
        ("thing", ""),
        ("concept", "x>y"),
        ("number", "NaN"),
        ("number", "1e999999999"),
        ("number", "many"),
        ("string", "\udc80"),
        ("thing", "\udc80"),
    ],
)
def test_a_value_that_does_not_fit_is_an_error(kind: str, value: str) -> None:
    with pytest.raises(ParameterError, match="is no value for a; expected: "):
        one(kind).bind({"a": value})


def test_an_unknown_parameter_is_an_error_that_names_the_known_ones(query: NamedQuery) -> None:
    with pytest.raises(ParameterError, match="mine has no parameter txt; it has: text, thing"):
        query.bind({"txt": "x"})


def test_without_values_the_text_stays_as_it_is(query: NamedQuery) -> None:
    assert query.bind({}) == GOOD


def bound_or_nothing(query: NamedQuery, values: dict[str, str]) -> str | None:
    try:
        return query.bind(values)
    except ParameterError:
        return None


def one(kind: str) -> NamedQuery:
    text = "SELECT * { VALUES ?a { UNDEF } }"
    return NamedQuery("x", "questions", Path("x.rq"), text, {}, {}, params={"a": Param(kind)})
