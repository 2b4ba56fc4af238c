"""Slides on the user's own template: its look stays, its example slides go, whatever its layout."""

from __future__ import annotations

import re
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from graph.errors import ParameterError
from webviz.presentation.slides import pptx
from webviz.presentation.slides.colours import contrast, rgb_of

from . import slide_geometry as geometry
from .slide_scenes import layered, scene, spread
from .slide_templates import dark, right_title


@pytest.fixture(scope="module")
def dark_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("templates") / "kaupunki.potx"
    file.write_bytes(dark())
    return file


def test_a_template_gives_its_size_its_layout_and_its_masters(dark_template: Path) -> None:
    content = pptx(scene(layered(9)), template=dark_template)
    slides = geometry.require_sound(content, 720, 540)
    assert {slide.slide_layout.name for slide in slides} == {"Vain otsikko"}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        text = b"".join(archive.read(name) for name in names)
    assert b"0B2545" in text
    assert b"Esimerkkidia" not in text
    assert b"sectionLst" not in text
    assert b"template.main" not in text
    assert sum(name.startswith("ppt/slides/slide") for name in names) == len(slides)


def test_colours_follow_a_template_and_can_be_read_on_its_ground(dark_template: Path) -> None:
    slides = geometry.opened(pptx(scene(layered(9)), template=dark_template)).slides
    xml = "".join(slide.part.blob.decode() for slide in slides)
    assert "<a:srgbClr" not in xml
    assert 'val="accent1"><a:lumMod' in xml  # as dark as the ground, so it is made lighter
    assert not re.search(r'val="accent1"/>', xml)


def test_content_stands_beside_a_title_on_the_left(tmp_path: Path) -> None:
    file = tmp_path / "sivu.pptx"
    file.write_bytes(right_title())
    for content in (layered(7), spread(20)):
        for slide in geometry.require_sound(pptx(scene(content), template=file)):
            title, *others = geometry.shapes(slide)
            assert title.placeholder == "title"
            assert all(shape.x >= title.right for shape in others if shape.placeholder != "sldNum")


def test_our_own_presentation_is_a_template_too(tmp_path: Path) -> None:
    file = tmp_path / "oma.pptx"
    file.write_bytes(pptx(scene(layered(6))))
    (slide,) = geometry.require_sound(pptx(scene(layered(6)), template=file))
    assert slide.slide_layout._element.get("type") == "titleOnly"


@pytest.mark.parametrize("content", [b"", b"no zip", "spreadsheet"])
def test_what_is_no_template_is_refused_in_one_line(tmp_path: Path, content: bytes | str) -> None:
    file = tmp_path / "malli.potx"
    if isinstance(content, str):
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
    else:
        file.write_bytes(content)
    with pytest.raises(ParameterError) as found:
        pptx(scene(layered(3)), template=file)
    assert str(found.value) == "malli.potx is no PowerPoint presentation or template (.pptx, .potx)"
    with pytest.raises(ParameterError):
        pptx(scene(layered(3)), template=tmp_path / "puuttuu.pptx")


def test_a_template_that_lies_about_its_size_fills_no_memory(tmp_path: Path) -> None:
    file = tmp_path / "pommi.pptx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/a.xml", b" " * 60_000_000)
    told = bytearray(file.read_bytes())
    told[(at := told.rfind(b"PK\x01\x02") + 24) : at + 4] = (1_000).to_bytes(4, "little")
    file.write_bytes(told)
    tracemalloc.start()
    with pytest.raises(ParameterError):
        pptx(scene(layered(3)), template=file)
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(rgb_of("000000"), rgb_of("FFFFFF")) == pytest.approx(21)
    assert contrast(rgb_of("767676"), rgb_of("FFFFFF")) == pytest.approx(4.54, abs=0.01)
