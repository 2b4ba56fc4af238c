"""The ontology answers what evaluators ask: each question against the answer worked out from the sheets."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, Literal, URIRef

from graph import PlanGraph
from graph.store import Store
from ontology import LANGUAGES, terms_graph
from ontology.namespaces import CONCEPT, ID, ONTOLOGY, PLAN, PREFIXES

from .conftest import EXAMPLES, FOLDER, header, read, short

COMPETENCY = FOLDER / "competency"
QUESTIONS = sorted(COMPETENCY.glob("*.rq"))
UNASKED = COMPETENCY / "unasked.csv"
TERM = re.compile(r"\bplan:[A-Za-z]+")
#: A question that says in which order its rows stand is checked in that order.
ORDERED = re.compile(r"^ORDER BY", re.MULTILINE)

Rows = list[tuple[str, ...]]


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Store]]:
    """What a question may be asked of: the example town, or the valid examples as one graph."""
    town = PlanGraph.create(tmp_path_factory.mktemp("town") / "store")
    with town.store, Store.in_memory() as valid:
        assert all(added.change for added in town.add(EXAMPLES / "town"))
        valid.replace(ONTOLOGY, terms_graph())
        valid.replace(ID["example"], read(sorted((EXAMPLES / "valid").glob("*.ttl"))))
        yield {"town": town.store, "valid": valid}


def written(term: object) -> str:
    """Return a value as the expected answers write it: `PLAN:ID`, `scheme/key`, a term, or plain text."""
    if not isinstance(term, URIRef):
        value = term.toPython() if isinstance(term, Literal) else term
        return "" if value is None else str(term).lower() if isinstance(value, bool) else str(term)
    for namespace, separator in ((str(CONCEPT), "/"), (str(ID), ":")):
        if term.startswith(namespace):
            return str(term).removeprefix(namespace).replace("/", separator)
    return short(term)


def answer(store: Store, question: Path) -> tuple[list[str], Rows]:
    solutions = store.select(question.read_text(encoding="utf-8"))
    names = [str(name) for name in solutions.variables]
    return names, [tuple(written(term) for term in row) for row in solutions.rows]


def expected(question: Path) -> tuple[list[str], Rows]:
    with question.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    return names, [tuple(row) for row in rows]


def proved(question: Path) -> set[str]:
    return set(TERM.findall(" ".join(header(question, "proves"))))


def code(question: Path) -> str:
    text = question.read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))


def unasked() -> dict[str, str]:
    with UNASKED.open(encoding="utf-8", newline="") as file:
        return {row["term"]: row["reason"] for row in csv.DictReader(file)}


def minted() -> set[str]:
    """Return the classes and properties of the ontology's own namespace."""
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    terms: Graph = read([FOLDER / "plan.ttl"])
    return {
        short(term)
        for term, kind in terms.subject_objects(RDF.type)
        if kind in kinds and str(term).startswith(str(PLAN))
    }


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda file: file.stem)
def test_a_question_gets_the_answer_of_the_sheets(question: Path, stores: dict[str, Store]) -> None:
    names, rows = answer(stores[header(question, "data")[0]], question)
    wanted_names, wanted = expected(question)
    if not ORDERED.search(code(question)):
        rows, wanted = sorted(rows), sorted(wanted)
    assert names == wanted_names
    assert rows == wanted
    assert rows, "a question without an answer proves nothing"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda file: file.stem)
def test_a_question_stands_in_all_languages_and_names_its_terms(question: Path) -> None:
    assert [lang for lang in LANGUAGES if not header(question, lang)] == []
    assert proved(question) == set(TERM.findall(code(question)))


def test_there_are_questions_enough_and_each_has_an_answer() -> None:
    assert len(QUESTIONS) >= 25
    answers = {file.stem for file in COMPETENCY.glob("*.csv")} - {UNASKED.stem}
    assert answers == {file.stem for file in QUESTIONS}


def test_every_term_is_asked_for_or_has_a_reason_not_to_be() -> None:
    asked = set().union(*(proved(question) for question in QUESTIONS))
    assert sorted(minted() - asked - set(unasked())) == []
    assert sorted(set(unasked()) & asked) == [], "asked for after all: take it off the list"
    assert sorted(set(unasked()) - minted()) == [], "no such term"
    assert all(unasked().values())


def test_prefixes_are_those_of_the_ontology() -> None:
    used = {
        match.groups()
        for question in QUESTIONS
        for match in re.finditer(r"^PREFIX (\w+): <([^>]+)>", code(question), re.MULTILINE)
    }
    assert {(prefix, PREFIXES.get(prefix)) for prefix, _ in used} == used
