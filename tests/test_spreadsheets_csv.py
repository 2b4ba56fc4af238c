"""Reading CSV as spreadsheet programs and people save it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from graph.errors import SourceError
from graph.neutral import neutral
from graph.spreadsheets import find_workbooks, read_workbook
from graph.spreadsheets.csv_folder import read_grid

from .spreadsheet_files import write_ods, write_xlsx

TEXT = "id;title.fi;note.fi\nA1;Kävely – ”yhdessä” €;Åbo\n"


def csv_file(folder: Path, data: bytes | str, name: str = "actions.csv") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return folder / name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    grid = read_grid(csv_file(tmp_path, TEXT.encode(encoding)))
    assert [cells for _, cells in grid.rows] == [line.split(";") for line in TEXT.splitlines()]


def test_utf_16_of_the_other_order_is_read(tmp_path: Path) -> None:
    grid = read_grid(csv_file(tmp_path, b"\xfe\xff" + "id\nKävely\n".encode("utf-16-be")))
    assert grid.rows == [(1, ["id"]), (2, ["Kävely"])]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"PK\x03\x04rest", "the content is ZIP"),
        (b"%PDF-1.7", "the content is PDF"),
        (b"\n<!DOCTYPE html><table>", "the content is HTML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "the content is XLS"),
        ("id\nKävely".encode("utf-16-le"), r"line 1: not UTF-8 \(byte 0x00\)"),
        (b"id\nK\xe4vely \x81", r"line 2: not UTF-8 \(byte 0x81\)"),
    ],
)
def test_what_is_no_text_is_told(tmp_path: Path, data: bytes, expected: str) -> None:
    with pytest.raises(SourceError, match=rf"actions\.csv.*{expected}"):
        read_grid(csv_file(tmp_path, data))


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_sign_between_cells_is_that_between_headers_outside_quotes(tmp_path: Path, sign: str) -> None:
    header = sign.join(["id", '"a,b;c\td,e;f\tg, h; i"', "x"])
    (_, cells), _ = read_grid(csv_file(tmp_path, f"{header}\nA1{sign}b{sign}c\n")).rows
    assert cells == ["id", "a,b;c\td,e;f\tg, h; i", "x"]


@pytest.mark.parametrize("cell", ["=1+1", "@x", "'=1", "+358 40", "-", "'s-Hertogenbosch", "- kävely"])
def test_a_cell_that_was_made_neutral_is_read_as_it_was(tmp_path: Path, cell: str) -> None:
    (_, row) = read_grid(csv_file(tmp_path, f"id\n{neutral(cell)}\n")).rows
    assert row == (2, [cell])


def test_a_cell_that_is_too_long_is_named(tmp_path: Path) -> None:
    folder = csv_file(tmp_path, f"id,note\nA1,{'x' * 10_000_000}\n").parent
    with pytest.raises(SourceError, match=r"actions\.csv, actions, row 2, column B: 10000000 characters"):
        read_workbook(folder)


def test_a_sheet_keeps_its_name_as_written(tmp_path: Path) -> None:
    csv_file(tmp_path, "id\n", "Toimenpiteet.csv")
    assert list(read_workbook(tmp_path).sheets) == ["Toimenpiteet"]


def test_one_sheet_alone_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"actions\.csv: one sheet is no workbook; give the folder"):
        find_workbooks(csv_file(tmp_path, "id\n"))


def test_spreadsheets_are_found_in_a_folder_that_has_no_sheets(tmp_path: Path) -> None:
    rows = {"info": [["id"]]}
    for name in ("b.xlsx", "a.XLSM", ".hidden.xlsx"):
        write_xlsx(tmp_path / name, rows)
    write_ods(tmp_path / "c.ods", "")
    (tmp_path / "~$b.xlsx").write_bytes(b"")
    (tmp_path / "notes.txt").write_bytes(b"")
    csv_file(tmp_path / "d", "id\n", "info.csv")
    write_xlsx(tmp_path / "d" / "old.xlsx", rows)
    (tmp_path / "e.xlsx").mkdir()
    found = [str(path.relative_to(tmp_path)) for path in find_workbooks(tmp_path)]
    assert found == ["a.XLSM", "b.xlsx", "c.ods", "d"]
    assert [file.name for file in read_workbook(tmp_path / "d").unread] == ["old.xlsx"]


def test_a_folder_by_the_name_of_a_spreadsheet_and_other_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "p.xlsx").mkdir()
    (tmp_path / "p.txt").write_bytes(b"id")
    for name in ("p.xlsx", "p.txt"):
        with pytest.raises(SourceError, match=rf"{name}: no workbook here; expected a folder .* \.xlsx"):
            find_workbooks(tmp_path / name)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_that_lead_in_a_circle_do_no_harm(tmp_path: Path) -> None:
    csv_file(tmp_path / "plan", "id\n", "info.csv")
    (tmp_path / "plan" / "again").symlink_to(tmp_path)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert find_workbooks(tmp_path) == [tmp_path / "plan"]
    with pytest.raises(SourceError, match="loop: "):
        find_workbooks(tmp_path / "loop")


@pytest.mark.parametrize("name", ["p.xlsx", "p.ods", "p.xls", "p.fods", "d/info.csv"])
def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = csv_file((tmp_path / name).parent, "id\n", Path(name).name)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(SourceError, match=rf"{file.name}: no permission to read it"):
        read_workbook(file if file.suffix != ".csv" else file.parent)
