"""The commands compare and benchmark: revisions, workbooks, formats, many plans, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

import webviz.cli  # noqa: F401 - adds `serve`
from graph import PlanGraph
from graph.cli import planweave
from graph.comparison.shared import shared_partners

from .conftest import MakeWorkbook

Run = Callable[..., Result]
A1, A2 = {"id": "A1", "title.fi": "Kävely"}, {"id": "A2", "title.fi": "Uinti"}


@pytest.fixture
def pw(runner: CliRunner, tmp_path: Path) -> Run:
    def run(*args: object) -> Result:
        return runner.invoke(planweave, ["--store", str(tmp_path / "store"), *map(str, args)])

    return run


def happened(result: Result) -> list[tuple[str, str]]:
    rows = json.loads(result.stdout)
    return [(row["happened"], row["afterLabel"] if row["after"] else row["beforeLabel"]) for row in rows]


def test_revisions_of_a_plan_are_compared(pw: Run, make_workbook: MakeWorkbook) -> None:
    pw("add", make_workbook(actions=[A1]))
    pw("add", make_workbook(actions=[A1, A2]))
    book = make_workbook(actions=[{**A1, "title.fi": "Kävely metsässä"}, A2])
    pw("add", book)
    last = pw("compare", "tiny", "-f", "json")
    assert (last.exit_code, happened(last)) == (0, [("reworded", "A1 Kävely metsässä")])
    first = pw("compare", "tiny", "--revision", 1, "-f", "json")
    assert happened(first) == [("added", "A2 Uinti"), ("reworded", "A1 Kävely metsässä")]
    assert happened(pw("compare", "tiny@1", "tiny@2", "-f", "json")) == [("added", "A2 Uinti")]
    assert pw("compare", "tiny@3", "tiny").exit_code == 1
    assert pw("compare", "tiny", book).exit_code == 1
    assert pw("compare", "tiny@2", book, "-f", "json").exit_code == 0


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["tiny", "tiny"], "tiny is named twice"),
        (["tini", "other"], "did you mean tiny?"),
        (["tiny", "nowhere.xlsx"], "nowhere.xlsx: no such file or folder"),
        (["tiny@7", "tiny"], "no change has the number 7"),
        (["tiny"], "no earlier revision is kept"),
        (["tiny", "tiny@1", "-f", "xlsx"], "a spreadsheet goes to a file"),
    ],
)
def test_what_cannot_be_compared_is_told_in_one_line(
    pw: Run, make_workbook: MakeWorkbook, args: list[str], says: str
) -> None:
    pw("add", make_workbook(actions=[A1]))
    found = pw("compare", *args)
    assert (found.exit_code, found.stderr.count("\n"), says in found.stderr) == (2, 1, True)


def test_a_workbook_with_errors_is_not_compared(pw: Run, make_workbook: MakeWorkbook, tmp_path: Path) -> None:
    bad = make_workbook("bad", actions=[{**A1, "goal": "G9"}])
    found = pw("compare", make_workbook(actions=[A1]), bad)
    assert (found.exit_code, "see: planweave check" in found.stderr) == (2, True)


def two_towns(make: MakeWorkbook) -> list[Path]:
    """Write two registers with a body in common, and a plan of each town."""
    books = []
    for town, own in (("kylä", "metsä"), ("laakso", "järvi")):
        name = "kyla" if town == "kylä" else town
        bodies = [
            {"id": "kunta", "kind": "organisation", "title.fi": town, "field": "unspecified"},
            {"id": own[:3], "kind": "organisation", "title.fi": own, "field": "organisations"},
            {
                "id": "liitto",
                "kind": "organisation",
                "title.fi": f"Liitto ({town})",
                "field": "organisations",
            },
        ]
        if name == "laakso":
            bodies[2]["same-body"] = "kyla:liitto"
        info = {"id": name, "kind": "register", "title.fi": town, "language": "fi", "owner": f"{name}:kunta"}
        books.append(make(name, info=[info], bodies=bodies))
        plan = {**info, "id": f"{name}-2025", "kind": "plan"}
        actions = [{**A1, "partner": f"{name}:liitto; {name}:{own[:3]}", "responsible": f"{name}:kunta"}]
        books.append(make(f"{name}-2025", info=[plan], actions=actions))
    return books


def test_a_folder_of_plans_is_put_into_one_table(
    pw: Run, make_workbook: MakeWorkbook, tmp_path: Path
) -> None:
    two_towns(make_workbook)
    folder = tmp_path / "both"
    folder.mkdir()
    for name in ("kyla", "laakso", "kyla-2025", "laakso-2025"):
        (tmp_path / name).rename(folder / name)
    charts, partners, book = (tmp_path / name for name in ("c.svg", "p.svg", "t.xlsx"))
    found = pw("benchmark", folder, "--charts", charts, "--partners", partners, "-f", "csv")
    rows = list(csv.reader(io.StringIO(found.stdout)))
    assert (found.exit_code, rows[0][2:]) == (0, ["kylä", "laakso"])
    assert [row for row in rows if row[:2] == ["Number of", "actions"]] == [
        ["Number of", "actions", "1", "1"]
    ]
    assert any(row[2:] == ["1 / 1", "1 / 1"] for row in rows)
    for file in (charts, partners):
        assert fromstring(file.read_text()).tag.endswith("svg")
    assert "kylä (3)" in partners.read_text()
    assert pw("benchmark", folder, "-o", book).exit_code == 0
    assert load_workbook(book).sheetnames == ["Plans side by side", "Shares", "Shared partners"]


def test_towns_share_the_body_that_is_said_to_be_the_same(make_workbook: MakeWorkbook) -> None:
    plans = PlanGraph.in_memory()
    assert all(added.change for added in plans.add(*two_towns(make_workbook)))
    (pair,) = shared_partners(plans, ["kyla-2025", "laakso-2025"]).pairs
    assert {body.rpartition("/")[2]: actions for body, actions in pair.bodies.items()} == {"liitto": (1, 1)}


def test_a_plan_that_is_not_stored_is_told(pw: Run, make_workbook: MakeWorkbook) -> None:
    nothing = pw("benchmark")
    assert (nothing.exit_code, "no plan is stored" in nothing.stderr) == (2, True)
    pw("add", make_workbook(actions=[A1]))
    found = pw("benchmark", "tiny", "tini")
    assert (found.exit_code, "did you mean tiny?" in found.stderr) == (2, True)
