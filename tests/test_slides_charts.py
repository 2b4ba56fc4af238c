"""Charts as slides: PowerPoint's own, with the numbers of the answer, and legible without colours."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator
from rdflib import Literal

from graph import Table
from graph.evaluation.chart_data import grid
from graph.query_parts import Chart as Parts
from graph.table import Cell, TableColumn
from webviz.presentation import Chart, Grid, GridCell, GridRow
from webviz.presentation.slides import pptx

from .scenes import HARM, LONG, scene
from .slide_geometry import opened, outside, overflowing, shapes, silent
from .slide_tables import cells, tables, too_full

BAR = Parts("bar", {"label": "a", "value": "b"})
SERIES = Parts("bar", {"label": "a", "value": "b", "series": "c"})
TIMELINE = Parts("timeline", {"label": "a", "start": "b", "end": "c"})
NAMES = {"a": "Vastuutaho", "b": "Toimenpiteitä", "c": "Päämäärä"}


def answer(parts: Parts, *rows: tuple[object, ...], lang: str = "fi"):
    keys = "abc"[: len(rows[0])] if rows else "abc"
    columns = tuple(TableColumn(key, {"fi": NAMES[key], "sv": NAMES[key]}) for key in keys)
    lines = tuple(tuple(Cell(None if v is None else Literal(v)) for v in row) for row in rows)
    table = Table("kysymys", columns, lines)
    made = tuple(GridRow(tuple(_cell(value) for value in row)) for row in rows)
    heads = tuple(GridCell(NAMES[key]) for key in keys)
    return scene(Chart(table, parts, Grid(heads, made)), lang=lang, legend=())


def _cell(value: object) -> GridCell:
    return GridCell("" if value is None else str(value), float(value) if isinstance(value, int) else None)


def drawn(slide):
    (frame,) = [each for each in slide.shapes if each.has_chart]
    return frame, frame.chart


def sizes(chart) -> set[float]:
    return {int(size) / 100 for size in chart._chartSpace.xpath(".//@sz")}


@pytest.mark.parametrize("number", [1, 3, 12])
def test_bars_have_the_numbers_of_the_answer(number: int) -> None:
    rows = [(LONG[n % 5] + f" {n}", (n * 7) % 11) for n in range(number)]
    content = pptx(answer(BAR, *rows))
    slide = opened(content).slides[0]
    frame, chart = drawn(slide)
    (series,) = chart.plots[0].series
    found = grid(answer(BAR, *rows).content.table, "a", "", "b")
    assert list(series.values) == [row[0] for row in found.values]
    assert [
        str(name).rstrip("…") in label
        for name, label in zip(chart.plots[0].categories, found.rows, strict=True)
    ] == [True] * number
    assert chart.value_axis.minimum_scale == 0
    assert not chart.has_legend
    assert min(sizes(chart)) >= 12
    assert chart.category_axis.reverse_order
    assert series.data_labels.show_value
    descr = frame._element.xpath("string(./p:nvGraphicFramePr/p:cNvPr/@descr)")
    assert all(f"{label}: {row[0]:.0f}" in descr for label, row in zip(found.rows, found.values, strict=True))
    assert not outside(slide, 960, 540)
    assert not overflowing(slide)
    assert not silent(slide)
    ids = [shape.id for shape in shapes(slide)]
    assert len(set(ids)) == len(ids)


def test_the_workbook_of_a_chart_can_be_changed_in_powerpoint() -> None:
    content = pptx(answer(BAR, ("Kirjasto", 4), ("Museot", 2)))
    assert content == pptx(answer(BAR, ("Kirjasto", 4), ("Museot", 2)))
    with ZipFile(io.BytesIO(content)) as files:
        (name,) = [name for name in files.namelist() if name.endswith(".xlsx")]
        sheet = openpyxl.load_workbook(io.BytesIO(files.read(name))).active
    told = [[cell.value for cell in row] for row in sheet.rows]
    assert told == [[None, "Toimenpiteitä"], ["Kirjasto", 4], ["Museot", 2]]


def test_more_bars_than_are_legible_are_cut_and_all_stand_in_a_table() -> None:
    rows = [(f"Yksikkö {n}", n % 30) for n in range(40)]
    slides = opened(pptx(answer(BAR, *rows))).slides
    _, chart = drawn(slides[0])
    shown = list(chart.plots[0].series[0].values)
    assert 10 <= len(shown) <= 16
    assert min(shown) >= sorted(value for _, value in rows)[-len(shown)]
    assert any(f"Kaaviossa ovat suurimmat: {len(shown)} / 40." in shape.text for shape in shapes(slides[0]))
    found = [cell.text for slide in slides for frame in tables(slide) for cell in cells(frame)]
    assert {name for name, _ in rows} <= set(found)
    assert not any(too_full(frame) for slide in slides for frame in tables(slide))


def test_series_differ_without_colours_and_have_a_legend() -> None:
    rows = [
        (name, n + 1, goal) for n, name in enumerate(("Kirjasto", "Museot")) for goal in ("Arki", "Elinvoima")
    ]
    _, chart = drawn(opened(pptx(answer(SERIES, *rows))).slides[0])
    assert chart.has_legend
    assert chart.plots[0].overlap == 100
    assert [series.name for series in chart.plots[0].series] == ["Arki", "Elinvoima"]
    assert chart._chartSpace.xpath(".//c:ser/c:spPr/a:pattFill")
    one = [(name, 2, "Arki") for name in ("Kirjasto", "Museot")]
    _, chart = drawn(opened(pptx(answer(SERIES, *one))).slides[0])
    assert not chart.has_legend


def test_numbers_below_zero_are_drawn_to_the_left() -> None:
    _, chart = drawn(opened(pptx(answer(BAR, ("a", -2), ("b", 3)))).slides[0])
    assert chart.value_axis.minimum_scale is None
    assert list(chart.plots[0].series[0].values) == [-2, 3]


def test_a_timeline_begins_and_ends_where_the_answer_says() -> None:
    rows = (("Auditointi", "2022", "2023"), ("Avustus", "2023-07", None), ("Ilman päiviä", None, None))
    slides = opened(pptx(answer(TIMELINE, *rows))).slides
    _, chart = drawn(slides[0])
    starts, lengths = chart.plots[0].series
    assert list(starts.values) == [2022, pytest.approx(2023.5, abs=0.01)]
    assert [a + b for a, b in zip(starts.values, lengths.values, strict=True)] == pytest.approx(
        [2024, 2024], abs=0.01
    )
    assert starts._element.xpath("./c:spPr/a:noFill")
    assert (chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) == (2022, 2024)
    assert list(chart.plots[0].categories) == ["Auditointi (2022–2023)", "Avustus (1.7.2023 alkaen)"]
    assert any("Aikajanalla on 2 / 3." in shape.text for shape in shapes(slides[0]))
    assert "Ilman päiviä" in [cell.text for cell in cells(tables(slides[1])[0])]
    assert min(sizes(chart)) >= 12


@pytest.mark.parametrize(("lang", "head"), [("fi", "Vastuutaho"), ("sv", "Vastuutaho")])
def test_numbers_by_two_things_are_a_shaded_table(lang: str, head: str) -> None:
    parts = Parts("matrix", {"rows": "a", "columns": "c", "value": "b"})
    rows = (("Kirjasto", 3, "Arki"), ("Kirjasto", 1, "Elinvoima"), ("Museot", 2, "Arki"))
    (slide,) = opened(pptx(answer(parts, *rows, lang=lang))).slides
    found = [(cell.text, cell.shade) for cell in cells(tables(slide)[0])]
    assert found == [
        (head, False), ("Arki", False), ("Elinvoima", False),
        ("Kirjasto", False), ("3", True), ("1", True), ("Museot", False), ("2", True), ("", False),
    ]  # fmt: skip


def test_a_network_is_told_as_a_table() -> None:
    parts = Parts("network", {"from": "a", "to": "c", "weight": "b"})
    (slide,) = opened(pptx(answer(parts, ("Kirjasto", 2, "Museot")))).slides
    assert [cell.text for cell in cells(tables(slide)[0])][3:] == ["Kirjasto", "2", "Museot"]


@pytest.mark.parametrize("parts", [BAR, SERIES, TIMELINE])
def test_an_answer_without_anything_to_draw_is_a_table(parts: Parts) -> None:
    (slide,) = opened(pptx(answer(parts))).slides
    assert "Rivejä ei ole." in [cell.text for cell in cells(tables(slide)[0])]


def test_strange_texts_break_no_chart() -> None:
    rows = [(text, n + 1, HARM[n - 1]) for n, text in enumerate(HARM)]
    rows.append(("=1+1", 9, '=HYPERLINK("https://evil.example")'))
    for parts in (BAR, SERIES):
        for slide in opened(pptx(answer(parts, *rows))).slides:
            assert not outside(slide, 960, 540)
    with ZipFile(io.BytesIO(pptx(answer(SERIES, *rows)))) as files:
        (name,) = [name for name in files.namelist() if name.endswith(".xlsx")]
        sheet = openpyxl.load_workbook(io.BytesIO(files.read(name))).active
    assert not [cell.value for row in sheet.rows for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("parts", [BAR, SERIES, TIMELINE])
def test_charts_are_valid_by_the_schemas_of_office(parts: Parts, tmp_path: Path) -> None:
    values = ("2022", "2024") if parts is TIMELINE else (3, "Arki")
    file = tmp_path / "kaavio.pptx"
    file.write_bytes(pptx(answer(parts, ("Kirjasto", *values), ("Museot", values[0], "2023"))))
    assert not [str(error) for error in OpenXmlValidator().validate(file).errors]
