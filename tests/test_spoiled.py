"""Workbooks with one fault each: the finding stands at its cell, no traceback is shown, nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph.adding import check_workbooks
from graph.cli import planweave
from graph.findings import Severity

from .spoiled.contents import CONTENTS
from .spoiled.files import FILES
from .spoiled.good import good_plan, write

ENDS = {".xlsx": "p.xlsx", ".ods": "p.ods", "CSV": "p"}


@pytest.fixture
def add(runner: CliRunner, tmp_path: Path) -> Callable[[Path], Result]:
    """Add a workbook to a store that is not there yet."""

    def added(path: Path) -> Result:
        store = tmp_path / "store"
        result = runner.invoke(planweave, ["--store", str(store), "--quiet", "add", str(path)])
        assert result.exit_code == 0 or not store.exists()
        return result

    return added


def test_there_are_enough_of_them() -> None:
    assert len(CONTENTS) + len(FILES) >= 60


@pytest.mark.parametrize("form", ENDS)
def test_the_good_one_has_no_fault(tmp_path: Path, form: str, add: Callable[[Path], Result]) -> None:
    path = write(good_plan(), tmp_path / ENDS[form])
    ((_, report),) = check_workbooks([path])
    assert [finding.line() for finding in (*report.findings, *report.notes)] == []
    assert add(path).exit_code == 0


@pytest.mark.parametrize("name", CONTENTS)
def test_a_fault_is_told_at_its_cell(
    tmp_path: Path, name: str, add: Callable[[Path], Result], caplog: pytest.LogCaptureFixture
) -> None:
    fault, sheets = CONTENTS[name], good_plan()
    fault.change(sheets)
    path = write(sheets, tmp_path / "p.xlsx")
    ((_, report),) = check_workbooks([path])
    found = [(finding.where(), finding.text()) for finding in report.findings]
    assert any(where == fault.where and fault.text in text for where, text in found), found
    if any(finding.severity is Severity.ERROR for finding in report.findings):
        result = add(path)
        assert result.exit_code == 1
        assert ":".join(fault.where.split(":")[:2]) in result.stderr
        assert "Traceback" not in result.output
    assert caplog.messages == [], "no library has its own say"


@pytest.mark.parametrize("form", ["p.ods", "p"])
@pytest.mark.parametrize(
    "name", ["a day that does not exist", "a formula in a number", "an ID twice in a sheet"]
)
def test_a_fault_is_told_alike_in_every_kind_of_file(tmp_path: Path, name: str, form: str) -> None:
    fault, sheets = CONTENTS[name], good_plan()
    fault.change(sheets)
    ((_, report),) = check_workbooks([write(sheets, tmp_path / form)])
    assert any(f.where() == fault.where and fault.text in f.text() for f in report.findings)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_told_in_one_line(
    tmp_path: Path, name: str, add: Callable[[Path], Result]
) -> None:
    fault = FILES[name]
    path = write(good_plan(), tmp_path / fault.name) if fault.name != "p.txt" else tmp_path / fault.name
    fault.spoil(path)
    result = add(path)
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("planweave: ")
    assert fault.text in line
