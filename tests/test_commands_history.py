"""The commands that tell of changes: add --dry-run, history; and that every change is recorded."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib import PROV, RDF, Graph

import webviz.cli  # noqa: F401 - adds `serve`
from graph.cli import planweave
from graph.store import Store

Make = Callable[..., Path]
Run = Callable[..., Result]
A1 = {"id": "A1", "title.fi": "Kävely"}


@pytest.fixture
def pw(runner: CliRunner, tmp_path: Path) -> Run:
    def run(*args: object) -> Result:
        return runner.invoke(planweave, ["--store", str(tmp_path / "store"), "--quiet", *map(str, args)])

    return run


def test_a_dry_run_says_what_would_change_and_writes_nothing(
    pw: Run, make_workbook: Make, tmp_path: Path
) -> None:
    first = pw("add", "--dry-run", make_workbook(actions=[A1]))
    assert (first.exit_code, first.stdout.splitlines()[0]) == (
        0,
        "tiny: Basic facts: 1 added; Actions: 1 added",
    )
    assert not (tmp_path / "store").exists()
    pw("add", make_workbook(actions=[A1]))
    with Store.open(tmp_path / "store") as store:
        before = store.serialise(".nq")
    again = pw("add", "--dry-run", make_workbook(actions=[{**A1, "title.fi": "Juoksu"}]))
    assert again.stdout.splitlines() == [
        "tiny: Actions: 1 changed",
        "tiny: A1 Juoksu: renamed (fi): “Kävely” → “Juoksu”",
        "tiny: 1 triples added, 1 removed",
    ]
    with Store.open(tmp_path / "store") as store:
        assert store.serialise(".nq") == before


def test_a_dry_run_of_what_has_errors_ends_in_1(pw: Run, make_workbook: Make) -> None:
    result = pw("add", "--dry-run", make_workbook(actions=[{**A1, "implements": "P9"}]))
    assert result.exit_code == 1
    assert "error" in result.stderr


def test_a_dry_run_tells_what_add_tells(pw: Run, make_workbook: Make) -> None:
    pw("add", make_workbook(actions=[A1, {"id": "A2", "title.fi": "Uinti"}]))
    changed = make_workbook(actions=[{"id": "A2", "title.fi": "Uinti", "year": "2024"}])
    assert pw("add", "--dry-run", changed).stdout == pw("add", changed).stdout


def test_a_changed_label_keeps_the_thing(pw: Run, make_workbook: Make) -> None:
    pw("add", make_workbook(actions=[A1]))
    told = pw("add", make_workbook(actions=[{**A1, "title.fi": "Juoksu"}])).stdout
    assert "removed: " not in told
    assert "A1 Juoksu: renamed (fi): “Kävely” → “Juoksu”" in told


def test_things_that_disappear_are_warned_of(
    runner: CliRunner, pw: Run, make_workbook: Make, tmp_path: Path
) -> None:
    pw("add", make_workbook(actions=[A1, {"id": "A2", "title.fi": "Uinti"}]))
    args = ["--store", str(tmp_path / "store"), "add", str(make_workbook(actions=[A1])), "--dry-run"]
    result = runner.invoke(planweave, args)
    assert "tiny: things that disappear: 1; `planweave undo tiny` brings them back" in result.stderr


def test_history_lists_every_change_the_newest_first(pw: Run, make_workbook: Make) -> None:
    folder = make_workbook(actions=[A1])
    pw("add", folder, "--by", "Anna")
    pw("add", make_workbook(actions=[{**A1, "title.fi": "Juoksu"}]))
    pw("undo", "tiny", "--by", "Ville")
    pw("remove", "tiny")
    found = list(csv.DictReader(io.StringIO(pw("history", "tiny", "-f", "csv").stdout)))
    rows = [list(row.values()) for row in found]
    assert [(row[0], row[2], *row[3:8]) for row in rows] == [
        ("4", "remove", "0", "0", "2", "", ""),
        ("3", "undo", "0", "1", "0", "", "Ville"),
        ("2", "add", "0", "1", "0", "tiny", ""),
        ("1", "add", "2", "0", "0", "tiny", "Anna"),
    ]
    assert rows[2][8] == "Actions: 1 changed; A1 Juoksu: renamed (fi): “Kävely” → “Juoksu”"
    told = json.loads(pw("--lang", "sv", "history", "tiny", "-f", "json").stdout)
    assert told[2]["text"].startswith("Åtgärder: 1 ändrade")


def test_a_name_may_come_from_the_environment(
    pw: Run, make_workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANWEAVE_BY", "Anna")
    pw("add", make_workbook(actions=[A1]))
    assert json.loads(pw("history", "tiny", "-f", "json").stdout)[0]["by"] == "Anna"


def test_history_is_written_as_rdf(pw: Run, make_workbook: Make, tmp_path: Path) -> None:
    pw("add", make_workbook(actions=[A1]))
    pw("remove", "tiny")
    file = tmp_path / "history.ttl"
    assert pw("history", "tiny", "--rdf", file).exit_code == 0
    found = Graph().parse(file)
    assert len(list(found.subjects(RDF.type, PROV.Activity))) == 2
    assert len(list(found.subject_objects(PROV.wasRevisionOf))) == 1


def test_history_of_a_plan_that_was_never_stored_is_told_in_one_line(pw: Run, make_workbook: Make) -> None:
    pw("add", make_workbook(actions=[A1]))
    result = pw("history", "tinny")
    assert (result.exit_code, result.stderr) == (
        2,
        "planweave: no plan tinny is stored; did you mean tiny?\n",
    )
