"""The layered picture: nothing overlaps, no tie crosses a box, few ties cross, and always the same."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.drawing import Box, Column, Layout, Placed, Tie, lay_out
from graph.drawing.picture import sampled
from graph.drawing.text_measure import width_of

LABELS = (
    "Hyvinvoinnin ja terveyden edistämisen poikkihallinnollinen yhteistyöverkosto lähisuhdeväkivallan "
    "ehkäisemistoimenpideohjelma kaupunkikehityslautakunta ikääntyneiden kotona asuminen "
    "perusterveydenhuollon epäluottamuslautamiesjärjestelmä Äänekosken lasten, nuorten ja perheiden 🙂 سلام"
)
WORDS = LABELS.split()
RELATIONS = ("vastuutaho", "kumppani", "kuuluu päämäärään", "kirjattu päämäärän alle", "mukana")


@st.composite
def pictures(draw: st.DrawFn) -> tuple[list[Column], list[Box], list[Tie]]:
    sizes = draw(st.lists(st.integers(0, 9), min_size=1, max_size=6))
    if draw(st.integers(0, 8)) == 0:
        sizes[-1] = draw(st.integers(10, 290))
    sizes[0] = max(sizes[0], 3)
    labels = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
    boxes = [
        Box(f"{column}-{number}", draw(labels) if number < 9 else WORDS[number % 9], column, note="Muu")
        for column, size in enumerate(sizes)
        for number in range(size)
    ]
    names = st.sampled_from([box.id for box in boxes])
    made = st.builds(
        Tie, names, names, st.sampled_from(RELATIONS), st.booleans(), st.sampled_from(["", "epävarma"])
    )
    ties = draw(st.lists(made, max_size=30)) + [Tie("0-0", box.id, "jäsen", True) for box in boxes[9:]]
    columns = [Column(f"Toimenpide ({size})", "action", size, "/", "9 / 13") for size in sizes]
    return columns, boxes, ties


@settings(max_examples=40, deadline=None)
@given(pictures(), st.sampled_from([None, 600.0, 1400.0]))
def test_nothing_covers_anything(
    made: tuple[list[Column], list[Box], list[Tie]], width: float | None
) -> None:
    layout = lay_out(*made, width=width)
    assert len(layout.boxes) == len(made[1])
    boxes_stand_apart_and_inside(layout)
    texts_fit(layout)
    for routed in layout.ties:
        points = sampled(routed)
        assert all(0 <= x <= layout.width and 0 <= y <= layout.height for x, y in points)
        for placed in layout.boxes:
            assert not any(inside(placed, point) for point in points), (routed.tie, placed.box)
    words_are_free(layout)
    assert lay_out(*made, width=width) == layout


def boxes_stand_apart_and_inside(layout: Layout) -> None:
    for placed in layout.boxes:
        assert placed.x >= 0
        assert placed.y >= 0
        assert placed.x + placed.wide <= layout.width
        assert placed.y + placed.high <= layout.height
    for x in {placed.x for placed in layout.boxes}:
        column = sorted((p.y, p.high) for p in layout.boxes if p.x == x)
        assert all(upper + high <= lower for (upper, high), (lower, _) in pairwise(column))


def texts_fit(layout: Layout) -> None:
    for placed in layout.boxes:
        assert (len(placed.lines) + bool(placed.note)) * layout.size * 1.2 <= placed.high
        for line in (*placed.lines, placed.note):
            assert width_of(line, layout.size, bold=placed.box.centre) <= placed.wide


def inside(placed: Placed, point: tuple[float, float]) -> bool:
    x, y = point
    return placed.x + 0.01 < x < placed.x + placed.wide - 0.01 and placed.y < y < placed.y + placed.high


def words_are_free(layout: Layout) -> None:
    areas = [area(word, layout.size) for word in layout.words]
    areas += [area(routed.word, layout.size) for routed in layout.ties if routed.word]
    for (x, y, right, bottom), (x2, y2, right2, bottom2) in combinations(areas, 2):
        assert right <= x2 or right2 <= x or bottom <= y2 or bottom2 <= y
    for x, y, right, bottom in areas:
        for box in layout.boxes:
            apart = right <= box.x or box.x + box.wide <= x or bottom <= box.y or box.y + box.high <= y
            assert apart


def area(word, size: float) -> tuple[float, float, float, float]:
    wide = max(width_of(line, size) for line in word.lines)
    left = {"start": word.x, "end": word.x - wide, "middle": word.x - wide / 2}[word.anchor]
    last = word.y + (len(word.lines) - 1) * size * 1.3
    return left, word.y - size * 0.8, left + wide, last + size * 0.1


def crossings_of(order: list[list[str]], ties: list[Tie]) -> int:
    places = {name: number for column in order for number, name in enumerate(column)}
    pairs = [(places[tie.source], places[tie.target]) for tie in ties]
    return sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(pairs, 2))


@settings(max_examples=25, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=12))
def test_few_ties_cross(pairs: set[tuple[int, int]]) -> None:
    ties = [Tie(f"a{one}", f"b{other}", "r", True) for one, other in sorted(pairs)]
    left, right = [f"a{n}" for n in range(5)], [f"b{n}" for n in range(5)]
    boxes = [Box(name, name, int(name[0] == "b")) for name in (*left, *right)]
    layout = lay_out([Column("a", "", 5), Column("b", "", 5)], boxes, ties)
    order = [
        [p.box.id for p in sorted(layout.boxes, key=lambda p: p.y) if p.box.column == column]
        for column in (0, 1)
    ]
    found = crossings_of(order, ties)
    assert found == layout.crossings
    fewest = min(crossings_of([left, list(some)], ties) for some in permutations(right))
    assert found <= fewest  # both columns are free, one is enough for the bound


def test_the_given_order_stays_where_nothing_crosses() -> None:
    boxes = [Box("a", "a", 0), *(Box(f"b{n}", "b", 1) for n in range(6))]
    layout = lay_out(
        [Column("", "", 1), Column("", "", 6)], boxes, [Tie("a", f"b{n}", "r", True) for n in range(6)]
    )
    assert [p.box.id for p in sorted(layout.boxes[1:], key=lambda p: p.y)] == [f"b{n}" for n in range(6)]


def test_a_relation_that_all_ties_of_a_gap_have_is_said_once() -> None:
    boxes = [Box("a", "a", 0), Box("b", "b", 1), Box("c", "c", 1)]
    columns = [Column("", "", 1), Column("", "", 2)]
    ties = [Tie("a", "b", "jäsen", True), Tie("a", "c", "jäsen", False, "epävarma")]
    layout = lay_out(columns, boxes, ties)
    assert [word.lines for word in layout.words] == [("jäsen",)]
    assert [routed.word.lines for routed in layout.ties if routed.word] == [("epävarma",)]
    ties[1] = Tie("a", "c", "kumppani", True)
    layout = lay_out(columns, boxes, ties)
    assert layout.words == ()
    assert sorted(r.word.lines[0] for r in layout.ties if r.word) == ["jäsen", "kumppani"]


def test_ties_over_several_columns_speak_once_where_they_end() -> None:
    columns = [Column("", "", 1), Column("", "", 2), Column("", "", 2)]
    boxes = [Box("a", "a", 0), *(Box(f"{c}{n}", c, 1 + (c == "c")) for c in "bc" for n in (1, 2))]
    ties = [Tie("a", "b1", "vastuutaho", True), Tie("a", "b2", "mukana", True)]
    ties += [Tie("a", name, "käyttää", True) for name in ("c1", "c2")]
    layout = lay_out(columns, boxes, ties)
    assert [word.lines for word in layout.words] == [("käyttää",)]
    assert sorted(r.word.lines[0] for r in layout.ties if r.word) == ["mukana", "vastuutaho"]


def test_columns_stand_closer_where_the_page_is_narrow() -> None:
    columns = [Column("Toimenpide", "", 1)] * 6
    boxes = [Box(str(n), LABELS, n) for n in range(6)]
    ties = [Tie(str(n), str(n + 1), "vastuutaho, todennäköinen", True) for n in range(5)]
    assert lay_out(columns, boxes, ties).width > 1228
    layout = lay_out(columns, boxes, ties, width=1228, size=13)
    assert layout.width <= 1228.01
    texts_fit(layout)


def test_nothing_and_ties_to_nowhere_make_an_empty_picture() -> None:
    assert lay_out([], [], []).boxes == ()
    one = lay_out(
        [Column("", "", 1)], [Box("a", "", 0)], [Tie("a", "b", "r", True), Tie("a", "a", "r", True)]
    )
    assert one.ties == ()


@pytest.mark.parametrize("count", [40, 280])
def test_what_a_picture_is_about_is_seen_without_scrolling(count: int) -> None:
    boxes = [Box("a", "a", 0, centre=True), *(Box(f"b{n}", "toimija", 1) for n in range(count))]
    ties = [Tie("a", f"b{n}", "r", True) for n in range(count)]
    layout = lay_out([Column("", "", 1), Column("", "", count)], boxes, ties)
    assert layout.box("a").y < 600 < layout.height
