"""A small plan with a register that was changed twice: a link came and went, and so did actions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from graph import PlanGraph
from graph.recording import Origin, Recorder

from .conftest import MakeWorkbook

#: What the actions carried out at first, after a change, and after another one.
STEPS: tuple[Mapping[str, str], ...] = (
    {"A1": "P1", "A2": "P2", "A3": "P1", "A5": "P1"},
    {"A1": "P1; P2", "A2": "P2", "A3": "P1", "A5": "P1"},
    {"A1": "P2", "A2": "P2", "A4": "P2", "A5": "P1"},
)


def add_steps(folder: Path, make: MakeWorkbook, *internal: str) -> None:
    """Store the plan in its three states; in each an action may be internal."""
    for step, name in zip(STEPS, internal or ("", "", ""), strict=True):
        add(folder, [register(make), plan(make, step, name)])


def add(folder: Path, books: list[Path]) -> None:
    """Store workbooks, with the record that the command writes."""
    plans = PlanGraph.create(folder)
    with plans.store:
        plans.store.recorder = Recorder(plans.store, plans.model, Origin("add"))
        results = plans.add(*books)
    assert [finding.line() for one in results for finding in one.report.findings if not one.change] == []


def plan(make: MakeWorkbook, implements: Mapping[str, str], internal: str = "", **info: str) -> Path:
    """Write the plan as a workbook."""
    head = {"id": "pieni", "kind": "plan", "title.fi": "Pieni suunnitelma", "language": "fi", "year": "2023"}
    return make(
        "pieni",
        info=[{**head, **info}],
        goals=[{"id": "G1", "title.fi": "Terve arki"}],
        priorities=[
            {"id": "P1", "title.fi": "Liikkuminen", "goal": "G1"},
            {"id": "P2", "title.fi": "Osallisuus", "goal": "G1"},
        ],
        actions=[
            {
                "id": name,
                "title.fi": f"Toimi {name}",
                "implements": aims,
                "responsible": "rek:toimi",
                "visibility": "internal" if name == internal else "",
            }
            for name, aims in implements.items()
        ],
    )


def register(make: MakeWorkbook, name: str = "Sote-toimi") -> Path:
    """Write the register as a workbook."""
    info = [{"id": "rek", "kind": "register", "title.fi": "Rekisteri", "language": "fi"}]
    return make(
        "rek", info=info, bodies=[{"id": "toimi", "kind": "unit", "title.fi": name, "field": "youth"}]
    )
