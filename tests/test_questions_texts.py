"""What each of our questions says of itself, and that it can say so of any plan."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph import PlanGraph, answer
from graph.library import NamedQuery, load_library
from ontology import LANGUAGES

from .conftest import workbooks_in

LIBRARY = load_library()
QUESTIONS = [pytest.param(query, id=name) for name, query in LIBRARY.questions.items()]
PLAN = "kemi-hyvinvointi-2023"


def needs_denominator(query: NamedQuery) -> bool:
    """Whether an answer would be praise or blame where the plan has nothing of the kind."""
    return query.expect == "empty" or (query.group == "coverage" and query.expect == "rows")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> PlanGraph:
    """A plan that has a name and nothing more."""
    plans = PlanGraph.in_memory()
    plans.add(workbooks_in(tmp_path_factory.mktemp("bare"))("bare"))
    return plans


@pytest.mark.parametrize("query", QUESTIONS)
def test_a_question_tells_why_it_matters_how_it_is_read_and_what_is_healthy(query: NamedQuery) -> None:
    for key in ("matters", "reading", "healthy"):
        texts = getattr(query, key)
        assert set(texts) == set(LANGUAGES), f"{query.file.name}: {key} is missing"
        assert len(set(texts.values())) == len(LANGUAGES), f"{query.file.name}: {key} is not translated"
    assert set(query.says) == {"none", "some"}, f"{query.file.name}: says is missing"


@pytest.mark.parametrize("query", QUESTIONS)
def test_no_number_in_a_finnish_sentence_is_inflected(query: NamedQuery) -> None:
    for texts in query.says.values():
        assert not re.search(r"\}\s?[:’]\w", texts["fi"]), texts["fi"]


@pytest.mark.parametrize("query", QUESTIONS)
def test_every_sentence_can_be_said(query: NamedQuery, kemi: PlanGraph) -> None:
    for lang in LANGUAGES:
        found = answer(kemi, query.name, lang, PLAN)
        assert found.said(lang).endswith((".", "!", "?")), found.said(lang)
        assert "{" not in found.said(lang)
        assert found.sensitivity(lang)


@pytest.mark.parametrize("query", QUESTIONS)
def test_what_was_found_is_no_more_than_all(query: NamedQuery, kemi: PlanGraph) -> None:
    found = answer(kemi, query.name, "en", PLAN)
    if found.count is not None and found.applies:
        assert found.count.found <= found.count.total, "the counted things are not those of the denominator"


@pytest.mark.parametrize("query", [given for given in QUESTIONS if needs_denominator(given.values[0])])
def test_no_plan_is_well_or_ill_in_what_it_does_not_have(query: NamedQuery, bare: PlanGraph) -> None:
    found = answer(bare, query.name, "en", "bare")
    assert not found.applies, f"{query.file.name}: `of` must name the things without which it means nothing"
    assert not found.gap


@pytest.mark.parametrize("query", [given for given in QUESTIONS if given.values[0].within])
def test_no_plan_lacks_what_it_has_no_room_for(query: NamedQuery, bare: PlanGraph) -> None:
    found = answer(bare, query.name, "fi", "bare")
    assert not found.applies
    assert found.said("fi") == "Suunnitelmassa ei ole yhtään toimenpidettä, jota kysymys koskee."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_titles_are_told_apart(lang: str) -> None:
    titles = [query.summary[lang] for query in LIBRARY.questions.values()]
    assert len(set(titles)) == len(titles)


def test_every_denominator_is_used() -> None:
    used = {name for query in LIBRARY.questions.values() for name in (query.of, query.within)}
    assert set(LIBRARY.counts) <= used


def test_the_folders_hold_nothing_else() -> None:
    folder = Path(next(iter(LIBRARY.questions.values())).file).parents[1]
    assert {file.suffix for file in folder.rglob("*.*")} == {".rq"}
