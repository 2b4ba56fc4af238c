"""Mapping files that are wrong, one clear line each; and the spreadsheets of French cities."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from graph.adding import add_workbooks, check_workbooks
from graph.errors import SourceError
from graph.readers.table import Read, TableReader
from graph.readers.table_drafting import draft
from graph.readers.table_mapping import parse_mapping, read_mapping
from graph.spreadsheets import write_workbook
from graph.spreadsheets.reading import read_grids
from graph.store import Store
from ontology import load_model

MODEL = load_model()
TABLES = Path(__file__).resolve().parents[2] / "shared" / "plans" / "tables"
GOOD = """\
[plan]
id = "koe"

[[table]]
header-rows = [1]

[[table.column]]
from = "Toimi"
level = 1
sheet = "actions"
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[plan]", "[plam]", "m.toml, line 1: unknown: plam; did you mean plan?"),
        ("header-rows", "header-row", "m.toml, line 5: unknown: header-row; did you mean header-rows?"),
        ("level = 1", "levle = 1", "m.toml, line 9: unknown: levle; did you mean level?"),
        ("level = 1", 'level = "1"', "m.toml, line 9: level is 1; expected a whole number"),
        ('"actions"', '"action"', "m.toml, line 10: unknown: action; did you mean actions?"),
        ("[1]", "1", "m.toml, line 5: header-rows is 1; expected a list in square brackets"),
        ("[1]", "[0]", "m.toml, line 5: header-rows is [0]; expected [1]"),
        ('from = "Toimi"', "", "line 7: a column needs `from` (its header) or `column` (its letter)"),
        ("level = 1", 'level = 1\nto = "note"', "line 7: a column has one of `level`, `to` and `ignore`"),
        ('id = "koe"', 'texts = "fr"', "m.toml, line 2: texts is fr; expected fi, sv, en"),
        ('"koe"', "koe", "m.toml: not TOML (Invalid value (at line 2, column 6))"),
        ('id = "koe"', "[always]\n'bodies.felid' = 'x'", "unknown: felid; did you mean field?"),
        ("[[table.column]]", "[table.column]", "expected a list in square brackets"),
        ("[1]", "[1]\nby-code = [[1]]", "by-code is [1]; expected a text in quotation marks"),
    ],
)
def test_a_wrong_mapping_is_told_in_one_line(old: str, new: str, message: str) -> None:
    with pytest.raises(SourceError) as raised:
        parse_mapping(GOOD.replace(old, new), Path("m.toml"), MODEL)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_mapping_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_mapping(tmp_path / "none.toml", MODEL)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"Toimi"', '"Toimm"', "m.toml, line 7: no column “Toimm” in t; did you mean “Toimi”?"),
        ("header-rows", 'sheet = "x"\nheader-rows', "m.toml, line 4: no sheet x in t.csv; it has: t"),
    ],
)
def test_a_mapping_of_another_file_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    file = tmp_path / "t.csv"
    file.write_text("Toimi,Muu\na,b\n", encoding="utf-8")
    mapped = parse_mapping(GOOD.replace(old, new), Path("m.toml"), MODEL)
    with pytest.raises(SourceError) as raised:
        TableReader(file, mapped, MODEL).read(read_grids(file))
    assert str(raised.value) == message


def test_a_file_that_is_no_plan_is_told(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("q,w\n1,2\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"t\.csv: no sheet looks like a table of a plan"):
        draft(file, read_grids(file), MODEL, "fi")


# ---- the spreadsheets of French cities


def read_french(name: str) -> Read:
    file = TABLES / name
    if not file.is_file():
        pytest.skip(f"{name} is not beside the project")
    grids = read_grids(file)
    text = draft(file, grids, MODEL, "en")
    return TableReader(file, parse_mapping(text, Path("m.toml"), MODEL), MODEL).read(grids)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("complex_plan.xlsx", {"goals": 5, "objectives": 17, "actions": 29, "budget": 1}),
        ("export_plan_action.xlsx", {}),
        ("modele-import-pa.xlsx", {"goals": 1, "objectives": 2, "actions": 1, "tasks": 1}),
        ("plan_with_duplicate_actions.xlsx", {"goals": 1, "actions": 2}),
        ("plan_with_sous_actions_valid.xlsx", {"goals": 2, "objectives": 1, "actions": 4, "tasks": 3}),
    ],
)
def test_the_plans_of_french_cities_are_read_checked_and_stored(
    tmp_path: Path, name: str, counts: dict[str, int]
) -> None:
    result = read_french(name)
    sheets = result.workbook.sheets
    names = ("goals", "objectives", "actions", "tasks", "budget")
    assert {sheet: len(sheets[sheet].rows) for sheet in names if sheet in sheets} == counts
    write_workbook(result.workbook, tmp_path / "plan.xlsx", MODEL)
    with Store.create(tmp_path / "store") as store:
        [added] = add_workbooks(store, [tmp_path / "plan.xlsx"])
    assert (added.report.errors, added.change is not None) == ((), True)


def test_every_filled_cell_of_a_french_plan_is_accounted_for() -> None:
    result = read_french("complex_plan.xlsx")
    [grid] = [grid for grid in read_grids(TABLES / "complex_plan.xlsx") if len(grid.rows) > 20]
    assert sum(result.cells.values()) == sum(bool(cell.strip()) for _, row in grid.rows[2:] for cell in row)


@pytest.mark.slow
def test_a_framework_of_1470_codes_is_read(tmp_path: Path) -> None:
    result = read_french("referentiel-cae-structure.csv")
    with (TABLES / "referentiel-cae-structure.csv").open(encoding="utf-8", newline="") as file:
        depths = Counter(row["identifiant"].count(".") + 1 for row in csv.DictReader(file))
    found = {name: len(sheet.rows) for name, sheet in result.workbook.sheets.items()}
    assert (found["goals"], found["objectives"]) == (depths[1] + depths[2], depths[3])
    assert (found["actions"], found["tasks"]) == (depths[4], depths[5])
    write_workbook(result.workbook, tmp_path / "plan", MODEL)
    [(_, report)] = check_workbooks([tmp_path / "plan"])
    assert report.errors == ()
