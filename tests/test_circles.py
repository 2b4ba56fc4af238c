"""References that lead in a circle, in columns where the shapes allow none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graph.adding import check_workbooks
from ontology import load_model

Make = Callable[..., Path]


def circles(folder: Path) -> list[str]:
    ((_, report),) = check_workbooks([folder])
    return [f"{f.where()} {f.text('fi')}" for f in report.errors]


def action(key: str, depends_on: str) -> dict[str, str]:
    return {"id": key, "title.fi": key, "depends-on": depends_on}


def test_each_reference_of_a_circle_is_told_and_none_beside_it(make_workbook: Make) -> None:
    pairs = {"A1": "A2", "A2": "A3; A5", "A3": "A1", "A4": "A1", "A5": "A6", "A6": ""}
    folder = make_workbook(actions=[action(*pair) for pair in pairs.items()])
    assert circles(folder) == [
        "actions:2:depends-on ”A2” johtaa kehässä takaisin tälle riville",
        "actions:3:depends-on ”A3” johtaa kehässä takaisin tälle riville",
        "actions:4:depends-on ”A1” johtaa kehässä takaisin tälle riville",
    ]


def test_a_long_line_is_no_circle_and_takes_no_time(make_workbook: Make) -> None:
    rows = [action(f"A{n}", f"A{n + 1}" if n < 400 else "") for n in range(1, 401)]
    assert circles(make_workbook(actions=rows)) == []


def test_the_shapes_say_where_no_circle_may_be() -> None:
    acyclic = {
        f"{sheet.name}.{column.key}"
        for sheet in load_model().sheets.values()
        for column in sheet.columns
        if column.acyclic
    }
    assert acyclic >= {"goals.part-of", "bodies.unit-of", "themes.broader", "actions.depends-on"}
