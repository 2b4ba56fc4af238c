"""Workbooks as people really hand them in: each fault is told in one line, and nothing is stored.

Kemi's plans are stored first; then one changed copy of a workbook is added by the command line. To be
quick, most of the copies hold a few actions only.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph.cli import planweave
from graph.store import Store

FOLLOW_UP = "kemi-hyvinvointi-2023"
KEPT = {"A1.01", "A1.02", "A1.19", "A1.24", "A1.35"}
Change = Callable[[Path], None]


@dataclass
class Added:
    """What came of adding a changed copy of one workbook."""

    result: Result
    before: bytes
    after: bytes

    @property
    def told(self) -> list[str]:
        return self.result.stderr.splitlines()


@pytest.fixture(scope="module")
def stored(kemi_path: Path) -> bytes:
    return exported(kemi_path)


@pytest.fixture
def add(
    runner: CliRunner, kemi_folder: Path, kemi_copy: Path, tmp_path: Path, stored: bytes
) -> Callable[..., Added]:
    def added(change: Change, *, whole: bool = False) -> Added:
        folder = Path(shutil.copytree(kemi_folder / FOLLOW_UP, tmp_path / "input" / FOLLOW_UP))
        if not whole:
            shorten(folder)
        change(folder)
        result = runner.invoke(planweave, ["--store", str(kemi_copy), "--quiet", "add", str(folder)])
        return Added(result, stored, exported(kemi_copy))

    return added


def exported(folder: Path) -> bytes:
    with Store.open(folder) as store:
        return store.serialise(".nq")


def shorten(folder: Path) -> None:
    """Leave a few actions, and what hangs on them."""
    for sheet in ("assessments", "dates", "quantities"):
        (folder / f"{sheet}.csv").unlink()
    header, *actions = read(folder / "actions.csv")
    deeds = header.index("same-deed")
    kept = [[*row[:deeds], "", *row[deeds + 1 :]] for row in actions if row[0] in KEPT]
    write(folder / "actions.csv", [header, *kept])
    gone = {row[0] for row in actions} - KEPT
    apart = {"same-deed", "mentions", "restates"}
    links = [row for row in read(folder / "links.csv") if row[1] not in apart and not gone & {row[0], row[2]}]
    write(folder / "links.csv", links)


def read(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def edit(sheet: str, row: str, column: str, text: str) -> Change:
    """Change one cell: the row by its first cell."""

    def change(folder: Path) -> None:
        file = folder / f"{sheet}.csv"
        rows = read(file)
        place = rows[0].index(column)
        next(cells for cells in rows if cells[0] == row)[place] = text
        write(file, rows)

    return change


def write(file: Path, rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> None:
    with file.open("w", encoding=encoding, newline="") as out:
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)


def edit_text(sheet: str, old: str, new: str) -> Change:
    def change(folder: Path) -> None:
        file = folder / f"{sheet}.csv"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def link(*cells: str) -> Change:
    """Add a row to the links sheet: from, relation, to."""

    def change(folder: Path) -> None:
        with (folder / "links.csv").open("a", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerow(cells)

    return change


WRONG = {
    "a link to nobody": (
        edit("actions", "A1.01", "responsible", "kemi:liikuntapalvelu"),
        "actions:2:responsible: error: no “kemi:liikuntapalvelu” in kemi; did you mean kemi:",
    ),
    "a link row to nobody": (
        link("A1.01", "implements", "P9.9"),
        "links:47:to: error: no “P9.9” in kemi-hyvinvointi-2023; did you mean",
    ),
    "an ID twice": (
        edit("actions", "A1.02", "id", "A1.01"),
        "actions:3:id: error: the ID “A1.01” stands at actions:2 already; IDs are unique in a plan",
    ),
    "a day that does not exist": (
        edit("transfers", "TR1", "date", "31.2.2023"),
        "transfers:2:date: error: “31.2.2023” is not a date such as 3.10.2022 or 2022-10-03",
    ),
    "a confidence of 7": (
        edit("comparisons", "C1", "confidence", "7"),
        "comparisons:2:confidence: error: “7” is out of range; expected 0.0 – 1.0",
    ),
    "an unknown column": (
        edit_text("actions", ",responsible,", ",responsable,"),
        "actions:1:responsable: error: no such column; did you mean responsible?",
    ),
    "a system that is responsible": (
        edit("actions", "A1.01", "responsible", "kemi:wilma"),
        "actions:2:responsible: error: “kemi:wilma” is Digital system; expected Organisation / Unit",
    ),
    "lines past the end of the source": (
        edit("actions", "A1.01", "lines", "60-962"),
        "actions:2:lines: error: line 962 is past the end of the source, which has 295 lines",
    ),
    "a word that is in no list": (
        edit("actions", "A1.01", "row-kind", "dead"),
        "actions:2:row-kind: error: “dead” is not one of: deed",
    ),
    "an unknown sheet": (
        lambda folder: (folder / "actions.csv").rename(folder / "action.csv"),
        "action: error: no such sheet; did you mean actions?",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_names_sheet_row_and_column_and_leaves_the_store_alone(
    add: Callable[..., Added], name: str
) -> None:
    change, expected = WRONG[name]
    added = add(change)
    assert added.result.exit_code == 1
    assert [line for line in added.told if line.startswith(f"{FOLLOW_UP}/{expected}")], added.told
    assert added.result.stdout == ""
    assert added.after == added.before


UNREADABLE = {
    "no info sheet": (lambda folder: (folder / "info.csv").unlink(), "the sheet info is missing or empty"),
    "not UTF-8": (
        lambda folder: (folder / "actions.csv").write_bytes("id,title.fi\nA1,Kävely ".encode() + b"\xe4\n"),
        "actions.csv, line 2: not UTF-8 (byte 0xE4); save the sheet as CSV UTF-8",
    ),
    "an empty folder": (
        lambda folder: [file.unlink() for file in folder.iterdir()],
        "no workbook here; expected a folder with info.csv",
    ),
    "no folder at all": (shutil.rmtree, "no such file or folder"),
    "a spreadsheet by the name of a sheet": (
        lambda folder: (folder / "actions.csv").write_bytes(b"PK\x03\x04\xff\xfe"),
        "actions.csv: the content is ZIP; save the sheet as CSV UTF-8",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_at_all_is_told_in_one_line(add: Callable[..., Added], name: str) -> None:
    change, expected = UNREADABLE[name]
    added = add(change)
    assert added.result.exit_code == 2
    assert len(added.told) == 1
    assert added.told[0].startswith("planweave: ")
    assert expected in added.told[0]
    assert added.after == added.before


def test_a_missing_sheet_that_others_refer_to(add: Callable[..., Added]) -> None:
    added = add(lambda folder: (folder / "priorities.csv").unlink())
    assert added.result.exit_code == 1
    assert (
        f"{FOLLOW_UP}/actions:2:implements: error: no “P1.1” in {FOLLOW_UP}; did you mean"
        in added.result.stderr
    )
    assert added.after == added.before


def test_a_missing_sheet_that_another_plan_refers_to(
    runner: CliRunner, kemi_folder: Path, tmp_path: Path
) -> None:
    """Checked together, so that the follow-up cannot lean on goals that are stored already."""
    folder = Path(shutil.copytree(kemi_folder, tmp_path / "input"))
    shutil.rmtree(folder / "kemi-strategia-2022")
    store = tmp_path / "store"
    result = runner.invoke(planweave, ["--store", str(store), "--quiet", "add", str(folder)])
    assert result.exit_code == 1
    told = (
        "actions:2:goal: error: “kemi-strategia-2022:G1”: no plan or register kemi-strategia-2022 is stored"
    )
    assert f"{FOLLOW_UP}/{told}" in result.stderr
    assert not store.exists()


def test_a_script_in_a_cell_is_a_text_and_stays_one(
    add: Callable[..., Added], runner: CliRunner, kemi_copy: Path
) -> None:
    script = "<script>alert('1')</script>"
    added = add(edit("actions", "A1.01", "title.fi", script), whole=True)
    assert (added.result.exit_code, added.told) == (0, [])
    assert added.result.stdout.endswith(f"{FOLLOW_UP}: 1 triples added, 1 removed\n")
    shown = runner.invoke(
        planweave, ["--store", str(kemi_copy), "--lang", "fi", "show", f"{FOLLOW_UP}:A1.01"]
    )
    assert shown.stdout.startswith(f"{script}  [{FOLLOW_UP}:A1.01]\n")


def test_a_link_that_its_row_does_not_list_is_a_warning_only(add: Callable[..., Added]) -> None:
    added = add(link("A1.01", "implements", "P1.2"))
    told = (
        "links:47:to: warning: the row of A1.01 does not list this link under "
        "Implements (priorities, objectives)"
    )
    assert (added.result.exit_code, added.told) == (0, [f"{FOLLOW_UP}/{told}"])
    assert added.after != added.before


def test_semicolons_and_a_byte_order_mark_change_nothing(add: Callable[..., Added]) -> None:
    def as_excel_saves(folder: Path) -> None:
        for file in folder.glob("*.csv"):
            write(file, read(file), ";", "utf-8-sig")

    added = add(as_excel_saves, whole=True)
    assert (added.result.exit_code, added.told) == (0, [])
    assert added.result.stdout == f"{FOLLOW_UP}: unchanged\n"
    assert added.after == added.before
