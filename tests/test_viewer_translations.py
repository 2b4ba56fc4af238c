"""Texts of the viewer in Finnish and Swedish: all there, none left over, with the same places for values."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from webviz.current import TRANSLATIONS

PACKAGE = TRANSLATIONS.parent
ONE, COUNTED = {"mark", "word", "gettext", "translate", "_"}, {"plural", "ngettext"}
TEMPLATE_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
AVOIDED = r"\b(solmu|kaari|kaare|graaf|entiteet|instanss|kuratoi|sektori|rajapin|verkko\b|toimiala)"
PLACES = re.compile(r"\{\w+\}|%\(\w+\)s")

Key = str | tuple[str, ...]


def in_python(file: Path) -> Iterator[Key]:
    """Yield the texts of a module, also those that stand within other calls, which Babel overlooks."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        written = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
        if name in ONE and written and isinstance(written[0], str):
            yield written[0]
        if name in COUNTED and isinstance(written[0], str):
            yield written[0], str(written[1])


def in_templates() -> Iterator[Key]:
    options = {"**.html": {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true", "silent": "false"}}
    found = extract_from_dir(
        PACKAGE / "templates", [("**.html", "jinja2")], options, keywords=TEMPLATE_KEYWORDS
    )
    for _, _, message, _, _ in found:
        yield message


def used() -> set[Key]:
    return {key for file in PACKAGE.rglob("*.py") for key in in_python(file)} | set(in_templates())


def read(lang: str) -> Catalog:
    with (TRANSLATIONS / f"{lang}.po").open("rb") as file:
        return read_po(file, locale=lang, abort_invalid=True)


def messages(lang: str) -> list[Message]:
    return [message for message in read(lang) if message.id]


def texts(message: Message) -> list[tuple[str, str]]:
    """Return each form of a text with its translation."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    assert isinstance(message.string, list | tuple)
    return list(zip(message.id, map(str, message.string), strict=True))


def test_texts_are_found_wherever_they_stand() -> None:
    found = used()
    assert {"Who does what", "This did not work", "yes", ("{number} row", "{number} rows")} <= found
    assert any(isinstance(key, str) and key.startswith("the plans are shown at") for key in found)
    assert len(found) > 80


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_every_text_is_translated_and_nothing_else(lang: str) -> None:
    catalogue = read(lang)
    known = {message.id if isinstance(message.id, str) else tuple(message.id) for message in messages(lang)}
    assert used() - known == set()
    assert known - used() == set()
    assert not catalogue.obsolete
    assert catalogue.locale is not None
    assert (str(catalogue.locale), catalogue.num_plurals) == (lang, 2)
    for message in messages(lang):
        assert not message.fuzzy, message.id
        assert all(translated.strip() for _, translated in texts(message)), message.id


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_values_have_the_same_places(lang: str) -> None:
    for message in messages(lang):
        for text, translated in texts(message):
            assert Counter(PLACES.findall(text)) == Counter(PLACES.findall(translated)), text
            assert [text[:1].isspace(), text[-1:].isspace()] == [
                translated[:1].isspace(),
                translated[-1:].isspace(),
            ]
            assert text.endswith(("…", ":")) == translated.endswith(("…", ":")), text


def test_finnish_differs_from_english_everywhere() -> None:
    assert [text for message in messages("fi") for text, other in texts(message) if text == other] == []


def test_finnish_keeps_to_the_words_of_planning() -> None:
    for message in messages("fi"):
        for text, translated in texts(message):
            # Only the page for experts names a graph.
            expert = "SPARQL" in text
            assert expert or not re.search(AVOIDED, translated, re.IGNORECASE), translated
