"""Answers with their scope, their denominator and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import Answer, PlanGraph, answer
from graph.errors import ParameterError, UnknownQueryError
from graph.evaluation import scope_of
from graph.store import Store
from ontology import LANGUAGES

PLAN, STRATEGY = "kemi-hyvinvointi-2023", "kemi-strategia-2022"
HEADER = """\
#+ summary: {fi: f, sv: s, en: e}
#+ description: {fi: f, sv: s, en: e}
#+ group: coverage
#+ of: priorities-of-all
#+ params:
#+   named: boolean
#+   confidence: number
#+ columns:
#+   priority: {fi: f, sv: s, en: e}
"""
NO_TOTAL = HEADER.replace("#+ of: priorities-of-all\n", "")
LINKED = """\
PREFIX plan: <https://w3id.org/planweave/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?priority WHERE {
  ?priority a plan:Priority .
  %s {
    VALUES ?named { UNDEF } VALUES ?confidence { UNDEF }
    ?l rdf:predicate plan:implements ; rdf:object ?priority ; plan:basis/plan:named ?n .
    OPTIONAL { ?l plan:confidence ?c }
    FILTER(COALESCE(?n = ?named, true) && COALESCE(?c >= ?confidence, true))
  }
}
ORDER BY ?priority
"""
SAYS = """\
#+ says:
#+   none: {fi: "ei yhtään", sv: "inga", en: "none of {total}"}
#+   some: {fi: "{found}/{total}", sv: "{share} %", en: "{found} of {total}, {named} named: {names}"}
"""
COUNT = """\
#+ summary: {fi: painopistettä, sv: prioriteringar, en: priorities}
PREFIX plan: <https://w3id.org/planweave/ontology#>
SELECT (COUNT(DISTINCT ?priority) AS ?total) WHERE { ?priority a plan:Priority }
"""


@pytest.fixture(scope="module")
def plans(kemi_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlanGraph]:
    """Kemi's plans with questions of one's own."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "counts").mkdir()
    for name, text in {
        "counts/priorities-of-all": COUNT,
        "with-action": SAYS + "#+ expect: rows\n" + HEADER + LINKED.replace("%s", ""),
        "without-action": "#+ expect: empty\n" + HEADER + LINKED.replace("%s", "MINUS"),
        "nothing": "#+ expect: empty\n" + NO_TOTAL + LINKED.replace("%s", "FILTER(false) MINUS"),
        "none-of-all": "#+ expect: empty\n" + HEADER + LINKED.replace("%s", "FILTER(false) MINUS"),
        "all-of-all": "#+ expect: rows\n" + HEADER + LINKED.replace("%s", "OPTIONAL"),
        "without-all": NO_TOTAL + LINKED.replace("%s", ""),
    }.items():
        (folder / f"{name}.rq").write_text(text, encoding="utf-8")
    opened = PlanGraph.open(kemi_path, [folder])
    assert not opened.library.broken
    with opened.store:
        yield opened


def asked(plans: PlanGraph, name: str, plan: str | None = PLAN, lang: str = "en", **values: str) -> Answer:
    return answer(plans, name, lang, plan, values)


def test_what_is_found_stands_against_all_and_beside_fewer_links(plans: PlanGraph) -> None:
    found = asked(plans, "with-action")
    assert found.count is not None
    assert (found.count.found, found.count.total, found.count.named) == (21, 24, 15)
    assert found.count.noun["fi"] == "painopistettä"
    assert found.sensitivity("en").startswith("21 of 24; 15 by links based on the source alone; ")
    told = found.sensitivity("fi")
    assert told.startswith("21/24; 15, kun vain lähteeseen perustuvat yhteydet lasketaan; ")
    assert told.endswith("vähintään 0,5")


def test_the_sentence_is_made_from_the_numbers(plans: PlanGraph) -> None:
    found = asked(plans, "with-action")
    told = found.said("en")
    assert told.startswith("21 of 24, 15 named: ")
    assert told.count(",") >= 2
    assert " and " in told
    assert found.said("fi") == "21/24"
    assert found.said("sv") == "88 %"
    assert asked(plans, "with-action", lang="fi").said("fi") == "21/24"


def test_fewer_links_are_counted_of_all_without_a_second_number(plans: PlanGraph) -> None:
    found = asked(plans, "with-action", named="true")
    assert found.count is not None
    assert (found.count.found, found.count.named) == (15, None)
    assert found.sensitivity("en").startswith("15 of 24 by links based on the source alone; ")
    surest = asked(plans, "with-action", confidence="0.95")
    assert surest.count is not None
    assert surest.count.sure is None
    assert surest.count.found < 21
    assert "with a confidence of at least 0.95" in surest.sensitivity("en")


def test_a_question_without_a_denominator_tells_what_it_found(plans: PlanGraph) -> None:
    found = asked(plans, "without-all")
    assert (found.count, found.applies, found.found.all, found.found.named) == (None, True, 21, 15)
    assert found.sensitivity("en").startswith("21; 15 by links based on the source alone")
    assert [found.said(lang) for lang in LANGUAGES] == ["Löytyi: 21.", "Hittades: 21.", "Found: 21."]


def test_a_gap_is_what_a_healthy_plan_does_not_show(plans: PlanGraph) -> None:
    told = {name: asked(plans, name) for name in ("without-action", "with-action", "without-all", "nothing")}
    assert [name for name, found in told.items() if found.gap] == ["without-action"]
    assert [name for name, found in told.items() if found.sound] == []
    assert asked(plans, "all-of-all").sound
    assert asked(plans, "none-of-all").sound


@pytest.mark.parametrize("name", ["without-action", "with-action"])
def test_a_plan_without_such_a_level_is_neither_well_nor_ill(plans: PlanGraph, name: str) -> None:
    found = asked(plans, name, STRATEGY)
    assert found.count is not None
    assert (found.count.total, found.applies, found.gap, found.sound) == (0, False, False, False)
    assert found.said("en") == "The plan has no priorities that the question is about."
    assert "painopistettä" in found.said("fi")


def test_the_scope_says_who_reported_and_who_did_not(plans: PlanGraph) -> None:
    scope = scope_of(plans, "en", PLAN)
    assert scope.plan is not None
    assert scope.plan.plan_id == PLAN
    assert [cell.text for cell in scope.reported] == ["Wellbeing department"]
    assert [cell.plain for cell in scope.not_reported] == [
        "kemi:ymparistotoimiala",
        "kemi:keskusvirasto",
        "kemi:perusturvatoimiala",
        "kemi:elinvoimatoimiala",
    ]
    assert len(scope.fields_not_reported) == 4
    assert scope.lines("en")[0] == "Units that reported: Wellbeing department"
    assert scope.lines("en")[-1].startswith("The report covers the wellbeing department only")
    assert scope_of(plans, "fi", STRATEGY).lines("fi") == []


def test_an_answer_about_all_plans_says_so(plans: PlanGraph) -> None:
    found = asked(plans, "with-action", None)
    assert (found.scope.plan, found.scope.plans) == (None, 2)
    assert "2 plans" in found.scope.lines("en")[0]


def test_without_plans_nothing_is_said_of_scope() -> None:
    with Store.in_memory() as store:
        assert scope_of(PlanGraph(store), "en").lines("en") == []


def test_what_is_not_known_is_an_error(plans: PlanGraph) -> None:
    with pytest.raises(UnknownQueryError):
        asked(plans, "with-actions")
    with pytest.raises(UnknownQueryError):
        asked(plans, "with-action", "kemi-2023")
    with pytest.raises(ParameterError):
        asked(plans, "with-action", years="3")


def test_a_question_may_be_asked_in_another_way(plans: PlanGraph) -> None:
    seen: list[dict[str, str]] = []

    def asking(question, values):
        seen.append(dict(values))
        return plans.ask(question.name, "en", PLAN, values)

    found = answer(plans, "with-action", "en", PLAN, {"confidence": "0.4"}, asking=asking)
    assert found.found.named == 15 or found.found.named is not None
    assert seen == [{"confidence": "0.4"}, {"confidence": "0.4", "named": "true"}]
