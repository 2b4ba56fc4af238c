"""A picture as one HTML file: its policy names what runs, nothing is asked of others, nothing breaks out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from flask import Flask

from graph.drawing import Box, Column, Tie
from ontology import load_model
from webviz.presentation import Grid, GridCell, GridRow, Layered, Scene, Sign, Spot, Spread, Stamp
from webviz.presentation.html import html
from webviz.presentation.outputs import OUTPUTS, Wish
from webviz.scenes.making import scene
from webviz.state import current

from .hostile_plan import TEXTS

PLAN = "plan=kemi-hyvinvointi-2023"
PICTURES = {
    "focus": f"{PLAN}&focus=kemi-hyvinvointi-2023:P2.2",
    "path": "focus=kemi:kirjasto,kemi:liikuntapalvelut",
    "network": PLAN,
    "matrix": PLAN,
    "list": PLAN,
    "question": PLAN,
}
NAME = "actions-per-responsible-body"
STAMP = Stamp(("kunta@3",), date(2026, 5, 4), "https://plans.example.fi/focus?since=kunta@3", "Versio 3.")


class Read(HTMLParser):
    """What is in a page: its elements with their attributes, and what stands in styles and scripts."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.raw: list[tuple[str, dict[str, str], str]] = []
        self._open: tuple[str, dict[str, str]] | None = None
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        self._open = (tag, given) if tag in {"style", "script"} else None

    def handle_data(self, data: str) -> None:
        if self._open:
            self.raw.append((*self._open, data))
            self._open = None

    def all(self, tag: str) -> list[dict[str, str]]:
        return [given for name, given in self.elements if name == tag]


@pytest.fixture(scope="module")
def scenes(viewer: Flask) -> dict[str, Scene]:
    found = {}
    for picture, asked in PICTURES.items():
        with viewer.test_request_context(f"/?{asked}&lang=fi"):
            viewer.preprocess_request()
            found[picture] = scene(picture, current(), name=NAME if picture == "question" else "")
    return found


def small(text: str = "Nimi", lang: str = "") -> Scene:
    """Two boxes and a tie in which every text is the one given."""
    kinds = load_model().kinds
    boxes = (Box("a", text, 0, kinds[0].name, centre=True, lang=lang), Box("b", text, 1, kinds[1].name))
    columns = (Column(text, kinds[0].name, 1), Column(text, kinds[1].name, 1))
    ties = (Tie("a", "b", text, named=False, sure=text, basis=text),)
    listed = Grid((GridCell(text),) * 2, (GridRow((GridCell(text, kind=kinds[0].name), GridCell(text))),))
    content = Layered(columns, boxes, ties)
    signs = (Sign(text, stroke="named"), Sign(text, colour="#1f6f8b", letter="A"))
    stamp = replace(STAMP, said=text)
    return Scene(
        "kuva", "fi", text, text, text, text, content, tuple(kinds), signs, (text,), text, stamp, listed
    )


def spread(text: str = "Nimi", count: int = 3) -> Scene:
    spots = [Spot(f"s{n}", text, "action", 100.0 * n, 70.0 * (n % 3), 9.0, letter="1") for n in range(count)]
    ties = [Tie(f"s{n}", f"s{(n + 1) % count}", text, named=n % 2 == 0) for n in range(count)]
    return replace(small(text), content=Spread(tuple(spots), tuple(ties)), listed=None)


def sha(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def check_sound(page: bytes) -> Read:
    """Fail where something runs that the policy does not name, or anything is asked of another place."""
    read = Read(page)
    policy = next(m["content"] for m in read.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    scripts = [text for tag, given, text in read.raw if tag == "script" and "type" not in given]
    styles = [text for tag, _, text in read.raw if tag == "style"]
    assert re.search("script-src ([^;]*)", policy)[1].split() == [sha(text) for text in scripts]
    assert re.search("style-src ([^;]*)", policy)[1].split() == [sha(text) for text in styles]
    assert len(styles) == len(read.all("style")) == 1
    for tag, given in read.elements:
        assert not {name for name in given if name.startswith("on")} | (given.keys() & {"style", "src"})
        assert tag not in {"link", "img", "iframe", "object", "embed", "base", "form", "image"}
        target = given.get("href") or given.get("xlink:href") or ""
        assert not target or target.startswith("#") or (tag == "a" and target.startswith("https://"))
    assert not re.findall(r"url\((?!\"data:|&quot;data:|#)|@import", "".join(styles))
    ids = [given["id"] for _, given in read.elements if "id" in given]
    assert len(ids) == len(set(ids))
    return read


@pytest.mark.parametrize("picture", PICTURES)
def test_each_picture_is_one_file_that_asks_nothing(scenes: dict[str, Scene], picture: str) -> None:
    shown = scenes[picture]
    page = html(shown)
    assert page == html(shown) == OUTPUTS["html"].write(shown, Wish())
    assert len(page) < 1_000_000
    read = check_sound(page)
    assert read.all("html")[0]["lang"] == "fi"
    assert shown.title.split()[0] in page.decode()
    # Without a public address nothing leads anywhere.
    assert not [given for given in read.all("a") if not given["href"].startswith("#")]
    rows = len(re.findall("<tr", page.decode()))
    grid = shown.listed or getattr(shown.content, "grid", shown.content)
    assert rows == len(grid.rows) + 1


def test_the_whole_of_kemi_stays_under_a_megabyte_with_live_addresses(public: Flask) -> None:
    with public.test_request_context("/?plan=all&lang=fi"):
        public.preprocess_request()
        shown = scene("network", current())
    page = html(shown)
    assert len(shown.content.ties) > 1_400
    assert len(page) < 1_000_000
    assert check_sound(page)


def test_what_is_told_of_things_is_what_the_picture_links(scenes: dict[str, Scene]) -> None:
    for picture in ("focus", "network"):
        shown = scenes[picture]
        read = Read(html(shown))
        data = json.loads(next(text for _, given, text in read.raw if given.get("id") == "data"))
        drawn = shown.content.boxes if picture == "focus" else shown.content.spots
        names = [one.id for one in drawn]
        assert [thing[0] for thing in data["things"]] == [one.text for one in drawn]
        told = {(names[a - 1], names[b - 1], data["words"][there]) for a, b, there, *_ in data["ties"]}
        assert told == {(tie.source, tie.target, tie.text) for tie in shown.content.ties}
        anchors = {given["href"] for given in read.all("a") if "box" in given.get("class", "")}
        assert anchors == {f"#t{number}" for number in range(1, len(drawn) + 1)}


def test_relations_are_told_from_both_ends(scenes: dict[str, Scene]) -> None:
    data = json.loads(next(t for _, g, t in Read(html(scenes["focus"])).raw if g.get("id") == "data"))
    said = {(data["words"][there], data["words"][back]) for _, _, there, back, *_ in data["ties"]}
    assert ("toteuttaa", "toteuttavat toimenpiteet") in said


@pytest.mark.parametrize("text", [*TEXTS, "rivi\u2028toinen\u2029kolmas </script><script>x()</script>", ""])
@pytest.mark.parametrize("make", [small, spread])
def test_no_text_breaks_out(make, text: str) -> None:
    quiet, loud = Read(html(make("Nimi"))), check_sound(html(make(text)))
    raw = [tag for tag, _, _ in loud.raw]
    assert raw == [tag for tag, _, _ in quiet.raw]
    assert "\u2028" not in html(make(text)).decode()
    assert {tag for tag, _ in loud.elements} <= {tag for tag, _ in quiet.elements} | {"bdi", "tspan"}


def test_addresses_that_are_none_of_the_web_are_left_out() -> None:
    given = small()
    content = given.content
    boxes = [replace(box, url="javascript:alert(1)") for box in content.boxes]
    bad = replace(
        given, content=replace(content, boxes=tuple(boxes)), stamp=replace(STAMP, address="data:text/html,x")
    )
    page = html(bad).decode()
    assert "javascript:" not in page
    assert "data:text" not in page
    assert "https://plans.example.fi/focus?since=kunta@3" in html(given).decode()


def test_empty_pictures_and_many_links_are_files_too() -> None:
    for content in (Layered((), (), ()), Spread((), ()), Grid((), ())):
        assert check_sound(html(replace(small(), content=content, listed=None, kinds=(), legend=())))
    assert len(html(spread("Toimenpide, jolla on pitkähkö nimi", 1000))) < 1_000_000


def test_own_assets_are_inlined_and_named_in_the_policy() -> None:
    read = check_sound(html(small(), assets=lambda name: f"/* {name} */"))
    scripts = [text for tag, given, text in read.raw if tag == "script" and not given]
    assert scripts[0] == "/* layered.js */"
    assert scripts[-1] == "/* one_file.js */"
