"""The command `template`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from graph.cli import planweave
from graph.commands.frame import Setup


@pytest.fixture
def run() -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(planweave, [str(word) for word in words], obj=Setup())


def test_a_spreadsheet_is_written_in_the_language_asked_for(
    tmp_path: Path, run: Callable[..., Result]
) -> None:
    file = tmp_path / "plan.xlsx"
    result = run("template", file, "--lang", "sv", "--sheet", "Päämäärät")
    assert (result.exit_code, result.exception) == (0, None)
    assert "planweave check" in result.output
    book = openpyxl.load_workbook(file)
    names = ["Anvisning", "Basuppgifter", "Strategiska mål", "Prioriteringar", "Åtgärder", "Aktörer"]
    assert book.sheetnames[: len(names)] == names
    assert (book.properties.language, book.properties.title) == ("sv", "Plan")
    guide = [str(cell.value) for row in book["Anvisning"] for cell in row if cell.value]
    assert any("planweave check plan.xlsx" in text for text in guide)
    links = {cell.hyperlink.location for row in book["Anvisning"] for cell in row if cell.hyperlink}
    assert len(links) == len(book.sheetnames) - 2


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path, run: Callable[..., Result]) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_text("mine", encoding="utf-8")
    assert "--force" in run("template", file).output
    assert file.read_text(encoding="utf-8") == "mine"
    assert run("template", file, "--force").exit_code == 0
    assert openpyxl.load_workbook(file).sheetnames[0] == "Guide"


def test_a_folder_of_csv_and_no_other_kind_of_file(tmp_path: Path, run: Callable[..., Result]) -> None:
    assert run("template", tmp_path / "kemi").exit_code == 0
    assert (tmp_path / "kemi" / "actions.csv").is_file()
    assert "expected a name that ends in .xlsx" in run("template", tmp_path / "x.docx").output
    assert not (tmp_path / "x.docx").exists()
