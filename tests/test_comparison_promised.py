"""What a plan promised beside what is reported: units that did not report leave no gap."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph import PlanGraph
from graph.comparison import side_of
from graph.comparison.matching import is_report
from graph.comparison.promised import Promised, Status, promised, promised_summary, promised_table

from .conftest import ROOT


@pytest.fixture(scope="module")
def town(town_path: Path) -> PlanGraph:
    return PlanGraph.open(town_path)


def beside(plans: PlanGraph, before: str, after: str) -> Promised:
    one, other = (side_of(plans.store, plans.model, plans.iri_of_plan(plan)) for plan in (before, after))
    assert is_report(one, other)
    assert not is_report(other, one)
    return promised(one, other)


def test_kemi_promised_more_than_one_department_could_report(kemi: PlanGraph) -> None:
    made = beside(kemi, "kemi-strategia-2022", "kemi-hyvinvointi-2023")
    assert made.counts["goals"] == {Status.RESTATED: 3}
    assert made.counts["objectives"] == {Status.RESTATED: 15, Status.LEFT_OUT: 1}
    assert made.counts["actions"] == {
        Status.REPORTED: 16,
        Status.NOT_IN_REPORT: 24,
        Status.UNIT_SILENT: 108,
    }
    assert made.counts["indicators"].total() == 127
    summary = promised_summary(made, "fi")
    assert "Tavoitteet: suunnitelmassa 16; toistettu raportissa: 15; jätetty pois raportista: 1." in summary


def test_a_row_tells_unit_target_and_grounds(kemi: PlanGraph) -> None:
    made = beside(kemi, "kemi-strategia-2022", "kemi-hyvinvointi-2023")
    rows = promised_table(made, kemi, "fi").named_rows()
    by_thing = {str(row["promised"].plain).partition(":")[2]: row for row in rows}
    assert by_thing["S1.01"]["status"].text == "yksikkö ei raportoinut: Ympäristötoimiala"
    assert by_thing["S1.39"]["status"].text == "ei yksikön raportissa: Hyvinvointitoimiala"
    assert by_thing["S2.20"]["reported"].plain == "kemi-hyvinvointi-2023:A1.24"
    assert by_thing["S2.20"]["basis"].text == "Tulkinta"
    assert "Tavoitearvo: 2" in by_thing["I1.40"]["target"].text


def test_the_town_agrees_with_its_competency_question(town: PlanGraph) -> None:
    made = beside(town, "suvikoski-hyvinvointi-2025", "suvikoski-seuranta-2025")
    missing = {
        promise.thing.rpartition("/")[2]
        for promise in made.promises
        if made.told(promise)[0].status is Status.NOT_IN_REPORT
        and made.before.sheet(promise.thing) == "actions"
    }
    with Path(ROOT / "ontology" / "competency" / "05-planned-and-not-reported.csv").open() as file:
        expected = {row["action"].rpartition(":")[2].rpartition("/")[2] for row in csv.DictReader(file)}
    assert missing == expected
    outcomes = [row["outcome"].text for row in promised_table(made, town, "en").named_rows()]
    assert "done, 100 %" in {text.casefold() for text in outcomes}
