"""Files for others are without what is internal; a workbook has it, as it is what work goes on with."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph import PlanGraph
from graph.cli import planweave

from .internal_plans import SECRET

Run = Callable[..., Result]


@pytest.fixture
def run(internal_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *args: CliRunner().invoke(planweave, ["--store", str(internal_path), "--lang", "en", *args])


@pytest.mark.parametrize(
    "suffix", [".ttl", ".nt", ".jsonld", ".trig", ".nq", ".gexf", ".graphml", ".stratml.xml"]
)
def test_a_file_for_others_is_without_it(suffix: str, run: Run) -> None:
    done = run("export", f"a{suffix}", "--plan", "julki")
    assert done.exit_code == 0, done.stderr
    assert "left out as internal: 11;" in done.stderr
    text = Path(f"a{suffix}").read_text(encoding="utf-8")
    assert "Avoin paino" in text
    assert SECRET not in text.casefold()
    done = run("export", f"b{suffix}", "--plan", "julki", "--internal")
    assert "what is internal is written too: 11;" in done.stderr
    assert SECRET in Path(f"b{suffix}").read_text(encoding="utf-8").casefold()


@pytest.mark.parametrize("suffix", [".kumu.xlsx", ".onodo.xlsx"])
def test_a_map_for_others_is_without_it(suffix: str, run: Run) -> None:
    for name, more in (("a", []), ("b", ["--internal"])):
        assert run("export", f"{name}{suffix}", "--plan", "julki", *more).exit_code == 0
    assert Path(f"a{suffix}").stat().st_size < Path(f"b{suffix}").stat().st_size


def test_all_plans_in_one_file_are_without_it(run: Run) -> None:
    done = run("export", "all.nq")
    assert "left out as internal: 15;" in done.stderr
    assert SECRET not in Path("all.nq").read_text(encoding="utf-8").casefold()


def test_an_internal_plan_is_written_only_where_it_is_asked_for(run: Run) -> None:
    done = run("export", "a.ttl", "--plan", "zqxplan")
    assert done.exit_code == 2
    assert "zqxplan is internal; write it all the same with: --internal" in done.stderr
    assert not Path("a.ttl").exists()
    assert run("export", "a.ttl", "--plan", "zqxplan", "--internal").exit_code == 0


def test_a_workbook_has_it_and_says_so_and_comes_back_whole(
    run: Run, internal_path: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(internal_path, tmp_path / "copy"))
    done = run("export", "julki", "--plan", "julki")
    assert done.exit_code == 0, done.stderr
    assert "what is internal is written too: 11; keep this file to yourselves" in done.stderr
    with PlanGraph.create(folder).store as writer:
        (added,) = PlanGraph(writer).add(Path("julki"))
    assert added.change is not None
    assert (added.change.added, added.change.removed) == (0, 0)


def test_ones_own_commands_show_all(run: Run) -> None:
    assert "Zqxmaali" in run("show", "julki:zqxG2").stdout
    assert "Zqxmaali" in run("search", "zqxmaali").stdout
    assert "zqxplan" in run("plans").stdout
