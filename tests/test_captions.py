"""A caption above the headers: the headers are found, and rows keep their numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rdflib import SKOS, Literal

from graph.adding import check_workbooks
from graph.captions import below_caption
from graph.headers import Headings
from graph.workbook import Row, Sheet
from ontology import load_model
from ontology.namespaces import ID

CAPTION = "Toimenpiteet 2025,,\nPäivitetty keväällä,,\nTunnus,Nimi,\nA1,Kävely,irti\nA2,Pyöräily,\n"


def test_headers_below_a_caption_are_found_and_told(make_workbook: Callable[..., Path]) -> None:
    folder = make_workbook()
    (folder / "actions.csv").write_text(CAPTION, encoding="utf-8")
    ((mapped, report),) = check_workbooks([folder])
    assert (ID["tiny/A2"], SKOS.prefLabel, Literal("Pyöräily", lang="fi")) in mapped.graph
    assert [found.line() for found in report.findings] == [
        "actions:4:#3: “irti” stands in a column without a header"
    ]
    assert (
        report.notes[0].line() == "actions:3: the headers stand in row 3; what stands above them is not read"
    )


def found_in(*rows: Row, headers: tuple[str, ...] = ("Otsikko",)) -> Sheet:
    model = load_model()
    sheet = Sheet("actions", Path("x.xlsx"), headers, rows, "x", 1, {headers[0]: 1})
    return below_caption(sheet, Headings(sheet, model.sheets["actions"], model))


def test_the_place_of_each_header_is_kept() -> None:
    sheet = found_in(Row(4, {}, {2: "Tunnus", 4: "Nimi"}), Row(9, {}, {2: "A1", 4: "x", 5: "y"}))
    assert (sheet.header_row, sheet.headers) == (4, ("", "Tunnus", "", "Nimi"))
    assert sheet.positions == {"Tunnus": 2, "Nimi": 4}
    assert sheet.rows == (Row(9, {"Tunnus": "A1", "Nimi": "x"}, {5: "y"}),)
    assert sheet.caption == "Otsikko"


def test_one_known_word_is_no_row_of_headers_and_the_eleventh_row_is_too_low() -> None:
    one = found_in(Row(2, {}, {2: "Nimi"}))
    low = found_in(Row(11, {}, {2: "Tunnus", 4: "Nimi"}))
    assert (one.header_row, low.header_row) == (1, 1)


def test_a_sheet_with_a_known_header_stays_as_it_is() -> None:
    sheet = found_in(Row(2, {"Nimi": "Tunnus"}, {2: "Nimi"}), headers=("Nimi",))
    assert (sheet.header_row, sheet.caption) == (1, "")


def test_two_captions_that_are_alike_hide_no_column(make_workbook: Callable[..., Path]) -> None:
    folder = make_workbook()
    text = "2025,2025,2025\nTunnus,Nimi,Kuvaus\nA1,Kävely,Reitit kuntoon\n"
    (folder / "actions.csv").write_text(text, encoding="utf-8")
    ((mapped, report),) = check_workbooks([folder])
    assert not report.findings, [found.line() for found in report.findings]
    thing = ID["tiny/A1"]
    assert (thing, SKOS.prefLabel, Literal("Kävely", lang="fi")) in mapped.graph
    assert Literal("Reitit kuntoon", lang="fi") in set(mapped.graph.objects(thing))
