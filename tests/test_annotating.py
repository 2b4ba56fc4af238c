"""The marked copy: findings in their cells, the user's own formatting kept, the input untouched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.workbook import Workbook

from graph.cli import planweave

Make = Callable[..., Path]

ROWS = [
    ("Tunnus", "Nimi", "Vuosi", "Vastuutaho", "Toteuttaa"),
    ("A1", "Kävely", "23", None, "P1"),
    ("A2", "=HYPERLINK(1)", "=2020+3", None, "P1"),
    ("A3", "Hiihto", 2023, None, "P9"),
]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A spreadsheet with formatting of its own and three faults."""
    book = openpyxl.Workbook()
    info = book.active
    assert info is not None
    info.title = "Perustiedot"
    for row in (("Tunnus", "Laji", "Nimi", "Kieli"), ("tiny", "plan", "x", "fi")):
        info.append(row)
    priorities = book.create_sheet("Painopisteet")
    for row in (("Tunnus", "Nimi"), ("P1", "Liikkuminen")):
        priorities.append(row)
    actions = book.create_sheet("Toimenpiteet")
    for row in ROWS:
        actions.append(row)
    actions["C2"].comment = Comment("Oma huomautus", "Maija")
    actions["B2"].fill, actions["B2"].font = PatternFill("solid", fgColor="00FF00"), Font(bold=True)
    actions.column_dimensions["B"].width = 44
    book.save(tmp_path / "plan.xlsx")
    return tmp_path / "plan.xlsx"


def annotate(plan: Path, target: Path, lang: str = "fi") -> Result:
    return CliRunner().invoke(planweave, ["--lang", lang, "check", str(plan), "--annotate", str(target)])


def marked(plan: Path, lang: str = "fi") -> Workbook:
    target = plan.with_name("marked.xlsx")
    before = plan.read_bytes() if plan.is_file() else b""
    result = annotate(plan, target, lang)
    assert result.exit_code == 1, result.output
    assert before == (plan.read_bytes() if plan.is_file() else b"")
    return openpyxl.load_workbook(target)


def test_a_finding_stands_at_its_cell_with_a_colour_and_a_word(plan: Path) -> None:
    sheet = marked(plan)["Toimenpiteet"]
    comment = sheet["E4"].comment
    assert comment is not None
    assert comment.text.splitlines()[0] == "Virhe: tunnusta ”P9” ei ole suunnitelmassa tiny"
    assert sheet["E4"].fill.fgColor.rgb == sheet["C2"].fill.fgColor.rgb
    assert sheet["E2"].comment is None


def test_only_the_marked_cells_change(plan: Path) -> None:
    before, after = openpyxl.load_workbook(plan), marked(plan)
    for sheet in before.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                now = after[sheet.title][cell.coordinate]
                assert (now.value, repr(now.font)) == (cell.value, repr(cell.font))
                if not now.comment:
                    assert repr(now.fill) == repr(cell.fill)
    assert (
        after["Toimenpiteet"].column_dimensions["B"].width
        == before["Toimenpiteet"].column_dimensions["B"].width
    )


def test_a_comment_of_the_user_is_kept_above_ours(plan: Path) -> None:
    comment = marked(plan)["Toimenpiteet"]["C2"].comment
    assert comment is not None
    assert comment.text == "Oma huomautus\nVirhe: ”23” ei ole vuosi, kuten 2023"
    assert comment.author == "Maija"


@pytest.mark.parametrize(("lang", "title"), [("fi", "Havainnot"), ("sv", "Anmärkningar"), ("en", "Findings")])
def test_the_sheet_in_front_lists_all_with_links_to_the_cells(plan: Path, lang: str, title: str) -> None:
    book = marked(plan, lang)
    assert book.sheetnames[0] == title
    listed = book[title]
    rows = [row for row in listed.iter_rows(min_row=2) if row[2].value == "C3"]
    assert [(row[1].value, row[3].value, row[4].value) for row in rows] == [
        ("Toimenpiteet", "Vuosi", "=2020+3")
    ]
    assert rows[0][4].data_type == "s", "a formula that is told of must not run"
    assert rows[0][2].hyperlink.location == "'Toimenpiteet'!C3"


def test_a_sheet_of_the_user_is_kept_though_it_has_the_name_of_the_list(plan: Path) -> None:
    book = openpyxl.load_workbook(plan)
    book.create_sheet("Havainnot")["A1"] = "Oma muistiinpano"
    book.save(plan)
    found = marked(plan)
    assert found["Havainnot 2"]["A1"].value == "Oma muistiinpano"
    assert found["Havainnot"]["A1"].value == "Vakavuus"


def test_the_marked_copy_can_be_corrected_and_read_again(plan: Path) -> None:
    marked(plan)
    copy, again = plan.with_name("marked.xlsx"), plan.with_name("again.xlsx")
    assert (
        annotate(copy, again).stdout
        == CliRunner().invoke(planweave, ["--lang", "fi", "check", str(plan)]).stdout
    )
    book = openpyxl.load_workbook(again)
    assert book.sheetnames.count("Havainnot") == 1
    comment = book["Toimenpiteet"]["E4"].comment
    assert comment is not None
    assert comment.text.count("Virhe") == 1, "what is told already is not told again"


def test_a_folder_of_csv_is_marked_as_a_spreadsheet(make_workbook: Make) -> None:
    folder = make_workbook(actions=[{"id": "A1", "title.fi": "x", "year": "23"}])
    book = marked(folder)
    cells = [
        str(cell.value)
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and "Virhe" in cell.comment.text
    ]
    assert cells == ["23"]


@pytest.mark.parametrize("name", ["plan.xlsx", "marked.csv"])
def test_the_workbook_itself_and_other_kinds_of_file_are_not_written(plan: Path, name: str) -> None:
    before = plan.read_bytes()
    result = annotate(plan, plan.with_name(name))
    assert result.exit_code == 2
    assert plan.read_bytes() == before
    assert not plan.with_name("marked.csv").exists()


def test_several_workbooks_cannot_be_marked_in_one_file(make_workbook: Make, tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_workbook(f"all/{name}", info=[{"id": name, "kind": "plan", "title.fi": name}])
    result = annotate(tmp_path / "all", tmp_path / "marked.xlsx", "en")
    assert result.exit_code == 2
    assert "only one workbook at a time" in result.stderr


def test_a_file_that_is_there_is_written_over_only_by_force(plan: Path) -> None:
    target = plan.with_name("mine.xlsx")
    target.write_bytes(b"work of somebody")
    result = annotate(plan, target, "en")
    assert (result.exit_code, target.read_bytes()) == (2, b"work of somebody")
    assert "--force" in result.stderr
    forced = CliRunner().invoke(planweave, ["check", str(plan), "--annotate", str(target), "--force"])
    assert forced.exit_code == 1, forced.output
    assert "Findings" in openpyxl.load_workbook(target).sheetnames
