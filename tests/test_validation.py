"""The checks of the shapes: what they find stands at its cell, in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import SH

from graph.adding import check_workbooks
from graph.errors import Place
from graph.findings import Finding, Severity, in_order
from graph.validation import _MESSAGES
from ontology import LANGUAGES, load_model

Make = Callable[..., Path]

BODY = {"id": "B1", "kind": "organisation", "title.fi": "x", "field": "sport"}
SYSTEM = {"id": "Y1", "kind": "system", "title.fi": "x"}
BODIES = "expected Organisation / Unit / Post / Network"
ACTION = {"id": "A1", "title.fi": "x"}


def findings(folder: Path, lang: str = "en") -> list[str]:
    ((_, report),) = check_workbooks([folder])
    return [finding.line(lang) for finding in report.findings]


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ({"bodies": [{**BODY, "field": ""}]}, ["bodies:2:field: is empty; expected Field of activity"]),
        ({"actions": [{"id": "A1", "page": "1"}]}, ["actions:2:title.fi: is empty; expected Name"]),
        (
            {"actions": [{**ACTION, "responsible": "Y1"}], "systems": [SYSTEM]},
            [f"actions:2:responsible: “tiny:Y1” is Digital system; {BODIES}"],
        ),
        (
            {"actions": [{**ACTION, "goal": "P1"}], "priorities": [{"id": "P1", "title.fi": "x"}]},
            ["actions:2:goal: “tiny:P1” is Priority; expected Goal"],
        ),
        (
            {
                "actions": [{**ACTION, "responsible": "B1"}],
                "bodies": [BODY],
                "links": [{"from": "A1", "relation": "responsible", "to": "B1", "confidence": "7"}],
            },
            ["links:2:confidence: “7” is out of range; expected 0.0 – 1.0"],
        ),
        (
            {
                "indicators": [{"id": "I1", "title.fi": "x", "measures": "A1", "target-date": "soon"}],
                "actions": [ACTION],
            },
            ["indicators:2:target-date: “soon” is not written as expected; see Target date (EDTF)"],
        ),
        ({"actions": [{**ACTION, "page": "0"}]}, ["actions:2:page: “0” is out of range; expected ≥ 1"]),
        (
            {"actions": [{**ACTION, "schedule-start": "2025", "schedule-end": "2024"}]},
            ["actions:2:schedule-end: The last year comes before the first."],
        ),
        (
            {"money": [{"id": "M1", "kind": "grant", "title.fi": "x", "currency": "EUR"}]},
            ["money:2:amount: is empty; expected Amount"],
        ),
    ],
)
def test_a_broken_rule_is_found_at_its_cell(
    make_workbook: Make, sheets: dict[str, list[dict[str, str]]], expected: list[str]
) -> None:
    assert findings(make_workbook(**sheets)) == expected


def test_a_finding_is_told_in_every_language(make_workbook: Make) -> None:
    folder = make_workbook(actions=[{**ACTION, "goal": "P1"}], priorities=[{"id": "P1", "title.fi": "x"}])
    told = {lang: findings(folder, lang)[0] for lang in LANGUAGES}
    assert len(set(told.values())) == len(LANGUAGES)
    assert "Päämäärä" in told["fi"]
    assert "Strategiskt mål" in told["sv"]


def test_two_values_where_one_is_expected(make_workbook: Make) -> None:
    """Two headers may mean one column; what both say is one value too many."""
    folder = make_workbook(actions=[{**ACTION, "year": "2023", "Vuosi": "2024"}])
    assert findings(folder) == ["actions:2:year: holds several values; expected one"]


def test_things_of_other_plans_are_not_judged_here(make_workbook: Make, tmp_path: Path) -> None:
    make_workbook(
        "all/reg",
        info=[{"id": "reg", "kind": "register", "title.fi": "x"}],
        bodies=[{"id": "B1", "kind": "organisation", "title.fi": "x", "field": "sport"}],
    )
    make_workbook(
        "all/tiny",
        info=[{"id": "tiny", "kind": "plan", "title.fi": "x"}],
        actions=[{**ACTION, "responsible": "reg:B1"}],
    )
    assert [report.findings for _, report in check_workbooks([tmp_path / "all"])] == [(), ()]


def test_every_constraint_of_the_shapes_has_words_of_its_own() -> None:
    """A rule that breaks must not be told by the name of its component."""

    told = {
        str(component).removeprefix(str(SH)).removesuffix("ConstraintComponent") for component in _MESSAGES
    }
    # These never break: a cell is read by datatype, scheme and form before it becomes a triple.
    unbreakable = {"NodeKind", "HasValue", "Property"}
    words = {"path", "order", "name", "description", "group", "severity", "message", "defaultValue", "flags"}
    constraints = {
        str(predicate).removeprefix(str(SH))
        for shape in load_model().graph.subjects(SH.path)
        for predicate in load_model().graph.predicates(shape)
        if str(predicate).startswith(str(SH))
    } - words
    assert constraints
    assert {name[0].upper() + name[1:] for name in constraints} <= told | unbreakable


def test_findings_come_in_the_order_of_the_workbook_and_once() -> None:

    def at(sheet: str, row: int, text: str = "x") -> Finding:
        return Finding(Severity.ERROR, text, Place(sheet=sheet, row=row))

    found = in_order(
        [at("links", 2), at("actions", 9), at("actions", 2), at("actions", 9)], ["actions", "links"]
    )
    assert [finding.where() for finding in found] == ["actions:2", "actions:9", "links:2"]


def test_advice_is_a_warning_or_a_note_in_the_words_of_its_shape(make_workbook: Make) -> None:
    folder = make_workbook(actions=[ACTION], indicators=[{"id": "I1", "title.fi": "x"}])
    ((_, report),) = check_workbooks([folder])
    assert report.ok
    assert [(f.severity, f.line("fi")) for f in report.findings] == [
        (
            Severity.WARNING,
            "indicators:2:measures: Mittaria ei ole liitetty siihen, mitä sillä mitataan.",
        )
    ]
    assert [(f.severity, f.line("sv")) for f in report.notes] == [
        (
            Severity.NOTE,
            "actions:2:implements: Åtgärden är inte kopplad till något mål eller någon prioritering.",
        ),
        (Severity.NOTE, "actions:2:responsible: Åtgärden har ingen ansvarig instans."),
    ]
