"""Four versions of one plan in StratML, compared; and what of StratML is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import webviz.cli  # noqa: F401 - adds `serve`
from graph.cli import planweave
from graph.comparison import Comparison, Kind, compare
from graph.comparison.matching import By
from graph.comparison.opening import sides
from graph.errors import SourceError
from graph.readers.stratml import read_stratml

from .conftest import ROOT

SHARED = ROOT.parent / "shared" / "plans" / "stratml"
HISTORY = SHARED / "history"
FIRST, SECOND, THIRD, FOURTH = ("8fff068", "659775a", "e963f31", "e48af8b")
needs_versions = pytest.mark.skipif(not HISTORY.is_dir(), reason="the versions are not here")
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
SMALL = f"""<?xml version="1.0" encoding="UTF-8"?>
<PerformancePlanOrReport xmlns="{PART_2}" Type="Strategic_Plan">
  <Name>Plan of a town</Name>
  <StrategicPlanCore>
    <Organization><Name>Town</Name><Acronym>T</Acronym><Identifier>town</Identifier></Organization>
    <Vision><Description>All are well</Description><Identifier>v1</Identifier></Vision>
    <Goal><Name>Health</Name><Identifier>_g1</Identifier>
      <Stakeholder StakeholderTypeType="Organization"><Name>Health centre</Name></Stakeholder>
      <Stakeholder StakeholderTypeType="Person"><Name>A. Person</Name></Stakeholder>
      <Objective><Name>More walking</Name><Identifier>o1</Identifier>
        <PerformanceIndicator><MeasurementDimension>Walks</MeasurementDimension>
          <UnitOfMeasurement>Percent</UnitOfMeasurement><Identifier>i1</Identifier>
          <MeasurementInstance><TargetResult><NumberOfUnits>40</NumberOfUnits>
            <EndDate>2027-12-31</EndDate></TargetResult></MeasurementInstance>
        </PerformanceIndicator>
      </Objective>
    </Goal>
  </StrategicPlanCore>
  <AdministrativeInformation><StartDate>2025-01-01</StartDate><EndDate>2027-06-30</EndDate>
    <PublicationDate>2024-11-20</PublicationDate></AdministrativeInformation>
</PerformancePlanOrReport>
"""


def compared(one: str, other: str) -> Comparison:
    return compare(*sides(None, *(str(HISTORY / f"LindInnovation__{name}.xml") for name in (one, other))))


def told(made: Comparison) -> dict[tuple[str, tuple[Kind, ...]], int]:
    """Return how many things of each sheet have the same kinds of change."""
    found: dict[tuple[str, tuple[Kind, ...]], int] = {}
    for row in made.rows:
        found[row.sheet, row.kinds] = found.get((row.sheet, row.kinds), 0) + 1
    return found


@needs_versions
def test_the_second_version_adds_a_strategy_and_names_the_organisation() -> None:
    """In the XML: a mission, two values, four roles, an organisation, and the name that was missing."""
    made = compared(FIRST, SECOND)
    assert told(made) == {
        ("info", (Kind.REWORDED,)): 1,
        ("bodies", (Kind.REWORDED,)): 1,
        ("statements", (Kind.ADDED,)): 3,
        ("bodies", (Kind.ADDED,)): 5,
    }


@needs_versions
def test_the_third_version_adds_one_map() -> None:
    """In the XML: five lines, a map of the organisation to another one; the rest are blank lines."""
    made = compared(SECOND, THIRD)
    (row,) = made.rows
    assert (row.sheet, row.kinds, row.edits[0].old) == ("bodies", (Kind.CHANGED,), ())
    assert "uid-nexdevices" in str(row.edits[0].new[0])
    assert made.unchanged == 9


@needs_versions
def test_the_fourth_version_is_another_organisations_plan() -> None:
    """In the XML: another identifier; three roles of the same name stay, the strategy is another."""
    made = compared(THIRD, FOURTH)
    assert made.before.plan != made.after.plan
    assert [match.by for match in made.matches.pairs][1:] == [By.SUGGESTION] * 3
    found = told(made)
    assert (found["statements", (Kind.REMOVED,)], found["bodies", (Kind.REMOVED,)]) == (3, 3)
    assert (found["goals", (Kind.ADDED,)], found["objectives", (Kind.ADDED,)]) == (1, 1)
    assert (found["measurements", (Kind.ADDED,)], found["bodies", (Kind.ADDED,)]) == (5, 15)
    assert found["bodies", (Kind.RELINKED,)] == 3


@needs_versions
@pytest.mark.parametrize("pair", [(THIRD, FOURTH)])
def test_the_other_way_round_tells_the_same(pair: tuple[str, str]) -> None:
    there, back = compared(*pair), compared(*pair[::-1])
    assert there.counts[Kind.ADDED] == back.counts[Kind.REMOVED]
    assert there.counts[Kind.REMOVED] == back.counts[Kind.ADDED]
    assert there.counts[Kind.REWORDED] == back.counts[Kind.REWORDED]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "town.xml"
    file.write_text(SMALL, encoding="utf-8")
    return file


def test_goals_objectives_indicators_and_stakeholders_are_read(small: Path) -> None:
    read = read_stratml(small)
    sheets = {name: [dict(row.cells) for row in sheet.rows] for name, sheet in read.workbook.sheets.items()}
    assert sheets["objectives"][0]["goal"] == sheets["goals"][0]["id"] == "g1"
    assert sheets["goals"][0]["responsible"] == "health-centre"
    assert (sheets["indicators"][0]["measures"], sheets["indicators"][0]["unit"]) == ("o1", "percent")
    assert (sheets["measurements"][0]["value"], sheets["measurements"][0]["year"]) == ("40", "2027")
    info = sheets["info"][0]
    assert (info["start"], info["end"], info["issued"]) == ("2025", "2027", "2024-11-20")
    assert info["note.en"] == "EndDate: 2027-06-30"  # the day has no column, and is not lost
    assert [finding.values for finding in read.findings] == [{"name": "Stakeholder", "count": 1}]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<plan/>", "expected StratML"),
        ("no xml", "is no XML"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><StrategicPlan/>', "DOCTYPE"),
    ],
)
def test_what_is_no_stratml_is_refused_in_one_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "x.xml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=says):
        read_stratml(file)


def test_a_version_is_compared_from_the_command_line(small: Path, tmp_path: Path, runner: CliRunner) -> None:
    def pw(*args: object) -> Result:
        return runner.invoke(planweave, ["--store", str(tmp_path / "none"), *map(str, args)])

    new = tmp_path / "new.xml"
    new.write_text(SMALL.replace("More walking", "More walking and cycling").replace(">40<", ">50<"))
    for file in (small, new):
        file.write_text(
            file.read_text().replace("<Name>Plan of", "<Identifier>plan-1</Identifier><Name>Plan of")
        )
    found = pw("compare", small, new, "-f", "csv")
    rows = [line.split(",")[1] for line in found.stdout.splitlines()[1:]]
    assert (found.exit_code, sorted(rows)) == (0, ["details changed", "reworded"])
    assert "Stakeholder have no place in a plan" in found.stderr
    assert pw("read", small, "-o", tmp_path / "book").exit_code == 0
    same = pw("compare", small, tmp_path / "book")
    assert (same.exit_code, "The plans say the same." in same.stderr) == (1, True)
