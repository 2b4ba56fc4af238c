"""The workbook to begin with: untouched it is an empty plan, filled in it is a plan."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from rdflib import URIRef

from graph.adding import check_workbooks
from graph.errors import ParameterError
from graph.findings import Report
from graph.mapped import Mapped
from graph.spreadsheets import read_workbook, write_workbook
from graph.template import in_front_only, template
from ontology import LANGUAGES, load_model
from ontology.namespaces import ID, PLAN

MODEL = load_model()
IMPLEMENTS = "Toteuttaa (painopisteet, tavoitteet)"


def made(folder: Path, lang: str = "fi", name: str = "kemi 2026.xlsx", **options: bool) -> Path:
    file = folder / name
    begun = template(MODEL, lang, file, **options)
    write_workbook(begun.workbook, file, MODEL, lang, front=begun.front)
    return file


def checked(file: Path) -> tuple[Mapped, Report]:
    [(mapped, report)] = check_workbooks([file])
    return mapped, report


def fill(page: Worksheet, row: int, **cells: str | int) -> None:
    columns = {cell.value: cell.column for cell in page[1]}
    for header, value in cells.items():
        page.cell(row, columns[header.replace("_", " ")], value)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_untouched_template_is_an_empty_plan_and_says_so(tmp_path: Path, lang: str) -> None:
    mapped, report = checked(made(tmp_path, lang))
    [finding] = report.findings
    assert report.ok
    assert finding.text("en") == (
        "nothing is written here yet; begin with these sheets: Priorities, Actions, Bodies"
    )
    assert not report.notes
    assert (mapped.outline.plan_id, dict(mapped.outline.things)) == ("kemi-2026", {})


def test_the_first_sheets_are_those_to_begin_with(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path))
    names = book.sheetnames
    assert names[:5] == ["Ohje", "Perustiedot", "Painopisteet", "Toimenpiteet", "Toimijat"]
    assert [name for name in names if book[name].sheet_state != "visible"] == ["Luettelot"]
    assert len(names) == len(MODEL.sheets) + 2
    grey = {book[name].sheet_properties.tabColor.rgb for name in names[5:-1]}
    assert len(grey) == 1
    assert grey.isdisjoint({book[name].sheet_properties.tabColor.rgb for name in names[1:5]})


def test_a_template_filled_in_by_hand_is_a_plan(tmp_path: Path) -> None:
    file = made(tmp_path)
    book = openpyxl.load_workbook(file)
    for row, title in enumerate(("Liikkuminen", "Ravinto; ruokailu", "Osallisuus"), 3):
        fill(book["Painopisteet"], row, **{"Nimi (fi)": title})
    for row, title in enumerate(("Liikuntapalvelut", "Nuorisopalvelut"), 3):
        fill(book["Toimijat"], row, Laji="Yksikkö", Tehtäväalue="Liikunta", **{"Nimi (fi)": title})
    for row in range(3, 7):
        cells = {"Nimi (fi)": f"Toimenpide {row}", IMPLEMENTS: "P1 Liikkuminen", "Vastuutaho": "B1"}
        fill(book["Toimenpiteet"], row, **cells)
    cells = {IMPLEMENTS: "P1 Liikkuminen; P2 Ravinto, ruokailu", "Vastuutaho": "B1 Liikuntapalvelut|B2"}
    fill(
        book["Toimenpiteet"], 7, **{"Nimi (fi)": "Toimenpide 7", "Alkuvuosi": 2026, "Tila": "Tehty", **cells}
    )
    book.save(file)
    mapped, report = checked(file)
    assert [finding.line() for finding in report.findings] == []
    assert sorted(mapped.outline.things) == ["A1", "A2", "A3", "A4", "A5", "B1", "B2", "P1", "P2", "P3"]

    def values(thing: str, predicate: URIRef) -> set[str]:
        found = mapped.graph.objects(ID[f"kemi-2026/{thing}"], predicate)
        return {str(value).rpartition("/")[2] for value in found}

    assert values("A5", PLAN.implements) == {"P1", "P2"}
    assert values("A5", PLAN.responsible) == {"B1", "B2"}
    [status] = [c for c in MODEL.sheets["actions"].columns if c.key == "status"]
    assert values("A5", status.predicate) == {"done"}
    assert values("A1", PLAN.implements) == {"P1"}


def test_every_example_is_seen_as_one(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path))
    for page in book.worksheets[1:-1]:
        texts = [str(cell.value) for cell in page[2] if cell.value]
        assert any(text.startswith("Esimerkki: ") for text in texts[:2]), page.title
        assert all(cell.font.italic for cell in page[2] if cell.value)


def test_an_example_with_other_words_is_a_row_of_its_own(tmp_path: Path) -> None:
    file = made(tmp_path)
    book = openpyxl.load_workbook(file)
    book["Painopisteet"]["B2"] = "Esimerkillinen kunta"
    book.save(file)
    mapped, _ = checked(file)
    assert len(mapped.outline.things) == 1


def test_more_sheets_stand_in_front_where_they_are_asked_for(tmp_path: Path) -> None:
    begun = template(MODEL, "fi", tmp_path / "x.xlsx", ["Päämäärät", "INDICATORS"])
    assert begun.front == ("info", "goals", "priorities", "actions", "indicators", "bodies")
    with pytest.raises(ParameterError, match="goals"):
        template(MODEL, "fi", tmp_path / "x.xlsx", ["gaols"])


def test_a_register_begins_with_its_bodies(tmp_path: Path) -> None:
    mapped, _ = checked(made(tmp_path, register=True))
    assert mapped.outline.cls == PLAN.Register
    book = openpyxl.load_workbook(tmp_path / "kemi 2026.xlsx")
    assert book.sheetnames[1:4] == ["Perustiedot", "Toimijat", "Verkostot"]


def test_a_folder_begins_with_the_sheets_in_front(tmp_path: Path) -> None:
    folder = tmp_path / "kemi"
    begun = template(MODEL, "sv", folder)
    write_workbook(in_front_only(begun), folder, MODEL, "sv")
    assert sorted(file.stem for file in folder.iterdir()) == ["actions", "bodies", "info", "priorities"]
    sheets = read_workbook(folder).sheets
    assert [row.cells["title.sv"][:8] for row in sheets["actions"].rows] == ["Exempel:"]
    assert checked(folder)[1].ok


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("strategia", "2031", "strategia-2031"),
        ("Kemi_2025–2028", "2031", "kemi-2025-2028"),
        ("???", "2031", "plan-2031"),
    ],
)
def test_the_id_comes_from_the_name_of_the_file(name: str, year: str, expected: str) -> None:
    from graph.template import identity

    assert identity(Path(f"{name}.xlsx"), int(year))[0] == expected
