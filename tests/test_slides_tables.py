"""Tables as slides: native, legible, whole, over as many slides as it takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from webviz.presentation import Grid, GridCell, GridRow
from webviz.presentation.slides import pptx

from .scenes import HARM, LONG, STAMP, grid, scene
from .slide_geometry import opened, outside, overflowing, shapes, silent
from .slide_tables import cells, tables, too_full


def slides_of(made: Grid, **more) -> list:
    return list(opened(pptx(scene(made, **more))).slides)


def texts(slides) -> list[str]:
    return [cell.text for slide in slides for frame in tables(slide) for cell in cells(frame)]


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (3, 3), (12, 9), (40, 14), (9, 40), (300, 3)])
def test_a_table_of_any_size_is_legible_and_inside_its_slides(rows: int, columns: int) -> None:
    prs = opened(pptx(scene(grid(rows, columns))))
    assert 1 <= len(prs.slides) <= 20
    sizes = set()
    for slide in prs.slides:
        (frame,) = tables(slide)
        assert not too_full(frame)
        assert not overflowing(slide)
        assert not outside(slide, 960, 540)
        assert not silent(slide)
        stamp = next(shape for shape in shapes(slide) if shape.text == STAMP.said)
        legend = [shape.y for shape in shapes(slide) if shape.text == "nimetty lähteessä"]
        assert (frame.top + frame.height) / 12700 <= min([stamp.y, *legend])
        assert sum(row.height for row in frame.table.rows) == pytest.approx(frame.height, abs=100)
        assert sum(column.width for column in frame.table.columns) == frame.width
        sizes |= {cell.size for cell in cells(frame) if cell.size}
    assert len(sizes) == 1
    assert min(sizes) >= 12


def test_heads_are_flagged_and_repeated_and_the_table_says_what_it_holds() -> None:
    slides = slides_of(grid(40, 9))
    assert len(slides) > 1
    for number, slide in enumerate(slides, 1):
        (frame,) = tables(slide)
        assert frame.table.first_row
        assert frame.table.first_col
        assert not frame.table.horz_banding
        told = list(cells(frame))
        assert told[0].text == "Painopiste"
        assert told[10].text == "Päämäärä"
        descr = frame._element.xpath("string(./p:nvGraphicFramePr/p:cNvPr/@descr)")
        assert "Sarakkeet: Painopiste; " in descr
        assert next(cell.text for cell in told if cell.row == 2) in descr
        assert slide.shapes.title.text_frame.text.endswith(f"({number}/{len(slides)})")
        langs = set(frame._element.xpath(".//a:rPr/@lang"))
        assert langs == {"fi-FI"}


def test_all_numbers_and_names_of_a_table_stand_on_its_slides() -> None:
    made = grid(30, 6)
    found = texts(slides_of(made))
    for row in made.rows:
        assert row.cells[0].text in found
    numbers = sorted(cell.text for row in made.rows for cell in row.cells if cell.number is not None)
    assert sorted(text for text in found if text.isdigit()) == numbers


def test_a_gap_tells_its_reason_across_the_row_and_many_names_are_turned() -> None:
    (slide, *_) = slides_of(grid(4, 14))
    (frame,) = tables(slide)
    gap = next(cell for cell in cells(frame) if cell.text == "Yksikkö ei raportoinut")
    assert gap.wide > 300
    assert frame._element.xpath(".//a:tr[1]//a:tcPr/@vert") == ["vert270"] * 14
    assert len(frame.table.columns) == 15


def test_counts_are_shaded_in_one_hue_and_still_are_numbers() -> None:
    slides = slides_of(grid(6, 5))
    (frame,) = tables(slides[0])
    shaded = [cell for cell in cells(frame) if cell.shade and cell.text.isdigit()]
    assert shaded
    hues = frame._element.xpath(".//a:tcPr/a:solidFill/a:schemeClr[starts-with(@val, 'accent')]/@val")
    assert len(set(hues)) == 1


def test_cells_lead_somewhere_only_where_there_is_an_address() -> None:
    made = grid(6, 5)
    linked = [cell for cell in cells(tables(slides_of(made)[0])[0]) if cell.link]
    assert {cell.link for cell in linked} == {"https://plans.example/q"}
    assert all(cell.text.isdigit() for cell in linked)
    bare = replace(
        made,
        rows=tuple(replace(row, cells=tuple(replace(c, url="") for c in row.cells)) for row in made.rows),
    )
    slide = slides_of(bare)[0]
    assert not any(cell.link for cell in cells(tables(slide)[0]))


def test_what_does_not_fit_on_twenty_slides_is_told() -> None:
    rows = tuple(GridRow((GridCell(f"Rivi {n}"), GridCell(LONG[n % 5]))) for n in range(500))
    slides = slides_of(Grid((GridCell("Toimenpide"), GridCell("Vastuutaho")), rows))
    assert len(slides) == 20
    shown = sum(text.startswith("Rivi ") for text in texts(slides))
    said = f"Dioille mahtui {shown} riviä, kun rivejä on 500."
    assert any(said in shape.text for shape in shapes(slides[-1]))
    assert said in slides[0].notes_slide.notes_text_frame.text


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_an_empty_table_says_so(lang: str) -> None:
    (slide,) = slides_of(Grid((GridCell("Painopiste"), GridCell("Toimenpide")), ()), lang=lang)
    said = {"fi": "Rivejä ei ole.", "sv": "Det finns inga rader.", "en": "There are no rows."}
    assert said[lang] in texts([slide])
    assert not too_full(tables(slide)[0])


def test_strange_texts_break_no_table() -> None:
    rows = tuple(GridRow((GridCell(text), GridCell(text), GridCell("3", 3.0, 9))) for text in HARM)
    heads = tuple(map(GridCell, (HARM[0], HARM[2], HARM[1])))
    slides = slides_of(Grid(heads, (*rows, GridRow(()), GridRow((GridCell("x"),) * 9))))
    for slide in slides:
        assert not too_full(tables(slide)[0])
    assert "Hyvin pitkät tekstit on lyhennetty." in slides[0].notes_slide.notes_text_frame.text


def test_equal_tables_give_equal_bytes() -> None:
    assert pptx(scene(grid(9, 4))) == pptx(scene(grid(9, 4)))
