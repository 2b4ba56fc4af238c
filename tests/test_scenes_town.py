"""Scenes of the town of the examples: several plans, aims with parts, and titles that stay true there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from ontology import LANGUAGES
from webviz.presentation import Scene
from webviz.scenes.making import scene
from webviz.state import current as current_state

NEW = "suvikoski-hyvinvointi-2025"
PICTURES = (
    f"focus?focus={NEW}:P1",
    f"focus?focus={NEW}:G1",
    f"focus?focus={NEW}:A1",
    "focus?focus=suvikoski:kylatalo",
    f"network?plan={NEW}&colour=field&size=between",
    f"network?plan={NEW}&hide=body,action",
    "matrix?plan=all",
    f"list?plan={NEW}&group=kind&sort=to",
)


@pytest.fixture(scope="module")
def town(make_viewer: Callable[..., Flask], town_path: Path) -> Flask:
    return make_viewer(town_path)


def made(app: Flask, address: str, lang: str) -> Scene:
    picture, _, query = address.partition("?")
    with app.test_request_context(f"/export/{picture}.svg?{query}&lang={lang}"):
        app.preprocess_request()
        return scene(picture, current_state())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_has_a_title_a_scope_and_sources(town: Flask, lang: str) -> None:
    for address in PICTURES:
        shown = made(town, address, lang)
        assert re.search(r"\w", shown.title), address
        assert len(shown.title) <= 100, shown.title
        assert not re.search(r"\{|\b0 ", shown.title), shown.title
        assert shown.scope, address
        assert shown.sources, address
        assert shown.stamp.said, address


def test_a_title_counts_what_its_picture_shows(town: Flask) -> None:
    shown = made(town, f"focus?focus={NEW}:P1", "fi")
    assert shown.title == "Painopisteellä ”Neuvonta ja lähiliikunta” on kuusi toimenpidettä ja neljä toimijaa"
    heads = {column.kind: column.count for column in shown.content.columns}  # type: ignore[union-attr]
    assert (heads["action"], heads["body"]) == (6, 4)


def test_colours_are_told_in_the_legend(town: Flask) -> None:
    shown = made(town, f"network?plan={NEW}&colour=field", "fi")
    signs = {sign.letter: sign for sign in shown.legend if sign.letter}
    spots = [spot for spot in shown.content.spots if spot.letter]  # type: ignore[union-attr]
    assert spots
    assert all(signs[spot.letter].colour == spot.colour for spot in spots)
    hidden = made(town, f"network?plan={NEW}&hide=body,action", "fi")
    assert hidden.left_out == "Piilotettu: Toimenpide, Toimija"
