"""The command `export` for other programs: which format, which plan, which view."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from graph.cli import planweave
from graph.commands.exporting import WRITERS

from .conftest import MakeWorkbook

Run = Callable[..., Result]
FOLLOW_UP = "kemi-hyvinvointi-2023"


@pytest.mark.parametrize("suffix", [suffix for suffix, form in WRITERS.items() if form.is_network])
def test_a_view_is_written_in_every_network_format(run: Run, tmp_path: Path, suffix: str) -> None:
    whole, one = tmp_path / f"whole{suffix}", tmp_path / f"one{suffix.upper()}"
    assert run("export", str(whole), "--plan", FOLLOW_UP).exit_code == 0
    focus = f"focus={FOLLOW_UP}:P1.1"
    assert run("export", str(one), "--view", "neighbours", "-p", focus).exit_code == 0
    assert 0 < one.stat().st_size < whole.stat().st_size


@pytest.mark.parametrize("suffix", [suffix for suffix, form in WRITERS.items() if form.is_network])
def test_a_view_around_nothing_is_refused(run: Run, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"x{suffix}"
    result = run("export", str(file), "--view", "neighbours")
    assert (result.exit_code, result.stdout, file.exists()) == (2, "", False)
    assert "the view neighbours needs to know around what: -p focus=PLAN:ID" in result.stderr


def test_the_help_lists_every_format(run: Run) -> None:
    told = run("export", "--help").stdout.partition("Formats")[2].partition("Examples")[0].split()
    assert [suffix for suffix in WRITERS if suffix not in told] == []


def test_of_several_plans_one_has_to_be_named(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.stratml.xml"
    result = run("export", str(file))
    assert (result.exit_code, file.exists()) == (2, False)
    assert f"say which by --plan: {FOLLOW_UP}, kemi-strategia-2022" in result.stderr
    assert run("export", str(file), "--plan", FOLLOW_UP).exit_code == 0


def test_the_only_plan_needs_no_name(make_workbook: MakeWorkbook, runner: CliRunner, tmp_path: Path) -> None:
    store, file = str(tmp_path / "store"), tmp_path / "x.stratml.xml"
    folder = make_workbook(actions=[{"id": "A1", "title.fi": "Teko"}])
    assert runner.invoke(planweave, ["--store", store, "add", str(folder)]).exit_code == 0
    result = runner.invoke(planweave, ["--store", store, "--lang", "fi", "export", str(file)])
    assert result.exit_code == 0, result.stderr
    assert ElementTree.parse(file).getroot().findtext("{*}Name") == "tiny"
    assert runner.invoke(planweave, ["--store", store, "remove", "tiny"]).exit_code == 0
    assert "holds no plan yet" in runner.invoke(planweave, ["--store", store, "export", str(file)]).stderr


def test_an_unknown_format_names_all(run: Run, tmp_path: Path) -> None:
    stderr = run("export", str(tmp_path / "x.stratml")).stderr
    assert all(suffix in stderr for suffix in WRITERS)


def test_a_file_that_cannot_be_written_leaves_the_old_one(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.gexf"
    file.write_bytes(b"old")
    assert run("export", str(file), "--plan", "no-such-plan").exit_code == 2
    assert file.read_bytes() == b"old"
    assert run("export", str(file), "--plan", FOLLOW_UP).exit_code == 0
    assert [found.name for found in tmp_path.iterdir()] == ["x.gexf"]


def test_the_same_plan_gives_the_same_file(run: Run, tmp_path: Path) -> None:
    for suffix in (".gexf", ".kumu.xlsx", ".onodo.xlsx", ".stratml.xml"):
        first, second = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
        for file in (first, second):
            assert run("export", str(file), "--plan", FOLLOW_UP).exit_code == 0
        assert first.read_bytes() == second.read_bytes()
