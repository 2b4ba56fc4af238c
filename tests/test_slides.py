"""Slides of close-ups, paths and networks, measured from the files themselves."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.drawing import Box, Tie
from webviz.presentation import Layered, Sign, Spread, Stamp
from webviz.presentation.slides import pptx

from . import slide_geometry as geometry
from .slide_geometry import require_sound
from .slide_scenes import COLUMNS, NAMES, layered, scene, spread


@pytest.mark.parametrize("number", [3, 9, 22, pytest.param(60, marks=pytest.mark.slow)])
def test_boxes_of_any_number_are_readable_and_apart(number: int) -> None:
    content = layered(number)
    slides = require_sound(pptx(scene(content)))
    sizes = set()
    shown: set[str] = set()
    for slide in slides:
        boxes = [shape for shape in geometry.shapes(slide) if shape.preset == "roundRect"]
        sizes |= {shape.size for shape in boxes}
        shown |= {shape.link.partition("focus=")[2].partition("&")[0] for shape in boxes}
    assert len(sizes) == 1
    assert sizes
    told = "".join(shape.text for s in slides for shape in geometry.shapes(s))
    if "ei mahtunut dioille" not in told and "joilla on eniten yhteyksiä" not in told:
        assert shown == {box.id for box in content.boxes}


def test_a_full_close_up_takes_one_slide_with_what_is_tied_most_and_says_so() -> None:
    content = layered(14, 4)
    (slide,) = require_sound(pptx(scene(content, left_out="Mittari: näytetään 9, kaikkiaan 47")))
    drawn = geometry.shapes(slide)
    shown = {s.link.partition("focus=")[2].partition("&")[0] for s in drawn if s.preset == "roundRect"}
    tied = {
        end for tie in content.ties if {tie.source, tie.target} <= shown for end in (tie.source, tie.target)
    }
    assert {box.id for box in content.boxes if box.centre} <= shown == tied
    (line,) = [shape.text for shape in drawn if "eniten yhteyksiä" in shape.text]
    for at, column in enumerate(content.columns):
        number = sum(box.id in shown for box in content.boxes if box.column == at)
        name = column.title.partition(" (")[0]
        assert f"{name} ({number}/{column.count})" in {s.text for s in drawn} or number == column.count
        assert (f"{name} {number}/{column.count}" in line) is (number < column.count)
    assert "Mittari: näytetään 9, kaikkiaan 47" in line


def test_a_column_that_a_reader_opened_is_shown_whole() -> None:
    content = layered(30, 2)
    boxes = tuple(replace(box, column=2) if 1 < int(box.id[1:]) < 20 else box for box in content.boxes)
    slides = require_sound(pptx(scene(replace(content, boxes=boxes))))
    links = {
        shape.link.partition("focus=")[2].partition("&")[0] for s in slides for shape in geometry.shapes(s)
    }
    assert {box.id for box in boxes if box.column == 2} <= links


@given(number=st.integers(3, 20), seed=st.integers(1, 500))
@settings(max_examples=3, deadline=None)
def test_pictures_of_any_kind_are_readable_and_apart(number: int, seed: int) -> None:
    require_sound(pptx(scene(layered(number, seed))))


@pytest.mark.parametrize("number", [6, 14])
def test_ties_are_glued_to_what_they_join_and_say_it(number: int) -> None:
    content = layered(number, 4)
    texts = {box.id: box.text for box in content.boxes}
    found = {}
    for slide in require_sound(pptx(scene(content))):
        names = {s.id: s.link.partition("focus=")[2].partition("&")[0] for s in geometry.shapes(slide)}
        found |= {(names[one], names[other]): line for one, other, line in geometry.tie_ends(slide)}
    shown = {end for both in found for end in both}
    drawn = [tie for tie in content.ties if {tie.source, tie.target} <= shown]
    assert len(drawn) > number / 3
    assert set(found) == {(tie.source, tie.target) for tie in drawn}
    for tie in drawn:
        line = found[tie.source, tie.target]
        assert line.dashed is not tie.named
        assert line.arrow is not tie.mutual
        basis = "perustuu lähteeseen" if tie.named else "valmistelijan tulkinta"
        assert line.descr == f"{texts[tie.source]} – {tie.words} – {texts[tie.target]} ({basis})"


def test_ties_lead_past_columns_without_touching_boxes() -> None:
    content = layered(12, 7)
    passing = [t for t in content.ties if abs(_column(content, t.source) - _column(content, t.target)) > 1]
    assert passing
    for slide in require_sound(pptx(scene(content))):
        every = geometry.shapes(slide)
        dots = [shape for shape in every if shape.preset == "ellipse" and shape.wide < 2]
        boxes = [shape for shape in every if shape.preset == "roundRect"]
        for dot in dots:
            assert not any(b.x < dot.x < b.right and b.y < dot.y < b.bottom for b in boxes)


def _column(content: Layered, name: str) -> int:
    return next(box.column for box in content.boxes if box.id == name)


def test_a_slide_is_read_from_its_title_to_its_stamp() -> None:
    (slide,) = require_sound(pptx(scene(layered(6))))
    read = [shape for shape in geometry.shapes(slide) if not shape.decorative]
    assert read[0].placeholder == "title"
    assert read[1].text.startswith("Yhteydet ovat valmistelijan tulkintaa")
    kinds = ["line" if s.kind == "cxnSp" else "box" if s.preset == "roundRect" else "text" for s in read]
    last_box = max(place for place, kind in enumerate(kinds) if kind == "box")
    lines = [place for place, kind in enumerate(kinds) if kind == "line"]
    assert last_box < min(lines)
    boxes = [shape for shape in read if shape.preset == "roundRect"]
    assert boxes == sorted(boxes, key=lambda shape: (round(shape.x), shape.y))
    assert [read[-1].placeholder, read[-2].text[:4]] == ["sldNum", "Kemi"]
    assert max(lines) < next(place for place, s in enumerate(read) if s.text == "perustuu lähteeseen")


@pytest.mark.parametrize(("lang", "locale"), [("fi", "fi-FI"), ("sv", "sv-FI"), ("en", "en-GB")])
def test_all_texts_name_their_language(lang: str, locale: str) -> None:
    content = layered(5)
    boxes = (replace(content.boxes[0], lang="sv"), *content.boxes[1:])
    prs = geometry.opened(pptx(scene(replace(content, boxes=boxes), lang=lang)))
    assert prs.core_properties.language == locale
    assert prs.core_properties.title.startswith("Kirjasto vastaa")
    for slide in prs.slides:
        for shape in geometry.shapes(slide):
            expected = "sv-FI" if shape.text.startswith(boxes[0].text[:10]) else locale
            if shape.holds_text and shape.descr.endswith(boxes[0].text):
                assert set(shape.langs) == {expected}
        notes = slide.notes_slide._element
        assert set(notes.xpath(".//a:r[not(ancestor::a:fld)]/a:rPr/@lang")) == {locale}


def test_boxes_lead_somewhere_only_with_a_public_address() -> None:
    (with_links,) = geometry.opened(pptx(scene(layered(6)))).slides
    assert all(s.link for s in geometry.shapes(with_links) if s.preset == "roundRect")
    quiet = scene(layered(6, links=False), stamp=Stamp(said="Kemi, versio 3"))
    content = pptx(quiet)
    (without,) = geometry.opened(content).slides
    assert not any(s.link for s in geometry.shapes(without))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"http://localhost" in archive.read(name) for name in archive.namelist())


def test_notes_tell_what_the_picture_says_and_where_it_is_from() -> None:
    slide = geometry.opened(pptx(scene(layered(6)))).slides[0]
    notes = slide.notes_slide.notes_text_frame.text
    for part in ("Kuvassa on 12 asiaa.", "Kemin kaupunki", "versio 3 (14.11.2026)", "https://suunnitelmat"):
        assert part in notes


def test_equal_content_gives_equal_bytes() -> None:
    one, other = pptx(scene(layered(20))), pptx(scene(layered(20)))
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 14, 0, 0, 0)}


@pytest.mark.parametrize("number", [0, 1, 12, 60, 230])
def test_networks_name_what_finds_room_and_say_what_does_not(number: int) -> None:
    content = spread(number)
    (slide,) = require_sound(pptx(scene(content)))
    every = geometry.shapes(slide)
    things = [shape for shape in every if shape.link and "focus=s" in shape.link]
    assert len(things) == number
    assert len(geometry.tie_ends(slide)) == len(content.ties)
    named = sum(shape.text.replace("\v", "") != "" and shape.preset == "rect" for shape in every)
    assert named
    said = "".join(shape.text for shape in every)
    labels = [s for s in every if s.preset == "rect" and s.descr in NAMES and s.text]
    assert (len(labels) == number) is not ("kaikki nimet ovat" in said)
    if len(labels) < number:
        assert content.spots[-1].text in slide.notes_slide.notes_text_frame.text


HOSTILE = (
    "a\x00b\x0b\x1f\ud800",
    "👩‍👩‍👧‍👦 perhekeskus 🏳️‍🌈",
    "<a:t>&amp;]]></a:t>",
    "שלום עולם",
    "\u202eoikealta",
    "x" * 5000,
    "",
    "   ",
)


def test_strange_names_break_nothing() -> None:
    boxes = tuple(Box(f"h{place}", text, place % 3, "action") for place, text in enumerate(HOSTILE))
    ties = tuple(Tie(f"h{place}", f"h{(place + 1) % 8}", HOSTILE[place % 5], True) for place in range(8))
    picture = Layered(COLUMNS[:3], boxes, ties)
    title = HOSTILE[1] + HOSTILE[0] + "pitkä otsikko " * 300
    require_sound(pptx(scene(picture, title=title, scope=HOSTILE[5], left_out=HOSTILE[2])))
    spots = tuple(replace(s, text=text) for s, text in zip(spread(8).spots, HOSTILE, strict=True))
    require_sound(pptx(scene(Spread(spots, ()), desc=HOSTILE[0], legend=())))
    require_sound(pptx(scene(Layered((), (), ()), title="", scope="", desc="", legend=(), stamp=Stamp())))


def test_a_thousand_links_are_drawn() -> None:
    spots = spread(60).spots
    ties = tuple(
        Tie(f"s{a}", f"s{b}", "koskee", True) for a in range(60) for b in range(a + 1, a + 18) if b < 60
    )
    (slide,) = geometry.opened(pptx(scene(Spread(spots, ties)))).slides
    assert len(geometry.tie_ends(slide)) == len(ties) > 800


def test_letters_on_things_are_said_in_words() -> None:
    spots = tuple(replace(s, colour="#123456", letter="AB"[n % 2]) for n, s in enumerate(spread(12).spots))
    legend = (
        Sign("Liikunta (6)", colour="#123456", letter="A"),
        Sign("Museot (6)", colour="#123456", letter="B"),
    )
    (slide,) = require_sound(pptx(scene(Spread(spots, ()), legend=legend)))
    every = geometry.shapes(slide)
    lettered = [shape for shape in every if shape.text in {"A", "B"}]
    assert len(lettered) == 12
    assert all(("Liikunta" if shape.text == "A" else "Museot") in shape.descr for shape in lettered)
    assert {"A: Liikunta (6)", "B: Museot (6)"} <= {shape.text for shape in every}
