"""A question that uses another: one text that any engine reads, and faults told where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from graph.errors import ShapeError
from graph.library import FOLDER, load_library, read_query
from graph.store import Store
from ontology.namespaces import ID

from .conftest import TINY

HEADER = """\
#+ summary: {fi: f, sv: s, en: e}
#+ description: {fi: f, sv: s, en: e}
#+ group: coverage
#+ columns:
#+   action: {fi: f, sv: s, en: e}
"""
PART = """\
#+ summary: Actions and what they carry out
PREFIX plan: <https://w3id.org/planweave/ontology#>
# A part may say what it does.
SELECT ?a ?p WHERE { VALUES ?of { UNDEF } ?a plan:implements ?p FILTER(COALESCE(?p = ?of, true)) } # and here
"""
WHOLE = (
    HEADER
    + """\
#+ params:
#+   of: thing
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT (?a AS ?action) WHERE {
  #use carried-out
  ?a skos:prefLabel ?label .
}
"""
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "parts").mkdir()
    write(tmp_path / "parts" / "carried-out.rq", PART)
    write(tmp_path / "whole.rq", WHOLE)
    return tmp_path


def write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def read(folder: Path, name: str = "whole") -> str:
    return read_query(folder / f"{name}.rq", "questions", (folder, FOLDER)).text


def test_what_is_used_stands_in_the_query_and_its_prefixes_in_front(folder: Path) -> None:
    text = read(folder)
    assert text.count("PREFIX plan:") == text.count("PREFIX skos:") == 1
    assert text.index("PREFIX plan:") < text.index("SELECT")
    assert "SELECT ?a ?p" in text
    assert "#use" not in text


def test_a_parameter_reaches_what_is_used(folder: Path) -> None:
    query = read_query(folder / "whole.rq", "questions", (folder,))
    tiny = Graph().parse(data=TINY, format="turtle")
    for value, expected in (("tiny:P1", [(ID["tiny/A1"],)]), ("tiny:P2", [])):
        text = query.bind({"of": value})
        assert [tuple(row) for row in tiny.query(text)] == expected
        with Store.in_memory() as store:
            store.replace(ID["tiny"], tiny)
            assert list(store.select(text).rows) == expected


def test_whole_questions_are_used_in_turn(folder: Path) -> None:
    again = HEADER + "SELECT ?action WHERE {\n  #use whole\n  FILTER(BOUND(?action))\n}\n"
    write(folder / "again.rq", again)
    text = read(folder, "again")
    assert text.count("SELECT") == 3
    assert text.count("PREFIX") == 2
    ours = (
        HEADER
        + "SELECT (?a AS ?action) WHERE {\n  { SELECT (?action AS ?a) {\n  #use actions-per-goal\n  } }\n}\n"
    )
    write(folder / "ours.rq", ours.replace("(?action AS ?a)", "(?actions AS ?a)"))
    assert "COUNT(DISTINCT ?action)" in read(folder, "ours")


def test_one_s_own_part_goes_before_ours(folder: Path) -> None:
    name = min(file.stem for file in (FOLDER / "parts").glob("*.rq"))
    write(folder / "parts" / f"{name}.rq", "SELECT ?mine { ?mine a ?b }")
    write(folder / "own.rq", WHOLE.replace("#+ params:\n#+   of: thing\n", "").replace("carried-out", name))
    assert "?mine" in read(folder, "own")


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("whole", "carried-out", "carried", r"whole.rq, line 11: #use carried: there is no such"),
        ("parts/carried-out", "VALUES", "\n  #use whole\n", r"out.rq, line 5: whole uses itself: whole → "),
        ("parts/carried-out", "VALUES", "\n#use carried-out\n", r"carried-out uses itself: carried-out"),
        ("parts/carried-out", "ontology#", "else#", None),
        ("whole", "skos: <http://www.w3.org/2004/02/skos/core#>", "plan: <urn:x>", "line 2: the prefix"),
        ("whole", "?label .", "?label ..", r"whole.rq: not a SELECT in SPARQL \(line 13, "),
        ("parts/carried-out", "?a plan:", "?a a a plan:", r"carried-out.rq: not a SELECT in SPARQL"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_where_it_stands(
    folder: Path, file: str, old: str, new: str, expected: str | None
) -> None:
    path = folder / f"{file}.rq"
    text = path.read_text(encoding="utf-8")
    assert old in text
    write(path, text.replace(old, new))
    if expected is None:
        assert "else#" in read(folder)
        return
    with pytest.raises(ShapeError, match=expected):
        read(folder)


def test_a_line_in_a_header_or_behind_other_text_uses_nothing(folder: Path) -> None:
    write(folder / "plain.rq", WHOLE.replace("  #use carried-out", "?a ?b ?of VALUES ?of { UNDEF } # #use x"))
    assert "#use x" in read(folder, "plain")


def test_our_own_parts_are_all_used_or_read() -> None:
    for file in sorted((FOLDER / "parts").glob("*.rq")):
        used = (
            HEADER
            + "SELECT ?action WHERE {\n  OPTIONAL { VALUES ?action { UNDEF } }\n  #use "
            + file.stem
            + "\n}\n"
        )
        assert load_library() is load_library()
        from graph.composition import composed
        from graph.query_checks import find

        text = composed(Path("x.rq"), used, lambda name: find(name, (FOLDER,))).text
        assert Store.in_memory().select(text).variables == ("action",)
