"""The command `merge`: two people edited one plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import webviz.cli  # noqa: F401 - adds `serve`
from graph.cli import planweave
from graph.headers import Headings
from graph.recognised import recognised
from graph.spreadsheets import read_workbook, write_workbook
from ontology import load_model

Make = Callable[..., Path]
Run = Callable[..., Result]
A1, A2 = {"id": "A1", "title.fi": "Kävely"}, {"id": "A2", "title.fi": "Uinti"}
INFO = [{"id": "tiny", "kind": "plan", "title.fi": "Pieni"}]


@pytest.fixture
def pw(runner: CliRunner) -> Run:
    return lambda *args: runner.invoke(planweave, [str(arg) for arg in args])


@pytest.fixture
def make(make_workbook: Make) -> Make:
    return lambda name, *rows: make_workbook(name, info=INFO, actions=rows)


def titles(path: Path) -> list[str]:
    model = load_model()
    headings = Headings(
        recognised(read_workbook(path), model).sheets["actions"], model.sheets["actions"], model
    )
    return [headings.value(row, "title") for row in headings.sheet.rows]


def test_without_conflicts_the_exit_code_is_0(pw: Run, make: Make, tmp_path: Path) -> None:
    base, mine = make("base", A1, A2), make("mine", {**A1, "title.fi": "Juoksu"}, A2)
    theirs, out = make("theirs", A1, A2, {"id": "A3", "title.fi": "Hiihto"}), tmp_path / "out"
    result = pw("merge", base, mine, theirs, "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"1 changes from mine, 1 from theirs, 0 conflicts; written: {out}\n"
    assert titles(out) == ["Juoksu", "Uinti", "Hiihto"]


@pytest.mark.parametrize(("prefer", "code", "title"), [(None, 1, "Juoksu"), ("theirs", 0, "Soutu")])
def test_conflicts_are_listed(
    pw: Run, make: Make, tmp_path: Path, prefer: str | None, code: int, title: str
) -> None:
    books = [
        make("base", A1),
        make("mine", {**A1, "title.fi": "Juoksu"}),
        make("theirs", {**A1, "title.fi": "Soutu"}),
    ]
    more = ["--prefer", prefer] if prefer else []
    result = pw("merge", *books, "-o", tmp_path / "out", *more)
    assert result.exit_code == code
    assert result.stdout == "actions:2:title.fi: mine “Juoksu”, theirs “Soutu”, base “Kävely”\n"
    assert titles(tmp_path / "out") == [title]
    finnish = pw("--lang", "fi", "merge", *books, "-o", tmp_path / "out", "--force", *more)
    assert finnish.stdout == "actions:2:title.fi: oma ”Juoksu”, toisen ”Soutu”, lähtökohta ”Kävely”\n"


def test_spreadsheets_and_folders_may_be_merged_into_a_spreadsheet(
    pw: Run, make: Make, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.xlsx"
    write_workbook(read_workbook(make("mine", A1, {**A2, "title.fi": "Soutu"})), mine, load_model())
    out = tmp_path / "out.xlsx"
    result = pw(
        "merge", make("base", A1, A2), mine, make("theirs", {**A1, "title.fi": "Juoksu"}, A2), "-o", out
    )
    assert (result.exit_code, result.stdout) == (0, "")
    assert titles(out) == ["Juoksu", "Soutu"]


@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("out.ods", "a merged workbook is an .xlsx file or a folder of CSV"),
        ("full", "holds bodies.csv, which is no part of the merged workbook"),
    ],
)
def test_where_it_cannot_be_written_is_told(
    pw: Run, make: Make, tmp_path: Path, out: str, message: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "bodies.csv").write_text("id\n")
    result = pw("merge", *(make(name, A1) for name in ("base", "mine", "theirs")), "-o", tmp_path / out)
    assert result.exit_code == 2
    assert message in result.stderr


def test_what_is_no_workbook_is_told(pw: Run, make: Make, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    for path, message in (("gone.xlsx", "no such file or folder"), ("notes.txt", "is no workbook")):
        result = pw("merge", make("base", A1), make("mine", A1), tmp_path / path, "-o", tmp_path / "out")
        assert (result.exit_code, message in result.stderr) == (2, True)


def test_a_merged_workbook_that_somebody_went_on_with_stays(pw: Run, make: Make, tmp_path: Path) -> None:
    books, out = [make(name, A1) for name in ("base", "mine", "theirs")], tmp_path / "out.xlsx"
    assert pw("merge", *books, "-o", out).exit_code == 0
    before = out.read_bytes()
    result = pw("merge", *books, "-o", out)
    assert (result.exit_code, "is there already" in result.stderr) == (2, True)
    assert out.read_bytes() == before
    assert pw("merge", *books, "-o", out, "--force").exit_code == 0
