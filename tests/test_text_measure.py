"""How wide texts are, and where they break."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.drawing.syllables import syllables
from graph.drawing.text_measure import clean, shortened, width_of, wrapped


@pytest.mark.parametrize(
    ("word", "lang", "parts"),
    [
        ("yhteistyöverkosto", "fi", "yhteis-työ-ver-kosto"),
        ("kaupunginhallitus", "fi", "kau-pun-gin-hal-li-tus"),
        ("mobbning", "sv", "mobb-ning"),
        ("teaching", "en", "tea-ching"),
        ("A1.05/2023", "fi", "A1.05/2023"),
        ("työ", "fi", "työ"),
    ],
)
def test_words_break_at_syllables(word: str, lang: str, parts: str) -> None:
    cuts = [0, *syllables(word, lang), len(word)]
    assert "-".join(word[a:b] for a, b in pairwise(cuts)) == parts


@given(st.text(max_size=300), st.floats(40, 300), st.booleans())
def test_no_line_is_wider_than_asked_for_and_no_letter_is_lost(text: str, width: float, bold: bool) -> None:
    lines = wrapped(text, width, 14, bold=bold)
    assert all(width_of(line, 14, bold=bold) <= width for line in lines)
    assert [c for c in "".join(lines) if c not in " -"] == [c for c in clean(text) if c not in " -"]


def test_a_long_text_ends_in_an_ellipsis() -> None:
    lines = wrapped("Hyvinvointi " * 400, 150, 14, most=5)
    assert len(lines) == 5
    assert lines[-1].endswith("…")
    assert shortened("Työ", 100, 14) == "Työ"


def test_what_a_drawing_cannot_hold_is_taken_out() -> None:
    assert clean("yksi\x00kaksi\u00adkolme\n neljä") == "yksi kaksikolme neljä"


def test_finnish_letters_and_bold_ones_have_widths_of_their_own() -> None:
    assert 60 < width_of("Hyvinvointi", 14) < 90
    assert width_of("Hyvinvointi", 14) < width_of("Hyvinvointi", 14, bold=True)
    assert width_of("🙂", 14) > width_of("W", 14)
