"""The order of names by language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.collation import key


def ordered(lang: str, *names: str) -> list[str]:
    return sorted(names, key=lambda name: key(name, lang))


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_own_letters_come_after_z(lang: str) -> None:
    names = ["Öljy", "Ämpäri", "Åland", "Zoo", "Österbotten", "Apu", "O", "Yö", "Über"]
    assert ordered(lang, *names) == [
        "Apu",
        "O",
        "Über",
        "Yö",
        "Zoo",
        "Åland",
        "Ämpäri",
        "Öljy",
        "Österbotten",
    ]


def test_in_english_they_are_letters_with_accents() -> None:
    assert ordered("en", "Öljy", "Zoo", "Åland", "Obo", "Ab") == ["Ab", "Åland", "Obo", "Öljy", "Zoo"]


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_numbers_count_and_case_does_not(lang: str) -> None:
    assert ordered(lang, "toimi 10", "Toimi 2", "TOIMI 1") == ["TOIMI 1", "Toimi 2", "toimi 10"]


def test_decomposed_letters_are_the_same_letters() -> None:
    assert key("A\u0308iti", "fi")[0] == key("Äiti", "fi")[0]


@given(st.lists(st.text(max_size=12), max_size=6), st.sampled_from(["fi", "sv", "en"]))
def test_any_texts_have_one_order(names: list[str], lang: str) -> None:
    assert ordered(lang, *names) == ordered(lang, *reversed(names))
