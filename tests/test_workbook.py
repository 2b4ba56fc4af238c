"""Reading sheets from folders of CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.spreadsheets import find_workbooks, read_workbook


def write(folder: Path, text: str | bytes, name: str = "info.csv") -> Path:
    folder.mkdir(exist_ok=True)
    data = text.encode() if isinstance(text, str) else text
    (folder / name).write_bytes(data)
    return folder


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    sheet = read_workbook(write(tmp_path / "w", "id,title.fi\nA1,Yksi\n,\nA3,Kolme\n")).sheets["info"]
    assert [(row.number, row.cells["id"]) for row in sheet.rows] == [(2, "A1"), (4, "A3")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_byte_order_marks_and_line_ends(
    tmp_path: Path, delimiter: str, mark: bytes, end: str
) -> None:
    text = end.join(delimiter.join(row) for row in (["id", "title.fi"], ["A1", "Kävely"])) + end
    sheet = read_workbook(write(tmp_path / "w", mark + text.encode())).sheets["info"]
    assert sheet.headers == ("id", "title.fi")
    assert dict(sheet.rows[0].cells) == {"id": "A1", "title.fi": "Kävely"}


def test_a_cell_keeps_its_quotes_delimiters_and_line_breaks(tmp_path: Path) -> None:
    sheet = read_workbook(write(tmp_path / "w", 'id,title.fi\nA1,"a, ""b""\nc"\n')).sheets["info"]
    assert sheet.rows[0].cells["title.fi"] == 'a, "b"\nc'


def test_blanks_around_a_cell_are_not_part_of_it(tmp_path: Path) -> None:
    sheet = read_workbook(write(tmp_path / "w", "id , title.fi\n A1 ,\u00a0Kävely \n")).sheets["info"]
    assert dict(sheet.rows[0].cells) == {"id": "A1", "title.fi": "Kävely"}


def test_characters_that_no_file_can_hold_become_blanks(tmp_path: Path) -> None:
    sheet = read_workbook(write(tmp_path / "w", "id,title.fi\nA1,yksi\x0bkaksi\n")).sheets["info"]
    assert sheet.rows[0].cells["title.fi"] == "yksi kaksi"


def test_a_cell_beyond_the_headers_is_kept_by_its_place(tmp_path: Path) -> None:
    sheet = read_workbook(write(tmp_path / "w", "id\nA1,loose\n")).sheets["info"]
    assert sheet.rows[0].strays == {2: "loose"}


@pytest.mark.parametrize("fault", [b"\xe4", b"\x81"], ids=["UTF-8 with a fault", "no encoding at all"])
def test_bytes_that_are_not_utf8_are_named_with_their_line(tmp_path: Path, fault: bytes) -> None:
    whole = "Pyöräily".encode() if fault == b"\xe4" else b""
    folder = write(tmp_path / "w", b"id,title.fi\nA1,K" + fault + b"vely " + whole + b"\n")
    expected = rf"info\.csv, line 2: not UTF-8 \(byte 0x{fault.hex().upper()}\)"
    with pytest.raises(SourceError, match=expected) as caught:
        read_workbook(folder)
    assert (caught.value.place.sheet, caught.value.place.line) == ("info", 2)


def test_broken_quotes_are_named_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"info\.csv, line 2: not CSV"):
        read_workbook(write(tmp_path / "w", 'id,title.fi\nA1,"x"y\n'))


def test_workbooks_are_found_at_and_below_a_path(tmp_path: Path) -> None:
    for name in ("b", "a"):
        write(tmp_path / name, "id\n")
    (tmp_path / "empty").mkdir()
    assert [folder.name for folder in find_workbooks(tmp_path)] == ["a", "b"]
    assert find_workbooks(tmp_path / "a") == [tmp_path / "a"]


def test_an_empty_folder_and_a_missing_one_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no workbook here"):
        find_workbooks(tmp_path)
    with pytest.raises(SourceError, match="no such file or folder"):
        find_workbooks(tmp_path / "nowhere")


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"]), min_size=1)


@given(cells=st.lists(CELL, min_size=1, max_size=4))
def test_what_a_csv_writer_writes_is_read_back(
    cells: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    headers = [f"h{number}" for number in range(len(cells))]
    writer.writerows([headers, cells])
    folder = write(tmp_path_factory.mktemp("round"), out.getvalue())
    (row,) = read_workbook(folder).sheets["info"].rows
    assert [row.cells[header] for header in headers] == cells


def test_the_suffix_of_a_sheet_may_be_written_in_any_case(tmp_path: Path) -> None:
    write(tmp_path / "w", "id\nA1\n")
    (tmp_path / "w" / "actions.CSV").write_text("id\nA1\n", encoding="utf-8")
    assert set(read_workbook(tmp_path / "w").sheets) == {"info", "actions"}
    (tmp_path / "w" / "actions.csv").write_text("id\nA1\n", encoding="utf-8")
    if len(list((tmp_path / "w").iterdir())) == 3:  # where a file system tells them apart
        with pytest.raises(SourceError, match=r"actions\.CSV and actions\.csv are one sheet"):
            read_workbook(tmp_path / "w")


def test_files_that_only_look_like_sheets_are_named(tmp_path: Path) -> None:
    write(tmp_path / "w", "id\nA1\n")
    for name in ("actions.xlsx", "~$actions.xlsx", ".~lock.goals.ods#", "Goals.ODS", "README.md"):
        (tmp_path / "w" / name).write_bytes(b"")
    assert [file.name for file in read_workbook(tmp_path / "w").unread] == ["Goals.ODS", "actions.xlsx"]


def test_a_line_for_spreadsheet_programs_above_the_headers_says_the_separator(tmp_path: Path) -> None:
    sheet = read_workbook(write(tmp_path / "w", "sep=;\nid;title.fi\nA1;a, b, c\n")).sheets["info"]
    assert sheet.headers == ("id", "title.fi")
    assert (sheet.rows[0].number, dict(sheet.rows[0].cells)) == (3, {"id": "A1", "title.fi": "a, b, c"})


@pytest.mark.parametrize(("text", "row"), [(",,\nid,kind\nA1,plan\n", 1), ("sep=,\n\nid\nA1\n", 2)])
def test_an_empty_row_in_the_place_of_the_headers_is_told_once(tmp_path: Path, text: str, row: int) -> None:
    with pytest.raises(SourceError, match=rf"info\.csv: row {row} is empty, and must hold the headers"):
        read_workbook(write(tmp_path / "w", text))
