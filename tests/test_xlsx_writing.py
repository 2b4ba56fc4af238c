"""Workbooks as spreadsheets: what is written reads back, runs nothing, and looks as it should."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from graph.errors import SourceError
from graph.findings import Severity
from graph.headers import Headings, plain
from graph.recognised import recognised
from graph.spreadsheets import Mark, read_workbook, write_workbook
from graph.spreadsheets.xlsx_layout import ordered_headings
from graph.spreadsheets.xlsx_words import Words
from graph.workbook import Row, Sheet, Workbook
from ontology import LANGUAGES, load_model

MODEL = load_model()
HEADERS = ("id", "title.fi", "implements", "status", "deadline", "completion", "schedule-start", "own")


def workbook(*cells: dict[str, str], sheet: str = "actions", headers: tuple[str, ...] = HEADERS) -> Workbook:
    rows = tuple(Row(number, each) for number, each in enumerate(cells, 2))
    return Workbook(Path("x"), {sheet: Sheet(sheet, Path("x"), headers, rows)})


def written(folder: Path, book: Workbook, lang: str = "fi", *marks: Mark) -> Path:
    file = folder / "x.xlsx"
    write_workbook(book, file, MODEL, lang, marks)
    return file


def read(file: Path) -> list[dict[str, str]]:
    """Return the rows of the actions by the keys of their columns."""
    sheet = recognised(read_workbook(file), MODEL).sheets["actions"]
    found = Headings(sheet, MODEL.sheets["actions"], MODEL).found
    return [{found[h].key if h in found else h: text for h, text in row.cells.items()} for row in sheet.rows]


def column(page: Worksheet, header: str) -> str:
    return next(cell.column_letter for cell in page[1] if cell.value == header)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_header_of_every_sheet_reads_back_in_its_language(lang: str) -> None:
    words = Words(MODEL, lang)
    for sheet in MODEL.sheets.values():
        known = Headings(Sheet(sheet.name, Path(), (), ()), sheet, MODEL).known
        headings = ordered_headings(sheet, words)
        shown = [words.header(heading, sheet) for heading in headings]
        assert [known[plain(text)].key for text in shown] == [heading.key for heading in headings]
        assert len(set(shown)) == len(shown)
        named = [text for text, heading in zip(shown, headings, strict=True) if text != heading.key]
        assert len(named) > 0.9 * len(shown)


def test_a_workbook_in_keys_is_shown_in_words_and_reads_back(tmp_path: Path) -> None:
    cells = {
        "id": "A1",
        "title.fi": "Kävelyretki",
        "implements": "P1; P2",
        "status": "on-time",
        "deadline": "2026-10-03",
        "completion": "12.5",
        "schedule-start": "2026",
        "own": "oma",
    }
    file = written(tmp_path, workbook(cells))
    page = openpyxl.load_workbook(file)["Toimenpiteet"]
    assert [cell.value for cell in page[1]][:5] == [
        "Tunnus", "Nimi (fi)", "Toteuttaa (painopisteet, tavoitteet)", "Tila", "Määräaika",
    ]  # fmt: skip
    assert (page["D2"].value, page["E2"].value) == ("Aikataulussa", datetime(2026, 10, 3))  # noqa: DTZ001
    assert (page["E2"].number_format, page["F2"].value, page["G2"].value) == ("d.m.yyyy", 12.5, 2026)
    assert read(file) == [{**cells, "status": "Aikataulussa"}]


@pytest.mark.parametrize(
    "text",
    ["=HYPERLINK(1)", "=cmd|' /C calc'!A0", "+358", "-1+1", "@SUM(A1)", "#N/A", "'=1", "007", "1e5", "TRUE"],
)
def test_text_is_text_whatever_it_begins_with(tmp_path: Path, text: str) -> None:
    file = written(tmp_path, workbook({"title.fi": text, "own": text}))
    cell = openpyxl.load_workbook(file)["Toimenpiteet"]["B2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert [row["title.fi"] for row in read(file)] == [text]


NUMBERS = st.one_of(
    st.dates().map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
    st.integers().map(str),
    st.from_regex(r"[-+]?[0-9]{1,18}([.,][0-9]{0,4})?(e[0-9])?", fullmatch=True),
    st.sampled_from(
        ["2026-02-29", "1900-02-28", "-0", "3.10.2022", "0.30000000000000004", "5 000", "jatkuva"]
    ),
)


@settings(max_examples=10, deadline=None)
@given(st.lists(NUMBERS, min_size=30, max_size=30))
def test_numbers_and_dates_read_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    rows = [{"deadline": text, "completion": text, "schedule-start": text} for text in texts]
    assert read(written(tmp_path_factory.mktemp("x"), workbook(*rows))) == rows


def test_the_same_workbook_gives_the_same_bytes(tmp_path: Path) -> None:
    book = workbook({"id": "A1", "title.fi": "x"})
    first = written(tmp_path, book).read_bytes()
    assert written(tmp_path, book).read_bytes() == first


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    file = written(tmp_path, workbook({"id": "A1", "title.fi": "x"}))
    before = file.read_bytes()
    with pytest.raises(SourceError, match="40000 characters"):
        written(tmp_path, workbook({"id": "A1", "title.fi": "x" * 40_000}))
    with pytest.raises(SourceError, match="cannot be written"):
        write_workbook(workbook(), tmp_path / "none" / "x.xlsx", MODEL)
    assert file.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["x.xlsx"]


def test_nothing_that_nobody_knows_is_lost(tmp_path: Path) -> None:
    book = workbook({"id": "A1", "title.fi": "x", "own": "=1"})
    sheet = book.sheets["actions"]
    rows = (replace(sheet.rows[0], number=7, strays={12: "yksin"}),)
    other = Sheet("Omat/muut", Path("x"), ("a", ""), (Row(2, {"a": "b"}, {2: "c"}),), "Omat/muut")
    file = written(tmp_path, Workbook(Path("x"), {"Omat/muut": other, "actions": replace(sheet, rows=rows)}))
    found = recognised(read_workbook(file), MODEL).sheets
    assert [(row.number, row.strays) for row in found["actions"].rows] == [(7, {12: "yksin"})]
    assert found["Omat muut"].rows[0] == other.rows[0]


def test_findings_are_coloured_and_told(tmp_path: Path) -> None:
    marks = (
        Mark("actions", 2, "title.fi", Severity.WARNING, "liian lyhyt"),
        Mark("actions", 2, "title.fi", Severity.ERROR, "on tyhjä"),
        Mark("actions", 3, "", Severity.NOTE, "koko rivi"),
        Mark("actions", 1, "own", Severity.ERROR, "outo sarake"),
    )
    book = workbook({"id": "A1", "title.fi": "x"}, {"id": "A2", "title.fi": "y"})
    page = openpyxl.load_workbook(written(tmp_path, book, "fi", *marks))["Toimenpiteet"]
    assert page["B2"].comment.text == "Virhe: on tyhjä\nVaroitus: liian lyhyt"
    colours = {name: page[name].fill.start_color.rgb for name in ("A2", "B2", "B3", "C3")}
    assert colours["B3"] == colours["C3"]
    assert len(set(colours.values())) == 3
    assert page["A3"].comment.text == "Huomautus: koko rivi"
    assert page["H1"].comment.text == "Virhe: outo sarake"


def test_menus_stop_at_closed_lists_and_only_warn_of_references(tmp_path: Path) -> None:
    bodies = Sheet("bodies", Path("x"), ("id", "kind", "title.fi"), (Row(2, {"id": "B1", "title.fi": "y"}),))
    book = workbook({"id": "A1", "title.fi": "x"})
    book = replace(book, sheets={**book.sheets, "bodies": bodies})
    file = openpyxl.load_workbook(written(tmp_path, book))
    page, lists = file["Toimenpiteet"], file["Luettelot"]
    found = {str(rule.sqref).partition("2:")[0]: rule for rule in page.data_validations.dataValidation}
    status, body = found[column(page, "Tila")], found[column(page, "Vastuutaho")]
    assert (status.errorStyle, body.errorStyle) == ("stop", "warning")
    assert "puolipisteellä" in body.prompt or "erota" in body.prompt
    place = status.formula1.partition("!")[2].replace("$", "")
    choices = [cell.value for [cell] in lists[place]]
    assert choices[0] == "Aikataulussa"
    assert body.formula1.startswith("OFFSET('Luettelot'!$") or body.formula1.startswith("OFFSET(Luettelot!$")
    kinds = next(r for r in file["Toimijat"].data_validations.dataValidation if r.errorStyle == "stop")
    place = kinds.formula1.partition("!")[2].replace("$", "")
    assert [cell.value for [cell] in lists[place]] == ["Organisaatio", "Yksikkö", "Virka tai tehtävä"]


def test_a_sheet_can_be_worked_with_and_printed(tmp_path: Path) -> None:
    page = openpyxl.load_workbook(written(tmp_path, workbook({"id": "A1", "title.fi": "x"})))["Toimenpiteet"]
    assert (page.freeze_panes, page.print_title_rows, page.page_setup.orientation) == (
        "C2",
        "$1:$1",
        "landscape",
    )
    assert "Täytä jokaisella rivillä." in page["B1"].comment.text
    folded = column(page, "Nimi (sv)")
    assert page.column_dimensions[folded].hidden
    assert page.column_dimensions[folded].outlineLevel == 1
    assert not page.column_dimensions["H"].hidden
