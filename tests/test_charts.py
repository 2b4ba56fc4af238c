"""Charts of answers: whole SVG that needs nothing, inside its frame, with words that tell what it shows."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import XSD, Literal, URIRef

from graph import Cell, PlanGraph, Table
from graph.drawing.strokes import INK, SOFT
from graph.evaluation.chart_svg import FILLS, SHADES, TIE, width_of, wrapped
from graph.evaluation.charts import Drawing, as_text, drawn
from graph.query_parts import Chart
from graph.table import TableColumn
from ontology import LANGUAGES, Label

PLAN = "kemi-hyvinvointi-2023"
SVG = "{http://www.w3.org/2000/svg}"
BAR = Chart("bar", {"label": "a", "value": "n"})
SERIES = Chart("bar", {"label": "a", "value": "n", "series": "b"})
MATRIX = Chart("matrix", {"rows": "a", "columns": "b", "value": "n"})
TIMELINE = Chart("timeline", {"label": "a", "start": "b", "end": "c"})
NETWORK = Chart("network", {"from": "a", "to": "b", "weight": "n"})
CHARTS = [BAR, SERIES, MATRIX, TIMELINE, NETWORK]


def table(keys: str, *rows: tuple[object, ...]) -> Table:
    columns = tuple(TableColumn(key, {lang: key.upper() for lang in LANGUAGES}) for key in keys)
    return Table("made", columns, tuple(tuple(map(cell, row)) for row in rows))


def cell(value: object) -> Cell:
    if isinstance(value, str) and value.startswith("thing "):
        return Cell(URIRef(f"https://example.fi/{abs(hash(value))}"), Label(value, "fi"))
    return Cell(None if value is None else Literal(value))


def whole(drawing: Drawing | None) -> ElementTree.Element:
    assert drawing is not None
    return ElementTree.fromstring(drawing.svg)


def outside(root: ElementTree.Element) -> list[str]:
    """Return what does not stand within the frame, texts as wide as they are measured to be."""
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    found = []
    for node in root.iter(f"{SVG}text"):
        size = float(node.get("font-size") or root.attrib["font-size"])
        long = width_of(node.text or "", size)
        turned = re.match(r"translate\(([\d.-]+) ([\d.-]+)\)", node.get("transform", ""))
        if turned:
            x, y = map(float, turned.groups())
            inside = 0 <= x <= width and y - long >= -1 and y <= height
        else:
            x, y = float(node.attrib["x"]), float(node.attrib["y"])
            left = x - long * {"start": 0.0, "middle": 0.5, "end": 1.0}[node.get("text-anchor", "start")]
            inside = left >= -1 and left + long <= width + 1 and size * 0.5 <= y <= height
        found += [] if inside else [node.text or ""]
    for node in root.iter(f"{SVG}rect"):
        x, y, wide, high = (float(node.get(key, "0")) for key in ("x", "y", "width", "height"))
        if x < -1 or y < -1 or x + wide > width + 1 or y + high > height + 1:
            found.append(ElementTree.tostring(node, "unicode"))
    return found


labels = st.text(max_size=90) | st.sampled_from(["thing " + "pitkäsana" * 12, '"#ID-p1"><script>', "]]>&"])
numbers = st.integers(-(10**18), 10**18) | st.floats() | st.decimals(allow_nan=True) | st.none() | labels
dates = st.none() | labels | st.dates().map(lambda day: Literal(day.isoformat(), datatype=XSD.date))
dates |= st.integers(0, 9999).map(lambda year: Literal(f"{year:04}", datatype=XSD.gYear))
rows = st.lists(st.tuples(labels, labels | dates, dates, numbers), max_size=60)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: f"{chart.type}{len(chart.columns)}")
@settings(max_examples=25, deadline=None)
@given(rows=rows)
def test_whatever_the_labels_a_chart_is_whole_and_inside_its_frame(
    chart: Chart, rows: list[tuple[object, ...]]
) -> None:
    made = table("abcn", *rows)
    drawing = drawn(made, chart, "fi", title="T <&\x00")
    assert isinstance(as_text(made, chart, "sv", 60), str)
    if drawing is not None:
        root = whole(drawing)
        assert outside(root) == []
        assert drawing.alt
        names = {node.tag.removeprefix(SVG) for node in root.iter()}
        assert names <= {"svg", "title", "desc", "rect", "text", "line", "path", "circle", "defs", "pattern"}
        assert not re.search(r" (style|on\w+|href|src)=", drawing.svg)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: f"{chart.type}{len(chart.columns)}")
def test_a_chart_names_itself_and_tells_what_it_shows(chart: Chart, lang: str) -> None:
    made = table("abcn", ("thing one", "2020", "2021", 3), ("thing two", "2019", None, 0))
    drawing = drawn(made, chart, lang, title="Title")
    root = whole(drawing)
    ids = root.attrib["aria-labelledby"].split()
    named = {node.get("id"): node.text for node in root.iter() if node.get("id")}
    assert drawing is not None
    assert [named[key] for key in ids] == ["Title", drawing.alt]
    assert root.attrib["role"] == "img"
    assert "{" not in drawing.alt
    assert "one" in drawing.alt


def test_equal_answers_give_equal_drawings_and_different_ones_other_identifiers() -> None:
    one, other = table("abn", ("x", "y", 1)), table("abn", ("x", "z", 1))
    first = drawn(one, SERIES, "en", title="T")
    assert first == drawn(one, SERIES, "en", title="T")
    ids = [whole(drawn(made, SERIES, "en", title="T")).attrib["aria-labelledby"] for made in (one, other)]
    assert ids[0] != ids[1]


def test_bars_are_as_long_as_their_numbers_and_say_the_extremes() -> None:
    made = table("an", ("four", 4), ("one", 1), ("none", 0), ("also none", 0))
    drawing = drawn(made, BAR, "en", title="T")
    bars = [node for node in whole(drawing).iter(f"{SVG}rect") if node.get("fill") == FILLS[0]]
    assert [float(bar.attrib["width"]) / float(bars[1].attrib["width"]) for bar in bars] == pytest.approx(
        [4, 1], rel=0.01
    )
    assert drawing is not None
    assert "Most: four (4)." in drawing.alt
    assert "Zero (2): none and also none." in drawing.alt
    assert "Least" not in drawing.alt
    assert re.findall(r"█+", as_text(made, BAR, "en", 40))


def test_rows_of_one_thing_are_counted_once_each_and_numbers_summed() -> None:
    named = table("an", ("x", "thing 1"), ("x", "thing 1"), ("x", "thing 2"))
    assert "(2)" in whole(drawn(named, BAR, "en", title="T"))[1].text  # type: ignore[operator]
    summed = table("abn", ("x", "p", 2), ("x", "q", 3))
    texts = [node.text for node in whole(drawn(summed, SERIES, "en", title="T")).iter(f"{SVG}text")]
    assert "5 (2 + 3)" in texts


def test_what_is_too_much_shows_the_largest_and_says_so() -> None:
    many = table("abn", *((f"a{n:03}", f"b{n}", n) for n in range(100)))
    for chart in (BAR, NETWORK):
        drawing = drawn(many, chart, "en", title="T")
        texts = " ".join(node.text or "" for node in whole(drawing).iter(f"{SVG}text"))
        assert drawing is not None
        assert "Drawn are the largest: 40 of" in drawing.alt
        assert "Drawn are the largest: 40 of" in texts
        assert "a099" in texts
        assert "a001" not in texts
    series = drawn(many, SERIES, "en", title="T")
    assert "others" in " ".join(node.text or "" for node in whole(series).iter(f"{SVG}text"))


def test_a_timeline_tells_open_ends() -> None:
    made = table(
        "abc", ("begun", "2020-03-01", None), ("whole", "2021-01-01", "2022-12-31"), ("never", None, None)
    )
    drawing = drawn(made, TIMELINE, "fi", title="T")
    texts = [node.text for node in whole(drawing).iter(f"{SVG}text")]
    assert "1.3.2020 alkaen" in texts
    assert "2021–2022" in texts
    assert drawing is not None
    assert "Ilman päättymisaikaa (1): begun." in drawing.alt
    assert "Ilman aikatietoja (1): never." in drawing.alt


def test_what_is_tied_both_ways_is_one_connection_and_the_lonely_are_told() -> None:
    made = table("abn", ("x", "y", 2), ("y", "x", 2), ("x", "z", 0))
    drawing = drawn(made, NETWORK, "en", title="T")
    assert drawing is not None
    assert "connections: 1" in drawing.alt
    assert "Without connections (1): z." in drawing.alt


def test_nothing_to_draw_is_no_drawing() -> None:
    for chart in CHARTS:
        assert drawn(table("abcn"), chart, "en", title="T") is None
        assert as_text(table("abcn"), chart, "en") == ""
        assert drawn(table("abcn", ("x", None, None, None)), chart, "en", title="T") is None


def test_long_words_are_broken_to_the_width() -> None:
    for most in (1, 2, 3):
        lines = wrapped("hyvinvointialueyhteistyökehittämishanke " * 3, 90, most)
        assert len(lines) == most
        assert all(width_of(line) <= 90 for line in lines)
        assert lines[-1].endswith("…")


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_texts_and_marks_have_the_contrast_that_wcag_asks_for() -> None:
    assert all(contrast(colour, "#ffffff") >= 4.5 for colour in (INK, SOFT))
    assert all(contrast(colour, "#ffffff") >= 3 for colour in (*FILLS, TIE))
    assert all(contrast(fill, ink) >= 4.5 for fill, ink in SHADES)


def test_every_chart_of_a_question_can_be_drawn_of_a_real_plan(kemi: PlanGraph) -> None:
    for name, question in kemi.library.questions.items():
        if question.chart is not None:
            answer = kemi.ask(name, "fi", PLAN)
            drawing = drawn(answer, question.chart, "fi", title=question.summary["fi"])
            assert bool(answer.rows) >= (drawing is not None)
            if drawing is not None:
                assert outside(whole(drawing)) == [], name
                assert as_text(answer, question.chart, "fi")


def test_ask_draws_for_a_terminal_and_as_a_file(run, tmp_path) -> None:
    asked = ("--lang", "fi", "ask", "actions-per-goal", "--plan", PLAN)
    drawing = run(*asked, "-f", "chart")
    assert re.search(r"Hyvinvoivat kuntalaiset +█+ 35", drawing.stdout)
    file = tmp_path / "goals.svg"
    assert run(*asked, "-o", str(file)).stdout == ""
    assert ElementTree.fromstring(file.read_text(encoding="utf-8")).tag == f"{SVG}svg"
    none = run("ask", "actions-with-city-only", "-f", "chart")
    assert none.exit_code == 2
    assert "no chart" in none.stderr
    nothing = run("ask", "actions-per-priority", "--plan", "kemi-strategia-2022", "-o", str(file))
    assert (nothing.exit_code, "nothing to draw" in nothing.stderr) == (2, True)
