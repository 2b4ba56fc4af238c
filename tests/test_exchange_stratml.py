"""StratML Part 2: valid against the schema, with the goals, levels, indicators and values of a plan."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema
from rdflib import RDF

from graph import PlanGraph
from graph.errors import ParameterError, UnknownQueryError
from graph.exchange import stratml
from graph.exchange.alignment import stratml_alignment
from graph.exchange.stratml_parts import NAMESPACE
from ontology.namespaces import PLAN

from .conftest import MakeWorkbook

NAMES = {"": NAMESPACE}
SCHEMAS = ("PerformancePlanOrReport20160216.xsd", "PerformancePlanOrReportISODRAFTVersion20160506.xsd")
TOWN = "suvikoski-hyvinvointi-2025"
PLANS = ("suvikoski-hyvinvointi-2021", TOWN, "suvikoski-seuranta-2025")
KEMI = ("kemi-hyvinvointi-2023", "kemi-strategia-2022")


@pytest.fixture(scope="module")
def town(town_path: Path) -> PlanGraph:
    return PlanGraph.open(town_path)


@pytest.fixture(scope="module", params=SCHEMAS)
def schema(request: pytest.FixtureRequest, shared: Path) -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(shared / "plans" / "stratml" / "xsd" / request.param, allow="local")


@pytest.fixture(scope="module")
def written(town: PlanGraph) -> ElementTree.Element:
    return ElementTree.fromstring(stratml(town, TOWN, "en"))


def named(root: ElementTree.Element, element: str, name: str) -> ElementTree.Element:
    """Return the element of that name."""
    return next(found for found in root.iterfind(f".//{element}", NAMES) if text(found, "Name") == name)


def text(element: ElementTree.Element, path: str) -> str | None:
    return element.findtext(path, namespaces=NAMES)


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
@pytest.mark.parametrize("plan", PLANS)
def test_plans_of_the_town_are_valid(
    town: PlanGraph, schema: xmlschema.XMLSchema, plan: str, lang: str
) -> None:
    schema.validate(stratml(town, plan, lang).decode())


@pytest.mark.parametrize("plan", KEMI)
def test_plans_of_kemi_are_valid(kemi: PlanGraph, schema: xmlschema.XMLSchema, plan: str) -> None:
    schema.validate(stratml(kemi, plan, "fi").decode())


@pytest.mark.parametrize("plan", KEMI)
def test_every_level_and_indicator_is_written_once(kemi: PlanGraph, plan: str) -> None:
    root = ElementTree.fromstring(stratml(kemi, plan, "fi"))
    source = kemi.rdf(plan)

    def count(*classes: str) -> int:
        return sum(1 for name in classes for _ in source.subjects(RDF.type, PLAN[name]))

    own = [
        e
        for e in root.iterfind(".//Objective", NAMES)
        if (text(e, "Identifier") or "").startswith(f"_{plan}-")
    ]
    assert len(own) == count("Objective", "Priority", "Action")
    assert len(root.findall(".//PerformanceIndicator", NAMES)) == count("Indicator")
    found = [element.text for element in root.iterfind(".//Identifier", NAMES)]
    assert len(set(found)) == len(found)


def test_the_plan_says_who_when_and_where(written: ElementTree.Element) -> None:
    assert text(written, "Name") == "Suvikoski well-being plan 2025–2028"
    assert text(written, "StrategicPlanCore/Organization/Name") == "Town of Suvikoski"
    about = written.find("AdministrativeInformation", NAMES)
    assert about is not None
    assert [element.text for element in about] == [
        f"_{TOWN}",
        "2025-01-01",
        "2028-12-31",
        "2024-11-18",
        "https://suvikoski.example/hyvinvointisuunnitelma",
    ]


def test_levels_stand_under_their_goal_with_a_number_that_says_so(written: ElementTree.Element) -> None:
    goal = named(written, "Goal", "Everyday life that moves")
    assert text(goal, "SequenceIndicator") == "1"
    assert text(named(goal, "Objective", "People of working age move more"), "SequenceIndicator") == "1.1"
    action = named(goal, "Objective", "Exercise counselling in every village")
    assert text(action, "SequenceIndicator") == "1.1.1"
    assert "Also under: Counselling and exercise nearby" in (text(action, "OtherInformation") or "")
    numbers = [element.text for element in written.iterfind(".//Objective/SequenceIndicator", NAMES)]
    assert len(set(numbers)) == len(numbers)


def test_stakeholders_have_their_type_and_roles(written: ElementTree.Element) -> None:
    action = named(written, "Objective", "Exercise counselling in every village")
    body = named(action, "Stakeholder", "Sports services")
    assert body.get("StakeholderTypeType") == "Organization"
    assert text(body, "Role/RoleType") == "Performer"
    group = named(action, "Stakeholder", "Older people")
    assert (group.get("StakeholderTypeType"), text(group, "Role/RoleType")) == (
        "Generic_Group",
        "Beneficiary",
    )
    partner = named(action, "Stakeholder", "Rantala wellbeing services county")
    assert text(partner, "Role/Name") == "sends clients to the counselling"
    assert text(partner, "Role/Description") == "partner"


def test_an_indicator_has_its_baseline_values_and_target_by_year(written: ElementTree.Element) -> None:
    found = next(iter(written.iterfind(".//PerformanceIndicator", NAMES)))
    assert text(found, "MeasurementDimension") == "Adults who move enough for their health"
    assert text(found, "UnitOfMeasurement") == "Per cent"
    assert found.attrib == {"ValueChainStage": "Outcome", "PerformanceIndicatorType": "Quantitative"}
    values = [
        (result.tag.partition("}")[2], text(result, "EndDate"), text(result, "NumberOfUnits"))
        for instance in found.iterfind("MeasurementInstance", NAMES)
        for result in instance
    ]
    assert values == [
        ("ActualResult", "2022-12-31", "38.5"),
        ("ActualResult", "2025-12-31", "41.2"),
        ("TargetResult", "2028-12-31", "45"),
    ]


def test_a_state_to_reach_is_a_descriptor(written: ElementTree.Element) -> None:
    assert [e.text for e in written.iterfind(".//TargetResult/Descriptor/DescriptorName", NAMES)] == ["Done"]


@pytest.mark.parametrize(
    ("plan", "kind"), [(TOWN, "Performance_Plan"), ("suvikoski-seuranta-2025", "Performance_Report")]
)
def test_the_type_follows_the_kind_of_plan(town: PlanGraph, plan: str, kind: str) -> None:
    assert ElementTree.fromstring(stratml(town, plan, "en")).get("Type") == kind


def test_a_level_without_a_goal_stands_under_the_plan(
    make_workbook: MakeWorkbook, schema: xmlschema.XMLSchema
) -> None:
    folder = make_workbook(
        priorities=[{"id": "P1", "title.fi": "Eka"}],
        actions=[{"id": "A1", "title.fi": "Teko\u2028", "implements": "P1"}, {"id": "A2", "title.fi": "<&>"}],
    )
    plans = PlanGraph.in_memory()
    assert plans.add(folder)[0].change
    data = stratml(plans, "tiny", "fi").decode()
    schema.validate(data)
    root = ElementTree.fromstring(data)
    assert [text(goal, "Name") for goal in root.iterfind(".//Goal", NAMES)] == ["tiny"]
    assert [e.text for e in root.iterfind(".//Objective/SequenceIndicator", NAMES)] == ["1.1", "1.1.1", "1.2"]


def test_a_plan_of_nothing_is_valid_too(make_workbook: MakeWorkbook, schema: xmlschema.XMLSchema) -> None:
    plans = PlanGraph.in_memory()
    assert plans.add(make_workbook())[0].change
    schema.validate(stratml(plans, "tiny", "fi").decode())


def test_a_register_and_an_unknown_plan_are_refused(town: PlanGraph) -> None:
    with pytest.raises(ParameterError, match="suvikoski is a register"):
        stratml(town, "suvikoski", "en")
    with pytest.raises(UnknownQueryError):
        stratml(town, "suvikoski-x", "en")


def test_the_mapping_is_read_from_the_ontology() -> None:
    alignment = stratml_alignment()
    assert alignment.of("Goal") == [PLAN.Goal]
    assert alignment.value("RoleType", PLAN.responsible) == "Performer"
    assert alignment.value("RoleType", PLAN.partner) == ""
    assert alignment.of("no such element") == []
