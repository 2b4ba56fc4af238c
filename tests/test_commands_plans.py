"""Commands that change what is stored, and that list it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner, Result

import webviz.cli  # noqa: F401 - adds `serve`
from graph.cli import planweave
from graph.store import Store

Make = Callable[..., Path]
Run = Callable[..., Result]
FOLLOW_UP = "kemi-hyvinvointi-2023"


def rows_of(result: Result) -> list[list[str]]:
    return list(csv.reader(io.StringIO(result.stdout)))


def test_add_tells_what_was_added_and_what_to_do_next(
    runner: CliRunner, make_workbook: Make, tmp_path: Path
) -> None:
    folder = make_workbook(actions=[{"id": "A1", "title.fi": "x"}, {"title.fi": "y"}])
    store = str(tmp_path / "store")
    first = runner.invoke(planweave, ["--store", store, "add", str(folder)])
    assert (first.exit_code, first.stdout) == (
        0,
        "tiny: Basic facts: 1 added; Actions: 2 added\ntiny: 11 triples added, 0 removed\n",
    )
    assert first.stderr.splitlines() == [
        "tiny/actions:3:id: warning: no ID; it is read as A2: write it there, so that it stays",
        f"see it in a browser: planweave --store {store} serve",
    ]
    again = runner.invoke(planweave, ["--store", store, "--lang", "sv", "--quiet", "add", str(folder)])
    assert again.stdout == "tiny: oförändrad\n"
    assert again.stderr.startswith("tiny/actions:3:id: varning: koden saknas")


def test_remove_and_undo(runner: CliRunner, kemi_copy: Path) -> None:
    def run(*args: str) -> Result:
        return runner.invoke(planweave, ["--store", str(kemi_copy), *args])

    with Store.open(kemi_copy) as store:
        before = store.serialise(".nq")
    removed = run("remove", FOLLOW_UP)
    assert removed.exit_code == 0
    assert removed.stderr == f"bring it back with: planweave undo {FOLLOW_UP}\n"
    assert FOLLOW_UP not in [row[0] for row in rows_of(run("plans", "-f", "csv"))]
    assert run("undo", FOLLOW_UP).exit_code == 0
    with Store.open(kemi_copy) as store:
        assert store.serialise(".nq") == before
    none = run("undo", FOLLOW_UP)
    assert (none.exit_code, none.stdout) == (1, "")
    assert none.stderr == f"{FOLLOW_UP}: no earlier revision is kept\n"
    assert run("redo", FOLLOW_UP).exit_code == 0
    assert FOLLOW_UP not in [row[0] for row in rows_of(run("plans", "-f", "csv"))]
    again = run("undo", FOLLOW_UP)
    assert again.stderr == f"take it back with: planweave redo {FOLLOW_UP}\n"
    with Store.open(kemi_copy) as store:
        assert store.serialise(".nq") == before


def test_redo_has_an_answer_where_nothing_was_undone(runner: CliRunner, kemi_copy: Path) -> None:
    none = runner.invoke(planweave, ["--store", str(kemi_copy), "redo", FOLLOW_UP])
    assert (none.exit_code, none.stdout) == (1, "")
    assert none.stderr == f"{FOLLOW_UP}: nothing was undone since its last change\n"
    unknown = runner.invoke(planweave, ["--store", str(kemi_copy), "redo", "kemy"])
    assert unknown.exit_code == 2


def test_remove_tells_what_others_refer_to(runner: CliRunner, kemi_copy: Path) -> None:
    removed = runner.invoke(planweave, ["--store", str(kemi_copy), "remove", "kemi"])
    assert removed.exit_code == 0
    told = [line for line in removed.stderr.splitlines() if "is no longer here, and" in line]
    assert len(told) == 10
    assert all(re.match(r"kemi:\S+ is no longer here, and kemi-\S+ refers to it$", line) for line in told)
    assert re.search(r"^and \d+ more like these$", removed.stderr, re.MULTILINE)
    assert removed.stderr.endswith("bring it back with: planweave undo kemi\n")


def test_add_makes_no_store_for_a_plan_with_errors(
    runner: CliRunner, make_workbook: Make, tmp_path: Path
) -> None:
    folder = make_workbook(actions=[{"id": "A1", "title.fi": "x", "year": "23"}])
    result = runner.invoke(planweave, ["--store", str(tmp_path / "store"), "add", str(folder)])
    assert result.exit_code == 1
    assert not (tmp_path / "store").exists()


def test_add_checks_while_another_writes_and_then_says_so(
    runner: CliRunner, make_workbook: Make, kemi_copy: Path
) -> None:
    bad = make_workbook("bad", actions=[{"id": "A1", "title.fi": "x", "year": "23"}])
    good = make_workbook("good", actions=[{"id": "A1", "title.fi": "x"}])
    with Store.create(kemi_copy):
        found = runner.invoke(planweave, ["--store", str(kemi_copy), "add", str(bad)])
        assert "bad/actions:2:year: error" in found.stderr
        assert found.exit_code == 1
        refused = runner.invoke(planweave, ["--store", str(kemi_copy), "add", str(good)])
        assert refused.exit_code == 2


def test_plans_are_listed_with_their_ids_first(run: Run) -> None:
    result = run("plans", "-f", "csv")
    assert rows_of(result) == [
        ["ID", "Name", "Kind", "Year", "Period", "Language", "Things", "Links"],
        [
            FOLLOW_UP,
            "Follow-up of the Kemi wellbeing plan 2023",
            "plan",
            "2023",
            "2022–2025",
            "fi",
            "97",
            "595",
        ],
        ["kemi-strategia-2022", "Kemi city strategy 2022–2025", "plan", "", "2022–2025", "fi", "310", "1280"],
        ["kemi", "Kemi register", "register", "", "", "", "251", "87"],
    ]
    records = json.loads(run("--lang", "fi", "plans", "-f", "json").stdout)
    assert records[2] == {
        "id": "kemi", "name": "Kemin rekisteri", "kind": "rekisteri", "year": None, "period": None,
        "language": None, "things": 251, "links": 87,
    }  # fmt: skip


def test_an_empty_store_says_how_to_fill_it(runner: CliRunner, tmp_path: Path) -> None:
    Store.create(tmp_path / "store").close()
    result = runner.invoke(planweave, ["--store", str(tmp_path / "store"), "plans"])
    assert result.exit_code == 0
    assert result.stderr == "no plan is stored; add one with: planweave add FOLDER\n"


def test_check_lists_findings_and_exits_with_1(runner: CliRunner, make_workbook: Make) -> None:
    folder = make_workbook(actions=[{"id": "A1", "title.fi": "x", "year": "23"}, {"title.fi": "y"}])
    lines = runner.invoke(planweave, ["check", str(folder)])
    assert lines.exit_code == 1
    assert lines.stdout.splitlines() == [
        "tiny/actions:2:year: error: “23” is not a year such as 2023",
        "tiny/actions:2:Implements (priorities, objectives): note: The action is linked to no aim.",
        "tiny/actions:2:Responsible body: note: Nobody is responsible for the action.",
        "tiny/actions:3:id: warning: no ID; it is read as A2: write it there, so that it stays",
        "tiny/actions:3:Implements (priorities, objectives): note: The action is linked to no aim.",
        "tiny/actions:3:Responsible body: note: Nobody is responsible for the action.",
    ]
    told = "workbooks: 1, errors: 1, warnings: 1, notes: 4; correct the errors and check again\n"
    assert lines.stderr == told
    table = rows_of(runner.invoke(planweave, ["--lang", "fi", "check", str(folder), "-f", "csv"]))
    heads = [
        "Suunnitelma",
        "Vakavuus",
        "Välilehti",
        "Rivi",
        "Sarake",
        "Solu",
        "Löytyi",
        "Odotettiin",
        "Havainto",
    ]
    expected, text = "vuosi, kuten 2023", "”23” ei ole vuosi, kuten 2023"
    assert table[:2] == [heads, ["tiny", "virhe", "actions", "2", "year", "C2", "23", expected, text]]


def test_check_knows_the_plans_of_the_store(run: Run, runner: CliRunner, make_workbook: Make) -> None:
    folder = make_workbook(actions=[{"id": "A1", "title.fi": "x", "responsible": "kemi:kirjasto"}])
    assert run("check", str(folder)).exit_code == 0
    assert runner.invoke(planweave, ["--store", "nowhere", "check", str(folder)]).exit_code == 1


def test_check_tells_what_stored_plans_refer_to(run: Run, kemi_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(kemi_folder / "kemi", tmp_path / "kemi"))
    file = folder / "networks.csv"
    head, *lines = file.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    file.write_text(head, encoding="utf-8")
    assert lines
    result = run("check", str(folder))
    assert "is no longer here, and kemi-" in result.stdout
