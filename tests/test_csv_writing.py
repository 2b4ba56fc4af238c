"""Workbooks as folders of CSV: whole or not at all, safe to open, and read back as they were."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.spreadsheets import read_workbook
from graph.spreadsheets.csv_writing import write_folder
from graph.workbook import Row, Sheet, Workbook
from ontology import load_model

from .plans_from_shapes import texts

MODEL = load_model()


def workbook(folder: Path, **sheets: list[dict[str, str]]) -> Workbook:
    return Workbook(folder, {name: sheet(folder, name, rows) for name, rows in sheets.items()})


def sheet(folder: Path, name: str, rows: list[dict[str, str]]) -> Sheet:
    headers = tuple(dict.fromkeys(header for row in rows for header in row))
    positions = {header: place for place, header in enumerate(headers, 1)}
    written = tuple(
        Row(number, {h: t for h, t in row.items() if t})
        for number, row in enumerate(rows, 2)
        if any(row.values())
    )
    return Sheet(name, folder / f"{name}.csv", headers, written, name, 1, positions)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries({"id": texts(), "title.fi": texts() | st.just(""), "x": texts()}), min_size=1
    )
)
def test_what_is_written_is_read_again(rows: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "plan"
        written = workbook(folder, actions=rows, info=[{"id": "p"}])
        write_folder(written, folder, MODEL)
        assert read_workbook(folder) == written


def test_rows_stand_in_their_lines(tmp_path: Path) -> None:
    rows = (Row(3, {"id": "A1"}, {4: "stray"}), Row(6, {"note.fi": "b"}))
    given = Sheet(
        "actions",
        tmp_path / "actions.csv",
        ("id", "", "note.fi"),
        rows,
        "actions",
        1,
        {"id": 1, "note.fi": 3},
    )
    write_folder(Workbook(tmp_path, {"actions": given}), tmp_path, MODEL)
    assert read_workbook(tmp_path).sheets == {"actions": given}
    assert (tmp_path / "actions.csv").read_bytes() == b"id,,note.fi\n\nA1,,,stray\n\n\n,,b\n"


def test_no_cell_of_a_file_runs(tmp_path: Path) -> None:
    write_folder(
        workbook(tmp_path, actions=[{"id": "A1", "title.fi": "=cmd|' /C calc'!A0"}]), tmp_path, MODEL
    )
    assert (tmp_path / "actions.csv").read_text(encoding="utf-8").splitlines()[1] == "A1,'=cmd|' /C calc'!A0"


def test_headers_with_signs_of_their_own_are_quoted(tmp_path: Path) -> None:
    write_folder(workbook(tmp_path, actions=[{"a;b": "1", "c": "2"}]), tmp_path, MODEL)
    assert (tmp_path / "actions.csv").read_text(encoding="utf-8") == '"a;b","c"\n1,2\n'


def test_sheets_that_went_away_are_removed_only_where_that_is_allowed(tmp_path: Path) -> None:
    write_folder(workbook(tmp_path, info=[{"id": "p"}], actions=[{"id": "A1"}]), tmp_path, MODEL)
    (tmp_path / "README.csv").write_text("mine\n", encoding="utf-8")
    fewer = workbook(tmp_path, info=[{"id": "q"}])
    with pytest.raises(SourceError, match=r"actions\.csv"):
        write_folder(fewer, tmp_path, MODEL)
    assert (tmp_path / "info.csv").read_text(encoding="utf-8") == "id\np\n"
    write_folder(fewer, tmp_path, MODEL, overwrite=True)
    assert {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == {
        "info.csv": "id\nq\n",
        "README.csv": "mine\n",
    }


def test_nothing_is_touched_where_a_sheet_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(workbook(tmp_path, info=[{"id": "old"}]), tmp_path, MODEL)
    synced: list[int] = []

    def full(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) > 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_folder(workbook(tmp_path, info=[{"id": "new"}], actions=[{"id": "A1"}]), tmp_path, MODEL)
    assert [file.name for file in tmp_path.iterdir()] == ["info.csv"]
    assert (tmp_path / "info.csv").read_text(encoding="utf-8") == "id\nold\n"


@pytest.mark.parametrize("name", ["../info", "a/b", "a\\b", "con?", "", ".hidden", "a\nb"])
def test_a_sheet_never_leaves_its_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "plan"
    with pytest.raises(SourceError, match="name of a file"):
        write_folder(workbook(folder, **{name: [{"id": "x"}]}), folder, MODEL)
    assert not list(tmp_path.iterdir())


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "plan"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(SourceError, match="needs a folder"):
        write_folder(workbook(file, info=[{"id": "p"}]), file, MODEL)
    assert file.read_text(encoding="utf-8") == "mine"


def test_two_columns_of_one_header_both_keep_their_cells(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    folder.mkdir()
    content = "id,note,note\nA1,one,two\nA2,,three\nA3,four,\n"
    (folder / "actions.csv").write_text(content, encoding="utf-8")
    read = read_workbook(folder)
    assert [(dict(row.cells), dict(row.strays)) for row in read.sheets["actions"].rows] == [
        ({"id": "A1", "note": "one"}, {3: "two"}),
        ({"id": "A2"}, {3: "three"}),
        ({"id": "A3", "note": "four"}, {}),
    ]
    write_folder(read, folder, MODEL)
    assert (folder / "actions.csv").read_text(encoding="utf-8") == content
