"""Translations: all there, none left over, and the same values in each."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from graph import i18n
from graph.errors import StoreError
from graph.i18n import mark, translate

PACKAGE = Path(i18n.__file__).parent
LANGUAGES = ("fi", "sv")


def marked() -> dict[str, str]:
    """Return every text that is marked for translation, and where it stands."""
    found = extract_from_dir(
        PACKAGE, method_map=[("**.py", "python")], keywords={"mark": None, "translate": None}, comment_tags=()
    )
    return {message: f"{file}:{line}" for file, line, message, *_ in found if isinstance(message, str)}


def catalogue(lang: str) -> dict[str, str]:
    with (i18n.FOLDER / f"{lang}.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale=lang) if entry.id}


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_is_translated_and_no_translation_is_left_over(lang: str) -> None:
    texts, translated = marked(), catalogue(lang)
    assert len(texts) > 50
    assert {text: place for text, place in texts.items() if not translated.get(text)} == {}
    assert translated.keys() - texts.keys() == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translation_has_the_values_and_marks_of_its_text(lang: str) -> None:
    for text, translated in catalogue(lang).items():
        assert values(text) == values(translated), text
        assert re.findall(r"planweave [a-z]+", text) == re.findall(r"planweave [a-z]+", translated), text


def test_a_text_is_told_with_its_values_in_every_language() -> None:
    message = mark("no question {name}; see: planweave questions")
    told = {lang: translate(message, lang, name="x") for lang in ("fi", "sv", "en")}
    assert told["en"] == "no question x; see: planweave questions"
    assert len(set(told.values())) == len(told)


def test_values_may_have_any_name(tmp_path: Path) -> None:
    """Even those of our own parameters: `folder` is where a store stands."""
    error = StoreError("{folder} {lang}", folder=tmp_path, lang="x")
    assert error.text("fi") == f"{tmp_path} x"
    assert translate("{folder} {message} {lang}", "fi", folder=1, message=2, lang=3) == "1 2 3"


def test_a_language_without_a_catalogue_gets_the_text_itself() -> None:
    assert translate("no such {thing}", "de", thing="plan") == "no such plan"
