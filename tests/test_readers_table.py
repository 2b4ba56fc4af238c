"""Foreign tables: levels, cells that are filled down, names, values, and nothing lost."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import webviz.cli  # noqa: F401 - adds `serve`
from graph.adding import check_workbooks
from graph.cli import planweave
from graph.readers.table import Read, TableReader
from graph.readers.table_drafting import draft
from graph.readers.table_mapping import parse_mapping
from graph.spreadsheets.reading import read_grids
from ontology import load_model

MODEL = load_model()
HEADERS = ["Päämäärä", "Tavoite", "Toimenpide", "Vastuutaho", "Tila", "Määräaika", "Lisätiedot"]
ROWS = [
    ["Hyvä arki", "Liikkuminen", "Avataan ulkosali", "Liikunta; Nuoriso", "Käynnissä", "31.12.2025", "a"],
    ["", "", "Lainataan pyöriä", "liikunta", "Valmis", "joskus", ""],
    ["", "Kulttuuri", "Avataan näyttely", "Museo", "Outo", "", ""],
]


def table(folder: Path, rows: Sequence[Sequence[str]], name: str = "taulukko.csv") -> Path:
    file = folder / name
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, delimiter=";").writerows(rows)
    return file


def read(file: Path, text: str = "", lang: str = "fi") -> Read:
    grids = read_grids(file)
    text = text or draft(file, grids, MODEL, lang)
    return TableReader(file, parse_mapping(text, Path("m.toml"), MODEL, lang), MODEL).read(grids)


def cells(result: Read, sheet: str, *headers: str) -> list[list[str]]:
    found = result.workbook.sheets.get(sheet)
    return [[row.cells.get(header, "") for header in headers] for row in found.rows] if found else []


def told(result: Read) -> list[str]:
    return [finding.line() for finding in result.findings]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(planweave, [str(argument) for argument in arguments])


def test_levels_become_rows_that_say_what_they_stand_under(tmp_path: Path) -> None:
    result = read(table(tmp_path, [HEADERS, *ROWS]))
    assert cells(result, "goals", "id", "title.fi", "lines") == [["G1", "Hyvä arki", "T1!2"]]
    assert cells(result, "objectives", "id", "title.fi", "goal") == [
        ["O1", "Liikkuminen", "G1"],
        ["O2", "Kulttuuri", "G1"],
    ]
    assert cells(result, "actions", "title.fi", "implements", "lines") == [
        ["Avataan ulkosali", "O1", "T1!2"],
        ["Lainataan pyöriä", "O1", "T1!3"],
        ["Avataan näyttely", "O2", "T1!4"],
    ]


def test_names_become_rows_of_bodies_once_each(tmp_path: Path) -> None:
    result = read(table(tmp_path, [HEADERS, *ROWS]))
    assert cells(result, "bodies", "id", "title.fi") == [
        ["liikunta", "Liikunta"],
        ["nuoriso", "Nuoriso"],
        ["museo", "Museo"],
    ]
    responsible = [one for [one] in cells(result, "actions", "responsible")]
    assert responsible == ["liikunta; nuoriso", "liikunta", "museo"]


def test_what_does_not_fit_is_told_and_goes_into_the_note(tmp_path: Path) -> None:
    result = read(table(tmp_path, [HEADERS, *ROWS]))
    found = cells(result, "actions", "phase", "deadline", "note.fi")
    assert found == [
        ["implementation", "2025-12-31", "a"],
        ["completed", "", "Määräaika: joskus"],
        ["", "", "Tila: Outo"],
    ]
    assert told(result) == [
        "taulukko:3:F: “joskus” does not fit into deadline; it went into the note",
        "taulukko:4:E: “Outo” does not fit into phase; it went into the note",
    ]
    assert result.cells == {"carried": 15}


def test_a_column_that_nobody_knows_is_told_with_its_number_of_values(tmp_path: Path) -> None:
    result = read(table(tmp_path, [["Toimenpide", "Vastuutaho", "Xyzzy"], ["a", "b", "1"], ["c", "d", "2"]]))
    assert told(result) == ["taulukko:C: the column Xyzzy is not in the mapping; its 2 values were left out"]
    assert result.cells["left out"] == 2


def test_captions_and_two_header_rows_are_found_below_a_title(tmp_path: Path) -> None:
    rows = [
        ["Hyvinvointisuunnitelma 2026", "", "", ""],
        [],
        ["Toimenpide", "Vastuutaho", "Aikataulu", ""],
        ["", "", "Alkaa", "Päättyy"],
        ["Avataan ulkosali", "Liikunta", "2025", "1.6.2026"],
    ]
    result = read(table(tmp_path, rows))
    assert cells(result, "actions", "schedule-start", "deadline") == [["2025", "2026-06-01"]]
    assert cells(result, "info", "title.fi") == [["Hyvinvointisuunnitelma 2026"]]
    assert told(result) == []


def test_the_same_action_twice_is_one_row_unless_the_two_disagree(tmp_path: Path) -> None:
    headers = ["Toimenpide", "Kuvaus", "Mittari"]
    agree = read(table(tmp_path, [headers, ["a", "x", "m1"], ["a", "x", "m2"]]))
    assert cells(agree, "actions", "id", "lines") == [["A1", "T1!2-3"]]
    assert cells(agree, "indicators", "title.fi", "measures") == [["m1", "A1"], ["m2", "A1"]]
    assert "the two were read as one, A1" in told(agree)[0]
    differ = read(table(tmp_path, [headers, ["a", "x", ""], ["a", "y", ""]]))
    assert cells(differ, "actions", "id", "description.fi") == [["A1", "x"], ["A1-2", "y"]]
    assert "it became a second row, A1-2" in told(differ)[0]


def test_codes_make_ids_and_begin_anew_where_they_do(tmp_path: Path) -> None:
    rows = [
        ["Päämäärä", "Tavoite", "Toimenpide"],
        ["1. Arki", "1. Liike", "Toimi 1 - a"],
        ["2. Luonto", "1. Metsä", "Toimi 2 - b"],
    ]
    result = read(table(tmp_path, rows))
    assert cells(result, "goals", "id", "title.fi") == [["G1", "Arki"], ["G2", "Luonto"]]
    assert cells(result, "objectives", "id", "title.fi") == [["O1.1", "Liike"], ["O2.1", "Metsä"]]
    assert cells(result, "actions", "id", "title.fi") == [["A1", "a"], ["A2", "b"]]


def test_levels_may_stand_in_the_codes_alone(tmp_path: Path) -> None:
    rows = [["Tunnus", "Nimi"], ["1", "Arki"], ["1.1", "Liike"], ["1.1.1", "Ulkosali"], ["1.1.2", "Pyörät"]]
    result = read(table(tmp_path, rows))
    assert cells(result, "objectives", "id", "goal") == [["O1.1", "G1"]]
    assert cells(result, "actions", "id", "title.fi", "implements") == [
        ["A1.1.1", "Ulkosali", "O1.1"],
        ["A1.1.2", "Pyörät", "O1.1"],
    ]


def test_a_task_without_an_action_above_is_an_action(tmp_path: Path) -> None:
    rows = [["Toimenpide", "Tehtävä", "Tila"], ["", "Kilpailutus", "Valmis"], ["Sali", "Piirustus", "Valmis"]]
    text = draft(file := table(tmp_path, rows), read_grids(file), MODEL, "fi").replace(
        "fill-down = true\n", ""
    )
    result = read(file, text)
    assert cells(result, "actions", "title.fi") == [["Kilpailutus"], ["Sali"]]
    assert cells(result, "tasks", "title.fi", "action") == [["Piirustus", "A2"]]


def test_the_workbook_is_read_by_check_and_by_a_person(tmp_path: Path) -> None:
    file, mapping, book = table(tmp_path, [HEADERS, *ROWS]), tmp_path / "m.toml", tmp_path / "plan.xlsx"
    assert run("--lang", "fi", "mapping", file, "-o", mapping).exit_code == 0
    done = run("--lang", "fi", "read", file, "--mapping", mapping, "-o", book)
    assert (done.exit_code, done.stdout.split("\n")[:3]) == (
        0,
        ["Perustiedot: 1", "Lähdetiedostot: 1", "Päämäärät: 1"],
    )
    assert "siirrettyjä arvoja: 15, ohitettuja: 0, pois jääneitä: 0" in done.stderr
    [(_, report)] = check_workbooks([book])
    assert report.errors == ()
    again = run("read", file, "--mapping", mapping, "-o", book)
    assert (again.exit_code, "--force" in again.stderr) == (2, True)


def test_without_a_mapping_it_is_said_that_all_is_guessed(tmp_path: Path) -> None:
    done = run("read", table(tmp_path, [HEADERS, *ROWS]), "-o", tmp_path / "plan")
    assert (done.exit_code, "guessed" in done.stderr) == (0, True)
    assert (tmp_path / "plan" / "actions.csv").is_file()


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_a_draft_is_told_in_the_language_of_the_user(tmp_path: Path, lang: str) -> None:
    words = {"fi": "Ei arvattu", "sv": "Inte gissat", "en": "Not guessed"}
    file = table(tmp_path, [["Toimenpide", "Vastuutaho", "Xyzzy"], ["a", "b", "c"]])
    assert f"# {words[lang]}" in draft(file, read_grids(file), MODEL, lang)
