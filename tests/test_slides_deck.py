"""A report as slides: first what it says, then an answer after the other, then what it rests on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import Flask
from openxml_audit import OpenXmlValidator

from webviz.presentation import Deck, Grid, GridCell, GridRow
from webviz.presentation.slides import pptx
from webviz.scenes.making import deck as deck_of
from webviz.scenes.making import scene as scene_of
from webviz.state import State

from .scenes import LONG, STAMP, grid, layered, scene
from .slide_geometry import opened, outside, overflowing, shapes, silent
from .slide_tables import tables, too_full

SUMMARY = ("Kolmella painopisteellä ei ole toimenpidettä", "Vastuutaho puuttuu 9 toimenpiteeltä")
PLAN = "kemi-hyvinvointi-2023"


def report(*contents, **more) -> Deck:
    shown = tuple(scene(content, title=f"Havainto {n}") for n, content in enumerate(contents, 1))
    given = {"summary": SUMMARY, "sources": ("Hyvinvointikertomus 2023",), "stamp": STAMP, **more}
    return Deck("raportti", "fi", "Kemin hyvinvointisuunnitelma 2023", "Hyvinvointitoimiala", shown, **given)


def titles(content: bytes) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in opened(content).slides]


def sections(content: bytes) -> dict[str, int]:
    root = opened(content).part._element
    found = root.xpath(".//*[local-name()='section']")
    known = set(root.xpath("./p:sldIdLst/p:sldId/@id"))
    listed = [each.xpath(".//*[local-name()='sldId']/@id") for each in found]
    assert {n for ids in listed for n in ids} == known
    return {each.get("name"): len(ids) for each, ids in zip(found, listed, strict=True)}


def test_a_report_has_its_slides_in_order_and_in_sections() -> None:
    content = pptx(report(grid(3, 3), layered(6)))
    assert titles(content) == [
        "Kemin hyvinvointisuunnitelma 2023", "Tulos", "Havainto 1", "Havainto 2", "Mihin tämä perustuu",
    ]  # fmt: skip
    assert sections(content) == {"Tulos": 2, "Havainnot": 2, "Mihin tämä perustuu": 1}
    assert content == pptx(report(grid(3, 3), layered(6)))
    first, result, *_, last = opened(content).slides
    assert "Arviointiraportti\nHyvinvointitoimiala\nKemi, versio 3" in [
        each.text_frame.text for each in first.placeholders
    ]
    said = next(shape for shape in shapes(result) if SUMMARY[0] in shape.text)
    assert said.text.split("\n") == list(SUMMARY)
    assert said.size >= 18
    assert "Hyvinvointikertomus 2023" in "".join(shape.text for shape in shapes(last))
    assert "Hyvinvointikertomus 2023" in first.notes_slide.notes_text_frame.text


def test_a_report_is_valid_by_the_schemas_of_office(tmp_path: Path) -> None:
    file = tmp_path / "raportti.pptx"
    file.write_bytes(pptx(report(grid(12, 14), grid(3, 3))))
    assert not [str(error) for error in OpenXmlValidator().validate(file).errors]


def test_a_long_report_ends_and_names_what_it_leaves_out() -> None:
    content = pptx(report(*[grid(5, 3)] * 60, summary=LONG * 30, sources=LONG))
    slides = opened(content).slides
    assert len(slides) <= 30
    named = [shape.text for shape in shapes(slides[-1]) if "ei ole omaa diaa" in shape.text]
    assert len(named) == 1
    for slide in slides:
        assert not overflowing(slide)
        assert not outside(slide, 960, 540)


def test_an_answer_has_two_slides_only_where_these_show_all_of_it() -> None:
    def rows(number: int) -> Grid:
        made = tuple(GridRow((GridCell(f"Rivi {n}"), GridCell("Kirjasto"))) for n in range(number))
        return Grid((GridCell("Toimenpide"), GridCell("Vastuutaho")), made)

    assert len(titles(pptx(report(rows(25))))) == 3 + 2
    found = opened(pptx(report(rows(100)))).slides
    assert len(found) == 3 + 1
    assert any("rivejä on 100" in shape.text for shape in shapes(found[2]))


def test_an_empty_report_is_a_presentation() -> None:
    made = replace(report(), summary=(), sources=(), scope="", stamp=replace(STAMP, said=""))
    assert titles(pptx(made)) == ["Kemin hyvinvointisuunnitelma 2023"]


def test_the_report_and_the_matrix_of_kemi_are_legible(viewer: Flask) -> None:
    with viewer.test_request_context(f"/?lang=fi&plan={PLAN}"):
        viewer.preprocess_request()
        state = State(plan=PLAN, lang="fi")
        made, matrix = deck_of(state), scene_of("matrix", state)
    contents = pptx(made), pptx(matrix)
    assert 10 <= len(titles(contents[0])) <= 25
    assert len(titles(contents[1])) <= 4
    for content in contents:
        for slide in opened(content).slides:
            assert not [frame for frame in tables(slide) if too_full(frame)]
            assert not overflowing(slide)
            assert not outside(slide, 960, 540)
            assert not silent(slide)
            assert all(shape.size >= 12 for shape in shapes(slide) if shape.size)
