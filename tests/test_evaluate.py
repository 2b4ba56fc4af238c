"""The command `evaluate` and the page of the report: files, refusals, what is internal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

Run = Callable[..., Result]
PLAN, SMALL = "kemi-hyvinvointi-2023", "julki"


def test_one_run_writes_the_same_facts_into_every_file(run: Run, internal_path: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"report.{suffix}" for suffix in ("html", "docx", "xlsx", "md", "json")]
    wanted = [part for file in files for part in ("-o", str(file))]
    result = run("--store", str(internal_path), "--lang", "fi", "evaluate", SMALL, *wanted)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert all(file.stat().st_size > 1000 for file in files)
    rows = json.loads(files[-1].read_text(encoding="utf-8"))["rows"]
    gaps = [row["says"] for row in rows if row["gap"]]
    assert gaps
    page = files[0].read_text(encoding="utf-8")
    assert all(said.split("&")[0] in page for said in gaps)


def test_gaps_fail_only_where_that_is_wanted(run: Run, internal_path: Path) -> None:
    asked = ("--store", str(internal_path), "evaluate", SMALL)
    assert run(*asked).exit_code == 0
    result = run(*asked, "--fail-on-gaps")
    assert result.exit_code == 1
    assert "owed-by-body" in result.stdout


def test_the_list_of_a_body_is_refused_where_nothing_is_missing_for_it(run: Run, internal_path: Path) -> None:
    asked = ("--store", str(internal_path), "evaluate", SMALL, "--body")
    assert "Kirjasto" in run(*asked, "kirjasto").stdout
    result = run(*asked, "kirjastto")
    assert result.exit_code == 2
    assert "did you mean rek:kirjasto?" in result.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("kemi-hyvinvointi-2032",), "did you mean kemi-hyvinvointi-2023?"),
        (("kemi",), "kemi is a register"),
        ((), "say which"),
        ((PLAN, "-o", "report.pdf"), ".html .docx .xlsx .md .json"),
        ((PLAN, "-p", "colour=red"), "no question of the report has a parameter colour"),
        ((PLAN, "-p", "named=perhaps"), "named"),
        ((PLAN, "--body", "kirjasto", "-o", "library.xlsx"), ".html .docx .md"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(run: Run, args: tuple[str, ...], said: str) -> None:
    result = run("evaluate", *args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_what_is_internal_is_in_no_report_unless_it_is_asked_for(
    internal_path: Path, tmp_path: Path, run: Run
) -> None:
    for more, there in (((), False), (("--internal",), True)):
        file = tmp_path / "report.md"
        result = run("--store", str(internal_path), "evaluate", SMALL, "-o", str(file), *more)
        assert result.exit_code == 0, result.stderr
        assert ("zqx" in file.read_text(encoding="utf-8").casefold()) is there


@pytest.fixture(scope="module")
def small(make_viewer: Callable[..., Flask], internal_path: Path) -> FlaskClient:
    return make_viewer(internal_path).test_client()


def test_the_viewer_shows_the_report_and_gives_it_as_files(small: FlaskClient) -> None:
    page = small.get(f"/evaluate?plan={SMALL}&lang=sv")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert "Utvärdering" in page.text
    assert "zqx" not in page.text.casefold()
    for suffix, begin in (("html", b"<!doctype"), ("docx", b"PK"), ("xlsx", b"PK"), ("md", b"# ")):
        answer = small.get(f"/evaluate.{suffix}?plan={SMALL}&lang=sv&full=true")
        assert answer.data.startswith(begin)
        assert f"{SMALL}-evaluation.{suffix}" in answer.headers["Content-Disposition"]
    data = small.get(f"/evaluate.json?plan={SMALL}&lang=sv").get_json()
    assert data["ok"]
    assert {"question", "says", "gap"} <= set(data["columns"])
    assert small.get("/evaluate.css").mimetype == "text/css"


def test_the_viewer_refuses_a_plan_that_is_not_there(client: FlaskClient) -> None:
    assert client.get("/evaluate?plan=nowhere").status_code == 404
    assert client.get("/evaluate.pdf").status_code == 404
