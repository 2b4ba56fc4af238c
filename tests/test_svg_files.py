"""Pictures as SVG files: nothing covers or leaves anything, nothing is fetched, and always the same."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from xml.etree.ElementTree import Element, fromstring

import pytest
from rdflib import Literal

from graph.drawing import Spot
from graph.drawing.frame import NOTE, SCOPE, SIZE, TITLE
from graph.drawing.text_measure import width_of
from graph.query_parts import Chart as Parts
from graph.table import Cell, Table, TableColumn
from webviz.presentation import Chart, Grid, GridCell, GridRow, Layered, Scene, Spread
from webviz.presentation.svg import svg

from .scenes import HARM, KINDS, LONG, grid, layered, scene, spread

SPACE = "{http://www.w3.org/2000/svg}"
Area = tuple[float, float, float, float]


def read(shown: Scene, **wishes) -> Element:
    return fromstring(svg(shown, **wishes))


def moved(element: Element) -> tuple[float, float]:
    found = re.match(r"translate\(([\d.-]+) ([\d.-]+)\)", element.get("transform", ""))
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def text_areas(element: Element, size: float = SIZE) -> list[Area]:
    """Return where the lines of a text stand, as its own places and the measured widths say."""
    bold = element.get("font-weight") == "700"
    size = float(element.get("font-size", size))
    found = []
    for line in element.iter(f"{SPACE}tspan"):
        wide, x, y = width_of(line.text or "", size, bold=bold), float(line.get("x")), float(line.get("y"))
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[element.get("text-anchor", "start")]
        found.append((left, y - size * 0.8, left + wide, y + size * 0.22))
    return found


def areas_in(root: Element) -> list[tuple[Element, Area]]:
    """Return all lines of text of a file with their places in it."""
    found = []

    def walk(element: Element, x: float, y: float) -> None:
        dx, dy = moved(element) if element.tag == f"{SPACE}g" else (0.0, 0.0)
        x, y = x + dx, y + dy
        if element.tag == f"{SPACE}text":
            found.extend((element, (a + x, b + y, c + x, d + y)) for a, b, c, d in text_areas(element))
        for child in element:
            walk(child, x, y)

    walk(root, 0, 0)
    return found


def overlap(one: Area, other: Area, slack: float = 0.6) -> bool:
    return (
        one[0] < other[2] - slack
        and other[0] < one[2] - slack
        and one[1] < other[3] - slack
        and other[1] < one[3] - slack
    )


def size_of(root: Element) -> tuple[float, float]:
    _, _, width, height = map(float, root.get("viewBox").split())
    return width, height


def stands_whole(root: Element) -> None:
    """No line of text leaves the file or covers another one."""
    width, height = size_of(root)
    found = areas_in(root)
    for element, (left, top, right, bottom) in found:
        inside = left >= -0.5 and top >= -0.5 and right <= width + 0.5 and bottom <= height + 0.5
        assert inside, [*element.itertext()]
    for (one, area), (other, second) in combinations(found, 2):
        assert not overlap(area, second), ([*one.itertext()], [*other.itertext()])


@pytest.mark.parametrize("count", [3, 8, 20, 36, 60])
def test_boxes_hold_their_texts_and_nothing_covers_anything(count: int) -> None:
    root = read(scene(layered(count)))
    stands_whole(root)
    boxes = root.findall(f".//{SPACE}g[@class='box']") + root.findall(f".//{SPACE}g[@class='box centre']")
    assert len(boxes) == count
    rects = []
    for box in boxes:
        x, y, wide, high = (float(box.find(f"{SPACE}rect").get(k)) for k in ("x", "y", "width", "height"))
        rects.append((x, y, x + wide, y + high))
        for left, top, right, bottom in text_areas(box.find(f"{SPACE}text")):
            assert x <= left
            assert right <= x + wide
            assert y <= top
            assert bottom <= y + high
    assert not any(overlap(one, other) for one, other in combinations(rects, 2))


def discs(root: Element) -> list[tuple[str, Area]]:
    found = []
    for spot in root.iter(f"{SPACE}g"):
        if spot.get("class") == "spot":
            place = spot.find(f"{SPACE}path").get("transform")
            x, y, scale = map(float, re.findall(r"-?[\d.]+", place))
            found.append((spot.get("data-id"), (x, y, x + 14 * scale, y + 14 * scale)))
    return found


@pytest.mark.parametrize("count", [3, 30, 120, 300])
def test_names_of_a_network_cover_neither_things_nor_one_another(count: int) -> None:
    root = read(scene(spread(count), legend=()))
    stands_whole(root)
    things = discs(root)
    assert len(things) == count
    names = [area for text in root.find(f".//{SPACE}g[@class='names']") for area in text_areas(text)]
    for area in names:
        assert not any(overlap(area, thing, 1.2) for _, thing in things)
    shown = len(root.find(f".//{SPACE}g[@class='names']"))
    assert shown >= min(count, 25)
    said = f"Nimiä näkyvissä {shown}/{count}."
    assert (said in "".join(root.itertext())) == (shown < count)


def test_names_are_whole_or_end_after_a_word() -> None:
    root = read(scene(spread(60, (LONG[0] + " " + LONG[2], LONG[1]))))
    whole = re.sub(r"\s|-", "", "".join((LONG[0], LONG[2], LONG[1])))
    for text in root.find(f".//{SPACE}g[@class='names']"):
        said = "".join(line.text.removesuffix("-") + " " * (not line.text.endswith("-")) for line in text)
        kept = said.strip().removesuffix("…")
        assert re.sub(r"\s|-", "", kept) in whole
        assert kept.split()[-1] in f"{LONG[0]} {LONG[2]} {LONG[1]}".split()


def test_what_is_marked_has_a_ring_and_its_name_however_crowded_it_is() -> None:
    crowd = [Spot(f"c{n}", "Kirjasto", KINDS[0].name, n % 12 * 14, n // 12 * 14, 9) for n in range(144)]
    far = [Spot("a", "", "", -900, -500, 5), Spot("b", "", "", 900, 500, 5)]
    crowd[66] = replace(crowd[66], marked=True, text="Liikuntapalvelut")
    root = read(scene(Spread((*crowd, *far), ())))
    assert len(root.findall(f".//{SPACE}circle")) == 1
    assert "Liikuntapalvelut" in [text[0].text for text in root.find(f".//{SPACE}g[@class='names']")]


@pytest.mark.parametrize("columns", [1, 4, 9, 16])
def test_cells_of_a_table_hold_their_texts(columns: int) -> None:
    root = read(scene(grid(columns=columns)))
    stands_whole(root)
    rows = [g for g in root.iter(f"{SPACE}g") if g.get("class") in {"heads", "group", "gap", "row"}]
    assert [row.get("class") for row in rows[:4]] == ["heads", "group", "gap", "row"]
    assert "Yksikkö ei raportoinut" in " ".join(rows[2].itertext())
    assert len(rows) == 15


def test_a_table_may_end_after_some_rows_and_says_so() -> None:
    assert "Rivejä näkyvissä 5/14." in "".join(read(scene(grid()), rows=5).itertext())
    assert "Rivejä" not in "".join(read(scene(grid())).itertext())
    assert len(read(scene(grid(1000, 2))).findall(f".//{SPACE}g[@class='row']")) == 1000


def chart() -> Chart:
    columns = tuple(TableColumn(key, {"fi": key}) for key in ("name", "count"))
    rows = tuple((Cell(Literal(name)), Cell(Literal(count))) for name, count in (("Kirjasto", 3), ("<b>", 5)))
    table = Table("made", columns, rows)
    parts = Parts("bar", {"label": "name", "value": "count"})
    return Chart(table, parts, Grid((GridCell("Nimi"),), (GridRow((GridCell("Kirjasto"),)),)))


def test_a_chart_stands_in_the_same_frame() -> None:
    root = read(scene(chart(), stamp=replace(scene(grid()).stamp, address="")))
    assert len(list(root.iter(f"{SPACE}svg"))) == 1
    assert len(list(root.iter(f"{SPACE}title"))) == 1
    said = "".join(root.itertext())
    assert "Kirjasto" in said
    assert "tulkintaa" in said
    width, _ = size_of(root)
    assert width == 14 + 760 + 14


def test_a_chart_without_anything_to_draw_is_a_table() -> None:
    empty = replace(chart(), table=replace(chart().table, rows=()))
    assert "Kirjasto" in "".join(read(scene(empty)).itertext())


CONTENTS = {
    "layered": layered(20),
    "spread": spread(40),
    "grid": grid(),
    "empty": Layered((), (), ()),
    "nobody": Spread((), ()),
    "nothing": Grid((), ()),
    "one": Spread((Spot("s", "Kirjasto", "", 5, 5, 9),), ()),
    "harm": layered(9, HARM),
    "harmed": spread(20, HARM, letter="<"),
    "harming": grid(6, 4, HARM),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_file_stands_alone_and_is_always_the_same(name: str) -> None:
    shown = scene(CONTENTS[name])
    made = svg(shown)
    assert made == svg(shown)
    root = fromstring(made)
    assert root.get("lang") == "fi"
    assert [child.tag.removeprefix(SPACE) for child in root][:2] == ["title", "desc"]
    assert root[0].text == shown.title
    assert root[1].text == shown.desc
    assert "sans-serif" in root.get("font-family")
    tags = {element.tag.removeprefix(SPACE) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "g", "a", "text", "tspan", "path", "rect", "circle"}
    names = {key for element in root.iter() for key in element.keys()}  # noqa: SIM118
    assert not {key for key in names if key.startswith("on") or key in {"style", "src"}}
    addresses = {element.get("href") for element in root.iter() if element.get("href")}
    assert addresses <= {shown.stamp.address, "https://plans.example/q"}
    said = " ".join("".join(root.itertext()).split())
    for words in (shown.scope, shown.stamp.said, shown.stamp.address, "nimetty lähteessä"):
        assert words in said


def test_title_scope_and_notes_wrap_where_they_are_long() -> None:
    shown = scene(layered(3), title=" ".join(LONG), scope=" ".join(LONG * 2), left_out=" ".join(LONG))
    root = read(shown)
    stands_whole(root)
    sizes = {text.get("font-size") for text in root.iter(f"{SPACE}text")}
    assert {f"{size:g}" for size in (TITLE, SCOPE, NOTE)} <= sizes


@pytest.mark.parametrize("name", ["layered", "spread", "grid"])
def test_a_transparent_file_has_no_white_ground(name: str) -> None:
    def grounds(root: Element) -> int:
        width = float(root.get("viewBox").split()[2])
        rects = root.iter(f"{SPACE}rect")
        return sum(r.get("fill") == "#ffffff" and float(r.get("width")) >= width - 30 for r in rects)

    plain, clear = read(scene(CONTENTS[name])), read(scene(CONTENTS[name]), transparent=True)
    assert grounds(plain) > 0
    assert grounds(clear) == 0
    assert not any(element.get("paint-order") for element in clear.iter())


def test_a_width_scales_the_file_and_not_what_is_drawn() -> None:
    shown = scene(layered(8))
    plain, wide = read(shown), read(shown, width=3000)
    assert wide.get("width") == "3000"
    assert wide.get("viewBox") == plain.get("viewBox")
    width, height = size_of(wide)
    assert abs(float(wide.get("height")) - 3000 * height / width) <= 0.5


def test_without_addresses_nothing_leads_anywhere() -> None:
    root = read(scene(layered(8), stamp=replace(scene(layered(3)).stamp, address="")))
    assert not list(root.iter(f"{SPACE}a"))
    assert root.get("role") == "img"
