"""Pictures of points: exactly as wide as asked for, on white or clear, and never without their text."""

from __future__ import annotations

import io
from functools import partial

import pytest
import resvg_py
from PIL import Image

from graph.drawing import raster
from graph.drawing.raster import NoTypefaceError
from webviz.presentation.png import SizeError, png

from .scenes import HARM, grid, layered, scene, spread


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("width", [100, 777, 1400])
def test_a_picture_is_exactly_as_wide_as_asked_for(width: int) -> None:
    picture = opened(png(scene(layered(8)), width=width))
    assert picture.format == "PNG"
    assert picture.width == width
    assert png(scene(layered(8)), width=width) == png(scene(layered(8)), width=width)


def test_the_ground_is_white_or_clear() -> None:
    shown = scene(spread(20))
    white = opened(png(shown, width=400)).convert("RGBA")
    clear = opened(png(shown, width=400, transparent=True)).convert("RGBA")
    assert white.getpixel((1, 1)) == (255, 255, 255, 255)
    assert white.getchannel("A").getextrema() == (255, 255)
    assert clear.getpixel((1, 1))[3] == 0
    assert clear.getchannel("A").getextrema() == (0, 255)


def test_the_title_is_drawn_as_text() -> None:
    untitled = opened(png(scene(layered(3), title=""), width=800))
    titled = opened(png(scene(layered(3)), width=800)).convert("L")
    dark = [n for n, light in enumerate(titled.crop((0, 0, 800, 40)).tobytes()) if light < 90]
    assert len(dark) > 300
    assert untitled.height < titled.height


@pytest.mark.parametrize("width", [0, -5, 99, 8001, 1_000_000])
def test_a_width_that_makes_no_picture_is_told_in_a_line(width: int) -> None:
    with pytest.raises(SizeError, match=rf"100 to 8000 points wide, not {width}$"):
        png(scene(layered(3)), width=width)


def test_a_long_table_ends_after_some_rows_and_a_picture_too_high_is_refused() -> None:
    assert opened(png(scene(grid(2000, 2)), width=300)).height < 1000
    with pytest.raises(SizeError, match=r"points high: choose a width of at most \d+, or SVG or PDF"):
        png(scene(layered(600)), width=8000)


@pytest.mark.parametrize("content", [layered(6, HARM), spread(12, HARM), grid(4, 4, HARM)])
def test_odd_texts_are_drawn(content) -> None:
    assert opened(png(scene(content, title=HARM[1], scope=HARM[0]), width=300)).width == 300


def test_a_machine_without_typefaces_says_so_instead_of_drawing_no_text(monkeypatch) -> None:
    bare = partial(resvg_py.svg_to_bytes, skip_system_fonts=True)
    monkeypatch.setattr(raster.resvg_py, "svg_to_bytes", bare)
    raster.sans_serif.cache_clear()
    try:
        with pytest.raises(NoTypefaceError, match="no typeface was found") as caught:
            png(scene(layered(3)), width=400)
    finally:
        raster.sans_serif.cache_clear()
    assert "kirjasin" in caught.value.text("fi")


def test_a_typeface_that_is_there_stands_for_one_that_is_not() -> None:
    family = raster.sans_serif()
    named = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="24">{}</svg>'
    text = '<text x="2" y="18" font-family="{}">Äiti</text>'
    missing = raster.png(named.format(text.format("No Such Typeface, sans-serif")))
    assert missing == raster.png(named.format(text.format(family or "sans-serif")))
    assert missing != raster.png(named.format(""))
