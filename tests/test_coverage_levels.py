"""Coverage follows the levels that a plan declares as linked, and says where it does not apply."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import PlanGraph
from graph.evaluation import answer

PLANS = Path(__file__).parent / "golden" / "plans"
ACTIONS = "id,title.fi,implements\nA1,Teko,\n"
INFO = "id,kind,title.fi,owner,language\np,plan,Suunnitelma,,fi\n"
OBJECTIVES = "id,title.fi,goal\nO1,Tavoite,G1\nO2,Toinen tavoite,G1\n"
GOALS = "id,title.fi\nG1,Päämäärä\n"
HEAD = "id,title.fi,kind-of-level,beside\n"
KINDS = ("goals", "priorities", "objectives")


@pytest.fixture(scope="module")
def small() -> PlanGraph:
    """A municipality with a strategy, its follow-up, and a programme without levels."""
    plans = PlanGraph.in_memory()
    plans.add(PLANS)
    return plans


def gaps(plans: PlanGraph, plan: str) -> dict[str, bool]:
    """Return the kinds of aims that the question applies to, and whether each has a gap."""
    asked = {kind: answer(plans, f"{kind}-without-action", "en", plan) for kind in KINDS}
    return {kind: found.gap for kind, found in asked.items() if found.applies}


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        ("joki-strategia", {"objectives": True}),
        ("joki-seuranta", {"objectives": True}),
        ("joki-ohjelma", {"goals": True}),
    ],
)
def test_a_gap_is_seen_on_whichever_level_is_right_above_actions(
    small: PlanGraph, plan: str, found: dict[str, bool]
) -> None:
    assert gaps(small, plan) == found


def test_objectives_beside_are_not_missed(kemi: PlanGraph) -> None:
    assert gaps(kemi, "kemi-hyvinvointi-2023") == {"priorities": True}
    assert gaps(kemi, "kemi-strategia-2022") == {"objectives": False}


@pytest.mark.parametrize(
    ("levels", "implements", "found"),
    [
        pytest.param("", "", {"objectives": True}, id="no levels, no links: the deepest aims"),
        pytest.param("", "O1", {"objectives": True}, id="no levels: those that links use"),
        pytest.param("", "G1", {"objectives": True}, id="no levels: below goals there are objectives"),
        pytest.param("L1,a,goal,\nL2,b,objective,\n", "", {"objectives": True}, id="no level of actions"),
        pytest.param("L1,a,goal,\nL2,b,objective,yes\nL3,c,action,\n", "G1", {"goals": False}, id="beside"),
        pytest.param("L1,a,goal,\nL2,b,indicator,\nL3,c,action,\n", "", {"goals": True}, id="indicators"),
        pytest.param("L1,a,goal,\nL2,b,action,yes\n", "", {}, id="actions beside"),
    ],
)
def test_levels_that_a_plan_declares_or_leaves_out(
    tmp_path: Path, levels: str, implements: str, found: dict[str, bool]
) -> None:
    sheets = {"info": INFO, "goals": GOALS, "objectives": OBJECTIVES, "actions": ACTIONS}
    sheets["actions"] = ACTIONS.replace("Teko,", f"Teko,{implements}")
    if levels:
        sheets["levels"] = HEAD + levels
    for sheet, text in sheets.items():
        (tmp_path / f"{sheet}.csv").write_text(text, encoding="utf-8")
    plans = PlanGraph.in_memory()
    plans.add(tmp_path)
    assert gaps(plans, "p") == found


def test_the_words_name_the_unit_that_reported(kemi: PlanGraph) -> None:
    found = answer(kemi, "priorities-without-action", "en", "kemi-hyvinvointi-2023")
    assert "Wellbeing department" in found.said("en")
    assert found.sensitivity("en").startswith("3 of 24; 9 by links based on the source alone")
    covered = answer(kemi, "priorities-with-action", "en", "kemi-hyvinvointi-2023")
    assert covered.sensitivity("en").startswith("21 of 24; 15 by links based on the source alone")


def test_what_is_known_of_kemi(kemi: PlanGraph) -> None:
    numbers = {
        "actions-naming-no-body": 2,
        "actions-without-responsible-body": 9,
        "actions-with-city-only": 13,
        "parent-objectives-restated": 15,
        "parent-aims-left-out": 1,
    }
    for name, number in numbers.items():
        found = answer(kemi, name, "fi", "kemi-hyvinvointi-2023")
        assert found.count is not None
        assert found.count.found == number, name
    restated = answer(kemi, "parent-objectives-restated", "fi", "kemi-hyvinvointi-2023").count
    assert restated is not None
    assert restated.total == 16
