"""What a plan was after each change is found, wherever undo and redo have put it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import RDFS, Graph, Literal, URIRef

from graph.earlier import states
from graph.history import read
from graph.plan_graph import PlanGraph
from graph.recording import Origin, Recorder

PLAN = URIRef("https://w3id.org/planweave/id/small")


@pytest.fixture
def plans(tmp_path: Path) -> Iterator[PlanGraph]:
    made = PlanGraph.create(tmp_path / "store")
    with made.store:
        yield made


def did(plans: PlanGraph, command: str) -> None:
    """Do what a command does, recorded as it is: `undo`, `redo`, `remove`, or a word to store."""
    acts: dict[str, Callable[[], object]] = {
        "undo": lambda: plans.undo("small"),
        "redo": lambda: plans.redo("small"),
        "remove": lambda: plans.store.remove(PLAN),
    }
    name = command if command in acts else "add"
    plans.store.recorder = Recorder(plans.store, plans.model, Origin(name))
    acts.get(command, lambda: plans.store.replace(PLAN, word(command)))()


def word(text: str) -> Graph:
    made = Graph()
    made.add((PLAN, RDFS.label, Literal(text)))
    return made


def told(plans: PlanGraph) -> list[str]:
    """Return what the plan was after each change: its word, `-` for nothing, `?` for what is not kept."""
    history = plans.store.history
    assert history is not None
    now = plans.store.triples(PLAN).value(PLAN, RDFS.label)
    found = []
    for state in states(history, PLAN):
        if state.is_empty:
            found.append("-")
        elif state.file is not None:
            found.append(read(state.file).decode().split('"')[1])
        else:
            found.append(str(now) if state.is_current else "?")
    return found


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ("a", "a"),
        ("a b c", "a b c"),
        ("a b c undo", "a b c b"),
        ("a b c undo undo", "a b c b a"),
        ("a b c undo undo redo", "a b c b a b"),
        ("a b c undo undo redo redo undo", "a b c b a b c b"),
        ("a b c undo undo d", "a b c b a d"),
        ("a b undo c undo undo", "a b a c a b"),
        ("a remove", "a -"),
        ("a b remove c", "a b - c"),
        ("a b remove undo", "a b - b"),
        ("a b remove undo redo", "a b - b -"),
    ],
)
def test_every_state_is_found_again(plans: PlanGraph, done: str, expected: str) -> None:
    for command in done.split():
        did(plans, command)
    assert told(plans) == expected.split()


def test_what_is_gone_from_the_history_is_no_other_state(plans: PlanGraph) -> None:
    for command in ["a", "b", "c"]:
        did(plans, command)
    history = plans.store.history
    assert history is not None
    history.files(PLAN)[0].unlink()
    assert told(plans) == ["?", "b", "c"]
