"""Which aims lack an action: those on the levels that a plan links to actions, and on no others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.store import Store
from ontology import terms_graph
from ontology.namespaces import ONTOLOGY

from .test_questions_kemi import MadeUp

LEVELS = {"Goal": "goals", "Objective": "objectives", "Priority": "priorities"}


@pytest.fixture
def made_up() -> Iterator[MadeUp]:
    with Store.in_memory() as store:
        store.replace(ONTOLOGY, terms_graph())
        yield MadeUp(store)


def plan(*aims: str) -> str:
    """Return a plan with an action and aims, each written as `Goal G1`."""
    told = [text.split() for text in aims]
    things = [
        f"<p/{name}> a plan:{kind} ; dcterms:isPartOf <p> ; plan:order {n} ."
        for n, (kind, name) in enumerate(told, 1)
    ]
    return "<p> a plan:Plan . <p/A1> a plan:Action ; dcterms:isPartOf <p> ; plan:order 1 ." + "".join(things)


@pytest.mark.parametrize("kind", LEVELS)
def test_an_aim_beside_one_with_an_action_lacks_one(made_up: MadeUp, kind: str) -> None:
    made_up.add("p", plan(f"{kind} X1", f"{kind} X2"), "<p/A1> plan:implements <p/X1>")
    for other, name in LEVELS.items():
        rows = [row for row in made_up.ask(f"{name}-without-action", "p") if "p:X2" in row]
        assert len(rows) == (other == kind), name
        assert not any("p:X1" in row for row in made_up.ask(f"{name}-without-action", "p"))


def test_what_stands_above_the_linked_level_is_not_without_action(made_up: MadeUp) -> None:
    aims = plan("Goal G1", "Goal G2", "Objective O1", "Objective O2")
    made_up.add("p", aims, "<p/O1> plan:partOfAim <p/G1>", "<p/A1> plan:implements <p/O1>")
    assert made_up.ask("goals-without-action", "p") == []
    assert [row for row in made_up.ask("objectives-without-action", "p") if "p:O2" in row]


def test_a_level_that_is_only_restated_is_not_without_action(made_up: MadeUp) -> None:
    parent = "<s> a plan:Plan . <s/O1> a plan:Objective ; dcterms:isPartOf <s> ; plan:order 1 ."
    made_up.add("s", parent)
    own = plan("Priority P1") + "<p> plan:parentPlan <s> ; plan:restates <s/O1> ."
    made_up.add("p", own, "<p/A1> plan:implements <p/P1>")
    assert made_up.ask("objectives-without-action", "p") == []
