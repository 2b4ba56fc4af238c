"""What vis-network is given to draw, and that it can be read: colours and their contrast."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from rdflib import URIRef

import webviz
from graph import Network, PlanGraph
from graph.network import NetworkLink, NetworkThing
from graph.network_layout import positions
from graph.table import short
from ontology import Label, load_model
from webviz import network_view

PLAN = "kemi-hyvinvointi-2023"
CSS = (Path(webviz.__file__).parent / "static" / "planweave.css").read_text(encoding="utf-8")
AA = 4.5  # https://www.w3.org/TR/WCAG21/#contrast-minimum
SHAPES = {"dot", "square", "diamond", "triangle", "triangleDown", "star", "hexagon"}


@pytest.fixture(params=["whole-plan", "goal-tree", "networks-and-members"])
def view(request: pytest.FixtureRequest, kemi: PlanGraph) -> Network:
    return kemi.view(request.param, "fi", PLAN)


# ---- things and links


def test_all_things_and_links_of_a_view_are_drawn(view: Network) -> None:
    model = load_model()
    built = network_view.build(view, model, "fi")
    assert [node["id"] for node in built["things"]] == [short(thing.iri) for thing in view.things]
    drawn = [(edge["from"], edge["to"], edge["relation"], edge["basis"]) for edge in built["links"]]
    assert drawn == [
        (short(link.source), short(link.target), short(link.relation), link.basis) for link in view.links
    ]
    assert json.loads(json.dumps(built)) == built


def test_dashes_are_readings_and_readings_are_dashes(view: Network) -> None:
    built = network_view.build(view, load_model(), "fi")
    assert [edge["dashes"] for edge in built["links"]] == [not link.named for link in view.links]
    colours = {edge["dashes"]: edge["color"]["color"] for edge in built["links"]}
    assert len(set(colours.values())) == len(colours)
    assert all(edge["arrows"] == "to" for edge in built["links"])


@pytest.mark.parametrize("basis", ["stated", "same-term", "curated", "inferred"])
@pytest.mark.parametrize("named", [True, False])
def test_what_the_source_names_decides_and_not_the_basis(basis: str, named: bool) -> None:
    ends = [NetworkThing(URIRef(f"urn:{name}"), Label(name, "fi"), URIRef(""), "") for name in "ab"]
    relation, record = URIRef("urn:relation"), URIRef("urn:record")
    link = NetworkLink(ends[0].iri, ends[1].iri, relation, record, basis, named=named, confidence=None)
    [edge] = network_view.build(Network("two", tuple(ends), (link,)), load_model(), "fi")["links"]
    assert edge["dashes"] is not named


def test_things_stand_where_the_layout_says_and_are_not_moved(view: Network) -> None:
    model = load_model()
    places = positions(view, {kind.name: kind.ring for kind in model.kinds})
    built = network_view.build(view, model, "fi")
    assert [(node["x"], node["y"]) for node in built["things"]] == [
        places[str(thing.iri)] for thing in view.things
    ]
    assert not any(node["physics"] for node in built["things"])
    assert built["options"]["physics"] == {"enabled": False}


def test_things_look_like_their_kind(view: Network) -> None:
    kinds = {kind.name: kind for kind in load_model().kinds}
    built = network_view.build(view, load_model(), "fi")
    for node in built["things"]:
        kind = kinds.get(node["kind"])
        assert node["color"]["background"] == (kind.colour if kind else "#555555")
        assert node["shape"] == (kind.symbol if kind else "dot")
        assert 9 <= node["size"] <= 36
    order = {node["kind"]: node["weight"] // 100 for node in built["things"] if node["kind"]}
    assert all(order[kind] >= 3 - kinds[kind].ring for kind in order)


def test_texts_are_the_labels_in_lines(kemi: PlanGraph) -> None:
    for lang in ("fi", "sv", "en"):
        view = kemi.view("goal-tree", lang, PLAN)
        built = network_view.build(view, kemi.model, lang)
        for node, thing in zip(built["things"], view.things, strict=True):
            assert node["title"] == thing.label.text
            assert node["text"].split() == thing.label.text.split()
            words = [line for line in node["text"].split("\n") if " " in line]
            assert all(len(line) <= 24 for line in words)
        relations = {edge["title"] for edge in built["links"]}
        assert relations
        assert all(relations)


def test_a_thing_of_no_kind_is_drawn_too() -> None:
    thing = NetworkThing(URIRef("urn:a"), Label("", ""), URIRef(""), "")
    [node] = network_view.build(Network("one", (thing,), ()), load_model(), "fi")["things"]
    assert (node["id"], node["text"], node["shape"]) == ("urn:a", "", "dot")


def test_the_files_to_load_are_in_the_package() -> None:
    for name in network_view.ASSETS:
        file = network_view.asset(name)
        assert file is not None
        assert file.is_file()
    assert network_view.asset("../network.py") is None


# ---- colours


def luminance(colour: str) -> float:
    """Return the relative luminance: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance."""
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def style(selector: str, name: str) -> str:
    """Return the last value that the style sheet gives a property of a selector; variables are followed."""
    value = ""
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", CSS)):
        if selector in [one.strip() for one in selectors.split(",")]:
            for declared, text in re.findall(r"([\w-]+)\s*:\s*([^;]+)", body):
                value = text.strip() if declared == name else value
    variable = re.fullmatch(r"var\((--[\w-]+)\)", value)
    return style(":root", variable[1]) if variable else value


def test_contrast_is_measured_as_wcag_has_it() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("kind", load_model().kinds, ids=lambda kind: kind.name)
def test_colours_of_kinds_are_dark_enough_on_white(kind) -> None:
    assert contrast(kind.colour, "#ffffff") >= AA
    assert kind.symbol in SHAPES


def test_kinds_that_share_a_shape_differ_in_colour() -> None:
    looks = [(kind.symbol, kind.colour) for kind in load_model().kinds]
    assert len(set(looks)) == len(looks)
    assert len({kind.name for kind in load_model().kinds}) == len(looks)


@pytest.mark.parametrize("shade", ["shade1", "shade2", "shade3", "shade4"])
def test_numbers_can_be_read_on_every_shade(shade: str) -> None:
    text = style(f".{shade}", "color") or style(".count", "color")
    assert contrast(text, style(f".{shade}", "background")) >= AA


def test_shades_get_darker() -> None:
    shades = [luminance(style(f".shade{n}", "background")) for n in (1, 2, 3, 4)]
    assert shades == sorted(shades, reverse=True)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (":root", "body"),
        (".kind", "body"),
        (".note", "body"),
        (".foot", "body"),
        ("a", "body"),
        ("a", ".source"),
        (".where", ".source"),
        (".basis.reading", "body"),
        (".problem", "body"),
        (".segments a[aria-current]", ".segments a[aria-current]"),
        (".strong", ".strong"),
        (".chip[data-shown=false]", ".chip[data-shown=false]"),
    ],
)
def test_texts_can_be_read_on_their_ground(text: str, ground: str) -> None:
    assert contrast(style(text, "color"), style(ground, "background")) >= AA
